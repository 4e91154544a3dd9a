"""House words in Settings: the directorate's own words and official titles, and the shipped rules, each with its reason and a switch."""

from __future__ import annotations

from collections import Counter
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QLayout, QVBoxLayout, QWidget

from leadapp.domain.changes import Changes
from leadapp.domain.errors import BadInputError
from leadapp.domain.word_list import HouseWord, HouseWordDraft, WordKind, WordRule, own_rule
from leadapp.ui.forms.fields import TextField
from leadapp.ui.page import Page
from leadapp.ui.widgets import Button, CheckRow, IconButton, Label, clear_layout, column, heading, row, tag

Items = tuple[QWidget | QLayout, ...]
HINT = (
    "In what you write, leadapp underlines these words with dots, says what was agreed and why, and offers it. It changes nothing "
    "by itself. It is silent inside quotation marks, where people speak of themselves, and in official titles."
)


class HouseWordsSection(QFrame):
    """Shows the list in force and keeps what is changed in it."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._own: tuple[HouseWord, ...] | None = None
        self._editing: int | None = None
        self.term = TextField("word_term", "Word to avoid", "Its plural and other capitals are found too.")
        self.suggestion = TextField("word_suggestion", "Write instead", "May stay empty where no one word fits.")
        self.reason = TextField("word_reason", "Why", "Stands beside every remark.")
        self.title = TextField("word_title", "Official title", "A body, law, report or survey. It is never remarked on.")
        self._boxes = {"term": self.term, "suggestion": self.suggestion, "reason": self.reason}
        self._words, self._titles, self._stays, self._rules = QVBoxLayout(), QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._switches: dict[str, QCheckBox] = {}
        self._keep = Button("Add word", icon_name="add", on_click=self._keep_word)
        self._cancel = Button("Leave it as it is", on_click=self._end_editing)
        self._add_title = Button("Add title", icon_name="add", on_click=self._keep_title)
        self._fold = Button("", "link", on_click=self._turn)
        self._lay_out()
        self._end_editing()

    def _lay_out(self) -> None:
        for field in self._boxes.values():
            field.line.returnPressed.connect(self._keep_word)
        self.title.line.returnPressed.connect(self._keep_title)
        self._shown = QWidget()
        self._shown.setLayout(self._rules)
        self._shown.hide()
        for listed in (self._words, self._titles, self._stays, self._rules):
            listed.setSpacing(0)
            listed.setContentsMargins(0, 0, 0, 0)
        own: Items = (Label("Your own words", bold=True), self._words, *self._boxes.values(), row(self._keep, self._cancel, None))
        titles: Items = (Label("Official titles", bold=True), self._titles, self.title, row(self._add_title, None))
        self._staying = QWidget()
        hint_of_stays = Label("Where you chose Keep, leadapp says no more.", 9.5, kind="hint", wrap=True)
        self._staying.setLayout(
            column(Label("Places that stay as they are", bold=True), hint_of_stays, self._stays, 8, spacing=12)
        )
        shipped: Items = (Label("Words that came with leadapp", bold=True), row(self._fold, None), self._shown)
        hint = Label(HINT, 9.5, kind="hint", wrap=True)
        self.setLayout(column(heading("House words"), hint, *own, 8, *titles, 8, self._staying, *shipped, spacing=12))

    # ------------------------------------------------------------------ content
    def reload(self) -> None:
        """Read the list anew; nothing is built again where it did not change."""
        own = self._page.services.words.list_words()
        if own != self._own:
            self._own = own
            self._show_own(own)
        if self._editing is not None and all(word.id != self._editing for word in own):
            self._end_editing()
        off = self._page.services.words.switched_off()
        for key, box in self._switches.items():
            box.setChecked(key not in off)
        self._tell_fold()

    def _show_own(self, own: tuple[HouseWord, ...]) -> None:
        clear_layout(self._words)
        clear_layout(self._titles)
        for word in own:
            if word.kind is WordKind.AVOID:
                rule = own_rule(word)
                edit = IconButton("edit", f"Change “{word.term}”", partial(self._edit, word))
                self._words.addWidget(self._row(word, f"“{word.term}”: {rule.says}. {word.reason}", edit))
            elif word.kind is WordKind.TITLE:
                self._titles.addWidget(self._row(word, word.term))
        self._show_stays(own)

    def _show_stays(self, own: tuple[HouseWord, ...]) -> None:
        """The words that stay as they are in some places, each with how many."""
        clear_layout(self._stays)
        counts = Counter(word.term.casefold() for word in own if word.kind is WordKind.KEEP)
        for term in {word.term.casefold(): word.term for word in own if word.kind is WordKind.KEEP}.values():
            count = counts[term.casefold()]
            button = Button("Ask again", "small", on_click=partial(self._ask_again, term))
            button.setAccessibleName(f"Ask again about “{term}”")
            frame = QFrame()
            frame.setProperty("kind", "row")
            line = row(spacing=12, margins=(0, 4, 0, 4))
            line.addWidget(Label(f"“{term}” in {count} place{'s' if count != 1 else ''}", 10, wrap=True), 1)
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            frame.setLayout(line)
            self._stays.addWidget(frame)
        self._staying.setVisible(bool(counts))

    def _ask_again(self, term: str) -> None:
        self._page.keep(lambda: self._page.services.words.ask_again(term))

    def _row(self, word: HouseWord, words: str, *buttons: QWidget) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "row")
        line = row(spacing=4, margins=(0, 4, 0, 4))
        line.addWidget(Label(words, 10, wrap=True), 1)
        for button in (*buttons, IconButton("remove", f"Remove “{word.term}”", partial(self._remove, word.id))):
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        frame.setLayout(line)
        return frame

    # ------------------------------------------------------------------ the shipped rules
    def _turn(self) -> None:
        if not self._switches:
            self._make_rules()
        self._shown.setVisible(self._shown.isHidden())
        self.reload()

    def _tell_fold(self) -> None:
        rules = len(self._page.services.words.shipped().rules)
        off = len(self._page.services.words.switched_off())
        state = f", {off} switched off" if off else ""
        self._fold.setText(f"Show the {rules} rules{state}" if self._shown.isHidden() else "Hide the rules")
        self._fold.setAccessibleName(self._fold.text())

    def _make_rules(self) -> None:
        for rule in self._page.services.words.shipped().rules:
            self._rules.addWidget(self._rule_row(rule))

    def _rule_row(self, rule: WordRule) -> QFrame:
        frame, switch = QFrame(), CheckRow(rule.heading)
        frame.setProperty("kind", "row")
        switch.box.setObjectName(f"rule_{rule.key}")
        switch.box.setAccessibleDescription(f"{rule.says}. {rule.reason}")
        switch.box.clicked.connect(lambda on: self._switch(rule.key, on=on))
        self._switches[rule.key] = switch.box
        found = Label("Remarked on: " + "; ".join(rule.instead_of), 9.5, kind="hint", wrap=True)
        says = Label(f"{rule.says[:1].upper()}{rule.says[1:]}. {rule.reason}", 10, kind="quiet", wrap=True)
        whose = tag("From the plan") if rule.is_agreed else tag("Our proposal", dashed=True)
        top = row(spacing=12)
        top.addWidget(switch, 1)
        top.addWidget(whose, 0, Qt.AlignmentFlag.AlignTop)
        frame.setLayout(column(top, says, found, spacing=2, margins=(0, 6, 0, 8)))
        return frame

    # ------------------------------------------------------------------ keeping
    def _keep_word(self) -> None:
        words = self._page.services.words
        draft = HouseWordDraft(WordKind.AVOID, *(field.text() for field in self._boxes.values()))
        for field in self._boxes.values():
            field.set_problem("")
        try:
            changes = words.add(draft) if self._editing is None else words.change(self._editing, draft)
        except BadInputError as error:
            field = self._boxes.get(error.field, self.term)
            field.set_problem(str(error))
            field.box.setFocus()
            return
        self._end_editing()
        self._tell(changes, self.term)

    def _keep_title(self) -> None:
        self.title.set_problem("")
        try:
            changes = self._page.services.words.add(HouseWordDraft(WordKind.TITLE, self.title.text()))
        except BadInputError as error:
            self.title.set_problem(str(error))
            self.title.box.setFocus()
            return
        self.title.show_text("")
        self._tell(changes, self.title)

    def _tell(self, changes: Changes, field: TextField) -> None:
        self._page.bus.tell(changes)
        field.box.setFocus()

    def _edit(self, word: HouseWord) -> None:
        self._editing = word.id
        for name, field in self._boxes.items():
            field.show_text(getattr(word, name))
            field.set_problem("")
        self._keep.setText("\u2009 Keep the change")
        self._keep.setAccessibleName(f"Keep the change of “{word.term}”")
        self._cancel.show()
        self.term.box.setFocus()

    def _end_editing(self) -> None:
        self._editing = None
        for field in self._boxes.values():
            field.show_text("")
            field.set_problem("")
        self._keep.setText("\u2009 Add word")
        self._keep.setAccessibleName("Add word")
        self._cancel.hide()

    def _remove(self, word_id: int) -> None:
        self._page.keep(lambda: self._page.services.words.remove(word_id))

    def _switch(self, rule_key: str, *, on: bool) -> None:
        self._page.keep(lambda: self._page.services.words.switch(rule_key, on=on))
