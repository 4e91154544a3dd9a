"""Counts by state within a PDF's table: bars on one scale, marks with their counts, and the key above them."""

from __future__ import annotations

from collections.abc import Callable

from reportlab.platypus import Flowable

from leadapp.domain.chart_scenes import Measure, Scene
from leadapp.domain.documents import Cell, CellKind, Table
from leadapp.domain.state_scenes import bar_scene, key_scene, marks_scene
from leadapp.exports.pdf_charts import ChartPainter
from leadapp.exports.pdf_text import BOLD, REGULAR, Letters

SIZE = 9.0


class ScenePart(Flowable):
    """A scene that is laid out for the width it is given; ``text`` says the same in words."""

    def __init__(self, lay_out: Callable[[float, Measure], Scene], text: str, letters: Letters) -> None:
        super().__init__()
        self.text, self._lay_out, self._letters = text, lay_out, letters
        self._scene = Scene(0, 0, ())

    def _measure(self, text: str, size: float, bold: bool) -> float:
        return self._letters.width(text, BOLD if bold else REGULAR, size)

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """As wide as there is room; the scene says how high."""
        self._scene = self._lay_out(width, self._measure)
        self.width, self.height = width, self._scene.height
        return self.width, self.height

    def draw(self) -> None:
        """Paint the scene."""
        ChartPainter(self.canv, 0, self.height, self._letters).paint(self._scene)


def state_part(cell: Cell, kind: CellKind, most: int, letters: Letters) -> ScenePart:
    """A cell of counts by state: a bar whose scale ends at ``most``, or marks."""
    if kind is CellKind.BARS:
        return ScenePart(lambda width, measure: bar_scene(cell.parts, most, width, measure, SIZE), str(cell.value), letters)
    return ScenePart(lambda width, measure: marks_scene(cell.parts, width, measure, SIZE), str(cell.value), letters)


def key_part(table: Table, letters: Letters) -> ScenePart | None:
    """The key to the bars of a table, or None where it has none."""
    bars = [place for place, column in enumerate(table.columns) if column.kind is CellKind.BARS and table.rows]
    if not bars:
        return None
    keys = [part.key for part in table.rows[0].cells[bars[0]].parts]
    return ScenePart(lambda width, measure: key_scene(keys, width, measure, SIZE), "", letters)


def most_of(table_cells: list[Cell]) -> int:
    """The largest sum of a column of bars."""
    return max((sum(part.count for part in cell.parts) for cell in table_cells), default=0)
