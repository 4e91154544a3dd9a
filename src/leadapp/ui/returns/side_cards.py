"""The quiet cards beside a return: the e-mail to send it with, and which return is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from leadapp.domain.quarters import Quarter, format_date
from leadapp.domain.return_text import FORM_WORDS
from leadapp.ui.forms.fields import ChoiceField
from leadapp.ui.undo_bar import announce
from leadapp.ui.widgets import Button, Card, Label, row

if TYPE_CHECKING:
    from leadapp.ui.returns.return_page import ReturnPage


class EmailCard(Card):
    """The e-mail to send the return with, to copy."""

    def __init__(self, page: ReturnPage) -> None:
        super().__init__("E-mail to send it with")
        self._page = page
        self._subject = Label("", 10, kind="quiet", wrap=True)
        self._copy = Button("Copy the e-mail text", "small", "copy", self._copy_text)
        self.body.addWidget(self._subject)
        self.body.addLayout(row(self._copy, None))

    def reload(self) -> None:
        """Show the subject anew."""
        self._subject.setText(self._page.services.returns.email(self._page.quarter).split("\n")[1])

    def _copy_text(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(self._page.services.returns.email(self._page.quarter))
            self._copy.setText("\u2009 Copied")
            announce(self._copy, "The e-mail text is copied")


class ReturnsCard(Card):
    """Which quarter's return is shown, and what was exported of it."""

    def __init__(self, page: ReturnPage) -> None:
        super().__init__("Returns")
        self._page = page
        self.choice = ChoiceField("quarter", "Show the return of", ())
        self._exports = Label("", 9.5, kind="quiet", wrap=True)
        self.body.addWidget(self.choice)
        self.body.addWidget(self._exports)

    def chosen(self) -> Quarter:
        """The quarter that is chosen."""
        return Quarter.parse(self.choice.text())

    def reload(self) -> None:
        """Offer every return that was begun, and the one being reported."""
        services, shown = self._page.services, self._page.quarter
        reported = services.preferences.reported_quarter()
        quarters = [Quarter.parse(t.quarter) for t in services.returns.list_returns()]
        choices = [reported, *(q for q in quarters if q != reported)]
        words = {str(q): f"{q}, being reported" if q == reported else str(q) for q in choices}
        self.choice.set_choices(tuple(words.items()))
        self.choice.show_text(str(shown))
        lines = [
            f"{FORM_WORDS.get(e.form, e.form)}: {e.file_name}" + (f", {format_date(e.at.date())}" if e.at else "")
            for e in services.returns.list_exports(shown)[:4]
        ]
        self._exports.setText("Exported:\n" + "\n".join(lines) if lines else "Not exported yet.")
