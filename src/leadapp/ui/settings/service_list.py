"""The services of the directorate in Settings: each with its name, whether it works with residents, and a way to remove it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from leadapp.domain.changes import Changes
from leadapp.domain.directorate import ServiceDraft, ServiceRecord
from leadapp.domain.errors import BadInputError, LeadappError
from leadapp.ui import theme
from leadapp.ui.forms.fields import TextField
from leadapp.ui.forms.line import Line
from leadapp.ui.forms.unit import Typed, Unit
from leadapp.ui.forms.unsaved import unsaved
from leadapp.ui.page import Page
from leadapp.ui.undo_keys import begin_anew
from leadapp.ui.widgets import IconButton, Label, column, row

LINE = 32
"""Pixels: the height of a line to type in, at 100 % text."""


class ServiceRow(QFrame):
    """One service. What stands in its line is kept like any other field."""

    def __init__(self, page: Page, service: ServiceRecord, remove: IconButton) -> None:
        super().__init__()
        self._page, self.service = page, service
        self.name = TextField(f"service_{service.id}", "")
        self.unit = Unit(self, {"name": self.name}, self._save, page.refresh)
        self.name.line.returnPressed.connect(self.unit.flush)
        self.box, self.remove = QCheckBox("Frontline"), remove
        self.box.clicked.connect(self._mark)
        layout = row(spacing=12)
        layout.addWidget(self.name, 1)
        for part in (self.box, remove):
            layout.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(layout)
        theme.current.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        """Box and button stand beside the line, also when a problem is told beneath it."""
        for part in (self.box, self.remove):
            part.setMinimumHeight(theme.current.px(LINE))

    def show_service(self, service: ServiceRecord, typed: str | None) -> None:
        """Show what the file holds; a line keeps what is typed and not saved yet."""
        self.service = service
        self.unit.show(service.id, {"name": service.name if typed is None else typed})
        self.name.box.setAccessibleName(f"Name of service {service.name}")
        self.box.setAccessibleName(f"{service.name} works with residents")
        self.box.setChecked(service.frontline)
        for tell in (self.remove.setAccessibleName, self.remove.setToolTip):
            tell(f"Remove service {service.name}")
        self._tell_problem()

    def _tell_problem(self) -> None:
        if not self.unit.is_dirty:
            self.name.set_problem(self._page.services.preferences.service_problem(self.service.id, self.name.text()))

    def _save(self, typed: Typed) -> bool:
        text, preferences = typed.texts["name"], self._page.services.preferences
        self.name.set_problem(preferences.service_problem(typed.row, text))
        return self._page.keep(lambda: preferences.rename_service(typed.row, text, typed.visit))

    def _mark(self, checked: bool) -> None:
        mark = self._page.services.preferences.mark_frontline
        if not self._page.keep(lambda: mark(self.service.id, frontline=checked)):
            self.box.setChecked(self.service.frontline)


class ServiceList(QWidget):
    """All services, and a line for a new one."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._rows: dict[int, ServiceRow] = {}
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.new = Line()
        self.new.setPlaceholderText("New service, Enter adds it")
        self.new.setAccessibleName("New service")
        self.new.setObjectName("new_service")
        self.new.returnPressed.connect(self._add)
        self.new.textChanged.connect(self._note)
        unit = id(self.new)
        self.destroyed.connect(lambda: unsaved.note(unit, dirty=False))
        self._problem = Label("", 10, bold=True, kind="error", wrap=True)
        self._problem.hide()
        self.setLayout(column(self._lines, self.new, self._problem, spacing=12))

    def show_services(self, services: tuple[ServiceRecord, ...], typed: dict[tuple[str, str], str]) -> None:
        """Show the services; lines that stay are changed in place, so that the keyboard and what is being typed stay there."""
        for gone in self._rows.keys() - {service.id for service in services}:
            line = self._rows.pop(gone)
            line.unit.forget()
            line.hide()
            line.deleteLater()
        for place, service in enumerate(services):
            if service.id not in self._rows:
                self._rows[service.id] = self._row(service)
                self._lines.insertWidget(place, self._rows[service.id])
            self._rows[service.id].show_service(service, typed.get((service.uid, "name")))

    def _row(self, service: ServiceRecord) -> ServiceRow:
        remove = IconButton("remove", f"Remove service {service.name}", lambda: self._remove(service.id))
        return ServiceRow(self._page, service, remove)

    def start(self, service_id: object = None) -> QWidget:
        """Put the cursor into the name of a service, else into the line for a new one. Returns what has it."""
        line = self._rows.get(service_id) if isinstance(service_id, int) else None
        box = line.name.box if line is not None else self.new
        box.setFocus()
        return box

    def _tell(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def _note(self) -> None:
        """What stands in the line of the new service is not in the file yet; what was said of it goes when it changes."""
        self._tell("")
        unsaved.note(id(self.new), dirty=bool(self.new.text().strip()))

    def _add(self) -> None:
        if self._do(lambda: self._page.services.preferences.add_service(ServiceDraft(self.new.text()))):
            begin_anew(self.new)

    def _remove(self, service_id: int) -> None:
        self._do(lambda: self._page.services.preferences.remove_service(service_id))

    def _do(self, work: Callable[[], Changes]) -> bool:
        """Do what changes the list; a refusal is told beneath it, a fault of the disk where every such fault is told."""
        try:
            changes = work()
        except BadInputError as error:
            self._tell(str(error))
            return False
        except LeadappError as error:
            self._page.bus.failed.emit(str(error))
            return False
        self._tell("")
        self._page.bus.tell(changes)
        return True

    def flush(self) -> None:
        """Save what is typed, also a new service whose Enter was forgotten."""
        for line in self._rows.values():
            line.unit.flush()
        if self.new.text().strip():
            self._add()
