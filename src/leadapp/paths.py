"""Where things lie: what ships with leadapp, and what belongs to the person at this desk.

``LEADAPP_DATA`` in the environment replaces the data folder (for tests and for a look round on a machine that is not yours).
"""

import os
from pathlib import Path

ENDING = ".leadapp"
"""How the name of a directorate's file ends."""

_PACKAGE = Path(__file__).resolve().parent
_NOT_IN_NAMES = frozenset('<>:"/\\|?*')
_SYNCED = (
    "OneDrive",
    "Dropbox",
    "Google Drive",
    "GoogleDrive",
    "iCloudDrive",
    "iCloud Drive",
    "Nextcloud",
    "ownCloud",
    "SharePoint",
)
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))})


def _shipped(name: str) -> Path:
    """A folder that travels inside the installed package, or lies at the top of a checkout."""
    packed = _PACKAGE / f"_{name}"
    return packed if packed.is_dir() else _PACKAGE.parents[1] / name


def resources_folder() -> Path:
    """The corporate plan, the house words, the sample, fonts and icons."""
    return _shipped("resources")


def migrations_folder() -> Path:
    """Alembic's environment and the steps of the schema."""
    return _shipped("migrations")


def data_folder() -> Path:
    """The local folder of this person's leadapp files: never a synced or a roaming one."""
    if given := os.environ.get("LEADAPP_DATA"):
        return Path(given).absolute()
    from platformdirs import user_data_path

    return user_data_path("leadapp", appauthor=False)


def backups_folder() -> Path:
    """Where verified backups go unless she chooses another folder."""
    return data_folder() / "backups"


OPENED = "opened"
"""The folder within the data folder in which copies of evidence files lie while they are looked at."""


def logs_folder() -> Path:
    """Where the log file lies. It holds no personal text."""
    return data_folder() / "logs"


def shared_place(path: Path) -> str:
    """The service that copies a file of this path about, such as OneDrive, or "a network folder"; empty for a place of one's own.

    A live database there is copied while it is written, or opened by two computers at once: either can damage it.
    """
    text = str(path)
    if text.startswith(("\\\\", "//")):
        return "a network folder"
    for part in path.parts:
        for name in _SYNCED:
            if part.casefold().startswith(name.casefold()):
                return name
    return ""


def safe_file_name(text: str) -> str:
    """A name that Windows, macOS and Linux all take, as close to the text as can be; at most 120 characters and 180 bytes."""
    kept = "".join(" " if letter in _NOT_IN_NAMES or not letter.isprintable() else letter for letter in text)
    short = " ".join(kept.split())[:120].encode("utf-8", "ignore")[:180].decode("utf-8", "ignore")
    name = short.strip(" .")
    if name.split(".")[0].casefold() in _RESERVED:
        name = f"{name}_"
    return name or "file"
