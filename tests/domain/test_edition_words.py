"""Heads, bands, due points, watermarks and kinds as people and Word write them."""

from __future__ import annotations

import pytest

from leadapp.domain.corporate_plan import Direction, KpiKind
from leadapp.domain.edition_words import (
    COLUMNS,
    band_of,
    bullets,
    column_of,
    direction_of,
    due_note,
    due_of,
    kind_of,
    target_of,
    without_watermark,
)
from leadapp.domain.quarters import BANDS


@pytest.mark.parametrize(
    ("head", "field"),
    [
        *((head, field) for field, head in COLUMNS.items()),
        ("Sub-Section", "sub_section"),
        ("SUBSECTION ", "sub_section"),
        ("Objectives", "objective"),
        ("Rationale", "objective"),
        ("Accountability", "accountable"),
        ("Timescales", "timescale"),
        ("Accountible", "accountable"),
        ("Responsble", "responsible"),
        ("KPIs (one per line)", "kpis"),
        ("ID no.", ""),
        ("Comment", ""),
        ("x" * 70, ""),
        ("", ""),
    ],
)
def test_heads_are_known_in_any_spelling(head: str, field: str) -> None:
    assert column_of(head) == field


@pytest.mark.parametrize(
    ("text", "band"),
    [
        *((band, band) for band in BANDS),
        ("within  3 Months", "Within 3 months"),
        ("Within three months", "Within 3 months"),
        ("0-3 months", "Within 3 months"),
        ("Months 1 to 6", "Within 6 months"),
        ("by Month 12", "Within 12 months"),
        ("Within twelve months", "Within 12 months"),
        ("within a year", "Within 12 months"),
        ("Within 1 year", "Within 12 months"),
        ("24 months", "Year 2"),
        ("Years 1 & 2", "Year 1 and 2"),
        ("Year 1-2", "Year 1 and 2"),
        ("Y1 and Y2", "Year 1 and 2"),
        ("Y2", "Year 2"),
        ("second year", "Year 2"),
        ("by the end of Year 3", "Year 3"),
        ("Year 4", ""),
        ("5 months", ""),
        ("Yearly", ""),
        ("Ongoing", ""),
        ("2.10", ""),
        ("", ""),
    ],
)
def test_bands_are_recognised_in_the_text(text: str, band: str) -> None:
    assert band_of(text) == band


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("The framework is published by Month 15", "M15"),
        ("Statement approved by M6", "M6"),
        ("Orientation done by Month  26.", "M26"),
        ("Ready by month 9 and used by Month 12", "M9+M12"),
        ("Reported from Month 12, again from Month 12", "M12"),
        ("Reviewed each year by Month 3 of the relevant financial year", "FYM3"),
        ("The report goes out in Quarter 4", "Q4"),
        ("Aware by Year 1", "Y1"),
        ("Year 2 reviews show it", "Y2"),
        ("Year 2 reviews, by Month 18", "M18"),
        ("Co-commissioned (Year 2 or 3)", "-"),
        ("Renewed every 2 years, within a 3-year plan", "-"),
        ("Year-on-year reduction", "-"),
        ("Within 3 months of publication", "-"),
        ("Response plans are carried out within 3 months of the review's publication", "-"),
        ("A review of interpreters' pay within 6 months", "M6"),
        ("Within the first six months, a review.", "M6"),
        ("Reviewed within 12 months of the programme's start", "M12"),
        ("A plan within 3 months after an incident", "-"),
        ("Complaints are answered within 3 months", "-"),
        ("90% of managers trained within 6 months", "-"),
        ("A review within 6 months and a plan by Month 9", "M9"),
        ("Done within months", "-"),
        ("12 stories", "-"),
        ("Month 0 and Month 99", "-"),
        ("Forms HR12 and m12", "-"),
    ],
)
def test_due_points_are_recognised_and_the_words_stay(text: str, due: str) -> None:
    assert due_of(text) == (due, text)


@pytest.mark.parametrize("due", ["M9", "M12+M18", "Y1", "FYM3", "Q4"])
def test_the_note_that_is_written_is_taken_off_again(due: str) -> None:
    assert due_of(f"It is published{due_note(due)}") == (due, "It is published")


def test_nothing_due_has_no_note_and_other_brackets_stay() -> None:
    assert due_note("-") == ""
    assert due_of("Agreed (by Cabinet)") == ("-", "Agreed (by Cabinet)")


# -------------------------------------------------------------------------------- what Word and the watermark leave
@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("• \nOffi\n c i  a lThe post is filled", "• \nThe post is filled"),
        ("satisfied\nOffi\n c i  a l", "satisfied"),
        ("OFFICIAL", ""),
        ("OFFICIAL - SENSITIVE", ""),
        ("Oﬃ\nc i a l", ""),
        ("One\nO\nF\nF\nI\nC\nI\nA\nL\ntwo", "One\ntwo"),
        ("Part\nA\nB", "Part\nA\nB"),
        ("F\nF\nA\nZ", "F\nF\nA\nZ"),
        ("c i  a lsatisfaction", "satisfaction"),
        ("Chief Operating\nOfficer", "Chief Operating\nOfficer"),
        ("The official title stays", "The official title stays"),
        ("Official\nnotice", "Official\nnotice"),
    ],
)
def test_what_the_watermark_left_is_dropped(text: str, clean: str) -> None:
    assert without_watermark(text) == clean


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("one\ntwo\n\n three ", ("one", "two", "three")),
        ("• one goes\n  on here\n• two", ("one goes on here", "two")),
        ("- one\n– two\n* three", ("one", "two", "three")),
        ("1. one\n2) two", ("one", "two")),
        ("•\n\n• one", ("one",)),
        ("first\n• second", ("first", "second")),
        ("100% of staff\n24 hours", ("100% of staff", "24 hours")),
        ("", ()),
    ],
)
def test_kpis_stand_one_on_a_line_or_behind_bullets(text: str, found: tuple[str, ...]) -> None:
    assert bullets(text) == found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Staff feel safer to speak", KpiKind.PERCEPTION),
        ("The annual survey shows progress", KpiKind.PERCEPTION),
        ("At least 40% of seats are held by staff", KpiKind.PERCENTAGE),
        ("Number of cases", KpiKind.COUNT),
        ("Reduction in the pay gap", KpiKind.TREND),
        ("The policy is published", KpiKind.MILESTONE),
        ("Attendance is mandatory", KpiKind.YES_NO),
        ("Trust board minutes are public", KpiKind.YES_NO),
    ],
)
def test_kinds_are_guessed_from_plain_words_only(text: str, kind: KpiKind) -> None:
    assert kind_of(text) is kind


def test_targets_and_directions_are_taken_only_where_they_are_said() -> None:
    assert [target_of(t) for t in ("at least 40% of", "40 % or more", "100% of", "about 40%")] == [40, 40, 100, None]
    up, down, both = "Increased use", "Fewer cases", "Reduced cases and improved use; increased trust"
    assert (direction_of(up), direction_of(down), direction_of(both)) == (Direction.UP, Direction.DOWN, None)
