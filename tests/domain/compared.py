"""Records to compare, made of few words."""

import dataclasses
import datetime as dt
from typing import Any

from leadapp.domain.comparison import compare
from leadapp.domain.documents import Paragraph, Section, Table
from leadapp.domain.plan_figures import CONFIDENCE_KEYS, STATUS_KEYS, PillarPart
from leadapp.domain.promise_parts import CommitmentPart
from leadapp.domain.return_text import ReturnState
from leadapp.domain.returns import (
    ActionPart,
    DirectoratePart,
    Headline,
    KpiPart,
    ReturnRecord,
    ValuePart,
)

NOW = dt.datetime(2026, 10, 6, 9, tzinfo=dt.UTC)
DUE = dt.date(2026, 11, 30)
STATUSES = ("not_started", "underway", "complete", "paused", "will_not_do")
CONFIDENCES = ("", "on_track", "at_risk", "off_track")


def action(number: int = 1, **values: Any) -> ActionPart:
    base = ActionPart(
        uid=f"a{number}",
        id=f"2.{number}",
        corporate_id=f"2.{number}",
        origin="corporate",
        pillar=2,
        part="own",
        title=f"Action {number}",
        description="What we do",
        owner="Head",
        service="Parks",
        urgent=False,
        band="",
        due=DUE,
        due_first=DUE,
        due_words="",
        times_redated=0,
        redated=(),
        status="underway",
        status_reason="",
        confidence="on_track",
        updates=(),
    )
    return dataclasses.replace(base, **values)


def share(numerator: float, denominator: float = 100, **values: Any) -> ValuePart:
    part = numerator / denominator
    text = f"{numerator:g} of {denominator:g}, {part:.1%}"
    base = ValuePart("2026-27-Q2", NOW.date(), numerator=numerator, denominator=denominator, share=part, text=text)
    return dataclasses.replace(base, **values)


HIDDEN = ValuePart("2026-27-Q2", NOW.date(), hidden=True, text="fewer than 10")


def kpi(value: ValuePart | None, last: ValuePart | None = None, **values: Any) -> KpiPart:
    base = KpiPart(
        uid="k1",
        action="2.1",
        action_uid="a1",
        corporate_kpi="",
        text="Staff trained",
        kind="percentage",
        perception=False,
        counts_people=True,
        due="M9",
        due_words="Month 9",
        asked=True,
        target=100.0,
        unit="%",
        direction="at_least",
        value=value,
        last=last,
        trend_arrow="",
        trend="",
        better=None,
        meets_target=None,
        source="",
    )
    return dataclasses.replace(base, **values)


def record(*actions: ActionPart, kpis: tuple[KpiPart, ...] = (), **values: Any) -> ReturnRecord:
    base = ReturnRecord(
        directorate=DirectoratePart("d", "Norbury", "Parks", "A. Lead, Head", True, "Race Action Group"),
        quarter="2026-27-Q2",
        period="July to September 2026",
        programme_month=9,
        month_zero=dt.date(2026, 1, 1),
        return_due=dt.date(2026, 10, 9),
        revision=1,
        state=ReturnState.DRAFT,
        marking="OFFICIAL",
        sample=False,
        edition="First",
        as_at=NOW,
        headline=Headline("Moved.", "Stuck.", "Heard."),
        pillars=tuple(
            PillarPart(n, f"Pillar {n}", f"P{n}", "", 0, dict.fromkeys(STATUS_KEYS, 0), dict.fromkeys(CONFIDENCE_KEYS, 0))
            for n in range(1, 6)
        ),
        actions=actions or (action(),),
        kpis=kpis,
        urgent_test=None,
        missing=(),
    )
    return dataclasses.replace(base, **values)


def told(before: ReturnRecord, now: ReturnRecord) -> list[tuple[str, str, bool | None]]:
    return [(change.kind, change.text, change.better) for change in compare(before, now)]


def promise(uid: str, outcome: str = "", **values: Any) -> CommitmentPart:
    base = CommitmentPart(uid, f"Promise {uid}", "2026-27-Q1", "2026-27-Q2", outcome=outcome)
    return dataclasses.replace(base, **values)


def plain(section: Section) -> list[str]:
    return [block.text for block in section.blocks if isinstance(block, Paragraph)]


def table(section: Section) -> Table:
    (found,) = [block for block in section.blocks if isinstance(block, Table)]
    return found
