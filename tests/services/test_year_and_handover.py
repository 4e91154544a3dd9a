"""The year's report and the handover on real files: told from what was submitted, written, ordered, undone, exported."""

from __future__ import annotations

import datetime as dt
import json
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from leadapp.db import frozen_records
from leadapp.domain.charts import Chart
from leadapp.domain.errors import BadInputError, ChangedElsewhereError, DiskError, NotFoundError
from leadapp.domain.plan import ActionDraft
from leadapp.domain.quarters import Quarter
from leadapp.domain.return_life import SignatureDraft
from leadapp.domain.returns import ReturnRecord
from leadapp.domain.year_report import DAMAGED, DRAFT, NOT_KEPT, SUBMITTED, TO_COME
from leadapp.services.opening import Services, open_services
from tests.services.sent_returns import Q2, begin, send, write_headline
from tests.worlds import StandingClock, by_reference, new_services, outside

YEAR = "2026-27"
Q1, Q3 = Quarter(2026, 1), Quarter(2026, 3)


def standings(services: Services, year: str = YEAR) -> list[str]:
    return [quarter.standing for quarter in services.year.report(year).quarters]


# -------------------------------------------------------------------------------- what a year is told from
def test_a_year_is_told_from_what_was_submitted_and_the_running_quarter(sample: Services) -> None:
    made = sample.year.report(YEAR)
    assert [quarter.standing for quarter in made.quarters] == [SUBMITTED, DRAFT, TO_COME, TO_COME]
    assert made.quarters[0].submitted_on == dt.date(2026, 7, 9)
    assert made.sample
    assert made.as_at.date() == dt.date(2026, 9, 21)
    assert [c.id for c in made.completed if c.quarter == str(Q2)] == ["NS-01", "NS-12"]
    assert {c.quarter for c in made.commitments} == {str(Q1), str(Q2)}
    trained = next(kpi for kpi in made.kpis if kpi.text.startswith("Managers trained on the zero"))
    assert (trained.start and trained.start.numerator, trained.end and trained.end.numerator) == (18, 53)
    assert made.quarters[0].escalations_opened == 1


def test_a_year_before_tells_the_corrected_revision(sample: Services) -> None:
    made = sample.year.report("2025-26")
    assert [quarter.revision for quarter in made.quarters] == [0, 0, 0, 2]
    assert sample.year.years() == (YEAR, "2025-26")
    assert sample.year.year_to_write() == YEAR


def test_history_cannot_change_what_a_submitted_quarter_says_in_the_year(services: Services, clock: StandingClock) -> None:
    services = send(begin(services))
    action = by_reference(services, "2.4")
    before = services.year.report(YEAR).quarters[1]
    services.plan.change(action.id, action.version, ActionDraft(status="complete"))
    assert services.year.report(YEAR).quarters[1] == before
    assert standings(services) == ["before", SUBMITTED, DRAFT, TO_COME]
    assert [c.quarter for c in services.year.report(YEAR).completed] == [str(Q3)]


