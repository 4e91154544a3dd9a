"""One list of the Risks room: what its rows are, and how one comes, goes and is dealt with."""

from __future__ import annotations

from typing import Any

from leadapp.domain.changes import Changes
from leadapp.ui.page import Page
from leadapp.ui.risks.kinds import Kind
from leadapp.ui.risks.record_form import RecordForm
from leadapp.ui.tables.list_pane import ListPane, ListWords
from leadapp.ui.tables.row_menu import RowAction
from leadapp.ui.tables.table_view import Layout


def _layouts(kind: Kind) -> tuple[Layout, ...]:
    """Few columns beside the form, all of them where there is room."""
    whole = {"risk": ("id", "title", "owner", "due", "score", "state"), "escalation": ("id", "title", "about", "by", "state")}
    keys = whole.get("risk" if kind.key == "issue" else kind.key, ("title", "body", "asked", "state"))
    some = tuple(key for key in keys if key in {"id", "title", "score", "by", "asked", "state"})
    return (Layout(0, ("title",), ("title",)), Layout(470, some), Layout(820, keys))


class ListView(ListPane):
    """The rows of one kind."""

    def __init__(self, page: Page, kind: Kind) -> None:
        self.kind = kind
        words = ListWords(kind.key, kind.name, kind.one, kind.first, kind.purpose, kind.empty, "risks")
        form = RecordForm(page, kind.key, kind.fields, lambda record: kind.deeds(page, record))
        super().__init__(page, words, kind.columns(page), _layouts(kind), form, kind.chips)
        self.table.offer(self._offered)
        self.lay_out()

    def _read(self) -> tuple[Any, ...]:
        return self.kind.records(self._page.services)

    def _passes(self, key: str, record: Any) -> bool:
        if key == "late":
            return self.kind.late(record, self._page.services.preferences.today())
        return key == "all" or record.is_open == (key == "open")

    def _add_row(self, text: str) -> tuple[Changes, int]:
        return self.kind.add(self._page.services, text)

    def _remove_row(self, record: Any) -> Changes:
        return self._page.services.risks.remove(self.kind.key, record.id)

    def _offered(self, record: Any) -> list[RowAction]:
        deeds = self.kind.deeds(self._page, record)
        keys = {"Remove": "Delete"}
        return [RowAction("Open", lambda: self._open(record), "Enter")] + [
            RowAction(deed.words, deed.work, keys.get(deed.words, "")) for deed in deeds
        ]

    def show_what(self, what: object) -> None:
        """Open one row."""
        if isinstance(what, int):
            self.show_row(what)
