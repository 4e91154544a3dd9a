"""Return: its five steps in the window - signed, confirmed, reopened, submitted, corrected - and what is told on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QDialog

from leadapp.domain.quarters import Quarter
from leadapp.domain.return_text import ReturnState
from leadapp.services.opening import open_services
from leadapp.ui import theme
from leadapp.ui.main_window import MainWindow
from leadapp.ui.returns.checks_card import CORRECTED
from leadapp.ui.returns.return_page import ReturnPage
from leadapp.ui.returns.steps_bar import Step
from tests.ui.fixtures import Show, Watch, settle
from tests.ui.hands import button, choose, click, field, fill, focus, part, press, words_on, write
from tests.worlds import StandingClock, outside

Q1, Q2 = Quarter(2026, 1), Quarter(2026, 2)


@pytest.fixture
def page(window: MainWindow) -> ReturnPage:
    return open_return(window)


@pytest.fixture
def own(empty_window: MainWindow) -> ReturnPage:
    """The return of a file of one's own, with its headline written."""
    page = open_return(empty_window)
    for name in ("progress", "challenges", "feedback"):
        fill(page, name, "Nothing to report, because we began this month.")
    return page


def open_return(window: MainWindow) -> ReturnPage:
    window.go("return")
    settle()
    found = window.rooms["return"]
    assert isinstance(found, ReturnPage)
    return found


def steps(page: ReturnPage) -> list[str]:
    settle()
    return [step.accessibleName() for step in page.steps.findChildren(Step) if not step.isHidden()]


def answer(texts: dict[str, str], verb: str) -> Callable[[QDialog], None]:
    def do(dialog: QDialog) -> None:
        for name, text in texts.items():
            fill(dialog, name, text)
        click(button(dialog, verb))

    return do


def back(page: ReturnPage) -> None:
    """The window has the keyboard again after a dialog; offscreen nobody gives it back."""
    page.window().activateWindow()
    settle()


def sign(page: ReturnPage, watch: Watch) -> None:
    watch.answers.append(answer({"signature_post": "Head of Housing"}, "Sign"))
    click(button(page, "Sign the return"))


def confirm(page: ReturnPage, watch: Watch) -> None:
    watch.answers.append(answer({"signature_name": "Jordan Sample", "signature_post": "Corporate Director"}, "Record it"))
    click(button(page, "Record confirmation"))


def submit(page: ReturnPage, watch: Watch, words: str = "Submit the return") -> str:
    said: list[str] = []

    def yes(dialog: QDialog) -> None:
        said.append(words_on(dialog))
        click(button(dialog, "Submit"))

    watch.answers.append(yes)
    click(button(page, words))
    return said[0]


def test_from_draft_to_submitted_one_button_after_the_other(own: ReturnPage, watch: Watch) -> None:
    assert [one.split(", ")[-1].split(".")[0] for one in steps(own)][2:] == ["still to come"] * 3
    sign(own, watch)
    assert "Step 3 of 5: Signed by the lead, here now" in steps(own)
    assert "Signed 6 October 2026, here" in words_on(own.signatories)
    assert own.services.returns.text(Q2).state is ReturnState.SIGNED
    confirm(own, watch)
    assert "Confirmed 6 October 2026, by e-mail" in words_on(own.signatories)
    said = submit(own, watch)
    assert "Submit the return for July to September 2026?" in said
    assert "it cannot be undone or reopened afterwards" in said
    assert "Return for July to September 2026" in words_on(own), "what was sent stays in sight, to be exported"
    assert "Submitted on 6 October 2026, 09:00. It stays as it left." in words_on(own)
    assert "The quarter being reported is now October to December 2026." in words_on(own)
    assert steps(own)[-1] == "Step 5 of 5: Submitted, here now"
    assert not [b for b in ("Sign the return", "Submit the return", "Reopen…") if b in words_on(own)]


def test_ctrl_enter_signs_and_a_bad_day_is_told_beneath_it(own: ReturnPage, watch: Watch) -> None:
    told: list[str] = []

    def do(dialog: QDialog) -> None:
        fill(dialog, "signature_on", "31 September 2026")
        press("Ctrl+Return")
        told.append(field(dialog, "signature_on").problem())
        fill(dialog, "signature_on", "7 October 2026")
        press("Ctrl+Return")
        told.append(field(dialog, "signature_on").problem())
        fill(dialog, "signature_on", "5/10/26")
        press("Ctrl+Return")

    watch.answers.append(do)
    click(button(own, "Sign the return"))
    assert "September 2026 has 30 days" in told[0]
    assert "has not come yet" in told[1]
    assert own.services.life.life(Q2).signatures[0].signed_on.day == 5


def test_escape_signs_nothing(own: ReturnPage, watch: Watch) -> None:
    watch.answers.append(lambda dialog: press("Escape"))
    click(button(own, "Sign the return"))
    assert own.services.returns.text(Q2).state is ReturnState.DRAFT


