"""The first run asks little: council, directorate, lead, Month 0, priority, services. Then start, or look round with the sample."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QLayout, QRadioButton, QWidget

from leadapp import paths
from leadapp.domain.directorate import (
    ServiceDraft,
    Setup,
    read_days,
    read_month_zero,
    read_name,
    read_services,
)
from leadapp.domain.errors import BadInputError, LeadappError
from leadapp.domain.quarters import format_date, month_end
from leadapp.services import backup_service
from leadapp.services.opening import ENDING, local_clock, make_file, open_services, shipped_plan
from leadapp.ui import dialogs, theme
from leadapp.ui.focus_ring import FocusRing
from leadapp.ui.forms.fields import DateField, Field, SuggestField, TextArea, TextField
from leadapp.ui.rail import Bars
from leadapp.ui.widgets import Banner, Button, IconLabel, Label, ScrollPage, column, row, rule, set_shown
from leadapp.ui.window import Window

READERS: dict[str, Callable[[str], object]] = {
    "council": lambda text: read_name(text, "the council's name", "council"),
    "directorate": lambda text: read_name(text, "the directorate's name", "directorate"),
    "lead_name": lambda text: read_name(text, "your name", "lead_name"),
    "month_zero": read_month_zero,
    "days_to_return": read_days,
}
"""How each answer is read; a problem beside its field goes as soon as it can be read."""
TWO_COLUMNS, PICTURES = 640, 260
"""From these widths on, at 100 % text, two questions stand side by side, and the other ways have pictures."""


class FirstRunWindow(Window):
    """``ready`` carries the services of the file that was made or opened; ``then`` is the place to go to first, if any.

    ``before`` is the file she came from.
    """

    ready = Signal(object)

    def __init__(self, sentence: str = "", before: Path | None = None) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("leadapp: set up your directorate")
        self.resize(1180, 760)
        self.setMinimumSize(720, 520)
        self._fields: dict[str, Field] = {}
        self._pictures: list[IconLabel] = []
        self.then = ""
        self._told = Banner("error")
        self._before = before
        side = self._side()
        form = QWidget()
        form.setLayout(column(self._told, self._form(), None, spacing=12, margins=(48, 28, 48, 20)))
        form.setMaximumWidth(1000)
        right = column(spacing=0)
        right.addWidget(ScrollPage(form), 1)
        right.addWidget(self._foot())
        whole = row(side, spacing=0)
        whole.addLayout(right, 1)
        self.setLayout(whole)
        theme.current.changed.connect(self._fit)
        self.ring = FocusRing(self)
        if sentence:
            self._told.tell("The file was not opened.", sentence)
        self._tell_month()
        self._fields["council"].box.setFocus()

    # ------------------------------------------------------------------ build
    def _side(self) -> QFrame:
        side = QFrame()
        side.setObjectName("rail")
        self._side_frame = side
        words = column(
            row(Bars(), Label("leadapp", 12.5, bold=True), None, spacing=10),
            16,
            Label("Set up your directorate", 16, bold=True, wrap=True),
            8,
            Label(
                "A few answers, then the 61 actions of the corporate plan are sorted into your part. Everything can be changed later.",
                kind="quiet",
                wrap=True,
            ),
            4,
            Label("Nothing leaves this computer.", kind="quiet", wrap=True),
            None,
            rule(),
            *self._way_back(),
            self._way("folder", "Open a file I was handed", "From the lead before you", self._open),
            self._way("import", "I have an Excel list", "Answer first, then take it in", self._bring_list),
            self._way("backup", "Restore a backup", "See what it holds first", self._restore),
            self._way("preview", "Look round with sample data", "A fictional directorate, nothing to lose", self._sample),
            spacing=6,
            margins=(28, 32, 24, 24),
        )
        holder = QWidget()
        holder.setLayout(words)
        side.setLayout(column(ScrollPage(holder), spacing=0))
        self._fit_side()
        return side

    def _way_back(self) -> list[QWidget]:
        before = self._before
        if before is None:
            return []
        return [self._way("left", "Go back", before.name, lambda: self._do(lambda: open_services(before)))]

    def _fit_side(self) -> None:
        wide = min(theme.current.px(300), max(220, self.width() * 38 // 100))
        self._side_frame.setFixedWidth(wide)
        for picture in self._pictures:
            set_shown(picture, shown=wide >= theme.current.px(PICTURES))

    def _fit(self) -> None:
        self._fit_side()
        self._fit_grid()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much side by side as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _way(self, icon_name: str, words: str, below: str, work: Callable[[], object]) -> QWidget:
        button = Button(words, "raillink", on_click=work)
        picture = IconLabel(icon_name, "rail_ink")
        self._pictures.append(picture)
        line = row(column(4, picture, None, spacing=0), spacing=12, margins=(0, 4, 0, 0))
        line.addLayout(column(row(button, None), Label(below, 9.5, kind="quiet", wrap=True), spacing=0), 1)
        holder = QWidget()
        holder.setLayout(line)
        return holder

    def _form(self) -> QWidget:
        council = TextField("council", "Council")
        directorate = SuggestField("directorate", "Directorate")
        directorate.suggest(["", *(d.name for d in shipped_plan().directorates)])
        lead, post = TextField("lead_name", "Your name"), TextField("lead_post", "Your post")
        zero = DateField(
            "month_zero",
            "Month 0: the day the programme starts",
            "Such as 1 January 2026. Leave it empty if it is not known yet.",
        )
        days = TextField("days_to_return", "Days from the quarter's end to the return")
        days.show_text("9")
        self._frontline = TextArea(
            "frontline", "Services that work with residents", "One per line, or paste a column from Excel.", lines=5
        )
        self._others = TextArea("others", "Other services, teams and sites", "One per line.", lines=5)
        for field in (council, directorate, lead, post, zero, days, self._frontline, self._others):
            self._fields[field.name] = field
        for name, reader in READERS.items():
            self._fields[name].mend(reader)
        self._frontline.mend(lambda _text: self._services(), self._others)  # a service may stand in one of the two only
        self._worked = Label("", 9.5, kind="hint", wrap=True)
        zero.edited.connect(self._tell_month)
        zero.left.connect(self._tell_month)
        zero.left.connect(self._check_month)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(28)
        self._grid.setVerticalSpacing(16)
        priority = QWidget()
        priority.setLayout(self._priority())
        zero_holder = QWidget()
        zero_holder.setLayout(column(zero, self._worked, spacing=4))
        self._cells = (council, directorate, lead, post, zero_holder, priority, self._frontline, self._others, days)
        self._in_grid = 0
        holder = QWidget()
        holder.setLayout(self._grid)
        self._fit_grid()
        return holder

    def _fit_grid(self) -> None:
        """Two questions side by side, or one where the window is narrow for its text."""
        wide = 2 if (self.width() - self._side_frame.width()) / theme.current.scale >= TWO_COLUMNS else 1
        if wide != self._in_grid:
            self._in_grid = wide
            for number, widget in enumerate(self._cells):
                self._grid.addWidget(widget, number // wide, number % wide, Qt.AlignmentFlag.AlignTop)
            self._grid.setColumnStretch(0, 1)
            self._grid.setColumnStretch(1, wide - 1)

    def _priority(self) -> QLayout:
        group = QButtonGroup(self)
        line = row(spacing=16)
        self._priorities: dict[str, QRadioButton] = {}
        for key, words in (("yes", "Yes"), ("no", "No"), ("unknown", "Not known yet")):
            button = QRadioButton(words)
            button.setObjectName(f"priority_{key}")
            button.setAccessibleDescription("Is yours one of the four priority directorates?")
            group.addButton(button)
            self._priorities[key] = button
            line.addWidget(button)
        line.addStretch(1)
        self._priorities["unknown"].setChecked(True)
        return column(
            Label("Is yours one of the four priority directorates?", 10, bold=True, wrap=True),
            line,
            Label("Priority directorates report the 1.7 test: urgent actions underway.", 9.5, kind="hint", wrap=True),
        )

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("kind", "foot")
        where = Label(f"The file will lie in {paths.data_folder()}", 9.5, kind="hint", wrap=True)
        line = row(where, spacing=12, margins=(48, 12, 48, 12))
        line.setStretch(0, 1)
        start = Button("Start with 61 actions", "primary", "right", self._start)
        start.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow behind the words
        line.addWidget(start)
        foot.setLayout(line)
        return foot

    def _tell_month(self) -> None:
        try:
            zero = read_month_zero(self._fields["month_zero"].text())
            words = (
                f"So Month 9 falls due on {format_date(month_end(zero, 9))}."
                if zero
                else "Dates will read “Month 9” until it is set."
            )
        except BadInputError:
            words = ""
        self._worked.setText(words)
        self._worked.setVisible(bool(words))

    def _check_month(self) -> None:
        """Say at once, when the field is left, that a date cannot be read."""
        field = self._fields["month_zero"]
        try:
            read_month_zero(field.text())
        except BadInputError as error:
            field.set_problem(str(error))
        else:
            field.set_problem("")

    # ------------------------------------------------------------------ doing
    def setup(self) -> Setup | None:
        """The answers, or None with the problems said beside the fields."""
        values: dict[str, object] = {}
        first: Field | None = None
        for name, reader in READERS.items():
            field = self._fields[name]
            field.set_problem("")
            try:
                values[name] = reader(field.text())
            except BadInputError as error:
                field.set_problem(str(error))
                first = first or field
        try:
            services = self._services()
            self._frontline.set_problem("")
        except BadInputError as error:
            self._frontline.set_problem(str(error))
            first, services = first or self._frontline, ()
        if first is not None:
            first.box.setFocus()
            return None
        chosen = next(key for key, button in self._priorities.items() if button.isChecked())
        return Setup(
            lead_post=" ".join(self._fields["lead_post"].text().split()),
            priority={"yes": True, "no": False}.get(chosen),
            services=services,
            **values,  # type: ignore[arg-type]
        )

    def _services(self) -> tuple[ServiceDraft, ...]:
        drafts = [ServiceDraft(line, True) for line in self._frontline.text().splitlines()]
        drafts += [ServiceDraft(line) for line in self._others.text().splitlines()]
        return read_services(tuple(drafts))

    def _start(self) -> None:
        setup = self.setup()
        if setup is not None:
            self._do(lambda: make_file(self._free_path(setup.directorate), setup))

    def _free_path(self, name: str) -> Path:
        folder = paths.data_folder()
        folder.mkdir(parents=True, exist_ok=True)
        stem = paths.safe_file_name(name)
        path, number = folder / f"{stem}{ENDING}", 2
        while path.exists():
            path, number = folder / f"{stem} {number}{ENDING}", number + 1
        return path

    def _sample(self) -> None:
        from leadapp.services.sample import make_sample

        folder = paths.data_folder()
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"Sample{ENDING}"
        self._do(lambda: open_services(path) if path.exists() else make_sample(path))

    def _bring_list(self) -> None:
        """An old list of actions is taken in as soon as the file is there."""
        self.then = "take_in"
        why = "Answer these questions and start. Then choose your list: you see every row before anything is taken in."
        self._told.tell("Your list comes next.", why, tone="info")
        self._fields["council"].box.setFocus()

    def _open(self) -> None:
        path = dialogs.choose_file(self, "Open a leadapp file", paths.data_folder())
        if path is not None:
            self._do(lambda: open_services(path))

    def _restore(self) -> None:
        source = dialogs.choose_file(self, "Choose a backup", paths.backups_folder())
        if source is None:
            return
        try:
            holds = backup_service.describe(source)
        except LeadappError as error:
            self._told.tell("Not restored.", str(error), tone="error")
            return
        if dialogs.confirm(self, "Restore this backup?", holds.words, "Restore", "Cancel", danger=False):
            path = self._free_path(holds.directorate)

            def work() -> object:
                backup_service.restore(source, path, f"{local_clock():%Y-%m-%d %H%M%S}")
                return open_services(path)

            self._do(work)

    def _do(self, work: object) -> None:
        try:
            services = work()  # type: ignore[operator]
        except (LeadappError, OSError) as error:
            why = str(error) if isinstance(error, LeadappError) else "The folder cannot be written to."
            self._told.tell("That did not work.", why, tone="error")
            return
        self.ready.emit(services)
