"""What a tab of a room is: a view that is read anew, saved and started like the page it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from leadapp.domain.provenance import Source


class RoomView(Protocol):
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
class Tall(Protocol):
    """A view that cannot do with little height: then the whole page scrolls."""

    def needed_height(self, width: int) -> int:
        """The least height for a width, in pixels; 0 where it makes do with any."""


@runtime_checkable
class Asked(Protocol):
    """A view with numbers that can be asked where they come from."""

    def sources(self) -> tuple[Source, ...]:
        """The figures it shows, with the rows behind them."""
