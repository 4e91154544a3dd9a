"""Two who copy to one place in one second."""

from __future__ import annotations

from pathlib import Path

from leadapp.db.backup import part_of


def test_two_who_copy_to_one_place_write_to_two_unfinished_files(tmp_path: Path) -> None:
    first, second = part_of(tmp_path / "NS 2026-10-06 140200.leadapp"), part_of(tmp_path / "NS 2026-10-06 140200.leadapp")
    assert first != second
    assert {first.suffix, second.suffix} == {".part"}
    assert len(part_of(tmp_path / ("n" * 250)).name.encode()) < 240
