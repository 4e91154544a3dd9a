"""Native charts of a workbook, each beside the numbers it is drawn from and with a text for screen readers."""

from __future__ import annotations

from typing import Any, TypeAlias, cast

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from leadapp.domain.charts import Columns, StackedBars
from leadapp.domain.documents import Figure
from leadapp.exports.look import COLOURS
from leadapp.exports.workbook_styles import dress
from leadapp.exports.workbook_text import clean, height_of, put_text

_FILLS = {"complete": "blue", "underway": "underway", "not_started": "not_started", "kept": "green"}
_PATTERNS = {
    "paused": ("wdUpDiag", "ring", "base"),
    "will_not_do": ("diagCross", "ring", "base"),
    "part_kept": ("ltUpDiag", "amber_line", "amber"),
    "not_kept": ("diagCross", "base", "red"),
}
"""Pattern, its lines and the ground, for what a solid colour would not tell apart without colour."""
_INKS = {"complete": "white", "underway": "white", "not_kept": "white"}
_WIDE, _HIGH, _GAP = 9.0, 7.4, 0.4
_ROWS = 18
_TITLE_LENGTH = 90
_EMU = 360_000


Numbers: TypeAlias = tuple[tuple[int, int], tuple[int, ...]]
"""Where numbers stand: row of the head, column of the names, and the columns of the series."""


class ChartPlacer:
    """Places charts under what a sheet says; ``texts`` gathers what each says to somebody who cannot see it, in order."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def place(self, sheet: Worksheet, row: int, figures: list[Figure]) -> int:
        """Numbers first, then the charts in pairs; returns the next free row."""
        drawn = []
        for figure in figures:
            put_text(sheet, row, label_column(sheet), figure.caption, "lead caption")
            chart = figure.chart
            if isinstance(chart, StackedBars):
                made, row = self._bars(sheet, row + 1, chart)
            elif isinstance(chart, Columns):
                made, row = self._columns(sheet, row + 1, chart)
            else:
                raise TypeError(f"a workbook has no chart for {type(chart).__name__}")
            drawn.append((made, chart.text))
        across = max(1, min(4, int(self._room(sheet) // (_WIDE + _GAP))))
        for number, (made, text) in enumerate(drawn):
            size = (_WIDE if len(drawn) > 1 else _WIDE * 1.5, _HIGH)
            cast(Any, made).anchor = self._anchor(
                sheet, number % across * (_WIDE + _GAP), row + 1 + number // across * _ROWS, size
            )
            sheet.add_chart(made)
            self.texts.append(clean(text))
        return row + 1 + (len(drawn) + across - 1) // across * _ROWS

    def _room(self, sheet: Worksheet) -> float:
        """How wide the sheet's columns are, in centimetres."""
        return sum(_centimetres(dimension.width) for dimension in sheet.column_dimensions.values())

    def _anchor(self, sheet: Worksheet, left: float, row: int, size: tuple[float, float]) -> OneCellAnchor:
        """A place so many centimetres from the left edge, as Excel wants it: a column and what is left over in it."""
        column = 0
        while left >= (wide := _centimetres(sheet.column_dimensions[get_column_letter(column + 1)].width)):
            left, column = left - wide, column + 1
        marker = AnchorMarker(col=column, colOff=int(left * _EMU), row=row - 1)
        return OneCellAnchor(_from=marker, ext=XDRPositiveSize2D(int(size[0] * _EMU), int(size[1] * _EMU)))

    def _bars(self, sheet: Worksheet, row: int, chart: StackedBars) -> tuple[BarChart, int]:
        """Drawn from the sheet's own table where it holds these numbers, else from a small table written here."""
        made = _bar_chart(chart.title, horizontal=True)
        made.grouping, made.overlap = "stacked", 100
        found = _numbers_in_table(sheet, chart)
        if found is None:
            found = self._write_numbers(sheet, row, chart)
            row = found[0][0] + len(chart.categories) + 2
        (top, label), columns = found
        last = top + len(chart.categories)
        for column in columns:
            made.add_data(Reference(sheet, min_col=column, min_row=top, max_row=last), titles_from_data=True)
        made.set_categories(Reference(sheet, min_col=label, min_row=top + 1, max_row=last))
        for drawn, series in zip(made.series, chart.series, strict=True):
            drawn.graphicalProperties = _fill_of(series.key)
            drawn.dLbls = _labels(_INKS.get(series.key, "ink"), "0;;")
        made.legend.position = "b"
        made.x_axis.scaling.orientation = "maxMin"
        made.y_axis.delete, made.y_axis.majorGridlines = True, None  # every part of a bar says its number
        return made, row

    def _write_numbers(self, sheet: Worksheet, row: int, chart: StackedBars) -> Numbers:
        label = label_column(sheet)
        for place, series in enumerate(chart.series, label + 1):
            put_text(sheet, row, place, series.label, "lead head right")
            for number, value in enumerate(series.values, row + 1):
                dress(sheet.cell(number, place, value), "lead integer")
        put_text(sheet, row, label, chart.title, "lead head")
        for number, category in enumerate(chart.categories, row + 1):
            put_text(sheet, number, label, category, "lead cell")
        return (row, label), tuple(range(label + 1, label + 1 + len(chart.series)))

    def _columns(self, sheet: Worksheet, row: int, chart: Columns) -> tuple[BarChart, int]:
        label = label_column(sheet)
        last = self._write_columns(sheet, row, label, chart)
        made = _bar_chart(chart.title, horizontal=False)
        made.add_data(Reference(sheet, min_col=label + 1, min_row=row, max_row=last), titles_from_data=True)
        made.set_categories(Reference(sheet, min_col=label, min_row=row + 1, max_row=last))
        made.series[0].graphicalProperties = _solid("accent")
        made.series[0].dLbls = _labels("ink", "0.0%" if chart.unit == "%" else None)
        _highlighted(made.series[0], chart)
        made.legend.position = "b"
        if chart.unit == "%":
            made.y_axis.number_format, made.y_axis.scaling.min, made.y_axis.majorUnit = "0%", 0, 0.25
            made.y_axis.scaling.max = max(1.0, *((value or 0) / 100 for value in chart.values))
        if chart.target is None:
            made.legend = None
            return made, last + 2
        line = LineChart()
        line.add_data(Reference(sheet, min_col=label + 2, min_row=row, max_row=last), titles_from_data=True)
        line.series[0].graphicalProperties = GraphicalProperties(
            ln=LineProperties(w=15_000, prstDash="dash", solidFill=_hex("ink2"))
        )
        line.series[0].marker.symbol = "none"
        made += line
        return made, last + 2

    def _write_columns(self, sheet: Worksheet, row: int, label: int, chart: Columns) -> int:
        """The numbers of a chart of columns, a row for each; returns the last row."""
        heads = ("Quarter", "Value", chart.target_label)[: 2 if chart.target is None else 3]
        for place, head in enumerate(heads, label):
            put_text(sheet, row, place, head, "lead head right" if place > label else "lead head")
        sheet.row_dimensions[row].height = height_of(2)
        share = 100 if chart.unit == "%" else 1
        for category, value in zip(chart.categories, chart.values, strict=True):
            row += 1
            put_text(sheet, row, label, " ".join(category.split()), "lead cell")
            numbers = (value, chart.target)[: len(heads) - 1]
            for place, number in enumerate(numbers, label + 1):
                made = sheet.cell(row, place, None if number is None else number / share)
                dress(made, "lead share" if chart.unit == "%" else "lead number")
        return row


