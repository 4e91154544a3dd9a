"""The life of a return through its service, on real files: what is frozen stays, whatever is done, undone, damaged or killed."""

import datetime as dt
import json
from functools import partial
from pathlib import Path

import pytest

from leadapp.domain.errors import BadInputError, LeadappError, NotFoundError
from leadapp.domain.exchange import canonical, sha256_of
from leadapp.domain.measures import ValueDraft
from leadapp.domain.plan import ActionDraft
from leadapp.domain.return_life import SignatureDraft
from leadapp.domain.return_text import ReturnState
from leadapp.services.opening import Services, open_services
from tests.exports.drawn import pages
from tests.services.sent_returns import LEAD, Q1, Q2, Q3, Q4, SECOND, begin, damage_told, exported, send, write_headline
from tests.worlds import StandingClock, by_reference


@pytest.fixture
def begun(services: Services) -> Services:
    """A file with one action, an update and a headline for the quarter being reported."""
    return begin(services)


@pytest.fixture
def sent(begun: Services) -> Services:
    """The same file with the return signed, confirmed and submitted."""
    return send(begun)


# -------------------------------------------------------------------------------- signing and confirming
def test_who_signed_when_and_how_is_recorded_and_printed(begun: Services, clock: StandingClock) -> None:
    begun.life.sign(Q2, SignatureDraft("", "", "5 October 2026", "meeting"))
    assert begun.life.life(Q2).state is ReturnState.SIGNED
    clock.go_to(dt.date(2026, 10, 8))
    begun.life.confirm(Q2, SECOND)
    facts = dict(begun.returns.document(Q2).cover.facts)
    assert facts["Lead"] == "Ọládàpọ̀ Łukasz, Head of Housing"
    assert facts["Signed"] == "5 October 2026, at a meeting"
    assert facts["Confirmed by"] == "Nadia Farrow, Corporate Director, 8 October 2026, by e-mail"
    assert facts["State"] == "Confirmed"
    assert begun.returns.document(Q2).notice == "Draft"
    assert "not a digital signature" in str(begun.returns.document(Q2).sections[-1])
    assert "Her e-mail of this morning" in str(begun.returns.document(Q2).sections[-1])
    assert "Confirmed by a second person: Nadia Farrow" in begun.returns.email(Q2)


@pytest.mark.parametrize(
    ("draft", "field", "sentence"),
    [
        (SignatureDraft("", "", "7 October 2026"), "on", "has not come yet"),
        (SignatureDraft("", "", "30 June 2026"), "on", "before the quarter began"),
        (SignatureDraft("", "", "31 September 2026"), "on", "has 30 days"),
        (SignatureDraft("", "", how="by pigeon"), "how", "Say how"),
        (SignatureDraft("x" * 201, ""), "name", "201 characters"),
        (SignatureDraft("", "", note="x" * 100_000), "note", "100,000 characters"),
    ],
)
def test_a_signature_that_cannot_be_right_is_refused(begun: Services, draft: SignatureDraft, field: str, sentence: str) -> None:
    with pytest.raises(BadInputError, match=sentence) as refused:
        begun.life.sign(Q2, draft)
    assert refused.value.field == field
    assert begun.life.life(Q2).signatures == ()


def test_a_second_person_is_a_second_person_with_a_name_and_a_post(begun: Services) -> None:
    with pytest.raises(BadInputError, match="not signed yet"):
        begun.life.confirm(Q2, SECOND)
    begun.life.sign(Q2, LEAD)
    for draft, sentence in (
        (SignatureDraft("", "Corporate Director"), "Type the second person's name"),
        (SignatureDraft("Nadia Farrow", " "), "Type the second person's post"),
        (SignatureDraft("ỌLÁDÀPỌ̀  łukasz", "Head"), "confirmed by somebody else"),
        (SignatureDraft("Nadia Farrow", "Director", "5 October 2026"), "The lead signed on 6 October 2026"),
    ):
        with pytest.raises(BadInputError, match=sentence):
            begun.life.confirm(Q2, draft)
    with pytest.raises(BadInputError, match="signed already"):
        begun.life.sign(Q2, LEAD)
    begun.life.confirm(Q2, SECOND)
    with pytest.raises(BadInputError, match="confirmed already"):
        begun.life.confirm(Q2, SECOND)


