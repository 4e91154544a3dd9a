"""House words at the real window: remarks beneath a text, among the checks, and the list in Settings."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCheckBox, QDialog, QPlainTextEdit

from leadapp.domain.action_detail import ANSWERS
from leadapp.domain.evidence import EvidenceKind
from leadapp.domain.word_list import HouseWordDraft, WordKind
from leadapp.services.opening import Services
from leadapp.ui import theme
from leadapp.ui.evidence.evidence_sheet import add_evidence, change_evidence
from leadapp.ui.folded import Folded
from leadapp.ui.forms import house_words
from leadapp.ui.forms.fields import TextArea
from leadapp.ui.forms.underlines import characters, cursor_over, units
from leadapp.ui.main_window import MainWindow
from leadapp.ui.returns.return_page import ReturnPage
from leadapp.ui.returns.wording_rows import MOST
from leadapp.ui.settings.house_words_section import HouseWordsSection
from tests.ui import facts
from tests.ui.fixtures import Show, Watch, settle, wait_until
from tests.ui.hands import button, click, field, fill, focus, open_action, plan_page, press, words_on, write

Line = house_words.WordingLine


@pytest.fixture(autouse=True)
def short_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pause in typing is short here."""
    monkeypatch.setattr(house_words, "PAUSE", 20)


def return_page(window: MainWindow) -> ReturnPage:
    window.go("return")
    settle()
    page = window.rooms["return"]
    assert isinstance(page, ReturnPage)
    return page


def line_of(area: QPlainTextEdit) -> Line:
    found = area.parent()
    assert isinstance(found, TextArea)
    (line,) = found.findChildren(Line)
    return line


def type_into(window: MainWindow, name: str, text: str) -> tuple[QPlainTextEdit, Line]:
    """Put the keyboard into a text of the return, type, and pause."""
    found = field(return_page(window), name)
    assert isinstance(found, TextArea)
    found.area.setFocus()
    settle()
    press("Ctrl+A")
    press("Delete")
    found.area.insertPlainText(text)  # QTest types no quotation marks
    wait_until(lambda: not line_of(found.area)._timer.isActive())
    return found.area, line_of(found.area)


def underlined(area: QPlainTextEdit) -> list[str]:
    return [selection.cursor.selectedText() for selection in area.extraSelections()]


# -------------------------------------------------------------------------------- beneath the text
def test_a_word_is_underlined_and_told_with_its_reason(empty_window: MainWindow) -> None:
    area, line = type_into(empty_window, "progress", "Two BAME managers joined.")
    assert underlined(area) == ["BAME"]
    (selection,) = area.extraSelections()
    assert selection.format.underlineStyle() is QTextCharFormat.UnderlineStyle.DotLine
    assert line.isVisible()
    assert "1 wording remark. “BAME”: the agreed term is “racially diverse”. The council" in words_on(line)
    assert focus() is area, "the keyboard stays where it was"


def test_the_text_is_changed_only_by_the_button_and_that_can_be_undone(empty_window: MainWindow) -> None:
    area, line = type_into(empty_window, "progress", "\U0001f600 An ethnic minority manager joined.")
    assert area.toPlainText() == "\U0001f600 An ethnic minority manager joined."
    press("Tab")
    assert focus().accessibleName() == "Use “racially diverse” instead of “ethnic minority”"
    press("Space")
    assert area.toPlainText() == "\U0001f600 A racially diverse manager joined."
    assert focus() is area
    assert not line.isVisible()
    assert underlined(area) == []
    press("Ctrl+Z")
    assert area.toPlainText() == "\U0001f600 An ethnic minority manager joined."
    page = return_page(empty_window)
    page.flush()
    assert page.services.returns.text(page.quarter).progress == area.toPlainText()


def test_keep_says_no_more_about_this_place(empty_window: MainWindow) -> None:
    area, line = type_into(empty_window, "progress", "The form says BAME. BAME staff.")
    assert "Wording remark 1 of 2." in words_on(line)
    click(button(line, "Keep “BAME” here"))
    assert "1 wording remark." in words_on(line)
    assert underlined(area) == ["BAME"]
    click(button(line, "Keep “BAME” here"))
    assert not line.isVisible()
    assert focus() is area
    assert return_page(empty_window).wording.isHidden()


