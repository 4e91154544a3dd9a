"""Settings: how leadapp looks on this computer, and what the directorate's file holds."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QFrame, QRadioButton, QSlider, QWidget

from leadapp.domain.directorate import MARKINGS, read_month_zero, setting_problem
from leadapp.domain.errors import BadInputError
from leadapp.domain.quarters import format_date, month_end
from leadapp.services.opening import Services
from leadapp.ui import theme
from leadapp.ui.change_bus import ChangeBus
from leadapp.ui.chips import FlowLayout
from leadapp.ui.forms.fields import ChoiceField, DateField, Field, Segmented, TextArea, TextField
from leadapp.ui.forms.unit import Typed, Unit, by_name, flush_all
from leadapp.ui.page import Page
from leadapp.ui.page_header import PageHeader
from leadapp.ui.section_list import SectionButton
from leadapp.ui.settings.house_words_section import HouseWordsSection
from leadapp.ui.settings.service_list import ServiceList
from leadapp.ui.settings.spelling_section import SpellingSection
from leadapp.ui.tall_page import see_when_laid_out
from leadapp.ui.wheel_guard import guard
from leadapp.ui.widgets import Label, ScrollPage, column, heading, row
from leadapp.ui.window_state import WindowState

TWO_COLUMNS = 700
NEAR = 60
"""Pixels below the upper edge within which a section counts as the one that is read."""
SECTIONS = (
    ("appearance", "Appearance"),
    ("directorate", "Directorate and lead"),
    ("services", "Services"),
    ("month_zero", "Month 0 and quarters"),
    ("returns", "Returns and marking"),
    ("route", "Route of escalations"),
    ("house_words", "House words"),
    ("spelling", "Spelling"),
)
THEMES = (("system", "Follow the system"), ("light", "Light"), ("dark", "Dark"), ("contrast", "High contrast"))
PRIORITY = (("yes", "Yes"), ("no", "No"), ("unknown", "Not known yet"))


class SettingsPage(Page):
    """One scrolling page with a list of its sections at the left."""

    def __init__(self, services: Services, bus: ChangeBus) -> None:
        super().__init__(services, bus)
        self.header = PageHeader("Settings")
        self.header.tell(
            "Settings",
            "How leadapp looks on this computer, and what your directorate's file holds. Everything is kept as you type.",
        )
        self._fields: dict[str, Field] = {}
        self._units: list[Unit] = []
        self._places: dict[str, QWidget] = {}
        body = QWidget()
        self.house_words = self._places["house_words"] = HouseWordsSection(self)
        own = [self._appearance(), self._directorate(), self._services(), self._month_zero(), self._returns(), self._route()]
        self.spelling = self._places["spelling"] = SpellingSection(self)
        sections = [*own, self.house_words, self.spelling]
        body.setLayout(column(*sections, None, spacing=28, margins=(28, 8, 32, 24)))
        body.setMaximumWidth(900)
        self._scroll = ScrollPage(body)
        self._scroll.verticalScrollBar().valueChanged.connect(self._tell_section)
        self._list = self._index()
        self.section = ChoiceField("settings_section", "Section", SECTIONS)
        self.section.edited.connect(lambda: self._scroll_to(self.section.text()))
        self._box = QWidget()
        self._box.setLayout(column(self.section, margins=(28, 4, 32, 4)))
        layout = column(self.header, self._box, spacing=0)
        split = row(self._list, spacing=0)
        split.addWidget(self._scroll, 1)
        layout.addLayout(split, 1)
        self.setLayout(layout)
        theme.current.changed.connect(self._tell_look)
        theme.current.changed.connect(self._fit_width)

    def _index(self) -> QWidget:
        holder = QWidget()
        group = QButtonGroup(self)
        buttons = []
        for key, words in SECTIONS:
            button = SectionButton(key, words)
            button.clicked.connect(lambda _c=False, key=key: self.show_place(key, None))
            group.addButton(button)
            buttons.append(button)
        buttons[0].setChecked(True)
        self._buttons = dict(zip((key for key, _ in SECTIONS), buttons, strict=True))
        holder.setLayout(column(*buttons, None, spacing=2, margins=(20, 8, 0, 0)))
        return holder

    def _section(self, key: str, words: str, *items: object) -> QFrame:
        frame = QFrame()
        frame.setLayout(column(heading(words), 4, *items, spacing=12))  # type: ignore[arg-type]
        self._places[key] = frame
        return frame

    def _keep_field(self, field: Field) -> Field:
        self._fields[field.name] = field
        self._units.append(Unit(self, by_name(field), self._save, self.refresh))
        return field

    # ------------------------------------------------------------------ this computer
    def _appearance(self) -> QFrame:
        self._themes = {}
        group = QButtonGroup(self)
        holder, choices = QWidget(), FlowLayout(20)
        holder.setLayout(choices)
        for key, words in THEMES:
            button = QRadioButton(words)
            button.setObjectName(f"theme_{key}")
            button.clicked.connect(lambda _c=False, key=key: self._look(choice=key))
            group.addButton(button)
            self._themes[key] = button
            choices.addWidget(button)
        self._slider, self._size = QSlider(Qt.Orientation.Horizontal), Label("", bold=True)
        guard(self._slider)
        self._slider.setRange(100, 200)
        self._slider.setSingleStep(5)
        self._slider.setPageStep(25)
        self._slider.setAccessibleName("Text size in percent")
        self._slider.setObjectName("text_size")
        self._slider.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._slider.valueChanged.connect(lambda value: self._size.setText(f"{value}%"))
        self._slider.sliderReleased.connect(lambda: self._look(scale=self._slider.value() / 100))
        self._slider.actionTriggered.connect(lambda _a: self._look(scale=self._slider.sliderPosition() / 100))
        size = row(spacing=16)
        size.addWidget(self._slider, 1)
        size.addWidget(self._size)
        self._ring = QCheckBox("Heavier focus ring (3 px instead of 2)")
        self._ring.clicked.connect(lambda checked: self._look(ring=checked))
        return self._section(
            "appearance",
            "Appearance",
            Label("Colours", 10, bold=True),
            holder,
            Label("Text size. Everything grows with the text.", 10, bold=True, wrap=True),
            size,
            self._ring,
        )

    def _look(self, choice: str | None = None, scale: float | None = None, *, ring: bool | None = None) -> None:
        if scale is not None and self._slider.isSliderDown():
            return
        theme.current.apply(choice, scale, heavy_ring=ring)
        WindowState().remember_look(theme.current.choice, theme.current.scale, heavy_ring=theme.current.heavy_ring)

    # ------------------------------------------------------------------ the file
    def _directorate(self) -> QFrame:
        fields = (
            TextField("council", "Council"),
            TextField("name", "Directorate"),
            TextField("lead_name", "Lead's name"),
            TextField("lead_post", "Lead's post"),
        )
        priority = Segmented(
            "priority",
            "One of the four priority directorates?",
            PRIORITY,
            "Priority directorates report the 1.7 test.",
            shapes=False,
        )
        definition = TextArea(
            "underway_definition",
            "What “underway” means for the 1.7 test",
            "Printed in the return. Empty means leadapp's own words.",
            lines=2,
        )
        kept = [self._keep_field(field) for field in (*fields, priority, definition)]
        return self._section("directorate", "Directorate and lead", *kept)

    def _services(self) -> QFrame:
        self._service_list = ServiceList(self)
        hint = Label("A service, team or site. Tick the ones that work with residents.", 9.5, kind="hint", wrap=True)
        return self._section("services", "Services", hint, self._service_list)

    def _month_zero(self) -> QFrame:
        self._worked = Label("", 10, kind="quiet", wrap=True)
        zero = DateField(
            "month_zero",
            "Month 0: the day the programme starts",
            "Such as 1 January 2026. Empty means not known: dates then read “Month 9”.",
        )
        first = TextField("first_quarter", "First quarter reported from this file", "Such as 2026-27-Q2.")
        self._keep_field(zero)
        self._keep_field(first)
        zero.edited.connect(self._tell_month)
        return self._section("month_zero", "Month 0 and quarters", zero, self._worked, first)

    def _returns(self) -> QFrame:
        fields = (
            TextField("days_to_return", "Days from the quarter's end to the return", "9 means 9 October for July to September."),
            ChoiceField("marking", "Marking on every page", tuple((m, m) for m in MARKINGS)),
            TextField("group_name", "The group that receives the return"),
            TextField("email_to", "E-mail address to send it to", "Only used in the text you copy."),
            TextField(
                "small_number",
                "Hide counts of people below",
                "10 means that 1 to 9 people are not printed in the return. At least 5.",
            ),
        )
        return self._section("returns", "Returns and marking", *[self._keep_field(field) for field in fields])

    def _route(self) -> QFrame:
        hint = Label("Where an escalation goes, one place after the other (action 5.1).", 9.5, kind="hint", wrap=True)
        places = (TextField(f"route_{n}", f"{word} place") for n, word in enumerate(("First", "Second", "Third"), 1))
        return self._section("route", "Route of escalations", hint, *[self._keep_field(field) for field in places])

    # ------------------------------------------------------------------ content
    def reload(self) -> None:
        """Read the settings anew."""
        d = self.services.preferences.directorate()
        texts = {
            "council": d.council,
            "name": d.name,
            "lead_name": d.lead_name,
            "lead_post": d.lead_post,
            "priority": {True: "yes", False: "no", None: "unknown"}[d.priority],
            "underway_definition": d.underway_definition,
            "month_zero": format_date(d.month_zero),
            "first_quarter": d.first_quarter,
            "days_to_return": str(d.days_to_return),
            "marking": d.marking,
            "group_name": d.group_name,
            "email_to": d.email_to,
            "small_number": str(d.small_number),
            **{f"route_{n}": place for n, place in enumerate(d.route, 1)},
        }
        typed = self.services.preferences.typed()
        shown = {name: typed.get((d.uid, name), text) for name, text in texts.items()}
        for unit in self._units:
            unit.show(d.uid, shown, d.version)
            for name, field in unit.fields.items():
                if not unit.is_dirty:
                    field.set_problem(setting_problem(name, field.text()))
        self._tell_month()
        self._service_list.show_services(d.services, typed)
        self.house_words.reload()
        self.spelling.reload()
        self._tell_look()

    def _tell_look(self) -> None:
        """Show how leadapp looks now, also where it was changed in the View menu."""
        self._themes[theme.current.choice].setChecked(True)
        self._ring.setChecked(theme.current.heavy_ring)
        if not self._slider.isSliderDown():
            self._slider.setValue(round(theme.current.scale * 100))
        self._size.setText(f"{round(theme.current.scale * 100)}%")

    def _tell_month(self) -> None:
        try:
            zero = read_month_zero(self._fields["month_zero"].text())
        except BadInputError:
            zero = None
        words = (
            f"So Month 9 falls due on {format_date(month_end(zero, 9))}, Month 12 on {format_date(month_end(zero, 12))}."
            if zero
            else ""
        )
        self._worked.setText(words)
        self._worked.setVisible(bool(words))

    # ------------------------------------------------------------------ keeping
    def _save(self, typed: Typed) -> bool:
        ((name, text),) = typed.texts.items()
        self._fields[name].set_problem(setting_problem(name, text))
        return self.keep(lambda: self.services.preferences.change(typed.version, typed.texts, typed.visit))

    def show_place(self, place: str, what: object) -> None:
        """Go to a section, or to one field or service."""
        if isinstance(what, str) and what in self._fields:
            field = self._fields[what]
            self.show_place(next((key for key, part in self._places.items() if part.isAncestorOf(field)), ""), None)
            field.stops()[0].setFocus(Qt.FocusReason.TabFocusReason)
            see_when_laid_out(self._scroll, field)
            return
        if place in self._places:
            self.section.show_text(place)
            self._scroll_to(place)
            if place == "house_words":
                self.house_words.term.box.setFocus()
            elif place == "spelling":
                self.spelling.switch.box.setFocus()
            target = {"month_zero": "month_zero", "directorate": "council", "returns": "days_to_return"}.get(place)
            if target:
                self._fields[target].box.setFocus()
            elif place == "services":
                see_when_laid_out(self._scroll, self._service_list.start(what))

    def _scroll_to(self, place: str) -> None:
        """Show a section; the cursor stays where it is, so that arrows can go on through the box of sections."""
        self._scroll.verticalScrollBar().setValue(max(0, self._places[place].y() - 8))
        self._buttons[place].setChecked(True)

    def _tell_section(self, top: int) -> None:
        """Show in the list which section is being read."""
        self._buttons[
            [key for key, _ in SECTIONS if self._places[key].y() - NEAR <= top or key == SECTIONS[0][0]][-1]
        ].setChecked(True)

    def fit_height(self, tight: bool) -> None:
        """Leave the settings their room."""
        self.header.set_tight(tight)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sections stand in a list at the left, or in a box above where the window is narrow for its text."""
        super().resizeEvent(event)
        self._fit_width()

    def _fit_width(self) -> None:
        wide = self.width() / theme.current.scale >= TWO_COLUMNS
        self._list.setVisible(wide)
        self._box.setVisible(not wide)

    def flush(self) -> None:
        """Save what is typed."""
        flush_all(self._units)
        self._service_list.flush()
