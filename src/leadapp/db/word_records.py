"""The directorate's own house words: words to avoid, official titles, shipped rules switched off, words known to the spelling check."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from leadapp.db.detail_rows import HouseWord as HouseWordRow
from leadapp.db.plain_rows import read, table_of
from leadapp.domain.errors import NotFoundError
from leadapp.domain.word_list import HouseWord, WordKind


def list_words(session: Session) -> tuple[HouseWord, ...]:
    """Every entry, in the order in which they were added."""
    words = table_of(HouseWordRow)
    return tuple(
        HouseWord(row.id, WordKind(row.kind), row.term, row.suggestion, row.reason, row.rule_key)
        for row in read(session, select(words).order_by(words.c.id))
    )


def add_word(session: Session, kind: WordKind, values: dict[str, str]) -> None:
    """Add an entry."""
    session.add(HouseWordRow(kind=kind.value, **values))


def change_word(session: Session, word_id: int, values: dict[str, str]) -> None:
    """Change the texts of an entry. Raises NotFoundError where it is gone."""
    row = _row(session, word_id)
    for name, value in values.items():
        setattr(row, name, value)


def remove_word(session: Session, word_id: int) -> None:
    """Remove an entry. Raises NotFoundError where it is gone."""
    session.delete(_row(session, word_id))


def _row(session: Session, word_id: int) -> HouseWordRow:
    row = session.get(HouseWordRow, word_id)
    if row is None:
        raise NotFoundError("This house word is no longer in the file.")
    return row
