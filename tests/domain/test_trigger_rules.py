"""The rules as data: the shipped file is sound, every fault is told with its place, and a directorate's settings hold."""

from __future__ import annotations

import copy
import tomllib
from typing import Any

import pytest

from leadapp import paths
from leadapp.domain.errors import BadInputError
from leadapp.domain.trigger_rules import NUMBERS, RuleSetting, rules_from_data, rules_in_force, rules_off


def shipped() -> dict[str, Any]:
    return tomllib.loads((paths.resources_folder() / "triggers" / "trigger_rules.toml").read_text("utf-8"))


def test_the_shipped_rules_are_the_eight_that_can_be_tested() -> None:
    rules = rules_from_data(shipped())
    assert {rule.key for rule in rules} == set(NUMBERS)
    assert all("{" not in rule.test_words and not rule.is_changed for rule in rules)
    assert rules[0].test_words.startswith(
        "The action is underway, or was to be finished by now and has not begun, and the last 2 returns"
    )


@pytest.mark.parametrize(
    ("change", "place", "told"),
    [
        (lambda d: d["rules"][0].pop("meaning"), "rules 1 (no_movement), meaning", "is missing."),
        (lambda d: d["rules"][1].update(key="due_gone"), "rules 2 (due_gone), key", "leadapp has no test of that name"),
        (lambda d: d["rules"][1].update(key="no_movement"), "rules 2 (no_movement), numbers", "the test needs returns."),
        (lambda d: d["rules"][2].update(looks_at="moon"), "rules 3 (redated_twice), looks_at", "is “moon”, not one of action"),
        (lambda d: d["rules"][2].update(test="{days} days"), "rules 3 (redated_twice), test", "speaks of {days}"),
        (lambda d: d["rules"][3].update(colour="red"), "rules 4 (off_track_twice), colour", "is not known here."),
        (
            lambda d: d["rules"][0]["numbers"][0].update(value=9),
            "rules 1 (no_movement), numbers 1 (returns), value",
            "is 9, not between",
        ),
        (
            lambda d: d["rules"][0]["numbers"][0].update(value="two"),
            "rules 1 (no_movement), numbers 1 (returns), value",
            "not a whole",
        ),
        (lambda d: d.pop("edition"), "edition", "is missing."),
        (lambda d: d["rules"].append(d["rules"][0]), "rules", "“no_movement” stands 2 times."),
    ],
)
def test_a_fault_is_told_with_its_exact_place(change: Any, place: str, told: str) -> None:
    data = copy.deepcopy(shipped())
    change(data)
    with pytest.raises(BadInputError) as caught:
        rules_from_data(data)
    assert f"{place}: " in str(caught.value)
    assert told in str(caught.value)
    assert str(caught.value).startswith("The trigger rules cannot be used:")


def test_numbers_of_a_directorate_hold_and_one_outside_its_limits_does_not() -> None:
    settings = [RuleSetting("due_passed", numbers={"grace_days": 14}), RuleSetting("no_movement", numbers={"returns": 99})]
    rules = {rule.key: rule for rule in rules_in_force(rules_from_data(shipped()), settings)}
    assert rules["due_passed"].number("grace_days") == 14
    assert rules["due_passed"].is_changed
    assert "more than 14 days back" in rules["due_passed"].test_words
    assert rules["no_movement"].number("returns") == 2


def test_a_rule_that_is_off_is_named_with_its_reason() -> None:
    off = [RuleSetting("due_passed", is_off=True, reason="Dates are watched elsewhere."), RuleSetting("no_movement", reason="x")]
    rules = rules_in_force(rules_from_data(shipped()), off)
    assert [(part.rule, part.name, part.reason) for part in rules_off(rules)] == [
        ("due_passed", "Due date has passed", "Dates are watched elsewhere.")
    ]
    assert next(rule for rule in rules if rule.key == "no_movement").reason == ""


@pytest.mark.parametrize("text", ["", "1", "9", "-2", "2.0", "two", "٣", "999999"])
def test_a_number_outside_its_limits_is_refused(text: str) -> None:
    number = rules_from_data(shipped())[0].numbers[0]
    with pytest.raises(BadInputError, match="whole number from 2 to 8, such as 2"):
        number.read(text)
    assert number.read(" 3 ") == 3
