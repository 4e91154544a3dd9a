"""Answers of action owners against what stands in the file: what would be taken, where the lead wrote too, what is refused, who is silent.

Nothing of the lead's is overwritten by itself: where both wrote, both are shown and hers stays until she chooses otherwise.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from leadapp.domain.checks import listing
from leadapp.domain.collected import Answer, Collected, Copies, Known, Part, Said, Standing
from leadapp.domain.given_figures import carried_source
from leadapp.domain.measures import Kpi, KpiValue, ValueDraft, number_text, value_text
from leadapp.domain.owner_answers import Box, ReadForm, Refusal, RowAnswer
from leadapp.domain.owner_form import ACTIONS_SHEET, BOX_WORDS, Owner, kpi_boxes
from leadapp.domain.plan import Confidence, PlanAction, Status, Update
from leadapp.domain.round import KpiLine, RoundItem
from leadapp.domain.wording import STATES


def collect(
    forms: Sequence[ReadForm], unread: Sequence[Refusal], known: Known, waiting: Sequence[Owner], copies: Mapping[str, str]
) -> Collected:
    """Compare forms with the file.

    ``unread`` are the files that could not be read, ``waiting`` all owners who are asked this quarter, ``copies`` says by an
    owner's uid which of her files counts where they differ.
    """
    found = _Collecting(known, copies)
    accepted = found.accept(forms)
    for form in accepted:
        found.compare(form, accepted)
    if found.empty:
        named = listing([f"“{name}”" for name in found.empty], 4)
        found.remarks.append(f"{named} hold{'s' if len(found.empty) == 1 else ''} no answers.")
    answered = [(known.people[form.marks.owner], form.marks.asked_on) for form in accepted if form.answers]
    heard = {owner.uid for owner, _ in answered}
    return Collected(
        answers=tuple(found.answers),
        refused=(*unread, *found.refused),
        copies=tuple(found.copies),
        answered=tuple(answered),
        silent=tuple(owner for owner in waiting if owner.uid not in heard and owner.answered_on is None),
        remarks=tuple(found.remarks),
        files=len(forms) + len(unread),
    )


class _Collecting:
    """What is found while forms are compared."""

    def __init__(self, known: Known, copies: Mapping[str, str]) -> None:
        self._known, self._chosen = known, copies
        self._actions = {item.action.uid: item for item in known.items}
        self._kpis = {line.kpi.uid: (item, line) for item in known.items for line in item.kpis}
        self.answers: list[Answer] = []
        self.refused: list[Refusal] = []
        self.copies: list[Copies] = []
        self.remarks: list[str] = []
        self.empty: list[str] = []

    # ------------------------------------------------------------------ files
    def accept(self, forms: Iterable[ReadForm]) -> list[ReadForm]:
        """The forms that count: this directorate's, this quarter's, one of each owner."""
        by_owner: dict[str, list[ReadForm]] = {}
        for form in forms:
            if problem := self._problem(form):
                self.refused.append(Refusal(form.file, problem))
            else:
                by_owner.setdefault(form.marks.owner, []).append(form)
        return [one for own in by_owner.values() if (one := self._one_of(own)) is not None]

    def _problem(self, form: ReadForm) -> str:
        marks = form.marks
        if marks.directorate != self._known.directorate:
            return "is a form of another directorate. Nothing of it was taken."
        if marks.quarter != str(self._known.quarter):
            return (
                f"asks about {marks.quarter[:20]}; the quarter being reported is {self._known.quarter}. Nothing of it was taken."
            )
        if marks.owner not in self._known.people:
            return "is the form of somebody who is not in this file. Nothing of it was taken."
        return ""

    def _one_of(self, forms: list[ReadForm]) -> ReadForm | None:
        """The one form of an owner that counts. An untouched copy of a form says nothing; two that differ wait for a choice."""
        owner = self._known.people[forms[0].marks.owner]
        filled = [form for form in forms if not form.is_empty]
        if not filled:
            self.empty += [form.file for form in forms]
            return forms[0]
        first = filled[0]
        others = [form for form in filled if form.says != first.says]
        if not others:
            self.remarks += [f"“{form.file}” says the same as “{first.file}”; it was read once." for form in filled[1:]]
            return first
        names = tuple(form.file for form in filled)
        chosen = self._chosen.get(owner.uid, "")
        self.copies.append(Copies(owner, names, chosen if chosen in names else ""))
        if chosen in names:
            return next(form for form in filled if form.file == chosen)
        told = f"is one of {len(names)} files of {owner.label} that say different things. None was taken: choose one of them."
        self.refused += [Refusal(name, told) for name in names]
        return None

    # ------------------------------------------------------------------ answers
    def compare(self, form: ReadForm, accepted: Sequence[ReadForm]) -> None:
        """Compare every answer of a form with the file."""
        self.refused += form.refused
        owner = self._known.people[form.marks.owner]
        for answer in form.answers:
            is_action = answer.sheet == ACTIONS_SHEET
            item, line = (self._actions.get(answer.uid), None) if is_action else self._kpis.get(answer.uid, (None, None))
            if item is None:
                what = (
                    "this action is not in the quarter's round any more."
                    if is_action
                    else "this KPI is not in the plan any more."
                )
                self._refuse(form, answer, answer.boxes, what)
            elif self._is_hers(form, answer, item, accepted):
                reader = _AnswerReader(self, form, answer, owner, item)
                self.answers += reader.value(line) if line is not None else reader.action()

    def _is_hers(self, form: ReadForm, answer: RowAnswer, item: RoundItem, accepted: Sequence[ReadForm]) -> bool:
        """Whether an answer counts although the action may have gone to somebody else meanwhile: only if she does not answer too."""
        now = self._known.owners.get(item.action.id)
        if now is not None and now.uid == form.marks.owner:
            return True
        whose = (
            f"{item.action.reference} belongs to {now.label} now"
            if now is not None
            else f"{item.action.reference} has no owner now"
        )
        others = [one for one in accepted if one is not form and any(said.uid == answer.uid for said in one.answers)]
        if any(now is not None and one.marks.owner == now.uid for one in others):
            self._refuse(form, answer, answer.boxes, f"{whose}, who answers it as well.")
            return False
        self.remarks.append(
            f"“{form.file}”: {whose}. The answer of {self._known.people[form.marks.owner].label} is shown all the same."
        )
        return True

    def _refuse(self, form: ReadForm, answer: RowAnswer, boxes: Iterable[str], reason: str) -> None:
        self.refused += [Refusal(form.file, reason, answer.sheet, answer.boxes[name].cell) for name in boxes]


@dataclass(slots=True)
class _AnswerReader:
    """Reading one row's boxes as answers."""

    found: _Collecting
    form: ReadForm
    answer: RowAnswer
    owner: Owner
    item: RoundItem
    wrote: bool = field(init=False)

    def __post_init__(self) -> None:
        update = self.item.update
        self.wrote = update is not None and bool(update.text)

    def _text(self, name: str) -> str:
        box = self.answer.boxes.get(name)
        return box.text if box is not None else ""

    def _refuse(self, name: str, reason: str) -> None:
        self.found._refuse(self.form, self.answer, [name], reason)

    def _made(self, part: Part, box: Box, title: str, theirs: str, hers: str, standing: Standing, said: Said) -> Answer:
        reference = self.item.action.reference
        taken = standing is Standing.NEW
        owner, file, uid = self.owner, self.form.file, self.answer.uid
        return Answer(uid, part, owner, file, box.cell, reference, title, theirs, hers, standing, said, taken)

    # ------------------------------------------------------------------ an action
    def action(self) -> Iterator[Answer]:
        """Status, confidence and words, as far as they are answered."""
        action = self.item.action
        words, no_change = self._text("words"), self._text("kind") == "no_change"
        if no_change and not words:
            self._refuse("kind", "“No change because” needs its reason in the words beside it.")
        if status := self._text("status"):
            yield from self._status(action, Status(status), " ".join(words.split()))
        if confidence := self._text("confidence"):
            yield self._confidence(action, Confidence(confidence))
        if words:
            yield self._update(action, words, no_change=no_change)

    def _base(self) -> tuple[str, str]:
        """Status and confidence as the owner saw them: of the last quarter, or of the day she was asked."""
        if self.item.said_last:
            last = self.item.said_last[-1]
            return (last.status.value if last.status else ""), (last.confidence.value if last.confidence else "")
        status, _, confidence = self.form.states.get(self.answer.uid, "").partition(" ")
        return status, confidence

    def _standing(self, now: str, wanted: str, base: str, names: frozenset[str]) -> Standing:
        """Whether a state is the lead's: she moved it since, wrote this quarter's update with it, or is typing at it."""
        typed = any(name in names for name, _ in self.item.typed)
        if now == wanted and not typed:
            return Standing.SAME
        return Standing.BOTH if typed or self.wrote or now != base else Standing.NEW

    def _status(self, action: PlanAction, status: Status, reason: str) -> Iterator[Answer]:
        if status.needs_reason and not reason:
            self._refuse("status", f"“{STATES[status].word}” needs its reason in the words beside it.")
            return
        standing = self._standing(action.status, status, self._base()[0], frozenset({"status", "status_reason"}))
        said = Said(status=status, reason=reason if status.needs_reason else "")
        word = STATES[status].word
        hers = STATES[action.status].word
        yield self._made(Part.STATUS, self.answer.boxes["status"], action.title, word, hers, standing, said)

    def _confidence(self, action: PlanAction, confidence: Confidence) -> Answer:
        now = action.confidence.value if action.confidence else ""
        standing = self._standing(now, confidence, self._base()[1], frozenset({"confidence"}))
        if not now and not any(name == "confidence" for name, _ in self.item.typed):
            standing = Standing.NEW  # the lead has said nothing that could be overwritten
        hers = STATES[now].word if now else "Not said"
        box = self.answer.boxes["confidence"]
        return self._made(
            Part.CONFIDENCE, box, action.title, STATES[confidence].word, hers, standing, Said(confidence=confidence)
        )

    def _update(self, action: PlanAction, words: str, *, no_change: bool) -> Answer:
        update = self.item.update if self.wrote else None
        same = update is not None and (update.text.strip(), update.no_change) == (words, no_change)
        standing = Standing.SAME if same else Standing.BOTH if self.wrote else Standing.NEW
        theirs = f"No change, because {words}" if no_change else words
        said = Said(text=words, no_change=no_change)
        hers = update.says if isinstance(update, Update) else ""
        return self._made(Part.UPDATE, self.answer.boxes["words"], action.title, theirs, hers, standing, said)

    # ------------------------------------------------------------------ a KPI
    def value(self, line: KpiLine) -> Iterator[Answer]:
        """The value, if its boxes can be used together; else every box that cannot is refused with its reason."""
        kpi = line.kpi
        strange = [name for name in self.answer.boxes if name not in kpi_boxes(kpi)]
        for name in strange:
            self._refuse(name, "this KPI has no such box.")
        if strange:
            return
        draft = self._draft(line)
        first = next(iter(self.answer.boxes))
        if not draft.has_figure:
            self._refuse(first, "the figure is missing: what else was typed measures nothing by itself.")
            return
        values, problems = draft.read(kpi)
        reasons: dict[str, list[str]] = {}
        for problem in problems:
            name = _BOX_OF.get(problem.field, problem.field)
            empty = name not in self.answer.boxes
            told = f"“{BOX_WORDS[name]}” is empty." if empty and name in BOX_WORDS else problem.sentence
            reasons.setdefault(first if empty else name, []).append(told)
        for name, told_of_it in reasons.items():
            self._refuse(name, " ".join(told_of_it))
        if not problems:
            box, theirs = self.answer.boxes[first], value_words(kpi, values)
            standing, hers = _value_standing(line, values)
            yield self._made(Part.VALUE, box, kpi.text, theirs, hers, standing, Said(draft=draft))

    def _draft(self, line: KpiLine) -> ValueDraft:
        kpi, text = line.kpi, self._text
        is_share, note = kpi.is_share, text("note")
        unmeasured = bool(text("unmeasured"))
        return ValueDraft(
            number="" if is_share else text("number"),
            numerator=text("number") if is_share else "",
            denominator=text("out_of"),
            yes=text("yes"),
            not_yet_measured=unmeasured,
            reason=note if unmeasured else "",
            wave=text("wave"),
            question=text("question") or (kpi.question if kpi.perception else ""),
            invited=text("asked"),
            source=text("source") or carried_source(line.last),
            note="" if unmeasured else note,
        )


