"""What an owner's form says in words, and by when it comes back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from leadapp.domain.corporate_plan import Direction, KpiKind
from leadapp.domain.measures import Kpi
from leadapp.domain.owner_form import how_to_count, kpi_boxes, send_back_by, told_apart
from leadapp.domain.quarters import Quarter

Q2 = Quarter.parse("2026-27-Q2")


@pytest.mark.parametrize(
    ("days", "today", "by"),
    [
        (9, dt.date(2026, 9, 20), dt.date(2026, 10, 7)),  # a Wednesday, two days before the 9th
        (13, dt.date(2026, 9, 20), dt.date(2026, 10, 9)),  # the 11th is a Sunday
        (12, dt.date(2026, 9, 20), dt.date(2026, 10, 9)),  # the 10th is a Saturday
        (9, dt.date(2026, 10, 7), dt.date(2026, 10, 9)),  # on the last but one day: until the return is due
        (9, dt.date(2026, 10, 9), dt.date(2026, 10, 11)),  # afterwards: two days
        (9, dt.date(2026, 11, 2), dt.date(2026, 11, 4)),
    ],
)
def test_owners_answer_before_the_return_is_due_and_never_in_the_past(days: int, today: dt.date, by: dt.date) -> None:
    assert send_back_by(Q2, days, today) == by


def kpi(kind: str, **more: Any) -> Kpi:
    return Kpi(1, "u", 1, 1, "Measured", KpiKind(kind), **more)


@pytest.mark.parametrize(
    ("measure", "words", "boxes"),
    [
        (kpi("yes_no", target=1.0), "Choose yes or not yet.", {"yes"}),
        (kpi("milestone"), "Choose yes or not yet.", {"yes"}),
        (kpi("count"), "Type the number.", {"number"}),
        (kpi("count", unit="talks", target=4.0), "Number: in talks. Target: 4 talks.", {"number"}),
        (
            kpi(
                "percentage",
                numerator_label="trained",
                denominator_label="all staff",
                target=50.0,
                unit="%",
                direction=Direction.AT_LEAST,
            ),
            "Number: trained. Out of: all staff. Target: at least 50%.",
            {"number", "out_of"},
        ),
        (kpi("percentage"), "Number: how many. Out of: of how many.", {"number", "out_of"}),
        (
            kpi("perception", perception=True, question="Heard?"),
            "Number: how many agreed. Out of: how many answered. Asked: how many were asked. Question: Heard?",
            {"number", "out_of", "asked", "wave", "unmeasured"},
        ),
        (
            kpi("perception", perception=True),
            "Number: how many agreed. Out of: how many answered. Asked: how many were asked.",
            {"number", "out_of", "asked", "wave", "unmeasured", "question"},
        ),
    ],
)
def test_every_kind_of_kpi_says_how_it_is_counted_and_has_its_boxes(measure: Kpi, words: str, boxes: set[str]) -> None:
    assert how_to_count(measure) == words
    assert kpi_boxes(measure) == boxes | {"source", "note"}


def test_names_are_told_apart_whatever_their_capitals() -> None:
    assert told_apart(["Manager", "manager", "Manager", "Other"]) == ("Manager", "manager (2)", "Manager (3)", "Other")
