"""Cells by service move the directorate's value along in the same step; registers count, keep what is typed and can be undone."""

from __future__ import annotations

import dataclasses

import pytest

from leadapp.domain.checks import CheckResult, run_checks
from leadapp.domain.errors import BadInputError, NotFoundError
from leadapp.domain.measures import KpiValue, ValueDraft
from leadapp.domain.round import KpiLine
from leadapp.domain.service_grid import Grid
from leadapp.domain.spots import Spot
from leadapp.services.opening import Services
from leadapp.services.sample import read_sample
from tests.worlds import by_reference, outside


@pytest.fixture
def adopted(services: Services) -> Services:
    """A plan with KPIs that services share and registers feed."""
    services.plan.adopt(("2.13", "2.6", "3.10", "2.4", "1.9", "1.10"))
    return services


def grid_of(services: Services, corporate_kpi: str) -> Grid:
    return next(g for g in services.grid.grids() if g.kpi.corporate_kpi == corporate_kpi)


def line_of(services: Services, reference: str, corporate_kpi: str) -> KpiLine:
    detail = services.round.detail(by_reference(services, reference).id)
    return next(line for line in detail.kpis if line.kpi.corporate_kpi == corporate_kpi)


def check_of(services: Services, key: str) -> CheckResult | None:
    quarter = services.preferences.reported_quarter()
    results = run_checks(services._quarters.findings(services._quarters.material(quarter)))
    return next((c for c in results if c.key == key), None)


def typed_check(services: Services) -> CheckResult:
    found = check_of(services, "typed")
    assert found is not None
    return found


def value_of(services: Services) -> KpiValue | None:
    return line_of(services, "2.13", "2.13.K2").now


def fill(services: Services, *texts: dict[str, str], kpi: str = "2.13.K2") -> None:
    grid = grid_of(services, kpi)
    pairs = zip(grid.lines, texts, strict=False)
    services.grid.keep(grid.kpi.id, {line.service.id: cells for line, cells in pairs if cells})


# -------------------------------------------------------------------------------- cells and the directorate's value
def test_adopting_brings_the_kpis_along_that_services_share(adopted: Services) -> None:
    assert [g.kpi.corporate_kpi for g in adopted.grid.grids()] == ["2.6.K1", "2.6.K2", "2.13.K2"]
    assert [line.service.name for line in grid_of(adopted, "2.13.K2").lines] == ["Housing Options", "Parks"]


def test_cells_and_the_sum_are_one_step_and_one_undo(adopted: Services) -> None:
    fill(adopted, {"numerator": "14", "denominator": "20"}, {"numerator": "6", "denominator": "6"})
    value = value_of(adopted)
    assert value is not None
    assert (value.numerator, value.denominator, value.source) == (20, 26, "By service: 2 of 2 services")
    adopted.history.undo()
    assert value_of(adopted) is None
    assert grid_of(adopted, "2.13.K2").total.is_empty
    adopted.history.redo()
    assert value_of(adopted) is not None


def test_the_sum_follows_cell_by_cell_and_goes_with_the_last_one(adopted: Services) -> None:
    fill(adopted, {"numerator": "14"})
    assert value_of(adopted) is None
    assert dict(grid_of(adopted, "2.13.K2").lines[0].typed) == {"numerator": "14"}
    fill(adopted, {"denominator": "20"})
    value = value_of(adopted)
    assert value is not None
    assert (value.numerator, value.source) == (14, "By service: 1 of 2 services")
    fill(adopted, {}, {"numerator": "n/a"})
    value = value_of(adopted)
    assert value is not None
    assert value.source == "By service: 1 of 1 service, 1 does not apply"
    fill(adopted, {"numerator": "", "denominator": ""}, {"numerator": ""})
    assert value_of(adopted) is None
    assert all(line.value is None for line in grid_of(adopted, "2.13.K2").lines)


