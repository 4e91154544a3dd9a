"""The year's report as a document tree: every fixed word of the directorate's part of the annual report stands here."""

from __future__ import annotations

from leadapp.domain.charts import Series, StackedBars
from leadapp.domain.commitments import OutcomeCount, outcome_words, run_chart
from leadapp.domain.documents import (
    Block,
    Cell,
    CellKind,
    Column,
    Document,
    Figure,
    Heading,
    Paragraph,
    Place,
    Row,
    Section,
    Table,
    Tone,
)
from leadapp.domain.plan_figures import CONFIDENCE_KEYS, STATUS_KEYS, counted, status_chart
from leadapp.domain.quarters import Quarter, format_date
from leadapp.domain.return_cover import NO_ACTIONS, SAMPLE_NOTICE, number_of
from leadapp.domain.return_sections import state_cell
from leadapp.domain.wording import STATES
from leadapp.domain.year_cover import PART, standing_words, year_cover
from leadapp.domain.year_kpis import kpi_year_section, quarter_name, year_pillars
from leadapp.domain.year_report import (
    YearQuarter,
    YearReport,
    outcome_counts,
)

NO_COMMENT = "No comment was asked for yet."
AS_GIVEN = "Printed as it was given; nothing in it was changed."


def year_document(report: YearReport) -> Document:
    """The directorate's part of the annual report."""
    sections = (
        _text("introduction", "Introduction", report.introduction, "No introduction was written yet."),
        _progress(report),
        _completed(report),
        _commitments(report),
        kpi_year_section(report),
        *_urgent(report),
        _raised(report),
        _feedback(report),
        _cases(report),
        _text("next_year", "Next year", report.next_year, "Nothing was written about next year yet."),
        _comment(report),
    )
    return Document(
        cover=year_cover(report),
        marking=report.marking,
        notice=year_notice(report),
        footer=f"{report.directorate.name}, {PART.lower()} of the annual report {report.year}",
        author=report.directorate.name,
        created=report.as_at,
        sections=sections,
        keywords=("race equality", report.year),
    )


def year_notice(report: YearReport) -> str:
    """What stands beside the marking on every page."""
    parts = [] if report.is_whole else ["Draft"]
    return "   ".join(parts + ([SAMPLE_NOTICE] if report.sample else []))


def year_file_stem(report: YearReport) -> str:
    """The name it is saved under, without ending."""
    sample = "SAMPLE " if report.sample else ""
    return f"{sample}{report.directorate.name} annual report {report.year}"


# -------------------------------------------------------------------------------- texts of the year
def _text(key: str, title: str, text: str, empty: str) -> Section:
    return Section(key, title, title, (_said(text, empty),))


def _said(text: str, empty: str) -> Paragraph:
    return Paragraph(text) if text.strip() else Paragraph(empty, Tone.QUIET)


def _feedback(report: YearReport) -> Section:
    blocks: list[Block] = []
    for quarter in report.told:
        blocks += [Heading(_whole_name(quarter)), _said(quarter.feedback, "Nothing was written in this return.")]
    if not blocks:
        blocks = [Paragraph("No return of this year tells of it yet.", Tone.QUIET)]
    return Section("feedback", "What people told us", "Told us", tuple(blocks))


def _whole_name(quarter: YearQuarter) -> str:
    return f"{quarter_name(quarter)}, {Quarter.parse(quarter.quarter).words}"


def _cases(report: YearReport) -> Section:
    blocks: list[Block] = []
    for case in report.cases:
        blocks += [
            Heading(case.title or f"{case.action} {case.action_title}"),
            Paragraph(f"Action {case.action}: {case.action_title}", Tone.QUIET),
            _said(case.text, "Nothing was written yet."),
        ]
    if not blocks:
        blocks = [Paragraph("No case study was written yet.", Tone.QUIET)]
    return Section("cases", "Case studies", "Case studies", tuple(blocks))


def _comment(report: YearReport) -> Section:
    """The comment stands as it was given: it is theirs, not the directorate's."""
    if not report.comment.strip():
        blocks: tuple[Block, ...] = (Paragraph(NO_COMMENT, Tone.QUIET),)
    else:
        whose = ", ".join(part for part in (report.comment_from, format_date(report.commented_on)) if part)
        told = (Paragraph(whose, Tone.STRONG),) if whose else ()
        blocks = (Paragraph(report.comment), *told, Paragraph(AS_GIVEN, Tone.QUIET))
    return Section("comment", "Community representatives’ comment", "Comment", blocks)


