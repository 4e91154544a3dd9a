"""A plan that was read, settled against the edition in force: which action and which KPI is which, and what the table does not say.

Numbers are not enough to tell: a new action in the middle renumbers what follows. So equal words count first, then the number, then
likeness. What the table lacks (part, kind, target, who can report) is kept for what is matched and read cautiously for what is new.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from leadapp.domain.corporate_plan import (
    Contradiction,
    CorporateAction,
    CorporateKpi,
    CorporatePlan,
    Direction,
    KpiKind,
    Part,
    Pillar,
    natural_key,
)
from leadapp.domain.edition_reading import ReadAction, ReadEdition, ReadKpi
from leadapp.domain.edition_words import direction_of, kind_of, target_of

SAME_TITLE, SAME_KPI, RENAMED = 0.55, 0.6, 0.85
_THEORY_YEAR = {1: 1, 2: 1, 3: 2, 4: 2, 5: 3}


Apart = frozenset[tuple[str, str]]
"""Old and new ids that look like one action and that the lead keeps apart: the old one is withdrawn, the new one is added."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The new edition, and which action and KPI bullet of the one in force became which of it; what is missing there is withdrawn.

    ``back`` are actions that an earlier edition withdrew and that this one has again, under the marked ids they have in the file but
    with the KPI ids of their edition; ``returned`` and ``returned_kpis`` say what they become.
    """

    plan: CorporatePlan
    actions: dict[str, str]
    kpis: dict[str, str]
    back: tuple[CorporateAction, ...] = ()
    returned: dict[str, str] = field(default_factory=dict)
    returned_kpis: dict[str, str] = field(default_factory=dict)

    def measures(self, old: Iterable[CorporateAction], kpis: dict[str, str]) -> dict[str, str]:
        """Which measure of the old actions became which: a bullet that ran two together goes on only while it still does."""
        new = {kpi.id: kpi for action in self.plan.actions for kpi in action.kpis}
        found: dict[str, str] = {}
        for was in (kpi for action in old for kpi in action.kpis if kpi.id in kpis):
            goes = new[kpis[was.id]]
            if len(was.measures) == len(goes.measures):
                found |= {one.id: other.id for one, other in zip(was.measures, goes.measures, strict=True)}
        return found


def settle(
    read: ReadEdition,
    now: CorporatePlan,
    name: str,
    file_name: str,
    *,
    withdrawn: tuple[CorporateAction, ...] = (),
    apart: Apart = frozenset(),
) -> Settled:
    """Make an edition called ``name`` of what was read without faults, against the one in force.

    ``withdrawn`` are actions of earlier editions that the directorate still has: what comes back is looked for among them last.
    """
    pairs = match_actions(now.actions, read.actions, apart)
    taken = frozenset(pairs.values())
    returned = match_actions(withdrawn, tuple(a for a in read.actions if a.id not in taken), apart)
    old = {action.id: action for action in (*now.actions, *withdrawn)}
    before = {new: old[was] for was, new in (pairs | returned).items()}
    back = frozenset(returned.values())
    kpis: dict[str, str] = {}
    returned_kpis: dict[str, str] = {}
    actions = tuple(
        _action(one, before.get(one.id), returned_kpis if one.id in back else kpis)
        for one in sorted(read.actions, key=lambda action: natural_key(action.id))
    )
    # a pillar without an action stays: own actions and the return's five pillars stand on it
    numbers = sorted({a.pillar for a in actions} | {p.number for p in now.pillars})
    plan = replace(
        now,
        edition=name,
        wording=f"as in {file_name}",
        source=read.labels.get("source", now.source),
        council=read.labels.get("council", now.council),
        pillars=tuple(_pillar(number, read, now) for number in numbers),
        actions=actions,
    )
    plan = replace(plan, contradictions=_still_true(now, plan, pairs))
    return Settled(plan, pairs, kpis, tuple(a for a in withdrawn if a.id in returned), returned, returned_kpis)


def withdrawn_actions(titles: Mapping[str, str], editions: Iterable[CorporatePlan]) -> tuple[CorporateAction, ...]:
    """What the marked ids of a file ("5.6 (withdrawn)") were, from the editions it has had, the newest first.

    ``titles`` gives the title that each has in the directorate's plan, empty where it was only declined. A number that was of several
    actions is told by the title; where that is the lead's own, it stays withdrawn.
    """
    known = tuple(action for plan in editions for action in plan.actions)
    found = []
    for marked, title in titles.items():
        ones = [action for action in known if action.id == marked.split(" ")[0]]
        same = [action for action in ones if _key(action.title) == _key(title)]
        if same or len({_key(action.title) for action in ones}) == 1:
            found.append(replace((same or ones)[0], id=marked))
    return tuple(found)


# -------------------------------------------------------------------------------- which action is which
def match_actions(old: tuple[CorporateAction, ...], new: tuple[ReadAction, ...], apart: Apart = frozenset()) -> dict[str, str]:
    """Old id to new id for every action that goes on."""
    gone, fresh = {was for was, _ in apart}, {now for _, now in apart}
    left, right = {a.id: a for a in old if a.id not in gone}, {a.id: a for a in new if a.id not in fresh}
    pairs: dict[str, str] = {}

    def pair(was: str, now: str) -> None:
        pairs[was] = now
        del left[was], right[now]

    for same in [i for i in left if i in right and _key(left[i].title) == _key(right[i].title)]:
        pair(same, same)
    for was, now in _equal_titles(left.values(), right.values()):
        pair(was, now)
    for same in [i for i in left if i in right and _goes_on(left[i], right[i])]:
        pair(same, same)
    alike = _best_first(left.values(), right.values(), lambda a, b: _likeness(a.title, b.title), RENAMED)
    for was, now in alike:
        pair(was, now)
    return pairs


def _equal_titles(old: Iterable[CorporateAction], new: Iterable[ReadAction]) -> list[tuple[str, str]]:
    """Actions with equal titles under other numbers, where each title stands once."""
    olds, news = _by_title(old), _by_title(new)
    return [(ids[0], news[title][0]) for title, ids in olds.items() if len(ids) == 1 and len(news.get(title, [])) == 1]


def _by_title(actions: Iterable[CorporateAction | ReadAction]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for action in actions:
        found.setdefault(_key(action.title), []).append(action.id)
    return found


def _goes_on(old: CorporateAction, new: ReadAction) -> bool:
    """Whether an action under the same number is the old one in other words: alike, or for the same people under the same heading."""
    same_people = _key(old.accountable + old.responsible) == _key(new.accountable + new.responsible)
    same_place = _key(old.sub_section) == _key(new.sub_section)
    return _likeness(old.title, new.title) >= SAME_TITLE or (same_place and same_people)


def _best_first(
    old: Iterable[CorporateAction], new: Iterable[ReadAction], like: Callable[[CorporateAction, ReadAction], float], least: float
) -> list[tuple[str, str]]:
    scored = sorted(((like(a, b), a.id, b.id) for a in old for b in new), reverse=True)
    return list(_each_once((was, now) for score, was, now in scored if score >= least))


def _each_once(pairs: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """The pairs in order whose both sides are still free."""
    seen_left: set[str] = set()
    seen_right: set[str] = set()
    for was, now in pairs:
        if was not in seen_left and now not in seen_right:
            seen_left.add(was)
            seen_right.add(now)
            yield was, now


def same_words(one: str, other: str) -> bool:
    """Whether two texts of the plan are one but for signs, spaces and capitals."""
    return _key(one) == _key(other)


def _key(text: str) -> str:
    """A text as it is compared: its letters and numbers alone."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold().replace("&", " and ")))


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, _key(one).split(), _key(other).split(), autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= SAME_TITLE else 0.0


