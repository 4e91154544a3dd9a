"""Copies of evidence files that are looked at: private, read-only, emptied; those of another window are left alone."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from leadapp.domain.errors import DiskError
from leadapp.services.evidence_files import all_opened, empty_opened_folder, kept_name, opened_folder, put_copy
from leadapp.services.opening import Services
from tests.services.test_evidence import PDF, put


def test_a_copy_lies_in_a_private_folder_read_only_and_goes_when_the_folder_is_emptied(
    services: Services, tmp_path: Path
) -> None:
    services.evidence.add_files([put(tmp_path, "Rule.pdf", PDF)])
    (kept,) = services.evidence.list_evidence()
    folder = opened_folder()
    copies = [services.evidence.copy_to_look_at(kept.id) for _ in range(2)]
    assert copies[0] != copies[1]
    for copy in copies:
        assert copy.name == "Rule.pdf"
        assert copy.is_relative_to(folder)
        if os.name == "posix":
            assert stat.S_IMODE(copy.stat().st_mode) == 0o400
            assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
            assert stat.S_IMODE(all_opened().stat().st_mode) == 0o700
    empty_opened_folder()
    assert list(all_opened().iterdir()) == []


OTHER = """
import sys
from leadapp.services.evidence_files import empty_opened_folder, put_copy
print(put_copy("Rule.pdf", b"x"), flush=True)
if sys.stdin.readline() == "close\\n":
    empty_opened_folder()
"""


@pytest.mark.parametrize("ends", ["close", "crash"])
def test_two_windows_leave_each_others_copies_alone(data_folder: Path, ends: str) -> None:
    own = put_copy("Mine.pdf", b"x")
    order = [sys.executable, "-c", OTHER]
    with subprocess.Popen(order, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        copy = Path(other.stdout.readline().strip())
        empty_opened_folder()  # as on opening and closing a window here
        assert copy.exists()
        assert not own.exists()
        own = put_copy("Mine.pdf", b"x")
        if ends == "close":
            other.stdin.write("close\n")
        else:
            other.kill()
        other.stdin.close()
        other.wait()
    assert own.exists()
    assert copy.exists() == (ends == "crash")
    empty_opened_folder()
    assert list(all_opened().iterdir()) == []


def test_nothing_outside_the_private_folder_is_emptied(data_folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    put(elsewhere, "mine.txt", b"mine")
    empty_opened_folder()  # there is none yet
    data_folder.mkdir()
    all_opened().symlink_to(elsewhere)
    empty_opened_folder()
    all_opened().unlink()
    all_opened().mkdir()
    (all_opened() / "way").symlink_to(elsewhere)
    empty_opened_folder()
    assert (elsewhere / "mine.txt").read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\boot.TXT", "boot.txt"),
        ("a" * 300 + ".pdf", "a" * 120 + ".pdf"),
        ("تقرير المساواة.pdf", "تقرير المساواة.pdf"),
        ("invoice\u202efdp.txt", "invoice fdp.txt"),
        ("CON.pdf", "CON_.pdf"),
        ("Photo.JPEG", "Photo.jpg"),
        ('a:b*c?"d|.docx', "a b c d.docx"),
    ],
)
def test_a_name_is_kept_safe(given: str, kept: str) -> None:
    assert kept_name(given) == kept


def test_a_copy_that_cannot_be_put_down_is_a_sentence(services: Services, tmp_path: Path, data_folder: Path) -> None:
    services.evidence.add_files([put(tmp_path, "Rule.pdf", PDF)])
    (kept,) = services.evidence.list_evidence()
    data_folder.mkdir(exist_ok=True)
    put(data_folder, "opened", b"a file in its place")
    with pytest.raises(DiskError):
        services.evidence.copy_to_look_at(kept.id)
