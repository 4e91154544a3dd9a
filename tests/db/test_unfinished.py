"""Files that are not whole yet: two never meet, and what a crash left is cleared by our own names only, a day later."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from leadapp.db.unfinished import STALE, clear_unfinished, hidden_part_of, part_of
from leadapp.domain.plain_table import PlainTable
from leadapp.domain.quarters import Quarter
from leadapp.services import table_files
from leadapp.services.opening import Services
from leadapp.services.return_service import draw


def make(path: Path, *, seconds_old: float = STALE + 60) -> Path:
    path.write_bytes(b"half")
    os.utime(path, (time.time() - seconds_old,) * 2)
    return path


def test_two_who_copy_to_one_place_write_to_two_unfinished_files(tmp_path: Path) -> None:
    for name_of in (part_of, hidden_part_of):
        first, second = (name_of(tmp_path / "NS 2026-10-06 140200.leadapp") for _ in range(2))
        assert first != second
        assert {first.suffix, second.suffix} == {".part"}
        assert len(name_of(tmp_path / ("n" * 250)).name.encode()) < 240


def test_what_a_crash_left_goes_a_day_later(tmp_path: Path) -> None:
    backup = part_of(tmp_path / "NS 2026-10-06 140200 1a2b3c4d.leadapp")
    left = [make(backup), make(backup.with_name(backup.name + "-journal"))]
    left += [make(hidden_part_of(tmp_path / f"Return.{kind}")) for kind in ("xlsx", "pdf", "json")]
    left += [make(hidden_part_of(tmp_path / f"Plan.{kind}", keep_ending=True)) for kind in ("xlsx", "csv")]
    assert sorted(clear_unfinished((tmp_path, tmp_path))) == sorted(left)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    [
        "film.mp4.part",
        "Return.xlsx.part",
        ".Return.xlsx.part",
        "Return.xlsx.1a2b3c4d",
        "Return.xlsx.1a2b3c4.part",
        "thesis.docx.1a2b3c4d.part",
        ".Return.xlsx.1a2b3c4d.older",
        "NS 2026-10-06 140200 1a2b3c4d.leadapp",
        "notes 1a2b3c4d.part.xlsx",
    ],
)
def test_what_may_be_somebody_elses_stays(tmp_path: Path, name: str) -> None:
    kept = make(tmp_path / name)
    assert clear_unfinished((tmp_path,)) == ()
    assert kept.exists()


def test_what_may_be_written_now_stays_and_so_do_links_and_folders(tmp_path: Path) -> None:
    young = make(part_of(tmp_path / "a.leadapp"), seconds_old=STALE - 60)
    ahead = make(part_of(tmp_path / "b.leadapp"), seconds_old=-STALE)
    folder = part_of(tmp_path / "c.leadapp")
    folder.mkdir()
    target = make(tmp_path / "hers.txt")
    link = part_of(tmp_path / "d.leadapp")
    link.symlink_to(target)
    assert clear_unfinished((tmp_path, tmp_path / "not there", target)) == ()
    assert all(path.exists() for path in (young, ahead, folder, target, link))


def test_backing_up_and_exporting_clear_the_folder_they_write_to(services: Services, tmp_path: Path) -> None:
    services.backups.folder.mkdir(parents=True, exist_ok=True)
    left = make(part_of(services.backups.folder / "mine 2026-10-06 080000.leadapp"))
    made = services.backups.back_up()
    assert list(services.backups.folder.iterdir()) == [made]
    assert not left.exists()
    out = tmp_path / "out"
    out.mkdir()
    left = make(hidden_part_of(out / "Return.json"))
    draw(services.returns.prepare(Quarter(2026, 2), {"json": out / "Return.json"}))
    assert [path.name for path in out.iterdir()] == ["Return.json"]
    left = make(hidden_part_of(out / "Plan.csv", keep_ending=True))
    table_files.draw_table_file(PlainTable("Plan", (), (), ""), out / "Plan.csv")
    assert not left.exists()


def test_the_names_that_are_written_to_are_the_names_that_are_cleared(services: Services, tmp_path: Path) -> None:
    """What stands in the folder while an export is drawn would be cleared, had it stopped there."""
    seen: set[Path] = set()
    targets = {form: tmp_path / f"Return.{form}" for form in ("xlsx", "pdf", "json")}
    draw(services.returns.prepare(Quarter(2026, 2), targets), lambda _done, _total: seen.update(tmp_path.glob(".*")))
    assert seen
    for path in seen:
        make(path)
    assert set(clear_unfinished((tmp_path,))) == seen
