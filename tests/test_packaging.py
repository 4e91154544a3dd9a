"""What the packaging files say agrees with the program: the file's mark, its ending, the folders it looks for."""

import configparser
import re
import xml.etree.ElementTree as ET
from pathlib import Path

from leadapp.db.database import APPLICATION_ID
from leadapp.services.opening import ENDING

TOP = Path(__file__).parents[1]
LINUX = TOP / "packaging" / "linux"
SPACE = "{http://www.freedesktop.org/standards/shared-mime-info}"


def mime_type() -> ET.Element:
    """The one type that the MIME file describes."""
    (found,) = ET.parse(LINUX / "leadapp.xml").getroot().findall(f"{SPACE}mime-type")
    return found


def test_the_mime_type_is_told_by_the_mark_and_the_ending_of_our_files(sample_file: Path) -> None:
    globs = [glob.get("pattern") for glob in mime_type().findall(f"{SPACE}glob")]
    assert globs == [f"*{ENDING}"]
    mark = next(match for match in mime_type().iter(f"{SPACE}match") if match.get("type") == "big32")
    offset = int(mark.get("offset", ""))
    assert int(mark.get("value", ""), 16) == APPLICATION_ID
    assert sample_file.read_bytes()[offset : offset + 4] == APPLICATION_ID.to_bytes(4, "big")


def test_the_desktop_entry_opens_files_of_this_type_under_our_sign() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(LINUX / "leadapp.desktop", "utf-8")
    told = entry["Desktop Entry"]
    assert told["mimetype"].rstrip(";") == mime_type().get("type")
    assert told["exec"].split()[0] == "leadapp"
    assert (TOP / "resources" / "icons" / f"{told['icon']}.svg").is_file()


def test_the_sign_has_five_rising_bars() -> None:
    drawing = ET.parse(TOP / "resources" / "icons" / "leadapp.svg").getroot()
    ground, *bars = [float(part.get("height", "0")) for part in drawing if part.tag.endswith("rect")]
    assert len(bars) == 5
    assert bars == sorted(bars)
    assert ground > max(bars)


def test_the_bundle_carries_what_the_installed_package_looks_for() -> None:
    spec = (TOP / "packaging" / "leadapp.spec").read_text("utf-8")
    wheel = re.findall(r'^"\w+" = "(leadapp/_\w+)"$', (TOP / "pyproject.toml").read_text("utf-8"), re.M)
    assert len(wheel) == 2
    for folder in wheel:
        assert f'"{folder}"' in spec


def test_pyinstaller_is_pinned_with_hashes_and_is_no_dependency_of_ours() -> None:
    lock = (TOP / "packaging" / "pyinstaller.lock").read_text("utf-8")
    pins = re.findall(r"^[\w.-]+==", lock, re.M)
    assert "pyinstaller==" in pins
    assert lock.count("--hash=sha256:") >= len(pins)
    assert "://" not in lock
    assert "pyinstaller" not in (TOP / "requirements.lock").read_text("utf-8")
