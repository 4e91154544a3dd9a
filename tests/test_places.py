"""Where a file should not lie, and a start without a screen."""

from pathlib import Path, PurePosixPath

import pytest

from leadapp.app import run
from leadapp.paths import shared_place


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/home/nadia/OneDrive - Norbury City Council/mine.leadapp", "OneDrive"),
        ("/home/nadia/dropbox/plans/mine.leadapp", "Dropbox"),
        ("/home/nadia/.local/share/leadapp/mine.leadapp", ""),
        ("/home/nadia/My OneDrive notes/mine.leadapp", ""),
        ("//server/share/mine.leadapp", "a network folder"),
        ("\\\\server\\share\\mine.leadapp", "a network folder"),
    ],
)
def test_a_place_that_something_copies_about_is_known(path: str, name: str) -> None:
    assert shared_place(Path(PurePosixPath(path))) == name


def test_without_a_screen_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(variable, raising=False)
    assert run([]) == 1
    assert capsys.readouterr().err.startswith("leadapp: There is no screen here")
