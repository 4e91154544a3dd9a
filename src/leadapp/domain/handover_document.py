"""The handover as a document tree: what a new lead reads on her first day. Every fixed word of it stands here.

What she needs first stands first: the note, what is open, what falls due, whom to ask. Long lists come last.
"""

from __future__ import annotations

from collections.abc import Iterator

from leadapp.domain.checks import listing
from leadapp.domain.documents import (
    Block,
    Bullets,
    Callout,
    Cell,
    CellKind,
    Column,
    Cover,
    Document,
    Facts,
    Heading,
    Paragraph,
    Place,
    Row,
    Section,
    Table,
    Tone,
)
from leadapp.domain.evidence import KIND_WORDS, Evidence, EvidenceKind, size_words
from leadapp.domain.handover import DueLine, Handover, PersonLine
from leadapp.domain.quarters import MONTH_NAMES, Quarter, due_in_words, format_date
from leadapp.domain.return_cover import NO_ACTIONS, SAMPLE_NOTICE, number_of
from leadapp.domain.risks import where_words

NO_NOTE = "Nothing was written. What stands on these pages was told from the file."
DECISION_WORDS = {
    "declined": "Corporate actions that were declined",
    "paused": "Actions that are paused",
    "will_not_do": "Actions that will not be done",
    "escalation": "What was decided on escalations",
}


_NO_PROOF = (Cell(None, text="complete, without evidence", tone=Tone.WARNING), Cell(None), Cell(None), Cell(None))


def handover_document(h: Handover) -> Document:
    """The handover to a new lead."""
    return Document(
        cover=_cover(h),
        marking=h.directorate.marking,
        notice=SAMPLE_NOTICE if h.directorate.is_sample else "",
        footer=f"{h.directorate.name}, handover to the next lead, {format_date(h.today)}",
        author=h.directorate.name,
        created=h.at,
        sections=(
            _note(h),
            _promises(h),
            *_open(h),
            _due(h),
            _people(h),
            _round(h),
            _decisions(h),
            _evidence(h),
        ),
        keywords=("race equality", "handover"),
        judged="",
    )


def handover_file_stem(h: Handover) -> str:
    """The name it is saved under, without ending."""
    sample = "SAMPLE " if h.directorate.is_sample else ""
    return f"{sample}{h.directorate.name} handover {h.today.isoformat()}"


# -------------------------------------------------------------------------------- cover
def _cover(h: Handover) -> Cover:
    d = h.directorate
    callouts = [
        Callout("For the next lead only.", "It names people and what is said of risks. It is not for publication.", Tone.INFO)
    ]
    if d.is_sample:
        callouts.append(Callout("Sample data.", "A fictional directorate. Not to be used.", Tone.WARNING))
    facts = (
        ("From", d.lead),
        ("As at", format_date(h.today)),
        ("Being reported", f"{h.quarter}, {h.quarter.words}"),
        ("Corporate plan", h.edition),
    )
    return Cover(
        council=d.council,
        title="Handover",
        subject=d.name,
        period=f"To the next race equality lead, {format_date(h.today)}",
        facts=tuple((label, value) for label, value in facts if value),
        callouts=tuple(callouts),
        changes_title="At a glance",
        changes=tuple(handover_glance(h)),
        facts_title="This handover",
    )


def handover_glance(h: Handover) -> list[str]:
    """What is open, in a few lines; what is not there is not told."""
    due = h.quarter.return_due(h.directorate.days_to_return)
    late = sum(line.kind == "Action" for line in h.late)
    open_risks = len(h.risks)
    lines = [
        f"Next return: {h.quarter}, due {format_date(due)}, {due_in_words(due, h.today)}.",
        f"{number_of(h.actions, 'action')}: {h.open_actions} still to be done{f', {late} past their date' if late else ''}."
        if h.actions
        else NO_ACTIONS,
    ]
    counts = (
        (len(h.promises), "open promise"),
        (len(h.escalations), "open escalation"),
        (open_risks, "open risk or issue"),
        (len(h.waiting), "trigger without an answer"),
        (len(h.challenges), "challenge without an answer"),
        (h.undecided, "corporate action to decide on"),
    )
    lines += [f"{count} {_plural(noun) if count != 1 else noun}." for count, noun in counts if count]
    return lines


