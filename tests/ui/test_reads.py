"""How often one edit reads the file: counted in statements, not in milliseconds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from leadapp.ui.main_window import MainWindow
from tests.ui.fixtures import settle
from tests.ui.hands import field, open_action, plan_page, press, write, write_anew


@contextmanager
def reads(window: MainWindow) -> Iterator[dict[str, int]]:
    """How often each table was read whole while the block ran: by its name, for SELECTs that name no single row."""
    found: dict[str, int] = {}

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        words = " ".join(statement.split())
        if words.startswith("SELECT") and "WHERE" not in words:
            table = words.partition(" FROM ")[2].split(" ")[0]
            found[table] = found.get(table, 0) + 1

    engine = window.services.database._engine
    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def test_one_edit_in_the_pane_reads_only_its_own_row_of_the_plan(window: MainWindow) -> None:
    pane = open_action(window, "2.4")
    field(pane, "title").box.setFocus()
    write_anew("An EIA in time")
    with reads(window) as found:
        press("Tab")
        settle()
    assert found.get("plan_action", 0) == 0
    assert found.get("kpi", 0) <= 1
    assert found["redating"] <= 1, "in their order"
    assert found.get("edition", 0) == 0, "the corporate plan did not change"


def test_going_on_in_the_round_reads_the_plan_once(window: MainWindow) -> None:
    window.go("round")
    settle()
    write("Seven of eight posts were advertised.")
    with reads(window) as found:
        press("Ctrl+Return")
        settle()
    assert found.get("kpi", 0) <= 1
    assert found.get("plan_action", 0) <= 1
    assert "NS-10" in plan_page(window).round._reference.text()


def test_going_on_without_a_change_reads_nothing(window: MainWindow) -> None:
    window.go("round")
    settle()
    with reads(window) as found:
        press("Ctrl+Return")
        settle()
    assert found == {}
