"""What a new edition would change, line by line, for the command line and for whoever wants it as text."""

from __future__ import annotations

from collections.abc import Iterator

from leadapp.domain.edition_compare import ActionChange, Comparison, FieldChange

_LONGEST = 160


def report(found: Comparison) -> Iterator[str]:
    """The counts first, then what is added, changed and withdrawn, then what it means for the directorate's own plan."""
    yield found.words
    for action in found.added:
        yield f"Added: {action.id} {_short(action.title)}"
    for change in found.changed:
        yield from _changed(change)
    for action in found.withdrawn:
        yield f"Withdrawn: {action.id} {_short(action.title)}"
    for general in found.general:
        yield f"{general.what}: {said(general)}"
    for effect in found.effects:
        yield f"In your plan: {effect.reference} {_short(effect.title)}: {effect.sentence}"


def _changed(change: ActionChange) -> Iterator[str]:
    was = f" (was {change.old_id})" if change.is_renumbered else ""
    yield f"{'Back' if change.is_back else 'Changed'}: {change.id}{was} {_short(change.title)}"
    for field in (field for field in change.fields if not (change.is_back and field.what == "ID")):
        yield f"  {field.what}: {said(field)}"


def said(change: FieldChange) -> str:
    """One change in words: "from … to …", "new: …" or "no longer: …"."""
    if not change.before:
        return f"new: {_short(change.after)}"
    if not change.after:
        return f"no longer: {_short(change.before)}"
    return f"from “{_short(change.before)}” to “{_short(change.after)}”"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
