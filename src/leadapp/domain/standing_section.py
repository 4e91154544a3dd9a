"""How a return came about: who signed and confirmed, when it was submitted, why it corrects another, and what its SHA-256 covers."""

from __future__ import annotations

from leadapp.domain.documents import Block, Callout, Cell, CellKind, Column, Facts, Paragraph, Row, Section, Table, Tone
from leadapp.domain.promise_parts import SignaturePart
from leadapp.domain.quarters import format_date
from leadapp.domain.return_cover import CHANGED_SINCE, NOT_CONFIRMED, submitted_words
from leadapp.domain.return_life import HOW_WORDS, NOT_DIGITAL, SECOND
from leadapp.domain.return_text import ReturnState
from leadapp.domain.returns import ReturnRecord

ROLE_WORDS = {"lead": "Signed by the lead", "second": "Confirmed by a second person"}
COVERED = (
    "The SHA-256 covers the data of this return: the record from which these pages are drawn, as docs/return-format.md of leadapp "
    "describes it. It cannot cover the pages that print it. It finds accidents and careless edits, not forgery."
)
COLUMNS = (
    Column("role", "What", CellKind.TEXT, 1.5, 28),
    Column("name", "Name", CellKind.TEXT, 1.5, 26),
    Column("post", "Post", CellKind.TEXT, 1.8, 34),
    Column("on", "On", CellKind.DATE, 1.1, 20),
    Column("how", "How", CellKind.TEXT, 0.9, 16),
    Column("note", "Note", CellKind.TEXT, 1.8, 40),
)


def standing_section(record: ReturnRecord, sha256: str = "") -> tuple[Section, ...]:
    """The section on signatures and submission; a draft that nobody signed has none."""
    if not record.signatures and not sha256 and not record.correction:
        return ()
    blocks: list[Block] = [
        Table("signatures", "Signatures", COLUMNS, tuple(map(_row, record.signatures)), "Nobody has signed it.")
    ]
    blocks.append(Paragraph(NOT_DIGITAL, Tone.QUIET))
    if any(not signature.stands for signature in record.signatures):
        blocks.append(Callout("Changed since.", CHANGED_SINCE, Tone.WARNING))
    if record.state is ReturnState.SUBMITTED and not any(s.role == SECOND for s in record.signatures):
        blocks.append(Callout("Not confirmed.", NOT_CONFIRMED, Tone.WARNING))
    facts = (
        ("Submitted", submitted_words(record)),
        ("Return due", format_date(record.return_due)),
        ("Revision", str(record.revision)),
        (f"Why revision {record.revision - 1} is corrected", record.correction),
        ("SHA-256", sha256),
    )
    blocks.append(Facts(tuple((name, value) for name, value in facts if value)))
    if sha256:
        blocks.append(Paragraph(COVERED, Tone.QUIET))
    return (Section("standing", "How this return came about", "Signatures", tuple(blocks)),)


def _row(signature: SignaturePart) -> Row:
    words = HOW_WORDS.get(signature.how, signature.how)
    return Row(
        (
            Cell(ROLE_WORDS.get(signature.role, signature.role)),
            Cell(signature.name),
            Cell(signature.post),
            Cell(signature.signed_on),
            Cell(words[:1].upper() + words[1:]),
            Cell(signature.note),
        )
    )