def _centimetres(characters: float) -> float:
    """The width of a column of so many characters of Arial 10."""
    return (characters * 7 + 5) / 96 * 2.54


def label_column(sheet: Worksheet) -> int:
    """The first column wide enough for a name."""
    for column in range(1, 6):
        if (sheet.column_dimensions[get_column_letter(column)].width or 0) >= 20:
            return column
    return 1


def _numbers_in_table(sheet: Worksheet, chart: StackedBars) -> Numbers | None:
    """Where the sheet's table already holds the numbers of a chart: its head, its name column and the columns of the series."""
    for table in sheet.tables.values():
        left, top, right, bottom = cast(tuple[int, int, int, int], range_boundaries(table.ref))
        heads = {sheet.cell(top, column).value: column for column in range(left, right + 1)}
        names = tuple(str(sheet.cell(row, left).value) for row in range(top + 1, bottom + 1))
        columns = tuple(heads.get(clean(series.label), 0) for series in chart.series)
        if all(columns) and names == tuple(clean(category) for category in chart.categories):
            return (top, left), columns
    return None


def _labels(role: str, number_format: str | None = None) -> DataLabelList:
    """The value on each bar; a zero is not written."""
    made = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False)
    made.numFmt = number_format
    ink = CharacterProperties(sz=900, b=True, solidFill=_hex(role))
    made.txPr = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=ink), endParaRPr=ink)])
    return made


def _highlighted(series: Any, chart: Columns) -> None:
    """The columns before the current one in a paler colour, and each value on white, so that no line strikes it out."""
    ground = GraphicalProperties(solidFill=_hex("white"), ln=LineProperties(noFill=True))
    series.dLbls.spPr, series.dLbls.position = ground, "outEnd"
    for place in range(len(chart.categories)):
        if chart.highlight is not None and place != chart.highlight:
            fill = GraphicalProperties(solidFill=_hex("mid"), ln=LineProperties(solidFill=_hex("underway")))
            series.dPt.append(DataPoint(idx=place, spPr=fill))


def _bar_chart(title: str, *, horizontal: bool) -> BarChart:
    made = BarChart()
    made.type = "bar" if horizontal else "col"
    made.title, made.gapWidth = _short(clean(title)), 60
    made.x_axis.delete = made.y_axis.delete = False
    made.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill=_hex("line"))))
    head = cast(Any, made.title)
    head.tx.rich.p[0].pPr = _title_font()
    head.overlay = False
    return made


def _short(title: str) -> str:
    """A title of two or three lines; the caption above the numbers has all of it."""
    return title if len(title) <= _TITLE_LENGTH else title[:_TITLE_LENGTH].rsplit(" ", 1)[0] + " …"


def _title_font() -> ParagraphProperties:
    return ParagraphProperties(defRPr=CharacterProperties(sz=1100, b=True, solidFill=_hex("ink")))


def _fill_of(key: str) -> GraphicalProperties:
    if pattern := _PATTERNS.get(key):
        name, lines, ground = pattern
        fill: Any = PatternFillProperties(prst=cast(Any, name))
        fill.foreground, fill.background = _colour(lines), _colour(ground)
        made = GraphicalProperties(pattFill=fill)
    else:
        made = _solid(_FILLS.get(key, "accent"))
    made.line.solidFill = _hex("ring")
    return made


def _solid(role: str) -> GraphicalProperties:
    return GraphicalProperties(solidFill=_hex(role))


def _colour(role: str) -> ColorChoice:
    return ColorChoice(srgbClr=cast(Any, _hex(role)))


def _hex(role: str) -> str:
    return COLOURS[role].lstrip("#").upper()
