"""Risks: what fired this quarter, risks, issues, escalations, the log of challenge, and the trigger rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QStackedWidget, QWidget

from leadapp.services.opening import Services
from leadapp.ui.change_bus import ChangeBus
from leadapp.ui.page import Page
from leadapp.ui.page_header import PageHeader
from leadapp.ui.risks.kinds import KINDS
from leadapp.ui.risks.list_view import ListView
from leadapp.ui.risks.now_view import NowView
from leadapp.ui.room_view import Asked, Opens, RoomView, Tall
from leadapp.ui.tab_row import TabRow
from leadapp.ui.tall_page import TallPage
from leadapp.ui.widgets import Button, column

if TYPE_CHECKING:
    from leadapp.domain.provenance import Source


def _rules(page: Page) -> RoomView:
    from leadapp.ui.risks.rules_view import RulesView

    return RulesView(page)


VIEWS: dict[str, Callable[[Page], RoomView]] = {
    "now": NowView,
    **{key: partial(ListView, kind=kind) for key, kind in KINDS.items()},
    "rules": _rules,
}
TABS = (("now", "Now"), *((kind.key, kind.name) for kind in KINDS.values()), ("rules", "Trigger rules"))


class RisksPage(Page):
    """Tabs over one stack; a view is made when its tab is first chosen."""

    def __init__(self, services: Services, bus: ChangeBus) -> None:
        super().__init__(services, bus)
        self.header = PageHeader(
            "Risks and triggers",
            Button("Add escalation", "", "escalate", lambda: self._begin("escalation")),
            Button("Add risk", "primary", "add", lambda: self._begin("risk")),
        )
        self.tabs = TabRow(TABS)
        self.tabs.chosen.connect(lambda key: self.show_place(key, None))
        self.stack = QStackedWidget()
        self._views: dict[str, RoomView] = {}
        self._key = ""
        tabbed = QWidget()
        layout = column(self.header, self.tabs, spacing=0)
        layout.addWidget(self.stack, 1)
        tabbed.setLayout(layout)
        self.setLayout(column(TallPage(tabbed, self._needed_height), spacing=0))
        self._show_tab("now")

    def _needed_height(self, width: int) -> int:
        """The height that the tab which is shown cannot do without, with what stands above it; 0 where there is enough of it."""
        view: object = self._views.get(self._key) if self._tight else None
        inner = view.needed_height(width) if isinstance(view, Tall) else 0
        return inner + self.header.sizeHint().height() + self.tabs.sizeHint().height() if inner else 0

    def view(self, key: str) -> RoomView:
        """The view of a tab."""
        if key not in self._views:
            made = VIEWS[key](self)
            self._views[key] = made
            self.stack.addWidget(cast(QWidget, made))
            made.set_tight(self._tight)
        return self._views[key]

    def _show_tab(self, key: str) -> None:
        self._key = key
        self.tabs.select(key)
        self.stack.setCurrentWidget(cast(QWidget, self.view(key)))

    def _begin(self, key: str) -> None:
        """Go where a risk or an escalation is added."""
        self.show_place(key, None)
        view = self.view(key)
        if isinstance(view, ListView):
            view.line.setFocus()

    def show_place(self, place: str, what: object) -> None:
        """Go to a tab, or to one thing in it."""
        self.flush()
        key = place if place in VIEWS else "now"
        self._show_tab(key)
        self.refresh()
        view = self.view(key)
        view.start()
        if what is not None and isinstance(view, Opens):
            view.show_what(what)

    def reload(self) -> None:
        """Read what is shown anew."""
        triggers = self.services.triggers.triggers()
        risks, escalations = self.services.risks.risks(), self.services.risks.escalations()
        waiting = sum(one.answer is None for one in triggers)
        opened = sum(e.is_open for e in escalations)
        fired = {0: "No trigger waits for an answer.", 1: "1 trigger has fired and waits for an answer."}
        going = {0: "No escalation is open.", 1: "1 escalation is open."}
        self.header.tell(
            "Risks and triggers",
            f"{fired.get(waiting, f'{waiting} triggers have fired and wait for an answer.')} "
            f"{going.get(opened, f'{opened} escalations are open.')}",
        )
        for kind in ("risk", "issue"):
            count = sum(r.kind == kind and r.is_open for r in risks)
            self.tabs.set_count(kind, str(count) if count else "")
        self.tabs.set_count("escalation", f"{opened} open" if opened else "")
        self.tabs.set_count("rules", str(len(self.services.triggers.shipped())))
        self.view(self._key).reload()

    def sources(self) -> tuple[Source, ...]:
        """The figures of the tab that is shown."""
        view = self.view(self._key)
        return view.sources() if isinstance(view, Asked) else ()

    def fit_height(self, tight: bool) -> None:
        """Leave the table its room."""
        self.header.set_tight(tight)
        for view in self._views.values():
            view.set_tight(tight)

    def flush(self) -> None:
        """Save what is typed anywhere in the room."""
        for view in self._views.values():
            view.flush()
