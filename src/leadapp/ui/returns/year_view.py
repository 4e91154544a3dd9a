"""The year: what is written for the annual report beside the four returns, what they come to, and the document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from leadapp.domain.errors import LeadappError
from leadapp.domain.return_text import ExportRecord
from leadapp.domain.year_cover import standing_words, year_glance
from leadapp.domain.year_notes import year_words
from leadapp.services.document_export import DocumentDraft, draw_document
from leadapp.ui.background import Progress
from leadapp.ui.forms import writing
from leadapp.ui.forms.fields import ChoiceField, DateField, Field, TextArea, TextField
from leadapp.ui.forms.unit import Typed, Unit, by_name, flush_all
from leadapp.ui.returns.cases_card import CasesCard
from leadapp.ui.returns.drawing_card import DrawingCard
from leadapp.ui.returns.two_columns import GlanceCard, TwoColumns
from leadapp.ui.widgets import Button, Card

if TYPE_CHECKING:
    from leadapp.ui.page import Page

COMMENT_HINT = "Theirs, not yours: it is printed as it was given, and no word of it is remarked on or corrected."


class YearView(TwoColumns):
    """The year's texts at the left; at a glance, reading through and export at the right."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.year = ""
        self.choice = ChoiceField("year", "Year", ())
        self.fields: dict[str, Field] = {
            "introduction": TextArea(
                "introduction", "Introduction", "A few sentences for readers who know nothing of it.", lines=4, most=20
            ),
            "next_year": TextArea(
                "next_year", "Next year", "What the directorate will do, and what it will do differently.", lines=4, most=20
            ),
            "comment": TextArea("comment", "Their comment", COMMENT_HINT, lines=4, most=20),
            "comment_from": TextField("comment_from", "From whom", "The group, such as the community advisory group."),
            "commented_on": DateField("commented_on", "When"),
        }
        self.cases = CasesCard(self)
        self.read = Button("Read it through", "small", "preview", self._show_document)
        self.glance = GlanceCard("The year at a glance", self.read)
        self.export = YearExport(self)
        super().__init__(self._left(), (self.glance, self.export))
        self._units = [Unit(self, by_name(field), self._save, page.refresh) for field in self.fields.values()]
        for name in ("introduction", "next_year"):
            field = self.fields[name]
            assert isinstance(field, TextArea)
            writing.attach(field, page)
        self.choice.edited.connect(self._choose)

    def _left(self) -> tuple[Card, ...]:
        head, ahead = Card("The directorate’s part of the annual report"), Card("Next year")
        comment = Card("Community representatives’ comment")
        head.body.addWidget(self.choice)
        head.body.addWidget(self.fields["introduction"])
        ahead.body.addWidget(self.fields["next_year"])
        for name in ("comment", "comment_from", "commented_on"):
            comment.body.addWidget(self.fields[name])
        return head, self.cases, ahead, comment

    @property
    def page(self) -> Page:
        """The room that it is a tab of."""
        return self._page

    # ------------------------------------------------------------------ content
    def reload(self) -> None:
        """Read the year anew: the one that is chosen, or the one whose report is being written."""
        service = self._page.services.year
        years = service.years()
        if self.year not in years:
            self.year = service.year_to_write()
        self.choice.set_choices([(year, f"{year}, {year_words(year)}") for year in years])
        self.choice.show_text(self.year)
        self._tell_texts()
        self.cases.reload(service.cases(self.year))
        report = service.report(self.year)
        self.glance.tell([*year_glance(report), standing_words(report)])

    def _tell_texts(self) -> None:
        note = self._page.services.year.note(self.year)
        for unit in self._units:
            unit.show(self.year, note.texts, note.version)
        problems = self._page.services.year.note_problems(note)
        for name, field in self.fields.items():
            field.set_problem("" if field.has_focus() and not field.problem() else problems.get(name, ""))

    def _choose(self) -> None:
        """Show another year, once everything typed for this one is in the file."""
        if self.is_saved():
            self.year = self.choice.text()
            self._page.refresh()
        else:
            self.choice.show_text(self.year)

    def _save(self, typed: Typed) -> bool:
        service = self._page.services.year
        return self._page.keep(lambda: service.change_note(typed.row, typed.texts, typed.visit, typed.version))

    def _show_document(self) -> None:
        from leadapp.ui.returns.document_view import show_document

        self._page.flush()
        try:
            document = self._page.services.year.document(self.year)
        except LeadappError as error:
            self._page.bus.failed.emit(str(error))
            return
        show_document(self, document, name="The annual report, read through")

    def is_saved(self) -> bool:
        """Save what is typed; false where a text could not be saved."""
        kept = flush_all(self._units)
        return self.cases.flush() and kept

    # ------------------------------------------------------------------ as a tab
    def show_what(self, what: object) -> None:
        """Show a year, or a case study of one, given as the year and its id."""
        year, case = (what, None) if isinstance(what, str) else what if isinstance(what, tuple) else ("", None)
        if year and year != self.year and self.is_saved():
            self.year = year
            self._page.refresh()
        if case is not None and (form := self.cases.start(case)) is not None:
            self.ensureWidgetVisible(form, 0, 80)

    def flush(self) -> None:
        """Save what is typed."""
        self.is_saved()

    def set_tight(self, tight: bool) -> None:
        """It scrolls; nothing has to make room."""

    def start(self) -> None:
        """Put the cursor into the introduction."""
        self.fields["introduction"].box.setFocus()


class YearExport(DrawingCard):
    """The annual report as Excel and PDF."""

    def __init__(self, view: YearView) -> None:
        super().__init__(view.page, "the annual report")
        self._view = view
        self.about.setText(
            "The four returns rolled up, with your texts. It names no owner and no risk. “Draft” stands on every page until all "
            "four are submitted."
        )

    def _stem(self) -> str:
        return self._page.services.year.file_stem(self._view.year)

    def _prepare(self, targets: dict[str, Path]) -> DocumentDraft:
        return self._page.services.year.prepare(self._view.year, targets)

    def _drawing(self, draft: DocumentDraft) -> Callable[[Progress], tuple[ExportRecord, ...]]:
        return lambda progress: draw_document(draft, progress)

    def _note_done(self, draft: DocumentDraft, done: tuple[ExportRecord, ...]) -> None:
        self._page.services.year.record_exports(done)
