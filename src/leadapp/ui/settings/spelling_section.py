"""Spelling in Settings: a switch, the words that were added to the dictionary, or how to get the extra."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from leadapp.domain.word_list import HouseWord, WordKind
from leadapp.ui.page import Page
from leadapp.ui.widgets import CheckRow, IconButton, Label, clear_layout, column, heading, row

HINT = (
    "Misspelt words get a dashed underline. The menu key, a right click or F7 offers what may have been meant, and adds a word to the "
    "dictionary. Names inside a sentence and quotations are left alone. Everything stays on this computer."
)


class SpellingSection(QFrame):
    """Shows whether spelling is checked, and keeps the switch and the words."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._shown: tuple[HouseWord, ...] | None = None
        self.switch = CheckRow("Check spelling in British English")
        self.switch.box.setObjectName("check_spelling")
        self.switch.box.clicked.connect(lambda on: self._switch(on=on))
        self.missing = Label("", 10, wrap=True)
        self._head = Label("Words you added", bold=True)
        self._words = QVBoxLayout()
        self._words.setSpacing(0)
        hint = Label(HINT, 9.5, kind="hint", wrap=True)
        self.setLayout(column(heading("Spelling"), hint, self.switch, self.missing, self._head, self._words, spacing=12))

    def reload(self) -> None:
        """Read the state anew; the list is not built again where it did not change."""
        spelling = self._page.services.spelling
        missing = spelling.why_not()
        self.missing.setText(missing)
        self.missing.setVisible(bool(missing))
        self.switch.setVisible(not missing)
        self.switch.box.setChecked(spelling.is_on)
        words = self._page.services.words.list_words(WordKind.SPELLING)
        self._head.setVisible(bool(words))
        if words != self._shown:
            self._shown = words
            clear_layout(self._words)
            for word in sorted(words, key=lambda word: word.term.casefold()):
                self._words.addWidget(self._row(word))

    def _row(self, word: HouseWord) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "row")
        line = row(Label(word.term, 10), spacing=4, margins=(0, 4, 0, 4))
        line.addStretch(1)
        remove = IconButton("remove", f"Remove “{word.term}” from the dictionary", partial(self._remove, word.id))
        line.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        frame.setLayout(line)
        return frame

    def _switch(self, *, on: bool) -> None:
        self._page.keep(lambda: self._page.services.words.switch_spelling(on=on))

    def _remove(self, word_id: int) -> None:
        self._page.keep(lambda: self._page.services.words.remove(word_id))
