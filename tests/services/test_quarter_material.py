"""What is read once is never told after it changed: every kind of step leaves the same as reading the file anew."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from leadapp.db.directorate_records import person_id
from leadapp.db.rows import Person
from leadapp.domain.measures import ValueDraft
from leadapp.domain.plan import ActionDraft, PlanAction
from leadapp.services.opening import Services

STANDING = dt.datetime(2026, 9, 21, 9, tzinfo=dt.UTC)


def told(services: Services) -> tuple[object, ...]:
    """All that is told of the quarter being reported: Home, the round, the checks and the record."""
    quarter = services.preferences.reported_quarter()
    home, chart = services.home.view()
    record = replace(services.returns.assemble(quarter), as_at=STANDING)
    return home, chart, services.round.items(), services.returns.checks(quarter), record, services.plan.list_actions()


def busiest(services: Services) -> PlanAction:
    """An open action with updates and values."""
    items = [i for i in services.round.items() if i.action.status.is_open and i.said_last and any(k.last for k in i.kpis)]
    return items[0].action


def rename(services: Services) -> None:
    """Another name for whoever wrote an update."""
    with services.database.writing("Another name") as step:
        for person in step.session.query(Person):
            person.name = f"{person.name} the Second"


def reassign(services: Services) -> None:
    """An update by somebody else, in its own table alone."""
    from leadapp.db.rows import UpdateRow

    with services.database.writing("Another writer") as step:
        row = step.session.query(UpdateRow).order_by(UpdateRow.id.desc()).first()
        assert row is not None
        row.by_id = person_id(step.session, "Somebody new")


def steps(services: Services) -> list[tuple[str, Callable[[], object]]]:
    """One step of each kind."""
    action = busiest(services)
    items = {i.action.id: i for i in services.round.items()}
    number = next(k.kpi.id for i in items.values() for k in i.kpis if k.kpi.kind == "count" and not k.kpi.by_service)

    def change(draft: ActionDraft) -> object:
        return services.plan.change(action.id, services.plan.action(action.id).version, draft)

    return [
        ("an update", lambda: services.round.write_update(action.id, "Said anew.", visit="a")),
        ("the same visit", lambda: services.round.write_update(action.id, "Said anew, and more.", visit="a")),
        ("the update taken out", lambda: services.round.write_update(action.id, "", visit="a")),
        ("a title", lambda: change(ActionDraft(title="Another title"))),
        ("a status", lambda: change(ActionDraft(status="paused", status_reason="No money"))),
        ("a day", lambda: change(ActionDraft(due="31 March 2028", due_reason="Late"))),
        ("a value", lambda: services.round.record_value(number, ValueDraft(number="77", source="Count"))),
        ("a value taken out", lambda: services.round.record_value(number, ValueDraft())),
        ("names", lambda: rename(services)),
        ("a writer", lambda: reassign(services)),
        ("a KPI taken out", lambda: services.plan.remove_kpi(number)),
        ("an action taken out", lambda: services.plan.remove_action(action.id)),
        ("a return's text", lambda: services.returns.change_text(services.preferences.reported_quarter(), "progress", "Much")),
    ]


def test_after_every_kind_of_step_undo_and_redo_the_same_is_told_as_by_a_fresh_reading(sample: Services) -> None:
    done = steps(sample)
    told(sample)
    for name, step in done:
        step()
        assert told(sample) == told(Services(sample.database)), name
    for way in (sample.history.undo, sample.history.redo):
        for _ in range(len(done) - 3):  # those of one visit are one step, or none
            way()
            assert told(sample) == told(Services(sample.database))
