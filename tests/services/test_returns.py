"""The return of a quarter through the services: its record, its forms, what stands in the way of an export, hard texts."""

import datetime as dt
import errno
import hashlib
import json
import os
import shutil
from pathlib import Path

import openpyxl
import pytest

from leadapp.domain.errors import BadInputError, CancelledError, DiskError
from leadapp.domain.plan import ActionDraft
from leadapp.domain.quarters import Quarter
from leadapp.services.opening import Services
from tests.exports.drawn import pages
from tests.services.test_round_and_returns import Q1, Q2, Q3, write_headline
from tests.worlds import StandingClock, by_reference


def test_a_return_exists_from_the_first_quarter_to_the_present(services: Services) -> None:
    assert services.returns.known_quarter(Q3) == Q3
    for quarter, sentence in (
        (Q1, "begins with 2026-27-Q2"),
        (Quarter(2026, 4), "has not begun yet. It starts on 1 January 2027"),
    ):
        with pytest.raises(BadInputError, match=sentence):
            services.returns.known_quarter(quarter)


def test_the_record_of_the_sample(sample: Services, tmp_path: Path) -> None:
    (export,) = sample.returns.export(Q2, {"json": tmp_path / "r.json"})
    record = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert list(record)[:11] == [
        "schema",
        "directorate",
        "quarter",
        "revision",
        "state",
        "marking",
        "headline",
        "pillars",
        "actions",
        "kpis",
        "missing",
    ]
    assert record["sample"] is True
    assert [p["number"] for p in record["pillars"]] == [1, 2, 3, 4, 5]
    assert sum(p["actions"] for p in record["pillars"]) == sum(a["pillar"] is not None for a in record["actions"])
    test = record["urgent_test"]
    assert test["share"] == pytest.approx(test["numerator"] / test["denominator"])
    assert export.sha256 == hashlib.sha256((tmp_path / "r.json").read_bytes()).hexdigest()
    assert sample.returns.list_exports(Q2)[0].file_name == "r.json"
    for kpi in record["kpis"]:
        value = kpi["value"]
        if value and value["share"] is not None:
            assert value["share"] == pytest.approx(value["numerator"] / value["denominator"])
        if kpi["perception"] and value and not value["not_yet_measured"] and not value["hidden"]:
            assert value["wave"]
            assert value["n"]
            assert value["response_rate"]


def test_an_earlier_quarter_stands_as_it_was(sample: Services) -> None:
    record = sample.returns.assemble(Q1)
    assert record.quarter == "2026-27-Q1"
    assert record.state == "submitted"
    moved_since = [a for a in sample.plan.list_actions() if a.times_redated]
    then = {a.id: a for a in record.actions}
    assert any(then[a.reference].due != a.due for a in moved_since if a.reference in then)
    assert all(u.written_on <= dt.date(2026, 8, 1) for a in record.actions for u in a.updates)


def test_a_return_that_was_sent_stands_as_at_the_day_it_was_sent(
    sample: Services, services: Services, clock: StandingClock
) -> None:
    assert sample.returns.assemble(Q1).as_at.date() == sample.returns.text(Q1).submitted_on
    assert dict(sample.returns.document(Q1).cover.facts)["Submitted"] == "9 July 2026, 10:14"
    assert sample.returns.assemble(Q2).as_at.date() == sample.preferences.today()
    write_headline(services)
    services.life.submit(Q2)
    clock.go_to(dt.date(2026, 12, 1))
    assert services.returns.assemble(Q2).as_at == dt.datetime(2026, 10, 6, 9, tzinfo=dt.UTC)
    assert services.returns.document(Q2).created.date() == dt.date(2026, 10, 6)


def test_all_forms_say_the_same_and_replace_what_was_there(sample: Services, tmp_path: Path) -> None:
    targets = {form: tmp_path / f"r.{form}" for form in ("xlsx", "pdf", "json")}
    for path in targets.values():
        path.write_text("older", "utf-8")
    told: list[tuple[int, int]] = []
    done = sample.returns.export(Q2, targets, lambda d, t: told.append((d, t)))
    assert [e.form for e in done] == ["json", "xlsx", "pdf"]
    assert targets["xlsx"].read_bytes()[:2] == b"PK"
    assert targets["pdf"].read_bytes()[:5] == b"%PDF-"
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith((".", "r."))) == ["r.json", "r.pdf", "r.xlsx"]
    assert all(0 <= d <= t for d, t in told)
    assert told
    again = {form: tmp_path / f"again.{form}" for form in ("xlsx", "pdf")}
    document = sample.returns.prepare(Q2, again)
    from leadapp.services.return_service import draw

    first = [e.sha256 for e in draw(document)]
    assert first == [e.sha256 for e in draw(document)]


