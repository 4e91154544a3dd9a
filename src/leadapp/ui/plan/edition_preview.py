"""What a file would change in the corporate plan, before it is taken: three groups to unfold, or every row that cannot be used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    """``taken(name)`` when she takes it, ``again()`` to read the file anew, ``closed()`` to leave it.

    ``parted(old, new)`` says that two actions are not the same one, ``joined(old, new)`` takes that back.
    """

    taken, again, closed = Signal(str), Signal(), Signal()
    parted, joined = Signal(str, str), Signal(str, str)

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
            return [*parts, self._name, *self._kept_apart(preview), *self._groups(preview.comparison)]
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

    @property
    def name(self) -> str:
        """What the new edition is to be called, as typed."""
        return self._name.text()

    def show_name(self, name: str) -> None:
        """Show a name that was typed before the preview was made anew."""
        self._name.show_text(name)

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong with the name."""
        self._name.set_problem(sentence)
        self._name.setFocus()

    def _groups(self, found: Comparison) -> Iterable[QWidget]:
        """The groups that hold something, each with its count; what it means for her own actions comes first and unfolded."""
        effects: list[Line] = [(f"{e.reference}   {e.title}", (e.sentence,)) for e in found.effects]
        if effects:
            yield _fold("For your own plan", effects, open_now=True)
        else:
            yield Label("None of your own actions is touched.", wrap=True)
        added: list[Line] = [(f"{a.id}   {a.title}", (f"{a.accountable}; {a.responsible}. {a.timescale}.",)) for a in found.added]
        if added:
            yield _fold("Added", added)
        for words, changes in (
            ("Back", [c for c in found.changed if c.is_back]),
            ("Changed", [c for c in found.changed if not c.is_back]),
        ):
            if changes:
                yield Fold(f"{words} ({len(changes)})", partial(self._changes, changes))
        withdrawn: list[Line] = [(f"{a.id}   {a.title}", ()) for a in found.withdrawn]
        if withdrawn:
            yield _fold("Withdrawn", withdrawn)
        general: list[Line] = [(one.what, (said(one),)) for one in found.general]
        if general:
            yield _fold("Pillars and notes", general)

    def _changes(self, changes: list[ActionChange]) -> QWidget:
        """What goes on, line by line; where that is only likely, she can say that it is another action."""
        return _list((_changed(change) for change in changes), [self._other(c) if c.is_guess else None for c in changes])

    def _other(self, change: ActionChange) -> Button:
        found = Button("This is another action", "small", on_click=lambda: self.parted.emit(change.old_id, change.id))
        found.setAccessibleDescription(f"{change.old_id} is withdrawn, {change.id} is new")
        return found

    def _kept_apart(self, preview: EditionPreview) -> Iterable[QWidget]:
        """What she said is not the same action, with the way back."""
        if preview.apart:
            yield Fold(f"Kept apart ({len(preview.apart)})", partial(self._pairs, preview), open_now=True)

    def _pairs(self, preview: EditionPreview) -> QWidget:
        assert preview.settled is not None
        old = {action.id: action.title for action in preview.base.actions}
        new = {action.id: action.title for action in preview.settled.plan.actions}
        pairs = sorted(preview.apart)
        lines = [
            (f"{now}   {new[now]}", (f"A new action. {' '.join((was, old.get(was, ''))).strip()} is withdrawn.",))
            for was, now in pairs
        ]
        return _list(lines, [self._same(*pair) for pair in pairs])

    def _same(self, was: str, now: str) -> Button:
        found = Button("It is the same action", "small", on_click=lambda: self.joined.emit(was, now))
        found.setAccessibleDescription(f"{was} becomes {now}")
        return found


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


def _changed(change: ActionChange) -> Line:
    number = change.id if change.old_id == change.id else f"{change.old_id} → {change.id}"
    fields = [field for field in change.fields if field.what != "ID"]
    lines = tuple(f"{field.what}: {said(field)}" for field in fields)
    return f"{number}   {change.title}", lines or ("Only its number.",)


def _fold(words: str, lines: list[Line], *, open_now: bool = False) -> Fold:
    return Fold(f"{words} ({len(lines)})", partial(_list, lines), open_now=open_now)


def _list(lines: Iterable[Line], buttons: Sequence[Button | None] = ()) -> QWidget:
    holder = QWidget()
    layout = column(spacing=6, margins=(8, 0, 0, 4))
    for number, (bold, beneath) in enumerate(lines):
        if number:
            layout.addWidget(rule())
        layout.addWidget(Label(bold, 10, bold=True, wrap=True))
        for words in beneath:
            layout.addWidget(Label(words, 10, wrap=True))
        if buttons and (button := buttons[number]) is not None:
            layout.addLayout(row(button, None))
    holder.setLayout(layout)
    return holder
