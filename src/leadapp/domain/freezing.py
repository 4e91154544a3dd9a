"""A submitted return as bytes and back, and what a signature stood for.

The SHA-256 of a return is that of its record: JSON in UTF-8 with its keys in order and no spaces (``exchange.canonical``). The
documents print it, so it cannot cover them; theirs stands before them in the bytes that are kept. Found are accidents and careless
edits: whoever rewrites the file with care rewrites the numbers too.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leadapp.domain.documents import Document
from leadapp.domain.exchange import as_plain, canonical, from_plain, sha256_of
from leadapp.domain.packed import Packed, pack_bytes, whole_of
from leadapp.domain.returns import ReturnRecord


@dataclass(frozen=True, slots=True)
class Frozen:
    """A submitted revision as it left. ``data`` is the record's JSON data as the leadapp of then wrote it.

    ``drawn`` is the JSON of its documents by version; they are read one at a time, for most who read a record want none of them.
    """

    sha256: str
    record: ReturnRecord
    drawn: bytes
    data: dict[str, Any]
    at: dt.datetime
    made_by: str

    def document(self, version: str) -> Document | None:
        """The document of a version as it was drawn; None where the leadapp of then made no such version.

        Raises MisreadError where a newer leadapp drew what this one does not know.
        """
        plain = json.loads(self.drawn).get(version)
        return from_plain(Document, plain) if plain is not None else None


def digest_of(record: ReturnRecord) -> str:
    """The SHA-256 of a record, as 64 hexadecimal digits."""
    return sha256_of(canonical(as_plain(record)))


def pack(record: ReturnRecord, documents: Mapping[str, Document]) -> Packed:
    """A record and its documents (by the name of their version) as they are kept."""
    content = canonical(as_plain(record))
    drawn = canonical({version: as_plain(document) for version, document in documents.items()})
    return pack_bytes(content, drawn)


def unpack(packed: Packed, at: dt.datetime, made_by: str) -> Frozen:
    """What was packed. Raises DamagedError where the bytes are not those that were frozen."""
    content, drawn = whole_of(packed)
    data = json.loads(content)
    return Frozen(packed.sha256, from_plain(ReturnRecord, data), drawn, data, at, made_by)


# -------------------------------------------------------------------------------- what a signature stood for
SIGNED_FOR = (
    "headline",
    "pillars",
    "actions",
    "kpis",
    "urgent_test",
    "commitments",
    "new_commitments",
    "risks",
    "escalations",
    "challenges",
)
"""The parts of a record that a signature stands for. What the day alone changes (the check, triggers) is none of them."""


def seal_of(record: ReturnRecord, version: str) -> str:
    """What was signed, as a digest with the version of leadapp that made it: a newer one may hold more and digest otherwise."""
    return f"{sha256_of(canonical([as_plain(getattr(record, name)) for name in SIGNED_FOR]))} {version}"


def still_stands(seal: str, record: ReturnRecord, version: str) -> bool:
    """Whether a record still says what was signed. Where that cannot be told (another leadapp sealed it), nothing is claimed."""
    _, _, sealed_by = seal.partition(" ")
    return sealed_by != version or seal_of(record, version) == seal
