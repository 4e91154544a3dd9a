"""What may be added to an action is kept, undone and told in the history; and never asked for."""

import pytest

from leadapp.domain.action_detail import ANSWERS, DetailDraft, LinkKind
from leadapp.domain.errors import BadInputError, ChangedElsewhereError, NotFoundError
from leadapp.domain.kinds import ActionKind
from leadapp.domain.plan import ActionDraft
from leadapp.domain.quarters import Quarter
from leadapp.services.history_service import entry_words
from leadapp.services.opening import Services
from tests.worlds import by_reference


@pytest.fixture
def three(services: Services) -> tuple[int, int, int]:
    """Three actions of the plan."""
    services.plan.adopt(("1.6", "2.4", "5.4"))
    one, two, three = (by_reference(services, reference).id for reference in ("1.6", "2.4", "5.4"))
    return one, two, three


def change(services: Services, action_id: int, visit: str = "", **texts: str) -> str:
    version = services.plan.action(action_id).version
    return services.details.change(action_id, version, DetailDraft(**texts), visit).label


def test_fields_are_kept_undone_and_told_in_the_history(services: Services, three: tuple[int, int, int]) -> None:
    label = change(services, three[0], budget_planned="£12.5k", budget_spent="3,000", budget_kind="temporary")
    assert label == "Budget of 1.6"
    action = services.plan.action(three[0])
    assert (action.budget_planned, action.budget_spent, action.budget_kind) == (12500.0, 3000.0, "temporary")
    words = {entry_words(entry) for entry in services.history.lines()[0].entries}
    assert ("Budget planned (£)", "empty", "12,500") in words
    assert ("Core or temporary", "empty", "Temporary") in words
    services.history.undo()
    assert services.plan.action(three[0]).budget_planned is None


@pytest.mark.parametrize(
    ("texts", "label"),
    [
        ({"kind": "harm_reducing"}, "1.6: harm-reducing"),
        ({"change_year": "3"}, "Year of 1.6"),
        ({"blocked_by": "The lease"}, "What blocks 1.6"),
        ({"unblocked_when": "The lease ends"}, "What unblocks 1.6"),
    ],
)
def test_undo_names_what_it_would_take_back(
    services: Services, three: tuple[int, int, int], texts: dict[str, str], label: str
) -> None:
    assert change(services, three[0], **texts) == label
    services.history.undo()


def test_an_amount_that_cannot_be_read_is_kept_as_typed_and_no_check_names_it(
    services: Services, three: tuple[int, int, int]
) -> None:
    change(services, three[0], budget_planned="£900")
    change(services, three[0], budget_planned="lots")
    view = services.details.view(three[0])
    assert (view.action.budget_planned, view.typed) == (900.0, {"budget_planned": "lots"})
    checks = services.returns.checks(services.preferences.reported_quarter())
    assert next(c for c in checks if c.key == "typed").passed
    change(services, three[0], budget_planned="1k")
    assert services.details.view(three[0]).typed == {}


def test_a_stale_version_overwrites_nothing(services: Services, three: tuple[int, int, int]) -> None:
    change(services, three[0], kind="learning")
    with pytest.raises(ChangedElsewhereError):
        services.details.change(three[0], 1, DetailDraft(kind="visibility"))
    assert services.plan.action(three[0]).kind == "learning"


def test_answers_are_kept_one_by_one_and_the_row_goes_with_the_last(services: Services, three: tuple[int, int, int]) -> None:
    for field in ANSWERS:
        services.details.answer(three[0], field, f" About {field} ")
    assert services.details.view(three[0]).answers == {field: f"About {field}" for field in ANSWERS}
    for field in ANSWERS:
        services.details.answer(three[0], field, "")
    assert services.details.view(three[0]).answers == {}
    assert services.database.raw().execute("SELECT count(*) FROM smartie").fetchone() == (0,)
    assert not services.details.answer(three[0], "specific", "")
    with pytest.raises(BadInputError):
        services.details.answer(three[0], "title", "x")


def test_saves_of_one_stay_in_an_answer_are_one_step(services: Services, three: tuple[int, int, int]) -> None:
    for text in ("A", "Al", "All"):
        services.details.answer(three[0], "specific", text, "visit")
    services.history.undo()
    assert services.details.view(three[0]).answers == {}


def test_both_sides_see_a_link(services: Services, three: tuple[int, int, int]) -> None:
    one, two, other = three
    services.details.link(one, two, LinkKind.DEPENDS)
    services.details.link(other, one, LinkKind.RELATES)
    sides = [(link.side.value, link.reference) for link in services.details.view(one).links]
    assert sides == [("waits_for", "2.4"), ("relates", "5.4")]
    assert [(link.side.value, link.reference) for link in services.details.view(two).links] == [("awaited_by", "1.6")]
    services.details.unlink(services.details.view(two).links[0].link_id)
    assert services.details.view(two).links == ()
    services.history.undo()
    assert len(services.details.view(one).links) == 2


def test_links_that_make_no_sense_are_refused(services: Services, three: tuple[int, int, int]) -> None:
    one, two, other = three
    services.details.link(one, two, LinkKind.DEPENDS)
    services.details.link(two, other, LinkKind.DEPENDS)
    for from_id, to_id, words in ((one, one, "to itself"), (two, one, "linked already"), (other, one, "wait for ever")):
        with pytest.raises(BadInputError, match=words):
            services.details.link(from_id, to_id, LinkKind.DEPENDS)
    services.details.link(other, one, LinkKind.RELATES)
    with pytest.raises(NotFoundError):
        services.details.unlink(99)
    with pytest.raises(NotFoundError):
        services.details.link(one, 99, LinkKind.RELATES)


def test_other_actions_are_found_by_number_first(services: Services, three: tuple[int, int, int]) -> None:
    assert [a.reference for a in services.details.find_actions("2.4", three[0])] == ["2.4"]
    assert services.details.find_actions("1.6", three[0]) == ()
    assert len(services.details.find_actions("", three[0])) == 2


def test_several_actions_get_their_kind_in_one_step(services: Services, three: tuple[int, int, int]) -> None:
    changes = services.details.set_kinds(three, ActionKind.STRUCTURAL)
    assert changes.label == "3 actions: structural"
    assert services.details.pace().without_kind == ()
    services.history.undo()
    assert len(services.details.pace().without_kind) == 3
    with pytest.raises(BadInputError):
        services.details.set_kinds((), ActionKind.LEARNING)


def test_the_return_tells_what_blocks_only_where_a_reader_asks_why(services: Services, three: tuple[int, int, int]) -> None:
    quarter = services.preferences.reported_quarter()
    change(services, three[0], blocked_by="The lease", unblocked_when="It ends")

    def told(which: Quarter) -> tuple[str, str]:
        part = next(a for a in services.returns.assemble(which).actions if a.id == "1.6")
        return part.blocked_by, part.unblocked_when

    assert told(quarter) == ("", "")
    for status, confidence, expected in (
        ("underway", "on_track", ("", "")),
        ("underway", "at_risk", ("The lease", "It ends")),
        ("underway", "off_track", ("The lease", "It ends")),
        ("complete", "off_track", ("", "")),
    ):
        version = services.plan.action(three[0]).version
        services.plan.change(three[0], version, ActionDraft(status=status, confidence=confidence))
        assert told(quarter) == expected, (status, confidence)
    services.plan.change(three[0], services.plan.action(three[0]).version, ActionDraft(status="underway"))
    assert told(quarter.previous) == ("", "")
