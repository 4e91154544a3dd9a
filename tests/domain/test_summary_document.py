"""The one page for a board pack: what it says of pillars, moves, promises and asks, and what it counts where it has no room."""

from __future__ import annotations

from typing import Any

import pytest

from leadapp.domain.documents import Document, Section
from leadapp.domain.exchange import as_plain
from leadapp.domain.promise_parts import ChangePart
from leadapp.domain.returns import Headline, ReturnRecord
from leadapp.domain.summary_document import summary_document
from leadapp.domain.summary_lines import pillar_moves, told_words
from tests.domain.compared import promise, record


def moved(kind: str, after: str = "", before: str = "", number: int = 1, **values: Any) -> ChangePart:
    words = f"{before}, {after}"
    return ChangePart(
        **{
            "kind": kind,
            "subject": "action",
            "id": f"2.{number}",
            "title": f"Action {number}",
            "before": before,
            "after": after,
            "text": words,
            "better": None,
            "pillar": 2,
            "uid": f"a{number}",
            "amount": None,
            **values,
        }
    )


def with_changes(*changes: ChangePart, **values: Any) -> ReturnRecord:
    return record(changes=changes, compared_with="2026-27-Q1", **values)


def sections(made: Document) -> dict[str, Section]:
    return {section.key: section for section in made.sections}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ((), "▶ no change"),
        ((moved("new"),), "▶ other changes"),
        ((moved("redated", "2026-12-31"), moved("redated", "2026-11-30", number=2)), "▼ 2 re-dated"),
        ((moved("confidence", "at_risk", "on_track"), moved("redated", "2026-12-31", number=2)), "▼ 1 more at risk"),
        ((moved("status", "underway", "not_started"),), "▲ 1 more underway"),
        ((moved("status", "underway", "not_started"), moved("confidence", "on_track", "at_risk")), "▲ 1 more on track"),
        (
            (moved("completed", "complete", "underway"), moved("confidence", "off_track", number=2)),
            "▲ 1 more complete\n▼ 1 more off track",
        ),
        ((moved("completed", "complete", pillar=3),), "▶ no change"),
    ],
)
def test_a_pillar_tells_its_best_and_its_worst_move(changes: tuple[ChangePart, ...], words: str) -> None:
    assert pillar_moves(with_changes(*changes), 2) == words


def test_what_nobody_told_has_no_heading() -> None:
    assert "told" in sections(summary_document(record()))
    silent = record(headline=Headline("Moved.", "Stuck.", "  "))
    assert "told" not in sections(summary_document(silent))


def test_a_first_return_has_nothing_to_compare_with_and_a_still_one_says_so() -> None:
    first = str(as_plain(sections(summary_document(record()))["moved"].blocks))
    assert "This is the first return: there is nothing to compare with." in first
    still = str(as_plain(sections(summary_document(with_changes()))["moved"].blocks))
    assert "No action has moved since June." in still


def test_what_has_no_room_is_counted() -> None:
    many = with_changes(*(moved("completed", "complete", number=n) for n in range(1, 41)))
    told = str(as_plain(sections(summary_document(many))["moved"].blocks))
    shown = sum(f"2.{n} Action {n}:" in told for n in range(1, 41))
    assert 0 < shown < 40
    assert f"And {40 - shown} more in the full return." in told


def test_what_was_not_kept_stands_first_with_its_reason() -> None:
    kept = (promise("1", outcome="kept"), promise("2", outcome="not_kept", why="Nobody had the time."), promise("3", outcome=""))
    blocks = str(as_plain(sections(summary_document(with_changes(commitments=kept)))["kept"].blocks))
    places = [blocks.index(words) for words in ("nobody had the time", "Not answered yet", "Kept")]
    assert places == sorted(places)


def test_a_long_text_ends_with_a_sentence_where_one_ends() -> None:
    assert told_words("Short.", 40) == "Short."
    assert told_words("The first sentence ends here. The second one goes on for long.", 40) == "The first sentence ends here."
    assert told_words("word " * 20, 40).endswith("…")
