"""Home: this quarter at a glance, told from the same checks and records as the return."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from leadapp.domain.charts import MonthClock
from leadapp.domain.checks import CheckResult, Findings, in_round, kpis_without_value, listing
from leadapp.domain.clock import KpiLoad, kpi_load, programme_clock
from leadapp.domain.commitments import Commitment, OutcomeCount, unanswered
from leadapp.domain.history import cut
from leadapp.domain.plan import CascadeRow, PlanAction
from leadapp.domain.plan_figures import UrgentTest, urgent_test
from leadapp.domain.quarters import Quarter, due_in_words, format_date
from leadapp.domain.return_text import ReturnState, ReturnText

LONGEST_NAME = 50
FEWEST_OWNERS = 3
"""Fewer are asked by word of mouth."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do next: bold line, sentence beneath, the words on its button, and where the button goes, to show what there."""

    title: str
    sentence: str
    button: str
    place: str
    what: object = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Whether anybody was asked this quarter with a workbook, and the actions of those who have not answered, by id."""

    anybody: bool = False
    silent: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows that Home is told from: ``left`` still ask for something this quarter, ``stale`` were silent for two quarters."""

    findings: Findings
    checks: tuple[CheckResult, ...]
    left: tuple[PlanAction, ...]
    stale: tuple[PlanAction, ...]
    undecided: tuple[CascadeRow, ...]
    promised: tuple[Commitment, ...] = ()


@dataclass(frozen=True, slots=True)
class HomeView:
    """Everything Home shows."""

    quarter: Quarter
    title: str
    sentence: str
    steps: tuple[NextStep, ...]
    checks_done: int
    checks: int
    in_round: int
    actions_left: int
    urgent: UrgentTest | None
    stale: tuple[str, ...]
    clock: MonthClock | None
    load: KpiLoad | None
    actions: int
    undecided: int
    triggers_left: int = 0
    run: tuple[OutcomeCount, ...] = ()


def home_view(
    f: Findings,
    checks: tuple[CheckResult, ...],
    left: tuple[PlanAction, ...],
    stale: tuple[PlanAction, ...],
    undecided: int,
    triggers_left: int = 0,
    run: tuple[OutcomeCount, ...] = (),
    corrections: tuple[ReturnText, ...] = (),
    asked: Asked | None = None,
) -> HomeView:
    """Tell what this quarter still needs. ``left`` are the actions of the round that still ask for something.

    ``run`` says how the commitments came out, quarter by quarter; ``corrections`` are revisions that were begun and not submitted.
    """
    due = f.quarter.return_due(f.directorate.days_to_return)
    steps = (*_steps(f, checks, left, undecided, asked or Asked()), *map(_correction_step, corrections))
    zero = f.directorate.month_zero
    owners = {a.id: a.owner for a in f.actions}
    coming = {k.action_id for k in f.kpis if zero and _due_in(k.due, zero, f.quarter.next)}
    return HomeView(
        quarter=f.quarter,
        title=f"This quarter: {f.quarter.words}",
        sentence=_sentence(f, due, len([s for s in steps if s.place != "return"])),
        steps=steps,
        checks_done=sum(c.passed for c in checks),
        checks=len(checks),
        in_round=sum(in_round(a, f.quarter) for a in f.actions),
        actions_left=len(left),
        urgent=urgent_test(f.directorate, f.actions),
        stale=tuple(a.reference for a in stale),
        clock=programme_clock(zero, f.today, f.quarter, due) if zero else None,
        load=kpi_load(f.kpis, zero, f.quarter, sum(not owners.get(i) for i in coming)) if zero else None,
        actions=len(f.actions),
        undecided=undecided,
        triggers_left=triggers_left,
        run=run,
    )


def _due_in(due: str, month_zero: dt.date, quarter: Quarter) -> bool:
    from leadapp.domain.quarters import due_points

    return any((day := point.date(month_zero)) is not None and day in quarter for point in due_points(due))


def _sentence(f: Findings, due: dt.date, left: int) -> str:
    when = due_in_words(due, f.today)
    was = "was" if due < f.today else "is"
    things = {0: "Nothing is left", 1: "One thing is left"}.get(left, f"{_number(left)} things are left")
    return f"Your return {was} due on {format_date(due)}, {when}. {things}."


def _number(count: int) -> str:
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
    return words[count] if count < len(words) else str(count)