def test_a_return_that_was_not_kept_or_is_damaged_is_told_from_the_file(
    services: Services, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = send(begin(services)).path
    services.close()
    with outside(path) as connection:
        triggers = connection.execute(
            "SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='frozen_return'"
        ).fetchall()
        for (name,) in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE frozen_return SET record = x'00'")
    opened = open_services(path, clock)
    assert standings(opened)[1] == DAMAGED
    assert opened.year.report(YEAR).quarters[1].actions == 1
    monkeypatch.setattr(frozen_records, "kept_revisions", lambda _session: {})
    opened.returns.frozen._kept = opened.year._known = None
    assert standings(opened)[1] == NOT_KEPT
    opened.close()


@pytest.mark.parametrize(
    ("year", "sentence"),
    [
        ("2024-25", "This file begins with 2025-26-Q4. There is nothing to tell of 2024-25."),
        ("2027-28", "No quarter of 2027-28 is being reported yet. The newest year is 2026-27."),
        ("26-27", "is not a year"),
    ],
)
def test_a_year_that_cannot_be_told_is_refused(sample: Services, year: str, sentence: str) -> None:
    with pytest.raises(BadInputError, match=sentence):
        sample.year.report(year)


def test_writing_the_years_texts_reads_no_return_anew(sample: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sample.year.report(YEAR)
    read: list[Quarter] = []
    told = sample.returns.as_written

    def note(quarter: Quarter) -> ReturnRecord:
        read.append(quarter)
        return told(quarter)

    monkeypatch.setattr(sample.returns, "as_written", note)
    sample.year.change_note(YEAR, {"next_year": "More."})
    after = sample.year.report(YEAR)
    assert (read, after.next_year, after.kpis) == ([], "More.", before.kpis)
    sample.returns.change_text(Q2, "feedback", "Said again.")
    assert sample.year.report(YEAR).quarters[1].feedback == "Said again."
    assert read == [Q2]


# -------------------------------------------------------------------------------- its texts
def test_texts_of_a_year_are_kept_undone_by_name_and_never_corrected(services: Services) -> None:
    year = services.year
    changes = year.change_note(YEAR, {"comment": "You say BAME.\n  We are not a letter."}, version=year.note(YEAR).version)
    assert changes.label == "Community representatives’ comment, 2026-27"
    assert year.note(YEAR).comment == "You say BAME.\n  We are not a letter."
    assert year.report(YEAR).comment == "You say BAME.\n  We are not a letter."
    services.history.undo()
    assert year.note(YEAR).comment == ""


def test_an_empty_text_begins_no_year(services: Services) -> None:
    assert not services.year.change_note(YEAR, {"introduction": ""}, version=0)
    assert services.year.note(YEAR).version == 0


def test_a_day_that_cannot_be_read_is_kept_as_typed_told_and_listed_in_the_check(services: Services) -> None:
    services.year.change_note(YEAR, {"commented_on": "31 June"}, version=0)
    note = services.year.note(YEAR)
    assert (note.commented_on, note.texts["commented_on"]) == (None, "31 June")
    assert "is not a date" in services.year.note_problems(note)["commented_on"]
    told = next(check for check in services.returns.checks(Q2) if "annual report" in check.sentence)
    assert not told.passed
    services.year.change_note(YEAR, {"commented_on": "30 June 2026"}, version=note.version)
    assert services.year.note(YEAR).commented_on == dt.date(2026, 6, 30)
    assert not [check for check in services.returns.checks(Q2) if "annual report" in check.sentence]


def test_a_text_that_was_changed_elsewhere_is_not_overwritten(services: Services) -> None:
    services.year.change_note(YEAR, {"introduction": "One."}, version=0)
    with pytest.raises(ChangedElsewhereError):
        services.year.change_note(YEAR, {"introduction": "Two."}, version=0)
    with pytest.raises(BadInputError, match="has no text"):
        services.year.change_note(YEAR, {"ending": "x"})
    assert services.year.note(YEAR).introduction == "One."


# -------------------------------------------------------------------------------- case studies
def test_case_studies_are_added_changed_ordered_and_removed(services: Services) -> None:
    services.plan.adopt(("1.8", "2.4"))
    first, second = by_reference(services, "1.8"), by_reference(services, "2.4")
    year = services.year
    changes, one = year.add_case(YEAR, first.id)
    assert changes.label == "Case study added: 1.8"
    _, two = year.add_case(YEAR, second.id)
    assert year.change_case(one, {"title": "Asked at last"}).label == "Title of the case study 1.8"
    year.change_case(one, {"text": "They asked.", "action": str(second.id)})
    assert [(case.id, case.action, case.name) for case in year.cases(YEAR)] == [
        (one, "2.4", "Asked at last"),
        (two, "2.4", f"2.4 {second.title}"),
    ]
    assert year.move_case(two, -1).label == "Case study moved: 2.4"
    assert [case.id for case in year.cases(YEAR)] == [two, one]
    assert not year.move_case(two, -1)
    assert not year.move_case(one, 1)
    assert [case.title for case in year.report(YEAR).cases] == ["", "Asked at last"]
    _, three = year.add_case(YEAR, first.id)
    year.move_case(one, -1)
    assert [case.id for case in year.cases(YEAR)] == [one, two, three]
    year.remove_case(three)
    assert year.remove_case(one).label == "Case study removed: Asked at last"
    assert [case.id for case in year.cases(YEAR)] == [two]
    services.history.undo()
    assert [(case.title, case.text) for case in year.cases(YEAR) if case.id == one] == [("Asked at last", "They asked.")]


def test_a_case_study_needs_an_action_of_the_plan(services: Services) -> None:
    services.plan.adopt(("1.8",))
    action = by_reference(services, "1.8")
    with pytest.raises(NotFoundError):
        services.year.add_case(YEAR, 999)
    _, case = services.year.add_case(YEAR, action.id)
    with pytest.raises(BadInputError, match="Choose an action of your plan"):
        services.year.change_case(case, {"action": "999"})
    with pytest.raises(BadInputError, match="has no text"):
        services.year.change_case(case, {"year": "x"})
    with pytest.raises(ChangedElsewhereError):
        services.year.change_case(case, {"title": "x"}, version=9)
    with pytest.raises(NotFoundError):
        services.year.remove_case(case + 1)
    services.year.change_case(case, {"title": "x" * 301})
    (held,) = services.year.cases(YEAR)
    assert (held.title, held.texts["title"]) == ("", "x" * 301)
    assert "301 characters" in services.year.case_problems(held)["title"]
    services.year.remove_case(case)
    assert not [check for check in services.returns.checks(Q2) if "case study" in check.sentence]


def test_an_action_that_a_case_study_tells_of_is_not_removed(services: Services) -> None:
    services.plan.adopt(("1.8",))
    action = by_reference(services, "1.8")
    _, case = services.year.add_case(YEAR, action.id)
    with pytest.raises(BadInputError, match="The case study of 2026-27 tells of this action"):
        services.plan.remove_action(action.id)
    services.year.change_case(case, {"title": "Asked"})
    with pytest.raises(BadInputError, match="The case study “Asked” of 2026-27"):
        services.plan.remove_action(action.id)
    services.year.remove_case(case)
    services.plan.remove_action(action.id)
    assert services.plan.list_actions() == ()


def test_a_case_study_is_found_by_its_words_and_leads_to_its_year(services: Services) -> None:
    services.plan.adopt(("1.8",))
    _, case = services.year.add_case(YEAR, by_reference(services, "1.8").id)
    services.year.change_case(case, {"title": "Nowruz in the depot"})
    (hit,) = [found for found in services.search.find("nowruz") if found.table == "case_study"]
    assert (hit.kind, hit.place, hit.action_id) == ("Case study", ("year", (YEAR, case)), None)


# -------------------------------------------------------------------------------- the handover
def test_the_note_for_the_next_lead_is_kept_and_undone_by_name(services: Services) -> None:
    _, version = services.handover.note()
    changes = services.handover.change_note("Ring the depot.\nTwice.", version)
    assert changes.label == "Note for the next lead"
    assert services.handover.note()[0] == services.handover.handover().note == "Ring the depot.\nTwice."
    with pytest.raises(ChangedElsewhereError):
        services.handover.change_note("Lost.", version)
    services.history.undo()
    assert services.handover.note()[0] == ""


def test_the_samples_handover_holds_what_is_open(sample: Services) -> None:
    made = sample.handover.handover()
    assert [one.quarter for one in made.promises] == ["2026-27-Q3"] * 3
    assert [e.reference for e in made.escalations] == ["E-01", "E-02"]
    assert "Mill Lane" in made.note
    assert made.people[0].name == "Robin Sample, Head of Street Scene"
    assert any("Confirmed the return for 2026-27-Q1" in person.does for person in made.people)
    assert len([line for line in made.decisions if line.kind == "declined"]) == 24
    assert {"Action", "KPI", "Milestone", "Review", "Return", "Mitigation"} <= {line.kind for line in (*made.due, *made.late)}
    assert made.asked == ()
    assert {proof.action.reference for proof in made.proofs if proof.evidence is None} == {"NS-07"}


def test_who_was_asked_with_a_workbook_is_named(services: Services, tmp_path: Path) -> None:
    services.plan.adopt(("1.8", "2.4"))
    for reference, owner in (("1.8", "Depot Manager"), ("2.4", "Analyst")):
        action = by_reference(services, reference)
        services.plan.change(action.id, action.version, ActionDraft(owner=owner))
    services.asking.ask(Q2, tmp_path, None)
    made = services.handover.handover()
    assert (made.asked_for, made.asked) == (str(Q2), ("Analyst", "Depot Manager"))


# -------------------------------------------------------------------------------- exports
def texts_of(path: Path) -> str:
    book = load_workbook(path)
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None)


def test_the_year_is_exported_in_every_form_and_noted(sample: Services, tmp_path: Path) -> None:
    targets = {form: tmp_path / f"year.{form}" for form in ("json", "xlsx", "pdf")}
    done = sample.year.export(YEAR, targets)
    assert [export.form for export in done] == ["json", "xlsx", "pdf"]
    assert {export.quarter for export in done} == {YEAR}
    data = json.loads(targets["json"].read_text("utf-8"))
    assert (data["year"], data["schema"], data["cases"][0]["action"]) == (YEAR, 1, "NS-05")
    words = texts_of(targets["xlsx"])
    for said in ("An interpreter on a screen", "No comment was asked for yet.", "Sample data", "OFFICIAL"):
        assert said in words
    assert targets["pdf"].read_bytes().startswith(b"%PDF")
    assert sample.returns.list_exports(Q2) == ()  # a return's exports are its own
    assert not [path for path in tmp_path.iterdir() if ".part" in path.name or ".older" in path.name]


def test_the_outcomes_are_told_apart_in_the_workbooks_chart(sample: Services, tmp_path: Path) -> None:
    sample.year.export(YEAR, {"xlsx": tmp_path / "y.xlsx"})
    with zipfile.ZipFile(tmp_path / "y.xlsx") as book:
        charts = [book.read(name).decode("utf-8") for name in book.namelist() if name.startswith("xl/charts/chart")]
    (outcomes,) = [chart for chart in charts if "Commitments by quarter" in chart]
    fills = re.findall(r"<spPr>.*?</spPr>", outcomes)
    assert len(set(fills[:3])) == 3
    assert len(re.findall(r"<a:pattFill[^>]*prst=", outcomes)) == 2  # part kept and not kept have a pattern as well as a colour


def test_the_handover_is_exported_and_its_name_says_whose_it_is(sample: Services, tmp_path: Path) -> None:
    targets = {form: tmp_path / f"handover.{form}" for form in ("xlsx", "pdf")}
    sample.handover.export(targets)
    words = texts_of(targets["xlsx"])
    for said in (
        "Ring the depot managers before you write",
        "Cover, so that shift staff can",
        "Sample data",
    ):
        assert said in words
    assert "Self-assessed" not in words  # nothing is judged in it
    assert sample.handover.file_stem() == "SAMPLE Neighbourhood Services handover 2026-09-21"
    assert sample.year.file_stem(YEAR) == "SAMPLE Neighbourhood Services annual report 2026-27"


def test_where_a_document_cannot_go_is_told_before_anything_is_drawn(sample: Services, tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="A handover cannot be written over a leadapp file"):
        sample.handover.export({"pdf": sample.path})
    with pytest.raises(BadInputError, match="An annual report cannot be written over a leadapp file"):
        sample.year.export(YEAR, {"pdf": tmp_path / "other.leadapp"})
    with pytest.raises(DiskError):
        sample.year.export(YEAR, {"pdf": tmp_path / "nowhere" / "y.pdf"})
    with pytest.raises(BadInputError, match="at least one"):
        sample.handover.export({})


def test_a_note_that_the_file_cannot_take_is_told_beside_the_documents(
    sample: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise DiskError("The disk is full.")

    monkeypatch.setattr("leadapp.services.document_export.return_records.log_export", refuse)
    with pytest.raises(DiskError, match="The handover was written, but not noted among the exports"):
        sample.handover.export({"pdf": tmp_path / "h.pdf"})
    with pytest.raises(DiskError, match="The annual report was written, but not noted"):
        sample.year.export(YEAR, {"pdf": tmp_path / "y.pdf"})
    assert (tmp_path / "h.pdf").exists()


def test_a_whole_year_is_no_draft(tmp_path: Path, data_folder: Path) -> None:
    clock = StandingClock(dt.date(2026, 7, 6))
    services = new_services(tmp_path / "whole.leadapp", clock)
    services.plan.adopt(("2.4",))
    for quarter in (Q1, Q2, Q3, Quarter(2026, 4)):
        clock.go_to(quarter.return_due(6))
        services.round.write_update(by_reference(services, "2.4").id, "It goes on.", quarter=quarter)
        write_headline(services, quarter)
        services.life.sign(quarter, SignatureDraft("", ""))
        services.life.submit(quarter)
    assert services.year.year_to_write() == YEAR
    made = services.year.report(YEAR)
    assert made.is_whole
    document = services.year.document(YEAR)
    assert document.notice == ""
    assert len([f for s in document.sections for b in s.blocks for f in [getattr(b, "chart", None)] if f is not None]) == 2
    services.close()


def test_both_documents_are_told_of_an_empty_file(services: Services, tmp_path: Path) -> None:
    services.year.export(YEAR, {form: tmp_path / f"y.{form}" for form in ("xlsx", "pdf")})
    services.handover.export({form: tmp_path / f"h.{form}" for form in ("xlsx", "pdf")})
    charts: list[Chart] = [b.chart for s in services.year.document(YEAR).sections for b in s.blocks if hasattr(b, "chart")]
    assert charts == []
    assert "No promise is open." in texts_of(tmp_path / "h.xlsx")