# -------------------------------------------------------------------------------- an action and its KPIs
def _action(read: ReadAction, old: CorporateAction | None, goes_to: dict[str, str]) -> CorporateAction:
    fields = {name: getattr(read, name) for name in ("id", "pillar", "sub_section", "title", "objective")}
    fields |= {name: getattr(read, name) for name in ("accountable", "responsible", "timescale")}
    kpis = _kpis(read, old, goes_to)
    if old is None:
        return CorporateAction(**fields, part=Part.CONTRIBUTE, part_note="", kpis=kpis)
    return replace(old, **fields, kpis=kpis)


def _kpis(read: ReadAction, old: CorporateAction | None, goes_to: dict[str, str]) -> tuple[CorporateKpi, ...]:
    known = old.kpis if old else ()
    pairs = match_kpis(known, read.kpis)
    taken = {_number(kpi.id) for kpi in known}
    free = iter(number for number in range(1, len(taken) + len(read.kpis) + 2) if number not in taken)
    kpis = []
    for position, one in enumerate(read.kpis):
        if (was := pairs.get(position)) is None:
            kpis.append(_new_kpi(f"{read.id}.K{next(free)}", one))
            continue
        now = _kpi(was, one, read.id)
        goes_to[was.id] = now.id
        kpis.append(now)
    return tuple(kpis)


