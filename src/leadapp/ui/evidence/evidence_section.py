"""The evidence of one action: a folded section of its pane, a button to add, and files dropped onto the pane."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from leadapp.domain.evidence import Evidence, EvidenceKind, link_host, size_words
from leadapp.domain.quarters import format_date
from leadapp.ui.evidence.evidence_sheet import add_evidence, add_files, change_evidence
from leadapp.ui.evidence.open_evidence import open_evidence
from leadapp.ui.finder import Finder
from leadapp.ui.folded import Folded
from leadapp.ui.page import Page
from leadapp.ui.widgets import Button, IconButton, Label, ShapeLabel, clear_layout, column, row

OUT_OF_DATE = "Out of date"


class EvidenceSection(Folded):
    """What proves an action, newest first; what is out of date says so."""

    def __init__(self, page: Page) -> None:
        super().__init__("Evidence")
        self._page = page
        self._action_id: int | None = None
        self._shown: tuple[Evidence, ...] | None = None
        self._rows, self._list = QWidget(), column(spacing=8)
        self._rows.setLayout(self._list)
        self.add = Button("Add evidence…", "small", "add", self._add)
        self.reuse = Button("Use existing…", "small", "search", self._ask)
        self.finder = Finder("find_evidence", "Words of evidence that is already here", self._find, "No other evidence matches.")
        self.finder.chosen.connect(self._use)
        self.finder.given_up.connect(self._give_up)
        self.finder.hide()
        self.body.addWidget(self._rows)
        self.body.addLayout(row(self.add, self.reuse, None))
        self.body.addWidget(Label("Or drop files onto this action.", 9.5, kind="hint", wrap=True))
        self.body.addWidget(self.finder)

    def show_action(self, action_id: int) -> None:
        """Show the evidence of an action."""
        if action_id != self._action_id:
            self.finder.hide()
        self._action_id = action_id
        shown = self._page.services.evidence.list_evidence(action_id)
        today = self._page.services.preferences.today()
        if shown != self._shown:
            self._shown = shown
            self._build(shown)
        old = sum(e.is_out_of_date(today) for e in shown)
        self.say(f"{len(shown)}{f', {old} out of date' if old else ''}" if shown else "")

    def _build(self, shown: tuple[Evidence, ...]) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and self._rows.isAncestorOf(focus):
            self.add.setFocus()
        clear_layout(self._list)
        for evidence in shown:
            self._list.addLayout(self._line(evidence))
        if not shown:
            self._list.addWidget(Label("Nothing yet. Evidence is optional, and never missing.", 10, kind="quiet", wrap=True))

    def _line(self, evidence: Evidence) -> QHBoxLayout:
        is_old = evidence.is_out_of_date(self._page.services.preferences.today())
        verb = "Read" if evidence.kind is EvidenceKind.NOTE else "Open"
        go = Button(verb, "link", on_click=partial(self._open, evidence))
        go.setAccessibleName(f"{verb} {evidence.name}")
        change = Button("Change", "link", on_click=partial(change_evidence, self._page, evidence))
        change.setAccessibleName(f"Change {evidence.name}")
        remove = IconButton("remove", f"Take {evidence.name} away from this action", partial(self._stop, evidence.id))
        words = column(
            Label(evidence.name, 10, bold=True, wrap=True), Label(facts_of(evidence), 9.5, kind="hint", wrap=True), spacing=1
        )
        if is_old:
            words.addWidget(ShapeLabel("at_risk", OUT_OF_DATE))
        buttons = row(go, spacing=4)
        if evidence.kind is not EvidenceKind.NOTE:
            buttons.addWidget(change)
        buttons.addStretch(1)
        words.addLayout(buttons)
        line = row(spacing=4)
        line.addLayout(words, 1)
        line.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        return line

    # ------------------------------------------------------------------ doing
    def _open(self, evidence: Evidence) -> None:
        if evidence.kind is EvidenceKind.NOTE:
            change_evidence(self._page, evidence)
        else:
            open_evidence(self, self._page.services, evidence, self._page.bus.failed.emit)

    def _stop(self, evidence_id: int) -> None:
        action_id = self._action_id
        if action_id is not None:
            self._page.keep(lambda: self._page.services.evidence.stop_using(evidence_id, action_id))

    def _add(self) -> None:
        add_evidence(self._page, self._action_id)

    def drop(self, paths: list[Path]) -> None:
        """Take files that were dropped."""
        if self._action_id is not None:
            self.unfold()
            add_files(self._page, paths, self._action_id)

    def _ask(self) -> None:
        self.finder.show()
        self.finder.start()

    def _give_up(self) -> None:
        self.finder.hide()
        self.reuse.setFocus()

    def _find(self, typed: str) -> list[tuple[int, str]]:
        found = self._page.services.evidence.find_evidence(typed, self._action_id or 0)
        return [(e.id, f"{e.name}\n{facts_of(e)}") for e in found]

    def _use(self, evidence_id: int) -> None:
        action_id = self._action_id
        if action_id is not None:
            self._give_up()
            self._page.keep(lambda: self._page.services.evidence.use(evidence_id, action_id))


def facts_of(evidence: Evidence) -> str:
    """What it is and its day, in a line: "File, 312 KB, 3 March 2026"."""
    what = {
        EvidenceKind.FILE: f"File ({evidence.file_name.rpartition('.')[2].upper()}), {size_words(evidence.size)}",
        EvidenceKind.LINK: f"Link to {link_host(evidence.link)}" if evidence.link else "Link",
        EvidenceKind.NOTE: "Note",
    }[evidence.kind]
    return f"{what}, {format_date(evidence.dated) if evidence.dated else 'no date'}"


class TakesFiles(Protocol):
    """What dropped files are handed to."""

    def drop(self, paths: list[Path]) -> None:
        """Take files that were dropped."""


class DropTarget(QObject):
    """Lets files be dropped onto a widget and hands them on; anything else that is dragged is left alone."""

    def __init__(self, widget: QWidget, section: TakesFiles) -> None:
        super().__init__(widget)
        self._section = section
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept a drag of files, and take them when they are dropped."""
        if event.type() not in {QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop} or not isinstance(
            event, QDropEvent
        ):
            return False
        urls = event.mimeData().urls()
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        if not paths:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() is QEvent.Type.Drop:
            self._section.drop(paths)
        return True
