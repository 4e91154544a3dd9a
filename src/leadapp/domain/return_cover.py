"""The first page of a return: who, for whom, in which state, and what a reader should know before she turns it."""

from __future__ import annotations

from leadapp.domain.change_summary import cover_lines
from leadapp.domain.checks import listing
from leadapp.domain.documents import Callout, Cover, Tone
from leadapp.domain.history import cut
from leadapp.domain.plan_figures import STATUS_KEYS, counted
from leadapp.domain.promise_parts import SignaturePart
from leadapp.domain.quarters import format_date, format_moment
from leadapp.domain.return_life import LEAD, SECOND, signature_words, when_words
from leadapp.domain.return_text import STATE_WORDS, ReturnState
from leadapp.domain.returns import ReturnRecord

SELF_ASSESSED = "The directorate has judged its own progress."
CONFIRMED, NOT_CONFIRMED = "A second person has confirmed it.", "No second person has confirmed it."
NOBODY_OUTSIDE = "Nobody outside the directorate has checked it."
SENT_EARLIER = "It was marked as sent with an earlier leadapp, which kept no copy: these pages are drawn from the file as it is."
CHANGED_SINCE = "Something in it was changed after it was signed."
MOST_CHANGES = 8
"""Lines on what changed that a cover has room for beside its contents."""
MOST_REASON = 160
"""Characters of a correction's reason on the cover; the whole of it stands in the section on signatures."""
NO_ACTIONS = "No action has been taken into the plan yet."
VERSION_WORDS = {
    "full": "Full, for the {group}",
    "staff": "For staff and their networks",
    "summary": "One page, for a board pack",
}
"""For whom each version of a return is."""
SAMPLE_NOTICE = "Sample data"
SAMPLE_REMARK = Callout("Sample data.", "A fictional directorate. It cannot be submitted to anybody.", Tone.WARNING)


def return_cover(record: ReturnRecord, sha256: str = "") -> Cover:
    """The cover of the full return. ``sha256`` is that of the frozen record; only a submitted return has it."""
    d = record.directorate
    callouts = [Callout("Self-assessed.", f"{SELF_ASSESSED} {_second_person(record)} {NOBODY_OUTSIDE}", Tone.INFO)]
    callouts += _remarks(record, sha256)
    return Cover(
        council=d.council,
        title="Race equality return",
        subject=d.name,
        period=period_words(record),
        facts=tuple((label, value) for label, value in _facts(record, sha256) if value),
        callouts=tuple(callouts),
        changes_title="What changed since the last return" if record.compared_with else "At a glance",
        changes=tuple([*told_changes(record), *_check_line(record)] if record.compared_with else glance_lines(record)),
    )


def notice(record: ReturnRecord) -> str:
    """What stands beside the marking on every page: draft and sample are never mistaken for the real thing."""
    parts = ["Draft"] if record.state is not ReturnState.SUBMITTED else []
    return "   ".join(parts + ([SAMPLE_NOTICE] if record.sample else []))


def version_words(record: ReturnRecord) -> str:
    """For whom the version of a return is."""
    return VERSION_WORDS[record.version].format(group=record.directorate.group)


def period_words(record: ReturnRecord) -> str:
    """The quarter in words, with the month of the programme that it ends in."""
    month = f", Month {record.programme_month} of the programme" if record.programme_month and record.programme_month > 0 else ""
    return f"{record.period} ({record.quarter}){month}"


def told_changes(record: ReturnRecord) -> list[str]:
    """What changed since the last return, as far as a cover has room: the first lines, and the sums at the end."""
    lines = cover_lines(record)
    if len(lines) <= MOST_CHANGES:
        return lines
    left = len(lines) - MOST_CHANGES + 1
    return [*lines[: MOST_CHANGES - 3], f"And {left} more, told inside.", *lines[-2:]]


def signature_of(record: ReturnRecord, role: str) -> SignaturePart | None:
    """The lead's or the second person's signature."""
    return next((signature for signature in record.signatures if signature.role == role), None)


def submitted_words(record: ReturnRecord) -> str:
    """When a return was submitted: "9 October 2026, 10:14"; empty where that was not, or not with its time."""
    return format_moment(record.submitted_at)


def _facts(record: ReturnRecord, sha256: str) -> tuple[tuple[str, str], ...]:
    lead, second = signature_of(record, LEAD), signature_of(record, SECOND)
    is_submitted = record.state is ReturnState.SUBMITTED
    nobody = "not signed" if is_submitted and record.submitted_at else ""
    return (
        ("Lead", record.directorate.lead if lead is None else f"{lead.name}, {lead.post}"),
        ("Signed", nobody if lead is None else when_words(lead)),
        ("Confirmed by", nobody and "nobody" if second is None else signature_words(second)),
        ("Submitted", submitted_words(record)),
        ("State", "" if is_submitted and record.submitted_at else STATE_WORDS[record.state]),
        ("Return due", "" if record.submitted_at else format_date(record.return_due)),
        ("Revision", str(record.revision)),
        ("Version", version_words(record)),
        ("As at", "" if record.submitted_at else format_date(record.as_at.date())),
        ("Corporate plan", record.edition),
        ("SHA-256", sha256),
    )


def _second_person(record: ReturnRecord) -> str:
    return CONFIRMED if signature_of(record, SECOND) else NOT_CONFIRMED


def _remarks(record: ReturnRecord, sha256: str) -> list[Callout]:
    remarks = []
    if record.correction:
        remarks.append(Callout(f"Corrects revision {record.revision - 1}.", cut(record.correction, MOST_REASON), Tone.WARNING))
    if any(not signature.stands for signature in record.signatures):
        remarks.append(Callout("Changed since.", CHANGED_SINCE, Tone.WARNING))
    if record.state is ReturnState.SUBMITTED and not sha256:
        remarks.append(Callout("Not kept as it was.", SENT_EARLIER, Tone.INFO))
    if record.sample:
        remarks.append(SAMPLE_REMARK)
    return remarks


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


def glance_lines(record: ReturnRecord) -> list[str]:
    """What the cover says where there is nothing to compare with."""
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
    return [*lines, *_check_line(record)]


def _check_line(record: ReturnRecord) -> list[str]:
    if not record.missing:
        return []
    return [f"Check: {number_of(len(record.missing), 'thing')} missing or odd, listed at the end."]
