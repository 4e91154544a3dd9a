"""The tabs of the Plan room: their words, and how each view is made when it is first chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from leadapp.ui.page import Page

if TYPE_CHECKING:
    from leadapp.domain.provenance import Source


class PlanView(Protocol):
    """What a tab of the room shows: a widget that is made with the page."""

    def reload(self) -> None:
        """Read what is shown anew."""

    def flush(self) -> None:
        """Save what is typed and not saved yet."""

    def set_tight(self, tight: bool) -> None:
        """Take less room above what matters."""

    def start(self) -> None:
        """Put the cursor where the work begins."""


@runtime_checkable
class Opens(Protocol):
    """A view that can show one thing of its own when a place is gone to."""

    def show_what(self, what: object) -> None:
        """Show it."""


@runtime_checkable
class Asked(Protocol):
    """A view with numbers that can be asked where they come from."""

    def sources(self) -> tuple[Source, ...]:
        """The figures it shows, with the rows behind them."""


def _cascade(page: Page) -> PlanView:
    from leadapp.ui.plan.cascade_view import CascadeView

    return CascadeView(page)


def _clock(page: Page) -> PlanView:
    from leadapp.ui.plan.clock_view import ClockView

    return ClockView(page)


def _edition(page: Page) -> PlanView:
    from leadapp.ui.plan.edition_view import EditionView

    return EditionView(page)


def _grid(page: Page) -> PlanView:
    from leadapp.ui.plan.services_view import ServicesView

    return ServicesView(page)


def _registers(page: Page) -> PlanView:
    from leadapp.ui.plan.registers_view import RegistersView

    return RegistersView(page)


def _pace(page: Page) -> PlanView:
    from leadapp.ui.plan.pace_view import PaceView

    return PaceView(page)


def _evidence(page: Page) -> PlanView:
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
VIEWS: dict[str, Callable[[Page], PlanView]] = {
    "cascade": _cascade,
    "clock": _clock,
    "grid": _grid,
    "registers": _registers,
    "evidence": _evidence,
    "pace": _pace,
    "edition": _edition,
}
"""Every tab beside the first, which the page makes itself. A view's module is imported when its tab is chosen."""
