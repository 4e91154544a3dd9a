"""Evidence: what is taken and what is refused, kept once, undone, opened as a copy, checked, backed up and cleared."""

import errno
import hashlib
import io
import shutil
import zipfile
from pathlib import Path

import pytest

from leadapp.db.soundness import damage_in
from leadapp.domain.errors import BadInputError, DiskError, StoreError
from leadapp.domain.evidence import EvidenceDraft
from leadapp.services.backup_service import check
from leadapp.services.evidence_files import read_given
from leadapp.services.opening import Services
from tests.worlds import by_reference, outside

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
PDF = b"%PDF-1.7\n1 0 obj\n"


def office(folder: str, *more: str) -> bytes:
    """A file as Office makes it, by its names alone."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in ("[Content_Types].xml", f"{folder}/document.xml", *more):
            archive.writestr(name, "<x/>")
    return made.getvalue()


MESSAGE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500 + "__properties_version1.0".encode("utf-16-le")
TAKEN = {
    "Rule.pdf": PDF,
    "Minutes.docx": office("word"),
    "Figures.xlsx": office("xl"),
    "Slides.pptx": office("ppt"),
    "Poster.png": PNG,
    "Photo.jpg": b"\xff\xd8\xff\xe0" + b"\x00" * 20,
    "Photo.JPEG": b"\xff\xd8\xff\xe1" + b"\x00" * 20,
    "Note.txt": "Wẹ́rẹ́ ni ó ń lọ.\r\n".encode(),
    "Old.txt": "Café".encode("cp1252"),
    "Wide.txt": "Café".encode("utf-16"),
    "Mail.msg": MESSAGE,
    "Mail.eml": b"Received: by x\r\nFrom: a@b.uk\r\n\r\nWords\r\n",
}
REFUSED = {
    "setup.exe": (b"MZ\x90\x00", "of a kind"),
    "Report.pdf": (b"MZ\x90\x00" + b"%PDF-1.7", "a program with another name"),
    "Tool.txt": (b"\x7fELF\x02\x01", "a program with another name"),
    "Report.docx": (b"%PDF-1.7", "not a Word document inside"),
    "Figures.xlsx": (office("word"), "not an Excel workbook inside"),
    "Macro.docx": (office("word", "word/vbaProject.bin"), "holds macros"),
    "Locked.xlsx": (MESSAGE, "protected with a password"),
    "Photo.png": (b"\xff\xd8\xff\xe0" + b"\x00" * 20, "not a PNG picture inside"),
    "Photo.jpg": (PNG, "not a JPG picture inside"),
    "Data.txt": (b"abc\x00def", "not plain text inside"),
    "Broken.txt": (b"\xff\xfea", "not plain text inside"),
    "Letter.msg": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 90, "not an Outlook message inside"),
    "Mail.eml": (b"Just words", "not an e-mail inside"),
    "Old.doc": (b"\xd0\xcf\x11\xe0", "of a kind"),
    "page.html": (b"<html>", "of a kind"),
    ".pdf": (PDF, "of a kind"),
    "noending": (PDF, "of a kind"),
    "Report.pdf.exe": (PDF, "of a kind"),
    "Empty.pdf": (b"", "is empty"),
    "Large.pdf": (PDF + b"x" * 15_000_000, "15.0 MB. At most 10.0 MB"),
    "Zip.docx": (b"PK\x03\x04broken", "not a Word document inside"),
}


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def contents(services: Services) -> set[str]:
    return {row[0] for row in services.database.raw().execute("SELECT sha256 FROM evidence_content")}


@pytest.mark.parametrize("name", TAKEN)
def test_what_can_be_evidence_is_copied_in_and_comes_out_as_it_was(services: Services, tmp_path: Path, name: str) -> None:
    services.plan.adopt(("2.4",))
    action = by_reference(services, "2.4")
    added = services.evidence.add_files([put(tmp_path, name, TAKEN[name])], action.id)
    assert added.refusals == ()
    (kept,) = services.evidence.list_evidence(action.id)
    assert (kept.kind, kept.size, kept.references) == ("file", len(TAKEN[name]), ("2.4",))
    copy = services.evidence.copy_to_look_at(kept.id)
    assert copy.read_bytes() == TAKEN[name]
    assert copy.suffix.lower().lstrip(".") in {"pdf", "docx", "xlsx", "pptx", "png", "jpg", "txt", "msg", "eml"}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_evidence_is_refused_in_a_sentence(services: Services, tmp_path: Path, name: str) -> None:
    content, words = REFUSED[name]
    added = services.evidence.add_files([put(tmp_path, name, content)])
    assert not added.changes
    (sentence,) = added.refusals
    assert words in sentence
    assert sentence.startswith("“")
    assert sentence.endswith(".")
    assert services.evidence.list_evidence() == ()
    assert contents(services) == set()


def test_a_folder_a_file_that_is_gone_and_the_live_file_are_refused(services: Services, tmp_path: Path) -> None:
    folder = tmp_path / "Papers.pdf"
    folder.mkdir()
    link = tmp_path / "mine.pdf"
    link.hardlink_to(services.path)
    added = services.evidence.add_files([folder, tmp_path / "gone.pdf", services.path, link])
    assert [sentence.split("”")[1] for sentence in added.refusals] == [
        " is a folder. Choose the files in it.",
        " is not there any more. It may have been moved or renamed.",
        " cannot be evidence. Choose a document, a picture or a message.",
        " cannot be evidence. Choose a document, a picture or a message.",
    ]
    services.plan.adopt(("2.4",))  # the file is still held and writable
    assert services.is_open


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, "Rule.pdf", PDF)

    def refuse(*_args: object, **_more: object) -> object:
        raise PermissionError(errno.EACCES, "no right")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(DiskError, match="cannot be read"):
        read_given(path)


def test_one_refused_file_does_not_stop_the_others_and_all_are_one_step(services: Services, tmp_path: Path) -> None:
    files = [put(tmp_path, name, TAKEN[name]) for name in ("Rule.pdf", "Poster.png")]
    added = services.evidence.add_files([files[0], put(tmp_path, "x.exe", b"MZ"), files[1]])
    assert added.changes.label == "2 files added as evidence"
    assert len(added.refusals) == 1
    services.history.undo()
    assert services.evidence.list_evidence() == ()
    services.history.redo()
    assert {e.file_name for e in services.evidence.list_evidence()} == {"Rule.pdf", "Poster.png"}


def test_the_same_content_is_kept_once_and_used_by_several_actions(services: Services, tmp_path: Path) -> None:
    services.plan.adopt(("2.4", "1.8"))
    one, other = by_reference(services, "2.4"), by_reference(services, "1.8")
    services.evidence.add_files([put(tmp_path, "Rule.pdf", PDF)], one.id)
    assert services.evidence.add_files([put(tmp_path, "Same rule.pdf", PDF)], other.id).changes
    (kept,) = services.evidence.list_evidence()
    assert kept.references == ("2.4", "1.8")
    again = services.evidence.add_files([put(tmp_path, "Rule again.pdf", PDF)], one.id)
    assert again.refusals == ("“Rule again.pdf” is already here. Nothing was copied twice.",)
    assert len(contents(services)) == 1


def test_removing_evidence_can_be_undone_after_a_backup_and_a_restart(services: Services, tmp_path: Path) -> None:
    services.plan.adopt(("2.4",))
    action = by_reference(services, "2.4")
    services.evidence.add_files([put(tmp_path, "Rule.pdf", PDF)], action.id)
    (kept,) = services.evidence.list_evidence()
    services.evidence.remove(kept.id)
    made = services.backups.back_up()
    assert services.evidence.list_evidence() == ()
    services.history.undo()
    (back,) = services.evidence.list_evidence(action.id)
    assert services.evidence.copy_to_look_at(back.id).read_bytes() == PDF
    assert check(made) == ()


def test_a_content_that_nothing_names_any_more_is_left_behind_at_a_backup(services: Services, tmp_path: Path) -> None:
    services.evidence.add_files([put(tmp_path, "Rule.pdf", PDF)])
    (kept,) = services.evidence.list_evidence()
    with services.database.maintaining() as connection:
        connection.exec_driver_sql(
            "INSERT INTO evidence_content(sha256, content) VALUES (?, ?)", (hashlib.sha256(b"left").hexdigest(), b"left")
        )
    assert len(contents(services)) == 2
    services.backups.back_up()
    assert contents(services) == {kept.sha256}


def test_a_refused_step_leaves_no_content(services: Services, tmp_path: Path) -> None:
    with pytest.raises(Exception, match="no longer in the plan"):
        services.evidence.add_files([put(tmp_path, "Rule.pdf", PDF)], 999)
    assert contents(services) == set()
    assert services.evidence.list_evidence() == ()


def test_all_files_together_have_a_limit(services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from leadapp.services import evidence_service

    monkeypatch.setattr(evidence_service, "MOST_ALL", 2_000_000)
    files = [put(tmp_path, f"{n}.pdf", PDF + bytes([n]) * 900_000) for n in range(1, 4)]
    added = services.evidence.add_files(files)
    assert len(services.evidence.list_evidence()) == 2
    (sentence,) = added.refusals
    assert "“3.pdf” was not copied in: all evidence together would have 2.7 MB, and 2.0 MB is the most" in sentence
    assert services.evidence.kept_size() == sum(len(f.read_bytes()) for f in files[:2])


def test_a_full_disk_is_a_sentence_and_nothing_is_lost(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = services.database.raw().execute("PRAGMA page_count").fetchone()[0]
    services.database.raw().execute(f"PRAGMA max_page_count={pages + 5}")
    with pytest.raises(DiskError, match="disk is full"):
        services.evidence.add_files([put(tmp_path, "Big.pdf", PDF + b"x" * 2_000_000)])
    services.database.raw().execute("PRAGMA max_page_count=1000000")
    assert services.evidence.list_evidence() == ()
    assert damage_in(services.database.raw()) == ()
    assert services.evidence.add_files([put(tmp_path, "Small.pdf", PDF)]).changes


# -------------------------------------------------------------------------------- damage
@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("UPDATE evidence_content SET content = x'00'", "is not as it was added"),
        ("DELETE FROM evidence_content", "“Rule.pdf” is not there"),
    ],
)
def test_a_content_that_was_changed_or_lost_is_found_and_never_opened(
    services: Services, tmp_path: Path, damage: str, words: str
) -> None:
    services.evidence.add_files([put(tmp_path, "Rule.pdf", PDF)])
    (kept,) = services.evidence.list_evidence()
    services.close()
    with outside(services.path) as connection:
        connection.execute(damage)
    assert any(words in finding for finding in check(services.path))
    from leadapp.services.opening import open_services

    again = open_services(services.path)
    with pytest.raises((StoreError, Exception), match=r"not as it was|not there"):
        again.evidence.copy_to_look_at(kept.id)
    again.close()


def test_a_backup_with_another_content_does_not_pass_for_equal(services: Services, tmp_path: Path) -> None:
    from leadapp.db.backup import content_digest

    services.evidence.add_files([put(tmp_path, "Rule.pdf", PDF + b"x" * 5000)])
    services.close()
    copy = Path(shutil.copyfile(services.path, tmp_path / "copy.leadapp"))
    with outside(services.path) as one, outside(copy) as other:
        assert content_digest(one) == content_digest(other)
        other.execute("UPDATE evidence_content SET content = content || x'00'")
        assert content_digest(one) != content_digest(other)


# -------------------------------------------------------------------------------- notes, links, days
def test_notes_and_links_are_dated_today_and_reused(services: Services) -> None:
    services.plan.adopt(("2.4", "1.8"))
    one, other = by_reference(services, "2.4"), by_reference(services, "1.8")
    services.evidence.add_note(one.id, EvidenceDraft(title="Depot talk", note="What crews said"))
    services.evidence.add_link(one.id, EvidenceDraft(link="https://www.norbury.gov.uk/rule", dated="1 March 2025"))
    note, link = services.evidence.list_evidence(one.id)
    assert str(note.dated) == "2026-10-06"
    assert link.name == "https://www.norbury.gov.uk/rule"
    today = services.preferences.today()
    assert (note.is_out_of_date(today), link.is_out_of_date(today)) == (False, True)
    assert [e.id for e in services.evidence.find_evidence("depot crews", other.id)] == [note.id]
    services.evidence.use(note.id, other.id)
    assert services.evidence.find_evidence("depot", other.id) == ()
    services.evidence.stop_using(note.id, one.id)
    assert services.evidence.list_evidence(other.id)[0].references == ("1.8",)


def test_a_day_that_cannot_be_read_is_kept_as_typed_and_no_check_names_it(services: Services) -> None:
    services.evidence.add_note(None, EvidenceDraft(note="Words"))
    (note,) = services.evidence.list_evidence()
    services.evidence.change(note.id, note.version, EvidenceDraft(dated="31 September 2026", title="Talk"))
    (after,) = services.evidence.list_evidence()
    assert (after.title, after.dated, after.typed) == ("Talk", note.dated, (("dated", "31 September 2026"),))
    checks = services.returns.checks(services.preferences.reported_quarter())
    assert next(c for c in checks if c.key == "typed").passed
    services.evidence.change(note.id, after.version, EvidenceDraft(dated="30 September 2026"))
    assert services.evidence.list_evidence()[0].typed == ()
    services.evidence.remove(note.id)
    assert services.evidence.list_evidence() == ()


def test_an_empty_note_is_refused(services: Services) -> None:
    with pytest.raises(BadInputError, match="Write what proves it"):
        services.evidence.add_note(None, EvidenceDraft(note="  "))


def test_evidence_is_found_by_search(services: Services) -> None:
    services.evidence.add_note(None, EvidenceDraft(title="Depot talk", note="Weekend rota"))
    assert [hit.kind for hit in services.search.find("weekend")] == ["Evidence"]


def test_reading_a_list_of_evidence_reads_no_content(services: Services, tmp_path: Path) -> None:
    services.evidence.add_files([put(tmp_path, "Rule.pdf", PDF)])
    asked: list[str] = []
    services.database.raw().set_trace_callback(asked.append)
    services.evidence.list_evidence()
    services.home.view()
    services.database.raw().set_trace_callback(None)
    assert asked
    assert not any("evidence_content" in statement for statement in asked)
