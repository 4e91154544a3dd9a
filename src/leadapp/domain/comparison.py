"""What changed since last time: two records compared, pure. Rows are matched by uid, never by number.

A difference is never worked out from a small count that the records hide: then only what both of them print is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from leadapp.domain.corporate_plan import is_withdrawn
from leadapp.domain.measures import number_text
from leadapp.domain.promise_parts import ChangePart
from leadapp.domain.quarters import format_date
from leadapp.domain.returns import ActionPart, KpiPart, ReturnRecord, ValuePart
from leadapp.domain.wording import STATES

CHANGE_WORDS = {
    "new": "New",
    "completed": "Completed",
    "status": "Status moved",
    "confidence": "Confidence moved",
    "redated": "Re-dated",
    "kpi": "KPI moved",
    "withdrawn": "Withdrawn or stopped",
    "renumbered": "Renumbered",
    "headline": "Headline",
    "pillar": "Note on a pillar",
    "action": "Action",
    "update": "Update",
    "value": "KPI value",
    "commitment": "Commitment",
    "risk": "Risk or issue",
    "escalation": "Escalation",
    "challenge": "Challenge",
    "trigger": "Trigger",
    "return": "The return itself",
}
"""Every kind of change with its word, in the order in which they are told; from "headline" on only between two revisions."""
ORDER = {kind: place for place, kind in enumerate(CHANGE_WORDS)}
FIRST_RETURN = "Nothing to compare with: this is the first return."
LEAST_POINTS = 0.05
"""Percentage points; less cannot be seen in a share with one decimal."""
_RISING = {"on_track": 2, "at_risk": 1, "off_track": 0}
_WANTED = {"at_least": 1, "up": 1, "at_most": -1, "down": -1}


def compare(before: ReturnRecord, now: ReturnRecord) -> tuple[ChangePart, ...]:
    """What changed from one record to the next, kind by kind, each in the order of the plan."""
    found = [*action_changes(before, now), *_kpi_changes(before, now)]
    return tuple(sorted(found, key=lambda change: ORDER[change.kind]))


def action_changes(before: ReturnRecord, now: ReturnRecord) -> Iterator[ChangePart]:
    """What changed of the actions: new ones, moves of those in both records, and those that are no longer there."""
    earlier = {action.uid: action for action in before.actions}
    for action in now.actions:
        was = earlier.pop(action.uid, None)
        if was is None:
            yield change_of(action, "new", after=action.status, text=f"new, {_word(action.status)}")
        else:
            yield from _moves(was, action)
    for gone in earlier.values():
        yield change_of(gone, "withdrawn", before=gone.status, text="no longer in the plan")


def change_of(
    action: ActionPart,
    kind: str,
    *,
    before: str = "",
    after: str = "",
    text: str,
    better: bool | None = None,
    amount: float | None = None,
) -> ChangePart:
    """A change of an action."""
    return ChangePart(kind, "action", action.id, action.title, before, after, text, better, action.pillar, action.uid, amount)


def _moves(was: ActionPart, now: ActionPart) -> Iterator[ChangePart]:
    yield from _status(was, now)
    yield from _confidence(was, now)
    yield from _redated(was, now)
    yield from _number(was, now)


def _word(key: str) -> str:
    return STATES[key].word.lower()


def _status(was: ActionPart, now: ActionPart) -> Iterator[ChangePart]:
    if was.status == now.status:
        return
    text = f"{_word(now.status)}, was {_word(was.status)}"
    kind, better = "status", {"underway": True, "not_started": False}.get(now.status)
    if now.status == "complete":
        kind, better = "completed", True
    elif now.status == "will_not_do":
        kind, better = "withdrawn", None
    elif was.status == "complete":
        better = False
    yield change_of(now, kind, before=was.status, after=now.status, text=text, better=better)


def _confidence(was: ActionPart, now: ActionPart) -> Iterator[ChangePart]:
    """A move of the confidence. The first time that somebody says "on track" is no news; that it is not is."""
    if was.confidence == now.confidence or not now.confidence or (not was.confidence and now.confidence == "on_track"):
        return
    told = f"was {_word(was.confidence)}" if was.confidence else "not said before"
    better = _RISING[now.confidence] > _RISING[was.confidence] if was.confidence else None
    text = f"{_word(now.confidence)}, {told}"
    yield change_of(now, "confidence", before=was.confidence, after=now.confidence, text=text, better=better)


def _redated(was: ActionPart, now: ActionPart) -> Iterator[ChangePart]:
    """A date that moved: by how much, and how often it has moved by now. That a date was found at all is not a move."""
    if was.due is None or now.due is None or (was.due == now.due and was.times_redated >= now.times_redated):
        return
    days = (now.due - was.due).days
    often = f"; re-dated {times(now.times_redated)} in all" if now.times_redated else ""
    moved = f"was {format_date(was.due)}, {_days(days)}" if days else "moved and moved back"
    yield change_of(
        now,
        "redated",
        before=was.due.isoformat(),
        after=now.due.isoformat(),
        text=f"due {format_date(now.due)}, {moved}{often}",
        better=days < 0 if days else None,
        amount=float(days),
    )


def _number(was: ActionPart, now: ActionPart) -> Iterator[ChangePart]:
    if was.id == now.id:
        return
    if is_withdrawn(now.corporate_id) and not is_withdrawn(was.corporate_id):
        text = "withdrawn from the corporate plan; it stays in this one"
        yield change_of(now, "withdrawn", before=was.id, after=now.id, text=text)
    else:
        yield change_of(now, "renumbered", before=was.id, after=now.id, text=f"{now.id}, was {was.id}")


def times(count: int) -> str:
    """How often, in words: once, twice, 3 times."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _days(days: int) -> str:
    count = abs(days)
    return f"{count} day{'s' if count != 1 else ''} {'later' if days > 0 else 'earlier'}"


