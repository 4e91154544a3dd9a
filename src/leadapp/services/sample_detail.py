"""What the sample adds to its actions: kind, year, budget, blocks, links, SMARTIE answers, and evidence that is a link or a file."""

from __future__ import annotations

import hashlib
import struct
import tomllib
import zlib
from typing import Any

from leadapp import paths
from leadapp.db import detail_records, evidence_records, plan_records
from leadapp.domain.action_detail import LinkKind

Table = dict[str, Any]


def read_detail() -> Table:
    """The sample's details as data."""
    return tomllib.loads((paths.resources_folder() / "sample" / "detail.toml").read_text("utf-8"))


def add_details(session: Any, rows: list[Table], actions: dict[str, int]) -> None:
    """Add what hangs on the sample's actions; ``rows`` are its actions as data, ``actions`` their ids by key."""
    data = read_detail()
    kinds = {key: kind for kind, keys in data["kinds"].items() for key in keys}
    for row in rows:
        budget = data["budgets"].get(row["key"], {})
        columns = {
            "kind": kinds.get(row["key"]),
            "change_year": data["years"].get(row["key"]),
            "blocked_by": row.get("blocked_by", ""),
            "unblocked_when": row.get("unblocked_when", ""),
            "budget_planned": _pounds(budget.get("planned")),
            "budget_spent": _pounds(budget.get("spent")),
            "budget_kind": budget.get("kind"),
        }
        plan_records.change_action(session, actions[row["key"]], None, columns)
        for field, text in row.get("smartie", {}).items():
            detail_records.change_answer(session, actions[row["key"]], field, text)
            session.flush()
    _add_links(session, rows, actions)
    for piece in data["evidence"]:
        _add_evidence(session, piece, actions)


def _pounds(amount: float | None) -> float | None:
    return None if amount is None else float(amount)


def _add_links(session: Any, rows: list[Table], actions: dict[str, int]) -> None:
    """A link stands once, from whichever side it is told; a blocked action waits for one that is not complete yet."""
    complete = {row["key"] for row in rows if row["status"] == "complete"}
    made: set[frozenset[str]] = set()
    for row in sorted(rows, key=lambda r: not r.get("blocked_by")):
        for other in row.get("links", []):
            pair = frozenset((row["key"], other))
            if pair not in made:
                waits = bool(row.get("blocked_by")) and other not in complete
                kind = LinkKind.DEPENDS if waits else LinkKind.RELATES
                detail_records.add_link(session, actions[row["key"]], actions[other], kind)
                session.flush()
            made.add(pair)


def _add_evidence(session: Any, piece: Table, actions: dict[str, int]) -> None:
    values = {name: piece.get(name, "") for name in ("kind", "title", "note", "link", "file_name")} | {"dated": piece["dated"]}
    if piece["kind"] == "file":
        content = _picture(piece["bars"]) if "bars" in piece else piece["text"].lstrip().encode()
        values |= {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        evidence_records.keep_content(session, values["sha256"], content)
    made = evidence_records.add_evidence(session, values)
    for key in piece["actions"]:
        evidence_records.use_evidence(session, made, actions[key])


def _picture(bars: list[int], step: int = 20) -> bytes:
    """A small PNG of columns, made from numbers alone."""
    wide, high = step * len(bars), step * (max(bars) + 1)
    lines = []
    for y in range(high):
        row = b"".join(
            (b"\x0b\x55\x63" if y >= high - bar * step else b"\xff\xff\xff") * (step - 4) + b"\xff\xff\xff" * 4 for bar in bars
        )
        lines.append(b"\x00" + row)
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(lines), 9)), (b"IEND", b""))
    chunks = [struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
