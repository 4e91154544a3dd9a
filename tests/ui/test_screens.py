"""Facts about every screen in five looks: names, Tab, clipped words, targets, overflow; and the contrast of the colours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from leadapp.domain.action_detail import LinkKind
from leadapp.domain.directorate import ServiceDraft
from leadapp.domain.errors import StoreInUseError
from leadapp.domain.evidence import EvidenceDraft
from leadapp.domain.plan import ActionDraft
from leadapp.domain.quarters import Quarter
from leadapp.services.opening import Services, open_services
from leadapp.ui import theme
from leadapp.ui.first_run.first_run_window import FirstRunWindow
from leadapp.ui.first_run.in_use_window import InUseWindow
from leadapp.ui.main_window import MainWindow
from leadapp.ui.plan.action_pane import ActionPane
from leadapp.ui.theme_tokens import THEMES
from tests.ui import facts
from tests.ui.fixtures import Watch, bring_up, settle
from tests.ui.hands import open_action
from tests.worlds import StandingClock, by_reference

LOOKS = {
    "light": ((1280, 800), "light", 1.0),
    "small": ((1024, 600), "light", 1.0),
    "200 %": ((1280, 800), "light", 2.0),
    "dark": ((1280, 800), "dark", 1.0),
    "contrast": ((1280, 800), "contrast", 1.0),
}
PLACES = (
    "home",
    "sources",
    "plan",
    "action",
    "details",
    "cascade",
    "clock",
    "pace",
    "evidence",
    "edition",
    "grid",
    "registers",
    "round",
    "return",
    "history",
    "settings",
    "help",
    "first run",
    "in use",
)
LEAST_TARGET = 24
"""Pixels: WCAG 2.2, target size (minimum)."""


FACTS = {
    "named": facts.nameless,
    "ended": facts.hollow,
    "reached by Tab": facts.not_reached,
    "whole": facts.clipped,
    "large enough": lambda root: facts.small_targets(root, LEAST_TARGET),
    "inside": facts.overflowing,
}


@pytest.fixture
def screen(request: pytest.FixtureRequest, sample_file: Path, clock: StandingClock, watch: Watch) -> Iterator[QWidget]:
    """A place in a look, on the sample or on the sample with the longest names a council has."""
    look, place, names = request.param
    size, name, scale = LOOKS[look]
    theme.current.apply(name, scale)
    services = open_services(sample_file, clock)
    if names == "long":
        lengthen(services)
    root = window_of(place, sample_file, services)
    root.resize(*size)
    bring_up(root)
    if isinstance(root, MainWindow):
        if place == "action":
            open_action(root, "1.8")
        elif place == "details":
            unfold_all(open_action(root, "1.8"))
        elif place == "sources":
            root.go("home")
            root.ask_where()
        else:
            root.go(place)
        settle()
    yield root
    root.close()
    root.deleteLater()
    services.close()


def window_of(place: str, file: Path, services: Services) -> QWidget:
    if place == "first run":
        return FirstRunWindow()
    if place == "in use":
        return InUseWindow(file, StoreInUseError("", "on this computer since 6 October 2026, 09:00"))
    return MainWindow(services)


DIRECTORATE = "Directorate of Neighbourhoods, Housing, Environment and Community Safety with Public Protection"
OWNER = "Assistant Director, Communities, Commissioning and Insight 1"
SERVICE = "Private rented sector licensing, enforcement, tenancy relations and homelessness"
TITLE = (
    "Bring every interpreter, translated letter and accessible appointment of the directorate under one standard that staff "
    "at front desks, on the rounds and in the depots know by heart, test it yearly and publish the results"
)
ADDRESS = "https://intranet.example.org/anti-racism/2026-27/quarter-2/minutes_of_the_steering_group_final_v3.docx?download=1"


def lengthen(services: Services) -> None:
    """Give the directorate, an action, its owner, its update and a service the longest names they are likely to have."""
    assert (len(DIRECTORATE) >= 90, len(OWNER), len(SERVICE) >= 80, len(TITLE) >= 200) == (True, 60, True, True)
    preferences = services.preferences
    preferences.change(preferences.directorate().version, {"name": DIRECTORATE, "council": f"The {DIRECTORATE} Council"})
    preferences.add_service(ServiceDraft(SERVICE, True))
    action = by_reference(services, "1.8")
    services.plan.change(action.id, action.version, ActionDraft(title=TITLE, owner=OWNER, service=SERVICE))
    services.evidence.add_link(action.id, EvidenceDraft(title=TITLE, link=ADDRESS))
    services.evidence.add_link(action.id, EvidenceDraft(link=ADDRESS))
    services.details.link(by_reference(services, "2.4").id, action.id, LinkKind.RELATES)
    services.round.write_update(action.id, f"It stands at {ADDRESS} for all to read.", quarter=Quarter.parse("2026-27-Q1"))


def unfold_all(pane: ActionPane) -> None:
    """Show everything that is folded in an action's pane."""
    for part in (pane.details.work, pane.details.links, pane.details.smartie, pane.details.evidence):
        part.unfold()
    settle()


CASES = [pytest.param((look, place, "usual"), id=f"{look}, {place}") for look in LOOKS for place in PLACES]
CASES += [
    pytest.param((look, place, "long"), id=f"{look}, {place}, long names")
    for look in ("light", "small", "200 %")
    for place in PLACES
    if place not in {"clock", "help", "first run", "in use"}
]


@pytest.mark.parametrize("screen", CASES, indirect=True)
def test_a_screen_can_be_used_by_everybody(screen: QWidget) -> None:
    found = {fact: measure(screen) for fact, measure in FACTS.items()}
    assert {fact: wrong for fact, wrong in found.items() if wrong} == {}


RATIOS = [
    (4.5, "window base subtle", "ink ink2 hint accent visited"),
    (4.5, "base", "error warning info good"),
    (4.5, "soft", "on_soft"),
    (3.0, "soft", "step"),
    (4.5, "step", "on_step"),
    (4.5, "accent", "on_accent"),
    (4.5, "rail", "rail_ink rail_muted"),
    (4.5, "rail_selected", "rail_on_selected"),
    (4.5, "bar", "bar_ink bar_link"),
    (4.5, "error_bg", "error ink"),
    (4.5, "warning_bg", "warning ink"),
    (4.5, "info_bg", "info ink"),
    (4.5, "good_bg", "good ink"),
    (3.0, "window base subtle", "border focus"),
    (3.0, "rail", "rail_focus"),
    (3.0, "base", "green red blue underway ring amber_line"),
]


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("least", "grounds", "inks"), RATIOS)
def test_colours_stand_out_from_their_ground(name: str, least: float, grounds: str, inks: str) -> None:
    tokens = THEMES[name]
    poor = {
        f"{ink} on {ground}": round(facts.contrast(tokens[ink], tokens[ground]), 2)
        for ground in grounds.split()
        for ink in inks.split()
        if facts.contrast(tokens[ink], tokens[ground]) < least and not has_a_line(name, ink)
    }
    assert poor == {}


def has_a_line(name: str, ink: str) -> bool:
    """Shapes on the dark ground have a light line around them, which carries the contrast."""
    return (
        name == "dark"
        and ink in {"green", "red", "blue"}
        and facts.contrast(THEMES[name]["shape_line"], THEMES[name]["base"]) > 3
    )


def test_contrast_is_measured_as_wcag_says() -> None:
    assert facts.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert facts.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
