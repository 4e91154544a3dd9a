"""Boxes to choose from that stand at the end of a line, each named after what stands before it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout

from leadapp.ui.wheel_guard import guard


def choice_box(name: str, said: str, choices: Iterable[tuple[str, str]], chosen: str) -> QComboBox:
    """A box of keys and words; ``said`` is what a screen reader calls it."""
    box = QComboBox()
    guard(box)
    box.setObjectName(name)
    box.setAccessibleName(said)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(14)
    for key, words in choices:
        box.addItem(words, key)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box


def grow_last(grid: QGridLayout) -> None:
    """Give the words three parts of the width and the box two, whatever they hold."""
    grid.setColumnStretch(0, 3)
    grid.setColumnStretch(1, 2)
