"""What is to be known of a whole list before it is taken in: colours that cannot be read, quarters that were guessed, columns left out."""

from __future__ import annotations

from leadapp.domain.column_matching import LIST_FIELD_WORDS, ListField, Matching, heads_of, named
from leadapp.domain.edition_words import column_of
from leadapp.domain.list_quarters import quarters_of
from leadapp.domain.quarters import Quarter
from leadapp.domain.sheets import Sheet, column_name

_OF_A_PLAN = frozenset({"id", "title", "kpis", "objective", "accountable", "responsible", "timescale"})


def remark_on_heads(sheet: Sheet, head: int) -> str:
    """Where to go with a list that has the columns of a corporate plan, which is another way in; empty for any other."""
    known = {field for text in heads_of(sheet, head) if (field := column_of(text))}
    if head < 0 or not known >= _OF_A_PLAN:
        return ""
    return (
        "This looks like the table of a corporate plan. To replace the plan in force with it, go to Edition; "
        "here it becomes actions of yours."
    )


def remarks_on(sheet: Sheet, matching: Matching, reported: Quarter) -> tuple[str, ...]:
    """Everything to be known of a list as it is matched, in sentences."""
    return (*_left_out(sheet, matching), *_quarters(sheet, matching, reported), *remarks_on_colours(sheet, matching))


def _left_out(sheet: Sheet, matching: Matching) -> tuple[str, ...]:
    """The columns that hold something and are not taken in."""
    heads, rows = heads_of(sheet, matching.head), sheet.rows[matching.head + 1 :]
    columns = [c for c in matching.of(ListField.LEAVE) if any(row.text(c) for row in rows)]
    if not columns:
        return ()
    names = ", ".join(f"“{heads[c]}”" if heads[c] else f"column {column_name(c)}" for c in columns)
    what = "Column left out" if len(columns) == 1 else "Columns left out"
    return (
        f"{what}: {names}. Go back to take {'it' if len(columns) == 1 else 'them'} in as {LIST_FIELD_WORDS[ListField.NOTES]}.",
    )


def _quarters(sheet: Sheet, matching: Matching, reported: Quarter) -> tuple[str, ...]:
    heads = heads_of(sheet, matching.head)
    found = quarters_of(sheet, matching.head, matching.of(ListField.UPDATE), reported)
    return tuple(
        f"“{heads[column]}” is taken for {one.quarter.words}: its heading names no year. Write the year into the heading if it is another."
        for column, one in sorted(found.items())
        if one.is_guess
    )


def remarks_on_colours(sheet: Sheet, matching: Matching) -> tuple[str, ...]:
    """A column called RAG without words: its colours cannot be read."""
    told = []
    for number, head in enumerate(heads_of(sheet, matching.head)):
        rows = sheet.rows[matching.head + 1 :]
        if head and named(head) is ListField.STATUS and rows and not any(row.text(number) for row in rows):
            told.append(
                f"The column “{head}” holds no words. Colours cannot be read: type Green, Amber or Red beside them in Excel."
            )
    return tuple(told)