def test_a_cell_that_cannot_be_used_is_kept_beside_the_last_good_figure_and_found_by_the_check(adopted: Services) -> None:
    fill(adopted, {"numerator": "14", "denominator": "20"})
    fill(adopted, {"denominator": "1o"})
    grid = grid_of(adopted, "2.13.K2")
    assert dict(grid.lines[0].typed) == {"numerator": "14", "denominator": "1o"}
    assert grid.total.words == "14 of 20, 70.0%"
    check = typed_check(adopted)
    assert "2.13" in check.sentence
    fill(adopted, {"denominator": "21"})
    assert grid_of(adopted, "2.13.K2").lines[0].typed == ()


def test_a_value_typed_by_hand_stays_until_the_lead_takes_the_sum(adopted: Services) -> None:
    kpi = grid_of(adopted, "2.13.K2").kpi
    adopted.round.record_value(kpi.id, ValueDraft(numerator="30", denominator="40", source="HR list"))
    fill(adopted, {"numerator": "14", "denominator": "20"})
    value = value_of(adopted)
    assert value is not None
    assert value.numerator == 30
    given = line_of(adopted, "2.13", "2.13.K2").given
    assert given is not None
    assert given.differs
    adopted.grid.use_sum(kpi.id)
    value = value_of(adopted)
    assert value is not None
    assert (value.numerator, value.source) == (14, "HR list")
    fill(adopted, {"numerator": "15"})
    value = value_of(adopted)
    assert value is not None
    assert value.numerator == 15


def test_the_check_tells_of_services_that_are_missing_once_one_gave_its_figure(adopted: Services) -> None:
    assert check_of(adopted, "services") is None
    fill(adopted, {"numerator": "14", "denominator": "20"})
    check = check_of(adopted, "services")
    assert check is not None
    assert check.sentence == "A value counts only some services: 2.13 (1 of 2)."
    assert (check.passed, check.severity, check.place) == (False, "odd", "grid")
    fill(adopted, {}, {"numerator": "n/a"})
    assert check_of(adopted, "services") is None


def test_a_source_that_leadapp_wrote_goes_with_the_figure_it_gave(adopted: Services) -> None:
    fill(adopted, {"numerator": "14", "denominator": "20"})
    kpi, written = grid_of(adopted, "2.13.K2").kpi, "By service: 1 of 2 services"
    for numerator, source in (("14", written), ("15", "")):
        adopted.round.record_value(kpi.id, ValueDraft(numerator=numerator, denominator="20", source=written))
        value = value_of(adopted)
        assert value is not None
        assert value.source == source
    adopted.round.record_value(kpi.id, ValueDraft(numerator="16", denominator="20", source="HR list"))
    value = value_of(adopted)
    assert value is not None
    assert value.source == "HR list"


def test_there_is_no_sum_to_take_before_a_service_gave_a_figure(adopted: Services) -> None:
    with pytest.raises(BadInputError, match="No service has a figure yet"):
        adopted.grid.use_sum(grid_of(adopted, "2.13.K2").kpi.id)


def test_services_that_meet_a_standard_are_counted(adopted: Services) -> None:
    fill(adopted, {"answer": "y"}, {"answer": "not yet"}, kpi="2.6.K2")
    value = line_of(adopted, "2.6", "2.6.K2").now
    assert value is not None
    assert (value.numerator, value.denominator) == (1, 2)


# -------------------------------------------------------------------------------- which KPIs
def test_a_kpi_is_switched_off_and_on_with_its_values_kept(adopted: Services) -> None:
    fill(adopted, {"numerator": "14", "denominator": "20"}, {"numerator": "x"})
    kpi_id = grid_of(adopted, "2.13.K2").kpi.id
    assert not typed_check(adopted).passed
    adopted.grid.set_by_service(kpi_id, by_service=False)
    assert "2.13.K2" not in {g.kpi.corporate_kpi for g in adopted.grid.grids()}
    assert typed_check(adopted).passed
    with pytest.raises(NotFoundError):
        adopted.grid.grid(kpi_id)
    assert kpi_id in {kpi.id for _, kpi in adopted.grid.eligible()}
    adopted.grid.set_by_service(kpi_id, by_service=True)
    assert grid_of(adopted, "2.13.K2").total.words == "14 of 20, 70.0%"


