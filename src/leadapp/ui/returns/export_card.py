"""The export of the return: in full for the Action Group, for staff, or as one page; as a draft or as it was submitted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from leadapp.domain.errors import LeadappError
from leadapp.domain.return_cover import VERSION_WORDS
from leadapp.domain.return_text import ExportRecord
from leadapp.services.return_service import Draft, draw
from leadapp.ui.background import Progress
from leadapp.ui.forms.fields import ChoiceField
from leadapp.ui.returns.drawing_card import DrawingCard
from leadapp.ui.theme import set_kind
from leadapp.ui.widgets import Button, row

if TYPE_CHECKING:
    from leadapp.ui.returns.return_page import ReturnPage

FULL = "full"
AS_DRAFT = "Every page says “Draft” until you submit the return: do that, then export what you send."
AS_SUBMITTED = "It is drawn as it was submitted, the same each time."
READ_FIRST = "A name that stands only in your texts is yours to find: read it through first."
ABOUT = {
    "full": "Everything.",
    "staff": "It names nobody and tells nothing of risks, owners’ notes and reasons. " + READ_FIRST,
    "summary": "Figures, pillars, moves, asks and promises. It names nobody. " + READ_FIRST,
}


class ExportCard(DrawingCard):
    """For whom, then buttons for Excel, PDF or both; progress; and what came of it."""

    def __init__(self, page: ReturnPage) -> None:
        super().__init__(page, "the return")
        self._returns = page
        self._is_sent = False
        self.version = ChoiceField("version", "For whom", VERSION_WORDS.items())
        self.version.show_text(FULL)
        self.version.edited.connect(self._tell_version)
        self.read = Button("Read it through", "link", on_click=self._read)
        self.body.insertWidget(0, self.version)
        self.body.insertLayout(2, row(self.read, None))

    def set_leading(self, *, leading: bool) -> None:
        """Whether the export is the next thing to do, for the return is submitted: a page has one primary button."""
        self._is_sent = leading
        chosen, group = self.version.text(), self._page.services.preferences.directorate().group_name
        self.version.set_choices([(key, words.format(group=group)) for key, words in VERSION_WORDS.items()])
        self.version.show_text(chosen)
        self._tell_version()
        kind = "smallprimary" if leading else "small"
        if self.both.property("kind") != kind:
            set_kind(self.both, kind)

    def _tell_version(self) -> None:
        """What the chosen readers see. The full return is read through at the head of the room."""
        version = self.version.text()
        self.about.setText(f"{ABOUT[version]} {AS_SUBMITTED if self._is_sent else AS_DRAFT}")
        self.read.setVisible(version != FULL)

    def begin(self) -> None:
        """Begin the export that is meant where none is chosen: both documents in full, for the Action Group."""
        self.version.show_text(FULL)
        self._tell_version()
        self.choose("both")

    def _read(self) -> None:
        """Read on screen what the chosen readers get."""
        from leadapp.ui.returns.document_view import show_document

        self._page.flush()
        version = self.version.text()
        try:
            document = self._returns.services.returns.document(self._returns.quarter, self._returns.revision, version)
        except LeadappError as error:
            self._tell_error(error)
            return
        show_document(self._page, document, name=f"The return, read through: {self.version.spoken(version)}")

    # ------------------------------------------------------------------ what is drawn
    def _stem(self) -> str:
        return self._returns.services.returns.file_stem(self._returns.quarter, self._returns.revision, self.version.text())

    def _prepare(self, targets: dict[str, Path]) -> Draft:
        version = self.version.text()
        return self._returns.services.returns.prepare(self._returns.quarter, targets, self._returns.revision, version)

    def _drawing(self, draft: Draft) -> Callable[[Progress], tuple[ExportRecord, ...]]:
        return lambda progress: draw(draft, progress)

    def _note_done(self, draft: Draft, done: tuple[ExportRecord, ...]) -> None:
        self._returns.services.returns.record_exports(draft, done)