_PLURALS = {
    "open risk or issue": "open risks and issues",
    "trigger without an answer": "triggers without an answer",
    "challenge without an answer": "challenges without an answer",
    "corporate action to decide on": "corporate actions to decide on",
}


def _plural(noun: str) -> str:
    return _PLURALS.get(noun, f"{noun}s")


# -------------------------------------------------------------------------------- note and what is open
def _note(h: Handover) -> Section:
    said = Paragraph(h.note) if h.note.strip() else Paragraph(NO_NOTE, Tone.QUIET)
    return Section("note", "What is written nowhere else", "Note", (said,))


def _promises(h: Handover) -> Section:
    title = "Promises that are open"
    if not h.promises:
        return Section("promises", title, "Promises", (Paragraph("No promise is open."),))
    columns = (
        Column("quarter", "Promised for", CellKind.ID, 1.0, 14, Place.SHEET),
        Column("promise", "Promise", CellKind.TEXT, 4.0, 60),
        Column("owner", "Owner", CellKind.TEXT, 1.8, 30),
        Column("action", "Action", CellKind.ID, 0.9, 10),
    )
    rows = tuple(
        Row((Cell(one.quarter), Cell(one.text), Cell(one.owner), Cell(one.action)), f"For {Quarter.parse(one.quarter).words}")
        for one in h.promises
    )
    words = f"{number_of(len(rows), 'promise')} made in returns; the return of its quarter says what became of each."
    return Section("promises", title, "Promises", (Paragraph(words), Table("promises", title, columns, rows)))


def _open(h: Handover) -> tuple[Section, ...]:
    """A section for each kind of thing that is open, and one sentence where nothing is: what is not there takes no room."""
    kinds = (
        ("escalations", "Escalations that are open", "Escalations", _escalations(h)),
        ("risks", "Risks and issues that are open", "Risks", _risks(h)),
        ("waiting", "Triggers without an answer", "Triggers", _waiting(h)),
        ("challenges", "Challenges without an answer", "Challenges", _challenges(h)),
    )
    found = tuple(Section(key, title, sheet, (table,)) for key, title, sheet, table in kinds if table.rows)
    if found:
        return found
    words = "Nothing is escalated, no risk or issue is open, no trigger and no challenge waits for an answer."
    return (Section("open", "Escalations and risks that are open", "Open", (Paragraph(words),)),)


def _escalations(h: Handover) -> Table:
    columns = (
        Column("id", "ID", CellKind.ID, 0.7, 9),
        Column("title", "Escalation and ask", CellKind.TEXT, 3.4, 56),
        Column("where", "Where it lies", CellKind.TEXT, 1.8, 32),
        Column("by", "Answer by", CellKind.DATE, 1.3, 18),
        Column("decision", "Decided so far", CellKind.TEXT, 2.0, 36),
        Column("closing", "Closes when", CellKind.TEXT, 0.0, 36, Place.BENEATH),
    )
    rows = tuple(
        Row(
            (
                Cell(e.reference),
                Cell("\n".join(part for part in (e.title, f"Ask: {e.ask}" if e.ask else "") if part)),
                Cell(where_words(e, h.route)),
                Cell(e.answer_by),
                Cell(e.decision),
                Cell(e.closing_test),
            )
        )
        for e in h.escalations
    )
    return Table("escalations", "Escalations", columns, rows)


def _risks(h: Handover) -> Table:
    columns = (
        Column("id", "ID", CellKind.ID, 0.6, 8),
        Column("title", "What may block or blocks us", CellKind.TEXT, 2.8, 44),
        Column("score", "Score", CellKind.TEXT, 1.2, 16),
        Column("owner", "Owner", CellKind.TEXT, 1.6, 28),
        Column("mitigation", "What is done about it", CellKind.TEXT, 2.8, 50),
        Column("due", "Done by", CellKind.DATE, 1.3, 20),
    )
    rows = tuple(
        Row(
            (
                Cell(r.reference),
                Cell(r.title),
                Cell(r.score_words, tone=Tone.WARNING if r.level == "high" else Tone.NORMAL),
                Cell(r.owner),
                Cell(r.mitigation),
                Cell(r.mitigation_due),
            )
        )
        for r in h.risks
    )
    return Table("risks", "Risks and issues", columns, rows)