def test_the_lead_cannot_confirm_her_own_return(own: ReturnPage, watch: Watch) -> None:
    watch.answers.append(answer({"signature_name": "Nadia Farrow"}, "Sign"))
    click(button(own, "Sign the return"))
    told: list[str] = []

    def do(dialog: QDialog) -> None:
        fill(dialog, "signature_name", "nadia FARROW")
        fill(dialog, "signature_post", "Head")
        click(button(dialog, "Record it"))
        told.append(field(dialog, "signature_name").problem())
        press("Escape")

    watch.answers.append(do)
    click(button(own, "Record confirmation"))
    assert told == ["Nadia Farrow signed the return. It is confirmed by somebody else."]


def test_a_signed_text_is_read_only_until_it_is_reopened_with_a_reason(own: ReturnPage, watch: Watch) -> None:
    sign(own, watch)
    back(own)
    assert focus().accessibleName() == "Record confirmation", "where the work goes on"
    box = field(own, "progress")
    box.box.setFocus()
    write("x")
    assert box.text().startswith("Nothing to report")
    said: list[str] = []

    def do(dialog: QDialog) -> None:
        click(button(dialog, "Reopen"))
        said.append(field(dialog, "reason").problem())
        fill(dialog, "reason", "A figure was wrong.")
        press("Ctrl+Return")

    watch.answers.append(do)
    click(button(own, "Reopen…"))
    assert said == ["Say why, in a sentence."]
    assert "Not signed" in words_on(own.signatories)
    back(own)
    fill(own, "progress", "Better words.")
    assert own.services.returns.text(Q2).progress == "Better words."
    assert "Return 2026-27-Q2 reopened: A figure was wrong." in [line.step.label for line in own.services.history.lines()]


def test_what_changed_after_signing_is_told(own: ReturnPage, watch: Watch) -> None:
    sign(own, watch)
    own.bus.tell(own.services.plan.adopt(("2.4",)))
    settle()
    assert "Something was changed after it was signed." in words_on(own.signatories)
    assert "The cover will say so." in submit(own, watch, "Submit without it…")
    assert [s.stands for s in own.services.returns.assemble(Q2).signatures] == [False]


def test_an_empty_headline_cannot_be_submitted(empty_window: MainWindow) -> None:
    page = open_return(empty_window)
    click(button(page, "Submit unsigned…"))
    assert field(page, "progress").problem() == (
        "Not submitted. Each headline text says something, if only “nothing to report, because …”."
    )
    assert focus().objectName() == "progress"
    write("Begun.")
    assert field(page, "progress").problem() == ""
    assert page.services.preferences.reported_quarter() == Q2


def test_the_safe_choice_of_submitting_has_the_keyboard(own: ReturnPage, watch: Watch) -> None:
    watch.answers.append(lambda dialog: press("Return"))
    click(button(own, "Submit unsigned…"))
    assert own.services.returns.text(Q2).state is ReturnState.DRAFT


def test_a_submitted_return_is_corrected_with_a_reason_and_given_up(own: ReturnPage, watch: Watch) -> None:
    submit(own, watch, "Submit unsigned…")
    watch.answers.append(answer({"reason": "The lists say 18."}, "Begin"))
    click(button(own, "Correct it…"))
    assert "Return for July to September 2026, revision 2" in words_on(own)
    assert "The lists say 18." in words_on(own.signatories)
    window = own.window()
    assert isinstance(window, MainWindow)
    window.go("home")
    settle()
    click(button(window.rooms["home"], "Open the return: Finish revision 2 of 2026-27-Q2"))
    assert window.current_page() is own
    assert own.quarter == Q2
    back(own)
    choose(part(own, QComboBox, "revision"), "Revision 1, submitted 6 October 2026")
    settle()
    assert "Return for July to September 2026, revision 1" in words_on(own)
    assert "Sign the return" not in words_on(own)
    choose(part(own, QComboBox, "revision"), "Revision 2, draft")
    settle()
    watch.answers.append(lambda dialog: click(button(dialog, "Give it up")))
    click(button(own, "Give it up…"))
    assert [line.text.revision for line in own.services.life.life(Q2).revisions] == [1]


