"""Every number of Home and of the return names as many rows as it says, and the rows are those that are meant."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from leadapp.domain.documents import Document, Table
from leadapp.domain.evidence import EvidenceDraft
from leadapp.domain.measures import ValueDraft
from leadapp.domain.plan import ActionDraft
from leadapp.domain.provenance import Source, load_values
from leadapp.domain.quarters import Quarter
from leadapp.services.opening import Services
from tests.worlds import by_reference, new_services


def by_title(sources: tuple[Source, ...]) -> dict[str, Source]:
    found = {source.title: source for source in sources}
    assert len(found) == len(sources), "a title stands twice"
    return found


@pytest.fixture(params=["sample", "a new plan", "an empty file", "no Month 0"])
def filled(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Services]:
    """Files of several sizes."""
    if request.param == "no Month 0":
        made = new_services(tmp_path / "other.leadapp", month_zero=None, priority=False)
        made.plan.adopt(("1.8", "2.4"))
        yield made
        made.close()
        return
    if request.param == "sample":
        sample: Services = request.getfixturevalue("sample")
        yield sample
        return
    services: Services = request.getfixturevalue("services")
    if request.param == "a new plan":
        services.plan.adopt(("1.8", "2.4", "3.10"))
        services.plan.add_action(ActionDraft(title="Without a pillar", urgent=True))
    yield services


def test_every_counted_number_has_as_many_rows(filled: Services) -> None:
    sources = (*filled.home.sources(), *filled.provenance.of_return(filled.preferences.reported_quarter()))
    counted = [source for source in sources if source.number is not None]
    assert len(counted) > 15
    assert [s.title for s in counted if len(s.rows) != s.number or s.shown != str(s.number)] == []
    for source in sources:
        assert source.how.endswith(".")
        assert source.shown


def test_home_shows_the_numbers_that_are_told(filled: Services) -> None:
    view, bars = filled.home.view()
    told = by_title(filled.home.sources())
    assert told["Checks passed"].number == view.checks_done
    assert told["Checks in all"].number == view.checks
    assert told["Actions in the round"].number == view.in_round
    assert told["Actions to update"].number == view.actions_left
    assert told["Corporate actions to decide on"].number == view.undecided
    assert told["Actions in all"].number == view.actions
    assert told["Things left"].number == len([s for s in view.steps if s.place != "return"])
    assert told["Going stale"].number == len(view.stale)
    assert tuple(row.words.split("  ")[0] for row in told["Going stale"].rows) == view.stale
    if view.urgent is not None:
        numbers = (told["Urgent actions underway"].number, told["Urgent actions in all"].number)
        assert numbers == (view.urgent.numerator, view.urgent.denominator)
        assert told["Share of urgent actions underway"].shown == (
            "–" if view.urgent.share is None else f"{view.urgent.share:.0%}"
        )
    if view.load is not None:
        assert tuple(s.number for s in told.values() if s.group == "load") == load_values(view.load.chart)
    for number, category in enumerate(bars.categories):
        pillar = f"Pillar {category.split()[0]}" if category[0].isdigit() else "Without a pillar"
        for series in bars.series:
            source = told.get(f"{pillar}: {series.label.lower()}")
            assert (source.number if source else 0) == series.values[number], (category, series.label)
        if bars.notes[number] != "no actions":
            actions, still = told[f"{pillar}: actions"].number, told[f"{pillar}: open"].number
            assert bars.notes[number] == f"{actions} action{'s' if actions != 1 else ''}, {still} open"


def table_of(document: Document, key: str) -> Table:
    return next(b for section in document.sections for b in section.blocks if isinstance(b, Table) and b.key == key)


def test_each_number_of_the_returns_table_can_be_asked(filled: Services) -> None:
    quarter = filled.preferences.reported_quarter()
    table = table_of(filled.returns.document(quarter), "pillars")
    told = by_title(tuple(s for s in filled.provenance.of_return(quarter) if s.group == "pillars"))
    asked = 0
    for line in table.rows:
        first = str(line.cells[0].value)
        pillar = f"Pillar {first.split()[0]}" if first[0].isdigit() else "Without a pillar"
        for column, cell in zip(table.columns[1:], line.cells[1:], strict=True):
            assert told[f"{pillar}: {column.heading.lower()}"].number == cell.value, (first, column.heading)
            asked += 1
    assert asked == len(told)


def test_the_summary_of_a_first_return_says_the_numbers_that_are_told(sample: Services) -> None:
    quarter = Quarter(2025, 4)
    told = by_title(tuple(s for s in sample.provenance.of_return(quarter) if s.group == "glance"))
    words = " ".join(sample.returns.document(quarter).cover.changes)
    assert f"{told['Actions'].number} actions: {told['Complete'].number} complete, {told['Underway'].number} underway" in words
    assert f"{told['At risk'].number} at risk, {told['Off track'].number} off track" in words
    assert f"{told['Missing or odd'].number} things missing or odd" in words


def test_what_the_cover_says_of_changes_and_commitments_can_be_asked(sample: Services) -> None:
    quarter = sample.preferences.reported_quarter()
    sources = sample.provenance.of_return(quarter)
    cover = sample.returns.document(quarter).cover
    changes = [s for s in sources if s.group == "changes"]
    lines = [f"{source.title}." for source in changes]
    told_inside = ("Check:", "Commitments:", "And ")
    shown = [line for line in cover.changes if not line.startswith(told_inside)]
    assert shown == [line for line in lines if line in shown]
    assert len(shown) < len(lines), "a cover has room for so many"
    assert all(source.rows and source.rows[0].place == "action" and source.rows[0].what for source in changes)
    told = by_title(tuple(s for s in sources if s.group == "commitments"))
    numbers = [told[f"Commitments: {word}"].number for word in ("kept", "part kept", "not kept", "to answer")]
    assert numbers == [2, 1, 2, 0]
    assert "Commitments: 2 kept, 1 part kept, 2 not kept." in cover.changes
    assert told["Commitments for the next quarter"].number == 3


def test_each_value_of_the_return_names_its_reading_and_its_evidence(sample: Services) -> None:
    quarter = sample.preferences.reported_quarter()
    record = sample.returns.assemble(quarter)
    told = [s for s in sample.provenance.of_return(quarter) if s.group == "kpis"]
    now = [s for s in told if "last value" not in s.title]
    assert [s.shown for s in now] == [k.value.text for k in record.kpis if k.value]
    assert len(told) - len(now) == sum(k.last is not None for k in record.kpis)
    share = next(s for s in now if " divided by " in s.how)
    numerator, denominator = share.how.rstrip(".").split(":")[0].split(" divided by ")
    assert "how many" not in " ".join(s.how for s in told)  # a share without names for its parts is not given any
    assert share.shown.startswith(f"{numerator} of {denominator}")
    assert "recorded on" in share.rows[0].words
    assert "Source: " in share.rows[0].detail
    proof = next(s for s in now if s.title.startswith("1.8"))
    assert any(row.place == "evidence" and "Champion register" in row.words for row in proof.rows)


def test_what_services_gave_stands_behind_a_value(sample: Services) -> None:
    from sqlalchemy import text

    from leadapp.db.rows import ServiceValueRow

    quarter = sample.preferences.reported_quarter()
    with sample.database.reading() as session:
        kpi_id = session.execute(
            text(
                "SELECT kpi_id FROM kpi_value WHERE quarter = :q AND denominator IS NOT NULL"
                " AND kpi_id NOT IN (SELECT kpi_id FROM service_value) ORDER BY id LIMIT 1"
            ),
            {"q": str(quarter)},
        ).scalar_one()
        session.expunge_all()
    with sample.database.writing("Given") as step:
        ids = step.session.execute(text("SELECT id FROM service ORDER BY position LIMIT 3")).scalars().all()
        kept = {"kpi_id": kpi_id, "quarter": str(quarter)}
        step.session.add(ServiceValueRow(**kept, service_id=ids[0], numerator=4.0, denominator=9.0))
        step.session.add(ServiceValueRow(**kept, service_id=ids[1], number=3.0))
        step.session.add(ServiceValueRow(**kept, service_id=ids[2], not_applicable=True))
    words = [row.words for s in sample.provenance.of_return(quarter) for row in s.rows]
    assert any(w.endswith(": 4 of 9") for w in words)
    assert any(w.endswith(": does not apply") for w in words)


def test_what_a_service_gave_leads_to_its_grid(sample: Services) -> None:
    quarter = sample.preferences.reported_quarter()
    grids = {g.kpi.id: g for g in sample.grid.grids()}
    rows = [row for s in sample.provenance.of_return(quarter) for row in s.rows if row.place == "grid"]
    assert rows
    for row in rows:
        assert isinstance(row.what, int)
        assert row.words.split(": ")[0] in {line.service.name for line in grids[row.what].lines}


def test_the_lines_of_a_register_stand_behind_the_value_that_was_taken_from_it(services: Services) -> None:
    services.plan.adopt(("2.4",))
    texts = {"subject_kind": "new_policy", "happened_on": "1 September 2026", "done": "yes", "answer": "yes"}
    _, counted = services.registers.add("eia", {"subject": "Fees", **texts})
    _, other = services.registers.add("eia", {"subject": "Parking", **texts, "done": ""})
    services.registers.add("eia", {"subject": "Last year", **texts, "happened_on": "1 September 2025"})
    kpi = next(k.kpi for k in services.round.detail(by_reference(services, "2.4").id).kpis if k.kpi.corporate_kpi == "2.4.K1")
    services.round.record_value(kpi.id, services.registers.given()[kpi.id].draft)
    (told,) = [s for s in services.provenance.of_return(services.preferences.reported_quarter()) if s.group == "kpis"]
    assert told.shown.startswith("1 of 2")
    behind = [row for row in told.rows if row.place == "registers"]
    assert behind[0].words.endswith("2.4.K1: 1 of 2 policies, 50.0%. This is the value.")
    assert [(row.words, row.detail, row.what) for row in behind[1:]] == [
        ("Fees", "Counted, 1 September 2026", ("eia", counted)),
        ("Parking", "Not counted, 1 September 2026", ("eia", other)),
    ]
    services.round.record_value(kpi.id, ValueDraft(numerator="2", denominator="2"))
    (told,) = [s for s in services.provenance.of_return(services.preferences.reported_quarter()) if s.group == "kpis"]
    assert any("was typed by hand and differs" in row.words for row in told.rows)


def test_each_number_of_the_pace_names_its_actions(sample: Services) -> None:
    pace, told = sample.details.pace(), by_title(sample.details.pace_sources())
    asked = 0
    for chart in (pace.by_kind, pace.by_year):
        for number, word in enumerate(chart.categories):
            for series in chart.series:
                source = told.get(f"{word}: {series.label.lower()}")
                assert (source.number if source else 0) == series.values[number]
                asked += source is not None
            whole = told.get(f"{word}: actions")
            asked += whole is not None
            assert chart.notes[number].endswith(f"of {whole.number}" if whole else "none")
    assert asked == len(told) > 10


def test_the_month_clock_says_how_it_counts(sample: Services, tmp_path: Path) -> None:
    month, *quarters = sample.home.clock_sources()
    clock = sample.home.view()[0].clock
    assert clock is not None
    assert month.shown == clock.title
    assert month.rows[0].place == "month_zero"
    assert {s.title: s.number for s in quarters} == {s.title: s.number for s in sample.home.sources() if s.group == "load"}
    other = new_services(tmp_path / "none.leadapp", month_zero=None)
    assert other.home.clock_sources() == ()
    other.close()


def test_evidence_behind_a_value_says_that_it_is_out_of_date(services: Services) -> None:
    services.plan.adopt(("1.8",))
    action = by_reference(services, "1.8")
    services.evidence.add_note(action.id, EvidenceDraft(title="Old list", note="x", dated="1 May 2024"))
    line = services.round.detail(action.id).kpis[0]
    services.round.record_value(line.kpi.id, ValueDraft(not_yet_measured=True, reason="in spring"))
    (told,) = [s for s in services.provenance.of_return(services.preferences.reported_quarter()) if s.group == "kpis"]
    assert told.how == "Nothing was measured yet; the reason was written instead."
    assert [row.place for row in told.rows] == ["action", "evidence"]
    assert told.rows[1].detail == "Evidence of the action, 1 May 2024, out of date"