# -------------------------------------------------------------------------------- KPIs
def _kpi_changes(before: ReturnRecord, now: ReturnRecord) -> Iterable[ChangePart]:
    earlier, pillars = {kpi.uid: kpi for kpi in before.kpis}, {a.uid: a.pillar for a in now.actions}
    for kpi in now.kpis:
        value = kpi.value
        if value is None or value.not_yet_measured:
            continue
        was = _known_value(earlier.get(kpi.uid))
        told = value_move(kpi, was, value)
        if told is not None:
            text, better, amount = told
            old = was.text if was else ""
            yield ChangePart(
                *("kpi", "kpi", kpi.action, kpi.text, old, value.text, text, better),
                *(pillars.get(kpi.action_uid), kpi.action_uid, amount),
            )


def _known_value(kpi: KpiPart | None) -> ValuePart | None:
    """The newest value that a record knows of a KPI."""
    if kpi is None:
        return None
    return kpi.value if kpi.value is not None and not kpi.value.not_yet_measured else kpi.last


def value_move(kpi: KpiPart, was: ValuePart | None, now: ValuePart) -> tuple[str, bool | None, float | None] | None:
    """A move of a KPI in words, whether it is for the better, and by how much; None where nothing can be seen to have moved."""
    if was is None:
        return f"first value: {now.text}", None, None
    if was.hidden or now.hidden:
        return None if was.text == now.text else (f"{now.text}, was {was.text}", None, None)
    old, new = _level(was), _level(now)
    if old is None or new is None:
        return None if was.text == now.text else (f"{now.text}, was {was.text}", None, None)
    by = round(new - old, 6)
    if abs(by) < (LEAST_POINTS if now.share is not None else 1e-9):
        return None
    if kpi.kind in {"yes_no", "milestone"} and now.share is None:
        return ("now yes" if by > 0 else "no longer so"), by > 0, by
    wanted = _WANTED.get(kpi.direction)
    better = None if wanted is None else by * wanted > 0
    size = f"{abs(by):,.1f} points" if now.share is not None else number_text(abs(by))
    to = f"{now.share:.1%}" if now.share is not None else now.text
    return f"{'up' if by > 0 else 'down'} {size} to {to}", better, by


def _level(value: ValuePart) -> float | None:
    """What can be compared: a share in percentage points, else the number."""
    return value.share * 100 if value.share is not None else value.number
