"""Taking texts out of what steps are called: "Agreement added: Head of Parks" says what was written as well."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile
from typing import Any

from sqlalchemy import Connection, text

from leadapp.db.change_log import chain_link, step_head

REMOVED = "text removed"
SHORTEST = 12
"""Characters of a text's beginning by which it is found again: what a step is called holds no more than its first words."""


def blank_labels(connection: Connection, wordings: Iterable[str]) -> None:
    """Take these texts out of the words of all steps. The chain goes over those words, so it is made anew from the first of them on.

    A step that did not follow on from the one before it still does not: damage stays to be found.
    """
    longest_first = sorted({one.strip() for one in wordings}, key=len, reverse=True)
    steps = [dict(row) for row in connection.execute(text("SELECT * FROM change_step ORDER BY id")).mappings()]
    labels = {step["id"]: _without(step["label"], longest_first) for step in steps}
    first = next((n for n, step in enumerate(steps) if labels[step["id"]] != step["label"]), len(steps))
    before = after = steps[first - 1]["chain"] if first else b""
    for step in steps[first:]:
        digests = _digests(connection, step["id"])
        was_whole = step["chain"] == chain_link(before, step_head(step), digests)
        before, named = step["chain"], step | {"label": labels[step["id"]]}
        after = chain_link(after, step_head(named), digests) if was_whole else before
        values = {"label": named["label"], "chain": after, "id": step["id"]}
        connection.execute(text("UPDATE change_step SET label = :label, chain = :chain WHERE id = :id"), values)


def _digests(connection: Connection, step_id: int) -> list[Any]:
    return list(
        connection.execute(text("SELECT digest FROM change_entry WHERE step_id = :id ORDER BY id"), {"id": step_id}).scalars()
    )


def _without(label: str, wordings: list[str]) -> str:
    for wording in wordings:
        begin = wording[:SHORTEST]
        if not begin:
            continue
        ends = r"(?!\w)" if len(wording) <= SHORTEST else ""
        while found := re.search(rf"(?<!\w){re.escape(begin)}{ends}", label):
            pairs = zip(label[found.start() :], wording, strict=False)
            said = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
            label = f"{label[: found.start()]}{REMOVED}{label[found.start() + said :]}"
    return label