def test_next_goes_round_the_remarks_and_shows_the_place(empty_window: MainWindow) -> None:
    area, line = type_into(empty_window, "progress", "BAME staff, and hard to reach wards.")
    click(button(line, "Next remark"))
    assert "Wording remark 2 of 2. “hard to reach”" in words_on(line)
    assert area.textCursor().selectedText() == "hard to reach"
    click(button(line, "Next remark"))
    assert "Wording remark 1 of 2. “BAME”" in words_on(line)


def test_a_button_pressed_too_late_looks_again_and_changes_nothing(empty_window: MainWindow) -> None:
    area, line = type_into(empty_window, "progress", "BAME staff.")
    use = button(line, "Use “racially diverse” instead of “BAME”")
    area.setPlainText("Nothing to remark, all is well.")
    use.click()
    assert area.toPlainText() == "Nothing to remark, all is well."
    assert not line.isVisible()


def test_quotations_are_left_alone_and_a_sent_return_too(empty_window: MainWindow) -> None:
    area, line = type_into(empty_window, "progress", "A resident: “I am told BAME.”")
    assert not line.isVisible()
    area.setReadOnly(True)
    area.setPlainText("BAME staff.")
    wait_until(lambda: not line._timer.isActive())
    assert not line.isVisible()


def test_a_remark_is_announced_once_and_without_moving_the_keyboard(
    empty_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(house_words, "announce", lambda _widget, text: said.append(text))
    area, line = type_into(empty_window, "progress", "BAME staff")
    assert [text[:17] for text in said] == ["1 wording remark."]
    write(" came")
    wait_until(lambda: not line._timer.isActive())
    assert len(said) == 1
    assert focus() is area


def test_every_narrative_text_of_the_plan_has_it(window: MainWindow) -> None:
    pane = open_action(window, "1.8")
    areas = [area for area in pane.findChildren(TextArea) if area.isVisible()]
    assert {area.name.split("_")[-1] for area in areas} >= {"title", "update", "description", "note"}
    assert [area.name for area in areas if not area.findChildren(Line)] == []


def test_what_may_be_added_to_an_action_and_the_registers_have_it_too(window: MainWindow) -> None:
    pane = open_action(window, "2.4")
    for fold in pane.findChildren(Folded):
        fold.unfold()
    settle()
    window.go("registers")
    settle()
    areas = window.findChildren(TextArea)
    names = {area.name for area in areas}
    assert names >= {"blocked_by", "unblocked_when", *ANSWERS, "entry_why", "entry_outcome"}
    assert [area.name for area in areas if not area.findChildren(Line)] == []


def test_a_title_is_remarked_on_once_it_is_no_longer_the_corporate_plans(window: MainWindow) -> None:
    pane = open_action(window, "1.8")
    title = pane.form.title
    line = line_of(title.area)
    line.leave_official("Ethnic minorities in every service")
    title.area.setPlainText("Ethnic minorities in every service")
    line.look()
    assert line.remarks() == ()
    title.area.setPlainText("Ethnic minorities in every frontline service")
    line.look()
    assert [remark.found for remark in line.remarks()] == ["Ethnic minorities"]


@pytest.mark.parametrize("anew", [True, False])
def test_the_note_of_a_piece_of_evidence_has_it(window: MainWindow, watch: Watch, anew: bool) -> None:
    told: list[str] = []

    def look(dialog: QDialog) -> None:
        if anew:
            click(button(dialog, "Note"))
        note = field(dialog, "evidence_note")
        assert isinstance(note, TextArea)
        note.area.setPlainText("Ethnic minorities were asked.")
        line = line_of(note.area)
        line.look()
        settle()
        assert line.isVisible()
        told.append(line.accessibleName())
        layout = dialog.layout()
        assert layout is not None
        assert dialog.height() >= layout.totalHeightForWidth(dialog.width()), "the dialog has grown with it"
        dialog.reject()

    watch.answers.append(look)
    window.go("plan")
    settle()
    page = plan_page(window)
    if anew:
        add_evidence(page, None)
    else:
        change_evidence(page, next(e for e in window.services.evidence.list_evidence() if e.kind is EvidenceKind.NOTE))
    assert told[0].startswith("1 wording remark.")


def test_colours_follow_the_theme(empty_window: MainWindow) -> None:
    area, _line = type_into(empty_window, "progress", "BAME staff")
    for look in ("light", "dark"):
        theme.current.apply(look)
        (selection,) = area.extraSelections()
        assert selection.format.underlineColor().name() == theme.current.hex("accent")


def test_a_place_is_counted_as_qt_counts_it() -> None:
    text = "a\U0001f600b\U0001f600c"
    assert [units(text, place) for place in range(6)] == [0, 1, 3, 4, 6, 7]
    assert [characters(text, units(text, place)) for place in range(6)] == list(range(6))
    area = QPlainTextEdit(text)
    assert cursor_over(area, text, 2, 5).selectedText() == "b\U0001f600c"


@pytest.mark.parametrize("look", [(1280, 800, 1.0), (1024, 600, 1.0), (1280, 800, 2.0)])
def test_nothing_is_clipped_and_everything_has_a_name(
    show_window: Show, services: Services, look: tuple[int, int, float]
) -> None:
    width, height, scale = look
    theme.current.apply("light", scale)
    window = show_window(services, (width, height))
    _area, line = type_into(window, "progress", "The GRT community, ethnic minorities and banter.")
    for _ in range(3):
        settle()
        assert facts.clipped(line) == []
        assert facts.nameless(line) == []
        assert facts.small_targets(line, 28) == []
        click(button(line, "Next remark"))
    assert facts.overflowing(window) == []


# -------------------------------------------------------------------------------- among the checks
def test_places_are_listed_softly_among_the_checks_and_lead_there(window: MainWindow) -> None:
    services = window.services
    quarter = services.preferences.reported_quarter()
    page = return_page(window)
    assert page.wording.isHidden()
    before = words_on(page.header)
    action = next(item.action for item in services.round.items() if item.update)
    page.keep(lambda: services.returns.change_text(quarter, "pillar_2", "It was banter."))
    page.keep(lambda: services.round.write_update(action.id, "BAME staff came."))
    settle()
    assert "Wording: 2 places to look at." in words_on(page.wording)
    assert words_on(page.header) == before, "nothing is counted as missing or odd"
    click(button(page.wording, "Show: wording remarks"))
    assert f"Update of {action.reference}: “BAME”, the agreed term is “racially diverse”." in words_on(page.wording)
    click(button(page.wording, "Go there: Note on pillar 2, “banter”"))
    assert focus() is field(page, "pillar_2").box
    click(button(page.wording, f"Go there: Update of {action.reference}, “BAME”"))
    assert window.current_page() is window.rooms["plan"]
    window.go("return")
    click(button(page.wording, "Hide: wording remarks"))
    assert "Update of" not in words_on(page.wording)


def test_one_place_reads_as_one_and_many_end_in_a_count(empty_window: MainWindow) -> None:
    page = return_page(empty_window)
    quarter = page.services.preferences.reported_quarter()
    page.keep(lambda: page.services.returns.change_text(quarter, "progress", "BAME staff."))
    assert "Wording: 1 place to look at. Nothing is missing for it." in words_on(page.wording)
    page.keep(lambda: page.services.returns.change_text(quarter, "progress", "BAME staff. " * (MOST + 5)))
    click(button(page.wording, "Show: wording remarks"))
    assert "And 5 more." in words_on(page.wording)


# -------------------------------------------------------------------------------- Settings
def section(window: MainWindow) -> HouseWordsSection:
    window.go("house_words")
    settle()
    found = window.rooms["settings"].findChild(HouseWordsSection)
    assert isinstance(found, HouseWordsSection)
    return found


def test_an_own_word_is_added_changed_and_removed(empty_window: MainWindow) -> None:
    found, words = section(empty_window), empty_window.services.words
    assert focus() is found.term.box
    write("service user")
    press("Tab")
    write("resident")
    press("Tab")
    press("Enter")
    assert found.reason.problem() == "Say why, in a sentence. It stands beside the remark."
    write("People live here.")
    press("Enter")
    assert [(word.term, word.suggestion) for word in words.list_words(WordKind.AVOID)] == [("service user", "resident")]
    assert "“service user”: better “resident”. People live here." in words_on(found)
    assert found.reason.text() == ""
    click(button(found, "Change “service user”"))
    assert found.suggestion.text() == "resident"
    fill(found, "word_suggestion", "tenant")
    click(button(found, "Keep the change of “service user”"))
    assert "“service user”: better “tenant”." in words_on(found)
    click(button(found, "Change “service user”"))
    click(button(found, "Leave it as it is"))
    assert found.term.text() == ""
    click(button(found, "Change “service user”"))
    click(button(found, "Remove “service user”"))
    assert words.list_words() == ()
    assert button(found, "Add word").isVisible(), "what is gone is not being changed any more"
    press("Ctrl+Z")


def test_an_official_title_is_added_and_removed(empty_window: MainWindow) -> None:
    found = section(empty_window)
    click(button(found, "Add title"))
    assert found.title.problem() == "Type the title."
    write("Norbury BAME Network")
    press("Enter")
    assert found.title.problem() == ""
    assert empty_window.services.words.find("The Norbury BAME Network met.") == ()
    click(button(found, "Remove “Norbury BAME Network”"))
    assert len(empty_window.services.words.find("The Norbury BAME Network met.")) == 1


def test_places_that_stay_are_listed_and_asked_about_again(empty_window: MainWindow) -> None:
    area, line = type_into(empty_window, "progress", "The form says BAME. BAME staff.")
    click(button(line, "Keep “BAME” here"))
    click(button(line, "Keep “BAME” here"))
    found = section(empty_window)
    assert "“BAME” in 2 places" in words_on(found)
    click(button(found, "Ask again about “BAME”"))
    assert "Places that stay as they are" not in words_on(found)
    return_page(empty_window)
    wait_until(lambda: line.isVisible())
    assert "Wording remark 1 of 2." in words_on(line_of(area))
    press("Ctrl+Z")
    wait_until(lambda: not line.isVisible())


def test_shipped_rules_are_shown_when_asked_for_and_switched(empty_window: MainWindow) -> None:
    found, words = section(empty_window), empty_window.services.words
    count = len(words.shipped().rules)
    assert not found.findChildren(QCheckBox)
    click(button(found, f"Show the {count} rules"))
    assert len([box for box in found.findChildren(QCheckBox) if box.isVisible()]) == count
    box = found.findChild(QCheckBox, "rule_racially_diverse")
    assert isinstance(box, QCheckBox)
    box.setFocus()
    press("Space")
    assert words.switched_off() == {"racially_diverse"}
    click(button(found, "Hide the rules"))
    assert f"Show the {count} rules, 1 switched off" in words_on(found)
    empty_window.services.history.undo()
    found.reload()
    assert box.isChecked()


@pytest.mark.parametrize(("width", "height", "scale"), [(1024, 600, 1.0), (1280, 800, 2.0)])
def test_the_section_is_whole_at_every_text_size(
    show_window: Show, services: Services, width: int, height: int, scale: float
) -> None:
    services.words.add(
        HouseWordDraft(
            WordKind.AVOID, "a very long way of naming a person", "some other words " * 4, "Long words, and many of them. " * 8
        )
    )
    theme.current.apply("light", scale)
    window = show_window(services, (width, height))
    found = section(window)
    click(button(found, f"Show the {len(services.words.shipped().rules)} rules"))
    settle()
    for fact in (facts.clipped, facts.nameless, lambda root: facts.small_targets(root, 24)):
        check: Callable[[MainWindow | HouseWordsSection], list[str]] = fact
        assert check(found) == []
    assert facts.overflowing(window) == []
