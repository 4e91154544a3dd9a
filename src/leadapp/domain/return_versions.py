"""The versions of a return that are made for different readers: each a document drawn from a record that was reduced for them."""

from __future__ import annotations

from collections.abc import Callable

from leadapp.domain.documents import Document
from leadapp.domain.errors import BadInputError
from leadapp.domain.reduction import FULL, STAFF, SUMMARY, reduce
from leadapp.domain.return_document import return_document
from leadapp.domain.returns import ReturnRecord
from leadapp.domain.staff_document import staff_document
from leadapp.domain.summary_document import summary_document

Draw = Callable[[ReturnRecord, str], Document]


def _staff(record: ReturnRecord, _sha256: str) -> Document:
    return staff_document(reduce(record, STAFF))


def _summary(record: ReturnRecord, _sha256: str) -> Document:
    return summary_document(reduce(record, SUMMARY))


VERSIONS: dict[str, Draw] = {FULL: return_document, STAFF: _staff, SUMMARY: _summary}
"""By the key of the version how its document is drawn from the full record and the SHA-256 that the full cover prints (empty: none)."""


def documents_of(record: ReturnRecord, sha256: str = "") -> dict[str, Document]:
    """Every version of a return. All of them are frozen together when it is submitted."""
    return {version: draw(record, sha256) for version, draw in VERSIONS.items()}


def check_version(version: str) -> None:
    """Raise BadInputError where there is no such version."""
    if version not in VERSIONS:
        raise BadInputError(f"A return has no version “{version}”. There are: {', '.join(VERSIONS)}.", "version")