_BOX_OF = {"numerator": "number", "denominator": "out_of", "n": "out_of", "invited": "asked"}
"""The box of a form where a draft calls it otherwise."""
_FIGURES = ("number", "numerator", "denominator", "not_yet_measured", "reason", "wave", "invited")


def _value_standing(line: KpiLine, values: Mapping[str, object]) -> tuple[Standing, str]:
    """How a value stands to the file, and what the lead has there, in words."""
    if line.typed:
        return Standing.BOTH, "Typed, not usable yet: " + ", ".join(text for _, text in line.typed)
    now = line.now
    if now is None:
        return Standing.NEW, ""
    same = all((getattr(now, name) or None) == (values.get(name) or None) for name in _FIGURES)
    zero = now.number == values.get("number") and now.numerator == values.get("numerator")
    said = all(not values.get(name) or getattr(now, name) == values[name] for name in ("source", "note"))
    return (Standing.SAME if same and zero and said else Standing.BOTH), _told(line.kpi, now)


def _told(kpi: Kpi, now: KpiValue) -> str:
    return ", ".join(filter(None, (value_text(kpi, now), now.wave, now.reason)))


def value_words(kpi: Kpi, values: Mapping[str, Any]) -> str:
    """A value that was read from boxes, in words."""
    known = {one.name for one in dataclasses.fields(KpiValue)}
    given = {name: value for name, value in values.items() if name in known and value is not None}
    value = KpiValue(0, "", 0, kpi.id, "", dt.date.min, **given)
    asked = f"{number_text(value.invited)} asked" if value.invited else ""
    return ", ".join(filter(None, (value_text(kpi, value), asked, value.wave, value.reason)))