def test_words_state_and_values_of_a_submitted_quarter_are_corrected_in_the_window(page: ReturnPage, watch: Watch) -> None:
    choose(part(page, QComboBox, "quarter"), "2026-27-Q1")
    settle()
    watch.answers.append(answer({"reason": "The course lists say 40."}, "Begin"))
    click(button(page, "Correct it…"))
    before = page.services.returns.bare(Q1)
    kpi = next(k for k in before.kpis if k.value and k.value.numerator == 41)
    action = next(a for a in before.actions if a.uid == kpi.action_uid)
    number = next(k.id for k in page.services.plan.list_kpis() if k.uid == kpi.uid)
    said: list[str] = []

    def do(dialog: QDialog) -> None:
        choose(part(dialog, QComboBox, "correct_action"), f"{action.id} {action.title}")
        settle()
        click(button(dialog, "Add the words"))
        said.append(field(dialog, "correct_update").problem())
        fill(dialog, "correct_update", "One name stood twice.")
        press("Ctrl+Return")
        said.append(words_on(dialog))
        fill(dialog, f"kpi{number}_numerator", "40")
        click(button(dialog, "Done"))

    watch.answers.append(do)
    click(button(page, "Correct an action…"))
    assert said[0] == "Say why, in a sentence."
    assert "21 September 2026: One name stood twice." in said[1]
    after = page.services.returns.assemble(Q1)
    assert next(k.value for k in after.kpis if k.uid == kpi.uid).numerator == 40  # type: ignore[union-attr]
    assert next(a for a in after.actions if a.uid == action.uid).updates[-1].text == "One name stood twice."
    assert page.services.returns.bare(Q1) == before


def test_a_check_of_a_correction_leads_to_the_action_and_not_to_the_quarter_being_reported(
    page: ReturnPage, watch: Watch
) -> None:
    assert "Open the round" in words_on(page.checks)
    choose(part(page, QComboBox, "quarter"), "2026-27-Q1")
    settle()
    watch.answers.append(answer({"reason": "The course lists say 40."}, "Begin"))
    click(button(page, "Correct it…"))
    back(page)
    assert "Open the round" not in words_on(page.checks)
    check = next(c for c in page.services.returns.checks(Q1) if not c.passed and c.place in CORRECTED and c.ids)
    chosen: list[str] = []

    def look(dialog: QDialog) -> None:
        chosen.append(part(dialog, QComboBox, "correct_action").currentText())
        click(button(dialog, "Done"))

    watch.answers.append(look)
    click(button(page, f"Correct the action: {check.sentence}"))
    assert chosen[0].startswith(f"{check.ids[0]} ")


def test_the_sample_can_be_signed_and_never_submitted(page: ReturnPage, watch: Watch) -> None:
    fill(page, "challenges", "Cameras.")
    watch.answers.append(answer({}, "Sign"))
    click(button(page, "Sign the return"))
    click(button(page, "Submit without it…"))
    assert "This is sample data. It cannot be submitted to anybody." in words_on(page.signatories)
    assert page.services.preferences.reported_quarter() == Q2


def test_an_earlier_revision_is_previewed_as_it_was(page: ReturnPage, watch: Watch) -> None:
    choose(part(page, QComboBox, "quarter"), "2025-26-Q4")
    settle()
    read: list[str] = []

    def look(dialog: QDialog) -> None:
        read.append(words_on(dialog))
        click(button(dialog, "Close"))

    watch.answers += [look, look]
    click(button(page, "Preview"))
    back(page)
    choose(part(page, QComboBox, "revision"), "Revision 1, submitted 9 April 2026")
    settle()
    click(button(page, "Preview"))
    assert [("29.0%" in words, "45.2%" in words) for words in read] == [(True, True), (False, True)]
    assert "Corrects revision 1." in read[0]
    assert "What changed since revision 1" in read[0]


def test_what_is_to_be_written_leads_to_the_return_that_is_open(window: MainWindow, page: ReturnPage) -> None:
    for place in ("challenges", "new_commitments"):
        window.go("return", Q1)
        settle()
        assert page.quarter == Q1
        window.go(place)
        settle()
        assert page.quarter == Q2, "nothing can be written in one that was submitted"
        assert focus().isVisible()


def test_a_narrow_window_shows_the_words_of_the_present_step_alone(window: MainWindow, page: ReturnPage) -> None:
    window.resize(1024, 700)
    settle()
    assert "Confirmed" in words_on(page.steps)
    theme.current.apply("light", 2.0)
    settle()
    assert "Confirmed" not in words_on(page.steps)
    assert "Draft" in words_on(page.steps)


def test_a_damaged_submitted_return_is_told_where_it_would_be_shown(sample_file: Path, show_window: Show, watch: Watch) -> None:
    with outside(sample_file) as connection:
        connection.execute("DROP TRIGGER frozen_return_no_update")
        connection.execute("UPDATE frozen_return SET record = substr(record, 2) WHERE quarter = '2026-27-Q1'")
    window = show_window(open_services(sample_file, StandingClock()))
    page = open_return(window)
    assert "Return for July to September 2026" in words_on(page), "the one being written is not held up"
    window.go("return", Q1)
    settle()
    sentence = "What was submitted as revision 1 of 2026-27-Q1 is damaged in this file and is not shown."
    assert sentence in words_on(window.banner)
    click(button(page, "Preview"))
    assert sentence in words_on(window.banner)
    page.export.choose("both")
    assert sentence in words_on(page.export)
