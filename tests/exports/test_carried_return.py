"""Any return that can be made, exported and read back is equal, to the letter; and its own cells are never taken for changed."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from leadapp.domain.carried import carried_rows, read_rows
from leadapp.domain.exchange import as_plain
from leadapp.domain.return_document import return_document
from leadapp.domain.returns import ReturnRecord
from leadapp.exports.workbook import draw_workbook
from leadapp.services.return_reading import read_return
from tests.domain.test_return import action, record
from tests.exports.any_returns import LONG, returns
from tests.exports.drawn import no_progress


def there_and_back(record: ReturnRecord, folder: Path) -> None:
    """Export a record as a workbook and read it back."""
    path = folder / "return.xlsx"
    draw_workbook(return_document(record), path, no_progress, as_plain(record))
    read = read_return(path)
    assert read.record == record
    assert read.data == as_plain(record)
    assert read.edit_lines() == ()


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(returns())
def test_what_is_exported_is_read_back_equal(record: ReturnRecord) -> None:
    with tempfile.TemporaryDirectory() as folder:
        there_and_back(record, Path(folder))


@pytest.mark.parametrize("text", LONG, ids=("one word", "emoji", "words", "underscores"))
def test_a_text_longer_than_a_cell_is_read_back_whole(text: str, tmp_path: Path) -> None:
    made = record(actions=(action(1, "2.4", description=text),))
    there_and_back(made, tmp_path)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(returns())
def test_the_rows_of_the_sheet_hold_any_record(record: ReturnRecord) -> None:
    rows = carried_rows(as_plain(record), {}, "leadapp")
    assert read_rows(rows, "return.xlsx").record == record
    for name, text in rows:
        assert text.isascii()
        assert len(text) <= 32_767
        assert not name.startswith(("data ", "cells ")) or "_" not in text
