"""The way of Tab through a part of a window whose boxes come and go.

Qt puts what is made later at the end of the window, behind the foot, and setTabOrder loses its way in fields that hand the keyboard on
to their box. Whoever looks at the page reads it as it is laid out, and the keyboard goes the same way (WCAG 2.2, 2.4.3 Focus Order).
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLayout, QScrollArea, QWidget


def step_way(root: QWidget, *, onwards: bool) -> bool:
    """Take the keyboard to the stop after or before, as ``root`` is laid out; from its end to what follows it in the window."""
    stops = [stop for stop in _parts(root) if _takes_tab(stop)]
    here = QApplication.focusWidget()
    if here not in stops:
        return False
    place = stops.index(here) + (1 if onwards else -1)
    target = stops[place] if 0 <= place < len(stops) else _beyond(root, onwards=onwards)
    if target is None:
        return False
    target.setFocus(Qt.FocusReason.TabFocusReason if onwards else Qt.FocusReason.BacktabFocusReason)
    return True


def _takes_tab(widget: QWidget) -> bool:
    takes = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    return bool(takes) and widget.focusProxy() is None and widget.isVisible() and widget.isEnabled()


def _beyond(root: QWidget, *, onwards: bool) -> QWidget | None:
    """The first stop of the window outside ``root``, after or before it."""
    widget: QWidget | None = root
    while widget is not None:
        widget = widget.nextInFocusChain() if onwards else widget.previousInFocusChain()
        if widget is root or widget is None:
            return None
        if _takes_tab(widget) and not root.isAncestorOf(widget):
            return widget
    return None


def _parts(widget: QWidget) -> Iterator[QWidget]:
    """A widget and everything in it, as laid out."""
    yield widget
    if isinstance(widget, QScrollArea):
        inner = widget.widget()
        if inner is not None:
            yield from _parts(inner)
    elif (layout := widget.layout()) is not None:
        yield from _laid_out(layout)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield from _parts(widget)
        elif inner is not None:
            yield from _laid_out(inner)