def _waiting(h: Handover) -> Table:
    columns = (
        Column("id", "ID", CellKind.ID, 0.8, 10),
        Column("rule", "Trigger", CellKind.TEXT, 1.8, 30),
        Column("title", "On what", CellKind.TEXT, 2.4, 40),
        Column("fact", "What was found", CellKind.TEXT, 2.6, 46),
    )
    rows = tuple(Row((Cell(t.id), Cell(t.name), Cell(t.title), Cell(t.fact))) for t in h.waiting)
    return Table("waiting", "Triggers without an answer", columns, rows)


def _challenges(h: Handover) -> Table:
    columns = (
        Column("body", "Who asked", CellKind.TEXT, 1.8, 30),
        Column("asked", "Asked", CellKind.DATE, 1.3, 20),
        Column("challenge", "What they asked", CellKind.TEXT, 4.0, 60),
    )
    rows = tuple(Row((Cell(c.body), Cell(c.asked_on), Cell(c.challenge))) for c in h.challenges)
    return Table("challenges", "Challenges without an answer", columns, rows)


# -------------------------------------------------------------------------------- what falls due
def _due(h: Handover) -> Section:
    rows = [_due_row(line, "Past its date and still open") for line in h.late]
    rows += [_due_row(line, f"{MONTH_NAMES[line.day.month - 1]} {line.day.year}") for line in h.due]
    columns = (
        Column("day", "Day", CellKind.DATE, 1.95, 20),
        Column("kind", "What", CellKind.TEXT, 1.1, 14),
        Column("id", "ID", CellKind.ID, 1.25, 14),
        Column("title", "About", CellKind.TEXT, 3.6, 60),
        Column("who", "Who", CellKind.TEXT, 2.4, 32),
    )
    words = "Actions, KPIs, milestones, returns, reviews of registers, mitigations and answers for a year from today."
    if not h.directorate.month_zero:
        words += " Month 0 is not set, so the corporate plan's own dates are not among them."
    blocks: list[Block] = [Paragraph(words, Tone.QUIET), Table("due", "What falls due, month by month", columns, tuple(rows))]
    if h.undated:
        blocks.append(Paragraph(f"Without a date: {listing(h.undated, len(h.undated))}."))
    return Section("due", "What falls due in the next twelve months", "Due", tuple(blocks))


def _due_row(line: DueLine, group: str) -> Row:
    return Row((Cell(line.day), Cell(line.kind), Cell(line.id), Cell(line.title), Cell(line.who)), group)


# -------------------------------------------------------------------------------- people
def _people(h: Handover) -> Section:
    columns = (
        Column("name", "Who", CellKind.TEXT, 2.4, 40),
        Column("does", "Part", CellKind.TEXT, 2.4, 44),
        Column("open", "Actions still to be done", CellKind.TEXT, 2.0, 30),
        Column("done", "Done or stopped", CellKind.TEXT, 1.2, 20),
        Column("last", "Last update", CellKind.DATE, 1.3, 20),
    )
    rows = tuple(Row(_person_cells(person)) for person in h.people)
    blocks: list[Block] = [Table("people", "People, by post", columns, rows, "Nobody is named yet.")]
    if h.without_owner:
        blocks.append(Paragraph(f"Without an owner: {listing(h.without_owner, len(h.without_owner))}."))
    services = h.directorate.services
    if services:
        blocks += [
            Heading("Services"),
            Bullets(tuple(f"{s.name}{', works with residents' if s.frontline else ''}" for s in services)),
        ]
    return Section("people", "People, by post", "People", tuple(blocks))


def _person_cells(person: PersonLine) -> tuple[Cell, ...]:
    return (
        Cell(person.name),
        Cell("\n".join(person.does)),
        Cell(", ".join(person.open)),
        Cell(", ".join(person.done)),
        Cell(person.last),
    )


