"""The Risks room through the window: answering triggers, lists and their forms, the route, the rules, and the pane of an action."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog, QMenu

from leadapp.domain.plan import ActionDraft
from leadapp.services.opening import Services
from leadapp.ui.main_window import MainWindow
from leadapp.ui.risks.action_section import RiskSection
from leadapp.ui.risks.list_view import ListView
from leadapp.ui.risks.now_view import NowView
from leadapp.ui.risks.risks_page import RisksPage
from leadapp.ui.risks.rules_view import RulesView
from leadapp.ui.source_panel import SourcePanel
from tests.ui.fixtures import Show, Watch, settle
from tests.ui.hands import button, choose, click, column_of, field, fill, focus, open_action, part, press, words_on, write


@pytest.fixture
def window(show_window: Show, services: Services) -> MainWindow:
    """A new directorate: an empty room."""
    return show_window(services)


@pytest.fixture
def sample_window(show_window: Show, sample: Services) -> MainWindow:
    """The sample, in which two triggers wait."""
    return show_window(sample)


def page_of(window: MainWindow) -> RisksPage:
    page = window.current_page()
    assert isinstance(page, RisksPage)
    return page


def list_of(window: MainWindow, place: str, what: object = None) -> ListView:
    window.go(place, what)
    settle()
    view = page_of(window).view(place)
    assert isinstance(view, ListView)
    return view


def now_of(window: MainWindow) -> NowView:
    window.go("triggers")
    settle()
    view = page_of(window).view("now")
    assert isinstance(view, NowView)
    return view


# -------------------------------------------------------------------------------- now
def test_an_empty_room_says_what_it_is_for(window: MainWindow) -> None:
    now = now_of(window)
    said = words_on(now)
    for words in ("Nothing has stalled", "No open risk or issue", "Nothing is escalated", "None fired"):
        assert words in said
    press("Tab")
    for place, words in (("risk", "No risk yet"), ("issue", "No issue yet"), ("escalation", "No escalation yet")):
        view = list_of(window, place)
        assert words in words_on(view)
        assert focus() is view.line
    assert "No challenge yet" in words_on(list_of(window, "challenge"))


def test_a_reason_is_recorded_and_the_counts_follow(sample_window: MainWindow, watch: Watch) -> None:
    now = now_of(sample_window)
    assert "2 triggers have fired and wait for an answer. 2 escalations are open." in words_on(page_of(sample_window).header)
    assert focus().accessibleName().startswith("Escalate: Nothing has moved: NS-10")

    def answer(dialog: QDialog) -> None:
        assert "Ask the owner what is in the way." in words_on(dialog)
        assert not button(dialog, "Record").isEnabled()
        write("The groups wait for a date.")
        click(button(dialog, "Record"))

    watch.answers.append(answer)
    click(button(now, "Record a reason: Nothing has moved: NS-10 Walk warden routes with residents' groups"))
    settle()
    assert "Answered on 21 September 2026: The groups wait for a date." in words_on(now)
    assert sample_window.rail.buttons["risks"].accessibleName() == "Risks, 1 to answer"
    assert "1 to answer, 5 answered" in words_on(now)
    sample_window.undo()
    settle()
    assert "2 to answer, 4 answered" in words_on(now)


def test_a_trigger_is_escalated_anew_or_by_one_that_there_is(sample_window: MainWindow, watch: Watch) -> None:
    now = now_of(sample_window)

    def anew(dialog: QDialog) -> None:
        assert not button(dialog, "Escalate").isEnabled()
        write("Somebody to walk with us.")
        click(button(dialog, "Escalate"))

    watch.answers.append(anew)
    click(button(now, "Escalate: Nothing has moved: NS-10 Walk warden routes with residents' groups"))
    settle()
    assert "Escalated as E-03." in words_on(now)

    def known(dialog: QDialog) -> None:
        choose(field(dialog, "which_escalation").box, "E-02  Cover, so that shift staff can be released")  # type: ignore[arg-type]
        click(button(dialog, "Escalate"))

    watch.answers.append(known)
    click(button(now, "Escalate: Evidence is out of date: 2.11 Staff survey of 2025: trust in support"))
    settle()
    answers = {one.trigger.id: one.answer for one in sample_window.services.triggers.triggers()}
    assert answers["2.11"] is not None
    assert answers["2.11"].escalation == "E-02"
    click(button(now, "Take answer back: Evidence is out of date: 2.11 Staff survey of 2025: trust in support"))
    assert "1 to answer, 5 answered" in words_on(now)


def test_many_triggers_are_shown_when_they_are_asked_for(window: MainWindow) -> None:
    for number in range(17):
        window.services.plan.add_action(ActionDraft(title=f"Talk {number}", due="1 September 2026"))
    now = now_of(window)
    assert "And 9 more." in words_on(now)
    assert words_on(now).count("Record a reason") == 8
    click(button(now, "Show all 17 triggers"))
    assert words_on(now).count("Record a reason") == 17


def test_the_square_turns_into_a_table_and_numbers_name_their_rows(sample_window: MainWindow) -> None:
    now = now_of(sample_window)
    click(button(now, "Show as table"))
    assert "R1: 4 likely likelihood, 4 serious impact, 16 high score" in words_on(now)
    sources = page_of(sample_window).sources()
    assert {source.title: source.number for source in sources} == {
        "Triggers to answer": 2,
        "Triggers answered": 4,
        "Open risks and issues": 4,
        "Risks scored": 3,
        "Open escalations": 2,
    }
    now.start()
    press("Alt+W")
    assert "Triggers to answer: 2" in part(sample_window, SourcePanel, "source_panel").figure.combo.currentText()
    press("Escape")
    list_of(sample_window, "risk")
    assert page_of(sample_window).sources() == ()


def test_everything_named_here_leads_to_its_place(sample_window: MainWindow) -> None:
    now = now_of(sample_window)
    click(button(now, "Open R1: Shift staff cannot be released"))
    assert part(sample_window, ListView).form.fields["title"].text() == "Shift staff cannot be released"
    now = now_of(sample_window)
    click(button(now, "Open E-02: Cover, so that shift staff can be released"))
    assert part(sample_window, ListView).form.fields["title"].text() == "Cover, so that shift staff can be released"
    now = now_of(sample_window)
    click(button(now, "Open NS-10: Nothing has moved: NS-10 Walk warden routes with residents' groups"))
    assert sample_window.current_page() is sample_window.rooms["plan"]


# -------------------------------------------------------------------------------- lists and forms
def test_risks_are_added_in_a_row_and_filled_in_beside(window: MainWindow) -> None:
    window.go("risks")
    click(button(page_of(window), "Add risk"))
    view = list_of(window, "risk")
    view.line.setFocus()
    for title in ("No cover", "No money"):
        write(title)
        press("Enter")
    assert focus() is view.line
    assert column_of(view.table, 0) == ["R1", "R2"]
    press("Tab", 2)
    view.table.choose(view.model.shown_records()[0].id)
    view._open(view.model.shown_records()[0])
    assert focus() is view.form.fields["title"].box
    choose(field(view, "risk_likelihood").box, "4  Likely")  # type: ignore[arg-type]
    choose(field(view, "risk_impact").box, "5  Severe")  # type: ignore[arg-type]
    fill(view, "risk_mitigation_due", "soonish")
    window.go("home")
    view = list_of(window, "risk")
    one = next(r for r in window.services.risks.risks() if r.reference == "R1")
    assert (one.score_words, one.text("mitigation_due")) == ("20, high", "soonish")
    assert field(view, "risk_mitigation_due").problem()
    assert "20, high" in column_of(view.table, 4)


def test_a_risk_happens_is_closed_opened_and_removed(window: MainWindow, watch: Watch) -> None:
    services = window.services
    services.risks.add_risk("risk", "No cover")
    view = list_of(window, "risk")
    click(button(view, "It happened"))
    issues = part(window, ListView)
    assert issues.kind.key == "issue"
    assert "It happened and goes on as I1." in words_on(list_of(window, "risk"))
    issues = list_of(window, "issue")

    def why(dialog: QDialog) -> None:
        write("Paid for.")
        press("Ctrl+Enter")

    watch.answers.append(why)
    click(button(issues, "Close…"))
    window.activateWindow()  # as a window manager does when a dialog goes
    settle()
    assert "Paid for." in words_on(issues)
    click(button(issues, "Open again"))
    assert "Paid for." not in words_on(issues)
    assert focus() is button(issues, "Escalate")
    issues.table.setFocus()
    press("Delete")
    assert "No issue yet" in words_on(issues)
    window.undo()
    settle()
    assert column_of(issues.table, 0) == ["I1"]


def test_the_menu_of_a_row_does_what_the_buttons_do(window: MainWindow) -> None:
    window.services.risks.add_risk("risk", "No cover")
    view = list_of(window, "risk")
    view.table.setFocus()
    press("Shift+F10")
    menu = view.table.findChild(QMenu)
    assert menu is not None
    words = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    assert words == ["Open", "It happened", "Escalate", "Close…", "Remove", "Copy"]
    menu.actions()[2].trigger()
    menu.close()
    settle()
    assert part(window, ListView).kind.key == "escalation"
    assert window.services.risks.escalations()[0].risk == "R1"


def test_an_escalation_goes_up_and_closes_with_how_it_ended(window: MainWindow) -> None:
    services = window.services
    services.risks.add_escalation("Cover")
    view = list_of(window, "escalation")
    fill(view, "escalation_ask", "Two hours a crew.")
    fill(view, "step_1_outcome", "Supported, no money.")
    click(button(view, "Move up to Anti-Racism Lead"))
    click(button(view, "Move up to Council Management Team or Culture Change Board"))
    (one,) = services.risks.escalations()
    assert (one.ask, one.place, one.steps[0].outcome) == ("Two hours a crew.", 3, "Supported, no money.")
    click(button(view, "Close"))
    assert "Write the decision or the result first" in words_on(window)
    fill(view, "escalation_decision", "Agreed for a year.")
    click(button(view, "Close"))
    assert not services.risks.escalations()[0].is_open
    assert "Closed on 6 October 2026." in words_on(view)
    click(button(view, "Open again"))
    assert services.risks.escalations()[0].is_open


def test_a_search_hit_opens_its_row_also_where_a_filter_hides_it(window: MainWindow) -> None:
    services = window.services
    services.risks.add_risk("risk", "Zebra")
    services.risks.close_risk(services.risks.risks()[0].id, "Gone.")
    services.risks.add_risk("risk", "Lions")
    view = list_of(window, "risk")
    click(view.filter.chips["open"])
    assert column_of(view.table, 0) == ["R2"]
    (hit,) = services.search.find("zebra")
    assert hit.place is not None
    window.go(*hit.place)
    settle()
    assert view.form.fields["title"].text() == "Zebra"
    view.filter.line.setText("nothing like it")
    settle()
    assert "No risk matches" in words_on(view)


def test_in_a_narrow_window_the_form_stands_in_place_of_the_table(show_window: Show, services: Services) -> None:
    services.risks.add_challenge("What changed?")
    window = show_window(services, (860, 600))
    view = list_of(window, "challenge")
    assert not view.form.isVisible()
    view.table.setFocus()
    press("Enter")
    assert view.form.isVisible()
    assert not view.table.isVisible()
    press("Escape")
    assert focus() is view.table


# -------------------------------------------------------------------------------- rules
def test_a_rule_is_changed_switched_off_and_on(sample_window: MainWindow, watch: Watch) -> None:
    sample_window.go("rules", "due_passed")
    settle()
    view = page_of(sample_window).view("rules")
    assert isinstance(view, RulesView)
    card = view.cards["due_passed"]
    assert focus() is card.switch
    assert "Fired 2 times this quarter" in words_on(card)
    fill(card, "due_passed_grace_days", "60")
    view.flush()
    settle()
    assert "more than 60 days back" in words_on(card)
    assert "Fired 1 time this quarter" in words_on(card)
    fill(card, "due_passed_grace_days", "many")
    view.flush()
    assert card.numbers["grace_days"].problem() == "Type a whole number from 0 to 90, such as 0. 60 holds until then."
    click(button(card, "Numbers as shipped"))
    assert card.numbers["grace_days"].text() == "0"

    def why(dialog: QDialog) -> None:
        write("Dates are watched elsewhere.")
        click(button(dialog, "Switch off"))

    watch.answers.append(why)
    click(card.switch)
    settle()
    assert "Switched off: Dates are watched elsewhere." in words_on(card)
    assert [part.rule for part in sample_window.services.returns.assemble(
        sample_window.services.preferences.reported_quarter()).rules_off] == ["due_passed"]  # fmt: skip
    click(card.switch)
    assert "Switched off" not in words_on(card)


# -------------------------------------------------------------------------------- from elsewhere
def test_the_pane_of_an_action_shows_its_risks_and_begins_new_ones(sample_window: MainWindow) -> None:
    pane = open_action(sample_window, "3.10")
    section = pane.details.risks
    assert isinstance(section, RiskSection)
    section.unfold()
    settle()
    assert "Shift staff cannot be released" in words_on(section)
    assert "With Anti-Racism Lead" in words_on(section)
    click(section.issue)
    made = sample_window.services.risks.risks()[-1]
    assert (made.reference, made.references) == ("I3", ("3.10",))
    assert part(sample_window, ListView).kind.key == "issue"
    pane = open_action(sample_window, "3.10")
    click(pane.details.risks.escalate)
    assert sample_window.services.risks.escalations()[-1].action == "3.10"
    pane = open_action(sample_window, "2.4")
    assert "No risk, issue or escalation names this action." in words_on(pane.details.risks)
    pane = open_action(sample_window, "3.10")
    click(button(pane.details.risks, "R1"))
    assert part(sample_window, ListView).form.fields["title"].text() == "Shift staff cannot be released"


def test_home_and_the_check_lead_to_the_triggers(sample_window: MainWindow) -> None:
    click(button(sample_window.rooms["home"], "Answer them: 2 triggers have no answer: NS-10 and 2.11"))
    assert isinstance(sample_window.current_page(), RisksPage)
    sample_window.go("return")
    settle()
    click(button(sample_window.rooms["return"], "Answer them"))
    assert isinstance(sample_window.current_page(), RisksPage)


def test_the_names_of_the_route_are_settings(window: MainWindow) -> None:
    window.go("route")
    settle()
    fill(window.rooms["settings"], "route_1", "Heads of Service")
    window.go("home")
    assert window.services.risks.route()[1] == "Heads of Service"
