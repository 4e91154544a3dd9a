"""Opening evidence: a link after its whole address was shown, a file as a private copy, a note where it stands."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QWidget

from leadapp.domain.errors import BadInputError, LeadappError
from leadapp.domain.evidence import Evidence, EvidenceKind, link_host, read_link
from leadapp.services.opening import Services
from leadapp.ui import dialogs
from leadapp.ui.opening import open_outside


def open_evidence(parent: QWidget, services: Services, evidence: Evidence, tell: Callable[[str], object]) -> None:
    """Open a link or a file with the system's program. What stands in the way is told as a sentence."""
    try:
        if evidence.kind is EvidenceKind.LINK:
            _open_link(parent, evidence, tell)
        else:
            path = services.evidence.copy_to_look_at(evidence.id)
            none = f"No program on this computer opens “{evidence.file_name}”. The file is safe in leadapp."
            open_outside(parent, QUrl.fromLocalFile(str(path)), lambda: tell(none))
    except LeadappError as error:
        tell(str(error))


def _open_link(parent: QWidget, evidence: Evidence, tell: Callable[[str], object]) -> None:
    try:
        link = read_link(evidence.link)  # again: a file may come from elsewhere
    except BadInputError as error:
        tell(f"This address is not opened. {error}")
        return
    what = "writes to" if link.lower().startswith("mailto:") else "goes to"
    asked = f"It {what} {link_host(link)}. The whole address:\n\n{link}"
    if dialogs.confirm(parent, "Open this address outside leadapp?", asked, "Open", "Cancel", danger=False):
        none = "No program on this computer opens this address."
        open_outside(parent, QUrl(link, QUrl.ParsingMode.StrictMode), lambda: tell(none))
