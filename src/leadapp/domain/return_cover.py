"""The first page of a return: who, for whom, in which state, and what a reader should know before she turns it."""

from __future__ import annotations

from leadapp.domain.checks import listing
from leadapp.domain.documents import Callout, Cover, Tone
from leadapp.domain.plan_figures import STATUS_KEYS, counted
from leadapp.domain.quarters import format_date
from leadapp.domain.return_text import STATE_WORDS
from leadapp.domain.returns import ReturnRecord

SELF_ASSESSED = "The directorate has judged its own progress. Nobody outside the directorate has checked it."
NO_ACTIONS = "No action has been taken into the plan yet."


def return_cover(record: ReturnRecord) -> Cover:
    """The cover of the full return."""
    d = record.directorate
    month = f", Month {record.programme_month} of the programme" if record.programme_month and record.programme_month > 0 else ""
    facts = (
        ("Lead", d.lead),
        ("For", d.group),
        ("Return due", format_date(record.return_due)),
        ("State", STATE_WORDS[record.state]),
        ("Revision", str(record.revision)),
        ("As at", format_date(record.as_at.date())),
        ("Corporate plan", record.edition),
    )
    callouts = [Callout("Self-assessed.", SELF_ASSESSED, Tone.INFO)]
    if record.sample:
        callouts.append(Callout("Sample data.", "A fictional directorate. It cannot be submitted to anybody.", Tone.WARNING))
    return Cover(
        council=d.council,
        title="Race equality return",
        subject=d.name,
        period=f"{record.period} ({record.quarter}){month}",
        facts=tuple((label, value) for label, value in facts if value),
        callouts=tuple(callouts),
        changes_title="At a glance",
        changes=tuple(_glance(record)),
    )


def _glance(record: ReturnRecord) -> list[str]:
    lines = summary_lines(record)
    risky = [a.id for a in record.actions if a.confidence == "at_risk"]
    off = [a.id for a in record.actions if a.confidence == "off_track"]
    if risky or off:
        lines.append(f"{len(risky)} at risk, {len(off)} off track{f' ({listing(off)})' if off else ''}.")
    redated = [a.id for a in record.actions if a.redated]
    if redated:
        lines.append(f"Re-dated this quarter: {listing(redated)}.")
    better = sum(k.better is True for k in record.kpis)
    worse = sum(k.better is False for k in record.kpis)
    if better or worse:
        lines.append(f"KPIs since the last value: {better} better, {worse} worse.")
    if record.missing:
        things = number_of(len(record.missing), "thing")
        lines.append(f"Check: {things} missing or odd, listed at the end.")
    return lines


def summary_lines(record: ReturnRecord) -> list[str]:
    """The return in a line or two: its actions by status, and the 1.7 test."""
    counts = {key: sum(a.status == key for a in record.actions) for key in STATUS_KEYS}
    lines = [f"{number_of(len(record.actions), 'action')}: {counted(counts)}" if record.actions else NO_ACTIONS]
    if record.urgent_test and record.urgent_test.share is not None:
        t = record.urgent_test
        lines.append(f"Urgent actions underway (1.7): {t.numerator} of {t.denominator}, {t.share:.0%}.")
    return lines


def number_of(count: int, noun: str) -> str:
    """A count with its noun: "1 action", "2 actions"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
