"""The life of a return through its service, on real files: what is frozen stays, whatever is done, undone, damaged or killed."""

import datetime as dt
import gzip
import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from leadapp.domain.errors import BadInputError, DiskError, LeadappError, NotFoundError, StoreError
from leadapp.domain.exchange import canonical, sha256_of
from leadapp.domain.plan import ActionDraft
from leadapp.domain.quarters import Quarter
from leadapp.domain.return_life import SignatureDraft
from leadapp.domain.return_text import ReturnState
from leadapp.services.backup_service import check
from leadapp.services.opening import Services, open_services
from leadapp.services.soundness_service import damage_words
from tests.exports.drawn import pages
from tests.services.test_round_and_returns import write_headline
from tests.worlds import StandingClock, by_reference, outside, run_python

Q4, Q1, Q2, Q3 = Quarter(2025, 4), Quarter(2026, 1), Quarter(2026, 2), Quarter(2026, 3)
SECOND = SignatureDraft("Nadia Farrow", "Corporate Director", how="email", note="Her e-mail of this morning")
LEAD = SignatureDraft("", "")


@pytest.fixture
def begun(services: Services) -> Services:
    """A file with one action, an update and a headline for the quarter being reported."""
    services.plan.adopt(("2.4",))
    action = by_reference(services, "2.4")
    services.round.write_update(action.id, "The panel met twice.")
    services.plan.change(action.id, action.version, ActionDraft(status="underway", confidence="at_risk"))
    write_headline(services)
    return services


@pytest.fixture
def sent(begun: Services) -> Services:
    """The same file with the return signed, confirmed and submitted."""
    begun.life.sign(Q2, LEAD)
    begun.life.confirm(Q2, SECOND)
    begun.life.submit(Q2)
    return begun


def exported(services: Services, folder: Path, quarter: Quarter = Q2, revision: int | None = None) -> dict[str, bytes]:
    """The bytes of every form of a return."""
    folder.mkdir()
    targets = {form: folder / f"return.{form}" for form in ("json", "xlsx", "pdf")}
    services.returns.export(quarter, targets, revision=revision)
    return {form: path.read_bytes() for form, path in targets.items()}


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
        lambda: begun.life.submit(Q2),
        lambda: begun.life.sign(Q2, LEAD),
        lambda: begun.life.confirm(Q2, SECOND),
        lambda: begun.life.reopen(Q2, "Why not"),
        lambda: begun.returns.change_text(Q2, "progress", "Other"),
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
    assert check_open(sent) == ""


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


# -------------------------------------------------------------------------------- trying to break it
def damage(services: Services, statement: str) -> Path:
    path = services.path
    services.close()
    with outside(path) as connection:
        for name in ("update", "delete"):
            connection.execute(f"DROP TRIGGER frozen_return_no_{name}")
        connection.execute(statement)
    return path


def check_open(services: Services) -> str:
    return damage_words(d for batch in services.soundness.findings() for d in batch)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE frozen_return SET record = substr(record, 1, 200)",
        "UPDATE frozen_return SET record = 'words'",
        "UPDATE frozen_return SET documents = substr(documents, 2)",
        "UPDATE frozen_return SET sha256 = replace(sha256, 'a', 'b')",
        "UPDATE quarter_return SET sha256 = replace(sha256, 'a', 'b')",
        "DELETE FROM frozen_return",
    ],
)
def test_a_damaged_submitted_return_is_told_and_never_shown(sent: Services, clock: StandingClock, statement: str) -> None:
    path = damage(sent, statement)
    assert any("2026-27-Q2" in finding for finding in check(path))
    again = open_services(path, clock)
    try:
        assert "submitted returns (" in check_open(again)
        for read in (lambda: again.returns.document(Q2), lambda: again.returns.assemble(Q2), lambda: again.returns.email(Q2)):
            with pytest.raises(StoreError, match="revision 1 of 2026-27-Q2 is damaged"):
                read()
        assert again.returns.document(Q3), "the return being written is not held up"
        assert again.life.life(Q2).state is ReturnState.SUBMITTED
    finally:
        again.close()


