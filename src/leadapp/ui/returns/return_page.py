"""Return: write the headline, check the answers, read it as it will be drawn, export it, send it."""

from __future__ import annotations

from typing import cast

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget

from leadapp.domain.errors import BadInputError
from leadapp.domain.provenance import Source
from leadapp.domain.quarters import Quarter, due_in_words, format_date
from leadapp.domain.return_text import STATE_WORDS, ReturnState
from leadapp.services.opening import Services
from leadapp.ui import theme
from leadapp.ui.change_bus import ChangeBus
from leadapp.ui.forms import writing
from leadapp.ui.forms.fields import TextArea
from leadapp.ui.forms.unit import Typed, Unit, by_name, flush_all
from leadapp.ui.page import Page
from leadapp.ui.page_header import PageHeader
from leadapp.ui.returns.checks_card import ChecksCard
from leadapp.ui.returns.export_card import ExportCard
from leadapp.ui.returns.return_tabs import TABS, VIEWS
from leadapp.ui.returns.side_cards import EmailCard, ReturnsCard
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
        self._read = Button("Read it through", "", "preview", self._show_document)
        self._sent = Button("Mark as sent", "", "check", self._mark_sent)
        self.header = PageHeader("Return", self._read, self._sent)
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
        self.export, self.email, self.returns = ExportCard(self), EmailCard(self), ReturnsCard(self)
        self.returns.choice.edited.connect(self._choose_quarter)
        self._build()

    def _build(self) -> None:
        headline = Card("Headline")
        headline.body.setSpacing(14)
        for field in self._texts.values():
            headline.body.addWidget(field)
        self._pillars = Card("Notes on the pillars, if you want to")
        for field in self._notes.values():
            self._pillars.body.addWidget(field)
        left = column(self.checks, headline, self._pillars, None, spacing=16)
        right = column(self.export, self.email, self.returns, None, spacing=16)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(24)
        self._columns.setContentsMargins(24, 4, 24, 24)
        self._columns.addLayout(left, 66)
        self._columns.addLayout(right, 34)
        body = QWidget()
        body.setLayout(self._columns)
        self._scroll = ScrollPage(body)
        self.tabs = TabRow(TABS)
        self.tabs.setVisible(len(TABS) > 1)
        self.tabs.chosen.connect(lambda key: self.show_place(key, None))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._scroll)
        self._views: dict[str, RoomView] = {}
        self._key = "this"
        self.tabs.select("this")
        layout = column(self.header, self.tabs, spacing=0)
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

    # ------------------------------------------------------------------ content
    def reload(self) -> None:
        """Read the return anew."""
        reported = self.services.preferences.reported_quarter()
        if self._follows:
            self._quarter = reported
        self._follows = self._quarter == reported
        directorate = self.services.preferences.directorate()
        text = self.services.returns.text(self._quarter)
        checks = self.services.returns.checks(self._quarter)
        today = self.services.preferences.today()
        due = self._quarter.return_due(directorate.days_to_return)
        left = sum(not c.passed for c in checks)
        things = (
            "Every check passed."
            if not left
            else f"{left} thing{'s' if left > 1 else ''} missing or odd. Nothing stops you from exporting."
        )
        self.header.tell(f"Return for {self._quarter.words}", f"Due on {format_date(due)}, {due_in_words(due, today)}. {things}")
        self._marking.setText(directorate.marking)
        self._state.setText(STATE_WORDS[text.state])
        closed = text.state is ReturnState.SUBMITTED
        self._sent.setVisible(not closed and self._quarter == reported and not directorate.is_sample)
        for unit in self._units:
            unit.show(self._quarter, {name: str(getattr(text, name)) for name in self._texts | self._notes})
        for field in (self._texts | self._notes).values():
            field.area.setReadOnly(closed)
        for pillar in self.services.preferences.corporate_plan().pillars:
            self._notes[f"pillar_{pillar.number}"].label.setText(f"{pillar.number} {pillar.short_title}")
        self.checks.tell(checks)
        self._tell_wording()
        self.returns.reload()
        if self._key in self._views:
            self._views[self._key].reload()
        self.email.reload()

    def _tell_wording(self) -> None:
        closed = self.services.returns.text(self._quarter).state is ReturnState.SUBMITTED
        self.wording.tell(() if closed else self.services.words.check_return(self._quarter))

    def _go_to_place(self, place: str, what: object) -> None:
        """Go to where a text is written: on this page, or in another room."""
        if place in self._texts | self._notes:
            self.show_place(place, None)
        else:
            self.go.emit(place, what)

    def _choose_quarter(self) -> None:
        if not flush_all(self._units):
            self.returns.choice.show_text(str(self._quarter))
            return
        self._show_quarter(self.returns.chosen())

    def _show_quarter(self, quarter: Quarter) -> None:
        self._quarter = quarter
        self._follows = self._quarter == self.services.preferences.reported_quarter()
        self.refresh()

    @property
    def quarter(self) -> Quarter:
        """The quarter whose return is shown."""
        return self._quarter

    # ------------------------------------------------------------------ doing
    def _save(self, typed: Typed) -> bool:
        ((name, text),) = typed.texts.items()
        return self.keep(lambda: self.services.returns.change_text(typed.row, name, text, typed.visit))

    def _mark_sent(self) -> None:
        self.flush()
        for field in self._texts.values():
            field.set_problem("")
        try:
            changes = self.services.returns.mark_sent(self._quarter)
        except BadInputError as error:
            field = self._texts.get(error.field, self._texts["progress"])
            field.set_problem(f"Not marked as sent. {error}")
            field.box.setFocus()
            return
        self._follows = False  # stay with what was sent: it can be exported now without the word Draft
        self.bus.tell(changes)
        reported = self.services.preferences.reported_quarter()
        self.export.tell_good("Marked as sent.", f"Export what you send. The quarter being reported is now {reported.words}.")

    def _show_document(self) -> None:
        from leadapp.ui.returns.document_view import show_document

        self.flush()
        show_document(self, self.services.returns.document(self._quarter), self.sources(), self.go.emit)

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
        fields = self._texts | self._notes
        if place in fields:
            field = fields[place]
            field.box.setFocus()
            self._scroll.ensureWidgetVisible(field, 0, 80)
        elif isinstance(what, Quarter):
            if flush_all(self._units):
                self._show_quarter(what)
        elif what == "export":
            self.export.choose("both")

    def end(self) -> None:
        """Stop an export that is still drawing."""
        self.export.close_worker()

    def fit_height(self, tight: bool) -> None:
        """Leave the texts their room."""
        self.header.set_tight(tight)
        for view in self._views.values():
            view.set_tight(tight)

    def flush(self) -> None:
        """Save what is typed."""
        flush_all(self._units)
        for view in self._views.values():
            view.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column where the window is narrow for its text."""
        super().resizeEvent(event)
        narrow = self.width() / theme.current.scale < ONE_COLUMN
        self._columns.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
