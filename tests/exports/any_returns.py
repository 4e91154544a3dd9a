"""Any return that can be made, for hypothesis: every part of a record with hard texts, odd numbers and days."""

import dataclasses
import datetime as dt
import types
from dataclasses import fields
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from leadapp.domain.comparison import CHANGE_WORDS
from leadapp.domain.corporate_plan import KpiKind
from leadapp.domain.plan import Origin, clean_text
from leadapp.domain.plan_figures import CONFIDENCE_KEYS, STATUS_KEYS
from leadapp.domain.promise_parts import ChangePart
from leadapp.domain.return_text import ReturnState
from leadapp.domain.returns import ReturnRecord
from leadapp.domain.wording import DIRECTION_WORDS, PART_WORDS

HARD = (
    "_x000D_", "_x005F_x000D_", "ax005F_b", "=1+1", "+44", "-", "@SUM(A1)", "'quoted", '"', "|", "||", "\\u005f",
    "a\r\nb\rc\n", "\t\x0b\x0c", "\x00\x01\x1f\x7f", "\ufffe\uffff", "\u202eleft", "👩🏽‍🦱 𝔘", "Ọládàpọ̀ Łukasz",
    "<r t='x'>&amp;]]>", " spaces  round ", "\u2028", "_" * 70, "word " * 30, "{}[]:,", "null", "1e400", "",
)  # fmt: skip
LONG = ("x" * 33_000, "👩" * 17_000, "Wörter " * 6_000, "_" * 40_000)
"""Longer than a cell: tried by themselves, for they take long to lay out."""
TEXTS = st.one_of(st.sampled_from(HARD), st.text(st.characters(exclude_categories=["Cs"]), max_size=40)).map(clean_text)
"""Every text of a file has gone through ``clean_text``."""
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2039, 12, 31))
MOMENTS = st.builds(dt.datetime.combine, DAYS, st.times(), st.just(dt.UTC))
NUMBERS = st.floats(-1e12, 1e12)
QUARTERS = st.builds(lambda year, number: f"{year}-{(year + 1) % 100:02d}-Q{number}", st.integers(2020, 2035), st.integers(1, 4))
STATUS, CONFIDENCE = st.sampled_from(STATUS_KEYS), st.sampled_from((*CONFIDENCE_KEYS, ""))
COUNTS = st.integers(0, 99)
KEYS: dict[str, st.SearchStrategy[Any]] = {
    "quarter": QUARTERS,
    "made_in": QUARTERS,
    "compared_with": st.one_of(st.just(""), QUARTERS),
    "state": st.sampled_from(ReturnState),
    "version": st.just("full"),
    "schema": st.just(1),
    "status": STATUS,
    "confidence": CONFIDENCE,
    "origin": st.sampled_from([origin.value for origin in Origin]),
    "part": st.sampled_from((*PART_WORDS, "")),
    "direction": st.sampled_from((*DIRECTION_WORDS, "")),
    "outcome": st.sampled_from(("kept", "part_kept", "not_kept", "")),
    "pillar": st.one_of(st.none(), st.integers(1, 5)),
    "by_status": st.fixed_dictionaries(dict.fromkeys(STATUS_KEYS, COUNTS)),
    "by_confidence": st.fixed_dictionaries(dict.fromkeys(CONFIDENCE_KEYS, COUNTS)),
    "severity": st.sampled_from(("missing", "odd")),
    "marking": st.sampled_from(("OFFICIAL", "OFFICIAL-SENSITIVE")),
    "small_number": st.integers(0, 50),
    "revision": st.integers(1, 4),
}
"""Fields that hold keys or figures which a document reads, by name."""
KINDS = {
    "KpiPart": st.sampled_from([kind.value for kind in KpiKind]),
    "ChangePart": st.sampled_from(sorted(CHANGE_WORDS)),
    "RiskPart": st.sampled_from(("risk", "issue")),
}
MOVES = st.sampled_from((*STATUS_KEYS, *CONFIDENCE_KEYS))
MOST = 2
"""Entries of each list: what matters is what stands in them."""


def returns() -> st.SearchStrategy[ReturnRecord]:
    """Records of full returns."""
    return _parts(ReturnRecord)


def _parts(kind: type) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    values = {field.name: _field(kind, field.name, hints[field.name]) for field in fields(kind)}
    built = st.builds(kind, **values)
    return st.tuples(built, MOVES, MOVES).map(_moved) if kind is ChangePart else built


def _moved(drawn: tuple[ChangePart, str, str]) -> ChangePart:
    """A change whose before and after are states where its kind says so."""
    change, before, after = drawn
    is_move = change.kind in {"status", "confidence", "completed"}
    return dataclasses.replace(change, before=before, after=after) if is_move else change


def _field(kind: type, name: str, hint: Any) -> st.SearchStrategy[Any]:
    if name == "kind":
        return KINDS[kind.__name__]
    if name == "pillar" and kind.__name__ == "PillarPart":
        return st.integers(1, 5)
    if name == "version" and kind is not ReturnRecord:
        return TEXTS
    return KEYS[name] if name in KEYS else _of(hint)


def _of(hint: Any) -> st.SearchStrategy[Any]:
    if get_origin(hint) in {Union, types.UnionType}:
        return st.one_of(*(st.none() if one is type(None) else _of(one) for one in get_args(hint)))
    if get_origin(hint) is tuple:
        return st.lists(_of(get_args(hint)[0]), max_size=MOST).map(tuple)
    plain: dict[Any, st.SearchStrategy[Any]] = {
        str: TEXTS, bool: st.booleans(), int: st.integers(-9, 10**9), float: NUMBERS, dt.date: DAYS, dt.datetime: MOMENTS,
    }  # fmt: skip
    return plain[hint] if hint in plain else _parts(hint)
