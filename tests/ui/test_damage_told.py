"""A file whose rows are not as they were written is told by a banner, found in slices while the window is worked in."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadapp.services.opening import open_services
from leadapp.ui import soundness_watch
from leadapp.ui.help.help_page import HelpPage
from leadapp.ui.main_window import MainWindow
from tests.ui.fixtures import Show, settle, wait_until
from tests.ui.hands import button, click, fill, open_action, words_on
from tests.worlds import StandingClock, outside


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin without waiting, one step at a time."""
    monkeypatch.setattr(soundness_watch, "BEGIN", 0)
    monkeypatch.setattr(soundness_watch, "PAUSE", 0)
    monkeypatch.setattr(soundness_watch, "SLICE", 0.0)


def ended(window: MainWindow) -> bool:
    return not window.soundness._timer.isActive()


def test_damage_is_told_with_what_to_do(show_window: Show, sample_file: Path, clock: StandingClock) -> None:
    with outside(sample_file) as connection:
        connection.execute("UPDATE progress_update SET text = 'Forged' WHERE id = 3")
        connection.execute("UPDATE kpi_value SET source = 'Forged' WHERE id = 5")
        connection.execute("UPDATE plan_action SET owner_id = NULL WHERE reference = '2.4'")
    window = show_window(open_services(sample_file, clock))
    assert window.damage_banner.isHidden(), "the window stands before the first row is read"
    wait_until(lambda: ended(window), most=20_000)
    words = words_on(window.damage_banner)
    assert all(part in words for part in ("actions (1)", "updates (1)", "KPI values (1)"))
    assert "“2.4 An EIA before every decision”" in words
    assert "This file is damaged." in words
    assert "Restore a backup from before it happened" in words
    fill(open_action(window, "2.4"), "title", "Goes on")
    assert window.damage_banner.isVisible(), "it stays"
    click(button(window.damage_banner, "Backups…"))
    assert isinstance(window.current_page(), HelpPage)


def test_a_sound_file_is_checked_to_its_end_without_a_word(window: MainWindow) -> None:
    for title in ("While", "it is", "checked"):
        fill(open_action(window, "2.4"), "title", title)
    wait_until(lambda: ended(window), most=20_000)
    assert window.damage_banner.isHidden()


def test_the_check_ends_with_the_window(window: MainWindow) -> None:
    assert not ended(window)
    window.close()
    settle()
    assert ended(window)
    open_services(window.services.path).close()
