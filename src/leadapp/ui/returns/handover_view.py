"""Handover: the note for the next lead, what she will find, and the document for her."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from leadapp.domain.errors import LeadappError
from leadapp.domain.handover_document import handover_glance
from leadapp.domain.return_text import ExportRecord
from leadapp.services.document_export import DocumentDraft, draw_document
from leadapp.ui.background import Progress
from leadapp.ui.forms import writing
from leadapp.ui.forms.fields import TextArea
from leadapp.ui.forms.unit import Typed, Unit, by_name
from leadapp.ui.returns.drawing_card import DrawingCard
from leadapp.ui.returns.two_columns import GlanceCard, TwoColumns
from leadapp.ui.widgets import Button, Card

if TYPE_CHECKING:
    from leadapp.ui.page import Page

HINT = (
    "What the file cannot know: who to ask first, what was agreed by word of mouth, what you would do next. "
    "It opens the handover and stands in no return."
)
ABOUT = (
    "Everything that is open, what falls due, whom to ask and where things lie. It names people: give it to the next lead only."
)
NOTE = "note"
"""The one row that is shown."""


class HandoverView(TwoColumns):
    """The note at the left; at a glance, reading through and export at the right."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.note = TextArea("handover_note", "Note for the next lead", HINT, lines=10, most=30)
        card = Card("What is written nowhere else")
        card.body.addWidget(self.note)
        self.read = Button("Read it through", "small", "preview", self._show_document)
        self.glance = GlanceCard("What the next lead will find", self.read)
        self.export = HandoverExport(page)
        super().__init__((card,), (self.glance, self.export))
        writing.attach(self.note, page)
        self._unit = Unit(self, by_name(self.note), self._save, page.refresh)

    # ------------------------------------------------------------------ content
    def reload(self) -> None:
        """Read it anew."""
        text, version = self._page.services.handover.note()
        self._unit.show(NOTE, {self.note.name: text}, version)
        self.glance.tell(handover_glance(self._page.services.handover.handover()))

    def _save(self, typed: Typed) -> bool:
        text = typed.texts[self.note.name]
        return self._page.keep(lambda: self._page.services.handover.change_note(text, typed.version, typed.visit))

    def _show_document(self) -> None:
        from leadapp.ui.returns.document_view import show_document

        self._page.flush()
        try:
            document = self._page.services.handover.document()
        except LeadappError as error:
            self._page.bus.failed.emit(str(error))
            return
        show_document(self, document, name="The handover, read through")

    # ------------------------------------------------------------------ as a tab
    def flush(self) -> None:
        """Save what is typed."""
        self._unit.flush()

    def set_tight(self, tight: bool) -> None:
        """It scrolls; nothing has to make room."""

    def start(self) -> None:
        """Put the cursor into the note."""
        self.note.box.setFocus()


class HandoverExport(DrawingCard):
    """The handover as Excel and PDF."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, "the handover")
        self.about.setText(ABOUT)

    def _stem(self) -> str:
        return self._page.services.handover.file_stem()

    def _prepare(self, targets: dict[str, Path]) -> DocumentDraft:
        return self._page.services.handover.prepare(targets)

    def _drawing(self, draft: DocumentDraft) -> Callable[[Progress], tuple[ExportRecord, ...]]:
        return lambda progress: draw_document(draft, progress)

    def _note_done(self, draft: DocumentDraft, done: tuple[ExportRecord, ...]) -> None:
        self._page.services.handover.record_exports(done)
