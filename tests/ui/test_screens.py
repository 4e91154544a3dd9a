"""Facts about every screen in three looks: names, Tab, clipped words, targets, overflow; and the contrast of the colours."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QWidget

from leadapp.db import commitment_records, directorate_records
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
from leadapp.ui.returns.ask_view import AskView
from leadapp.ui.stylesheet import stylesheet
from leadapp.ui.theme_tokens import THEMES
from tests.owner_forms import fill, make_forms
from tests.ui import facts
from tests.ui.fixtures import Show, Watch, bring_up, settle, wait_until
from tests.ui.hands import open_action, press
from tests.worlds import StandingClock, by_reference

pytestmark = pytest.mark.usefixtures("every_event")

LOOKS = {
    "light": ((1280, 800), 1.0),
    "small": ((1024, 600), 1.0),
    "200 %": ((1280, 800), 2.0),
}
"""Size of the window and of the text. Themes need no look of their own: they change colours alone, as a test below proves."""
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
    "triggers",
    "risk",
    "issue",
    "escalation",
    "challenge",
    "rules",
    "return",
    "return_sent",
    "commitments",
    "new_commitments",
    "changes",
    "ask",
    "answers",
    "year",
    "handover",
    "history",
    "settings",
    "help",
)
WITHOUT_NAMES = {"clock", "help", "rules", "issue"}
"""Places where no name of the directorate is shown: nothing can be too long there."""
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


def go_to(window: MainWindow, place: str) -> None:
    """Open a place as a person would who has the window open already."""
    if place in {"action", "details"}:
        pane = open_action(window, "1.8")
        if place == "details":
            unfold_all(pane)
    elif place == "sources":
        window.go("home")
        window.ask_where()
    elif place == "return_sent":
        window.go("return", Quarter(2025, 4))
    elif place == "answers":
        show_answers(window)
    else:
        window.go(place)
    settle()


def show_answers(window: MainWindow) -> None:
    """What an owner answered, where both wrote, with a cell that cannot be used, and two files that differ."""
    folder = window.services.path.with_name("answers")
    folder.mkdir(exist_ok=True)
    forms = make_forms(window.services, folder)
    for path in list(forms.values())[3:]:
        path.unlink()
    for number, path in enumerate(list(forms.values())[:3]):
        book: Any = load_workbook(path)
        reference = str(book["Actions"]["A4"].value)
        answers: dict[tuple[str, str], object] = {(reference, "words"): ADDRESS + " " + TITLE, (reference, "status"): "Complete"}
        answers[reference, "confidence"] = "Nearly"
        fill(path, path, answers)
        if not number:
            fill(path, folder / "another.xlsx", {(reference, "words"): "Something else."})
    window.go("ask")
    settle()
    (view,) = window.findChildren(AskView)
    view.read((folder,))
    wait_until(lambda: not view._worker.is_running)


def wrong_with(screen: QWidget) -> dict[str, list[str]]:
    """The facts that do not hold of a screen, with what spoils them."""
    found = {fact: measure(screen) for fact, measure in FACTS.items()}
    return {fact: wrong for fact, wrong in found.items() if wrong}


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
    _, risk = services.risks.add_risk("risk", TITLE, action.id)
    for name, text in (("owner", OWNER), ("likelihood", "5"), ("impact", "5"), ("mitigation_due", "30 November 2026")):
        services.risks.change("risk", risk, {name: text})
    services.risks.add_escalation(TITLE, action_id=action.id, risk_id=risk)
    services.risks.add_challenge(TITLE)
    preferences.change(preferences.directorate().version, {"route_1": OWNER, "route_2": f"{DIRECTORATE} Management Team"})
    _, case = services.year.add_case("2026-27", action.id)
    services.year.change_case(case, {"title": TITLE, "text": f"It stands at {ADDRESS}."})
    for quarter in (Quarter(2026, 1), Quarter(2026, 2)):
        with services.database.writing("A long promise") as step:
            promised = {"text": TITLE, "owner_id": directorate_records.person_id(step.session, OWNER), "action_id": action.id}
            quarters = {"made_in": str(quarter), "quarter": str(quarter.next)}
            commitment_records.add_commitment(step.session, promised | quarters)
    services.round.write_update(action.id, f"It stands at {ADDRESS} for all to read.", quarter=Quarter.parse("2026-27-Q1"))


def unfold_all(pane: ActionPane) -> None:
    """Show everything that is folded in an action's pane."""
    for part in (pane.details.work, pane.details.links, pane.details.smartie, pane.details.evidence, pane.details.risks):
        part.unfold()
    settle()


@pytest.mark.parametrize("names", ["usual", "long"])
@pytest.mark.parametrize("look", LOOKS)
def test_every_place_can_be_used_by_everybody(
    look: str, names: str, sample_file: Path, clock: StandingClock, show_window: Show
) -> None:
    size, scale = LOOKS[look]
    theme.current.apply("light", scale)
    services = open_services(sample_file, clock)
    if names == "long":
        lengthen(services)
    window = show_window(services, size)
    found = {}
    for place in PLACES:
        if names == "long" and place in WITHOUT_NAMES:
            continue
        go_to(window, place)
        found[place] = wrong_with(window)
        if place == "sources":
            press("Escape")
    assert {place: wrong for place, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("look", LOOKS)
def test_windows_without_a_file_can_be_used_by_everybody(look: str, tmp_path: Path, watch: Watch) -> None:
    size, scale = LOOKS[look]
    theme.current.apply("light", scale)
    in_use = StoreInUseError("", "on this computer since 6 October 2026, 09:00")
    for root in (FirstRunWindow(), InUseWindow(tmp_path / "mine.leadapp", in_use)):
        root.resize(*size)
        bring_up(root)
        assert wrong_with(root) == {}
        root.close()
        root.deleteLater()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_themes_differ_in_colours_alone_so_that_one_stands_for_all_in_measuring(scale: float) -> None:
    rules = {re.sub("#[0-9a-f]{6}", "#", stylesheet(tokens, scale, "x")) for tokens in THEMES.values()}
    assert len({rule.replace("1px dashed #", "1px solid #") for rule in rules}) == 1


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
