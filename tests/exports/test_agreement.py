"""Excel and PDF say what the JSON record says, cell by cell and word by word, for the whole sample."""

import datetime as dt
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from leadapp.domain.comparison import CHANGE_WORDS
from leadapp.domain.quarters import Quarter, format_date
from leadapp.domain.wording import ORIGIN_WORDS, PART_WORDS, STATES
from leadapp.services.opening import Services
from tests.exports.drawn import pages

Json = dict[str, Any]


@dataclass
class Exported:
    """One return in its three forms, read back."""

    record: Json
    book: Workbook
    pages: list[str]

    @property
    def printed(self) -> str:
        """The whole PDF as one line of words."""
        return " ".join(self.pages)

    def sheet(self, name: str) -> Worksheet:
        """A sheet of the workbook."""
        found = self.book[name]
        assert isinstance(found, Worksheet)
        return found

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The rows of a sheet's table, by heading."""
        sheet = self.sheet(name)
        (table,) = sheet.tables.values()
        head, *body = sheet[str(table.ref)]
        return [dict(zip([c.value for c in head], [c.value for c in row], strict=True)) for row in body]


@pytest.fixture(params=["2026-27-Q1", "2026-27-Q2"])
def exported(sample: Services, tmp_path: Path, request: pytest.FixtureRequest) -> Exported:
    targets = {form: tmp_path / f"r.{form}" for form in ("json", "xlsx", "pdf")}
    sample.returns.export(Quarter.parse(request.param), targets)
    record = json.loads(targets["json"].read_text("utf-8"))
    return Exported(record, load_workbook(targets["xlsx"]), pages(targets["pdf"]))


