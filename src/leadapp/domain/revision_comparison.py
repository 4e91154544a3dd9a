"""What a corrected revision changed: two records of one quarter compared word by word, pure.

Between quarters new updates and values are the normal course and are not called changes; between two revisions each word that
differs is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

from leadapp.domain.comparison import ORDER, action_changes, change_of
from leadapp.domain.promise_parts import ChangePart, CommitmentPart
from leadapp.domain.quarters import format_date
from leadapp.domain.returns import ActionPart, KpiPart, RedatingPart, ReturnRecord, ValuePart
from leadapp.domain.wording import STATES


class _Named(Protocol):
    @property
    def uid(self) -> str: ...


P = TypeVar("P", bound=_Named)
HEADLINES = {"progress": "Progress", "challenges": "Challenges", "feedback": "Community and staff feedback"}
ACTION_FIELDS = {
    "title": "title",
    "description": "what we will do",
    "owner": "owner",
    "service": "service",
    "pillar": "pillar",
    "part": "part",
    "origin": "origin",
    "urgent": "urgent",
    "band": "band",
    "due_first": "first due date",
    "due_words": "when it is due",
    "status_reason": "why paused or stopped",
    "blocked_by": "what blocks it",
    "unblocked_when": "what unblocks it",
}
"""Fields of an action that are compared as they are; status, confidence, date and number are moves of their own."""
KPI_FIELDS = {
    "text": "what is measured",
    "target": "target",
    "unit": "unit",
    "direction": "direction",
    "due": "when it is due",
    "source": "source",
}
HEAD_FIELDS = {"marking": "Marking", "edition": "Corporate plan", "month_zero": "Month 0"}


def revision_changes(before: ReturnRecord, now: ReturnRecord) -> tuple[ChangePart, ...]:
    """Every difference between two revisions of one quarter, in the order of the return."""
    found = [
        *_head(before, now),
        *_headline(before, now),
        *_pillars(before, now),
        *action_changes(before, now),
        *_actions(before, now),
        *_kpis(before, now),
        *_commitments(before.commitments, now.commitments),
        *_commitments(before.new_commitments, now.new_commitments),
        *_answered_for(before, now),
    ]
    return tuple(sorted(found, key=lambda change: ORDER[change.kind]))


def _told(was: str, now: str) -> str:
    """How a text changed, in words."""
    if not was.strip():
        return "written"
    return "reworded" if now.strip() else "taken out"


def _shown(value: Any) -> str:
    """A field as people read it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return ""
    return format_date(value) if hasattr(value, "isoformat") else str(value)


def _moved(was: str, now: str) -> str:
    return f"{now.removesuffix('.') or 'empty'}, was {was.removesuffix('.') or 'empty'}"


# -------------------------------------------------------------------------------- head, headline, pillars
def _head(before: ReturnRecord, now: ReturnRecord) -> Iterator[ChangePart]:
    pairs = [(word, _shown(getattr(before, name)), _shown(getattr(now, name))) for name, word in HEAD_FIELDS.items()]
    pairs += [
        ("Lead", before.directorate.lead, now.directorate.lead),
        ("Directorate", before.directorate.name, now.directorate.name),
    ]
    for word, was, new in pairs:
        if was != new:
            yield ChangePart("return", "return", "", word, was, new, _moved(was, new))


def _headline(before: ReturnRecord, now: ReturnRecord) -> Iterator[ChangePart]:
    for name, word in HEADLINES.items():
        was, new = getattr(before.headline, name), getattr(now.headline, name)
        if was != new:
            yield ChangePart("headline", "headline", "", word, was, new, _told(was, new))


def _pillars(before: ReturnRecord, now: ReturnRecord) -> Iterator[ChangePart]:
    earlier = {pillar.number: pillar.note for pillar in before.pillars}
    for pillar in now.pillars:
        was = earlier.get(pillar.number, "")
        if was != pillar.note:
            yield ChangePart(
                *("pillar", "pillar", str(pillar.number), pillar.short_title, was, pillar.note, _told(was, pillar.note)),
                pillar=pillar.number,
            )


# -------------------------------------------------------------------------------- actions
def _both(before: Sequence[P], now: Sequence[P]) -> Iterator[tuple[P | None, P | None]]:
    """Parts of both records by uid: what the later one has, each with the earlier one, then what is gone."""
    earlier = {part.uid: part for part in before}
    for part in now:
        yield earlier.pop(part.uid, None), part
    for gone in earlier.values():
        yield gone, None


def _actions(before: ReturnRecord, now: ReturnRecord) -> Iterator[ChangePart]:
    for was, action in _both(before.actions, now.actions):
        if was is not None and action is not None:
            yield from _action(was, action)


