"""The number below which counts of people are hidden is typed by a person and never lies where it hides too little."""

import pytest

from leadapp.domain.directorate import LEAST_SMALL_NUMBER, read_small_number
from leadapp.domain.errors import BadInputError


@pytest.mark.parametrize(("typed", "number"), [("10", 10), (" 5 ", LEAST_SMALL_NUMBER), ("100", 100)])
def test_a_number_in_its_bounds_is_read(typed: str, number: int) -> None:
    assert read_small_number(typed) == number


@pytest.mark.parametrize("typed", ["", "4", "0", "101", "-10", "ten", "7.5", "١٠"])
def test_anything_else_is_refused_with_the_bounds(typed: str) -> None:
    with pytest.raises(BadInputError, match="from 5 to 100") as refused:
        read_small_number(typed)
    assert refused.value.field == "small_number"
