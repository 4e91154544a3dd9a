"""Facts about a screen that anybody could measure: names, the way of Tab, clipped words, small targets, overflow, contrast."""

from __future__ import annotations

import re

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSlider,
    QTableView,
    QToolButton,
    QWidget,
)

from leadapp.ui.focus_ring import FocusRing

INPUTS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QSlider, QAbstractItemView)
MOST_TABS = 250
MOST_EMPTY = 60


def shown(root: QWidget, kind: type[QWidget] = QWidget) -> list[QWidget]:
    """What is visible, scrolled away or not."""
    return [w for w in root.findChildren(kind) if w.isVisible() and w.width() and w.height()]


def tell(widget: QWidget) -> str:
    """A widget as a person would find it again."""
    words = getattr(widget, "text", lambda: "")() if isinstance(widget, (QLabel, QAbstractButton)) else ""
    name = widget.objectName() or widget.accessibleName() or words
    return f"{type(widget).__name__} “{str(name).strip()[:60]}” ({widget.width()}x{widget.height()})"


def spoken_name(widget: QWidget) -> str:
    """What a screen reader says first."""
    face: QAccessibleInterface | None = QAccessible.queryAccessibleInterface(widget)
    return face.text(QAccessible.Text.Name).strip() if face is not None else ""


def nameless(root: QWidget) -> list[str]:
    """Inputs and buttons that a screen reader cannot name."""
    found = [w for kind in INPUTS for w in shown(root, kind) if not inner(w)]
    return [tell(w) for w in found if not spoken_name(w)]


def inner(widget: QWidget) -> bool:
    """Whether a widget is only a part of another one: the line of a combo, the list of its pop-up, a scroll area's corner."""
    return (
        isinstance(widget, QHeaderView) or isinstance(widget.parentWidget(), QComboBox) or widget.objectName().startswith("qt_")
    )


# -------------------------------------------------------------------------------- Tab
def stops(root: QWidget) -> list[QWidget]:
    """Everything that Tab should reach."""
    found = []
    for widget in shown(root):
        tabs = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        if widget.isEnabled() and tabs and widget.focusProxy() is None and not inner(widget):
            found.append(widget)
    return found


def walk(root: QWidget) -> list[QWidget]:
    """Press Tab until the focus comes round to where it began."""
    first = QApplication.focusWidget()
    assert first is not None
    way = [first]
    for _ in range(MOST_TABS):
        here = way[-1]
        QTest.keyClick(here, Qt.Key.Key_Tab)
        after = QApplication.focusWidget()
        if after is first:
            return way
        assert after is not None, f"the focus is lost behind {tell(way[-1])}"
        assert after is not here, f"Tab is trapped in {tell(after)}"
        way.append(after)
    raise AssertionError(f"Tab does not come round: it goes {[tell(w) for w in way[-6:]]}")


def group_of(widget: QWidget) -> list[QWidget]:
    """The buttons of which Tab needs to reach one, because arrows go to the others."""
    if not isinstance(widget, QAbstractButton) or not widget.isCheckable():
        return [widget]
    group: QButtonGroup | None = widget.group()  # Qt says there is always one; there is not
    if group is not None and group.exclusive():
        return [*group.buttons()]
    parent = widget.parentWidget()
    if widget.autoExclusive() and parent is not None:
        return [b for b in parent.children() if isinstance(b, QAbstractButton) and b.autoExclusive()]
    return [widget]


def not_reached(root: QWidget) -> list[str]:
    """What Tab does not reach, though it should."""
    expected = stops(root)
    reached = set(walk(root))
    return [tell(w) for w in expected if not reached & set(group_of(w))]


# -------------------------------------------------------------------------------- words
def clipped(root: QWidget) -> list[str]:
    """Labels and buttons whose words do not fit into the room they have."""
    found = [tell(w) for w in shown(root, QLabel) if isinstance(w, QLabel) and _label_is_clipped(w)]
    found += [tell(w) for w in shown(root, QAbstractButton) if isinstance(w, QAbstractButton) and _button_is_clipped(w)]
    found += [tell(w) for w in shown(root, QComboBox) if isinstance(w, QComboBox) and _combo_is_clipped(w)]
    found += [tell(w) for w in shown(root, QLineEdit) if isinstance(w, QLineEdit) and _hint_is_clipped(w)]
    return found


