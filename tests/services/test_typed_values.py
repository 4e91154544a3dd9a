"""What is typed for a KPI before its figure is kept, found by the check, and never reported as a measurement."""

import dataclasses

import pytest

from leadapp.domain.measures import ValueDraft
from leadapp.domain.quarters import Quarter
from leadapp.domain.round import KpiLine
from leadapp.services.opening import Services
from tests.worlds import by_reference

Q2, Q3 = Quarter(2026, 2), Quarter(2026, 3)


@pytest.fixture
def survey(services: Services) -> int:
    """The id of a survey KPI of one's own on 2.4."""
    services.plan.adopt(("2.4",))
    services.plan.add_kpi(by_reference(services, "2.4").id, "Staff who feel safe to speak", "perception", {})
    return line(services).kpi.id


def line(services: Services, quarter: Quarter | None = None) -> KpiLine:
    return services.round.detail(by_reference(services, "2.4").id, quarter).kpis[-1]


def with_text(draft: ValueDraft, name: str, text: str) -> ValueDraft:
    return ValueDraft(**{**dataclasses.asdict(draft), name: text})


def failed(services: Services, quarter: Quarter) -> str:
    return "\n".join(c.sentence for c in services.returns.checks(quarter) if not c.passed)


@pytest.mark.parametrize(
    ("name", "text"), [("source", "Pulse survey"), ("question", "Do you feel safe?"), ("note", "In May"), ("wave", "Spring")]
)
def test_what_is_typed_before_the_figure_is_kept(services: Services, survey: int, name: str, text: str) -> None:
    services.round.record_value(survey, with_text(ValueDraft(), name, text))
    assert dict(line(services).typed) == {name: text}
    assert line(services).is_left
    assert line(services).now is None, "it is no measurement"
    assert "Something typed cannot be used yet on 2.4" in failed(services, Q2)
    (part,) = (kpi for kpi in services.returns.assemble(Q2).kpis if kpi.text == "Staff who feel safe to speak")
    assert part.value is None
    whole = ValueDraft(numerator="30", denominator="60", wave="Spring", question="Do you feel safe?", invited="90")
    services.round.record_value(survey, with_text(whole, name, text))
    value = line(services).now
    assert value is not None
    assert getattr(value, name) == text
    assert line(services).typed == ()


def test_a_figure_taken_out_leaves_its_source_waiting_and_is_reported_no_more(services: Services) -> None:
    services.plan.adopt(("2.4",))
    services.plan.add_kpi(by_reference(services, "2.4").id, "Panels held", "count", {})
    kpi = line(services).kpi.id
    services.round.record_value(kpi, ValueDraft(number="7", source="HR report"))
    services.round.record_value(kpi, ValueDraft(number=" ", source="HR report"))
    assert line(services).now is None
    assert dict(line(services).typed)["source"] == "HR report"
    services.history.undo()
    now = line(services).now
    assert now is not None
    assert (now.number, now.source, line(services).typed) == (7, "HR report", ())


def test_what_only_stands_there_makes_nothing(services: Services) -> None:
    services.plan.adopt(("2.4",))
    services.plan.add_kpi(by_reference(services, "2.4").id, "Panels held", "count", {})
    kpi = line(services).kpi.id
    services.round.record_value(kpi, ValueDraft(number="7", source="HR report"))
    for name in ("progress", "challenges", "feedback"):
        services.returns.change_text(Q2, name, "Nothing to report, because we began this month.")
    services.life.submit(Q2)
    assert line(services).last is not None
    assert not services.round.record_value(kpi, ValueDraft(source="HR report"))
    assert not services.round.record_value(kpi, ValueDraft(source=" "))
    assert (line(services).now, line(services).typed) == (None, ())
    assert services.round.record_value(kpi, ValueDraft(source="Team log"))
    assert dict(line(services).typed) == {"source": "Team log"}
    assert services.round.record_value(kpi, ValueDraft(source="HR report"))
    assert line(services).typed == ()


def test_what_waits_in_an_earlier_quarters_boxes_is_not_asked_in_this_one(services: Services, survey: int) -> None:
    services.round.record_value(survey, ValueDraft(source="Pulse survey"))
    assert "cannot be used yet" in failed(services, Q2)
    for name in ("progress", "challenges", "feedback"):
        services.returns.change_text(Q2, name, "Nothing to report, because we began this month.")
    services.life.submit(Q2)
    assert "cannot be used yet" not in failed(services, Q3)
