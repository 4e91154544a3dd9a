"""The life of a return as pure rules: its steps, its signatures in words, what is kept of it, and what a correction is told from."""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadapp.domain.documents import Callout, Table
from leadapp.domain.errors import BadInputError
from leadapp.domain.freezing import digest_of, pack, seal_of, still_stands, unpack
from leadapp.domain.packed import DamagedError, Packed, is_whole, pack_bytes, whole_of
from leadapp.domain.past import as_corrected
from leadapp.domain.plan import Confidence, Status
from leadapp.domain.promise_parts import SignaturePart
from leadapp.domain.quarters import Quarter
from leadapp.domain.return_document import email_text, return_document
from leadapp.domain.return_life import (
    LEAD,
    SECOND,
    SignatureDraft,
    check_confirm,
    check_submit,
    check_text,
    life_steps,
    signature_words,
)
from leadapp.domain.return_text import ReturnState, ReturnText
from leadapp.domain.return_versions import VERSIONS, documents_of
from leadapp.domain.returns import ReturnRecord
from leadapp.domain.standing_section import standing_section
from tests.domain.test_return import NOW, TODAY, action, material, record, update

Q2 = Quarter(2026, 2)
SIGNED = SignaturePart(LEAD, "A. Lead", "Head of Parks", dt.date(2026, 10, 5), "here")
CONFIRMED = SignaturePart(SECOND, "N. Farrow", "Corporate Director", dt.date(2026, 10, 6), "email", "Her e-mail")
WHOLE = ReturnText("2026-27-Q2", progress="p", challenges="c", feedback="f")


def submitted(*signatures: SignaturePart, **values: Any) -> ReturnRecord:
    made = record(text=WHOLE)
    changes: dict[str, Any] = {"state": ReturnState.SUBMITTED, "submitted_at": NOW, "signatures": signatures} | values
    return dataclasses.replace(made, **changes)


# -------------------------------------------------------------------------------- steps and signatures
@pytest.mark.parametrize(
    ("state", "roles", "missing", "marks"),
    [
        (ReturnState.DRAFT, "", 2, "now ahead ahead ahead ahead"),
        (ReturnState.DRAFT, "", 0, "done now ahead ahead ahead"),
        (ReturnState.SIGNED, "lead", 1, "done skipped now ahead ahead"),
        (ReturnState.SIGNED, "lead", 0, "done done now ahead ahead"),
        (ReturnState.CONFIRMED, "lead second", 0, "done done done now ahead"),
        (ReturnState.SUBMITTED, "lead second", 0, "done done done done now"),
        (ReturnState.SUBMITTED, "lead", 0, "done done done skipped now"),
        (ReturnState.SUBMITTED, "", 0, "done done skipped skipped now"),
    ],
)
def test_the_five_steps_say_where_it_stands(state: ReturnState, roles: str, missing: int, marks: str) -> None:
    steps = life_steps(state, frozenset(roles.split()), missing)
    assert [step.word for step in steps] == ["Draft", "Checked", "Signed by the lead", "Confirmed", "Submitted"]
    assert " ".join(step.mark for step in steps) == marks
    assert [step.mark for step in steps].count("now") == 1


def test_what_is_left_out_is_said() -> None:
    steps = life_steps(ReturnState.SUBMITTED, frozenset(), 0)
    assert [step.detail for step in steps if step.mark == "skipped"] == ["Not signed by the lead", "Not confirmed"]
    assert life_steps(ReturnState.DRAFT, frozenset(), 1)[1].detail == "1 thing missing"
    assert life_steps(ReturnState.DRAFT, frozenset(), 3)[1].detail == "3 things missing"


def test_a_signature_is_told_in_words() -> None:
    assert signature_words(CONFIRMED) == "N. Farrow, Corporate Director, 6 October 2026, by e-mail"
    read = SignatureDraft("  N.  Farrow ", "Director", "5/10/26", "meeting", " In the minutes \n").read(SECOND, Q2, TODAY)
    assert read == SignaturePart(SECOND, "N. Farrow", "Director", dt.date(2026, 10, 5), "meeting", "In the minutes")
    assert SignatureDraft("N", "D").read(LEAD, Q2, TODAY).signed_on == TODAY


def test_a_revision_being_written_may_be_submitted_although_a_later_quarter_is_reported() -> None:
    second = dataclasses.replace(WHOLE, revision=2)
    check_submit(second, is_sample=False, reported=Q2.next)
    check_submit(WHOLE, is_sample=False, reported=Q2)
    with pytest.raises(BadInputError, match="2026-27-Q1 is not submitted yet"):
        check_submit(WHOLE, is_sample=False, reported=Q2.previous)
    check_text(WHOLE, "progress")
    check_confirm(dataclasses.replace(WHOLE, state=ReturnState.SIGNED), (), CONFIRMED)
    sent = dataclasses.replace(second, state=ReturnState.SUBMITTED)
    with pytest.raises(BadInputError, match=r"2026-27-Q2, revision 2, was submitted\. It is not submitted twice"):
        check_submit(sent, is_sample=False, reported=Q2)


# -------------------------------------------------------------------------------- the pages
def test_the_cover_says_who_stands_for_it() -> None:
    cover = return_document(submitted(SIGNED, CONFIRMED), "ab" * 32).cover
    facts = dict(cover.facts)
    assert facts["Lead"] == "A. Lead, Head of Parks"
    assert facts["Signed"] == "5 October 2026, here"
    assert facts["Submitted"] == "6 October 2026, 09:00"
    assert facts["SHA-256"] == "ab" * 32
    assert facts["Version"] == "Full, for the Race Action Group"
    assert {"State", "As at", "Return due"}.isdisjoint(facts)
    assert "A second person has confirmed it." in cover.callouts[0].text


