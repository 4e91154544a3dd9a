"""Return: write the headline, check the answers, read it as it will be drawn, export it, send it."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget

from leadapp.domain.errors import BadInputError, LeadappError
from leadapp.domain.provenance import Source
from leadapp.domain.quarters import Quarter, due_in_words, format_date
from leadapp.domain.return_text import STATE_WORDS, ReturnState, ReturnText
from leadapp.domain.returns import ReturnRecord
from leadapp.services.opening import Services
from leadapp.services.return_life_service import ReturnLife
from leadapp.ui import theme
from leadapp.ui.background import Background
from leadapp.ui.change_bus import ChangeBus
from leadapp.ui.forms import writing
from leadapp.ui.forms.fields import TextArea
from leadapp.ui.forms.unit import Typed, Unit, by_name, flush_all
from leadapp.ui.page import Page
from leadapp.ui.page_header import PageHeader
from leadapp.ui.returns.changes_card import ChangesCard
from leadapp.ui.returns.checks_card import ChecksCard
from leadapp.ui.returns.commitments_card import CommitmentsCard
from leadapp.ui.returns.export_card import ExportCard
from leadapp.ui.returns.return_tabs import NO_RETURN, TABS, VIEWS
from leadapp.ui.returns.said_before import SaidBefore
from leadapp.ui.returns.side_cards import EmailCard, ReturnsCard
from leadapp.ui.returns.signatories_card import NEXT_WORDS, SignatoriesCard
from leadapp.ui.returns.steps_bar import StepsBar
from leadapp.ui.room_view import Asked, Opens, RoomView
from leadapp.ui.tab_row import TabRow
from leadapp.ui.widgets import Button, Card, ScrollPage, column, tag

ONE_COLUMN = 980
HEADLINES = (
    ("progress", "Progress", "What moved this quarter, with figures where you have them."),
    ("challenges", "Challenges", "What did not move, and what you need."),
    ("feedback", "Community and staff feedback", "What people said, in their words, and what came of it. Never a name."),
)


class ReturnPage(Page):
    """The return of one quarter; the one being reported unless an earlier one is chosen."""

    def __init__(self, services: Services, bus: ChangeBus) -> None:
        super().__init__(services, bus)
        self._quarter = services.preferences.reported_quarter()
        self._follows = True
        self._revision: int | None = None  # the newest, unless an older one is chosen
        self.signatories = SignatoriesCard(self)
        self._read = Button("Preview", "", "preview", self._show_document)
        self._next = Button(NEXT_WORDS[ReturnState.DRAFT], "primary", "edit", self.signatories.go_on)
        self.header, self.steps = PageHeader("Return", self._read, self._next), StepsBar()
        self._marking, self._assessed, self._state = tag(""), tag("Self-assessed"), tag("")
        self.header.above.addWidget(self._state)
        self.header.above.addWidget(self._marking)
        self.header.above.addWidget(self._assessed)
        self.header.above.addStretch(1)
        self._texts = {name: TextArea(name, label, hint, lines=4, most=14) for name, label, hint in HEADLINES}
        self._notes = {f"pillar_{n}": TextArea(f"pillar_{n}", f"Pillar {n}", "", lines=1, most=8) for n in range(1, 6)}
        both = (*self._texts.values(), *self._notes.values())
        self._units = [Unit(self, by_name(field), self._save, self.refresh) for field in both]
        self.checks = ChecksCard(self)
        self.wording = self.checks.wording
        for asking in (self.checks, self.wording):
            asking.wanted.connect(self._go_to_place)
        for field in (*self._texts.values(), *self._notes.values()):
            writing.attach(field, self).kept.connect(self._tell_wording)
        for field in self._texts.values():
            field.edited.connect(lambda field=field: field.set_problem(""))  # what was missing is being written
        self._before: dict[str, SaidBefore] = {}
        self.export, self.email, self.returns = ExportCard(self), EmailCard(self), ReturnsCard(self)
        self.commitments, self.changes = CommitmentsCard(self), ChangesCard(self)
        self.returns.chosen.connect(self._choose)
        self._build()

    def _build(self) -> None:
        headline = Card("Headline")
        headline.body.setSpacing(14)
        for name, field in self._texts.items():
            self._before[name] = SaidBefore(field.label.text())
            headline.body.addWidget(field)
            headline.body.addWidget(self._before[name])
        self._pillars = Card("Notes on the pillars, if you want to")
        for name, field in self._notes.items():
            self._before[name] = SaidBefore(f"note on pillar {name[-1]}")
            self._pillars.body.addWidget(field)
            self._pillars.body.addWidget(self._before[name])
        left = column(self.checks, self.commitments, headline, self._pillars, None, spacing=16)
        right = column(self.changes, self.signatories, self.export, self.email, self.returns, None, spacing=16)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(24)
        self._columns.setContentsMargins(24, 4, 24, 24)
        self._columns.addLayout(left, 66)
        self._columns.addLayout(right, 34)
        body = QWidget()
        body.setLayout(self._columns)
        self._scroll = ScrollPage(body)
        self.tabs = TabRow(TABS)
        if len(TABS) == 1:
            self.tabs.hide()
        self.tabs.chosen.connect(lambda key: self.show_place(key, None))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._scroll)
        self._views: dict[str, RoomView] = {}
        self._key, self._can_go_on = "this", False
        self.tabs.select("this")
        layout = column(self.header, self.steps, self.tabs, spacing=0)
        layout.addWidget(self._stack, 1)
        self.setLayout(layout)

    def _show_tab(self, key: str) -> None:
        """Choose a tab; its view is made when it is first wanted."""
        if key != "this" and key not in self._views:
            self._views[key] = VIEWS[key](self)
            self._stack.addWidget(cast(QWidget, self._views[key]))
            self._views[key].set_tight(self._tight)
        self._key = key
        self.tabs.select(key)
        self._stack.setCurrentWidget(self._scroll if key == "this" else cast(QWidget, self._views[key]))
        self._show_buttons()

    def _show_buttons(self) -> None:
        """Offer what is done with the return where the return is looked at."""
        self._read.setVisible(self._key not in NO_RETURN)
        self._next.setVisible(self._can_go_on and self._key not in NO_RETURN)

    # ------------------------------------------------------------------ content
    def reload(self) -> None:
        """Read the return anew."""
        reported = self.services.preferences.reported_quarter()
        if self._follows:
            self._quarter, self._revision = reported, None
        self._follows = self._quarter == reported
        checks = self.services.returns.checks(self._quarter)
        life = self.services.life.life(self._quarter, checks)
        if self._revision == life.text.revision:
            self._revision = None
        text = life.text if self._revision is None else self._older(life)
        self._tell_head(life, text, sum(not c.passed for c in checks))
        for unit in self._units:
            unit.show(self._quarter, {name: str(getattr(text, name)) for name in self._texts | self._notes})
        is_closed = text.state is not ReturnState.DRAFT
        self._tell_before(is_closed=is_closed)
        for field in (self._texts | self._notes).values():
            field.area.setReadOnly(is_closed)
        for pillar in self.services.preferences.corporate_plan().pillars:
            self._notes[f"pillar_{pillar.number}"].label.setText(f"{pillar.number} {pillar.short_title}")
        self.checks.setVisible(text.state is not ReturnState.SUBMITTED)
        corrects = text.revision > 1 and self._quarter < reported
        self.checks.tell(checks, corrects=corrects)
        self.signatories.tell(life, is_newest=self._revision is None)
        self._tell_wording()
        self.returns.reload(life)
        self._tell_promises(text)
        if self._key in self._views:
            self._views[self._key].reload()
        self.email.reload()

    def _tell_before(self, *, is_closed: bool) -> None:
        """A quarter begins with empty texts and those of the one before beside them; a return that is closed needs them no longer."""
        last = self._quarter.previous
        before = None if is_closed else self.services.returns.text(last)
        for name, said in self._before.items():
            said.tell(last, str(getattr(before, name)) if before is not None else "")

    def _tell_promises(self, text: ReturnText) -> None:
        """Commitments and changes, from the record of what is shown; neither where that is damaged, which is told elsewhere."""
        try:
            record = self.shown_record()
        except LeadappError:
            record = None
        self.commitments.setVisible(record is not None)
        self.changes.setVisible(record is not None)
        if record is not None:
            self.commitments.reload(text.state, record)
            self.changes.tell(record)

    def _older(self, life: ReturnLife) -> ReturnText:
        """The texts of the older revision that is chosen; the newest again where it is gone."""
        for line in life.revisions:
            if line.text.revision == self._revision:
                return line.text
        self._revision = None
        return life.text

    def _tell_head(self, life: ReturnLife, text: ReturnText, left: int) -> None:
        self._marking.setText(self.services.preferences.directorate().marking)
        self._state.setText(STATE_WORDS[text.state])
        revised = f", revision {text.revision}" if len(life.revisions) > 1 else ""
        name, sentence = f"Return for {self._quarter.words}{revised}", self._sentence(life, text, left)
        self.header.tell(name, sentence, f"Return {self._quarter}")
        self.steps.tell(life.steps)
        self.steps.setVisible(self._revision is None)
        words = NEXT_WORDS.get(text.state, "")
        self._can_go_on = bool(words) and self._revision is None
        self._show_buttons()
        self._next.setText(f"\u2009 {words}")
        self._next.setAccessibleName(words)
        self.export.set_leading(leading=not words)

    def _sentence(self, life: ReturnLife, text: ReturnText, left: int) -> str:
        if text.state is ReturnState.SUBMITTED:
            line = next(line for line in life.revisions if line.text.revision == text.revision)
            at = f", {line.submitted_at:%H:%M}" if line.submitted_at else ""
            kept = "It stays as it left." if line.is_kept else "It was marked as sent with an earlier leadapp."
            return f"Submitted on {format_date(text.submitted_on)}{at}. {kept}"
        due = self._quarter.return_due(self.services.preferences.directorate().days_to_return)
        things = (
            "Every check passed." if not left else f"{left} thing{'s' if left > 1 else ''} missing or odd. That stops nothing."
        )
        return f"Due on {format_date(due)}, {due_in_words(due, self.services.preferences.today())}. {things}"

    def _tell_wording(self) -> None:
        is_open = self.services.returns.text(self._quarter).state is ReturnState.DRAFT
        self.wording.tell(self.services.words.check_return(self._quarter) if is_open else ())

    def _go_to_place(self, place: str, what: object) -> None:
        """Go to where a text is written: on this page, in the sheet that corrects an action, or in another room."""
        if place in self._texts | self._notes:
            self.show_place(place, None)
        elif place == "correct":
            self.signatories.correct_action(str(what))
        else:
            self.go.emit(place, what)

    def _choose(self, quarter: Quarter, revision: int | None) -> None:
        if self.is_saved():
            self._show_quarter(quarter, revision)
        else:
            self.returns.reload(self.services.life.life(self._quarter))

    def _show_quarter(self, quarter: Quarter, revision: int | None = None) -> None:
        self._quarter, self._revision = quarter, revision
        self._follows = self._quarter == self.services.preferences.reported_quarter()
        self.refresh()

    def is_saved(self) -> bool:
        """Save what is typed; false where a text could not be saved, which is told beside it."""
        self.flush()
        return flush_all(self._units) and self.commitments.flush()

    def stay(self) -> None:
        """Stay with the quarter that is shown, also when another one is reported from now on."""
        self._follows, self._revision = False, None

    def focus_next(self) -> None:
        """Put the keyboard where the work goes on: on the next step, or on the export once there is none."""
        (self._next if not self._next.isHidden() else self.export.both).setFocus()

    def tell_missing(self, error: BadInputError) -> bool:
        """Tell at its own field which headline text is empty; false where the refusal is about something else."""
        for field in self._texts.values():
            field.set_problem("")
        missing = self._texts.get(error.field)
        if missing is None:
            return False
        missing.set_problem(f"Not submitted. {error}")
        missing.box.setFocus()
        return True

    def shown_record(self) -> ReturnRecord:
        """The record of the return that is shown: as it stands now, or as a revision of it was submitted."""
        return self.services.returns.assemble(self._quarter, self._revision)

    @property
    def quarter(self) -> Quarter:
        """The quarter whose return is shown."""
        return self._quarter

    @property
    def revision(self) -> int | None:
        """The older revision that is shown, or None for the newest."""
        return self._revision

    # ------------------------------------------------------------------ doing
    def _save(self, typed: Typed) -> bool:
        ((name, text),) = typed.texts.items()
        return self.keep(lambda: self.services.returns.change_text(typed.row, name, text, typed.visit))

    def _show_document(self) -> None:
        from leadapp.ui.returns.document_view import show_document

        self.flush()
        try:
            document = self.services.returns.document(self._quarter, self._revision)
        except LeadappError as error:
            self.bus.failed.emit(str(error))
            return
        show_document(self, document, self.sources(), self.go.emit)

    def sources(self) -> tuple[Source, ...]:
        """Every number of the return that is shown, with the rows behind it, or those of the tab that is open."""
        view = self._views.get(self._key)
        if view is not None:
            return view.sources() if isinstance(view, Asked) else ()
        return self.services.provenance.of_return(self._quarter)

    def show_place(self, place: str, what: object) -> None:
        """Go to a tab, to one of the texts, to the return of a quarter, or start an export."""
        if place in VIEWS:
            self.flush()
            self._show_tab(place)
            self.refresh()
            view = self._views[place]
            view.start()
            if what is not None and isinstance(view, Opens):
                view.show_what(what)
            return
        self._show_tab("this")
        fields, promises = self._texts | self._notes, {"commitments", "new_commitments"}
        if place in promises | fields.keys() and not isinstance(what, Quarter):
            self._leave_what_is_closed()
        if place in fields:
            field = fields[place]
            field.box.setFocus()
            self._scroll.ensureWidgetVisible(field, 0, 80)
            return
        if isinstance(what, Quarter) and what != self._quarter and self.is_saved():
            self._show_quarter(what)
        if place in promises:
            self.show_part(self.commitments.start(place))
        elif what == "export":
            self.export.begin()

    def _leave_what_is_closed(self) -> None:
        """Nothing is written in a return that was submitted: go to the one being reported."""
        is_open = self.services.returns.text(self._quarter).state is ReturnState.DRAFT and self._revision is None
        if not is_open and self.is_saved():
            self._show_quarter(self.services.preferences.reported_quarter())

    def show_part(self, part: QWidget) -> None:
        """Scroll to where a part of the return can be seen, once it has found its place."""
        QTimer.singleShot(0, part, lambda: self._scroll.ensureWidgetVisible(part, 0, 80))

    def end(self) -> None:
        """Stop what is still drawn or read."""
        for worker in self.findChildren(Background):
            worker.close()

    def fit_height(self, tight: bool) -> None:
        """Leave the texts their room."""
        self.header.set_tight(tight)
        for view in self._views.values():
            view.set_tight(tight)

    def flush(self) -> None:
        """Save what is typed."""
        flush_all(self._units)
        self.commitments.flush()
        for view in self._views.values():
            view.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column where the window is narrow for its text."""
        super().resizeEvent(event)
        narrow = self.width() / theme.current.scale < ONE_COLUMN
        self._columns.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
