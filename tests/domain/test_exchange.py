"""A record becomes plain data and comes back equal; data that is not one is refused with its place."""

import copy
import dataclasses
import datetime as dt
import json
from typing import Any

import pytest

from leadapp.domain.documents import Cell, CellValue, Document
from leadapp.domain.exchange import MisreadError, as_plain, canonical, from_plain, sha256_of
from leadapp.domain.return_document import return_document
from leadapp.domain.returns import ReturnRecord
from leadapp.services.opening import Services


@pytest.fixture
def record(sample: Services) -> ReturnRecord:
    return sample.returns.assemble(sample.preferences.reported_quarter())


def through_text(value: Any) -> Any:
    return json.loads(canonical(as_plain(value)))


def test_a_return_comes_back_equal(record: ReturnRecord) -> None:
    back = from_plain(ReturnRecord, through_text(record))
    assert back == record
    assert canonical(as_plain(back)) == canonical(as_plain(record))


def test_its_document_comes_back_equal_with_every_kind_of_part(record: ReturnRecord) -> None:
    document = return_document(record)
    kinds = {type(block).__name__ for section in document.sections for block in section.blocks}
    assert kinds >= {"Heading", "Paragraph", "Table", "Figure", "Facts"}
    assert from_plain(Document, through_text(document)) == document


@pytest.mark.parametrize("value", ["2026-09-30", dt.date(2026, 9, 30), 3, 3.5, None, ""])
def test_a_cell_keeps_the_kind_of_its_value(value: CellValue) -> None:
    cell = Cell(value)
    back = from_plain(Cell, through_text(cell))
    assert back == cell
    assert type(back.value) is type(cell.value)


def test_the_same_data_are_the_same_bytes() -> None:
    assert canonical({"b": 1, "a": [True, None]}) == canonical({"a": [True, None], "b": 1}) == b'{"a":[true,null],"b":1}'
    assert sha256_of(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_what_a_newer_version_added_is_passed_over_and_what_an_older_one_lacked_gets_its_default(record: ReturnRecord) -> None:
    plain = through_text(record)
    plain["weather"] = "fine"
    del plain["small_number"]
    assert from_plain(ReturnRecord, plain) == dataclasses.replace(record, small_number=10)


@pytest.mark.parametrize(
    ("way", "wrong", "told"),
    [
        (("actions", 3, "due"), "soon", "“actions[4].due” should hold a day."),
        (("actions", 0, "times_redated"), "2", "“actions[1].times_redated” should hold a whole number."),
        (("actions", 0, "urgent"), 1, "“actions[1].urgent” should hold true or false."),
        (("actions", 0), [], "“actions[1]” should hold a part with named values."),
        (("actions",), {}, "“actions” should hold a list."),
        (("pillars", 0, "by_status"), [], "“pillars[1].by_status” should hold a table of values."),
        (("pillars", 0, "by_status", "paused"), "two", "“pillars[1].by_status.paused” should hold a whole number."),
        (("state",), "posted", "“state” should hold a word that is known."),
        (("state",), 3, "“state” should hold a text."),
        (("headline",), None, "“headline” should hold a part with named values."),
        (("as_at",), "yesterday", "“as_at” should hold a word that is known."),
    ],
)
def test_what_is_wrong_is_named_with_its_place(record: ReturnRecord, way: tuple[Any, ...], wrong: object, told: str) -> None:
    plain = through_text(record)
    at = plain
    for key in way[:-1]:
        at = at[key]
    at[way[-1]] = wrong
    with pytest.raises(MisreadError) as caught:
        from_plain(ReturnRecord, plain)
    assert str(caught.value) == told


def test_a_missing_value_is_named(record: ReturnRecord) -> None:
    plain = through_text(record)
    del plain["actions"][0]["title"]
    with pytest.raises(MisreadError, match=r"“actions\[1\]\.title” should hold a value, and it is missing"):
        from_plain(ReturnRecord, plain)


@pytest.mark.parametrize(
    "wrong", [{"is": "Spell"}, {"is": ["Table"]}, 3, "words", {"date": "2026-01-01"}, {"is": "Paragraph"}, None]
)
def test_a_part_that_is_not_known_is_refused(record: ReturnRecord, wrong: object) -> None:
    plain = through_text(return_document(record))
    plain["sections"][0]["blocks"][0] = wrong
    with pytest.raises(MisreadError, match=r"sections\[1\]\.blocks\[1\]"):
        from_plain(Document, copy.deepcopy(plain))


def test_data_that_is_no_record_at_all_is_refused() -> None:
    with pytest.raises(MisreadError, match="The data should hold a part with named values"):
        from_plain(ReturnRecord, ["nothing"])


def test_a_pair_holds_two(record: ReturnRecord) -> None:
    plain = through_text(return_document(record))
    plain["cover"]["facts"][0] = ["Lead"]
    with pytest.raises(MisreadError, match=r"“cover\.facts\[1\]” should hold a list of 2"):
        from_plain(Document, plain)


@dataclasses.dataclass(frozen=True)
class Shelf:
    """A record whose list may be missing."""

    cells: tuple[Cell, ...] | None = None


@pytest.mark.parametrize("shelf", [Shelf(), Shelf(()), Shelf((Cell(dt.date(2026, 9, 30)), Cell("2026-09-30")))])
def test_a_list_that_may_be_missing_keeps_what_its_values_are(shelf: Shelf) -> None:
    assert from_plain(Shelf, through_text(shelf)) == shelf
