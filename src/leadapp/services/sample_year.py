"""What the sample says of its year beside the returns, and to whoever leads after it."""

from __future__ import annotations

from typing import Any

from leadapp.db import directorate_records, year_records

Table = dict[str, Any]


def add_year(session: Any, data: Table, actions: dict[str, int]) -> None:
    """Add the year's texts, its case studies and the note for the next lead; ``actions`` are ids by the sample's keys."""
    note = data["year_note"]
    year_records.change_note(session, note["year"], {name: text for name, text in note.items() if name != "year"})
    for row in data["case_studies"]:
        case = year_records.add_case(session, row["year"], actions[row["action"]])
        year_records.change_case(case, {"title": row["title"], "text": row["text"]})
    directorate_records.directorate_row(session).handover_note = data["handover"]["note"]
    session.flush()
