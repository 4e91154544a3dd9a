"""House words: what is remarked on, what is left alone, and that a text is read in time that grows with its length only."""

import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadapp.domain.errors import BadInputError
from leadapp.domain.house_words import Edit, HouseWords, edit, find, plurals
from leadapp.domain.quotations import merged, quoted
from leadapp.domain.word_list import HouseWord, HouseWordDraft, WordKind, WordList, WordRule, combined, word_list_from_data

SHIPPED = Path(__file__).parents[2] / "resources" / "wording" / "house_words.toml"
LIST = word_list_from_data(tomllib.loads(SHIPPED.read_text("utf-8")))
WORDS = HouseWords(LIST)


def remarks(text: str) -> list[str]:
    return [text[remark.start : remark.end] for remark in find(text, WORDS)]


# -------------------------------------------------------------------------------- what is remarked on
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("BAME staff and bame residents", ["BAME", "bame"]),
        ("Ethnic minorities, an ethnic-minority manager", ["Ethnic minorities", "ethnic-minority"]),
        ("hard to reach, hard-to-reach", ["hard to reach", "hard-to-reach"]),
        ("hard‑to‑reach, hard to\nreach", ["hard‑to‑reach", "hard to\nreach"]),
        ("Black, Asian & minority ethnic staff", ["Black, Asian & minority ethnic"]),
        ("BAME's and the victims’ views", ["BAME", "victims"]),
        ("non-BAME and BAME-led", ["BAME", "BAME"]),
        ("race incidents and people of colour", ["race incidents", "people of colour"]),
        ("Islamophobia etc. was named", ["Islamophobia etc"]),
        ("gypsies, but Gypsy families", ["gypsies"]),
        ("diverse communities", ["diverse communities"]),
        ("racially diverse communities, racially\u00a0diverse candidates", []),
        ("bameness, embamed, hard to\n\nreach, hard, to reach, BAME_list", []),
        ("Victim Support and a victim", ["a victim"[2:]]),
        ("", []),
    ],
)  # fmt: skip
def test_words_are_found_whatever_their_capitals_hyphens_and_plurals(text: str, found: list[str]) -> None:
    assert remarks(text) == found


@pytest.mark.parametrize("form", ["Antisemitism", "anti-Gypsy Roma sentiment", "Islamophobia", "Sinophobia"])
def test_each_named_form_has_a_rule_of_its_own_and_is_never_remarked_on(form: str) -> None:
    assert remarks(f"{form} was reported twice. {form}, and racism.") == []
    assert [rule.key for rule in LIST.rules if form in rule.write], form


def test_other_words_for_a_named_form_lead_to_that_form_alone() -> None:
    told = {
        remark.found: remark.suggestions
        for remark in find("anti-Semitism, antigypsyism, anti-Muslim hate, anti-Chinese hate", WORDS)
    }
    assert told == {
        "anti-Semitism": ("Antisemitism",),
        "antigypsyism": ("anti-Gypsy Roma sentiment",),
        "anti-Muslim hate": ("Islamophobia",),
        "anti-Chinese hate": ("Sinophobia",),
    }


def test_a_word_that_gathers_the_forms_is_answered_with_all_four_names() -> None:
    (remark,) = find("We heard of anti-Asian hate.", WORDS)
    assert remark.suggestions == ()
    assert all(form in remark.says for form in ("Antisemitism", "anti-Gypsy Roma sentiment", "Islamophobia", "Sinophobia"))


def test_a_remark_says_what_is_agreed_and_why() -> None:
    (remark,) = find("Two BAME managers.", WORDS)
    assert remark.sentence.startswith("“BAME”: the agreed term is “racially diverse”. The council and its Race Equality Network")
    (remark,) = find("Two diverse candidates.", WORDS)
    assert remark.sentence.startswith("“diverse candidates”: say in which way")
    (remark,) = find("It was banter.", WORDS)
    assert remark.says == "better “racist remark” or “racist remarks”"
    (remark,) = find("Two ethnic minorities.", WORDS)
    assert remark.says.startswith("the agreed words are “racially diverse people” or ")


