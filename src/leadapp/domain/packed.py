"""Kept bytes of a submitted return, each part with the SHA-256 that shows whether it is still whole. Knows nothing of what they say."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass

from leadapp.domain.errors import StoreError

_DIGEST = 32
"""Bytes of the SHA-256 that stands before the packed documents."""


class DamagedError(StoreError):
    """Kept bytes that are not what was frozen."""


@dataclass(frozen=True, slots=True)
class Packed:
    """What is kept of a submitted revision: the SHA-256 of its record, the record, and the documents with their own SHA-256."""

    sha256: str
    record: bytes
    documents: bytes


def pack_bytes(record: bytes, documents: bytes) -> Packed:
    """The bytes of a record and of its documents as they are kept."""
    drawn = hashlib.sha256(documents).digest() + zlib.compress(documents)
    return Packed(hashlib.sha256(record).hexdigest(), zlib.compress(record), drawn)


def whole_of(packed: Packed) -> tuple[bytes, bytes]:
    """The bytes of the record and of the documents. Raises DamagedError where they are not those that were kept."""
    try:
        record, documents = zlib.decompress(packed.record), zlib.decompress(packed.documents[_DIGEST:])
    except (zlib.error, TypeError) as error:
        raise DamagedError("The bytes of a submitted return cannot be read.") from error
    if hashlib.sha256(record).hexdigest() != packed.sha256 or hashlib.sha256(documents).digest() != packed.documents[:_DIGEST]:
        raise DamagedError("The bytes of a submitted return are not those that were kept.")
    return record, documents


def is_whole(packed: Packed) -> bool:
    """Whether the kept bytes are those that were frozen."""
    try:
        whole_of(packed)
    except DamagedError:
        return False
    return True
