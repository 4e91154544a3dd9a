"""House words on a real file: the list in force, the directorate's changes, and the remarks on a quarter's texts."""

from pathlib import Path

import pytest

from leadapp.domain.errors import BadInputError, NotFoundError
from leadapp.domain.measures import ValueDraft
from leadapp.domain.plan import ActionDraft
from leadapp.domain.quarters import Quarter
from leadapp.domain.word_list import HouseWordDraft, WordKind
from leadapp.services.history_service import entry_words
from leadapp.services.opening import Services, open_services

OWN = HouseWordDraft(WordKind.AVOID, "service user", "resident", "People live here.")


def found(services: Services, text: str) -> list[str]:
    return [remark.found for remark in services.words.find(text)]


def test_the_shipped_list_holds_from_the_start(services: Services) -> None:
    assert found(services, "BAME staff and service users") == ["BAME"]
    assert services.words.list_words() == ()


def test_a_rule_is_switched_off_and_on_and_that_can_be_undone(services: Services) -> None:
    words = services.words
    assert words.switch("racially_diverse", on=False)
    assert found(services, "BAME") == []
    assert words.switched_off() == {"racially_diverse"}
    assert not words.switch("racially_diverse", on=False), "it is off already"
    services.history.undo()
    assert found(services, "BAME") == ["BAME"]
    services.history.redo()
    assert words.switch("racially_diverse", on=True).label == "House words: “Racially diverse” switched on"
    assert found(services, "BAME") == ["BAME"]
    assert not words.switch("racially_diverse", on=True)
    with pytest.raises(BadInputError):
        words.switch("nonsense", on=False)


def test_own_words_are_added_changed_and_removed_and_stay_in_the_file(services: Services) -> None:
    assert services.words.add(OWN).label == "House word added: service user"
    (word,) = services.words.list_words(WordKind.AVOID)
    assert found(services, "Two service users") == ["service users"]
    with pytest.raises(BadInputError) as refused:
        services.words.add(HouseWordDraft(WordKind.AVOID, "Service-User", "x", "y"))
    assert refused.value.field == "term"
    services.words.change(word.id, HouseWordDraft(WordKind.AVOID, "service user", "tenant", "They rent."))
    path = services.path
    services.close()
    again = open_services(path)
    (remark,) = again.words.find("Two service users")
    assert (remark.suggestions, remark.reason) == (("tenant",), "They rent.")
    assert again.words.remove(word.id).label == "House word removed: service user"
    assert found(again, "Two service users") == []
    with pytest.raises(NotFoundError):
        again.words.remove(word.id)
    with pytest.raises(NotFoundError):
        again.words.change(word.id, OWN)
    again.close()


def test_own_titles_and_known_words(services: Services) -> None:
    services.words.add(HouseWordDraft(WordKind.TITLE, "Norbury BAME Network"))
    services.words.add(HouseWordDraft(WordKind.SPELLING, "Norbury"))
    assert found(services, "The Norbury BAME Network met BAME staff.") == ["BAME"]
    assert [word.term for word in services.words.list_words(WordKind.SPELLING)] == ["Norbury"]
    (title,) = services.words.list_words(WordKind.TITLE)
    assert services.words.remove(title.id).label == "Official title removed: Norbury BAME Network"


def test_the_history_names_a_house_word(services: Services) -> None:
    services.words.add(OWN)
    line = services.history.lines()[0]
    assert line.subject == "House word"
    assert entry_words(line.entries[0]) == ("House word", "", "service user")


def test_a_remark_kept_on_purpose_is_silent_there_and_nowhere_else(services: Services) -> None:
    text = "The form of the year 1998 says BAME in its head."
    (remark,) = services.words.find(text)
    services.words.keep(text, remark)
    assert found(services, text) == []
    assert found(services, text + " And more.") == [], "also while the text goes on"
    assert found(services, "Our BAME staff.") == ["BAME"]


def test_what_is_kept_stays_kept_in_the_file_without_the_words_around_it_and_can_be_undone(services: Services) -> None:
    text = "Zanzibar committee of the BAME kind. The BAME forum met."
    first, second = services.words.find(text)
    assert services.words.keep(text, first).label == "“BAME” stays as it is"
    assert services.words.find(text) == (second,)
    services.history.undo()
    assert services.words.find(text) == (first, second)
    services.history.redo()
    services.words.keep(text, second)
    assert not services.words.keep(text, second), "it is kept already"
    path = services.path
    services.close()
    assert b"anzibar" not in path.read_bytes()
    again = open_services(path)
    assert again.words.find(text) == ()
    assert again.words.ask_again("bame").label == "“bame” is asked about again"
    assert len(again.words.find(text)) == 2
    again.close()


