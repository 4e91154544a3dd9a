"""The tabs of the Return room beside the return itself: their words, and how each view is made when it is first chosen."""

from __future__ import annotations

from collections.abc import Callable

from leadapp.ui.page import Page
from leadapp.ui.room_view import RoomView


def _changes(page: Page) -> RoomView:
    from leadapp.ui.returns.changes_card import ChangesView
    from leadapp.ui.returns.return_page import ReturnPage

    assert isinstance(page, ReturnPage)
    return ChangesView(page)


def _ask(page: Page) -> RoomView:
    from leadapp.ui.returns.ask_view import AskView

    return AskView(page)


def _year(page: Page) -> RoomView:
    from leadapp.ui.returns.year_view import YearView

    return YearView(page)


def _handover(page: Page) -> RoomView:
    from leadapp.ui.returns.handover_view import HandoverView

    return HandoverView(page)


TABS: tuple[tuple[str, str], ...] = (
    ("this", "This return"),
    ("ask", "Ask owners"),
    ("changes", "What changed"),
    ("year", "The year"),
    ("handover", "Handover"),
)
NO_RETURN = frozenset({"year", "handover"})
"""Tabs that are not about the one return: what its head offers to do does not belong to them."""
VIEWS: dict[str, Callable[[Page], RoomView]] = {"ask": _ask, "changes": _changes, "year": _year, "handover": _handover}
"""Every tab beside the first, which the page makes itself. A view's module is imported when its tab is chosen."""