def test_a_moment_that_is_torn_is_damage_and_stops_nothing(sent: Services, clock: StandingClock) -> None:
    path = damage(sent, "UPDATE frozen_return SET frozen_at = 'yesterday'")
    assert check(path) == ("Revision 1 of 2026-27-Q2 is not as it was submitted.",)
    again = open_services(path, clock)
    try:
        assert again.returns.document(Q2)
    finally:
        again.close()


def test_a_full_disk_at_submission_leaves_a_confirmed_return(begun: Services) -> None:
    begun.life.sign(Q2, LEAD)
    raw = begun.database.raw()
    begun.life.reopen(Q2, "To write more")
    begun.returns.change_text(Q2, "challenges", os.urandom(60_000).hex())
    begun.life.sign(Q2, LEAD)
    raw.execute(f"PRAGMA max_page_count={raw.execute('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(DiskError, match="disk is full"):
        begun.life.submit(Q2)
    raw.execute("PRAGMA max_page_count=1000000")
    assert begun.life.life(Q2).state is ReturnState.SIGNED
    assert begun.preferences.reported_quarter() == Q2
    begun.life.submit(Q2)
    assert begun.preferences.reported_quarter() == Q3


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from leadapp.domain.quarters import Quarter
    from leadapp.services.opening import open_services
    services = open_services(Path(sys.argv[1]))
    def look(statement):
        if "INSERT INTO change_step" in statement:  # the frozen bytes are written by then, the step is not
            os.kill(os.getpid(), signal.SIGKILL)
    services.database.raw().set_trace_callback(look)
    services.life.submit(Quarter(2026, 2))
"""


def test_killed_while_submitting_it_is_submitted_whole_or_not_at_all(begun: Services, clock: StandingClock) -> None:
    path = begun.path
    begun.close()
    with run_python(KILLED, path) as child:
        assert child.wait() == -signal.SIGKILL
    again = open_services(path, clock)
    try:
        assert again.life.life(Q2).state is ReturnState.DRAFT
        assert again.life.life(Q2).revisions[0].is_kept is False
        again.life.submit(Q2)
    finally:
        again.close()
    assert check(path) == ()


def test_a_revision_is_kept_once(sent: Services) -> None:
    record = sent.returns.assemble(Q2)
    with pytest.raises((IntegrityError, LeadappError)), sent.database.writing("Again") as step:
        sent.returns.frozen.keep(step.session, record, clock_of(sent)())


def clock_of(services: Services) -> Callable[[], dt.datetime]:
    return services.database.clock


def test_a_text_of_a_hundred_thousand_characters_is_frozen_and_read_again(services: Services, tmp_path: Path) -> None:
    write_headline(services)
    long = ("Words and more words. " * 5_000)[:100_000]
    services.returns.change_text(Q2, "challenges", long)
    services.life.submit(Q2)
    services.returns.frozen._read.clear()
    assert services.returns.assemble(Q2).headline.challenges == long
    assert exported(services, tmp_path / "one") == exported(services, tmp_path / "two")


def test_what_was_marked_as_sent_with_an_earlier_leadapp_is_drawn_from_the_file(
    data_folder: Path, tmp_path: Path, clock: StandingClock
) -> None:
    for step in ("0001", "0002"):
        old = tmp_path / f"old_{step}.leadapp"
        old.write_bytes(gzip.decompress((Path(__file__).parents[1] / "data" / f"schema_{step}.leadapp.gz").read_bytes()))
        services = open_services(old, clock)
        try:
            (quarter, *_) = [
                Quarter.parse(t.quarter) for t in services.returns.list_returns() if t.state is ReturnState.SUBMITTED
            ]
            life = services.life.life(quarter)
            assert life.is_earlier_kind
            assert "earlier leadapp" in str(services.returns.document(quarter).cover.callouts)
            revision = life.text.revision
            services.life.correct(quarter, "A figure was wrong.")
            assert services.life.life(quarter).text.revision == revision + 1
            with pytest.raises(NotFoundError, match="was sent with an earlier leadapp and is not kept"):
                services.returns.document(quarter, revision)
            assert services.returns.document(quarter).notice.startswith("Draft")
            assert check_open(services) == ""
        finally:
            services.close()


def test_a_version_nobody_makes_is_refused(sent: Services) -> None:
    with pytest.raises(BadInputError, match="no version “secret”"):
        sent.returns.document(Q2, version="secret")
