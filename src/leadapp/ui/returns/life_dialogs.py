"""What is asked before a return is signed, confirmed, reopened, submitted or corrected; what cannot be undone is said plainly here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QWidget

from leadapp.domain.errors import BadInputError
from leadapp.domain.quarters import format_date
from leadapp.domain.return_life import HOW_WORDS, LEAD, SignatureDraft
from leadapp.ui import theme
from leadapp.ui.dialogs import Sheet
from leadapp.ui.forms.fields import DateField, Field, Segmented, TextArea, TextField
from leadapp.ui.page import Page
from leadapp.ui.widgets import Button, ScrollPage, column

SIGN = (
    "You stand for what this return says. leadapp records who signed, when and how; that is no digital signature. "
    "It cannot be undone, but until the return is submitted it can be reopened."
)
CONFIRM = (
    "A second person, such as your Corporate Director, or the management team at a meeting, has confirmed the return. "
    "Say who and how. It cannot be undone, but until the return is submitted it can be reopened."
)
_HOW = tuple((key, word[:1].upper() + word[1:]) for key, word in HOW_WORDS.items())


def ask_signature(page: Page, role: str, suggested: SignatureDraft, keep: Callable[[SignatureDraft], None]) -> bool:
    """Ask who signs or confirms; ``keep`` records it and may refuse with BadInputError. Returns whether it was recorded."""
    is_lead = role == LEAD
    sheet = Sheet(page, "Sign the return" if is_lead else "Record a confirmation", SIGN if is_lead else CONFIRM)
    fields: dict[str, Field] = {
        "name": TextField("signature_name", "Name"),
        "post": TextField("signature_post", "Post"),
        "on": DateField("signature_on", "On", "6 October 2026 or 6/10/26"),
        "how": Segmented("signature_how", "How", _HOW, shapes=False),
        "note": TextArea("signature_note", "Note, if you want to", "Where the e-mail or the minutes lie, say.", lines=2, most=6),
    }
    texts = {"name": suggested.name, "post": suggested.post, "on": suggested.on, "how": suggested.how, "note": suggested.note}
    for name, field in fields.items():
        field.show_text(texts[name])
    sheet.body.addWidget(_scrolled(page, list(fields.values())), 1)
    sheet.add_button("Cancel", "", accepts=False)

    def save() -> None:
        typed = {name: field.text() for name, field in fields.items()}
        try:
            keep(SignatureDraft(**typed))
        except BadInputError as error:
            _tell(sheet, fields, error)
            return
        sheet.accept()

    _add_verb(sheet, "Sign" if is_lead else "Record it", save)
    first = next((name for name in ("name", "post") if not texts[name]), "name")
    fields[first].box.setFocus()
    sheet.fit()
    return sheet.exec() == QDialog.DialogCode.Accepted


def _scrolled(page: Page, fields: list[Field]) -> QFrame:
    """The fields in a body that scrolls where the window is low for its text."""
    box = QWidget()
    box.setLayout(column(*fields, spacing=12, margins=(3, 3, 3, 3)))
    scroll = ScrollPage(box)
    room = page.window().height() - theme.current.px(260)
    scroll.setMinimumHeight(min(box.sizeHint().height(), max(theme.current.px(120), room)))
    ground = QFrame()
    ground.setProperty("kind", "plain")  # the dialog's own ground, not the window's
    ground.setLayout(column(scroll, spacing=0))
    return ground


def ask_reason(page: Page, name: str, text: str, label: str, verb: str, keep: Callable[[str], None]) -> bool:
    """Ask why; ``keep`` does it and may refuse with BadInputError, told beneath the text. Returns whether it was done."""
    sheet = Sheet(page, name, text)
    area = TextArea("reason", label, lines=3)
    sheet.body.addWidget(area)
    sheet.add_button("Cancel", "", accepts=False)

    def save() -> None:
        try:
            keep(area.text())
        except BadInputError as error:
            _tell(sheet, {"reason": area}, error)
            return
        sheet.accept()

    _add_verb(sheet, verb, save)
    area.area.setFocus()
    sheet.fit()
    return sheet.exec() == QDialog.DialogCode.Accepted


def ask_submit(parent: QWidget, name: str, lines: list[str]) -> bool:
    """Say what submitting does and what the return will say of itself, and ask. The safe choice has the keyboard."""
    sheet = Sheet(parent, name, "\n\n".join(lines))
    sheet.add_button("Not yet", "", accepts=False, safe=True)
    sheet.add_button("Submit", "primary", accepts=True)
    sheet.fit()
    return sheet.exec() == QDialog.DialogCode.Accepted


def today_draft(page: Page, name: str = "", post: str = "") -> SignatureDraft:
    """What the dialog shows at first: today, and who it probably is."""
    return SignatureDraft(name, post, format_date(page.services.preferences.today()), "here")


def _add_verb(sheet: Sheet, verb: str, save: Callable[[], None]) -> None:
    button = Button(verb, "primary", on_click=save)
    button.setAutoDefault(True)
    sheet.buttons.addWidget(button)
    button.setDefault(True)  # Enter in a field signs; in the note it begins a line, and Ctrl+Enter goes on as in the round
    for keys in ("Ctrl+Return", "Ctrl+Enter"):
        QShortcut(QKeySequence(keys), sheet, button.click)


def _tell(sheet: Sheet, fields: dict[str, Field], error: BadInputError) -> None:
    for field in fields.values():
        field.set_problem("")
    field = fields.get(error.field, next(iter(fields.values())))
    field.set_problem(str(error))
    field.box.setFocus()
    sheet.fit()