@pytest.mark.parametrize(
    ("number", "sentence"), [(errno.ENOSPC, "disk is full"), (errno.EACCES, "read-only, or the file is open")]
)
@pytest.mark.parametrize("where", ["drawing", "putting in place"])
def test_a_fault_while_exporting_leaves_every_target_as_it_was(
    sample: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str, where: str
) -> None:
    targets = {"xlsx": tmp_path / "r.xlsx", "pdf": tmp_path / "r.pdf"}
    for path in targets.values():
        path.write_text("older", "utf-8")

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    if where == "drawing":
        monkeypatch.setattr(os, "fsync", refuse)
    else:
        monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(DiskError, match=sentence):
        sample.returns.export(Q2, targets)
    monkeypatch.undo()
    assert {p.name: p.read_text("utf-8") for p in tmp_path.glob("r.*")} == {"r.xlsx": "older", "r.pdf": "older"}
    assert not list(tmp_path.glob(".r*"))
    assert sample.returns.list_exports(Q2) == ()


def test_if_one_target_is_open_elsewhere_the_other_comes_back(
    sample: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "r.xlsx").write_text("older", "utf-8")
    replace = Path.replace

    def refuse_pdf(self: Path, target: Path) -> Path:
        if target.suffix == ".pdf":
            raise PermissionError(errno.EACCES, "open")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse_pdf)
    targets = {"json": tmp_path / "r.json", "xlsx": tmp_path / "r.xlsx", "pdf": tmp_path / "r.pdf"}
    with pytest.raises(DiskError, match="open in another program"):
        sample.returns.export(Q2, targets)
    assert {p.name: p.read_text("utf-8") for p in tmp_path.iterdir() if "r." in p.name} == {"r.xlsx": "older"}


def test_what_cannot_be_put_back_is_named_and_its_older_text_is_kept(
    sample: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "r.xlsx").write_text("older", "utf-8")
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target.suffix == ".pdf" or self.suffix == ".older":
            raise PermissionError(errno.EACCES, "open")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(
        DiskError, match=r"“r\.pdf” could not be written.* “r\.xlsx” could not be put back.*as “\.r\.xlsx\.older”"
    ):
        sample.returns.export(Q2, {"xlsx": tmp_path / "r.xlsx", "pdf": tmp_path / "r.pdf"})
    assert (tmp_path / "r.xlsx").read_bytes().startswith(b"PK")
    assert [p.read_text("utf-8") for p in tmp_path.glob(".r*")] == ["older"]
    assert not (tmp_path / "r.pdf").exists()


def test_what_cannot_be_put_back_is_kept_where_a_folder_shows_it(
    sample: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "r.xlsx").write_text("older", "utf-8")
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target.suffix == ".pdf" or (self.suffix == ".older" and target.name == "r.xlsx"):
            raise PermissionError(errno.EACCES, "open")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(DiskError, match=r"What stood there before is kept beside it as “r as it was\.xlsx”"):
        sample.returns.export(Q2, {"xlsx": tmp_path / "r.xlsx", "pdf": tmp_path / "r.pdf"})
    assert (tmp_path / "r as it was.xlsx").read_text("utf-8") == "older"
    assert not list(tmp_path.glob(".r*"))


def test_a_plan_of_hundreds_of_hard_actions_is_drawn_whole(services: Services, tmp_path: Path) -> None:
    titles = ("=1+1", "<b>&amp;</b>", "مرحبا بالعالم", "👍🏽 emoji", "Ọládàpọ̀ Łukasz", "long " * 59)
    for number in range(200):
        title = f"{number} {titles[number % 6]}" if number % 6 else "=1+1"
        _, made = services.plan.add_action(ActionDraft(title=title, description=f"what{number} " + "=cmd() <i>&" * (number % 40)))
        services.round.write_update(made, f"said{number} " + HARD[: number * 20])
    targets = {form: tmp_path / f"r.{form}" for form in ("xlsx", "pdf", "json")}
    services.returns.export(Q2, targets)
    record = json.loads(targets["json"].read_text("utf-8"))
    assert len(record["actions"]) == 200
    sheet = openpyxl.load_workbook(targets["xlsx"])["Actions"]
    assert [row[0].value for row in sheet.iter_rows(min_row=4)] == [action["id"] for action in record["actions"]]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}, "nothing became a formula"
    printed = " ".join(pages(targets["pdf"]))
    for number in range(200):
        assert f"what{number} " in printed
        assert f"said{number} " in printed


