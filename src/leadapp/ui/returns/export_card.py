"""The export of the return: the full one for the Action Group, as a draft or as it was submitted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from leadapp.domain.return_document import file_stem
from leadapp.domain.return_text import ExportRecord
from leadapp.services.return_service import Draft, draw
from leadapp.ui.background import Progress
from leadapp.ui.returns.drawing_card import DrawingCard
from leadapp.ui.theme import set_kind

if TYPE_CHECKING:
    from leadapp.ui.returns.return_page import ReturnPage

AS_DRAFT = "Every page says “Draft” until you submit the return: do that, then export what you send."
AS_SUBMITTED = "It is drawn as it was submitted, the same each time."


class ExportCard(DrawingCard):
    """Buttons for Excel, PDF or both; progress; and what came of it."""

    def __init__(self, page: ReturnPage) -> None:
        super().__init__(page, "the return")
        self._returns = page

    def set_leading(self, *, leading: bool) -> None:
        """Whether the export is the next thing to do, for the return is submitted: a page has one primary button."""
        self.about.setText(f"The full return for the Action Group. {AS_SUBMITTED if leading else AS_DRAFT}")
        kind = "smallprimary" if leading else "small"
        if self.both.property("kind") != kind:
            set_kind(self.both, kind)

    # ------------------------------------------------------------------ what is drawn
    def _stem(self) -> str:
        return file_stem(self._returns.services.returns.assemble(self._returns.quarter, self._returns.revision))

    def _prepare(self, targets: dict[str, Path]) -> Draft:
        return self._returns.services.returns.prepare(self._returns.quarter, targets, self._returns.revision)

    def _drawing(self, draft: Draft) -> Callable[[Progress], tuple[ExportRecord, ...]]:
        return lambda progress: draw(draft, progress)

    def _note_done(self, draft: Draft, done: tuple[ExportRecord, ...]) -> None:
        self._returns.services.returns.record_exports(draft, done)
