"""The year and the handover in the window: written by keyboard, ordered, undone, read through, exported."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from leadapp.domain.errors import DiskError
from leadapp.services.opening import Services
from leadapp.ui.main_window import MainWindow
from leadapp.ui.returns.drawing_card import DrawingCard
from leadapp.ui.returns.handover_view import HandoverView
from leadapp.ui.returns.return_page import ReturnPage
from leadapp.ui.returns.year_view import YearView
from tests.ui.fixtures import Show, Watch, settle, wait_until
from tests.ui.hands import button, choose, click, field, fill, focus, press, words_on, write
from tests.worlds import by_reference

YEAR = "2026-27"


def page_of(window: MainWindow) -> ReturnPage:
    page = window.rooms["return"]
    assert isinstance(page, ReturnPage)
    return page


def year_of(window: MainWindow, what: object = None) -> YearView:
    window.go("year", what)
    settle()
    view = page_of(window)._views["year"]
    assert isinstance(view, YearView)
    return view


def handover_of(window: MainWindow) -> HandoverView:
    window.go("handover")
    settle()
    view = page_of(window)._views["handover"]
    assert isinstance(view, HandoverView)
    return view


@pytest.fixture
def window(show_window: Show, services: Services) -> MainWindow:
    """Two actions, nothing written yet."""
    services.plan.adopt(("1.8", "2.4"))
    return show_window(services)


@pytest.fixture
def sample_window(show_window: Show, sample: Services) -> MainWindow:
    return show_window(sample)


# -------------------------------------------------------------------------------- the year's texts
def test_the_year_is_written_by_keyboard_and_undone(window: MainWindow) -> None:
    view = year_of(window)
    assert focus() is field(view, "introduction").box
    write("We began with a notebook.")
    press("Tab")
    settle()
    assert window.services.year.note(YEAR).introduction == "We began with a notebook."
    assert "Introduction, 2026-27" in words_on(window.undo_bar)
    window.undo()
    settle()
    assert field(view, "introduction").text() == ""
    assert window.services.year.note(YEAR).introduction == ""


def test_the_comment_is_kept_as_given_and_no_word_of_it_is_remarked_on(window: MainWindow) -> None:
    view = year_of(window)
    fill(view, "comment", "You say BAME and  diverse staff. We say who we are.")
    fill(view, "comment_from", "The advisory group")
    assert window.services.year.note(YEAR).comment == "You say BAME and  diverse staff. We say who we are."
    from leadapp.ui.forms.house_words import WordingLine

    assert not field(view, "comment").findChildren(WordingLine)
    assert field(view, "introduction").findChildren(WordingLine)


def test_a_day_that_cannot_be_read_is_told_beside_it_and_kept(window: MainWindow) -> None:
    view = year_of(window)
    fill(view, "commented_on", "31 June")
    press("Tab")
    settle()
    assert "June" in field(view, "commented_on").problem()
    assert field(view, "commented_on").text() == "31 June"
    fill(view, "commented_on", "30 June 2026")
    press("Tab")
    settle()
    assert field(view, "commented_on").problem() == ""


def test_the_check_leads_to_what_cannot_be_used(window: MainWindow) -> None:
    window.services.year.change_note(YEAR, {"commented_on": "31 June"})
    window.go("return")
    settle()
    page = page_of(window)
    click(button(page.checks, next(name for name in names(page.checks) if "annual report" in name)))
    settle()
    assert page._key == "year"


def names(root: object) -> list[str]:
    from PySide6.QtWidgets import QAbstractButton, QWidget

    assert isinstance(root, QWidget)
    return [b.accessibleName() for b in root.findChildren(QAbstractButton) if b.isVisible()]


def test_another_year_is_chosen_once_everything_is_saved(sample_window: MainWindow) -> None:
    view = year_of(sample_window)
    assert "This is our first year of counting." in field(view, "introduction").text()
    assert "34 actions: 6 complete, 5 of them this year." in words_on(view.glance)
    assert "Q3 and Q4 are not submitted yet." in words_on(view.glance)
    choose(view.choice.combo, "2025-26, April 2025 to March 2026")
    settle()
    assert view.year == "2025-26"
    assert field(view, "introduction").text() == ""
    fill(view, "introduction", "A quarter of a year.")
    assert sample_window.services.year.note("2025-26").introduction == "A quarter of a year."
    assert year_of(sample_window, YEAR).year == YEAR
    assert view.cases.forms


def test_a_year_is_not_left_while_a_text_cannot_be_saved(sample_window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    view = year_of(sample_window)

    def refuse(*_: object, **__: object) -> None:
        raise DiskError("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(sample_window.services.year, "change_note", refuse)
        field(view, "introduction").box.setFocus()
        write("More. ")
        view.choice.box.setFocus()
        press("Down")
        assert (view.year, view.choice.text()) == (YEAR, YEAR)
        assert "The disk is full." in words_on(sample_window.banner)
    view.flush()
    assert "More. " in sample_window.services.year.note(YEAR).introduction


# -------------------------------------------------------------------------------- case studies
def test_case_studies_are_added_ordered_and_removed_in_the_window(window: MainWindow) -> None:
    view = year_of(window)
    click(view.cases.add)
    assert view.cases.action.problem() == "Choose the action that it tells of."
    action = by_reference(window.services, "1.8")
    choose(view.cases.action.combo, f"1.8  {action.title}")
    assert view.cases.action.problem() == ""
    click(view.cases.add)
    settle()
    (first,) = view.cases.forms.values()
    assert focus() is first.fields["title"].box
    write("Asked at last")
    press("Tab")
    settle()
    other = by_reference(window.services, "2.4")
    choose(view.cases.action.combo, f"2.4  {other.title}")
    click(view.cases.add)
    settle()
    second = list(view.cases.forms.values())[1]
    assert (first.up.isEnabled(), first.down.isEnabled(), second.down.isEnabled()) == (False, True, False)
    fill(second, "case_text", "They said: we were never asked.")
    click(second.up)
    settle()
    assert [case.action for case in window.services.year.cases(YEAR)] == ["2.4", "1.8"]
    assert second.mapTo(view, second.rect().topLeft()).y() < first.mapTo(view, first.rect().topLeft()).y()
    click(second.down)
    settle()
    assert [case.action for case in window.services.year.cases(YEAR)] == ["1.8", "2.4"]
    first.fields["title"].box.setFocus()
    click(first.remove)
    settle()
    assert list(view.cases.forms.values()) == [second]
    assert "Case study removed: Asked at last" in words_on(window.undo_bar)
    window.undo()
    settle()
    assert [case.title for case in window.services.year.cases(YEAR)] == ["Asked at last", ""]


def test_a_case_study_that_goes_gives_the_keyboard_on(window: MainWindow) -> None:
    _, case = window.services.year.add_case(YEAR, by_reference(window.services, "1.8").id)
    view = year_of(window, (YEAR, case))
    form = view.cases.forms[case]
    assert focus() is form.fields["title"].box
    window.bus.tell(window.services.year.remove_case(case))
    settle()
    assert focus() is view.cases.add
    assert view.cases.forms == {}
    assert view.cases.start(case) is None


def test_search_leads_to_a_case_study_and_an_action_it_tells_of_says_so(window: MainWindow) -> None:
    action = by_reference(window.services, "1.8")
    _, case = window.services.year.add_case(YEAR, action.id)
    window.services.year.change_case(case, {"title": "Nowruz in the depot"})
    press("Ctrl+K")
    write("nowruz")
    wait_until(lambda: window.search.list.count() if hasattr(window.search, "list") else True)
    press("Return")
    settle()
    view = year_of(window)
    assert view.cases.forms[case].fields["title"].text() == "Nowruz in the depot"


# -------------------------------------------------------------------------------- handover
def test_the_note_for_the_next_lead_is_kept_as_it_is_typed(window: MainWindow) -> None:
    view = handover_of(window)
    assert focus() is view.note.box
    write("Ring the depot first.")
    press("Tab")
    settle()
    assert window.services.handover.note()[0] == "Ring the depot first."
    assert "Note for the next lead" in words_on(window.undo_bar)
    write("")
    window.undo()
    settle()
    assert view.note.text() == ""
    assert "Next return: 2026-27-Q2, due 9 October 2026, in 3 days." in words_on(view.glance)


def test_both_documents_are_read_through_on_screen(sample_window: MainWindow, watch: Watch) -> None:
    read: list[tuple[str, str]] = []

    def answer(dialog: QDialog) -> None:
        read.append((dialog.windowTitle(), words_on(dialog)))
        click(button(dialog, "Close"))

    watch.answers += [answer, answer]
    click(year_of(sample_window).read)
    click(handover_of(sample_window).read)
    (year, year_words), (handover, handover_words) = read
    assert (year, handover) == ("The annual report, read through", "The handover, read through")
    assert "An interpreter on a screen" in year_words
    assert "No comment was asked for yet." in year_words
    assert "Ring the depot managers before you write to them" in handover_words
    assert "Past its date and still open" in handover_words


def test_a_document_that_cannot_be_read_says_so(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise DiskError("The disk does not answer.")

    for view, service in ((year_of(window), window.services.year), (handover_of(window), window.services.handover)):
        with monkeypatch.context() as broken:
            broken.setattr(service, "document", refuse)
            view._show_document()
        assert "The disk does not answer." in words_on(window.banner)


def exported(card: DrawingCard, targets: dict[str, Path]) -> None:
    card.export(targets)
    wait_until(lambda: not card._worker.is_running, 20_000)
    settle()


def test_both_are_exported_from_their_tabs(sample_window: MainWindow, tmp_path: Path) -> None:
    year, handover = year_of(sample_window).export, handover_of(sample_window).export
    assert year._stem() == "SAMPLE Neighbourhood Services annual report 2026-27"
    assert handover._stem() == "SAMPLE Neighbourhood Services handover 2026-09-21"
    exported(handover, {"xlsx": tmp_path / "h.xlsx", "pdf": tmp_path / "h.pdf"})
    assert "Handover exported." in words_on(handover)
    year_of(sample_window)
    exported(year, {"pdf": tmp_path / "y.pdf"})
    assert "Annual report exported." in words_on(year)
    assert {path.name for path in tmp_path.glob("*.*") if path.suffix in {".pdf", ".xlsx"}} == {"h.xlsx", "h.pdf", "y.pdf"}
    exported(year, {"pdf": tmp_path / "nowhere" / "y.pdf"})
    assert "Not exported." in words_on(year)


def offered(window: MainWindow) -> set[str]:
    """What the head of the Return room offers to do."""
    return {line.strip() for line in words_on(page_of(window).header).splitlines()} & {"Preview", "Sign the return"}


@pytest.mark.parametrize("tab", ["year", "handover"])
def test_the_return_is_not_signed_from_a_tab_that_is_not_about_it(window: MainWindow, tab: str) -> None:
    window.go("return")
    settle()
    assert offered(window) == {"Preview", "Sign the return"}
    window.go(tab)
    settle()
    page_of(window).refresh()
    assert not offered(window)
    window.go("changes")
    settle()
    assert offered(window) == {"Preview", "Sign the return"}
