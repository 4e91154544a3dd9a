"""The dialogs in which files and folders are chosen: what they give, and that they look into no file."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QFileSystemModel, QLineEdit

from leadapp.ui import dialogs
from leadapp.ui.main_window import MainWindow
from tests.ui.fixtures import Watch, settle, wait_until

_OPEN_IT = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('SELECT * FROM edition')"


def is_locked(path: Path) -> bool:
    """Whether another process is kept out of a file."""
    done = subprocess.run([sys.executable, "-c", _OPEN_IT, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0 or "database is locked" in done.stderr, done.stderr
    return done.returncode != 0


def once_listed(act: Callable[[QFileDialog], object]) -> Callable[[QDialog], object]:
    """Do something in a dialog of files once it has listed its folder."""

    def do(dialog: QDialog) -> None:
        assert isinstance(dialog, QFileDialog)
        model = dialog.findChild(QFileSystemModel)
        assert model is not None
        wait_until(lambda: model.rowCount(model.index(dialog.directory().absolutePath())) > 0)
        settle()
        act(dialog)

    return do


Ask = Callable[[MainWindow, Path], object]
ASKS: list[Ask] = [
    lambda window, folder: dialogs.choose_file(window, "Open", folder),
    lambda window, folder: dialogs.choose_target(window, "Save", folder / "new.xlsx", "Excel (*.xlsx *.leadapp)"),
    lambda window, folder: dialogs.choose_folder(window, "Folder", folder.parent),
]


@pytest.mark.parametrize("ask", ASKS)
def test_listing_a_folder_keeps_others_out_of_the_open_file(window: MainWindow, watch: Watch, ask: Ask) -> None:
    path = window.services.path
    assert is_locked(path)
    watch.answers.append(once_listed(lambda dialog: dialog.reject()))
    assert ask(window, path.parent) is None
    assert is_locked(path)


def test_what_is_chosen_is_given(window: MainWindow, watch: Watch, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        (tmp_path / name).write_bytes(b"x")

    def choose(dialog: QFileDialog) -> None:
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        assert name is not None
        name.setText("a.xlsx")
        dialog.accept()

    watch.answers.append(once_listed(choose))
    assert dialogs.choose_file(window, "Open", tmp_path, "Excel (*.xlsx)") == tmp_path / "a.xlsx"
    watch.answers.append(once_listed(lambda dialog: dialog.accept()))
    assert dialogs.choose_target(window, "Save", tmp_path / "new.xlsx", "Excel (*.xlsx)") == tmp_path / "new.xlsx"
    watch.answers.append(once_listed(lambda dialog: dialog.accept()))
    assert dialogs.choose_folder(window, "Folder", tmp_path.parent) == tmp_path.parent
