"""The words of the shipped plan and of the sample: our own, plain, British, short, and none of the published sentences.

The published sentences are not shipped: they are there only as digests of every run of six words (``tests/data``), so that the rule
"no more than five words in a row" can be checked without them. Whoever has the plan as text makes the digests anew with
``python -m tests.domain.test_plan_wording PLAN.txt [MORE.txt ...]``; rows whose columns the text mixes up line by line go into a
second file, put in order.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import sys
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.domain.published_plan import DATA, SAMPLE, SHIPPED, facts, measures, own_texts, plan, texts

DIGESTS = DATA / "source_shingles.txt.gz"

RUN, DIGEST_LENGTH, SALT = 6, 10, "leadapp plan"
MARKING = re.compile(r"Offi\s*c\s+i\s+a\s*l")
"""The page marking as it breaks into the text copied out of the published plan (contradiction C13)."""

LIMITS = {"title": 48, "objective": 160, "part_note": 140, "text": 140, "outcome": 180, "short_title": 22}

NARROW = 24
"""So many letters of a title show in the narrowest table column."""

AMERICAN = r"\b(organiz\w*|recogniz\w*|behavior\w*|color\w*|center\w*|labor|programs?|analyz\w*|prioritiz\w*|favorite\w*)\b"
JARGON = (
    r"\b(leverag\w*|holistic\w*|robust\w*|utilis\w*|facilitat\w*|stakeholder\w*|synerg\w*|going forward|deliverables?"
    r"|granular\w*|operationalis\w*|embed\w*|empower\w*|intersectional\w*|co-?design\w*|co-?produc\w*|buy-in|deep dive)\b"
)
NOT_HOUSE_TERMS = (
    r"\b(BAME|BME|ethnic minorit\w*|minority ethnic|non-white|people of colour|global majority|hard[ -]to[ -]reach"
    r"|(?<!racially )diverse (candidates|staff|people|individuals|communities|groups))\b"
)
NOWHERE = {
    "a long dash": r"[\u2013\u2014]",
    "a web address": r"\w://|\bwww\.|\.gov\.|\.org\b|\.com\b",
    "a path of a machine": r"(?<![\w.])(/\w+/|~/|[A-Z]:\\)",
    "an e-mail address": r"\w@\w",
}


def unquoted(text: str) -> str:
    return re.sub(r'"[^"]*"', "", text)


# ---------------------------------------------------------------------------------------------------- our own plain words
def test_texts_fit_their_places() -> None:
    long = {place: len(text) for place, key, text in own_texts() if len(text) > LIMITS.get(key, 260)}
    assert long == {}


def test_titles_can_be_told_apart_in_a_narrow_column() -> None:
    shown = Counter(action.title[:NARROW].casefold() for action in plan().actions)
    assert [title for title, times in shown.items() if times > 1] == []


def test_sentences_end_as_sentences_and_titles_do_not() -> None:
    ends = {"objective": True, "outcome": True, "part_note": True, "title": False, "text": False, "unit": False}
    assert [p for p, key, text in own_texts() if key in ends and text.endswith(".") != ends[key]] == []
    assert [p for p, _, text in own_texts() if text != " ".join(text.split())] == []


def test_no_two_bullets_say_the_same() -> None:
    assert [t for t, n in Counter(k.text for k in measures()).items() if n > 1] == []
    assert [t for t, n in Counter(a.title for a in plan().actions).items() if n > 1] == []


@pytest.mark.parametrize("pattern", [AMERICAN, JARGON], ids=["American spelling", "jargon"])
def test_words_are_plain_and_british(pattern: str) -> None:
    assert [(p, hit[0]) for p, _, text in own_texts() if (hit := re.search(pattern, unquoted(text), re.I))] == []


def test_house_terms_are_used_outside_titles_and_quotations() -> None:
    own = [(place, text) for place, _, text in own_texts() if not place.startswith("2.10")]
    assert [(p, hit[0]) for p, text in own if (hit := re.search(NOT_HOUSE_TERMS, unquoted(text), re.I))] == []


@pytest.mark.parametrize("what", NOWHERE)
def test_the_file_holds_no(what: str) -> None:
    hits = re.finditer(NOWHERE[what], SHIPPED.read_text("utf-8"))
    assert [hit[0] for hit in hits] == []


# ---------------------------------------------------------------------------------------------------- not the published sentences
def words(text: str) -> list[str]:
    """Lower-case words without punctuation; a hyphen separates words, an apostrophe does not."""
    return re.findall(r"[a-z0-9]+", re.sub("['\u2019]", "", text.lower()))


def runs(text: str) -> list[str]:
    """Every run of six words."""
    own = words(text)
    return [" ".join(own[n : n + RUN]) for n in range(len(own) - RUN + 1)]


def digest(run: str) -> str:
    return hashlib.sha256(f"{SALT} {run}".encode()).hexdigest()[:DIGEST_LENGTH]


@cache
def published_digests() -> frozenset[str]:
    return frozenset(gzip.decompress(DIGESTS.read_bytes()).decode("ascii").split())


@cache
def fixed_names() -> tuple[str, ...]:
    """Names that may be longer than five words: role titles, sub-sections, pillars, the forms of racism named in the plan."""
    names = [row[key] for row in facts().values() for key in ("sub_section", "accountable", "responsible")]
    names += [p.title for p in plan().pillars]
    names.append("Antisemitism, anti-Gypsy Roma sentiment, Islamophobia and Sinophobia")
    return tuple(f" {' '.join(words(name))} " for name in names)


def copied(text: str) -> list[str]:
    """The runs of six words that stand in the published plan too, names left out."""
    hits = [run for run in runs(text) if digest(run) in published_digests()]
    return [run for run in hits if not any(f" {run} " in name for name in fixed_names())]


def test_the_digests_find_published_words() -> None:
    """Role titles stand in the published text, so the guard must see them before names are left out."""
    assert len(published_digests()) > 7_000
    seen = [digest(run) in published_digests() for run in runs("Corporate Director of Adult Social Care & Health")]
    assert seen == [True, True], "seven words, two runs"
    assert copied("Corporate Director of Adult Social Care & Health") == []


def test_no_more_than_five_words_in_a_row_are_published_ones() -> None:
    assert [(place, copied(text)) for place, _, text in own_texts() if copied(text)] == []


@pytest.mark.parametrize("pattern", [AMERICAN, NOT_HOUSE_TERMS], ids=["American spelling", "not the house's terms"])
def test_the_sample_is_british_and_uses_the_house_terms_too(pattern: str) -> None:
    """What residents and staff are quoted with stays as they said it."""
    own = [(place, text) for place, key, text in texts(tomllib.loads(SAMPLE.read_text("utf-8"))) if key != "words"]
    assert [(p, hit[0]) for p, text in own if (hit := re.search(pattern, unquoted(text), re.I))] == []


def test_the_sample_copies_no_sentence_either() -> None:
    sample = tomllib.loads(SAMPLE.read_text("utf-8"))
    assert [(place, copied(text)) for place, _, text in texts(sample) if copied(text)] == []


def write_digests(sources: list[Path]) -> None:
    """Make the digests anew from the published plan as text."""
    found = {digest(run) for path in sources for run in runs(MARKING.sub(" ", path.read_text("utf-8")))}
    DIGESTS.write_bytes(gzip.compress("\n".join(sorted(found)).encode("ascii"), mtime=0))


if __name__ == "__main__":
    write_digests([Path(name) for name in sys.argv[1:]])