# -------------------------------------------------------------------------------- how the quarter works
def _round(h: Handover) -> Section:
    d = h.directorate
    facts = (
        ("A return is due", f"{number_of(d.days_to_return, 'day')} after its quarter ends"),
        ("It goes to", ", ".join(part for part in (d.group_name, d.email_to) if part)),
        ("Marking", d.marking),
        ("Month 0 of the programme", format_date(d.month_zero) or "not set"),
        ("Priority directorate", {True: "yes: the 1.7 test is in every return", False: "no", None: "not known"}[d.priority]),
        ("This file begins with", d.first_quarter),
        ("Asked with a workbook", f"for {h.asked_for}: {'; '.join(h.asked)}" if h.asked else "nobody so far"),
        ("An escalation goes to", ", then ".join(h.route[place] for place in sorted(h.route))),
        ("Hidden", f"counts of people from 1 to {d.small_number - 1}"),
        ("Trigger rules switched off", "; ".join(f"{rule.name}: {rule.reason}" for rule in h.rules_off)),
    )
    steps = (
        "Ask the owners of actions, each with a small workbook, and take their answers in.",
        "Go through the actions in the quarter round: what is left is counted.",
        "Answer the triggers, say what became of the promises, and make new ones.",
        "Write the headline, look at what the check finds, and sign.",
        "Have a second person confirm it, submit it, and send both files by e-mail. leadapp sends nothing itself.",
    )
    blocks = (Bullets(steps), Facts(tuple((label, value) for label, value in facts if value)))
    return Section("round", "How a quarter works here", "Quarter", blocks)


# -------------------------------------------------------------------------------- decisions and evidence
def _decisions(h: Handover) -> Section:
    columns = (
        Column("kind", "What", CellKind.TEXT, 1.0, 30, Place.SHEET),
        Column("id", "ID", CellKind.ID, 0.9, 10),
        Column("title", "About", CellKind.TEXT, 3.0, 50),
        Column("reason", "Decision and reason", CellKind.TEXT, 4.0, 70),
        Column("on", "On", CellKind.DATE, 1.4, 20),
    )
    rows = tuple(
        Row((Cell(words), Cell(line.id), Cell(line.title), Cell(line.reason), Cell(line.on)), words)
        for kind, words in DECISION_WORDS.items()
        for line in h.decisions
        if line.kind == kind
    )
    title = "What was decided, and why"
    blocks: list[Block] = [Table("decisions", title, columns, rows) if rows else Paragraph("No decision is on record.")]
    if h.undecided:
        wait = "waits" if h.undecided == 1 else "wait"
        blocks.insert(0, Paragraph(f"{number_of(h.undecided, 'corporate action')} {wait} for a decision."))
    return Section("decisions", title, "Decisions", tuple(blocks))


def _evidence(h: Handover) -> Section:
    columns = (
        Column("id", "Action", CellKind.ID, 0.8, 10),
        Column("action", "About", CellKind.TEXT, 2.0, 44, Place.SHEET),
        Column("name", "Evidence", CellKind.TEXT, 3.0, 50),
        Column("kind", "Kind", CellKind.TEXT, 0.7, 10),
        Column("where", "Where it lies", CellKind.TEXT, 2.8, 60),
        Column("dated", "Dated", CellKind.DATE, 1.7, 20),
    )
    rows = tuple(_proof_rows(h))
    title = "Where the evidence lies"
    words = "Files and notes lie inside the leadapp file; open the action to see them. Links lead outside."
    blocks: tuple[Block, ...] = (
        (Paragraph(words, Tone.QUIET), Table("evidence", title, columns, rows))
        if rows
        else (Paragraph("No evidence was added yet."),)
    )
    return Section("evidence", title, "Evidence", blocks)


def _proof_rows(h: Handover) -> Iterator[Row]:
    for proof in h.proofs:
        action = (Cell(proof.action.reference), Cell(proof.action.title))
        yield Row((*action, *(_piece_cells(proof.evidence, h) if proof.evidence is not None else _NO_PROOF)))
    for piece in h.loose:
        yield Row((Cell(None, text="none", tone=Tone.QUIET), Cell(None), *_piece_cells(piece, h)))


def _piece_cells(piece: Evidence, h: Handover) -> tuple[Cell, ...]:
    where = {
        EvidenceKind.NOTE: "in the leadapp file",
        EvidenceKind.LINK: piece.link,
        EvidenceKind.FILE: f"in the leadapp file: {piece.file_name}, {size_words(piece.size)}",
    }[piece.kind]
    is_old = piece.is_out_of_date(h.today)
    dated = f"{format_date(piece.dated)}, out of date" if is_old else "" if piece.dated else "no day"
    return (
        Cell(piece.name),
        Cell(KIND_WORDS[piece.kind]),
        Cell(where),
        Cell(piece.dated, text=dated, tone=Tone.WARNING if is_old else Tone.NORMAL),
    )
