from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest

from bot.core.commands.programs.parameters import MOST_CHARACTERS, Parameters
from bot.core.commands.programs.program_errors import ErrorCode, ProgramError
from tests.fakes.records import NOW

NAMES = ("name", "topic", "since", "day", "limit", "offset")
UTC = ZoneInfo("UTC")


def given(**values: str) -> Parameters:
    return Parameters(values, NAMES)


@pytest.mark.parametrize(
    ("read", "problem"),
    [
        (lambda: given(colour="red"), "unknown parameter; use name, topic"),
        (lambda: given(name="x" * (MOST_CHARACTERS + 1)), "name has more than 2000"),
        (lambda: given(name="  ").needed("name"), "name is missing"),
        (
            lambda: given(since="flood").since(NOW, UTC),
            "since is not a day or a period",
        ),
        (lambda: given(day="2026-02-30").day("day"), "day is not a day"),
        (lambda: given(limit="0").slice(), "limit is not a whole number from 1 to 100"),
        (lambda: given(limit="101").slice(), "limit is not"),
        (lambda: given(offset="-1").slice(), "offset is not a whole number from 0"),
        (lambda: given(offset="1001").slice(), "offset is not a whole number"),
        (lambda: given(offset="٣").slice(), "offset is not"),
    ],
)
def test_wrong_values_are_explained_without_repeating_them(
    read: Callable[[], object], problem: str
) -> None:
    with pytest.raises(ProgramError) as caught:
        read()

    assert str(caught.value).startswith(problem)
    assert caught.value.code is ErrorCode.BAD_PARAMETER
    assert not {"red", "flood", "2026-02-30"} & set(str(caught.value).split())