def _label_is_clipped(label: QLabel) -> bool:
    if not label.text():
        return False
    room, metrics = label.contentsRect(), label.fontMetrics()
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height() + 1 or _longest_word(label) > room.width() + 1
    widest = max(metrics.horizontalAdvance(line) for line in label.text().splitlines() or [""])
    return widest > room.width() + 1 or metrics.height() > room.height() + 1


def _longest_word(label: QLabel) -> int:
    return max((label.fontMetrics().horizontalAdvance(word) for word in re.split(r"[\s\u200b]+", QLabel.text(label))), default=0)


def _button_is_clipped(button: QAbstractButton) -> bool:
    if not button.text() or isinstance(button.parentWidget(), QAbstractItemView):
        return False
    if isinstance(button, QToolButton) and button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly:
        return False
    hint = button.sizeHint()
    if isinstance(button, (QPushButton, QToolButton, QCheckBox, QRadioButton)):
        return hint.width() > button.width() + 1 or button.fontMetrics().height() > button.height()
    return False


def _combo_is_clipped(combo: QComboBox) -> bool:
    """What is typed or chosen may be longer than any box: then the tooltip says the whole of it."""
    arrow, words = 26, combo.currentText()
    return combo.fontMetrics().horizontalAdvance(words) + arrow > combo.width() and combo.toolTip() != words


def _hint_is_clipped(line: QLineEdit) -> bool:
    return not line.text() and line.fontMetrics().horizontalAdvance(line.placeholderText()) > line.width() - 8


# -------------------------------------------------------------------------------- room
def small_targets(root: QWidget, least: int) -> list[str]:
    """What can be clicked and is smaller than it should be."""
    kinds = (QAbstractButton, QComboBox, QLineEdit, QSlider)
    found = [w for kind in kinds for w in shown(root, kind) if not inner(w) and not isinstance(w.parentWidget(), QLineEdit)]
    return [tell(w) for w in found if min(w.width(), w.height()) < least]


def overflowing(root: QWidget) -> list[str]:
    """What stands out of the window sideways, or out of the page that holds it."""
    found = []
    for area in shown(root, QScrollArea):
        assert isinstance(area, QScrollArea)
        content = area.widget()
        if content is not None and content.width() > area.viewport().width():
            found.append(f"{tell(area)}: content {content.width()} wide, room {area.viewport().width()}")
    for table in shown(root, QTableView):
        assert isinstance(table, QTableView)
        if table.horizontalHeader().length() > table.viewport().width():
            found.append(f"{tell(table)}: columns {table.horizontalHeader().length()} wide, room {table.viewport().width()}")
    whole = QRect(QPoint(0, 0), root.size())
    for widget in shown(root):
        parent = widget.parentWidget()
        if (
            widget.isWindow()
            or parent is None
            or isinstance(parent, QAbstractScrollArea)
            or _in_view(widget)
            or isinstance(widget, FocusRing)
        ):
            continue
        place = QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())
        if place.left() < whole.left() or place.right() > whole.right():
            found.append(f"{tell(widget)} from {place.left()} to {place.right()} of {whole.width()}")
    return found


def hollow(root: QWidget) -> list[str]:
    """Pages that scroll on into emptiness: what they hold ends well above their end."""
    found = []
    for area in shown(root, QScrollArea):
        assert isinstance(area, QScrollArea)
        content = area.widget()
        if content is None or content.height() <= area.viewport().height():
            continue
        leaves = [w for w in shown(content) if type(w) not in {QWidget, QFrame}]
        end = max((w.mapTo(content, QPoint(0, w.height())).y() for w in leaves), default=0)
        if content.height() - end > MOST_EMPTY:
            found.append(f"{tell(area)}: content ends at {end} of {content.height()}")
    return found


def _in_view(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractItemView):
            return True
        parent = parent.parentWidget()
    return False


# -------------------------------------------------------------------------------- contrast
def contrast(one: str, other: str) -> float:
    """The contrast of two colours #rrggbb as WCAG 2.2 defines it (1 to 21)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