def _steps(
    f: Findings, checks: tuple[CheckResult, ...], left: tuple[PlanAction, ...], undecided: int, asked: Asked
) -> tuple[NextStep, ...]:
    """What to do next, in the order in which a lead would do it."""
    steps = _decide_step(undecided)
    missing = {c.key: c for c in checks if not c.passed}
    steps += _ask_step(f, left, asked)
    if "updates" in missing:
        noun = "action" if len(left) == 1 else "actions"
        steps.append(NextStep(f"Update {len(left)} {noun}", f"{listing([_named(a) for a in left])}.", "Start the round", "round"))
    elif "confidence" in missing:
        said = missing["confidence"]
        steps.append(NextStep("Say how confident you are", said.sentence, "Start the round", "round", said.what))
    if "values" in missing:
        count = len(kpis_without_value(f))
        noun = "value" if count == 1 else "values"
        ids = listing(missing["values"].ids)
        steps.append(
            NextStep(f"Record {count} KPI {noun}", f"Missing on {ids}.", "Record values", "round", missing["values"].what)
        )
    empty = [c for c in missing.values() if c.key.startswith("headline_")]
    if empty:
        words = [c.sentence.removeprefix("The headline says nothing about ").rstrip(".") for c in empty]
        steps.append(
            NextStep("Write the headline", f"It says nothing yet about {listing(words)}.", "Open headline", empty[0].place)
        )
    steps += _promise_steps(f, missing)
    for key, button in _STEPS_IN_THE_CHECKS_WORDS:
        if key in missing:
            title, _, rest = missing[key].sentence.partition(". ")
            steps.append(NextStep(title.rstrip("."), rest, button, missing[key].place, missing[key].what))
    return (*steps, *_life_step(f, list(missing.values()), bool(steps)))


def _correction_step(text: ReturnText) -> NextStep:
    """A correction lies there until somebody submits it, or gives it up."""
    title = f"Finish revision {text.revision} of {text.quarter}"
    return NextStep(title, f"It corrects: {cut(text.correction, 120)}", "Open the return", "return", Quarter.parse(text.quarter))


def _decide_step(undecided: int) -> list[NextStep]:
    if not undecided:
        return []
    noun = "action" if undecided == 1 else "actions"
    why = "Say which ones your directorate takes on, and why not the others."
    return [NextStep(f"Decide on {undecided} corporate {noun}", why, "Open the cascade", "cascade")]


def _ask_step(f: Findings, left: tuple[PlanAction, ...], asked: Asked) -> list[NextStep]:
    """Owners who have not answered; or, as long as most of the round is open and nobody was asked, that they can be."""
    if asked.anybody:
        silent = tuple(dict.fromkeys(a.owner for a in left if a.id in asked.silent))
        if not silent:
            return []
        have = "1 owner has" if len(silent) == 1 else f"{len(silent)} owners have"
        return [NextStep(f"{have} not answered", f"{listing(silent, 4)}.", "Read answers", "ask")]
    owners = {a.owner for a in left if a.owner}
    in_it = sum(in_round(a, f.quarter) for a in f.actions)
    if len(owners) < FEWEST_OWNERS or len(left) * 2 <= in_it:
        return []
    sentence = "Each gets a small workbook about her own actions; what comes back is shown before it is taken."
    return [NextStep(f"Ask {len(owners)} owners", sentence, "Ask owners", "ask")]


def _life_step(f: Findings, failed: list[CheckResult], is_busy: bool) -> tuple[NextStep, ...]:
    """The next step of the return itself: signing waits until the rest is done, what is signed goes on beside it."""
    state = f.text.state
    if state is ReturnState.SIGNED:
        sentence = "The lead has signed. Record who confirmed it, or submit it without."
        return (NextStep("Record the confirmation of your return", sentence, "Open the return", "return"),)
    if state is ReturnState.CONFIRMED:
        sentence = "It is signed and confirmed. Submitting it freezes it."
        return (NextStep("Submit your return", sentence, "Open the return", "return"),)
    if is_busy:
        return ()
    looks = f"{_number(len(failed))} {'look' if len(failed) > 1 else 'looks'} odd." if failed else "Every check passed."
    return (NextStep("Check and sign your return", looks, "Open the return", "return"),)


def _promise_steps(f: Findings, missing: dict[str, CheckResult]) -> list[NextStep]:
    """What is left of the commitments: outcomes that are not told, and that nothing is promised anew."""
    steps = []
    if "commitments" in missing:
        left = unanswered(one for one in f.commitments if one.quarter == str(f.quarter))
        noun = "commitment" if len(left) == 1 else "commitments"
        names = listing([f"“{cut(one.text, LONGEST_NAME)}”" for one in left], most=3)
        steps.append(NextStep(f"Say what became of {len(left)} {noun}", f"{names}.", "Record outcomes", "commitments"))
    if "new_commitments" in missing:
        title = f"Promise something for {f.quarter.next.words}"
        sentence = "A return ends with what you promise; the next one says whether it was kept."
        steps.append(NextStep(title, sentence, "Add a commitment", "new_commitments"))
    return steps


def _named(action: PlanAction) -> str:
    return f"{action.reference} (blocked)" if action.is_blocked else action.reference


_STEPS_IN_THE_CHECKS_WORDS = (
    ("typed", "Look at it"),
    ("triggers", "Answer them"),
    ("late_on_track", "Look at it"),
    ("urgent", "Open the plan"),
    ("month_zero", "Set Month 0"),
)
