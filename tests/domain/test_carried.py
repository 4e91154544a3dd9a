"""The rows with which a workbook carries a return, and every way in which they can be damaged, each told in a sentence of its own."""

import json
from collections.abc import Callable

import pytest

from leadapp.domain import carried
from leadapp.domain.carried import carried_rows, is_carrier, read_rows
from leadapp.domain.errors import BadInputError
from leadapp.domain.exchange import as_plain, canonical, sha256_of
from tests.domain.test_return import action, record

Rows = list[tuple[str, str]]
MARKS = {"Actions": {4: {0: "t2.4", 2: "n3"}}}


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> Rows:
    """The rows of a small return in parts of a hundred letters."""
    monkeypatch.setattr(carried, "PART", 100)
    made = record(actions=(action(1, "2.4", description="Panels = “_x000D_” 👩🏽 \n\t"),))
    return carried_rows(as_plain(made), MARKS, "leadapp 0.1.0")


def test_they_hold_the_record_the_cells_and_who_made_them(rows: Rows) -> None:
    read = read_rows(rows, "r.xlsx")
    assert read.record == record(actions=(action(1, "2.4", description="Panels = “_x000D_” 👩🏽 \n\t"),))
    assert (read.marks, read.made_by, read.sha256) == (MARKS, "leadapp 0.1.0", sha256_of(canonical(as_plain(read.record))))
    assert read_rows(list(reversed(rows)), "r.xlsx") == read, "a sheet may be sorted"
    assert is_carrier(rows)
    assert not is_carrier([("Return", "x")])


def changed(rows: Rows, name: str, text: str | None) -> Rows:
    kept = [row for row in rows if row[0] != name]
    return kept if text is None else [*kept, (name, text)]


def without_data(rows: Rows, data: object, **values: str) -> Rows:
    """The rows with other data, all its sums right."""
    letters = json.dumps(data, sort_keys=True, separators=(",", ":"))
    known = {n: t for n, t in rows if not n.startswith("data")}
    known |= {"data": str(len(letters)), "sha-256": sha256_of(canonical(data))} | values
    parts = [(f"data {n}", f"|{letters[start : start + 100]}|") for n, start in enumerate(range(0, len(letters), 100), 1)]
    return [*known.items(), *parts]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda rows: changed(rows, "data 3", None), "part 3 of {count} of its data is missing"),
        (
            lambda rows: [r for r in rows if not r[0].startswith("data ")],
            "parts 1, 2, 3, 4, 5 and more of {count} of its data are missing",
        ),
        (lambda rows: changed(changed(rows, "data 1", None), "data 2", None), "parts 1, 2 of {count} of its data are missing"),
        (lambda rows: changed(rows, "data 2", dict(rows)["data 2"][:50]), "part 2 of {count} of its data is cut off"),
        (lambda rows: changed(rows, "data 2", "||"), "letters, and"),
        (lambda rows: changed(rows, "data", "many"), "it does not say how long its data is"),
        (lambda rows: changed(rows, "data", "99999999999"), "it does not say how long its data is"),
        (lambda rows: changed(rows, "data", None), "it does not say how long its data is"),
        (lambda rows: changed(rows, "sha-256", "0" * 64), "its SHA-256 is not that of the data"),
        (lambda rows: changed(rows, "cells", None), "it does not say how long its note of the cells is"),
        (lambda rows: changed(rows, "cells sha-256", "0"), "the SHA-256 of its note of the cells is another"),
        (lambda rows: changed(rows, "schema", "one"), "it does not say in which form its data is"),
        (lambda rows: [*rows, ("data 1", "|other|")], "it holds “data 1” twice, with different words"),
        (lambda rows: without_data(rows, [1]), "its data is no return"),
        (
            lambda rows: without_data(rows, {"schema": 1}),
            "its data is no return. “directorate” should hold a value, and it is missing",
        ),
    ],
)
def test_damage_is_told(rows: Rows, damage: Callable[[Rows], Rows], said: str) -> None:
    count = sum(name.startswith("data ") for name, _ in rows)
    with pytest.raises(BadInputError) as refusal:
        read_rows(damage(rows), "r.xlsx")
    assert said.format(count=count) in str(refusal.value)
    assert str(refusal.value).startswith("The data that “r.xlsx” carries is damaged: ")


def letters_of(rows: Rows, name: str, letters: str, digest: str = "") -> Rows:
    """The rows with other letters in place of some data, in one part."""
    kept = [(n, t) for n, t in rows if n != name and not n.startswith(f"{name} ") and (not digest or n != f"{name} sha-256")]
    more = [(f"{name} sha-256", digest)] if digest else []
    return [*kept, (name, str(len(letters))), (f"{name} 1", f"|{letters}|"), *more]


@pytest.mark.parametrize("letters", ["{", "[" * 90, '{"a": 1e999}', '{"a":"\\ud800"}'])
def test_letters_that_are_no_data_are_told(rows: Rows, letters: str) -> None:
    with pytest.raises(BadInputError, match=r"cannot be read|holds what no return holds"):
        read_rows(letters_of(rows, "data", letters), "r.xlsx")


@pytest.mark.parametrize("letters", ["7", '[["A"]]', '[["A",[["x",[0,"t"]]]]]', "["])
def test_notes_of_cells_that_are_none_are_told(rows: Rows, letters: str) -> None:
    with pytest.raises(BadInputError, match="damaged"):
        read_rows(letters_of(rows, "cells", letters, sha256_of(letters.encode())), "r.xlsx")


@pytest.mark.parametrize(
    ("name", "said"), [("schema", "its return has the form 2"), ("leadapp return data", "its sheet has the form 2")]
)
def test_a_newer_form_is_told_as_newer(rows: Rows, name: str, said: str) -> None:
    with pytest.raises(BadInputError, match="made by a newer leadapp") as refusal:
        read_rows(changed(rows, name, "2"), "r.xlsx")
    assert said in str(refusal.value)
    assert "Update leadapp" in str(refusal.value)
