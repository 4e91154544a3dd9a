"""A submitted return that is damaged, killed, full, old or long: told, whole, and never half of one."""

import datetime as dt
import gzip
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from leadapp.domain.errors import BadInputError, DiskError, LeadappError, NotFoundError, StoreError
from leadapp.domain.quarters import Quarter
from leadapp.domain.return_text import ReturnState
from leadapp.services.backup_service import check
from leadapp.services.opening import Services, open_services
from tests.services.sent_returns import LEAD, Q2, Q3, begin, damage_told, exported, send, write_headline
from tests.worlds import StandingClock, outside, run_python


@pytest.fixture
def begun(services: Services) -> Services:
    """A file with one action, an update and a headline for the quarter being reported."""
    return begin(services)


@pytest.fixture
def sent(begun: Services) -> Services:
    """The same file with the return signed, confirmed and submitted."""
    return send(begun)


# -------------------------------------------------------------------------------- trying to break it
def damage(services: Services, statement: str) -> Path:
    path = services.path
    services.close()
    with outside(path) as connection:
        for name in ("update", "delete"):
            connection.execute(f"DROP TRIGGER frozen_return_no_{name}")
        connection.execute(statement)
    return path


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE frozen_return SET record = substr(record, 1, 200)",
        "UPDATE frozen_return SET record = 'words'",
        "UPDATE frozen_return SET documents = substr(documents, 2)",
        "UPDATE frozen_return SET sha256 = CASE substr(sha256, 1, 1) WHEN '0' THEN '1' ELSE '0' END || substr(sha256, 2)",
        "UPDATE quarter_return SET sha256 = CASE substr(sha256, 1, 1) WHEN '0' THEN '1' ELSE '0' END || substr(sha256, 2)",
        "DELETE FROM frozen_return",
    ],
)
def test_a_damaged_submitted_return_is_told_and_never_shown(sent: Services, clock: StandingClock, statement: str) -> None:
    path = damage(sent, statement)
    assert any("2026-27-Q2" in finding for finding in check(path))
    again = open_services(path, clock)
    try:
        assert "submitted returns (" in damage_told(again)
        for read in (lambda: again.returns.document(Q2), lambda: again.returns.assemble(Q2), lambda: again.returns.email(Q2)):
            with pytest.raises(StoreError, match="revision 1 of 2026-27-Q2 is damaged"):
                read()
        assert again.returns.document(Q3).notice == "Draft", "the return being written is not held up"
        assert again.life.life(Q2).state is ReturnState.SUBMITTED
    finally:
        again.close()


def test_a_moment_that_is_torn_is_damage_and_stops_nothing(sent: Services, clock: StandingClock) -> None:
    path = damage(sent, "UPDATE frozen_return SET frozen_at = 'yesterday'")
    assert check(path) == ("Revision 1 of 2026-27-Q2 is not as it was submitted.",)
    again = open_services(path, clock)
    try:
        assert again.returns.document(Q2).notice == ""
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
            assert damage_told(services) == ""
        finally:
            services.close()


def test_a_version_nobody_makes_is_refused(sent: Services) -> None:
    with pytest.raises(BadInputError, match="no version “secret”"):
        sent.returns.document(Q2, version="secret")