# -------------------------------------------------------------------------------- what is left alone
@pytest.mark.parametrize(
    "text",
    [
        'A resident: "The form only says BAME. I am Somali."',
        "A resident: “The form says ‘BAME’ and nothing else.”",
        "A resident said: ‘The form only says BAME’.",
        "She said ‘the residents’ form says BAME’.",
        "‘We don’t say BAME’, she wrote.",
        "„Nur BAME“ und «BAME»",
        'A resident: "The form only says BAME',  # being typed
        "A resident: 'The form only says BAME",
        "'BAME', they said",
        "“First paragraph, BAME.\n“Second one, BAME.”",
        "“BAME goes on\nover a line with BAME”",
        "He said “she said “BAME” to me about BAME”.",
        "> They wrote BAME in an e-mail",
        "I am a BAME manager and I’m an ethnic minority too.",
        "She describes herself as a proud ethnic minority woman.",
        "The global majority health needs assessment; Ethnic Minority Achievement Grant; the Victims’ Code.",
        "bame@norbury.gov.uk, https://norbury.gov.uk/bame-staff, www.x.uk/BAME #BAME BAME.xlsx",
    ],
)
def test_quotations_self_descriptions_titles_and_addresses_are_left_alone(text: str) -> None:
    assert remarks(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"Fine," he said. BAME staff said "no".', ["BAME"]),
        ('A 24" screen for BAME staff', ["BAME"]),
        ("The residents’ BAME form isn’t used by BAME staff", ["BAME", "BAME"]),
        ("the council's BAME staff and the '90s BAME list", ["BAME", "BAME"]),
        ('A resident: "The form\nBAME staff', ["BAME"]),
        ("“Not closed\n\nBAME staff", ["BAME"]),
        ("I am meeting BAME staff. I am new. BAME staff", ["BAME", "BAME"]),
        ("She describes herself as Somali. BAME staff", ["BAME"]),
        ("I am of the view that our BAME staff", ["BAME"]),
        ("‘Residents’ and BAME staff said ‘no’", ["BAME"]),
        ("‘He said “the boss’ and BAME staff", ["BAME"]),
    ],
)
def test_what_lies_outside_of_them_is_still_found(text: str, found: list[str]) -> None:
    assert remarks(text) == found


# -------------------------------------------------------------------------------- taking a suggestion
@pytest.mark.parametrize(
    ("text", "suggestion", "after"),
    [
        ("Two BAME staff", "racially diverse", "Two racially diverse staff"),
        ("BAME staff", "racially diverse", "Racially diverse staff"),
        ("Yes. BAME staff", "racially diverse", "Yes. Racially diverse staff"),
        ("List:\n- BAME staff", "racially diverse", "List:\n- Racially diverse staff"),
        ("An ethnic minority manager", "racially diverse", "A racially diverse manager"),
        ("Not an ethnic minority manager", "racially diverse", "Not a racially diverse manager"),
        ("It was a non-racist policy", "anti-racist", "It was an anti-racist policy"),
        ("a BAME manager", "racially diverse", "a racially diverse manager"),
    ],
)
def test_a_suggestion_fits_into_its_sentence(text: str, suggestion: str, after: str) -> None:
    (remark,) = find(text, WORDS)
    change = edit(text, remark, suggestion)
    assert text[: change.start] + change.text + text[change.end :] == after


def test_taking_a_suggestion_touches_nothing_else() -> None:
    text = "We met BAME staff."
    (remark,) = find(text, WORDS)
    assert edit(text, remark, "racially diverse") == Edit(7, 11, "racially diverse")


def test_plurals_are_formed_by_rule() -> None:
    assert plurals("minority") == ("minorities",)
    assert plurals("boy") == ("boys",)
    assert plurals("speech") == ("speeches",)


# -------------------------------------------------------------------------------- properties
PIECES = st.sampled_from(
    ["BAME", "bame", "ethnic", " ", "minorities", "hard", "-", "to", "reach", "I am", "a", "an", "s",
      "\n", "\n\n", '"', "'", "“", "”", "‘", "’", "„", "«", "»", ">", ".",
     ":", ",", "&", "/", "Victim", "Support", "anti", "Semitism", "\u00a0", "é", "\U0001f600", "@", "://"]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=60).map("".join), st.lists(PIECES, max_size=40).map(" ".join), st.text(max_size=200))


