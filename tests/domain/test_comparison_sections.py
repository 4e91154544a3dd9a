"""Commitments and changes as sections of the document."""

import dataclasses
import datetime as dt

from leadapp.domain.changes_section import changes_section, shown
from leadapp.domain.commitments_section import commitments_section
from leadapp.domain.comparison import FIRST_RETURN, compare
from leadapp.domain.documents import Bullets
from tests.domain.compared import action, plain, promise, record, table


# -------------------------------------------------------------------------------- the sections
def test_the_section_of_commitments_opens_with_the_old_and_ends_with_the_new() -> None:
    old = (promise("c1", "kept"), promise("c2"), promise("c3", "not_kept", why="No money.", owner="Head", action="1.8"))
    new = (promise("c4", made_in="2026-27-Q2", quarter="2026-27-Q3"),)
    (section,) = commitments_section(record(commitments=old, new_commitments=new))
    assert plain(section) == [
        "3 commitments for July to September 2026: 1 kept, 1 not kept, 1 to answer.",
        "1 commitment for October to December 2026.",
    ]
    rows = table(section).rows
    assert [(row.group, row.cells[1].value, row.cells[2].value or row.cells[2].text) for row in rows] == [
        ("Promised for July to September 2026", "Promise c1", "Kept"),
        ("Promised for July to September 2026", "Promise c2", "no outcome"),
        ("Promised for July to September 2026", "Promise c3", "Not kept"),
        ("Promised for October to December 2026", "Promise c4", "to come"),
    ]
    assert [(row.cells[2].shape, row.cells[2].symbol) for row in rows[:3]] == [("kept", "✔"), ("", ""), ("not_kept", "✘")]
    assert [cell.value for cell in rows[2].cells[3:]] == ["No money.", "Head", "1.8"]


def test_a_return_without_commitments_says_so() -> None:
    (section,) = commitments_section(record())
    assert plain(section) == [
        "Nothing was promised for July to September 2026.",
        "Nothing is promised for October to December 2026 yet.",
    ]
    assert len(section.blocks) == 2


def test_the_section_of_changes() -> None:
    (first,) = changes_section(record())
    assert plain(first) == [FIRST_RETURN]
    (same,) = changes_section(record(compared_with="2026-27-Q1"))
    assert plain(same) == ["Nothing changed since the last return.", "Compared with the return for April to June 2026."]
    before, now = record(action()), record(action(due=dt.date(2026, 12, 31), times_redated=1, confidence="at_risk"))
    (section,) = changes_section(dataclasses.replace(now, compared_with="2026-27-Q1", changes=compare(before, now)))
    assert any(isinstance(block, Bullets) and block.items[0] == "1 action re-dated." for block in section.blocks)
    confidence, redated = table(section).rows
    assert [cell.value for cell in confidence.cells] == [
        *("Confidence moved", "2.1", "Action 1", "at risk, was on track", "worse", "On track", "At risk"),
    ]
    assert [cell.value for cell in redated.cells[-2:]] == ["30 November 2026", "31 December 2026"]
    assert redated.group == "Re-dated"


def test_before_and_after_read_as_people_write() -> None:
    assert [shown(value) for value in ("", "at_risk", "2026-09-30", "2026-99-99", "1234567890", "4 of 7")] == [
        *("", "At risk", "30 September 2026", "2026-99-99", "1234567890", "4 of 7"),
    ]