def match_kpis(old: tuple[CorporateKpi, ...], new: tuple[ReadKpi, ...]) -> dict[int, CorporateKpi]:
    """Position of each new bullet that is an old one: equal words, else alike, else in the same place with the same due point."""
    left = dict(enumerate(old))
    pairs: dict[int, CorporateKpi] = {}

    def pair(was: int, now: int) -> None:
        pairs[now] = left.pop(was)

    for now, kpi in enumerate(new):
        if (was := next((n for n, one in left.items() if _key(one.text) == _key(kpi.text)), None)) is not None:
            pair(was, now)
    open_now = [n for n in range(len(new)) if n not in pairs]
    scored = sorted(((_likeness(one.text, new[n].text), -was, -n) for was, one in left.items() for n in open_now), reverse=True)
    for score, was, now in scored:
        if score >= SAME_KPI and -was in left and -now not in pairs:
            pair(-was, -now)
    if len(old) == len(new):
        for n in [n for n in left if n not in pairs and left[n].due == new[n].due]:
            pair(n, n)
    return pairs


def _kpi(old: CorporateKpi, read: ReadKpi, action_id: str) -> CorporateKpi:
    """A KPI that goes on: what is known of it stays, its words and its due point are the new ones."""
    new_id = f"{action_id}.K{old.id.split('.K')[1]}"
    if old.splits and old.due != read.due:
        return _new_kpi(new_id, read)
    target = target_of(read.text) if old.unit == "%" and _key(old.text) != _key(read.text) else None
    return replace(
        old,
        id=new_id,
        text=read.text,
        due=read.due,
        due_event=old.due_event if read.due == "-" else "",
        target=old.target if target is None else target,
        splits=tuple(replace(split, id=f"{new_id}{split.id[len(old.id) :]}") for split in old.splits),
    )


def _new_kpi(kpi_id: str, read: ReadKpi) -> CorporateKpi:
    """A KPI that nobody read before, understood cautiously from its words."""
    kind = kind_of(read.text)
    perception = kind is KpiKind.PERCEPTION
    share = kind is KpiKind.PERCENTAGE
    blank = CorporateKpi(kpi_id, read.text, read.due, kind, perception, reportable_by_directorate=True, counts_people=perception)
    if share:
        target = target_of(read.text)
        aim = None if target is None else Direction.AT_LEAST
        top, bottom = "those it holds for", "all of them"
        return replace(blank, unit="%", target=target, direction=aim, numerator=top, denominator=bottom)
    return replace(blank, direction=direction_of(read.text) if kind is KpiKind.TREND or perception else None)


def _number(kpi_id: str) -> int:
    found = re.search(r"\.K(\d+)", kpi_id)
    return int(found[1]) if found else 0


# -------------------------------------------------------------------------------- pillars and contradictions
def _pillar(number: int, read: ReadEdition, now: CorporatePlan) -> Pillar:
    known = next((p for p in now.pillars if p.number == number), None)
    title = read.pillars.get(number) or (known.title if known else f"Pillar {number}")
    outcome = read.outcomes.get(number) or (known.outcome if known else "Not given.")
    if known and _key(known.title) == _key(title):
        return replace(known, title=title, outcome=outcome)
    short = title if len(title) <= 24 else f"Pillar {number}"
    return Pillar(number, title, short, outcome, known.theory_of_change_year if known else _THEORY_YEAR[number])


def facts(action: CorporateAction) -> tuple[object, ...]:
    """What the table says of an action beside its wording: heading, people, band, due points."""
    people = tuple(map(_key, (action.sub_section, action.accountable, action.responsible)))
    return (*people, action.timescale, tuple(kpi.due for kpi in action.kpis))


def _still_true(now: CorporatePlan, plan: CorporatePlan, pairs: dict[str, str]) -> tuple[Contradiction, ...]:
    """The contradictions whose actions (or pillars) say the same facts as before; the others may be settled and are left out."""
    old, new = {a.id: facts(a) for a in now.actions}, {a.id: facts(a) for a in plan.actions}
    titles = {p.number: p.title for p in plan.pillars}
    same_pillars = {p.number for p in now.pillars if _key(titles.get(p.number, "")) == _key(p.title)}
    kept = []
    for one in now.contradictions:
        ids = [pairs.get(i, "") for i in one.ids]
        same = all(was == goes and old[was] == new[goes] for was, goes in zip(one.ids, ids, strict=True))
        if same and set(one.pillars) <= same_pillars:
            kept.append(one)
    return tuple(kept)