def test_the_texts_of_a_signed_return_stay_until_it_is_reopened(begun: Services) -> None:
    begun.life.sign(Q2, LEAD)
    with pytest.raises(BadInputError, match="Reopen the return first"):
        begun.returns.change_text(Q2, "progress", "Other words")
    with pytest.raises(BadInputError, match="Say why"):
        begun.life.reopen(Q2, "  ")
    with pytest.raises(BadInputError, match="100,000 characters"):
        begun.life.reopen(Q2, "x" * 100_000)
    begun.life.confirm(Q2, SECOND)
    begun.life.reopen(Q2, "A figure was wrong.")
    assert begun.life.life(Q2).signatures == ()
    begun.returns.change_text(Q2, "progress", "Other words")
    labels = [line.step.label for line in begun.history.lines()]
    assert "Return 2026-27-Q2 reopened: A figure was wrong." in labels
    with pytest.raises(BadInputError, match="nothing to reopen"):
        begun.life.reopen(Q2, "Again")


def test_fallen_signatures_and_signed_texts_are_not_put_back_from_the_history(begun: Services) -> None:
    begun.returns.change_text(Q2, "progress", "Other words")
    begun.life.sign(Q2, LEAD)
    begun.life.reopen(Q2, "A figure was wrong.")
    fallen = begun.history.lines()[0]
    details = begun.history.details(fallen.step.number)
    assert [d.can_restore for d in details if d.entry.table == "signature"] == [False]
    begun.life.sign(Q2, LEAD)
    (entry,) = [e for line in begun.history.lines() for e in line.entries if e.field == "progress"]
    with pytest.raises(LeadappError, match="signed or submitted"):
        begun.history.restore(entry)


def test_what_changes_after_signing_stands_on_the_cover(begun: Services, clock: StandingClock) -> None:
    begun.life.sign(Q2, LEAD)
    clock.go_to(dt.date(2026, 10, 8))
    assert [s.stands for s in begun.life.life(Q2).signatures] == [True], "another day changes nothing of it"
    begun.round.write_update(by_reference(begun, "2.4").id, "The panel met once.")
    assert [s.stands for s in begun.life.life(Q2).signatures] == [False]
    assert "Something in it was changed after it was signed." in [c.text for c in begun.returns.document(Q2).cover.callouts]


# -------------------------------------------------------------------------------- submitting
def test_submitting_needs_nothing_but_the_headline(services: Services) -> None:
    with pytest.raises(BadInputError, match="headline text says something") as refused:
        services.life.submit(Q2)
    assert refused.value.field == "progress"
    write_headline(services)
    services.life.submit(Q2)
    cover = services.returns.document(Q2).cover
    facts = dict(cover.facts)
    assert (facts["Signed"], facts["Confirmed by"]) == ("not signed", "nobody")
    assert facts["Submitted"] == "6 October 2026, 09:00"
    assert "No second person has confirmed it." in cover.callouts[0].text
    assert services.returns.document(Q2).notice == ""
    assert services.preferences.reported_quarter() == Q3
    assert "No second person has confirmed it." in services.returns.email(Q2)


def test_a_quarter_is_submitted_once_and_in_its_turn(begun: Services, clock: StandingClock) -> None:
    clock.go_to(dt.date(2026, 10, 9))
    write_headline(begun, Q3)
    with pytest.raises(BadInputError, match="2026-27-Q2 is not submitted yet"):
        begun.life.submit(Q3)
    begun.life.submit(Q2)
    for again in (
        partial(begun.life.submit, Q2),
        partial(begun.life.sign, Q2, LEAD),
        partial(begun.life.confirm, Q2, SECOND),
        partial(begun.life.reopen, Q2, "Why not"),
        partial(begun.returns.change_text, Q2, "progress", "Other"),
    ):
        with pytest.raises(BadInputError, match="was submitted on 9 October 2026"):
            again()
    begun.life.submit(Q3)


def test_the_cover_prints_the_sha256_of_the_data_and_anybody_can_work_it_out(sent: Services, tmp_path: Path) -> None:
    text = sent.returns.text(Q2)
    data = json.loads(exported(sent, tmp_path / "out")["json"])
    for action in data["actions"]:
        del action["update"]
    assert sha256_of(canonical(data)) == text.sha256
    printed = "".join(pages(tmp_path / "out" / "return.pdf")[0].split())
    assert text.sha256 in printed


