"""A list of actions read row by row, and what taking it in would do: odd rows, odd cells, twins, changes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from leadapp.domain.column_matching import ListField, Matching, columns_of
from leadapp.domain.list_remarks import remarks_on_colours
from leadapp.domain.plan import Confidence, Origin, PlanAction, Status
from leadapp.domain.sheets import Row, Sheet, Unusable
from leadapp.domain.tracker import ListAction, ListContext, read_list, words_of
from leadapp.domain.tracker_preview import Choice, FieldChange, KnownPlan, PreviewRow, TrackerPreview, changes_of, preview_list

F = ListField
CONTEXT = ListContext(
    {"3.1": "Train every manager", "3.10": "Ask people who leave", "2.1": "Publish the pay gap", "2.10": "Review panels"},
    {1: "Leadership and culture", 2: "Workforce"},
    dt.date(2026, 10, 6),
    "2026-27-Q2",
)
NOTHING = KnownPlan((), {}, CONTEXT.corporate, frozenset())


def sheet(*rows: tuple[Any, ...]) -> Sheet:
    return Sheet("S", tuple(Row("S", number, values) for number, values in enumerate(rows, 1)))


def one(*cells: tuple[ListField, Any], words: dict[str, str] | None = None, heads: tuple[str, ...] = ()) -> ListAction:
    """The action of one row."""
    fields = tuple(field for field, _ in cells)
    rows = sheet(heads or tuple(f"Head {n}" for n in range(len(cells))), tuple(value for _, value in cells))
    (found,) = read_list(rows, Matching(0, fields, words or {}), CONTEXT).actions
    return found


def known(*actions: PlanAction, updates: dict[tuple[int, str], str] | None = None) -> KnownPlan:
    return KnownPlan(actions, updates or {}, CONTEXT.corporate, frozenset({"libraries"}))


def planned(number: int, title: str, reference: str, **more: Any) -> PlanAction:
    return PlanAction(number, f"u{number}", 1, reference, title, more.pop("origin", Origin.LOCAL), Status.UNDERWAY, **more)


def told(action: ListAction) -> str:
    return "\n".join(map(str, action.remarks))


# -------------------------------------------------------------------------------- rows
def test_rows_that_hold_no_action_are_left_out_with_their_reason() -> None:
    rows = sheet(
        ("Ref", "Action", "Owner"),
        ("A1", "Sing", "Me"),
        ("Ref", "Action", "Owner"),
        ("Ongoing work", None, None),
        ("A2", None, "Me"),
        ("Total", 2, None),
        ("Pillar 2", None, None),
        ("A3", "Dance", "Me"),
    )
    read = read_list(rows, Matching(0, (F.REFERENCE, F.TITLE, F.OWNER)), CONTEXT)
    assert [(action.title, action.pillar) for action in read.actions] == [("Sing", None), ("Dance", 2)]
    assert [fault.sentence for fault in read.left_out] == [
        "repeats the headings.",
        "holds only “Ongoing work”.",
        "holds no action: its title is empty.",
        "is a row of totals.",
        "is a heading: the rows beneath it belong to pillar 2.",
    ]


def test_a_list_of_titles_alone_is_one_of_actions() -> None:
    read = read_list(sheet(("Sing",), ("Dance",)), Matching(-1, (F.TITLE,)), CONTEXT)
    assert [action.title for action in read.actions] == ["Sing", "Dance"]


def test_a_long_title_is_cut_and_kept_whole_beneath() -> None:
    long = "many words " * 60
    found = one((F.TITLE, long), (F.DESCRIPTION, "More"))
    assert found.title.endswith("…")
    assert len(found.title) <= 300
    assert found.description == f"{long.strip()}\nMore"
    assert "the title is cut at 300" in told(found)


def test_without_a_title_the_description_gives_it() -> None:
    assert one((F.DESCRIPTION, "Sing\nevery day")).title == "Sing"
    assert one((F.DESCRIPTION, "Sing\nevery day")).description == "Sing\nevery day"
    assert one((F.DESCRIPTION, "Sing")).description == ""


# -------------------------------------------------------------------------------- cells
def test_a_number_that_lost_its_zero_is_told_by_its_title_or_by_its_turn() -> None:
    assert one((F.CORPORATE_ID, 3.1), (F.TITLE, "Ask people who leave us")).corporate_id == "3.10"
    assert one((F.CORPORATE_ID, 3.1), (F.TITLE, "Train every manager")).corporate_id == "3.1"
    rows = sheet((2.1,), (2.1,))
    found = read_list(rows, Matching(-1, (F.CORPORATE_ID,)), CONTEXT).actions
    assert [action.corporate_id for action in found] == ["2.1", "2.10"]
    assert found[0].title == "Publish the pay gap"


def test_pillars_are_read_by_number_and_by_name() -> None:
    assert one((F.TITLE, "A"), (F.PILLAR, "Pillar 2: people")).pillar == 2
    assert one((F.TITLE, "A"), (F.PILLAR, "Leadership & culture")).pillar == 1
    odd = one((F.TITLE, "A"), (F.PILLAR, "Pillar 5"))
    assert odd.pillar is None
    assert "is none of the pillars" in told(odd)
    assert odd.description == "Pillar in the list: Pillar 5"


def test_what_is_no_date_is_kept_as_words() -> None:
    found = one((F.TITLE, "A"), (F.START, "once we are asked"), (F.DUE, "31/13/2026"))
    assert (found.started_on, found.due) == (None, None)
    assert set(found.description.splitlines()) == {"Due in the list: 31/13/2026", "Start in the list: once we are asked"}
    assert one((F.TITLE, "A"), (F.DUE, "Within 6 months")).band == "Within 6 months"
    assert one((F.TITLE, "A"), (F.START, dt.datetime(2026, 5, 1, 8, tzinfo=dt.UTC))).started_on == dt.date(2026, 5, 1)
    assert not one((F.TITLE, "A"), (F.DUE, "1 May 2027")).remarks


def test_an_unusable_cell_is_told_and_left_out() -> None:
    found = one((F.TITLE, "A"), (F.OWNER, Unusable("#REF!", "holds the error #REF!.")), (F.UPDATE, Unusable("", "holds.")))
    assert found.owner == ""
    assert found.updates == ()
    assert "column B: holds the error #REF!. It was left out." in told(found)


def test_owners_stay_together_unless_it_is_one_name() -> None:
    assert one((F.TITLE, "A"), (F.OWNER, "Policy and Research")).owner == "Policy and Research"
    assert one((F.TITLE, "A"), (F.OWNER, "Ann Lee / Tom Reid / Jo Ash")).owner == "Ann Lee, Tom Reid and Jo Ash"


def test_a_long_reference_is_none() -> None:
    assert one((F.TITLE, "A"), (F.REFERENCE, "x" * 40)).reference == ""


def test_status_and_confidence_from_two_columns() -> None:
    found = one((F.TITLE, "A"), (F.STATUS, "Ongoing"), (F.CONFIDENCE, "Red"))
    assert (found.status, found.confidence) == (Status.UNDERWAY, Confidence.OFF_TRACK)
    done = one((F.TITLE, "A"), (F.STATUS, "Complete"), (F.CONFIDENCE, "Green"))
    assert (done.status, done.confidence) == (Status.COMPLETE, None)
    only = one((F.TITLE, "A"), (F.CONFIDENCE, "Amber"))
    assert (only.status, only.confidence) == (Status.UNDERWAY, Confidence.AT_RISK)
    odd = one((F.TITLE, "A"), (F.STATUS, "Who knows"))
    assert odd.status is None
    assert odd.description == "Status in the list: Who knows"
    assert one((F.TITLE, "A"), (F.STATUS, "Who knows"), words={"Who knows": "paused"}).status is Status.PAUSED
    later = one((F.TITLE, "A"), (F.STATUS, "Green"), (F.STATUS, "Complete"))
    assert later.status is Status.UNDERWAY, "where two columns say something, the first one counts"


def test_updates_go_to_the_quarters_their_heads_name_and_never_to_one_to_come() -> None:
    heads = ("Action", "Q1 26/27", "Update", "Q4 2026/27 update", "More")
    cells = ((F.TITLE, "A"), (F.UPDATE, "old"), (F.UPDATE, "now"), (F.UPDATE, "later"), (F.UPDATE, "too"))
    found = one(*cells, heads=heads)
    assert found.updates == (("2026-27-Q1", "old"), ("2026-27-Q2", "now\ntoo"))
    assert found.description == "Update for 2026-27-Q4 in the list: later"
    assert "still to come" in told(found)


def test_notes_carry_their_heads_and_columns_without_one_do_not() -> None:
    found = one((F.TITLE, "A"), (F.NOTES, "x"), (F.NOTES, "y"), heads=("Action", "Risks", ""))
    assert found.description == "Risks: x\ny"


def test_words_and_colours() -> None:
    rows = sheet(("Action", "RAG", "Stage"), ("A", None, "Green"), ("B", None, "Green"), ("C", None, 0.5))
    matching = Matching(0, (F.TITLE, F.LEAVE, F.STATUS))
    assert words_of(rows, matching) == {"Green": 2, "50%": 1}
    assert "“RAG” holds no words" in remarks_on_colours(rows, matching)[0]
    assert remarks_on_colours(sheet(("RAG",)), Matching(0, (F.STATUS,))) == ()


def test_a_remembered_field_of_a_later_version_is_guessed_anew() -> None:
    found = columns_of(sheet(("Ref", "Action"), ("A1", "Sing")), 0, frozenset(), ["title", "weather"])
    assert [column.field for column in found] == [F.REFERENCE, F.TITLE]


def test_a_column_without_head_and_values_is_not_asked_about() -> None:
    found = columns_of(sheet(("Ref", "", "Action"), ("A1", None, "Sing")), 0, frozenset())
    assert [column.number for column in found] == [0, 2]


# -------------------------------------------------------------------------------- preview
def test_every_choice_says_what_it_will_do() -> None:
    row = PreviewRow(0, ListAction("row 1", "Sing", corporate_id="3.1"), (Choice.ADOPT, Choice.LEAVE), Choice.ADOPT)
    assert row.will == "Adopts 3.1"
    assert row.chosen(Choice.LEAVE).will == "Left out"
    assert row.chosen(Choice.NEW) is row, "a choice that is not offered is none"
    new = PreviewRow(0, ListAction("row 1", "Sing"), (Choice.NEW,), Choice.NEW)
    assert new.will == "New action"
    target = planned(1, "Sing", "A1")
    change = PreviewRow(0, ListAction("row 1", "Sing"), (Choice.CHANGE,), Choice.CHANGE, target)
    assert (change.will, change.writes) == ("A1 stays as it is", False)
    changed = PreviewRow(0, new.action, (Choice.CHANGE,), Choice.CHANGE, target, (FieldChange("Owner", "", "Ann"),))
    assert changed.will == "Changes A1"
    assert changed.changes[0].words == "Owner: Ann"
    assert FieldChange("Owner", "Bo", "Ann").words == "Owner: Bo → Ann"
    assert TrackerPreview((), ()).words == "The list holds no action."
    assert TrackerPreview((new, row, change), ()).words == (
        "1 new action, 1 adopted from the corporate plan, 1 of the list left as it is."
    )


def test_changes_are_only_what_the_list_says_otherwise() -> None:
    target = planned(1, "Sing", "A1", owner="Ann", due=dt.date(2026, 12, 31), started_on=dt.date(2026, 1, 1), pillar=1)
    same = ListAction("row 1", "sing!", owner="Ann", due=dt.date(2026, 12, 31), urgent=False)
    assert changes_of(same, target, NOTHING) == ()
    other = ListAction(
        "row 1", "Sing louder", pillar=2, started_on=dt.date(2026, 2, 1), urgent=True, description="x" * 200,
        updates=(("2026-27-Q2", "Much"), ("2026-27-Q1", "Said already")),
    )  # fmt: skip
    found = changes_of(other, target, known(target, updates={(1, "2026-27-Q1"): "Said already, and more"}))
    assert [change.what for change in found] == [
        "Title", "What we will do", "Pillar", "Start", "Urgent", "Update for July to September 2026",
    ]  # fmt: skip
    assert found[1].after.endswith("…")


def test_an_adopted_action_keeps_the_title_of_the_plan() -> None:
    adopted = planned(1, "Train every manager", "3.1", origin=Origin.CORPORATE, corporate_id="3.1", pillar=1)
    preview = preview_list(
        read_list(sheet((3.1, "Train all", "Ann")), Matching(-1, (F.CORPORATE_ID, F.TITLE, F.OWNER)), CONTEXT), known(adopted)
    )
    (row,) = preview.rows
    assert row.choices == (Choice.CHANGE, Choice.LEAVE)
    assert [change.what for change in row.changes] == ["Owner"]


def test_titles_full_of_usual_words_are_compared_by_the_rare_ones() -> None:
    many = [planned(n, f"Action number {n} for everybody", f"A{n}") for n in range(1, 60)]
    many.append(planned(90, "Repaint the bandstand for everybody", "A90"))
    rows = sheet(("Repaint the bandstand, for everybody",), ("Action for everybody",))
    preview = preview_list(read_list(rows, Matching(-1, (F.TITLE,)), CONTEXT), known(*many))
    assert [row.target.reference if row.target else "" for row in preview.rows] == ["A90", ""]


def test_unknown_services_are_named_once() -> None:
    rows = sheet(("A song", "Parks"), ("A dance", "parks"), ("A play", "Libraries"))
    assert preview_list(read_list(rows, Matching(-1, (F.TITLE, F.SERVICE)), CONTEXT), known()).services == ("Parks",)


def test_a_cell_of_spaces_alone_says_nothing() -> None:
    read = one((ListField.TITLE, "Train managers"), (ListField.OWNER, "   "))
    assert (read.title, read.owner) == ("Train managers", "")


def test_the_same_words_in_another_order_are_another_title() -> None:
    plan = known(planned(1, "train all managers before the parks festival opens", "NS-01"))
    rows = sheet(("opens festival parks the before managers all train",))
    preview = preview_list(read_list(rows, Matching(-1, (F.TITLE,)), CONTEXT), plan)
    assert preview.rows[0].target is None
