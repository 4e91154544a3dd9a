"""Asking owners with a workbook each and taking in what they answer, on the sample's file and on a small one."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pytest

from leadapp.domain.collected import Part, Standing
from leadapp.domain.errors import BadInputError, ChangedElsewhereError
from leadapp.domain.measures import ValueDraft
from leadapp.domain.plan import ActionDraft, Confidence, Status
from leadapp.domain.quarters import Quarter
from leadapp.services.ask_service import draw_forms
from leadapp.services.opening import Services
from tests.owner_forms import fill, make_forms, read
from tests.services.forms_of_owners import OTHER, OWNER, Q2, back_of, collected, kpi_of, take, value_of
from tests.worlds import StandingClock, by_reference


# -------------------------------------------------------------------------------- asking
def test_each_owner_gets_her_own_actions_and_who_has_none_gets_nothing(small: Services, tmp_path: Path) -> None:
    asking = small.asking.asking()
    assert [(owner.label, [i.action.reference for i in items]) for owner, items in asking.owners] == [
        (OWNER, ["NS-01", "NS-02"]),
        (OTHER, ["NS-03"]),
    ]
    assert [action.reference for action in asking.without_owner] == ["2.4"]
    files = small.asking.ask(Q2, tmp_path)
    assert sorted(p.name for p in tmp_path.glob("*.xlsx")) == ["2026-27-Q2 Depot Manager.xlsx", "2026-27-Q2 Housing Lead.xlsx"]
    assert [form.counted for form, _, _ in files.forms] == ["2 actions and 4 KPI values", "1 action"]
    emails = (tmp_path / "2026-27-Q2 e-mails to copy.txt").read_text("utf-8-sig")
    assert "To: Depot Manager\nSubject: OFFICIAL: your update for 2026-27-Q2, by 7 October 2026" in emails
    asked = small.asking.asking()
    assert [owner.asked_on for owner, _ in asked.owners] == [dt.date(2026, 10, 6)] * 2
    assert [owner.label for owner in asked.waiting] == [OWNER, OTHER]
    small.history.undo()
    assert small.asking.asking().waiting == ()


def test_asked_again_the_newer_day_counts(small: Services, tmp_path: Path, clock: StandingClock) -> None:
    small.asking.ask(Q2, tmp_path)
    clock.go_to(dt.date(2026, 10, 7))
    small.asking.ask(Q2, tmp_path)
    assert {owner.asked_on for owner, _ in small.asking.asking().owners} == {dt.date(2026, 10, 7)}


def test_an_action_that_is_finished_for_good_is_asked_no_more(small: Services) -> None:
    action = by_reference(small, "NS-03")
    small.plan.change(action.id, action.version, ActionDraft(status="will_not_do", status_reason="merged"))
    assert [owner.label for owner, _ in small.asking.asking().owners] == [OWNER]


def test_two_owners_of_one_name_are_told_apart_and_names_fit_every_system(small: Services, tmp_path: Path) -> None:
    first, second = (by_reference(small, ref) for ref in ("NS-01", "NS-02"))
    small.plan.change(first.id, first.version, ActionDraft(owner="AUX: the “Nacht*” manager?"))
    small.plan.change(second.id, second.version, ActionDraft(owner="aux/ the “nacht” manager"))
    names = [path.name for _, _, path in small.asking.prepare(Q2, tmp_path).forms]
    assert sorted(names)[0] == "2026-27-Q2 AUX the “Nacht ” manager.xlsx"
    third = by_reference(small, "NS-03")
    small.plan.change(third.id, third.version, ActionDraft(owner="AUX? the “nacht” manager"))
    names = [path.name for _, _, path in small.asking.prepare(Q2, tmp_path).forms]
    assert len({name.casefold() for name in names}) == 3
    assert any(name.endswith("(2).xlsx") for name in names)


def test_a_form_holds_no_byte_of_other_owners(sample: Services, tmp_path: Path) -> None:
    forms = make_forms(sample, tmp_path)
    items = sample.round.items()
    assert len(forms) > 10
    lead = sample.preferences.directorate().lead
    uids = {owner.uid for owner, _ in sample.asking.asking().owners}
    for label, path in forms.items():
        own = next(owner for owner, _ in sample.asking.asking().owners if owner.label == label)
        with zipfile.ZipFile(path) as archive:
            whole = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
        told = [one for one in forms if one not in {label, lead} and f">{one}<" in whole]
        foreign = [i.action.uid for i in items if i.action.owner != label and i.action.uid in whole]
        words = [u.text for i in items if i.action.owner != label for u in i.said_last if u.text and u.text in whole]
        assert (told, foreign, words, [uid for uid in uids - {own.uid} if uid in whole]) == ([], [], [], []), label
        assert own.uid in whole


def test_what_cannot_be_asked_is_refused(small: Services, tmp_path: Path) -> None:
    for quarter, words in (("2026-27-Q1", "2026-27-Q2, the quarter being reported"), ("2026-27-Q3", "another one")):
        with pytest.raises(BadInputError, match=words):
            small.asking.ask(Quarter.parse(quarter), tmp_path)
    with pytest.raises(BadInputError, match="is not there"):
        small.asking.ask(Q2, tmp_path / "nowhere")
    with pytest.raises(BadInputError, match="1 October 2026 has passed"):
        small.asking.ask(Q2, tmp_path, dt.date(2026, 10, 1))
    for reference in ("NS-01", "NS-02", "NS-03"):
        action = by_reference(small, reference)
        small.plan.change(action.id, action.version, ActionDraft(owner=""))
    with pytest.raises(BadInputError, match="No action of this quarter has an owner"):
        small.asking.ask(Q2, tmp_path)
    assert list(tmp_path.glob("*.xlsx")) == []


def test_forms_are_replaced_but_never_one_that_holds_answers(small: Services, tmp_path: Path) -> None:
    folder = back_of(tmp_path)
    forms = make_forms(small, folder)
    small.asking.ask(Q2, folder)
    fill(forms[OTHER], forms[OTHER], {("NS-03", "words"): "Sent to print."})
    before = forms[OTHER].read_bytes()
    with pytest.raises(BadInputError, match=r"Housing Lead\.xlsx” in this folder holds answers"):
        small.asking.ask(Q2, folder)
    assert forms[OTHER].read_bytes() == before
    assert [p.name for p in folder.iterdir() if "part" in p.name] == []


def test_stopping_leaves_no_form_behind(small: Services, tmp_path: Path) -> None:
    files = small.asking.prepare(Q2, back_of(tmp_path))

    def stop(done: int, _total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        draw_forms(files, stop)
    assert list(back_of(tmp_path).iterdir()) == []


# -------------------------------------------------------------------------------- taking answers
def test_answers_are_taken_in_one_step_and_undone_in_one(small: Services, tmp_path: Path) -> None:
    small.asking.ask(Q2, tmp_path)
    forms, back = make_forms(small, tmp_path), back_of(tmp_path)
    answers: dict[tuple[str, str], object] = {
        ("NS-01", "status"): "Underway",
        ("NS-01", "confidence"): "at risk ",
        ("NS-01", "words"): "Two of three crews heard.",
        ("NS-02", "kind"): "No change because",
        ("NS-02", "words"): "the printer is broken",
        ("NS-01", "number"): 7,
        ("NS-01", "out_of"): "9",
        ("NS-01", "source"): "Training list",
    }
    fill(forms[OWNER], back / "a.xlsx", answers)
    entries = len(small.history.lines())
    found = take(small, back)
    assert (len(found.taking), found.refused, [owner.label for owner in found.silent]) == (5, (), [OTHER])
    first, second = (by_reference(small, ref) for ref in ("NS-01", "NS-02"))
    assert (first.status, first.confidence, second.status) == (Status.UNDERWAY, Confidence.AT_RISK, Status.NOT_STARTED)
    said = {i.action.reference: i.update for i in small.round.items() if i.update}
    assert (said["NS-01"].says, said["NS-01"].by, said["NS-01"].status) == ("Two of three crews heard.", OWNER, Status.UNDERWAY)
    assert said["NS-02"].says == "No change, because the printer is broken"
    value = value_of(small, "Crews trained")
    assert (value.numerator, value.denominator, value.source) == (7, 9, "Training list")
    assert len(small.history.lines()) == entries + 1
    owners = {owner.label: owner.answered_on for owner, _ in small.asking.asking().owners}
    assert owners == {OWNER: dt.date(2026, 10, 6), OTHER: None}
    again = collected(small, back)
    assert (again.taking, {a.standing for a in again.answers}) == ((), {Standing.SAME})
    small.history.undo()
    assert by_reference(small, "NS-01").status is Status.NOT_STARTED
    assert all(i.update is None for i in small.round.items())
    assert small.asking.asking().waiting[0].label == OWNER


def test_every_kind_of_value_comes_back(small: Services, tmp_path: Path) -> None:
    forms, back = make_forms(small, tmp_path), back_of(tmp_path)
    filled = fill(forms[OWNER], back / "a.xlsx", {("NS-01", "number"): 41, ("NS-01", "out_of"): 60}, kpi=1)
    more = {("NS-01", "asked"): 90, ("NS-01", "wave"): "Autumn pulse", ("NS-01", "note"): "By phone"}
    fill(filled, filled, more, kpi=1)
    fill(filled, filled, {("NS-01", "number"): "1,200"}, kpi=2)
    fill(filled, filled, {("NS-01", "yes"): "Not yet"}, kpi=3)
    found = take(small, back)
    assert found.refused == ()
    survey = value_of(small, "Crews who feel heard")
    told = (survey.numerator, survey.n, survey.invited, survey.wave, survey.question, survey.note)
    assert told == (41, 60, 90, "Autumn pulse", "Do you feel heard?", "By phone")
    assert (value_of(small, "Talks held").number, value_of(small, "Rota agreed").number) == (1200, 0)
    assert next(a.theirs for a in found.answers if a.title == "Crews who feel heard") == "41 of 60, 68.3%, 90 asked, Autumn pulse"


def test_a_survey_may_say_not_yet_measured(small: Services, tmp_path: Path) -> None:
    forms, back = make_forms(small, tmp_path), back_of(tmp_path)
    answers: dict[tuple[str, str], object] = {
        ("NS-01", "unmeasured"): "Not yet measured",
        ("NS-01", "note"): "The wave is in spring",
    }
    fill(forms[OWNER], back / "a.xlsx", answers, kpi=1)
    take(small, back)
    value = value_of(small, "Crews who feel heard")
    assert (value.not_yet_measured, value.reason) == (True, "The wave is in spring")


def test_where_both_wrote_the_leads_words_stay_until_she_chooses(small: Services, tmp_path: Path) -> None:
    forms, back = make_forms(small, tmp_path), back_of(tmp_path)
    action, kpi = by_reference(small, "NS-01"), kpi_of(small, "Talks held")
    small.plan.change(action.id, action.version, ActionDraft(status="underway", confidence="on_track"))
    small.round.write_update(action.id, "Mine.")
    small.round.record_value(kpi.id, ValueDraft(number="4"))
    answers: dict[tuple[str, str], object] = {
        ("NS-01", "status"): "Complete",
        ("NS-01", "confidence"): "Off track",
        ("NS-01", "words"): "Hers.",
        ("NS-01", "number"): 5,
    }
    fill(forms[OWNER], back / "a.xlsx", answers, kpi=2)
    found = take(small, back)
    assert {(a.part, a.theirs, a.hers) for a in found.of(Standing.BOTH)} == {
        (Part.STATUS, "Complete", "Underway"),
        (Part.CONFIDENCE, "Off track", "On track"),
        (Part.UPDATE, "Hers.", "Mine."),
        (Part.VALUE, "5 talks", "4 talks"),
    }
    now = by_reference(small, "NS-01")
    assert (now.status, now.confidence, value_of(small, "Talks held").number) == (Status.UNDERWAY, Confidence.ON_TRACK, 4)
    assert next(i.update.text for i in small.round.items() if i.update) == "Mine."
    assert small.asking.asking().owners[0][0].answered_on is not None
    answers_read = read(back)
    chosen = small.asking.preview(answers_read)
    for answer in chosen.answers:
        chosen = chosen.chosen(answer.key, theirs=answer.part is not Part.CONFIDENCE)
    small.asking.take(chosen, answers_read)
    now = by_reference(small, "NS-01")
    assert (now.status, now.completed_on, now.confidence) == (Status.COMPLETE, dt.date(2026, 10, 6), Confidence.ON_TRACK)
    assert (next(i.update.text for i in small.round.items() if i.update), value_of(small, "Talks held").number) == ("Hers.", 5)


def test_a_status_that_the_lead_moved_without_words_is_hers_too(small: Services, tmp_path: Path) -> None:
    forms, back = make_forms(small, tmp_path), back_of(tmp_path)
    action = by_reference(small, "NS-01")
    fill(forms[OWNER], back / "a.xlsx", {("NS-01", "status"): "Complete"})
    assert collected(small, back).answers[0].standing is Standing.NEW
    small.plan.change(action.id, action.version, ActionDraft(status="underway"))
    assert collected(small, back).answers[0].standing is Standing.BOTH


def test_what_the_lead_is_typing_counts_as_hers(small: Services, tmp_path: Path) -> None:
    forms, back = make_forms(small, tmp_path), back_of(tmp_path)
    action, kpi = by_reference(small, "NS-01"), kpi_of(small, "Talks held")
    small.plan.change(action.id, action.version, ActionDraft(status="paused"))
    small.round.record_value(kpi.id, ValueDraft(number="about 4"))
    fill(forms[OWNER], back / "a.xlsx", {("NS-01", "status"): "Underway", ("NS-01", "number"): 5}, kpi=2)
    found = collected(small, back)
    assert [a.standing for a in found.answers] == [Standing.BOTH, Standing.BOTH]
    assert found.answers[1].hers == "Typed, not usable yet: about 4"
    for answer in found.answers:
        found = found.chosen(answer.key, theirs=True)
    small.asking.take(found, read(back))
    assert small.round.items()[0].typed == ()
    assert (by_reference(small, "NS-01").status, value_of(small, "Talks held").number) == (Status.UNDERWAY, 5)


def test_the_state_of_last_quarter_is_what_an_owner_moves_from(sample: Services, tmp_path: Path) -> None:
    forms, back = make_forms(sample, tmp_path), back_of(tmp_path)
    item = next(i for i in sample.round.items() if i.said_last and i.update is None and i.action.owner)
    assert item.action.status is item.said_last[-1].status
    other = "Paused" if item.action.status is not Status.PAUSED else "Underway"
    answers: dict[tuple[str, str], object] = {
        (item.action.reference, "status"): other,
        (item.action.reference, "words"): "No money.",
    }
    fill(forms[item.action.owner], back / "a.xlsx", answers)
    assert [a.standing for a in collected(sample, back).answers] == [Standing.NEW, Standing.NEW]
    take(sample, back)
    now = sample.plan.action(item.action.id)
    assert (now.status, now.status_reason) == (Status.PAUSED, "No money.")


def test_an_answer_is_not_taken_when_the_file_says_something_else_by_now(small: Services, tmp_path: Path) -> None:
    forms, back = make_forms(small, tmp_path), back_of(tmp_path)
    fill(forms[OWNER], back / "a.xlsx", {("NS-01", "words"): "Hers."})
    answers = read(back)
    found = small.asking.preview(answers)
    small.round.write_update(by_reference(small, "NS-01").id, "Mine, meanwhile.")
    with pytest.raises(ChangedElsewhereError, match="nothing was taken in"):
        small.asking.take(found, answers)
