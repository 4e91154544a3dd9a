"""The first page of the year's report: which returns it is told from, what is missing, and the year in a few lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from leadapp.domain.commitments import outcome_words
from leadapp.domain.documents import Callout, Cover, Tone
from leadapp.domain.quarters import format_date
from leadapp.domain.return_cover import NO_ACTIONS, number_of
from leadapp.domain.year_kpis import quarter_name
from leadapp.domain.year_report import BEFORE, DAMAGED, DRAFT, NOT_KEPT, SUBMITTED, TO_COME, YearQuarter, YearReport

SELF_ASSESSED = "The directorate has judged its own progress. It is told from its quarterly returns, as they were submitted."
TITLE = "Annual report"
PART = "The directorate’s part"


def standing_words(report: YearReport) -> str:
    """Which quarters it is told from, and what is missing, in a sentence each."""
    by = {standing: [q for q in report.quarters if q.standing == standing] for standing in _STANDING}
    sentences = [
        words(list(map(quarter_name, by[standing])), by[standing]) for standing, words in _STANDING.items() if by[standing]
    ]
    return " ".join(sentences)


def _told_as_sent(names: list[str], quarters: list[YearQuarter]) -> str:
    revised = [f"{quarter_name(q)} as revision {q.revision}" for q in quarters if q.revision > 1]
    return f"Told from what was submitted for {_and(names)}{f', {_and(revised)}' if revised else ''}."


def _be(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"


_STANDING: dict[str, Callable[[list[str], list[YearQuarter]], str]] = {
    SUBMITTED: _told_as_sent,
    NOT_KEPT: lambda names, _: (
        f"{_and(names)} {_be(names)} told from this file: sent with an earlier leadapp, not kept as it was."
    ),
    DAMAGED: lambda names, _: f"What was submitted for {_and(names)} is damaged in this file; it is told from the file instead.",
    DRAFT: lambda names, _: f"{_and(names)} {_be(names)} not submitted yet and told as it stands now.",
    TO_COME: lambda names, _: f"{_and(names)} {_be(names)} not submitted yet.",
    BEFORE: lambda names, _: f"{_and(names)} {_be(names)} before this file began and not told.",
}
"""By how a quarter stands the sentence that says so."""


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


# -------------------------------------------------------------------------------- cover
def year_cover(report: YearReport) -> Cover:
    """The cover."""
    callouts = [Callout("Self-assessed.", SELF_ASSESSED, Tone.INFO)]
    if not report.is_whole:
        callouts.append(Callout("Not the whole year.", standing_words(report), Tone.WARNING))
    if report.sample:
        callouts.append(Callout("Sample data.", "A fictional directorate. Not to be used.", Tone.WARNING))
    facts = (
        ("Year", f"{report.year}, {report.period}"),
        ("Returns", "; ".join(f"{quarter_name(q)} {_standing(q)}" for q in report.quarters)),
        ("For", f"Annual report of {report.directorate.council}"),
        ("As at", format_date(report.as_at.date())),
    )
    return Cover(
        council=report.directorate.council,
        title=TITLE,
        subject=report.directorate.name,
        period=f"{PART}, {report.period} ({report.year})",
        facts=facts,
        callouts=tuple(callouts),
        changes_title="The year at a glance",
        changes=tuple(year_glance(report)),
        facts_title="This report",
    )


def _standing(quarter: YearQuarter) -> str:
    words = {
        SUBMITTED: f"submitted on {format_date(quarter.submitted_on)}" if quarter.submitted_on else "submitted",
        NOT_KEPT: "submitted",
        DAMAGED: "submitted",
        DRAFT: "not submitted yet",
        TO_COME: "not submitted yet",
        BEFORE: "before this file began",
    }[quarter.standing]
    return f"{words}, revision {quarter.revision}" if quarter.revision > 1 and quarter.standing == SUBMITTED else words


def year_glance(report: YearReport) -> list[str]:
    """The year in a few lines: actions, promises, KPIs, the 1.7 test, escalations."""
    if not report.told or not report.told[-1].actions:
        return [NO_ACTIONS]
    last = report.told[-1]
    lines = [
        f"{number_of(last.actions, 'action')}: {last.count('complete')} complete, {len(report.completed)} of them this year."
    ]
    if report.commitments:
        lines.append(
            f"{number_of(len(report.commitments), 'commitment')}: {outcome_words(one.outcome for one in report.commitments)}."
        )
    better = Counter(kpi.better for kpi in report.kpis if kpi.end is not None)
    if better[True] or better[False]:
        lines.append(f"KPIs: {better[True]} better, {better[False]} worse than where the year began.")
    if last.urgent_test is not None and last.urgent_test.share is not None:
        test = last.urgent_test
        lines.append(f"Urgent actions underway (1.7): {test.numerator} of {test.denominator}, {test.share:.0%}.")
    if report.escalations:
        lines.append(f"{number_of(report.escalations, 'escalation')}, {last.escalations_open} open at the end.")
    return lines
