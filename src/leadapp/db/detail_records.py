"""What hangs on an action without being asked for: answers of the SMARTIE check and links to other actions."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from leadapp.db.plain_rows import read, table_of
from leadapp.db.plan_records import action_row
from leadapp.db.rows import ActionLink, ActionRow, SmartieRow
from leadapp.domain.action_detail import ANSWERS, LinkedAction, LinkKind, LinkSide
from leadapp.domain.errors import BadInputError, NotFoundError


def answers_of(session: Session, action_id: int) -> dict[str, str]:
    """The answers given on an action, by field."""
    table = table_of(SmartieRow)
    row = read(session, select(table).where(table.c.action_id == action_id)).first()
    return {name: text for name in ANSWERS if (text := getattr(row, name))} if row is not None else {}


def change_answer(session: Session, action_id: int, field: str, text: str) -> None:
    """Keep one answer. The row goes when its last answer is emptied. Raises NotFoundError."""
    action_row(session, action_id)
    row = session.scalars(select(SmartieRow).where(SmartieRow.action_id == action_id)).first()
    if row is None:
        if text:
            session.add(SmartieRow(action_id=action_id, **{field: text}))
        return
    setattr(row, field, text)
    if not any(getattr(row, name) for name in ANSWERS):
        session.delete(row)


def links_of(session: Session, action_id: int) -> tuple[LinkedAction, ...]:
    """The actions linked to one, from whichever side the link was made; what it waits for stands first."""
    links, actions = table_of(ActionLink), table_of(ActionRow)
    rows = read(session, select(links).where(or_(links.c.from_id == action_id, links.c.to_id == action_id))).all()
    others = {row.to_id if row.from_id == action_id else row.from_id for row in rows}
    known = {row.id: row for row in read(session, select(actions).where(actions.c.id.in_(others)))}
    found = []
    for row in rows:
        other = known[row.to_id if row.from_id == action_id else row.from_id]
        side = _side(row.kind, row.from_id == action_id)
        found.append(LinkedAction(row.id, side, other.id, other.reference, other.title, other.status))
    order = [LinkSide.WAITS_FOR, LinkSide.AWAITED_BY, LinkSide.RELATES]
    return tuple(sorted(found, key=lambda link: (order.index(link.side), link.reference)))


def _side(kind: str, is_first: bool) -> LinkSide:
    if kind == LinkKind.RELATES:
        return LinkSide.RELATES
    return LinkSide.WAITS_FOR if is_first else LinkSide.AWAITED_BY


def add_link(session: Session, from_id: int, to_id: int, kind: LinkKind) -> None:
    """Link two actions. Raises BadInputError for one and the same, a link that is there, and a ring of waiting."""
    if from_id == to_id:
        raise BadInputError("An action cannot be linked to itself.", "link")
    for action_id in (from_id, to_id):
        action_row(session, action_id)
    one = (ActionLink.from_id == from_id) & (ActionLink.to_id == to_id)
    other = (ActionLink.from_id == to_id) & (ActionLink.to_id == from_id)
    if session.scalars(select(ActionLink).where(one | other)).first() is not None:
        raise BadInputError("These two actions are linked already. Remove that link first.", "link")
    if kind is LinkKind.DEPENDS and _waits_for(session, to_id, from_id):
        raise BadInputError("That action already waits for this one, so both would wait for ever.", "link")
    session.add(ActionLink(from_id=from_id, to_id=to_id, kind=kind.value))


def _waits_for(session: Session, first: int, wanted: int) -> bool:
    """Whether an action waits for another one, directly or through others."""
    links = table_of(ActionLink)
    rows = read(session, select(links.c.from_id, links.c.to_id).where(links.c.kind == LinkKind.DEPENDS.value)).all()
    seen, left = set(), [first]
    while left:
        here = left.pop()
        if here == wanted:
            return True
        if here not in seen:
            seen.add(here)
            left += [row.to_id for row in rows if row.from_id == here]
    return False


def remove_link(session: Session, link_id: int) -> None:
    """Remove a link. Raises NotFoundError."""
    row = session.get(ActionLink, link_id)
    if row is None:
        raise NotFoundError("This link is no longer there.")
    session.delete(row)