def test_every_export_of_a_submitted_revision_is_the_same_whatever_happens(
    sent: Services, clock: StandingClock, tmp_path: Path
) -> None:
    first = exported(sent, tmp_path / "first")
    clock.now = dt.datetime(2027, 2, 3, 17, 45, 12, tzinfo=dt.timezone(dt.timedelta(hours=5, minutes=30)))
    action = by_reference(sent, "2.4")
    sent.plan.change(
        action.id, action.version, ActionDraft(title="Renamed", status="complete", due="1 March 2027", due_reason="late")
    )
    sent.round.write_update(action.id, "An afterthought", quarter=Q2)
    directorate = sent.preferences.directorate()
    sent.preferences.change(
        directorate.version, {"name": "Another name", "lead_name": "Somebody Else", "marking": "OFFICIAL-SENSITIVE"}
    )
    sent.history.undo()
    sent.history.undo()
    sent.plan.remove_action(action.id)
    assert exported(sent, tmp_path / "second") == first
    path = sent.path
    sent.close()
    again = open_services(path, clock)
    try:
        assert exported(again, tmp_path / "third") == first
    finally:
        again.close()


def test_neither_sql_nor_undo_takes_a_submitted_return_away(sent: Services) -> None:
    assert sent.history.state().undo is None
    with pytest.raises(NotFoundError):
        sent.history.undo()
    raw = sent.database.raw()
    for statement in ("UPDATE frozen_return SET sha256 = ''", "DELETE FROM frozen_return"):
        with pytest.raises(Exception, match="a submitted return stays as it is"):
            raw.execute(statement)


def test_updates_after_submission_go_beneath_and_are_not_in_it(sent: Services, clock: StandingClock) -> None:
    clock.go_to(dt.date(2026, 10, 12))
    action = by_reference(sent, "2.4")
    sent.round.write_update(action.id, "An afterthought", quarter=Q2)
    assert [u.text for u in sent.round.detail(action.id, Q2).updates] == ["The panel met twice.", "An afterthought"]
    assert [a.update for a in sent.returns.assemble(Q2).actions] == ["The panel met twice."]


# -------------------------------------------------------------------------------- correcting
def test_a_correction_is_a_revision_of_its_own_and_moves_no_quarter(sent: Services, clock: StandingClock, tmp_path: Path) -> None:
    first = exported(sent, tmp_path / "first")
    clock.go_to(dt.date(2026, 11, 2))
    with pytest.raises(BadInputError, match="Say why"):
        sent.life.correct(Q2, "")
    sent.life.correct(Q2, "The panel met three times.")
    assert sent.preferences.reported_quarter() == Q3
    life = sent.life.life(Q2)
    assert [(r.text.revision, r.is_kept) for r in life.revisions] == [(2, False), (1, True)]
    assert (life.state, life.text.progress) == (ReturnState.DRAFT, "Nothing to report on progress, because we began this month.")
    with pytest.raises(BadInputError, match="Revision 2 of 2026-27-Q2 is being written already"):
        sent.life.correct(Q2, "Another")
    action = by_reference(sent, "2.4")
    sent.round.write_update(action.id, "It met three times.", quarter=Q2)
    assert exported(sent, tmp_path / "still", revision=1) == first
    assert sent.returns.bare(Q2).revision == 1, "what was submitted is what the next return compares with"
    sent.life.sign(Q2, LEAD)
    sent.life.submit(Q2)
    cover = sent.returns.document(Q2).cover
    assert dict(cover.facts)["Revision"] == "2"
    assert ("Corrects revision 1.", "The panel met three times.") in [(c.title, c.text) for c in cover.callouts]
    assert exported(sent, tmp_path / "later", revision=1) == first
    assert sent.returns.bare(Q2).revision == 2
    assert sent.preferences.reported_quarter() == Q3
    with pytest.raises(NotFoundError, match="Revision 3 of 2026-27-Q2 is not in this file"):
        sent.returns.document(Q2, 3)