def test_what_services_cannot_share_is_refused(adopted: Services) -> None:
    kpi = line_of(adopted, "1.10", "1.10.K3").kpi
    with pytest.raises(BadInputError, match="Only a number or a share"):
        adopted.grid.set_by_service(kpi.id, by_service=True)


def test_an_own_share_counts_figures_or_services(adopted: Services) -> None:
    adopted.plan.add_kpi(by_reference(adopted, "2.6").id, "Front desks with a tablet", "percentage")
    kpi = next(kpi for _, kpi in adopted.grid.eligible() if kpi.text == "Front desks with a tablet")
    adopted.grid.set_by_service(kpi.id, by_service=True)
    assert adopted.grid.grid(kpi.id).shape.figures == ("numerator", "denominator")
    adopted.grid.set_by_service(kpi.id, by_service=True, counts_services=True)
    assert adopted.grid.grid(kpi.id).shape.figures == ("answer",)
    adopted.grid.set_by_service(kpi.id, by_service=True, counts_services=False)
    assert adopted.grid.grid(kpi.id).shape.figures == ("numerator", "denominator")


def test_a_share_by_service_is_offered_for_the_modules(adopted: Services) -> None:
    assert adopted.grid.suggestions() == (("3.10", "Staff who finished the modules of their role"),)
    _, kpi_id = adopted.grid.add_suggested("3.10")
    assert adopted.grid.suggestions() == ()
    assert adopted.grid.grid(kpi_id).kpi.counts_people
    with pytest.raises(NotFoundError, match="is not in your plan"):
        adopted.grid.add_suggested("9.9")


def test_removing_an_action_leaves_nothing_of_its_grid_behind(adopted: Services) -> None:
    fill(adopted, {"numerator": "14", "denominator": "x"})
    adopted.plan.remove_action(by_reference(adopted, "2.13").id)
    path = adopted.path
    adopted.close()
    with outside(path) as file:
        assert file.execute("SELECT count(*) FROM service_value").fetchone() == (0,)
        assert file.execute("SELECT count(*) FROM typed_text").fetchone() == (0,)


def test_a_service_with_figures_stays(adopted: Services) -> None:
    fill(adopted, {"numerator": "14", "denominator": "20"})
    (first, _) = adopted.preferences.directorate().services
    with pytest.raises(BadInputError, match="There are KPI values of this service"):
        adopted.preferences.remove_service(first.id)


def test_the_last_quarters_value_stands_beside_this_one(adopted: Services) -> None:
    kpi = grid_of(adopted, "2.13.K2").kpi
    quarter = adopted.preferences.reported_quarter()
    housing = adopted.preferences.directorate().services[0].id
    for when, number in ((quarter.previous.previous, "1"), (quarter.previous, "2")):
        adopted.grid.keep(kpi.id, {housing: {"numerator": number, "denominator": "9"}}, quarter=when)
    last = grid_of(adopted, "2.13.K2").lines[0].last
    assert last is not None
    assert (last.quarter, last.numerator) == (str(quarter.previous), 2)


# -------------------------------------------------------------------------------- registers
def test_a_line_is_added_changed_removed_and_brought_back(adopted: Services) -> None:
    registers = adopted.registers
    _, entry_id = registers.add("eia", {"subject": "Parks policy", "subject_kind": "new_policy", "happened_on": "1 August 2026"})
    registers.change(entry_id, {"done": "yes", "answer": "yes", "service": "Parks"})
    (line,) = registers.entries("eia")
    assert (line.subject, line.done, line.service) == ("Parks policy", True, "Parks")
    registers.remove(entry_id)
    assert registers.entries("eia") == ()
    adopted.history.undo()
    assert registers.entries("eia")[0].answer == "yes"