def day(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def state(key: str) -> str:
    return f"{STATES[key].symbol} {STATES[key].word}"


def said_of(action: Json) -> str:
    """The quarter's words on an action, as the documents put them together."""
    notes = action["updates"]
    lines = [note["text"] if len(notes) == 1 else f"{format_date(day(note['written_on']))}: {note['text']}" for note in notes]
    lines += [f"Re-dated: {move['reason']}" for move in action["redated"]]
    if action["status_reason"]:
        lines.append(f"{STATES[action['status']].word}: {action['status_reason']}")
    if action["blocked_by"]:
        lines += [f"Blocked by: {action['blocked_by']}", f"Unblocked when: {action['unblocked_when']}"]
    return "\n".join(lines)


def test_the_sheet_of_actions_holds_the_record(exported: Exported) -> None:
    rows = exported.rows("Actions")
    assert [row["ID"] for row in rows] == [action["id"] for action in exported.record["actions"]]
    for row, action in zip(rows, exported.record["actions"], strict=True):
        assert row["Action"] == action["title"] + (" (urgent)" if action["urgent"] else "")
        assert row["Pillar"] == action["pillar"]
        assert (row["What we will do"] or "") == action["description"]
        assert (row["Owner"] or "", row["Service"] or "") == (action["owner"], action["service"])
        assert row["Status"] == state(action["status"])
        unsaid = "not said" if action["status"] in {"underway", "not_started"} else "not asked"
        assert row["Confidence"] == (state(action["confidence"]) if action["confidence"] else unsaid)
        assert row["Due"] == day(action["due"])
        assert row["First due date"] == day(action["due_first"] if action["times_redated"] else action["due"])
        assert row["Times re-dated"] == action["times_redated"]
        assert row["Origin"] == ORIGIN_WORDS[action["origin"]]
        assert (row["Part"] or "") == PART_WORDS.get(action["part"], "")
        assert (row["Urgent"] == "Yes") == action["urgent"]
        assert row["Update of this quarter"] == (said_of(action) or row["Update of this quarter"])
        if not said_of(action):
            assert row["Update of this quarter"] in {"no update", "not asked"}


def test_the_sheet_of_kpis_holds_the_record(exported: Exported) -> None:
    rows = exported.rows("KPIs")
    assert len(rows) == len(exported.record["kpis"]) > 20
    for row, kpi in zip(rows, exported.record["kpis"], strict=True):
        value, last = kpi["value"] or {}, kpi["last"] or {}
        assert (row["ID"], row["KPI"]) == (kpi["action"], kpi["text"])
        if value.get("share") is not None:
            assert (row["Value"], row["Of"]) == (value["numerator"], value["denominator"])
            assert row["Share"] == pytest.approx(value["share"])
        elif value.get("hidden"):
            assert (row["Value"], row["Of"], row["Share"]) == ("fewer than 10", None, None)
        elif kpi["kind"] not in {"yes_no", "milestone"} and value and not value["not_yet_measured"]:
            assert row["Value"] == value["number"]
        if last.get("share") is not None:
            assert row["Last share"] == pytest.approx(last["share"])
        if kpi["target"] is None:
            assert row["Target"] is None
        else:
            assert row["Target"] == pytest.approx(kpi["target"] / (100 if kpi["unit"] == "%" else 1))
        reached = kpi["value"] is None and kpi["kind"] == "milestone" and last.get("number") == 1
        moved = f"since {last['quarter']}" if reached else f"{kpi['trend_arrow']} {kpi['trend']}".strip()
        assert (row["Since last value"] or "") == moved


def test_the_sheet_of_pillars_counts_the_actions_of_the_record(exported: Exported) -> None:
    for row, pillar in zip(exported.rows("Pillars"), exported.record["pillars"], strict=True):
        own = [a for a in exported.record["actions"] if a["pillar"] == pillar["number"]]
        assert row["Pillar"] == f"{pillar['number']} {pillar['short_title']}"
        assert row["Actions"] == len(own)
        for key in ("complete", "underway", "not_started", "paused", "will_not_do"):
            assert row[STATES[key].word] == sum(a["status"] == key for a in own)
        for key in ("on_track", "at_risk", "off_track"):
            assert row[STATES[key].word] == sum(a["confidence"] == key for a in own)


def test_the_1_7_test_stands_as_numbers(exported: Exported) -> None:
    test = exported.record["urgent_test"]
    facts = {row[0].value: row[1] for row in exported.sheet("1.7 test").iter_rows(min_col=2, max_col=3) if row[0].value}
    assert facts["Urgent actions underway"].value == test["numerator"]
    assert facts["Urgent actions in all"].value == test["denominator"]
    assert facts["Share underway"].value == pytest.approx(test["share"])
    assert facts["Share underway"].number_format == "0.0%"
    assert [row["ID"] for row in exported.rows("1.7 test")] == test["actions"]
    for words in (test["definition"], f"Urgent actions underway {test['numerator']}", f"Share underway {test['share']:.1%}"):
        assert words in exported.printed


def test_running_texts_stand_in_both(exported: Exported) -> None:
    written = [
        str(cell.value) for sheet in exported.book for line in sheet.iter_rows() for cell in line if cell.value is not None
    ]
    texts = [*exported.record["headline"].values(), *(m["text"] for m in exported.record["missing"])]
    texts += [pillar["note"] for pillar in exported.record["pillars"] if pillar["note"]]
    assert texts
    for text in texts:
        assert any(text in cell for cell in written)
        assert " ".join(text.split()) in exported.printed


def test_every_word_and_figure_of_the_record_is_printed(exported: Exported) -> None:
    printed = set(re.split(r"\s+", exported.printed))
    for action in exported.record["actions"]:
        assert action["id"] in printed
        wanted = f"{action['title']} {said_of(action)} {format_date(day(action['due']))} {STATES[action['status']].word}"
        assert set(wanted.split()) <= printed, action["id"]
        assert " ".join(f"What we will do: {action['description']}".split()) in exported.printed, action["id"]
    for kpi in exported.record["kpis"]:
        value = kpi["value"] or {}
        assert set(kpi["text"].split()) <= printed
        if value.get("share") is not None:
            assert f"{value['share']:.1%}" in printed
            assert f"{value['numerator']:,g}" in printed


def test_every_commitment_and_every_change_stands_in_all_forms(exported: Exported) -> None:
    record = exported.record
    sheet = [[str(cell or "") for cell in line] for line in exported.book["Commitments"].iter_rows(values_only=True)]
    promised = [*record["commitments"], *record["new_commitments"]]
    assert len(promised) > 4
    for one in promised:
        line = next(line for line in sheet if one["text"] in line)
        assert (one["quarter"], one["why"], one["owner"]) == (line[0], line[3], line[4])
        assert STATES[one["outcome"]].word in line[2] if one["outcome"] else line[2] == "to come"
        assert set(f"{one['text']} {one['why']} {one['owner']}".split()) <= set(exported.printed.split())
    lines = [[str(cell or "") for cell in line] for line in exported.book["Changes"].iter_rows(values_only=True)]
    assert len(record["changes"]) > 20
    assert [line[1:4] for line in lines if line[0] in CHANGE_WORDS.values()] == [
        [change["id"], change["title"], change["text"]] for change in record["changes"]
    ]
    for change in record["changes"]:
        assert set(f"{change['id']} {change['title']} {change['text']}".split()) <= set(exported.printed.split())


def test_small_numbers_are_in_none_of_the_forms(exported: Exported) -> None:
    hidden = [kpi for kpi in exported.record["kpis"] if any((kpi[k] or {}).get("hidden") for k in ("value", "last"))]
    assert hidden
    for kpi in hidden:
        for reading in (kpi["value"], kpi["last"]):
            if reading and reading["hidden"]:
                assert {reading[k] for k in ("number", "numerator", "denominator", "share", "n", "invited")} == {None}
    assert "fewer than 10" in exported.printed


def test_what_belongs_to_later_rooms_is_absent(exported: Exported) -> None:
    sheets = ["Cover", "Headline", "Commitments", "Changes", "Pillars", "Actions", "KPIs", "1.7 test"]
    sheets += ["Triggers", "Escalations", "Risks and issues", "Challenge and answers", "Missing"]
    assert exported.book.sheetnames[: len(sheets)] == sheets
    contents = exported.pages[0].split("Contents")[1]
    for word in ("Maturity", "Champion"):
        assert word not in contents


def test_every_key_of_the_record_is_described(exported: Exported) -> None:
    described = (Path(__file__).parents[2] / "docs" / "return-format.md").read_text("utf-8")
    assert [key for key in sorted(keys_of(exported.record)) if f"`{key}`" not in described] == []


def keys_of(data: object) -> set[str]:
    """Every key at any depth."""
    if isinstance(data, dict):
        return set(data).union(*map(keys_of, data.values()))
    return set[str]().union(*map(keys_of, data)) if isinstance(data, list) else set()
