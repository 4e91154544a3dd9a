"""What leadapp can give for a KPI itself, told beneath its boxes: the figure, where it comes from, and a press that takes it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from leadapp.domain.given_figures import Given
from leadapp.ui.page import Page
from leadapp.ui.widgets import Button, Label, column, row


class GivenRow(QFrame):
    """Hidden where there is nothing to give. Taking a figure is kept like typing it, and undone like it."""

    def __init__(self, page: Page, kpi_id: int) -> None:
        super().__init__()
        self._page, self._kpi_id = page, kpi_id
        self._given: Given | None = None
        self._words = Label("", 10, kind="quiet", wrap=True)
        self._use = Button("Use these figures", "small", on_click=self._take)
        self._open = Button("Where does this come from?", "link", on_click=self._go)
        self._use.setObjectName(f"kpi{kpi_id}_use")
        self.setLayout(column(self._words, row(self._use, self._open, None, spacing=12), spacing=4))
        self.hide()

    def tell(self, given: Given | None) -> None:
        """Show what is given for the KPI now."""
        self._given = given
        self.setVisible(given is not None)
        if given is not None:
            self._words.setText(given.sentence)
            self._use.setVisible(not given.is_taken and not given.is_empty)
            self._open.setText("Fill it in by service" if given.place == "grid" else "Where does this come from?")

    def stops(self) -> list[QWidget]:
        """Where Tab stops."""
        return [self._use, self._open]

    def _take(self) -> None:
        given, rounds = self._given, self._page.services.round
        if given is not None:
            self._open.setFocus()  # before the button goes, so that the keyboard stays here
            self._page.flush()  # one undo brings back what was typed last
            self._page.keep(lambda: rounds.record_value(self._kpi_id, given.draft))

    def _go(self) -> None:
        if self._given is not None:
            self._page.go.emit(self._given.place, self._given.what)
