"""The versions of a return that are made for different readers: each a document drawn from the record."""

from __future__ import annotations

from collections.abc import Callable

from leadapp.domain.documents import Document
from leadapp.domain.return_document import return_document
from leadapp.domain.returns import ReturnRecord

Draw = Callable[[ReturnRecord, str], Document]
VERSIONS: dict[str, Draw] = {"full": return_document}
"""By the key of the version how its document is drawn from the full record and the SHA-256 that its cover prints (empty: none)."""


def documents_of(record: ReturnRecord, sha256: str = "") -> dict[str, Document]:
    """Every version of a return. All of them are frozen together when it is submitted."""
    return {version: draw(record, sha256) for version, draw in VERSIONS.items()}
