"""A heading that shows and hides what stands beneath it; what it hides is only made when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from leadapp.ui.widgets import Button, column, row


class FoldButton(Button):
    """The heading as a button whose arrow points to what it shows."""

    def point(self, icon_name: str) -> None:
        """Show another arrow."""
        self._icon_name = icon_name
        self._draw()


class Fold(QWidget):
    """Folded at first, unless ``open_now``. ``make`` gives the body."""

    def __init__(self, words: str, make: Callable[[], QWidget], *, open_now: bool = False) -> None:
        super().__init__()
        self._words, self._make = words, make
        self._body: QWidget | None = None
        self.button = FoldButton(words, "small", "right", lambda: self.show_body(shown=self._is_folded()))
        self._layout = column(row(self.button, None), spacing=8)
        self.setLayout(self._layout)
        self.show_body(shown=open_now)

    def _is_folded(self) -> bool:
        return self._body is None or self._body.isHidden()

    def show_body(self, *, shown: bool) -> None:
        """Unfold or fold."""
        if shown and self._body is None:
            self._body = self._make()
            self._layout.addWidget(self._body)
        if self._body is not None:
            self._body.setVisible(shown)
        self.button.point("down" if shown else "right")
        self.button.setAccessibleName(f"{self._words}, {'unfolded' if shown else 'folded'}")
