"""One action as a page of a paper: heading, facts, what has happened, measures. As HTML for Word, and as plain text."""

from __future__ import annotations

from html import escape

from leadapp.domain.assembly import value_part
from leadapp.domain.measures import Kpi, KpiValue, target_text
from leadapp.domain.quarters import Quarter, format_date, kpi_due_words
from leadapp.domain.round import ActionDetail, KpiLine
from leadapp.domain.wording import ORIGIN_WORDS, PART_WORDS, STATES

_FONT = "font-family:Arial,sans-serif;font-size:11pt;color:#14222a;"
_EDGE = "border:1px solid #6b7b84;padding:3px 6px;text-align:left;vertical-align:top;"
_HEAD = f"{_EDGE}background:#e4eff1;font-weight:bold;"
Rows = list[tuple[str, ...]]


def action_html(detail: ActionDetail, quarter: Quarter, small_number: int, marking: str) -> str:
    """The action as HTML that Word takes with its headings and tables. Small counts of people are not shown."""
    parts = [f"<p>{escape(marking)}</p>", f"<h2>{escape(_heading(detail))}</h2>"]
    parts += [_table(facts(detail), heads=False), f"<h3>Update for {escape(quarter.words)}</h3>"]
    parts += [f"<p>{_lines(text)}</p>" for text in updates(detail, quarter)]
    if detail.kpis:
        parts += ["<h3>Measures</h3>", _table(measures(detail, small_number), heads=True)]
    return f'<meta charset="utf-8"><div style="{_FONT}">{"".join(parts)}</div>'


def action_text(detail: ActionDetail, quarter: Quarter, small_number: int, marking: str) -> str:
    """The same as plain text."""
    lines = [marking, _heading(detail), "", *(f"{what}: {said}" for what, said in facts(detail))]
    lines += ["", f"Update for {quarter.words}", *updates(detail, quarter)]
    if detail.kpis:
        _, *rows = measures(detail, small_number)
        lines += ["", "Measures", *("; ".join(filter(None, row)) for row in rows)]
    return "\n".join(lines)


def _heading(detail: ActionDetail) -> str:
    return f"{detail.action.reference} {detail.action.title}"


def facts(detail: ActionDetail) -> list[tuple[str, str]]:
    """The facts of an action that are known, each with its word."""
    action = detail.action
    moved = ""
    if action.times_redated and action.due_first:
        moved = f" (first {format_date(action.due_first)}; {detail.redatings[-1].reason})" if detail.redatings else ""
    state = STATES[action.status].word + (f": {action.status_reason}" if action.status_reason else "")
    found = (
        ("What we will do", action.description),
        ("Part in the corporate plan", PART_WORDS[action.part] if action.part else ""),
        ("Origin", "" if action.part else ORIGIN_WORDS[action.origin]),
        ("Owner", action.owner),
        ("Service", action.service),
        ("Due", format_date(action.due) + moved if action.due else action.band),
        ("Status", state),
        ("Confidence", STATES[action.shown_confidence].word if action.shown_confidence else ""),
    )
    return [(what, said) for what, said in found if said]


def updates(detail: ActionDetail, quarter: Quarter) -> list[str]:
    """What is said for the quarter, or that nothing is yet."""
    return [update.says for update in detail.updates if update.quarter == str(quarter)] or ["Nothing is written for it yet."]


def measures(detail: ActionDetail, small_number: int) -> Rows:
    """The measures with heads: text, this quarter, last time, target, due."""
    rows: Rows = [("Measure", "This quarter", "Last time", "Target", "Due")]
    return rows + [_measure(line, small_number) for line in detail.kpis]


def _measure(line: KpiLine, small_number: int) -> tuple[str, ...]:
    kpi = line.kpi
    shown = (_value(kpi, value, small_number) for value in (line.now, line.last))
    return (kpi.shown_text, *shown, target_text(kpi), kpi_due_words(kpi.due))


def _value(kpi: Kpi, value: KpiValue | None, small_number: int) -> str:
    """A value as the return says it: a small count of people is not shown, for a paper is passed on."""
    part = value_part(kpi, value, small_number)
    return part.text if part else "–"


def _table(rows: list[tuple[str, str]] | Rows, *, heads: bool) -> str:
    lines = []
    for number, cells in enumerate(rows):
        shown = "".join(_cell(text, head=number == 0 if heads else place == 0) for place, text in enumerate(cells))
        lines.append(f"<tr>{shown}</tr>")
    return f'<table style="border-collapse:collapse;width:100%;{_FONT}">{"".join(lines)}</table>'


def _cell(text: str, *, head: bool) -> str:
    name, style = ("th", _HEAD) if head else ("td", _EDGE)
    return f'<{name} style="{style}">{_lines(text)}</{name}>'


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