@given(TEXTS)
def test_remarks_lie_in_the_text_in_order_and_never_in_a_quotation(text: str) -> None:
    found, end = find(text, WORDS), 0
    for remark in found:
        assert end <= remark.start < remark.end <= len(text)
        end = remark.end
        assert " ".join(text[remark.start : remark.end].split()) == remark.found
        assert all(remark.end <= start or stop <= remark.start for start, stop in quoted(text))
    assert find(text, WORDS) == found


@given(TEXTS)
def test_quotations_lie_in_the_text_in_order_and_apart(text: str) -> None:
    spans = quoted(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] < other[0] for one, other in pairwise(spans))


@given(TEXTS)
def test_taking_every_agreed_word_leaves_no_more_remarks_of_those_rules(text: str) -> None:
    rounds = 0
    while settled := [remark for remark in find(text, WORDS) if remark.rule_key == "racially_diverse"]:
        change = edit(text, settled[0], settled[0].suggestions[0])
        text = text[: change.start] + change.text + text[change.end :]
        rounds += 1
        assert rounds < 200


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)).map(lambda p: (p[0], p[0] + p[1]))))
def test_merged_spans_cover_the_same_places(spans: list[tuple[int, int]]) -> None:
    places = {place for start, end in spans for place in range(start, end)}
    assert {place for start, end in merged(spans) for place in range(start, end)} == places


HOSTILE = {
    "opening marks": lambda n: "“" * n,
    "marks of all kinds": lambda n: "'a “ \"" * n,
    "opened, then closed": lambda n: "‘a “" * n + "”" * n,
    "apostrophes that may close": lambda n: "‘a s’ " * n,
    "one word": lambda n: "a" * n,
    "begun phrases": lambda n: "hard to " * n,
    "begun self-descriptions": lambda n: "I am " * n,
    "empty lines": lambda n: "\n" * n,
    "quoted lines": lambda n: ">\n" * n,
    "remarks only": lambda n: "BAME " * n,
    "one chunk": lambda n: "BAME." * n,
}


