"""Every part of every file of every version, for words that its readers must not have."""

import dataclasses
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from leadapp.domain.exchange import as_plain
from leadapp.domain.quarters import Quarter
from leadapp.domain.reduction import SEEN, reduce
from leadapp.domain.return_versions import VERSIONS
from leadapp.domain.returns import RedatingPart, ReturnRecord, record_as_json
from leadapp.exports.pdf import draw_pdf
from leadapp.exports.workbook import draw_workbook
from leadapp.services.opening import Services
from tests.domain.record_markers import NOT_WORDS, marked, marker, parts_of
from tests.domain.test_reduction import full
from tests.exports.drawn import no_progress

FORMS = ("json", "xlsx", "pdf")


@pytest.fixture
def record(sample: Services) -> ReturnRecord:
    """The sample's return with everything that a return can have, and a marker in every text of it."""
    told, one = sample.returns.assemble(Quarter.parse("2026-27-Q2")), full()
    again = dataclasses.replace(
        told.actions[0], redated=told.actions[0].redated or _redated(told), blocked_by="x", unblocked_when="x"
    )
    names = ("signatures", "rules_off", "challenges", "revision", "revision_changes", "correction", "missing")
    more = {name: getattr(one, name) for name in names}
    made: ReturnRecord = marked(dataclasses.replace(told, actions=(again, *told.actions[1:]), **more))
    return made


def _redated(told: ReturnRecord) -> tuple[RedatingPart, ...]:
    return next(action.redated for action in told.actions if action.redated)


def drawn(record: ReturnRecord, version: str, form: str, folder: Path) -> Path:
    """A version in a form, made as an export makes it."""
    path, reduced = folder / f"{version}.{form}", reduce(record, version)
    document = VERSIONS[version](record, "5e" * 32)
    if form == "json":
        path.write_text(json.dumps(record_as_json(reduced), ensure_ascii=False), "utf-8")
    elif form == "xlsx":
        draw_workbook(document, path, no_progress, as_plain(record) if version == "full" else None)
    else:
        draw_pdf(document, path, no_progress)
    return path


# -------------------------------------------------------------------------------- reading everything
def everything_in(path: Path) -> str:
    """All that a file holds, as one text without spaces and line ends: a word may be parted by them."""
    return re.sub(r"\s+", "", "\n".join(_texts(path)))


def _texts(path: Path) -> Iterator[str]:
    if path.suffix == ".json":
        yield path.read_text("utf-8")
    elif path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as archive:
            for part in archive.infolist():
                yield part.filename
                yield archive.read(part).decode("utf-8")
                yield part.comment.decode("latin-1")
    else:
        yield from _pdf_texts(path)


def _pdf_texts(path: Path) -> Iterator[str]:
    whole = path.read_bytes()
    yield whole.decode("latin-1")
    yield whole.replace(b"\0", b"").decode("latin-1")  # texts outside of pages stand in UTF-16
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", whole, re.DOTALL):
        try:
            yield zlib.decompress(stream).decode("latin-1")
        except zlib.error:
            yield stream.decode("latin-1")
    with pypdfium2.PdfDocument(path) as opened:
        yield from opened.get_metadata_dict().values()
        yield from (item.get_title() for item in opened.get_toc())
        for page in opened:
            yield page.get_textpage().get_text_bounded()


def markers(version: str, *, seen: bool) -> set[str]:
    """The markers of all texts that a version sees, or does not see."""
    return {
        marker(kind, name)
        for kind in parts_of()
        for name, who in SEEN[kind].items()
        if name not in NOT_WORDS and (version in who.split(", ")) is seen
    }


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("version", ["staff", "summary"])
def test_no_part_of_a_file_holds_what_its_readers_must_not_see(
    version: str, form: str, record: ReturnRecord, tmp_path: Path
) -> None:
    words = everything_in(drawn(record, version, form, tmp_path))
    assert {one for one in markers(version, seen=False) if one in words} == set()
    assert "5e5e5e5e" not in words, "a digest of the full record could be tried against guesses"
    assert "leadappdata" not in words
    assert "Sandra" not in words


SHOWN = {
    "staff": {
        "HeadlineProgress",
        "HeadlineChallenges",
        "CommitmentPartWhy",
        "ActionPartDescription",
        "PillarPartNote",
        "KpiPartText",
    },
    "summary": {
        "ChangePartId",
        "PillarPartShortTitle",
        "EscalationPartAsk",
        "RiskPartTitle",
        "CommitmentPartText",
        "HeadlineFeedback",
    },
    "full": {
        "CommitmentPartOwner",
        "UpdatePartText",
        "RiskPartMitigation",
        "ChallengePartAnswer",
        "TriggerPartFact",
        "SignaturePartName",
    },
}
"""What a version is for: that the reader of files finds these shows that it would find the others."""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("version", VERSIONS)
def test_every_file_holds_what_its_version_is_for(version: str, form: str, record: ReturnRecord, tmp_path: Path) -> None:
    short = dataclasses.replace(record, headline=dataclasses.replace(record.headline, feedback="MarkHeadlineFeedbackEnd"))
    words = everything_in(drawn(short, version, form, tmp_path))
    assert {one for one in SHOWN[version] if f"Mark{one}" not in words} == set()


def test_the_names_of_files_and_covers_say_the_version(sample: Services, tmp_path: Path) -> None:
    from leadapp.domain.return_document import file_stem

    quarter = Quarter.parse("2026-27-Q2")
    made = {version: sample.returns.prepare(quarter, {"pdf": tmp_path / "x.pdf"}, version=version) for version in VERSIONS}
    assert [file_stem(draft.record).rpartition("revision 1")[2] for draft in made.values()] == ["", " for staff", " one page"]
    facts = dict(made["staff"].document.cover.facts)
    assert facts["Version"] == "For staff and their networks"
    assert made["staff"].document.footer.endswith("version for staff")
    assert made["summary"].document.footer.endswith("one-page version")
    assert dict(made["full"].document.cover.facts)["Version"] == "Full, for the Race Action Group"