def _action(was: ActionPart, now: ActionPart) -> Iterator[ChangePart]:
    for name, word in ACTION_FIELDS.items():
        old, new = _shown(getattr(was, name)), _shown(getattr(now, name))
        if old != new:
            yield change_of(now, "action", before=old, after=new, text=f"{word}: {_moved(old, new)}")
    old, new = _moves_told(was.redated), _moves_told(now.redated)
    if old != new:
        yield change_of(now, "action", before=old, after=new, text=f"why the date moved: {_told(old, new)}")
    if was.updates != now.updates:
        old, new = _updates_told(was), _updates_told(now)
        yield change_of(now, "update", before=old, after=new, text=_told(was.update, now.update))


def _moves_told(moves: Iterable[RedatingPart]) -> str:
    return "\n".join(f"{format_date(move.to_date)}, told on {format_date(move.on)}: {move.reason}" for move in moves)


def _updates_told(action: ActionPart) -> str:
    return "\n".join(f"{format_date(u.written_on)}, {u.by}: {u.text}".replace(", : ", ": ") for u in action.updates)


# -------------------------------------------------------------------------------- KPIs
def _kpis(before: ReturnRecord, now: ReturnRecord) -> Iterator[ChangePart]:
    pillars = {a.uid: a.pillar for a in (*before.actions, *now.actions)}
    for was, kpi in _both(before.kpis, now.kpis):
        for old, new, text in _kpi(was, kpi):
            one = kpi or was
            assert one is not None
            yield ChangePart(
                *("value", "kpi", one.action, one.text, old, new, text, None),
                *(pillars.get(one.action_uid), one.action_uid),
            )


def _kpi(was: KpiPart | None, now: KpiPart | None) -> Iterator[tuple[str, str, str]]:
    """Before, after and words of each difference. What is hidden in both has nothing that could differ."""
    if was is None or now is None:
        old, new = (_value_told(kpi.value) if kpi else "" for kpi in (was, now))
        yield old, new, "KPI added" if was is None else "KPI taken out"
        return
    for name, word in KPI_FIELDS.items():
        old, new = _shown(getattr(was, name)), _shown(getattr(now, name))
        if old != new:
            yield old, new, f"{word}: {_moved(old, new)}"
    for earlier, later, word in ((was.value, now.value, ""), (was.last, now.last, "last value: ")):
        if earlier != later:
            old, new = _value_told(earlier), _value_told(later)
            yield old, new, f"{word}{_moved(old, new)}" if old != new else f"{word}particulars of the value"


def _value_told(value: ValuePart | None) -> str:
    """A value with what was said beside it."""
    if value is None:
        return ""
    return ". ".join(part for part in (value.text, value.reason, value.wave, value.note) if part)


# -------------------------------------------------------------------------------- promises, risks and answers
def _commitments(before: Sequence[CommitmentPart], now: Sequence[CommitmentPart]) -> Iterator[ChangePart]:
    for was, one in _both(before, now):
        for old, new, text in _commitment(was, one):
            known = one or was
            assert known is not None
            yield ChangePart("commitment", "commitment", known.action, known.text, old, new, text, uid=known.action_uid)


def _commitment(was: CommitmentPart | None, now: CommitmentPart | None) -> Iterator[tuple[str, str, str]]:
    if was is None or now is None:
        known = now or was
        assert known is not None
        yield ("", known.text, "promised") if was is None else (known.text, "", "taken out")
        return
    for name, word in (("text", "words"), ("owner", "owner"), ("action", "action"), ("why", "why")):
        old, new = getattr(was, name), getattr(now, name)
        if old != new:
            yield old, new, f"{word}: {_moved(old, new)}"
    if was.outcome != now.outcome:
        old, new = (STATES[key].word.lower() if key else "no outcome" for key in (was.outcome, now.outcome))
        yield was.outcome, now.outcome, f"{new}, was {old}"


def _answered_for(before: ReturnRecord, now: ReturnRecord) -> Iterator[ChangePart]:
    """Risks, escalations, challenges and triggers: added, changed or taken out."""
    kinds: tuple[tuple[str, Sequence[_Named], Sequence[_Named], str], ...] = (
        ("risk", before.risks, now.risks, "title"),
        ("escalation", before.escalations, now.escalations, "title"),
        ("challenge", before.challenges, now.challenges, "challenge"),
    )
    for kind, earlier, later, title in kinds:
        for was, one in _both(earlier, later):
            if was != one:
                known: Any = one or was
                text = "added" if was is None else "taken out" if one is None else "changed"
                yield ChangePart(kind, kind, str(getattr(known, "id", "")), getattr(known, title), text=text)
    old, new = ({(t.rule, t.subject, t.id): t for t in record.triggers} for record in (before, now))
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) != new.get(key):
            trigger = new.get(key) or old[key]
            text = "fired" if key not in old else "no longer fired" if key not in new else "answer changed"
            yield ChangePart("trigger", "trigger", trigger.id, f"{trigger.name}: {trigger.title}".rstrip(": "), text=text)
