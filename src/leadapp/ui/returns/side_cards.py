"""The quiet cards beside a return: the e-mail to send it with, and which return is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication

from leadapp.domain.quarters import Quarter, format_date
from leadapp.domain.return_document import FILE_WORDS
from leadapp.domain.return_text import FORM_WORDS, STATE_WORDS, ReturnState
from leadapp.ui.forms.fields import ChoiceField
from leadapp.ui.undo_bar import announce
from leadapp.ui.widgets import Button, Card, Label, row

if TYPE_CHECKING:
    from leadapp.services.return_life_service import ReturnLife, RevisionLine
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
        self._subject.setText(self._text().split("\n")[1])

    def _text(self) -> str:
        return self._page.services.returns.email(self._page.quarter, self._page.revision)

    def _copy_text(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(self._text())
            self._copy.setText("\u2009 Copied")
            announce(self._copy, "The e-mail text is copied")


class ReturnsCard(Card):
    """Which quarter's return is shown and which revision of it, and what was exported. ``chosen`` asks for another."""

    chosen = Signal(object, object)

    def __init__(self, page: ReturnPage) -> None:
        super().__init__("Returns")
        self._page = page
        self.choice = ChoiceField("quarter", "Show the return of", ())
        self.revision = ChoiceField("revision", "Revision", ())
        self.choice.edited.connect(lambda: self.chosen.emit(Quarter.parse(self.choice.text()), None))
        self.revision.edited.connect(lambda: self.chosen.emit(self._page.quarter, int(self.revision.text())))
        self._exports = Label("", 9.5, kind="quiet", wrap=True)
        for part in (self.choice, self.revision, self._exports):
            self.body.addWidget(part)

    def reload(self, life: ReturnLife) -> None:
        """Offer every return that was begun, the one being reported, and the revisions of the one that is shown."""
        services, shown = self._page.services, self._page.quarter
        reported = services.preferences.reported_quarter()
        quarters = [Quarter.parse(t.quarter) for t in services.returns.list_returns()]
        choices = [reported, *(q for q in quarters if q != reported)]
        words = {str(q): f"{q}, being reported" if q == reported else str(q) for q in choices}
        self.choice.set_choices(tuple(words.items()))
        self.choice.show_text(str(shown))
        self.revision.set_choices(tuple((str(line.text.revision), _revision_words(line)) for line in life.revisions))
        self.revision.show_text(str(self._page.revision or life.text.revision))
        self.revision.setVisible(len(life.revisions) > 1)
        lines = [
            f"{FORM_WORDS.get(e.form, e.form)}{FILE_WORDS.get(e.version, '')}: {e.file_name}"
            + (f", {format_date(e.at.date())}" if e.at else "")
            for e in services.returns.list_exports(shown)[:4]
        ]
        self._exports.setText("Exported:\n" + "\n".join(lines) if lines else "Not exported yet.")


def _revision_words(line: RevisionLine) -> str:
    """ "Revision 1, submitted 9 April 2026", or the state it is in."""
    text = line.text
    is_sent = text.state is ReturnState.SUBMITTED
    words = f"submitted {format_date(text.submitted_on)}" if is_sent else STATE_WORDS[text.state].lower()
    return f"Revision {text.revision}, {words}"
