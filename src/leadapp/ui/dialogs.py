"""The only place that opens a message box: where undo cannot help, where a file is chosen, and for the unexpected."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QFileInfo, QTimer
from PySide6.QtGui import QGuiApplication, QIcon, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QFileIconProvider, QWidget

from leadapp.ui import theme
from leadapp.ui.focus_ring import FocusRing
from leadapp.ui.forms.fields import TextArea
from leadapp.ui.widgets import Button, Label, column, heading, row, rule
from leadapp.ui.window_state import WindowState

FILTER = "leadapp files (*.leadapp)"


class Sheet(QDialog):
    """A small dialog: a heading, a text, buttons at the right; Escape keeps everything as it is."""

    def __init__(self, parent: QWidget | None, name: str, text: str) -> None:
        super().__init__(parent)
        if parent is None:
            theme.current.dress(self)
        self.setWindowTitle(name)
        self.setMinimumWidth(theme.current.px(440))
        self.heading, self.text = heading(name), Label(text, wrap=True)
        self.body = column(self.heading, self.text, spacing=8, margins=(20, 18, 20, 16))
        self.buttons = row(None, spacing=8, margins=(20, 12, 20, 12))
        layout = column(spacing=0)
        layout.addLayout(self.body)
        layout.addWidget(rule())
        layout.addLayout(self.buttons)
        self.setLayout(layout)
        self._ring = FocusRing(self)
        self._has_safe = False

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as its words from the first moment: the frame's usual height leaves them far apart."""
        super().showEvent(event)
        self._fit_now()

    def fit(self) -> None:
        """Grow or shrink to what stands in it now, such as a problem beneath a field."""
        QTimer.singleShot(0, self, self._fit_now)

    def _fit_now(self) -> None:
        """Take the height that the texts need at this width; Qt's own way stops at two thirds of the screen and cuts them off."""
        layout, screen = self.layout(), self.screen()
        if layout is None or screen is None:
            return
        layout.activate()
        needed = layout.totalHeightForWidth(self.width()) if layout.hasHeightForWidth() else self.sizeHint().height()
        self.resize(self.width(), min(needed, screen.availableGeometry().height()))

    def add_button(self, text: str, kind: str, *, accepts: bool, safe: bool = False) -> Button:
        """A button at the foot; the safe one has the focus. Enter in a field presses that, else the primary one: never Cancel."""
        button = Button(text, kind, on_click=self.accept if accepts else self.reject)
        button.setAutoDefault(True)  # Enter presses the button that has the keyboard
        self.buttons.addWidget(button)
        if safe or (kind == "primary" and not self._has_safe):
            button.setDefault(True)  # else Qt takes the first button, and what was typed would be gone
        if safe:
            self._has_safe = True
            button.setFocus()
        return button


def confirm(parent: QWidget | None, name: str, text: str, verb: str, keep: str = "Keep", *, danger: bool = True) -> bool:
    """Ask before something that cannot be undone. The safe choice has the focus; Escape keeps."""
    sheet = Sheet(parent, name, text)
    sheet.add_button(keep, "", accepts=False, safe=True)
    sheet.add_button(verb, "danger" if danger else "primary", accepts=True)
    return sheet.exec() == QDialog.DialogCode.Accepted


def tell(parent: QWidget | None, name: str, text: str) -> None:
    """Say something that has no place on a page."""
    sheet = Sheet(parent, name, text)
    sheet.add_button("Close", "primary", accepts=False, safe=True)
    sheet.exec()


def ask_text(parent: QWidget | None, name: str, text: str, label: str, verb: str) -> str | None:
    """Ask for a reason. None if nothing is to be done."""
    sheet = Sheet(parent, name, text)
    area = TextArea("reason", label, lines=3)
    sheet.body.addWidget(area)
    sheet.add_button("Cancel", "", accepts=False)
    button = sheet.add_button(verb, "primary", accepts=True)
    button.setEnabled(False)
    for keys in ("Ctrl+Return", "Ctrl+Enter"):  # Enter alone begins a new line, and Ctrl+Enter goes on in the round as well
        QShortcut(QKeySequence(keys), sheet, button.click)
    area.edited.connect(lambda: button.setEnabled(bool(area.text().strip())))
    area.area.setFocus()
    return area.text() if sheet.exec() == QDialog.DialogCode.Accepted else None


