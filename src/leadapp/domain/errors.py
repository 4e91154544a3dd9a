"""The few kinds of error a person can meet. Each carries one plain sentence; anything else is a defect.

What failed, what is safe and what to do belong into the sentence. Nothing here knows a window or a file format.
"""


class LeadappError(Exception):
    """Something expected went wrong; ``str(error)`` is a sentence that can be shown as it is."""


class BadInputError(LeadappError):
    """What was typed or given cannot be used. ``field`` names the field it belongs to, or is empty."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class NotFoundError(LeadappError):
    """What was asked for is not (or no longer) in the file."""


class ChangedElsewhereError(LeadappError):
    """The row was changed after it was read; nothing was overwritten."""


class StoreError(LeadappError):
    """The file cannot be opened or trusted: missing, empty, foreign, truncated, damaged."""


class NewerStoreError(StoreError):
    """The file was written by a newer leadapp."""


class StoreInUseError(StoreError):
    """Another window or process has the file open. ``who`` says where and since when, as far as it is known."""

    def __init__(self, sentence: str, who: str = "in another window or on another computer") -> None:
        super().__init__(sentence)
        self.who = who


class DiskError(LeadappError):
    """The disk refused: full, read-only, gone, or the target is open in another program."""


class CancelledError(LeadappError):
    """The person stopped the work; nothing was put in place."""