def test_the_list_in_force_is_made_once_and_anew_only_when_it_changed(services: Services) -> None:
    text = "Our BAME staff."
    (remark,) = services.words.find(text)
    first = services.words.in_force()
    services.words.keep(text, remark)
    assert services.words.in_force() is first
    services.words.add(OWN)
    assert services.words.in_force() is not first


def test_every_narrative_text_of_the_quarter_is_looked_through(sample: Services) -> None:
    quarter = sample.preferences.reported_quarter()
    assert sample.words.check_return(quarter) == (), "the sample keeps to the house words"
    one, two = [action for action in sample.plan.list_actions() if action.status.is_open][:2]
    sample.returns.change_text(quarter, "progress", "BAME staff. A resident: “I am BAME.”")
    sample.returns.change_text(quarter, "pillar_3", "Hard to reach groups.")
    sample.round.write_update(one.id, "It was banter.")
    sample.plan.change(two.id, two.version, ActionDraft(status="paused", status_reason="Waiting for BME leads"))
    kpi = next(
        line.kpi for item in sample.round.everything() for line in item.kpis if line.kpi.is_share and not line.kpi.perception
    )
    measured = next(item.action for item in sample.round.everything() if item.action.id == kpi.action_id)
    sample.round.record_value(kpi.id, ValueDraft(numerator="1", denominator="20", source="Log", note="Without BAMEs"))
    told = {
        (placed.narrative.where, placed.remark.found, placed.narrative.place, placed.narrative.action_id)
        for placed in sample.words.check_return(quarter)
    }
    assert told == {
        ("Progress", "BAME", "progress", None),
        ("Note on pillar 3", "Hard to reach", "pillar_3", None),
        (f"Update of {one.reference}", "banter", "round", one.id),
        (f"Reason for the status of {two.reference}", "BME", "action", two.id),
        (f"Note on a KPI value of {measured.reference}", "BAMEs", "round", measured.id),
    }


def test_own_titles_and_what_we_will_do_are_looked_through_and_official_words_are_not(services: Services) -> None:
    services.plan.adopt(("1.8", "2.4"))
    quarter = services.preferences.reported_quarter()
    services.words.add(HouseWordDraft(WordKind.AVOID, "champions", "advocates", "Agreed here."))
    assert services.words.check_return(quarter) == ()  # the title of 1.8 is the council's
    action = next(a for a in services.plan.list_actions() if a.reference == "2.4")
    services.plan.change(
        action.id, action.version, ActionDraft(title="Ask champions first", description="Champions look at each one.")
    )
    services.plan.add_action(ActionDraft(title="A day for champions"))
    found = [one.narrative.where for one in services.words.check_return(quarter)]
    assert found[:2] == ["Title of 2.4", "What we will do in 2.4"]
    assert len(found) == 3


def test_remarks_are_never_a_check_and_never_in_the_record(sample: Services) -> None:
    quarter = sample.preferences.reported_quarter()
    before = [check.key for check in sample.returns.checks(quarter) if not check.passed]
    sample.returns.change_text(quarter, "challenges", "BAME staff said little.")
    (kept,) = sample.words.check_return(quarter)
    assert [check.key for check in sample.returns.checks(quarter) if not check.passed] == [
        key for key in before if "challenges" not in key
    ]
    assert kept.remark.reason not in str(sample.returns.assemble(quarter))
    text = sample.returns.text(quarter).challenges
    sample.words.keep(text, kept.remark)
    assert sample.words.check_return(quarter) == ()
    assert sample.returns.text(quarter).challenges == text


def test_an_earlier_quarter_is_looked_through_too(sample: Services) -> None:
    assert sample.words.check_return(Quarter.parse("2026-27-Q1")) == ()


def test_the_list_is_read_only_when_a_text_is_looked_through(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """A window that opens reads no list."""
    read: list[Path] = []
    real = Path.read_text

    def watched(path: Path, encoding: str) -> str:
        read.append(path)
        return real(path, encoding)

    monkeypatch.setattr(Path, "read_text", watched)
    services.home.view()
    services.returns.checks(services.preferences.reported_quarter())
    assert not [path for path in read if path.name == "house_words.toml"]
    services.words.find("x")
    services.words.find("y")
    assert len([path for path in read if path.name == "house_words.toml"]) == 1