def test_a_directorate_without_actions_gets_a_return_that_says_so(services: Services, tmp_path: Path) -> None:
    targets = {form: tmp_path / f"r.{form}" for form in ("xlsx", "pdf")}
    services.returns.export(Q2, targets)
    assert "No action has been taken into the plan yet." in " ".join(pages(targets["pdf"]))
    assert openpyxl.load_workbook(targets["xlsx"])["Actions"]["C4"].value == "No action has been taken into the plan yet."


def test_an_export_can_be_stopped(sample: Services, tmp_path: Path) -> None:
    def stop(done: int, _total: int) -> None:
        if done > 1:
            raise CancelledError("Stopped.")

    for form in ("xlsx", "pdf"):
        with pytest.raises(CancelledError):
            sample.returns.export(Q2, {form: tmp_path / f"r.{form}"}, stop)
    assert not list(tmp_path.glob("*r.*"))


def test_targets_that_make_no_sense(sample: Services, tmp_path: Path) -> None:
    for targets, sentence in (
        ({}, "at least one of Excel"),
        ({"pdf": tmp_path / "r", "xlsx": tmp_path / "r"}, "file of its own"),
        ({"pdf": sample.path}, "over a leadapp file"),
    ):
        with pytest.raises(BadInputError, match=sentence):
            sample.returns.export(Q2, targets)
    with pytest.raises(DiskError, match=r"folder of “r\.pdf” is not there"):
        sample.returns.export(Q2, {"pdf": tmp_path / "nowhere" / "r.pdf"})


def test_another_directorates_file_is_not_written_over(sample: Services, new_template: Path, tmp_path: Path) -> None:
    other = Path(shutil.copyfile(new_template, tmp_path / "Other.LeadApp"))
    with pytest.raises(BadInputError, match="over a leadapp file"):
        sample.returns.export(Q2, {"json": other})
    assert other.read_bytes() == new_template.read_bytes()


def test_an_export_through_a_link_keeps_the_link(sample: Services, tmp_path: Path) -> None:
    target, link = tmp_path / "there.json", tmp_path / "here.json"
    target.write_text("old", "utf-8")
    link.symlink_to(target)
    sample.returns.export(Q2, {"json": link})
    assert link.is_symlink()
    assert '"quarter": "2026-27-Q2"' in target.read_text("utf-8")


def test_an_export_that_cannot_be_noted_says_that_the_documents_stand(
    sample: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise DiskError("The disk is full.")

    monkeypatch.setattr("leadapp.services.return_service.return_records.log_export", refuse)
    with pytest.raises(DiskError, match=r"The return was written, but not noted among the exports. The disk is full\."):
        sample.returns.export(Q2, {"json": tmp_path / "r.json"})
    assert (tmp_path / "r.json").exists()


def test_the_texts_of_a_return(services: Services) -> None:
    services.returns.change_text(Q2, "pillar_3", "Slow\x00 but\r\nsteady")
    assert services.returns.text(Q2).pillar_note(3) == "Slow but\nsteady"
    with pytest.raises(BadInputError):
        services.returns.change_text(Q2, "pillar_9", "x")
    with pytest.raises(BadInputError, match="longer than a million"):
        services.returns.change_text(Q2, "progress", "x" * 1_000_001)
    assert [t.quarter for t in services.returns.list_returns()] == ["2026-27-Q2"]
    assert "Neighbourhood Services" in services.returns.email(Q2)


HARD = "مرحبا بكم " + "漢字" * 20 + " 👩🏽‍🚒 Ọládàpọ̀ <b>&amp; =cmd()|' ' !A1 \x07\x1b " + "long " * 20_000


def test_hard_texts_reach_every_form(services: Services, tmp_path: Path) -> None:
    services.plan.adopt(("2.4",))
    action = by_reference(services, "2.4")
    services.round.write_update(action.id, HARD)
    services.plan.change(action.id, action.version, ActionDraft(title='=1+1 <b>&"', owner="@SUM(1)"))
    services.returns.change_text(Q2, "progress", HARD)
    services.returns.export(Q2, {form: tmp_path / f"r.{form}" for form in ("xlsx", "pdf", "json")})
    record = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert record["actions"][0]["title"] == '=1+1 <b>&"'
    assert "\x07" not in record["headline"]["progress"]
    assert "漢字" in record["headline"]["progress"]
    assert len(record["headline"]["progress"]) > 100_000