def calls_for(text: str) -> int:
    """How many functions are called to look through a text: a measure of work that is the same on every machine."""
    count = 0

    def note(_frame: object, _event: str, _argument: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(note)
    try:
        find(text, WORDS)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", HOSTILE)
def test_work_grows_with_the_length_only(name: str) -> None:
    """A text four times as long is four times the work, not sixteen times, whatever stands in it."""
    short, long = calls_for(HOSTILE[name](500) + " BAME"), calls_for(HOSTILE[name](2000) + " BAME")
    assert long < 4.2 * short + 200


# -------------------------------------------------------------------------------- the directorate's own
def own(kind: WordKind, **texts: str) -> HouseWord:
    return HouseWord(1, kind, **texts)


def test_a_rule_that_is_switched_off_is_silent() -> None:
    words = HouseWords(combined(LIST, [own(WordKind.OFF, rule_key="racist_remark")]))
    assert find("It was banter.", words) == ()
    assert [remark.found for remark in find("BAME", words)] == ["BAME"]


def test_own_words_come_before_the_shipped_ones() -> None:
    mine = own(WordKind.AVOID, term="BAME", suggestion="the community's name", reason="Agreed in Housing.")
    (remark,) = find("BAME tenants", HouseWords(combined(LIST, [mine])))
    assert (remark.suggestions, remark.rule_key) == (("the community's name",), "")
    assert remark.sentence == "“BAME”: better “the community's name”. Agreed in Housing."
    bare = own(WordKind.AVOID, term="service user", reason="People are residents.")
    (remark,) = find("Two service users", HouseWords(combined(LIST, [bare])))
    assert remark.sentence == "“service users”: use another word. People are residents."


def test_own_titles_are_left_alone() -> None:
    title = own(WordKind.TITLE, term="Norbury BAME Network")
    assert [r.start for r in find("Norbury BAME Network. BAME", HouseWords(combined(LIST, [title])))] == [22]


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (HouseWordDraft(WordKind.AVOID, "  "), "term"),
        (HouseWordDraft(WordKind.AVOID, "!?"), "term"),
        (HouseWordDraft(WordKind.AVOID, "a " * 13, reason="Long."), "term"),
        (HouseWordDraft(WordKind.AVOID, "x" * 121, reason="Long."), "term"),
        (HouseWordDraft(WordKind.AVOID, "service user", "a Service-User, really", "Why."), "suggestion"),
        (HouseWordDraft(WordKind.AVOID, "service user", "resident", "\n"), "reason"),
        (HouseWordDraft(WordKind.AVOID, "service user", "resident", "y" * 501), "reason"),
        (HouseWordDraft(WordKind.AVOID, "Punter", "resident", "Why."), "term"),
        (HouseWordDraft(WordKind.TITLE, ""), "term"),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_its_box(draft: HouseWordDraft, field: str) -> None:
    with pytest.raises(BadInputError) as refused:
        draft.read([own(WordKind.AVOID, term="punter")])
    assert refused.value.field == field


def test_what_is_kept_is_one_line_each() -> None:
    draft = HouseWordDraft(WordKind.AVOID, " service \n user ", "resident", "People\nlive here.")
    assert draft.read() == {"term": "service user", "suggestion": "resident", "reason": "People live here."}
    assert HouseWordDraft(WordKind.TITLE, "The BAME Forum", "x").read() == {
        "term": "The BAME Forum",
        "suggestion": "",
        "reason": "",
    }


def test_a_list_may_be_all_but_empty() -> None:
    """What holds no word (an entry made by another program, say) does nothing."""
    words = HouseWords(WordList((WordRule("", "Punter", ("punter", "?"), "Why.", ("resident",)),), ("?",)))
    assert [remark.found for remark in find("Two punters? Yes.", words)] == ["punters"]
    assert find("Two punters", HouseWords(WordList())) == ()


# -------------------------------------------------------------------------------- the file
HEAD = '[list]\nname = "x"\nlanguage = "en-GB"\n'
RULE = '[[rules]]\nkey = "one"\nheading = "One"\ninstead_of = ["a b"]\nwrite = ["c"]\nreason = "R."\nbasis = "plan"\n'


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        (RULE, "list"),
        (HEAD, "rules: is missing."),
        (HEAD + RULE.replace('"one"', '"One"'), "rules 1 (One), key: is made of small letters"),
        (HEAD + RULE.replace('"plan"', '"mine"'), "rules 1 (one), basis: is neither"),
        (HEAD + RULE.replace('["a b"]', "[]"), "rules 1 (one), instead_of: is missing."),
        (HEAD + RULE.replace('write = ["c"]\n', ""), "rules 1 (one), write: is missing, and there is no advice"),
        (HEAD + RULE.replace('["c"]', '["!"]'), "rules 1 (one), write: holds a suggestion without a word."),
        (HEAD + RULE.replace('["a b"]', '["a b", "A-B"]'), "“A-B” stands in one already."),
        (HEAD + RULE.replace('["a b"]', '["?"]'), "“?” has 0 words"),
        (HEAD + RULE + 'not_after = ["x y"]\n', "rules 1 (one), not_after: “x y” is not one word."),
        (HEAD + RULE + "colour = 1\n", "rules 1 (one), colour: is not known here."),
        (HEAD + RULE + RULE.replace("a b", "d"), "rules: “one” stands 2 times."),
        (HEAD + RULE + '[[titles]]\nname = "?"\n', "titles 1 (?), name: does not have 1 to 12 words."),
        (HEAD + RULE + '[[self_descriptions]]\nwords = []\nreach = 3\n', "words: is missing."),
        (HEAD + RULE + '[[self_descriptions]]\nwords = ["?"]\nreach = 3\n', "words: “?” does not have 1 to 12 words."),
        (HEAD + RULE + '[[self_descriptions]]\nwords = ["I"]\nreach = 0\n', "reach: is not 1 to 12."),
    ],
)  # fmt: skip
def test_every_fault_of_the_list_is_told_with_its_place(toml: str, told: str) -> None:
    with pytest.raises(BadInputError) as refused:
        word_list_from_data(tomllib.loads(toml))
    assert told in str(refused.value)


def test_a_list_without_faults_is_taken() -> None:
    assert word_list_from_data(tomllib.loads(HEAD + RULE)) == WordList((WordRule("one", "One", ("a b",), "R.", ("c",)),))
