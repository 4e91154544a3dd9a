"""What a file would change in the corporate plan, before it is taken: three groups to unfold, or every row that cannot be used."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from leadapp.domain.edition_compare import ActionChange, Comparison
from leadapp.domain.edition_report import said
from leadapp.services.edition_service import EditionPreview
from leadapp.ui.fold import Fold
from leadapp.ui.forms.fields import TextField
from leadapp.ui.widgets import Banner, Button, Label, ScrollPage, column, heading, row, rule

MOST_SHOWN = 200
"""So many refused rows are listed; who has more has taken the wrong file."""
Line = tuple[str, tuple[str, ...]]
"""A bold line and the lines beneath it."""


class EditionPreviewPanel(QWidget):
    """``taken(name)`` when she takes it, ``again()`` to read the file anew, ``closed()`` to leave it."""

    taken, again, closed = Signal(str), Signal(), Signal()

    def __init__(self, preview: EditionPreview) -> None:
        super().__init__()
        self.setObjectName("edition_preview")
        self._name = TextField("edition_name", "Name of the new edition", "It stands on every return.")
        self._name.show_text(preview.name)
        self.first = Button("Cancel" if preview.can_be_taken else "Back", "head", on_click=self.closed.emit)
        body = QWidget()
        body.setLayout(column(*self._parts(preview), None, spacing=14, margins=(24, 16, 24, 20)))
        body.setMaximumWidth(980)
        self.setLayout(column(ScrollPage(body), self._foot(preview), spacing=0))

    def _parts(self, preview: EditionPreview) -> list[QWidget]:
        if preview.comparison is None:
            return [_heading(f"“{preview.file_name}” cannot be taken yet"), *_refusals(preview)]
        parts: list[QWidget] = [_heading(f"What “{preview.file_name}” would change")]
        parts.append(Label(preview.comparison.words, wrap=True))
        if preview.remarks:
            told = Banner("info", stacked=True)
            told.tell("To be known.", "\n".join(preview.remarks))
            parts.append(told)
        if preview.can_be_taken:
            return [*parts, self._name, *_groups(preview.comparison)]
        same = Banner("info", stacked=True)
        same.tell("Nothing to take.", "The file holds the edition that is in force.")
        return [*parts, same]

    def _foot(self, preview: EditionPreview) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "foot")
        words = Label("", 10, kind="quiet", wrap=True)
        line = row(spacing=8, margins=(24, 8, 24, 8))
        line.addWidget(words, 1)
        line.addWidget(self.first)
        if preview.can_be_taken:
            words.setText("Nothing has changed yet. A verified backup is made first; taking an edition cannot be undone.")
            line.addWidget(Button("Take this edition", "primary", "check", lambda: self.taken.emit(self._name.text())))
        elif preview.faults:
            words.setText("Nothing was changed. Correct the rows in the file, save it, and read it again.")
            line.addWidget(Button("Read the file again", "primary", "import", self.again.emit))
        else:
            words.setText("Nothing was changed.")
        frame.setLayout(line)
        return frame

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong with the name."""
        self._name.set_problem(sentence)
        self._name.setFocus()


def _heading(text: str) -> Label:
    words = heading(text)
    words.setWordWrap(True)
    return words


def _refusals(preview: EditionPreview) -> Iterable[QWidget]:
    count = len(preview.faults)
    told = Banner("error", stacked=True)
    what = "1 thing in the file cannot be used." if count == 1 else f"{count:,} things in the file cannot be used."
    told.tell(what, "Nothing is taken in by halves: the whole file waits until it can be read.")
    yield told
    shown = preview.faults[:MOST_SHOWN]
    yield _list((f"{f.place[:1].upper()}{f.place[1:]}", (f"{f.sentence[:1].upper()}{f.sentence[1:]}",)) for f in shown)
    if count > MOST_SHOWN:
        yield Label(f"And {count - MOST_SHOWN:,} more.", wrap=True)


def _groups(found: Comparison) -> Iterable[QWidget]:
    """The groups that hold something, each with its count; what it means for her own actions comes first and unfolded."""
    effects: list[Line] = [(f"{e.reference}   {e.title}", (e.sentence,)) for e in found.effects]
    if effects:
        yield _fold("For your own plan", effects, open_now=True)
    else:
        yield Label("None of your own actions is touched.", wrap=True)
    added = [(f"{a.id}   {a.title}", (f"{a.accountable}; {a.responsible}. {a.timescale}.",)) for a in found.added]
    withdrawn = [(f"{a.id}   {a.title}", ()) for a in found.withdrawn]
    general = [(one.what, (said(one),)) for one in found.general]
    groups: tuple[tuple[str, list[Line]], ...] = (
        ("Added", list(added)),
        ("Changed", [_changed(change) for change in found.changed]),
        ("Withdrawn", list(withdrawn)),
        ("Pillars and notes", list(general)),
    )
    for words, lines in groups:
        if lines:
            yield _fold(words, lines)


def _changed(change: ActionChange) -> Line:
    number = f"{change.old_id} → {change.id}" if change.is_renumbered else change.id
    fields = [field for field in change.fields if field.what != "ID"]
    lines = tuple(f"{field.what}: {said(field)}" for field in fields)
    return f"{number}   {change.title}", lines or ("Only its number.",)


def _fold(words: str, lines: list[Line], *, open_now: bool = False) -> Fold:
    return Fold(f"{words} ({len(lines)})", partial(_list, lines), open_now=open_now)


def _list(lines: Iterable[Line]) -> QWidget:
    holder = QWidget()
    layout = column(spacing=6, margins=(8, 0, 0, 4))
    for number, (bold, beneath) in enumerate(lines):
        if number:
            layout.addWidget(rule())
        layout.addWidget(Label(bold, 10, bold=True, wrap=True))
        for words in beneath:
            layout.addWidget(Label(words, 10, wrap=True))
    holder.setLayout(layout)
    return holder
