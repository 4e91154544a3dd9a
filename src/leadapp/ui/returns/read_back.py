"""A return read back from its workbook: which one it is, whether its data is whole, and which visible cells were changed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from leadapp.domain.carried import NOT_FORGERY
from leadapp.domain.errors import LeadappError
from leadapp.services.return_reading import ReadReturn, read_return, write_data
from leadapp.ui import dialogs, theme
from leadapp.ui.background import Background
from leadapp.ui.chips import FlowLayout
from leadapp.ui.dialogs import Sheet
from leadapp.ui.forms.fields import TextArea
from leadapp.ui.returns.document_view import show_document
from leadapp.ui.undo_bar import announce
from leadapp.ui.widgets import Banner, Button, Label
from leadapp.ui.window_state import WindowState

NAME = "Read a return back"
ABOUT = "The workbook of a full return carries its data. Your own file is not changed."
FILTER = "Excel workbook (*.xlsx)"


def read_back(window: QWidget) -> None:
    """Ask for the workbook and show what it holds."""
    path = dialogs.choose_file(window, NAME, WindowState().folder() or Path.home(), FILTER)
    if path is not None:
        WindowState().remember_folder(path.parent)
        ReadBackSheet(window, path).exec()


class ReadBackSheet(Sheet):
    """Reads in the background; then what was found, and what can be done with it."""

    def __init__(self, parent: QWidget | None, path: Path) -> None:
        super().__init__(parent, NAME, ABOUT)
        room = parent.window().width() - 40 if parent is not None else theme.current.px(560)
        self.setMinimumWidth(min(theme.current.px(560), room))
        self._read: ReadReturn | None = None
        self._is_closed = False
        self._path = path
        self._worker = Background(self)
        self.which, self.whole = Label("", bold=True, wrap=True), Label("", 9.5, kind="quiet", wrap=True)
        self.told = Banner("good", stacked=True)
        self.edits = TextArea("edits", "What was changed", lines=3, most=9)
        self.edits.area.setReadOnly(True)
        self.careful = Label(NOT_FORGERY, 10, kind="quiet", wrap=True)
        self.through = Button("Read it through", "small", "preview", self._show_document)
        self.save = Button("Save the data…", "small", "export", self._save)
        deeds, flow = QWidget(), FlowLayout(8)
        for button in (self.through, self.save):
            flow.addWidget(button)
        deeds.setLayout(flow)
        for part in (self.which, self.told, self.edits, deeds, self.whole, self.careful):
            self.body.addWidget(part)
        self.another = Button("Choose another…", "", on_click=self._choose)
        self.buttons.addWidget(self.another)
        self.add_button("Close", "primary", accepts=False, safe=True)
        self._worker.finished.connect(self._finish)
        self._worker.failed.connect(self._fail)
        self._begin(path)

    def _begin(self, path: Path) -> None:
        self._path, self._read = path, None
        self.which.setText(f"Reading “{path.name}”…")
        for part in (self.told, self.edits, self.whole, self.careful, self.another, self.through, self.save):
            part.hide()
        self._worker.run(lambda _progress: read_return(path))
        self.fit()

    def _finish(self, read: ReadReturn) -> None:
        if self._is_closed:
            return
        self._read = read
        self.which.setText(read.headline)
        self.whole.setText(f"“{read.file_name}”. SHA-256 of its data: {read.sha256}")
        count = len(read.edits)
        if read.is_untouched:
            self._tell(
                "good", "Nothing was changed since it was exported.", "Its data is whole, and its visible cells say the same."
            )
        else:
            places = f"{count} visible cell{'s were' if count > 1 else ' was'} changed since it was exported."
            self._tell("warning", places, "Its data is whole and was not changed.")
        self.edits.show_text("\n".join(read.edit_lines()))
        self.edits.setVisible(not read.is_untouched)
        for part in (self.whole, self.careful, self.another, self.through, self.save):
            part.show()
        self.fit()

    def _fail(self, error: BaseException) -> None:
        if self._is_closed:
            return
        if not isinstance(error, LeadappError):
            raise error
        self.which.setText(f"“{self._path.name}” cannot be read back.")
        self._tell("error", "Not read.", str(error))
        self.another.show()
        self.fit()

    def _tell(self, tone: str, what: str, why: str) -> None:
        self.told.tell(what, why, tone=tone)
        announce(self, f"{what} {why}")

    # ------------------------------------------------------------------ doing
    def _choose(self) -> None:
        path = dialogs.choose_file(self, NAME, self._path.parent, FILTER)
        if path is not None:
            WindowState().remember_folder(path.parent)
            self._begin(path)

    def _show_document(self) -> None:
        assert self._read is not None
        show_document(self, self._read.document(), name=f"Read through, from the data of “{self._read.file_name}”")

    def _save(self) -> None:
        assert self._read is not None
        suggestion = self._path.with_suffix(".json")
        target = dialogs.choose_target(self, "Save the data", suggestion, "Data of a return (*.json)")
        if target is None:
            return
        target = target if target.suffix.lower() == ".json" else target.with_name(target.name + ".json")
        if not dialogs.may_replace(self, (target,)):
            return
        try:
            write_data(self._read, target, self._path)
        except LeadappError as error:
            self._tell("error", "Not saved.", str(error))
        else:
            self._tell("good", "Saved.", f"{target.name} holds the data as it was exported.")
        self.fit()

    def done(self, result: int) -> None:
        """Close, and leave no worker behind."""
        self._is_closed = True
        self._worker.close()
        super().done(result)