def unexpected(parent: QWidget | None, details: str, times: int = 1) -> None:
    """Say that something unexpected went wrong, how often by now, and offer the details without personal text."""
    text = "What you were doing was not done; everything before it is safe. The details below hold no text of yours."
    if times > 1:
        text += f" It has happened {times} times since leadapp was started. Close leadapp and start it again if it goes on."
    sheet = Sheet(parent, "Something unexpected went wrong", text)
    area = TextArea("details", "Details", lines=6, most=10)
    area.show_text(details)
    area.area.setReadOnly(True)
    sheet.body.addWidget(area)

    def copy() -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(details)

    button = Button("Copy details", "", "copy", copy)
    sheet.buttons.addWidget(button)
    sheet.add_button("Close", "primary", accepts=False, safe=True)
    sheet.exec()


class _NameIcons(QFileIconProvider):
    """Icons and kinds of files by their names. Qt's own looks into each file of a folder, the open leadapp file too, and on Linux and
    macOS closing that handle drops the locks that keep everybody else out of the file.
    """

    def icon(self, which: QFileInfo | QFileIconProvider.IconType) -> QIcon:
        if isinstance(which, QFileInfo):
            which = self.IconType.Folder if which.isDir() else self.IconType.File
        return super().icon(which)

    def type(self, info: QFileInfo) -> str:
        return "Folder" if info.isDir() else f"{info.suffix().upper()} file".strip()


def _ask(
    parent: QWidget | None,
    name: str,
    at: str,
    filters: str = "",
    mode: QFileDialog.FileMode = QFileDialog.FileMode.ExistingFile,
    accept: QFileDialog.AcceptMode = QFileDialog.AcceptMode.AcceptOpen,
) -> list[str]:
    """Ask for files or a folder, beginning ``at`` one. It looks into no file, not even to see what kind it is."""
    with TemporaryDirectory() as nothing:  # a folder is listed from the first moment on, and by then the icons have to be ours
        dialog = QFileDialog(parent, name, nothing, filters)
        # on Linux the desktop's own dialog lives in this process and looks into files as well
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog, sys.platform.startswith("linux"))
        icons = _NameIcons()
        dialog.setIconProvider(icons)
        dialog.setFileMode(mode)
        dialog.setAcceptMode(accept)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, mode is QFileDialog.FileMode.Directory)
        place = Path(at)
        if mode is QFileDialog.FileMode.AnyFile:
            dialog.setDirectory(str(place.parent))
            dialog.selectFile(at)
        else:
            dialog.setDirectory(at)
        chosen = dialog.selectedFiles() if dialog.exec() else []
        dialog.deleteLater()
    return chosen


def choose_file(parent: QWidget | None, name: str, folder: Path, filters: str = FILTER) -> Path | None:
    """Choose a file that is there."""
    chosen = _ask(parent, name, str(folder), filters)
    return Path(chosen[0]) if chosen else None


def choose_files(parent: QWidget | None, name: str, filters: str) -> list[Path]:
    """Choose files that are there, several at once, from the folder of the last choice."""
    state = WindowState()
    chosen = [
        Path(path) for path in _ask(parent, name, str(state.folder() or Path.home()), filters, QFileDialog.FileMode.ExistingFiles)
    ]
    if chosen:
        state.remember_folder(chosen[0].parent)
    return chosen


def choose_target(parent: QWidget | None, name: str, suggestion: Path, filters: str = FILTER) -> Path | None:
    """Choose where a file goes. Nothing is asked here before one is replaced: ``may_replace`` does, of every file it comes to."""
    chosen = _ask(parent, name, str(suggestion), filters, QFileDialog.FileMode.AnyFile, QFileDialog.AcceptMode.AcceptSave)
    return Path(chosen[0]) if chosen else None


def may_replace(parent: QWidget | None, targets: Iterable[Path]) -> bool:
    """Ask once before files are replaced, naming every one that is there. True where none is."""
    there = [path.name for path in targets if _is_there(path)]
    if not there:
        return True
    names = " and ".join(f"“{name}”" for name in there)
    them = "them" if len(there) > 1 else "it"
    text = f"{names} {'are' if len(there) > 1 else 'is'} in this folder already. What stands in {them} now would be gone."
    return confirm(
        parent, f"Replace {len(there)} files?" if len(there) > 1 else "Replace this file?", text, "Replace", danger=False
    )


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name no folder can hold: whoever writes it will say so
        return False


def choose_folder(parent: QWidget | None, name: str, folder: Path) -> Path | None:
    """Choose a folder."""
    chosen = _ask(parent, name, str(folder), "", QFileDialog.FileMode.Directory)
    return Path(chosen[0]) if chosen else None
