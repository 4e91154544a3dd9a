"""House words: remarks on a text or a whole quarter, and the directorate's own changes to the list.

The shipped list is read when the first text is looked through. Nothing here changes a text.
"""

from __future__ import annotations

from leadapp import paths
from leadapp.db import word_records
from leadapp.db.database import Database
from leadapp.domain.changes import Changes, Topic
from leadapp.domain.errors import BadInputError
from leadapp.domain.house_words import HouseWords, Remark, find, place_of
from leadapp.domain.narrative import PlacedRemark, remarks_on
from leadapp.domain.quarters import Quarter
from leadapp.domain.word_list import HouseWord, HouseWordDraft, WordKind, WordList, combined, word_list_from_data
from leadapp.services.quarter_material import QuarterMaterial

_ADDED = {
    WordKind.AVOID: "House word added",
    WordKind.TITLE: "Official title added",
    WordKind.SPELLING: "Word added to the dictionary",
}
_REMOVED = {WordKind.AVOID: "House word removed", WordKind.TITLE: "Official title removed", WordKind.SPELLING: "Word removed"}

_SPELLING = "spelling"
"""Not a rule: the entry under this key says that the spelling check is off. No rule of the shipped list may be called so."""


class WordService:
    """Looks through texts and keeps the list, and with it the places that stay as they are on purpose."""

    def __init__(self, database: Database, quarters: QuarterMaterial) -> None:
        self._database = database
        self._quarters = quarters
        self._shipped: WordList | None = None
        self._own: tuple[object, tuple[HouseWord, ...]] | None = None
        self._ready: tuple[object, HouseWords] | None = None

    # ------------------------------------------------------------------ the list
    def shipped(self) -> WordList:
        """The list that ships with leadapp."""
        if self._shipped is None:
            import tomllib

            text = (paths.resources_folder() / "wording" / "house_words.toml").read_text("utf-8")
            self._shipped = word_list_from_data(tomllib.loads(text))
        return self._shipped

    def list_words(self, *kinds: WordKind) -> tuple[HouseWord, ...]:
        """The directorate's own entries of some kinds, or all of them."""
        generation = self._database.generation(Topic.HOUSE_WORDS)
        if self._own is None or self._own[0] != generation:
            with self._database.reading() as session:
                self._own = generation, word_records.list_words(session)
        return tuple(word for word in self._own[1] if not kinds or word.kind in kinds)

    def switched_off(self) -> frozenset[str]:
        """The keys of the shipped rules that are switched off."""
        return frozenset(word.rule_key for word in self.list_words(WordKind.OFF)) - {_SPELLING}

    def is_spelling_off(self) -> bool:
        """Whether the spelling check is switched off for this file."""
        return any(word.rule_key == _SPELLING for word in self.list_words(WordKind.OFF))

    def in_force(self) -> HouseWords:
        """The list in force, made ready for looking through texts."""
        own = tuple(word for word in self.list_words() if word.kind is not WordKind.KEEP)
        if self._ready is None or self._ready[0] != own:
            self._ready = own, HouseWords(combined(self.shipped(), own))
        return self._ready[1]

    def kept(self) -> frozenset[str]:
        """The places that stay as they are, as ``house_words.place_of`` tells them."""
        return frozenset(word.rule_key for word in self.list_words(WordKind.KEEP))

    # ------------------------------------------------------------------ looking through
    def find(self, text: str) -> tuple[Remark, ...]:
        """The remarks on a text, but those that were kept on purpose."""
        kept = self.kept()
        return tuple(remark for remark in find(text, self.in_force()) if place_of(text, remark) not in kept)

    def keep(self, text: str, remark: Remark) -> Changes:
        """Say no more about this place: the word stands there on purpose. Of the text around it only a hash is kept."""
        place = place_of(text, remark)
        with self._database.writing(f"“{remark.found}” stays as it is") as step:
            if place not in self.kept():
                word_records.add_word(step.session, WordKind.KEEP, {"term": remark.found, "rule_key": place})
        return step.changes

    def ask_again(self, term: str) -> Changes:
        """Remark on a word again wherever it was to stay as it is."""
        with self._database.writing(f"“{term}” is asked about again") as step:
            for word in self.list_words(WordKind.KEEP):
                if word.term.casefold() == term.casefold():
                    word_records.remove_word(step.session, word.id)
        return step.changes

    def check_return(self, quarter: Quarter) -> tuple[PlacedRemark, ...]:
        """The remarks on every narrative text of a quarter, with their places. Nothing is missing for them, and nothing is blocked."""
        return remarks_on(self._quarters.material(quarter), self.in_force(), self.kept())

    # ------------------------------------------------------------------ changing the list
    def add(self, draft: HouseWordDraft) -> Changes:
        """Add an own entry. Raises BadInputError naming the box."""
        values = draft.read(self.list_words())
        with self._database.writing(f"{_ADDED[draft.kind]}: {values['term']}") as step:
            word_records.add_word(step.session, draft.kind, values)
        return step.changes

    def change(self, word_id: int, draft: HouseWordDraft, visit: str = "") -> Changes:
        """Change an own entry. Raises BadInputError naming the box; then nothing is changed."""
        values = draft.read(word for word in self.list_words() if word.id != word_id)
        with self._database.writing(f"House words changed: {values['term']}", visit=visit) as step:
            word_records.change_word(step.session, word_id, values)
        return step.changes

    def remove(self, word_id: int) -> Changes:
        """Remove an own entry."""
        word = next((word for word in self.list_words() if word.id == word_id), None)
        label = f"{_REMOVED[word.kind]}: {word.term}" if word and word.kind in _REMOVED else "House word removed"
        with self._database.writing(label) as step:
            word_records.remove_word(step.session, word_id)
        return step.changes

    def switch(self, rule_key: str, *, on: bool) -> Changes:
        """Switch a shipped rule on or off. Raises BadInputError for a rule there is not."""
        rule = next((rule for rule in self.shipped().rules if rule.key == rule_key), None)
        if rule is None:
            raise BadInputError(f"There is no rule “{rule_key}”.", "rules")
        return self._switch(rule_key, f"House words: “{rule.heading}”", on=on)

    def switch_spelling(self, *, on: bool) -> Changes:
        """Switch the spelling check on or off for this file."""
        return self._switch(_SPELLING, "Spelling check", on=on)

    def _switch(self, key: str, what: str, *, on: bool) -> Changes:
        off = [word.id for word in self.list_words(WordKind.OFF) if word.rule_key == key]
        with self._database.writing(f"{what} switched {'on' if on else 'off'}") as step:
            if on:
                for word_id in off:
                    word_records.remove_word(step.session, word_id)
            elif not off:
                word_records.add_word(step.session, WordKind.OFF, {"rule_key": key})
        return step.changes
