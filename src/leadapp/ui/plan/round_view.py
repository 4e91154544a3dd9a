"""The quarter round: one action after another on one screen. Ctrl+Enter goes on; it stops and resumes anywhere."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from leadapp.domain.plan import Status
from leadapp.domain.quarters import Quarter, format_date
from leadapp.domain.round import RoundItem, left_of
from leadapp.domain.spots import Spot
from leadapp.ui.page import Page
from leadapp.ui.plan.quarter_form import QuarterForm
from leadapp.ui.tall_page import see_when_laid_out
from leadapp.ui.undo_bar import announce
from leadapp.ui.widgets import Banner, Button, Card, EmptyState, IconButton, Label, ScrollPage, column, heading, row, tag


class RoundView(QWidget):
    """``ended`` asks to leave the round for a place."""

    ended = Signal(str)

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._items: tuple[RoundItem, ...] = ()
        self._current: int | None = None
        self._quarter = Quarter(2026, 1)
        self.title, self.progress = Label("Quarter round", 18, bold=True, wrap=True), QProgressBar()
        self._tight = False
        self.sentence = Label("", kind="quiet", wrap=True)
        self.form = QuarterForm(page)
        self._reference, self._name = tag(""), heading("")
        self._facts, self._what = Label("", 10, kind="quiet", wrap=True), Label("", 10, wrap=True)
        self._on = Button("Open the return", "primary", on_click=lambda: self.ended.emit("return"))
        self._finished = EmptyState(
            "check",
            "The round is done",
            "Every action has this quarter's words and values. The headline and the check come next.",
            self._on,
        )
        self._nothing = EmptyState(
            "plan",
            "There is nothing to go through yet",
            "Take actions from the corporate plan first, or add your own.",
            Button("Open the cascade", "primary", on_click=lambda: self.ended.emit("cascade")),
        )
        self._lay_out()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.next)
        QShortcut(QKeySequence("Ctrl+Shift+Return"), self, self.previous)

    def _lay_out(self) -> None:
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Actions done in this round")
        stop = Button("Stop here", "", on_click=self.stop)
        stop.setToolTip("Escape. Everything is kept. The round goes on where you left it.")
        head = QFrame()
        words = column(self.title, self.sentence, 4, self.progress, spacing=4)
        top = row(spacing=16, margins=(24, 16, 24, 12))
        top.addLayout(words, 1)
        top.addWidget(stop, 0, Qt.AlignmentFlag.AlignTop)
        head.setLayout(top)
        self._card = Card("")
        self._card.head.hide()
        line = row(self._reference, spacing=10)
        line.addWidget(self._name, 1)
        self._card.body.setContentsMargins(20, 16, 20, 20)
        for item in (line, self._facts, self._what, self.form):
            self._card.body.addWidget(item) if isinstance(item, QWidget) else self._card.body.addLayout(item)
        body = QWidget()
        body.setLayout(column(self._card, self._finished, self._nothing, None, margins=(24, 4, 24, 16)))
        self._scroll = ScrollPage(body)
        self._told = Banner("info")
        layout = column(head, self._told, spacing=0)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self._foot())
        self.setLayout(layout)

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("kind", "foot")
        self._left = Label("", 10, kind="quiet", wrap=True)
        self._back = IconButton("left", "Previous action (Ctrl+Shift+Enter)", self.previous)
        self._next = Button("Next action", "primary", "right", self.next)
        self._next.setToolTip("Ctrl+Enter")
        self._keys = Label(
            "Ctrl+Enter next   Alt+1 2 3 confidence   Alt+N no change   Alt+K KPI value   Esc stop", 9.5, kind="hint", wrap=True
        )
        line = row(self._back, spacing=12, margins=(24, 8, 24, 8))
        line.addWidget(self._left, 1)
        line.addWidget(self._keys, 1)
        line.addWidget(self._next)
        foot.setLayout(line)
        return foot

    # ------------------------------------------------------------------ content
    def reload(self) -> None:
        """Read the round anew and stay on the same action; if it is gone, or the round was done and is not, go where something is left."""
        self._read()
        left = left_of(self._items)
        if self._place() is None and left:
            self._current = left[0].action.id
        self._show()

    def _read(self) -> None:
        """Read the round. An action that was set to "will not do" here stays until she goes on: its reason may be half typed."""
        self._quarter = self._page.services.preferences.reported_quarter()
        self._items = self._page.services.round.items(self._quarter, self._current)

    def begin(self, what: int | Spot | None = None) -> None:
        """Start or resume: at an action or a spot in it, or at the first one that still asks for something."""
        spot = what if isinstance(what, Spot) else Spot(what) if what else None
        if not self.flush():
            spot = Spot(self._current) if self._current else None  # what could not be saved is not left behind
        self._read()
        left = left_of(self._items)
        self._go_to(spot.row if spot else left[0].action.id if left else None, spot)

    def _go_to(self, action_id: int | None, spot: Spot | None = None) -> None:
        self._current = action_id
        self._told.hide()
        self._read()
        self._show()
        at = self.form.start_at(spot) if spot is not None and self._place() is not None else None
        if at is None:
            self._start()
        else:
            self._see(at)

    def _place(self) -> int | None:
        return next((n for n, item in enumerate(self._items) if item.action.id == self._current), None)

    def _show(self) -> None:
        place, left = self._place(), len(left_of(self._items))
        done = len(self._items) - left
        self.title.setText("Quarter round" if self._tight else f"Quarter round: {self._quarter.words}")
        self.sentence.setText(f"{done} of {len(self._items)} actions done, {left} left. Everything is kept as you type.")
        self.progress.setRange(0, max(1, len(self._items)))
        self.progress.setValue(done)
        self._card.setVisible(place is not None)
        self._finished.setVisible(place is None and bool(self._items))
        self._nothing.setVisible(not self._items)
        self._next.setVisible(place is not None)
        self._keys.setVisible(place is not None and not self._tight)
        if place is not None:
            self._show_item(self._items[place], place)
        else:
            self._left.setText("")

    def _show_item(self, item: RoundItem, place: int) -> None:
        action = item.action
        self._reference.setText(action.reference)
        self._name.setText(action.title)
        due = f"due {format_date(action.due)}" if action.due else "no date yet"
        moved = (
            f", re-dated {action.times_redated} times"
            if action.times_redated > 1
            else ", re-dated once"
            if action.times_redated
            else ""
        )
        owner = f"Owner: {action.owner}. " if action.owner else "No owner yet. "
        self._facts.setText(f"{owner}{due[:1].upper()}{due[1:]}{moved}.{' Urgent.' if action.urgent else ''}")
        self._what.setText(action.description)
        self._what.setVisible(bool(action.description))
        self.form.show_item(item, self._quarter.words)
        self._left.setText(f"Action {place + 1} of {len(self._items)}. {_left_words(item)}")
        if item.is_done:
            self._told.hide()

    def _start(self) -> None:
        self._scroll.verticalScrollBar().setValue(0)
        place = self._place()
        if place is None:
            return
        item = self._items[place]
        boxes = None if {"update", "confidence"} & set(item.left) else self.form.first_asked()
        if boxes is not None:
            boxes.first().setFocus()
            self._see(boxes)
        elif "update" not in item.left and "confidence" in item.left:
            self.form.confidence.box.setFocus()
            self._see(self.form.confidence)
        else:
            self.form.start()

    def _see(self, widget: QWidget) -> None:
        """Scroll until all of it can be seen."""
        see_when_laid_out(self._scroll, widget)

    # ------------------------------------------------------------------ going on
    def next(self) -> None:
        """Keep what was typed and go to the next action that asks for something; after the last one the round is done."""
        if self._place() is None or not self.flush():
            return
        self._read()
        place = self._place() or 0
        following = left_of(self._items[place + 1 :]) or left_of(self._items[:place])
        if following:
            self._go_to(following[0].action.id)
        elif self._items[place].is_done:
            self._go_to(None)
            self._on.setFocus(Qt.FocusReason.OtherFocusReason)  # else it falls to whatever stands in the foot
            announce(self._finished, "The round is done")
        else:
            self._tell_last(self._items[place])

    def _tell_last(self, item: RoundItem) -> None:
        """There is nowhere to go on to: say so, and put the keyboard where something is left."""
        what, why = (
            "This is the last one.",
            f"{_left_words(item)} Fill it in and the round is done, or stop here: everything is kept.",
        )
        self._told.tell(what, why)
        announce(self._told, f"{what} {why}")
        self._start()

    def previous(self) -> None:
        """Go back one action."""
        place = self._place()
        if not self.flush():
            return
        self._read()
        if place is None:
            place = len(self._items)
        if place > 0:
            self._go_to(self._items[place - 1].action.id)

    def stop(self) -> None:
        """Leave the round, to come back where it was left."""
        self.ended.emit("plan")

    @property
    def action_id(self) -> int | None:
        """The action that is open."""
        return self._current

    def set_tight(self, tight: bool) -> None:
        """Leave a low page to the boxes: what the bar, the foot and the box's own name say stands there once."""
        self._tight = tight
        self.sentence.setVisible(not tight)
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape stops, as the button does."""
        if event.key() == Qt.Key.Key_Escape:
            self.stop()
        else:
            super().keyPressEvent(event)

    def flush(self) -> bool:
        """Save what is typed. Returns whether all of it is in the file."""
        return self.form.flush()


def _left_words(item: RoundItem) -> str:
    if item.action.status is Status.WILL_NOT_DO:
        return "Nothing is asked here: it will not be done."
    words = {"update": "the update", "confidence": "the confidence", "value": "a KPI value"}
    left = list(dict.fromkeys(words[key] for key in item.left))
    return f"Left here: {', '.join(left)}." if left else "Nothing left here."
