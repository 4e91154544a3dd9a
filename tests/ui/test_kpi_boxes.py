"""The boxes of a KPI stand on one line, also where the label of one of them takes two."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel

from leadapp.services.opening import Services
from leadapp.ui import theme
from leadapp.ui.main_window import MainWindow
from leadapp.ui.plan.kpi_boxes import KpiBoxes
from tests.ui.fixtures import Show, settle
from tests.ui.hands import open_action


def place_of(boxes: KpiBoxes, name: str) -> QRect:
    box = boxes.fields[name].box
    return QRect(box.mapTo(boxes, QPoint(0, 0)), box.size())


def words_high(label: QLabel) -> int:
    room = QRect(0, 0, label.width(), 10_000)
    return label.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), label.text()).height()


def shown_boxes(window: MainWindow) -> KpiBoxes:
    pane = open_action(window, "1.5")
    return next(b for b in pane.quarter._kpis.values() if b.fields["numerator"].label.text() == "Managers trained")


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_boxes_beside_each_other_stand_on_one_line(show_window: Show, sample: Services, scale: float) -> None:
    theme.current.apply("light", scale)
    boxes = shown_boxes(show_window(sample, (1280, 800)))
    top, bottom = boxes.fields["numerator"], boxes.fields["denominator"]
    if scale == 1:
        assert words_high(top.label) > words_high(bottom.label), "one label wraps"
    assert place_of(boxes, "numerator").top() == place_of(boxes, "denominator").top()
    assert place_of(boxes, "source").top() == place_of(boxes, "note").top()
    share = QRect(boxes._share.mapTo(boxes, QPoint(0, 0)), boxes._share.size())
    assert abs(share.center().y() - place_of(boxes, "numerator").center().y()) <= 2


def test_labels_are_levelled_anew_at_another_text_size(show_window: Show, sample: Services) -> None:
    boxes = shown_boxes(show_window(sample, (1280, 800)))
    theme.current.apply("light", 1.5)
    settle()
    theme.current.apply("light", 1.0)
    settle()
    assert place_of(boxes, "numerator").top() == place_of(boxes, "denominator").top()
    label = boxes.fields["numerator"].label
    assert label.height() <= words_high(label) + 1, "no room is left over from larger text"