def test_a_correction_is_told_on_from_what_was_submitted(sent: Services, clock: StandingClock) -> None:
    """What happens to the plan in the next quarter is no correction of the one before."""
    clock.go_to(dt.date(2026, 11, 2))
    sent.plan.adopt(("1.8",))
    action = by_reference(sent, "2.4")
    sent.plan.change(action.id, action.version, ActionDraft(status="complete", due="1 March 2027", due_reason="late"))
    before = sent.returns.assemble(Q2)
    sent.life.correct(Q2, "A word was wrong.")
    after = sent.returns.assemble(Q2)
    assert after.actions == before.actions
    sent.round.write_update(by_reference(sent, "1.8").id, "It was forgotten.", quarter=Q2)
    assert [a.id for a in sent.returns.assemble(Q2).actions] == ["1.8", "2.4"]


def test_an_action_of_a_submitted_return_is_corrected_with_words_state_and_values(sent: Services, clock: StandingClock) -> None:
    action = by_reference(sent, "2.4")
    with pytest.raises(BadInputError, match="No correction of 2026-27-Q2 is being written"):
        sent.life.correct_action(Q2, action.id, "Words", "complete", "")
    clock.go_to(dt.date(2026, 11, 2))
    sent.life.correct(Q2, "It was finished.")
    with pytest.raises(BadInputError, match="Say why") as refused:
        sent.life.correct_action(Q2, action.id, " ", "complete", "")
    assert refused.value.field == "update"
    now = by_reference(sent, "2.4")
    sent.life.correct_action(Q2, action.id, "It was finished on 28 September.", "complete", "on_track")
    (part,) = sent.returns.assemble(Q2).actions
    assert (part.status, part.confidence) == ("complete", "")
    assert [u.text for u in part.updates] == ["The panel met twice.", "It was finished on 28 September."]
    assert by_reference(sent, "2.4") == now, "the plan of today is left as it is"
    kpi = sent.round.detail(action.id, Q2).kpis[0].kpi
    sent.round.record_value(kpi.id, ValueDraft(numerator="18", denominator="62", number="18"), quarter=Q2)
    (value,) = [k.value for k in sent.returns.assemble(Q2).kpis if k.uid == kpi.uid]
    assert value is not None
    sent.history.undo()
    sent.history.undo()
    assert sent.returns.assemble(Q2).actions == sent.returns.bare(Q2).actions


def test_a_correction_begun_by_mistake_is_given_up(sent: Services) -> None:
    with pytest.raises(BadInputError, match="No correction"):
        sent.life.give_up(Q2)
    sent.life.correct(Q2, "By mistake.")
    sent.life.sign(Q2, LEAD)
    with pytest.raises(BadInputError, match="Reopen it first"):
        sent.life.give_up(Q2)
    sent.life.reopen(Q2, "To give it up")
    sent.life.give_up(Q2)
    assert sent.life.life(Q2).state is ReturnState.SUBMITTED
    assert damage_told(sent) == ""


def test_a_draft_cannot_be_corrected(begun: Services) -> None:
    with pytest.raises(BadInputError, match="not submitted yet"):
        begun.life.correct(Q2, "Why not")


# -------------------------------------------------------------------------------- the sample
def test_the_sample_is_frozen_as_it_was_told_and_never_submitted(sample_file: Path, data_folder: Path) -> None:
    sample = open_services(sample_file, StandingClock(dt.date(2026, 9, 21)))
    try:
        assert [(r.text.revision, r.is_kept) for r in sample.life.life(Q4).revisions] == [(2, True), (1, True)]
        assert sample.life.life(Q1).revisions[0].is_kept
        values = [{k.text: k.value.text for k in sample.returns.assemble(Q4, n).kpis if k.value} for n in (1, 2)]
        (moved,) = [(values[0][k], values[1][k]) for k in values[0] if values[0][k] != values[1][k]]
        assert moved == ("28 of 62, 45.2%", "18 of 62, 29.0%")
        assert "Managers trained was typed as 28" in sample.returns.assemble(Q4).correction
        write_headline(sample)
        sample.life.sign(Q2, LEAD)
        sample.life.confirm(Q2, SECOND)
        with pytest.raises(BadInputError, match=r"sample data\. It cannot be submitted"):
            sample.life.submit(Q2)
        assert "Sample data" in sample.returns.document(Q1).notice
    finally:
        sample.close()