def test_a_long_reason_is_cut_on_the_cover_and_whole_in_its_section() -> None:
    made = submitted(SIGNED, revision=2, correction="Because " * 100)
    cover = return_document(made, "ab" * 32).cover
    (told,) = [c.text for c in cover.callouts if c.title == "Corrects revision 1."]
    assert len(told) <= 160
    assert "Because " * 99 in str(standing_section(made, "ab" * 32))
    assert "It corrects revision 1: Because" in email_text(made, "")


def test_what_nobody_signed_has_no_section_until_it_is_submitted() -> None:
    assert standing_section(record()) == ()
    (section,) = standing_section(submitted(), "ab" * 32)
    (table,) = [block for block in section.blocks if isinstance(block, Table)]
    assert table.empty == "Nobody has signed it."
    assert "Not confirmed." in [block.title for block in section.blocks if isinstance(block, Callout)]


def test_what_was_changed_after_it_was_signed_is_said_twice() -> None:
    made = dataclasses.replace(record(text=WHOLE), signatures=(dataclasses.replace(SIGNED, stands=False),))
    document = return_document(made)
    titles = [c.title for c in document.cover.callouts]
    titles += [b.title for b in document.sections[-1].blocks if isinstance(b, Callout)]
    assert titles.count("Changed since.") == 2
    assert document.notice == "Draft"


def test_what_an_earlier_leadapp_marked_as_sent_says_so() -> None:
    made = dataclasses.replace(record(text=WHOLE), state=ReturnState.SUBMITTED)
    cover = return_document(made).cover
    assert "Not kept as it was." in [c.title for c in cover.callouts]
    assert dict(cover.facts)["State"] == "Submitted"
    assert "Signed" not in dict(cover.facts)
    assert "State: submitted. Revision 1." in email_text(made, "")


# -------------------------------------------------------------------------------- what is kept
def test_a_submitted_record_comes_back_as_it_was() -> None:
    made = submitted(SIGNED, CONFIRMED)
    packed = pack(made, documents_of(made, digest_of(made)))
    again = unpack(packed, NOW, "1.0")
    assert (again.record, again.sha256, again.made_by) == (made, digest_of(made), "1.0")
    assert {version: again.document(version) for version in VERSIONS} == documents_of(made, again.sha256)
    assert again.document("of a later leadapp") is None


def _flipped(content: bytes, place: int, other: int) -> bytes:
    kept = bytearray(content)
    kept[place % len(kept)] ^= other
    return bytes(kept)


@given(st.binary(), st.binary(), st.integers(0), st.integers(0, 255))
def test_no_changed_byte_goes_unnoticed(one: bytes, two: bytes, place: int, other: int) -> None:
    packed = pack_bytes(one, two)
    assert whole_of(packed) == (one, two)
    for changed in (
        dataclasses.replace(packed, record=_flipped(packed.record, place, other)),
        dataclasses.replace(packed, documents=_flipped(packed.documents, place, other)),
    ):
        try:
            assert whole_of(changed) == (one, two)  # only what is not the content differs, such as a mark of the packer
        except DamagedError:
            assert not is_whole(changed)
    assert not is_whole(Packed("0" * 64, packed.record, packed.documents))


def test_a_signature_stands_for_what_was_said_not_for_the_day() -> None:
    made = record(text=WHOLE)
    seal = seal_of(made, "1.0")
    assert still_stands(seal, dataclasses.replace(made, as_at=NOW + dt.timedelta(days=3), state=ReturnState.SIGNED), "1.0")
    other = record(text=dataclasses.replace(WHOLE, progress="other"))
    assert not still_stands(seal, other, "1.0")
    assert still_stands("", made, "1.0")
    assert still_stands(seal, other, "1.1"), "a newer leadapp may digest otherwise: nothing is claimed"


# -------------------------------------------------------------------------------- what a correction is told from
def test_a_correction_stands_on_what_was_submitted() -> None:
    then = (action(1, "2.4"), action(2, "2.5"))
    said = (update(1, "2026-27-Q2", "First words"), update(2, "2026-27-Q2", "Words"))
    sent = record(text=WHOLE, actions=then, updates=said)
    now = (
        dataclasses.replace(then[0], status=Status.COMPLETE, confidence=None, title="Renamed"),
        dataclasses.replace(then[1], status=Status.PAUSED, status_reason="No money"),
        action(3, "2.6"),
        action(4, "2.7"),
    )
    later = (
        *said,
        update(2, "2026-27-Q2", "Corrected words"),
        update(4, "2026-27-Q2", "Forgotten"),
        update(3, "2026-27-Q3", "New"),
    )
    told = as_corrected(material(text=WHOLE, actions=now, updates=later), sent)
    by_reference = {a.reference: a for a in told.actions}
    assert set(by_reference) == {"2.4", "2.5", "2.7"}, "what was taken in afterwards is in it only if it was written about"
    assert (by_reference["2.4"].status, by_reference["2.4"].confidence) == (Status.UNDERWAY, Confidence.ON_TRACK)
    assert by_reference["2.4"].title == "Renamed"
    assert by_reference["2.5"].status is Status.PAUSED, "what was written about since tells its state anew"
