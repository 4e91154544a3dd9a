"""Plan: my actions, the cascade, the month clock, the edition, the quarter round and taking in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QStackedWidget, QWidget

from leadapp.domain.spots import Spot
from leadapp.services.opening import Services
from leadapp.ui.background import Background
from leadapp.ui.change_bus import ChangeBus
from leadapp.ui.page import Page
from leadapp.ui.page_header import PageHeader
from leadapp.ui.plan.actions_view import ActionsView
from leadapp.ui.plan.plan_tabs import TABS, VIEWS
from leadapp.ui.plan.round_view import RoundView
from leadapp.ui.room_view import Asked, Opens, RoomView, Tall
from leadapp.ui.tab_row import TabRow
from leadapp.ui.tall_page import TallPage
from leadapp.ui.widgets import Button, column

if TYPE_CHECKING:
    from leadapp.domain.provenance import Source
    from leadapp.ui.plan.take_in.take_in_view import TakeInView


class PlanPage(Page):
    """Tabs over one stack; the round takes the whole page."""

    def __init__(self, services: Services, bus: ChangeBus) -> None:
        super().__init__(services, bus)
        self.header = PageHeader(
            "Plan",
            Button("Take in a list…", "", "import", lambda: self.show_place("take_in", None)),
            Button("Quarter round", "", "check", lambda: self.show_place("round", None)),
            Button("Add action", "primary", "add", self._add),
        )
        self.tabs = TabRow(TABS)
        self.tabs.chosen.connect(lambda key: self.show_place(key, None))
        self.stack = QStackedWidget()
        self._whole = QStackedWidget()
        self._views: dict[str, RoomView] = {}
        self._key = "mine"
        self._lay_out()
        self.my_actions = ActionsView(self)
        self.stack.addWidget(self.my_actions)
        self.round = RoundView(self)
        self._whole.addWidget(self.round)
        self.round.ended.connect(self._end_round)
        self.my_actions.table.pasted.connect(lambda text: self.show_place("take_in", text))
        self._take_in: TakeInView | None = None
        self._views["mine"] = self.my_actions
        self.tabs.select("mine")

    def _lay_out(self) -> None:
        """Put the frame together while it is empty: a view that changes its parent is dressed anew, each time in all its parts."""
        self._tabbed = QWidget()
        layout = column(self.header, self.tabs, spacing=0)
        layout.addWidget(self.stack, 1)
        self._tabbed.setLayout(layout)
        self._tall = TallPage(self._tabbed, self._needed_height)
        self._whole.addWidget(self._tall)
        self.setLayout(column(self._whole, spacing=0))

    def _needed_height(self, width: int) -> int:
        """The height that the tab which is shown cannot do without, with what stands above it; 0 where there is enough of it."""
        view: object = self._views.get(self._key) if self._tight else None
        inner = view.needed_height(width) if isinstance(view, Tall) else 0
        return inner + self.header.sizeHint().height() + self.tabs.sizeHint().height() if inner else 0

    def _view(self, key: str) -> RoomView:
        if key not in self._views:
            view = VIEWS[key](self)
            self._views[key] = view
            self.stack.addWidget(cast(QWidget, view))
            view.set_tight(self._tight)
        return self._views[key]

    def fit_height(self, tight: bool) -> None:
        """Leave the table its room."""
        self.header.set_tight(tight)
        if self._take_in is not None:
            self._take_in.set_tight(tight)
        for view in self._views.values():
            view.set_tight(tight)
        self.round.set_tight(tight)

    def show_place(self, place: str, what: object) -> None:
        """Go to a tab, an action, or the round."""
        self.flush()
        if place == "round":
            self._whole.setCurrentWidget(self.round)
            self.round.begin(what if isinstance(what, (int, Spot)) else None)
            return
        if place == "take_in":
            self._begin_take_in(what)
            return
        self._whole.setCurrentWidget(self._tall)
        key = place if place in VIEWS else "mine"
        self._key, view = key, self._view(key)
        self.tabs.select(key)
        self.stack.setCurrentWidget(cast(QWidget, view))
        self.refresh()
        if place == key and key != "mine":
            view.start()
        if key == "mine" and isinstance(what, (int, Spot)):
            spot = what if isinstance(what, Spot) else Spot(what)
            self.my_actions.show_action(spot.row)
            self.my_actions.pane.start_at(spot)
        elif what is not None and isinstance(view, Opens):
            view.show_what(what)

    def copy_action(self) -> None:
        """Copy the action that is chosen, for a paper."""
        if self.my_actions.isVisible():
            self.my_actions.copy_action()

    def _begin_take_in(self, what: object) -> None:
        if self._take_in is None:
            from leadapp.ui.plan.take_in.take_in_view import TakeInView

            self._take_in = TakeInView(self)
            self._take_in.set_tight(self._tight)
            self._take_in.ended.connect(self._end_take_in)
            self._whole.addWidget(self._take_in)
        self._whole.setCurrentWidget(self._take_in)
        self._take_in.start()
        self._take_in.begin(what)

    def _end_take_in(self, _taken: bool) -> None:
        self.show_place("mine", None)
        self.my_actions.start()

    def sources(self) -> tuple[Source, ...]:
        """The figures of the tab that is shown."""
        view = self._views[self._key]
        tabbed = self._whole.currentWidget() is self._tall
        return view.sources() if tabbed and isinstance(view, Asked) else ()

    def _end_round(self, place: str) -> None:
        stopped_at = self.round.action_id
        self.show_place("mine", None)
        if place != "plan":
            self.go.emit(place, None)
        elif stopped_at is not None:
            self.my_actions.stand_on(stopped_at)

    def _add(self) -> None:
        from leadapp.ui.plan.add_action import add_action

        made = add_action(self)
        if made is not None:
            self.show_place("mine", made)

    def reload(self) -> None:
        """Read what is shown anew."""
        actions = self.services.plan.list_actions()
        undecided = sum(row.needs_decision for row in self.services.plan.cascade())
        corporate = sum(bool(a.part) for a in actions)
        own = len(actions) - corporate
        noun = "action" if len(actions) == 1 else "actions"
        counted = f"{len(actions)} {noun}: {corporate} from the corporate plan and {own} of your own."
        self.header.tell("Plan", counted if actions else "No actions yet. Take them from the corporate plan, or add your own.")
        self.tabs.set_count("cascade", f"{undecided} to decide" if undecided else "")
        if self._whole.currentWidget() is self.round:
            self.round.reload()
        elif self._whole.currentWidget() is self._tall:
            self._views[self._key].reload()

    def end(self) -> None:
        """Leave nothing running: the window closes."""
        for worker in self.findChildren(Background):
            worker.close()

    def flush(self) -> None:
        """Save what is typed anywhere in the room."""
        self.round.flush()
        for view in self._views.values():
            view.flush()
