"""The program is killed: what was typed two seconds ago is there, and the last step can be undone by its name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from leadapp.services.opening import open_services
from tests.ui.fixtures import Show
from tests.ui.hands import press, words_on
from tests.worlds import StandingClock

TYPING = """
import sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from leadapp.services.opening import open_services
from leadapp.ui.application import make_application
from leadapp.ui.main_window import MainWindow

application = make_application([])
window = MainWindow(open_services(Path(sys.argv[1])))
window.show()
window.activateWindow()
QTest.qWaitForWindowActive(window)
window.go("round")
QTest.qWait(50)
QTest.keyClicks(QApplication.focusWidget(), "Typed before the power went.")
QTest.qWait(2200)
print("typed", flush=True)
application.exec()
"""


def test_what_was_typed_two_seconds_ago_survives_being_killed(
    sample_file: Path, tmp_path: Path, show_window: Show, clock: StandingClock
) -> None:
    environment = os.environ | {"LEADAPP_DATA": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    child = subprocess.Popen(
        [sys.executable, "-c", TYPING, str(sample_file)], env=environment, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "typed\n"
    child.kill()
    child.wait()
    child.stdout.close()
    window = show_window(open_services(sample_file, clock))
    (first,) = [i for i in window.services.round.items() if i.action.reference == "NS-08"]
    assert first.update is not None
    assert first.update.text == "Typed before the power went."
    window.rail.buttons["home"].setFocus()
    press("Ctrl+Z")
    assert "Undone: Update of NS-08." in words_on(window.undo_bar)
    (first,) = [i for i in window.services.round.items() if i.action.reference == "NS-08"]
    assert first.update is None