# -------------------------------------------------------------------------------- progress
def _progress(report: YearReport) -> Section:
    sentence = Paragraph(_progress_words(report))
    if not any(quarter.actions for quarter in report.told):
        return Section("progress", "Progress over the year", "Progress", (sentence,))
    last = report.told[-1]
    figures = (
        Figure("quarters", "Number of actions by status at the end of each quarter.", _quarters_chart(report)),
        Figure(
            "pillars", f"Number of actions by pillar and status at the end of {quarter_name(last)}.", status_chart(last.pillars)
        ),
    )
    return Section("progress", "Progress over the year", "Progress", (sentence, *figures, _progress_table(report)))


def _progress_words(report: YearReport) -> str:
    if not any(quarter.actions for quarter in report.told):
        return f"{NO_ACTIONS} {standing_words(report)}"
    first, last = report.told[0], report.told[-1]
    if first is last:
        moved = (
            f"At the end of {quarter_name(last)} {last.count('complete')} of {number_of(last.actions, 'action')} were complete."
        )
    else:
        moved = (
            f"Complete at the end of {quarter_name(first)}: {first.count('complete')} of {first.actions}; "
            f"at the end of {quarter_name(last)}: {last.count('complete')} of {last.actions}."
        )
    counts = {key: last.count(key) for key in STATUS_KEYS}
    return f"{moved} {quarter_name(last)} ends with {counted(counts)} {standing_words(report)}"


def _quarters_chart(report: YearReport) -> StackedBars:
    told = report.told
    shown = [key for key in STATUS_KEYS if any(q.count(key) for q in told) or key in {"complete", "underway", "not_started"}]
    lines = [f"{quarter_name(q)}: " + ", ".join(f"{q.count(key)} {STATES[key].word.lower()}" for key in shown) for q in told]
    return StackedBars(
        title="Status by quarter",
        text=". ".join(lines) + ".",
        categories=tuple(map(quarter_name, told)),
        series=tuple(Series(key, STATES[key].word, tuple(q.count(key) for q in told)) for key in shown),
        notes=tuple(f"{q.count('complete')} of {q.actions} complete" for q in told),
    )


def _progress_table(report: YearReport) -> Table:
    columns = (
        Column("pillar", "Pillar", CellKind.TEXT, 1.0, 40, Place.SHEET),
        Column("quarter", "Quarter", CellKind.TEXT, 2.0, 14),
        Column("actions", "Actions", CellKind.INTEGER, 0.9, 12),
        *(Column(key, STATES[key].word, CellKind.INTEGER, 1.0, 14) for key in (*STATUS_KEYS, *CONFIDENCE_KEYS)),
    )
    rows = []
    for number, label in year_pillars(report).items():
        for quarter in report.told:
            pillar = next((p for p in quarter.pillars if p.number == number), None)
            if pillar is not None:
                counts = [pillar.by_status[key] for key in STATUS_KEYS] + [pillar.by_confidence[key] for key in CONFIDENCE_KEYS]
                rows.append(Row((Cell(label), Cell(quarter_name(quarter)), Cell(pillar.actions), *map(_count, counts)), label))
    return Table("progress", "Actions by pillar, quarter, status and confidence", columns, tuple(rows))


def _count(number: int) -> Cell:
    """A count; a nought steps back so that the others can be seen."""
    return Cell(number, tone=Tone.NORMAL if number else Tone.QUIET)


def _completed(report: YearReport) -> Section:
    columns = (
        Column("pillar", "Pillar", CellKind.INTEGER, 0.6, 10, Place.SHEET),
        Column("id", "ID", CellKind.ID, 0.8, 9),
        Column("title", "Action", CellKind.TEXT, 2.6, 44),
        Column("quarter", "Complete since", CellKind.TEXT, 0.9, 14),
        Column("said", "What its return said", CellKind.TEXT, 3.8, 70),
    )
    titles = year_pillars(report)
    rows = tuple(
        Row(
            (Cell(c.pillar), Cell(c.id), Cell(c.title), Cell(f"Q{Quarter.parse(c.quarter).number}"), Cell(c.said)),
            titles.get(c.pillar or 0, ""),
        )
        for c in report.completed
    )
    count = len(rows)
    words = (
        f"{number_of(count, 'action')} {'was' if count == 1 else 'were'} completed in the year."
        if rows
        else "No action was completed in the year yet."
    )
    table = (Table("completed", "Actions completed in the year", columns, rows),) if rows else ()
    return Section("completed", "Actions completed in the year", "Completed", (Paragraph(words), *table))


