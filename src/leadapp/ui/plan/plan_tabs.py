"""The tabs of the Plan room: their words, and how each view is made when it is first chosen."""

from __future__ import annotations

from collections.abc import Callable

from leadapp.ui.page import Page
from leadapp.ui.room_view import RoomView


def _cascade(page: Page) -> RoomView:
    from leadapp.ui.plan.cascade_view import CascadeView

    return CascadeView(page)


def _clock(page: Page) -> RoomView:
    from leadapp.ui.plan.clock_view import ClockView

    return ClockView(page)


def _edition(page: Page) -> RoomView:
    from leadapp.ui.plan.edition_view import EditionView

    return EditionView(page)


def _grid(page: Page) -> RoomView:
    from leadapp.ui.plan.services_view import ServicesView

    return ServicesView(page)


def _registers(page: Page) -> RoomView:
    from leadapp.ui.plan.registers_view import RegistersView

    return RegistersView(page)


def _pace(page: Page) -> RoomView:
    from leadapp.ui.plan.pace_view import PaceView

    return PaceView(page)


def _evidence(page: Page) -> RoomView:
    from leadapp.ui.evidence.evidence_view import EvidenceView

    return EvidenceView(page)


TABS = (
    ("mine", "My actions"),
    ("cascade", "Cascade"),
    ("clock", "Month clock"),
    ("grid", "Services"),
    ("registers", "Registers"),
    ("evidence", "Evidence"),
    ("pace", "Pace"),
    ("edition", "Edition"),
)
VIEWS: dict[str, Callable[[Page], RoomView]] = {
    "cascade": _cascade,
    "clock": _clock,
    "grid": _grid,
    "registers": _registers,
    "evidence": _evidence,
    "pace": _pace,
    "edition": _edition,
}
"""Every tab beside the first, which the page makes itself. A view's module is imported when its tab is chosen."""