def test_a_line_keeps_what_cannot_be_used_and_the_check_names_the_register(adopted: Services) -> None:
    _, entry_id = adopted.registers.add("eia", {"subject": "Parks policy", "review_on": "soon"})
    (line,) = adopted.registers.entries("eia")
    assert line.text("review_on") == "soon"
    check = typed_check(adopted)
    assert "the register of impact assessments" in check.sentence
    adopted.registers.change(entry_id, {"subject": " "})
    assert adopted.registers.entries("eia")[0].subject == "Parks policy"
    adopted.registers.change(entry_id, {"subject": "Parks", "review_on": "1 May 2027"})
    assert adopted.registers.entries("eia")[0].typed == ()
    adopted.registers.change(entry_id, {"review_on": "later"})
    adopted.registers.remove(entry_id)
    path = adopted.path
    adopted.close()
    with outside(path) as file:
        assert file.execute("SELECT count(*) FROM typed_text").fetchone() == (0,)


def test_a_line_without_its_subject_is_not_added(adopted: Services) -> None:
    with pytest.raises(BadInputError, match="Say where"):
        adopted.registers.add("listening", {"subject": ""})
    assert adopted.registers.entries("listening") == ()


def test_a_post_is_kept_once_and_a_gone_line_is_told(adopted: Services) -> None:
    for place in ("North hub", "South hub"):
        adopted.registers.add("listening", {"subject": place, "person": "Head of Parks"})
    assert {line.person for line in adopted.registers.entries("listening")} == {"Head of Parks"}
    with pytest.raises(NotFoundError, match="no longer in the register"):
        adopted.registers.remove(99)


def test_what_a_register_counts_is_offered_and_taken_as_the_value(adopted: Services) -> None:
    adopted.registers.add(
        "eia",
        {"subject": "Fees", "subject_kind": "new_policy", "happened_on": "1 August 2026", "done": "yes", "answer": "not_needed"},
    )
    line = line_of(adopted, "2.4", "2.4.K1")
    assert line.given is not None
    assert not line.given.is_taken
    adopted.round.record_value(line.kpi.id, line.given.draft)
    line = line_of(adopted, "2.4", "2.4.K1")
    assert line.now is not None
    assert (line.now.numerator, line.now.denominator, line.now.source) == (1, 1, "Register: impact assessments")
    assert line.given is not None
    assert line.given.is_taken
    assert line_of(adopted, "2.4", "2.4.K3").given is None  # nothing that needed communities
    assert adopted.registers.counts("eia")[0].sentence == "2.4.K1: 1 of 1 policies, 100.0%"


def test_a_line_is_found_by_its_words(adopted: Services) -> None:
    adopted.registers.add("consultation", {"subject": "Wording of the hoardings", "outcome": "Reworded throughout"})
    (found,) = adopted.search.find("throughout")
    assert (found.kind, found.table, found.place) == ("Register", "register_entry", ("registers", ("consultation", 1)))
    fill(adopted, {"numerator": "1", "denominator": "2", "note": "Counted by supervisors"})
    (found,) = adopted.search.find("supervisors")
    grid = grid_of(adopted, "2.13.K2")
    place = ("grid", Spot(grid.kpi.id, "note", grid.lines[0].service.id))
    assert (found.kind, found.place) == ("Note by service", place)


# -------------------------------------------------------------------------------- the sample
def test_the_samples_services_add_up_to_its_values(sample: Services) -> None:
    filled = 0
    for when in ("2026-27-Q1", "2026-27-Q2"):
        quarter = dataclasses.replace(sample.preferences.reported_quarter(), number=int(when[-1]))
        assert str(quarter) == when
        for grid in sample.grid.grids(quarter):
            if not grid.total.is_empty:
                filled += 1
                assert not grid.differs, grid.kpi.text
                assert not grid.total.missing
    assert filled >= 8


def test_the_samples_registers_give_its_values(sample: Services) -> None:
    given = sample.registers.given()
    assert len(given) == 3
    assert all(one.is_taken for one in given.values())
    assert {row["register"] for row in read_sample()["registers"]} == {"eia", "agreement", "consultation", "listening"}
