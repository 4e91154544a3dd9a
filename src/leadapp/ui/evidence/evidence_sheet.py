"""The dialogs for a piece of evidence: adding one (files, a link, a note), and changing what one says and its day."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog

from leadapp.domain.errors import BadInputError, LeadappError
from leadapp.domain.evidence import KIND_WORDS, Evidence, EvidenceDraft, EvidenceKind
from leadapp.domain.evidence_files import ENDINGS, LISTED, MOST_FILE
from leadapp.domain.quarters import format_date
from leadapp.ui import dialogs
from leadapp.ui.dialogs import Sheet
from leadapp.ui.forms import writing
from leadapp.ui.forms.fields import DateField, Field, Segmented, TextArea, TextField
from leadapp.ui.page import Page
from leadapp.ui.widgets import Button, Label

FILES = f"Evidence ({' '.join(f'*.{ending}' for ending in (*ENDINGS, 'jpeg'))})"


def add_files(page: Page, paths: list[Path], action_id: int | None) -> None:
    """Copy files in and tell what became of each that was not taken."""
    try:
        added = page.services.evidence.add_files(paths, action_id)
    except LeadappError as error:
        page.bus.failed.emit(str(error))
        return
    page.bus.tell(added.changes)
    if added.refusals:
        page.bus.failed.emit(" ".join(added.refusals))


def add_evidence(page: Page, action_id: int | None) -> bool:
    """Ask what the evidence is, and add it. Returns whether something was added."""
    sheet = Sheet(page, "Add evidence", "Something that proves what was done or what changed.")
    kind = Segmented("evidence_kind", "What is it?", (("file", "File"), ("link", "Link"), ("note", "Note")), shapes=False)
    kind.show_text("file")
    limits = Label(
        f"{LISTED}; at most {MOST_FILE // 1_000_000} MB each. It is copied into your leadapp file.", 9.5, kind="hint", wrap=True
    )
    note = TextArea("evidence_note", "What it says", "Never a name of somebody who experienced racism.", lines=3, most=8)
    writing.attach(note, page).resized.connect(sheet.fit)
    fields: dict[str, Field] = {
        "link": TextField("evidence_link", "Address", "Begins with https://, http:// or mailto:"),
        "title": TextField("evidence_title", "Title"),
        "note": note,
        "dated": DateField("evidence_dated", "Dated"),
    }
    fields["dated"].show_text(format_date(page.services.preferences.today()))
    for widget in (kind, limits, *fields.values()):
        sheet.body.addWidget(widget)
    sheet.add_button("Cancel", "", accepts=False)
    button = Button("Choose files…", "primary")
    sheet.buttons.addWidget(button)

    def fit() -> None:
        is_file = kind.text() == "file"
        limits.setVisible(is_file)
        for name, field in fields.items():
            field.setVisible(not is_file and (name != "link" or kind.text() == "link"))
        button.setText("Choose files…" if is_file else f"Add {kind.text()}")
        button.setAccessibleName(button.text())
        sheet.fit()

    def add() -> None:
        if kind.text() == "file":
            sheet.accept()
            chosen = dialogs.choose_files(page, "Add evidence", FILES)
            if chosen:
                add_files(page, chosen, action_id)
            return
        try:
            _add_typed(page, EvidenceKind(kind.text()), {name: field.text() for name, field in fields.items()}, action_id)
        except BadInputError as error:
            _tell(sheet, fields, error)
            return
        sheet.accept()

    kind.edited.connect(fit)
    button.clicked.connect(lambda _c=False: add())
    fit()
    kind.setFocus()
    return sheet.exec() == QDialog.DialogCode.Accepted


def _add_typed(page: Page, kind: EvidenceKind, texts: dict[str, str], action_id: int | None) -> None:
    service = page.services.evidence
    if kind is EvidenceKind.LINK:
        page.bus.tell(service.add_link(action_id, EvidenceDraft(**texts)))
    else:
        texts.pop("link")
        page.bus.tell(service.add_note(action_id, EvidenceDraft(**texts)))


def _tell(sheet: Sheet, fields: dict[str, Field], error: BadInputError) -> None:
    for field in fields.values():
        field.set_problem("")
    field = fields.get(error.field, fields["title"])
    field.set_problem(str(error))
    field.box.setFocus()
    sheet.fit()


def change_evidence(page: Page, evidence: Evidence) -> bool:
    """Show a piece of evidence to be read and changed. Returns whether something was changed."""
    kind = KIND_WORDS[evidence.kind]
    sheet = Sheet(
        page,
        evidence.name,
        f"{kind}. Used for {', '.join(evidence.references)}." if evidence.references else f"{kind}. Used for no action yet.",
    )
    fields: dict[str, Field] = {"title": TextField("evidence_title", "Title")}
    if evidence.kind is EvidenceKind.LINK:
        fields["link"] = TextField("evidence_link", "Address", "Begins with https://, http:// or mailto:")
    fields["note"] = note = TextArea(
        "evidence_note", "What it says", "Never a name of somebody who experienced racism.", lines=3, most=10
    )
    writing.attach(note, page).resized.connect(sheet.fit)
    fields["dated"] = DateField("evidence_dated", "Dated")
    before = {"title": evidence.title, "link": evidence.link, "note": evidence.note}
    before["dated"] = format_date(evidence.dated)
    for name, field in fields.items():
        field.show_text((before | dict(evidence.typed))[name])
        sheet.body.addWidget(field)

    def save() -> None:
        texts = {name: field.text() for name, field in fields.items() if field.text() != before[name]}
        problems = EvidenceDraft(**texts).read()[1]
        if problems:
            _tell(sheet, fields, BadInputError(problems[0].sentence, problems[0].field))
        elif page.keep(lambda: page.services.evidence.change(evidence.id, evidence.version, EvidenceDraft(**texts))):
            sheet.accept()

    sheet.add_button("Cancel", "", accepts=False)
    button = Button("Save", "primary", on_click=save)
    sheet.buttons.addWidget(button)
    fields["title"].box.setFocus()
    return sheet.exec() == QDialog.DialogCode.Accepted