# -------------------------------------------------------------------------------- promises
def _commitments(report: YearReport) -> Section:
    counts = outcome_counts(report)
    if not report.commitments:
        words = "Nothing was promised for the quarters told here."
        return Section("commitments", "Commitments over the year", "Commitments", (Paragraph(words),))
    run = [OutcomeCount(q, c["kept"], c["part_kept"], c["not_kept"], c[""]) for q, c in counts.items() if c.total()]
    words = f"{number_of(len(report.commitments), 'commitment')} for the year: {outcome_words(one.outcome for one in report.commitments)}."
    columns = (
        Column("quarter", "Promised for", CellKind.ID, 1.0, 14, Place.SHEET),
        Column("promise", "Commitment", CellKind.TEXT, 3.6, 56),
        Column("outcome", "Outcome", CellKind.STATE, 1.3, 15),
        Column("why", "Why, or what was reached", CellKind.TEXT, 3.2, 56),
        Column("action", "Action", CellKind.ID, 0.9, 14),
    )
    rows = tuple(
        Row(
            (
                Cell(one.quarter),
                Cell(one.text),
                state_cell(one.outcome) if one.outcome else Cell(None, text="no outcome", tone=Tone.QUIET),
                Cell(one.why),
                Cell(one.action),
            ),
            f"Promised for {Quarter.parse(one.quarter).words}",
        )
        for one in report.commitments
    )
    figure = Figure("commitments", "How the commitments came out, by quarter.", run_chart(run))
    table = Table("commitments", "Commitments of the year", columns, rows)
    return Section("commitments", "Commitments over the year", "Commitments", (Paragraph(words), figure, table))


# -------------------------------------------------------------------------------- the 1.7 test
def _urgent(report: YearReport) -> tuple[Section, ...]:
    tested = [(quarter, quarter.urgent_test) for quarter in report.told if quarter.urgent_test is not None]
    if not tested:
        return ()
    columns = (
        Column("quarter", "Quarter", CellKind.TEXT, 2.4, 30),
        Column("underway", "Underway", CellKind.INTEGER, 1.0, 12),
        Column("urgent", "Urgent actions", CellKind.INTEGER, 1.0, 14),
        Column("share", "Share underway", CellKind.SHARE, 1.0, 14),
        Column("met", "At least half", CellKind.TEXT, 1.2, 18),
    )
    rows = tuple(
        Row(
            (
                Cell(_whole_name(quarter)),
                Cell(test.numerator),
                Cell(test.denominator),
                Cell(test.share, text="no urgent actions" if test.share is None else ""),
                Cell({True: "Yes", False: "No", None: ""}[test.met]),
            )
        )
        for quarter, test in tested
    )
    last = tested[-1][1]
    words = f"Action 1.7 asks that at least {last.target:.0%} of the urgent actions are underway at the first quarterly review."
    blocks = (
        Paragraph(words),
        Table("urgent", "Urgent actions by quarter", columns, rows),
        Paragraph(f"Definition. {last.definition}", Tone.QUIET),
    )
    return (Section("urgent", "The 1.7 test over the year", "1.7 test", blocks),)


# -------------------------------------------------------------------------------- what was raised
_RAISED = {
    "escalations_opened": "Escalations opened",
    "escalations_closed": "Escalations closed",
    "escalations_open": "Open at the end",
    "triggers": "Triggers fired",
    "triggers_escalated": "Answered by an escalation",
    "triggers_reasoned": "Answered with a reason",
    "challenges": "Challenges asked",
}


def _raised(report: YearReport) -> Section:
    title = "Escalations and triggers in numbers"
    if not any(getattr(quarter, name) for quarter in report.told for name in _RAISED):
        return Section("raised", title, "Raised", (Paragraph("Nothing was escalated, no trigger fired and nobody challenged."),))
    columns = (
        Column("quarter", "Quarter", CellKind.TEXT, 1.8, 30),
        *(Column(name, words, CellKind.INTEGER, 1.0, 14) for name, words in _RAISED.items()),
    )
    rows = tuple(Row((Cell(_whole_name(q)), *(_count(getattr(q, name)) for name in _RAISED))) for q in report.told)
    fired = sum(quarter.triggers for quarter in report.told)
    words = (
        f"{number_of(report.escalations, 'escalation')} in the year, {report.told[-1].escalations_open} open at the end. "
        f"Triggers fired {_times(fired)}; one that goes on over two quarters counts in both."
    )
    return Section("raised", title, "Raised", (Paragraph(words), Table("raised", title, columns, rows)))


def _times(times: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(times, f"{times} times")
