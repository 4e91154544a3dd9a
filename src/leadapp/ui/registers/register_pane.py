"""One register: what it is for and what it counts, a line to add to it, the table, and the chosen line beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from leadapp.domain.changes import Changes
from leadapp.domain.quarters import format_date
from leadapp.domain.registers import Count, Entry, Register, is_review_due, odd_fields
from leadapp.ui.page import Page
from leadapp.ui.registers.entry_form import EntryForm
from leadapp.ui.tables.list_pane import ListPane, ListWords
from leadapp.ui.tables.rows_model import Column
from leadapp.ui.tables.table_view import Layout
from leadapp.ui.widgets import Button, Label, row

CHIPS = {"all": "All", "quarter": "This quarter", "review": "Review due", "odd": "To settle"}
LAYOUTS = (Layout(0, ("subject",), ("subject",)), Layout(500, ("subject", "day", "state")))
EMPTY = "Type the first one into the line above and press Enter."


class RegisterPane(ListPane):
    """The lines of one register."""

    def __init__(self, page: Page, register: Register) -> None:
        self._page, self.register = page, register
        self._counts_asked = self._why_asked = False
        first = register.field("subject").label.lower()
        words = ListWords(register.key, register.name, register.line, first, register.purpose, EMPTY)
        chips = {key: words for key, words in CHIPS.items() if key != "review" or register.has("review_on")}
        super().__init__(page, words, self._columns(), LAYOUTS, EntryForm(page, register), chips)
        self._counts = Label("", 10, bold=True, wrap=True)
        self._why = Button("Where does this come from?", "link", on_click=self._toggle_why)
        self._told = Label("", 10, kind="quiet", wrap=True)
        self._told.hide()
        self._count = Button("Counts", "", on_click=self._toggle_counts)
        told = row(self._counts, spacing=8)
        told.setStretch(0, 1)
        told.addWidget(self._why, 0, Qt.AlignmentFlag.AlignTop)
        self._count_row = QWidget()
        self._count_row.setLayout(told)
        self.lay_out((self._count_row, self._told), (self._count,))

    def _columns(self) -> tuple[Column, ...]:
        first = self.register.field("subject").label
        day = self.register.field("happened_on").label
        return (
            Column(
                "subject",
                first,
                lambda e: e.subject,
                stretch=True,
                second=self._second,
                lines=lambda e: ((("", e.subject),), (("", format_date(e.happened_on) or "No day"), self._state(e))),
                bold=True,
            ),
            Column("day", day, lambda e: format_date(e.happened_on) or "No day", 176, second=self._review, sort=_by_day),
            Column("state", "State", lambda e: self._state(e)[1], 150, state=lambda e: self._state(e)[0], quiet=True),
        )

    # ------------------------------------------------------------------ how a line reads
    def _second(self, entry: Entry) -> str:
        kinds = dict(self.register.field("subject_kind").choices) if self.register.has("subject_kind") else {}
        actions = dict(self.register.field("corporate_id").choices) if self.register.has("corporate_id") else {}
        parts = (kinds.get(entry.subject_kind, ""), actions.get(entry.corporate_id, ""), entry.service, entry.person)
        return ", ".join(filter(None, parts)) or entry.outcome

    def _review(self, entry: Entry) -> str:
        return f"Review {format_date(entry.review_on)}" if entry.review_on else ""

    def _state(self, entry: Entry) -> tuple[str, str]:
        """The shape and the word of a line: what is to be settled first, else how far it is."""
        today = self._page.services.preferences.today()
        odd = odd_fields(entry, today)
        if odd:
            words = {"review_on": "Review due", "happened_on": "Day missing", "why": "Reason missing"}
            typed = {name for name, _ in entry.typed}
            return "at_risk", "Not usable yet" if odd[0].field in typed else words[odd[0].field]
        if self.register.has("done"):
            return ("complete", "Finished") if entry.done else ("underway", "Not finished")
        if self.register.key == "agreement":
            return ("complete", "Signed") if entry.happened_on else ("not_started", "Not signed")
        return ("complete", "Held") if entry.happened_on and entry.happened_on <= today else ("not_started", "Planned")

    # ------------------------------------------------------------------ content
    def _read(self) -> tuple[Entry, ...]:
        registers = self._page.services.registers
        self._tell_counts(registers.counts(self.register.key))
        return registers.entries(self.register.key)

    def _tell_counts(self, counts: tuple[Count, ...]) -> None:
        quarter = self._page.services.preferences.reported_quarter()
        self._counts.setText(f"{quarter.words}. " + "; ".join(count.sentence for count in counts) + ".")
        told = []
        for count in counts:
            inside = ", ".join(entry.subject for entry in count.counted) or "nothing"
            rest = f" Not counted: {', '.join(entry.subject for entry in count.rest)}." if count.rest else ""
            told.append(f"{count.corporate_kpi or count.words[:1].upper() + count.words[1:]} counts {inside}.{rest}")
        self._told.setText("\n".join(told))

    def _toggle_counts(self) -> None:
        self._counts_asked = not self._counts_asked
        self._fit()

    def _toggle_why(self) -> None:
        self._why_asked = not self._why_asked
        self._fit()

    def _passes(self, key: str, record: Entry) -> bool:
        today = self._page.services.preferences.today()
        if key == "quarter":
            return record.happened_on is not None and record.happened_on in self._page.services.preferences.reported_quarter()
        if key == "review":
            return is_review_due(record, today)
        return key == "all" or bool(odd_fields(record, today))

    def _searched(self, record: Entry) -> str:
        return f"{record.subject} {record.service} {record.person} {record.why} {record.outcome}"

    def _add_row(self, text: str) -> tuple[Changes, int]:
        return self._page.services.registers.add(self.register.key, {"subject": text})

    def _remove_row(self, record: Entry) -> Changes:
        return self._page.services.registers.remove(record.id)

    def _fit(self) -> None:
        super()._fit()
        self._count.setVisible(self._tight)
        self._count_row.setVisible(not self._tight or self._counts_asked)
        self._told.setVisible(self._why_asked and self._count_row.isVisibleTo(self))


def _by_day(entry: Entry) -> tuple[bool, str]:
    return entry.happened_on is None, str(entry.happened_on or "")
