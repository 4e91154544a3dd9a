"""Amounts and addresses as typed, and the pace by kind and year."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadapp.domain.action_detail import ANSWERS, DetailDraft, amount_text, read_amount
from leadapp.domain.errors import BadInputError
from leadapp.domain.evidence import Evidence, EvidenceDraft, EvidenceKind, link_host, read_link, read_new, size_words
from leadapp.domain.kinds import ActionKind, BudgetKind
from leadapp.domain.pace import change_year, pace_of, pace_sources
from leadapp.domain.plan import Origin, PlanAction, Status

ZERO = dt.date(2026, 1, 1)


def action(number: int, **more: object) -> PlanAction:
    values: dict[str, object] = {"status": Status.NOT_STARTED} | more
    return PlanAction(number, f"u{number}", 1, f"NS-{number:02d}", "Title", Origin.LOCAL, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "amount", "shown"),
    [
        ("£12,500", 12500, "£12,500"),
        ("12.5k", 12500, "£12,500"),
        (" £ 12 500 ", 12500, "£12,500"),
        ("12500.50", 12500.5, "£12,500.50"),
        ("1.2m", 1_200_000, "£1,200,000"),
        ("£3 thousand", 3000, "£3,000"),
        ("GBP 7", 7, "£7"),
        ("0", 0, "£0"),
        ("", None, ""),
        ("   ", None, ""),
    ],
)
def test_amounts_are_read_as_people_type_them(typed: str, amount: float | None, shown: str) -> None:
    assert read_amount(typed) == amount
    assert amount_text(amount) == shown


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("12,5", "such as 12,500"),
        ("about 12k", "such as 12,500"),
        ("12..5", "such as 12,500"),
        ("１２", "such as 12,500"),
        ("-5", "not below 0"),
        ("€5", "does not convert"),
        ("99999999999", "Check the amount"),
        ("1e9", "such as 12,500"),
    ],
)
def test_other_amounts_are_refused_in_a_sentence(typed: str, words: str) -> None:
    with pytest.raises(BadInputError, match=words):
        read_amount(typed)


@given(st.decimals(min_value=0, max_value=10_000_000, places=2))
def test_an_amount_reads_back_as_it_is_shown(number: object) -> None:
    amount = float(str(number))
    assert read_amount(amount_text(amount)) == round(amount, 2)


def test_a_draft_reads_what_it_can_and_says_what_it_cannot() -> None:
    draft = DetailDraft(kind="structural", change_year="2", budget_planned="lots", budget_kind="core", blocked_by=" The depot ")
    values, problems = draft.read()
    assert values == {"kind": "structural", "change_year": 2, "budget_kind": "core", "blocked_by": "The depot"}
    assert [p.field for p in problems] == ["budget_planned"]
    assert DetailDraft(kind="", change_year="", budget_kind="").read()[0] == {
        "kind": None,
        "change_year": None,
        "budget_kind": None,
    }
    assert DetailDraft(change_year="7").read()[1][0].field == "change_year"


def test_every_answer_has_a_word_and_a_short_question_or_sentence() -> None:
    assert len(ANSWERS) == 11
    for word, help_sentence in ANSWERS.values():
        assert word
        assert help_sentence.endswith(("?", "."))
        assert len(help_sentence) < 90


# -------------------------------------------------------------------------------- blocked
@pytest.mark.parametrize("status", list(Status))
def test_an_action_is_blocked_only_while_it_is_open_or_paused(status: Status) -> None:
    blocked = action(1, status=status, blocked_by="The depot lease")
    assert blocked.is_blocked is (status in {Status.NOT_STARTED, Status.UNDERWAY, Status.PAUSED})
    assert not action(1, status=status).is_blocked


# -------------------------------------------------------------------------------- pace
def test_easy_ones_first_is_a_sentence() -> None:
    seen = [action(n, kind=ActionKind.VISIBILITY, status=Status.COMPLETE if n < 9 else Status.UNDERWAY) for n in range(12)]
    deep = [action(n, kind=ActionKind.STRUCTURAL, status=Status.COMPLETE if n == 20 else Status.PAUSED) for n in range(20, 28)]
    pace = pace_of([*seen, *deep, action(40)], ZERO)
    assert pace.sentence == (
        "Of 12 visibility actions 9 are complete, of 8 structural ones 1. "
        "Harm-reducing and structural together: 1 of 8 complete. Learning and visibility together: 9 of 12."
    )
    assert [a.id for a in pace.without_kind] == [40]
    assert pace.by_kind.notes == ("none", "1 of 8", "none", "9 of 12")
    assert "Visibility: 9 of 12 complete" in pace.by_kind.text


@pytest.mark.parametrize(
    ("done", "words"), [(0, "Of 1 learning action none are complete."), (1, "Of 1 learning action 1 is complete.")]
)
def test_one_action_reads_as_one(done: int, words: str) -> None:
    one = action(1, kind=ActionKind.LEARNING, status=Status.COMPLETE if done else Status.UNDERWAY)
    assert pace_of([one], ZERO).sentence == words


def test_a_plan_without_kinds_says_so() -> None:
    pace = pace_of([action(1), action(2, status=Status.WILL_NOT_DO)], None)
    assert pace.sentence.startswith("No action has a kind yet.")
    assert [a.id for a in pace.without_kind] == [1]
    assert pace.by_year.notes == ("none", "none", "none")


@pytest.mark.parametrize(
    ("more", "month_zero", "year"),
    [
        ({"change_year": 3, "due": dt.date(2026, 3, 31)}, ZERO, 3),
        ({"due": dt.date(2026, 12, 31)}, ZERO, 1),
        ({"due": dt.date(2027, 1, 1)}, ZERO, 2),
        ({"due": dt.date(2031, 1, 1)}, ZERO, 3),
        ({"due": dt.date(2025, 1, 1)}, ZERO, 1),
        ({"due": dt.date(2029, 1, 1), "due_first": dt.date(2026, 5, 1)}, ZERO, 1),
        ({"band": "Within 6 months"}, None, 1),
        ({"band": "Year 1 and 2"}, None, 2),
        ({}, ZERO, None),
    ],
)
def test_the_year_is_the_one_chosen_else_told_from_the_first_date(
    more: dict[str, object], month_zero: dt.date, year: int
) -> None:
    assert change_year(action(1, **more), month_zero) == year


def test_budgets_are_summed_by_core_and_temporary() -> None:
    actions = [
        action(1, budget_planned=1000.0, budget_spent=200.0, budget_kind=BudgetKind.CORE),
        action(2, budget_planned=500.0, budget_kind=BudgetKind.CORE),
        action(3, budget_spent=40.0),
        action(4, budget_kind=BudgetKind.TEMPORARY),
    ]
    sums = [(s.word, s.actions, s.planned, s.spent) for s in pace_of(actions, ZERO).budget]
    assert sums == [("Core", 2, 1500.0, 200.0), ("Not said", 1, 0, 40.0)]


# -------------------------------------------------------------------------------- addresses
@pytest.mark.parametrize(
    "link", ["https://www.norbury.gov.uk/rule", "http://intranet/x", "mailto:race@norbury.gov.uk", " HTTPS://Norbury.gov.uk "]
)
def test_an_address_that_may_be_opened(link: str) -> None:
    assert read_link(link) == link.strip()


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("javascript:alert(1)", "only addresses that begin with"),
        ("file:///etc/passwd", "Add a file itself"),
        ("data:text/html,x", "only addresses"),
        ("smb://server/share", "only addresses"),
        ("ms-excel:ofe|u|https://x.uk/a.xlsx", "only addresses"),
        ("www.norbury.gov.uk", "Begin the address with https://"),
        ("norbury.gov.uk:443/x", "Begin the address with https://"),
        ("https://", "not whole"),
        ("mailto:race", "not whole"),
        ("https://[::1", "not an address"),
        ("https://a b.uk", "no spaces"),
        ("https://a.uk\nhttps://b.uk", "no spaces"),
        ("https://a\u202e.uk", "no spaces"),
        ("", "Type or paste"),
        ("https://a.uk/" + "x" * 2000, "Keep it to 2000 at most"),
        ("\\\\server\\share\\file.docx", "Begin the address"),
        ("C:\\Users\\file.docx", "only addresses"),
    ],
)
def test_other_addresses_are_refused_in_a_sentence(link: str, words: str) -> None:
    with pytest.raises(BadInputError, match=words):
        read_link(link)


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("https://www.norbury.gov.uk@evil.example/x", "evil.example"),
        ("mailto:race@norbury.gov.uk?subject=x", "norbury.gov.uk"),
        ("https://[::1", "https://[::1"),
        ("https://" + "ü" * 70 + ".uk", "ü" * 70 + ".uk"),
        ("https://nоrbury.gov.uk", "nоrbury.gov.uk (xn--nrbury-wqf.gov.uk)"),
    ],
)
def test_where_an_address_really_goes(link: str, host: str) -> None:
    assert link_host(link) == host


def test_evidence_is_out_of_date_after_twelve_months() -> None:
    note = Evidence(1, "u", 1, EvidenceKind.NOTE, "", note="First line\nmore", dated=dt.date(2025, 10, 6))
    assert not note.is_out_of_date(dt.date(2026, 10, 6))
    assert note.is_out_of_date(dt.date(2026, 10, 7))
    assert note.name == "First line"
    assert not Evidence(1, "u", 1, EvidenceKind.NOTE, "Undated").is_out_of_date(dt.date(2036, 1, 1))


def test_new_evidence_names_the_field_that_is_wrong() -> None:
    with pytest.raises(BadInputError) as caught:
        read_new(EvidenceKind.NOTE, EvidenceDraft(note="x", dated="soon"), ZERO)
    assert caught.value.field == "dated"
    with pytest.raises(BadInputError, match="Keep it to 300 at most"):
        read_new(EvidenceKind.NOTE, EvidenceDraft(title="x" * 301), ZERO)
    assert read_new(EvidenceKind.NOTE, EvidenceDraft(note="x", dated=""), ZERO)["dated"] is None


@pytest.mark.parametrize(("size", "words"), [(10, "1 KB"), (312_000, "312 KB"), (2_400_000, "2.4 MB")])
def test_sizes_read_as_people_say_them(size: int, words: str) -> None:
    assert size_words(size) == words


def test_each_number_of_the_pace_names_its_actions_and_noughts_are_left_out() -> None:
    two = [action(1, kind=ActionKind.LEARNING, status=Status.COMPLETE), action(2, kind=ActionKind.LEARNING)]
    sources = pace_sources(two, ZERO)
    assert [(source.title, len(source.rows)) for source in sources] == [
        ("Learning: actions", 2),
        ("Learning: complete", 1),
        ("Learning: not started", 1),
    ]
