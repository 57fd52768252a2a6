from __future__ import annotations

import pytest

from summarizers.text.layout import Quotation
from summarizers.text.paragraphs import find_blocks
from summarizers.text.quotations import find_quotations


def _found(text: str) -> tuple[Quotation, ...]:
    return find_quotations(text, find_blocks(text))


def _whole(text: str) -> list[str]:
    return [text[quotation.start : quotation.end] for quotation in _found(text)]


def _inner(text: str) -> list[str]:
    return [text[one.inner_start : one.inner_end] for one in _found(text)]


@pytest.mark.parametrize(
    "text",
    [
        'He said "we will wait" and left.',
        "He said “we will wait” and left.",
        "He said ‘we will wait’ and left.",
        "He said 'we will wait' and left.",
        "He said «we will wait» and left.",
        "He said »we will wait« and left.",
        "He said „we will wait“ and left.",
        "He said ”we will wait” and left.",
        "He said ``we will wait'' and left.",
        "He said ''we will wait'' and left.",
        'He said “we will wait" and left.',
    ],
)
def test_each_kind_of_marks_makes_a_quotation(text: str) -> None:
    inner = _inner(text)

    assert inner == ["we will wait"]


def test_a_quotation_takes_in_its_marks() -> None:
    whole = _whole("“We will wait,” he said.")

    assert whole == ["“We will wait,”"]


def test_only_the_outermost_quotation_counts() -> None:
    whole = _whole("“She told me ‘run’ and I ran,” he said.")

    assert whole == ["“She told me ‘run’ and I ran,”"]


def test_double_marks_inside_single_ones_stay_inside() -> None:
    whole = _whole("‘She wrote “run” on the wall,’ he said.")

    assert "“run”" in whole[0]


def test_a_quotation_without_end_runs_to_the_end_of_its_paragraph() -> None:
    text = "He said: “We will wait. \n\nThe rain went on."

    quotation = _found(text)[0]

    assert text[quotation.start : quotation.end] == "“We will wait."
    assert not quotation.closed


def test_the_next_paragraph_continues_an_open_quotation() -> None:
    text = "He said: “We will wait.\n\n“Then we will go,” he said. “Soon.”"

    found = _found(text)

    assert [quotation.continues for quotation in found] == [False, True, False]


def test_a_closed_quotation_is_not_continued() -> None:
    text = "He said: “We will wait.”\n\n“Then we will go,” he said."

    found = _found(text)

    assert not any(quotation.continues for quotation in found)


def test_a_paragraph_that_opens_otherwise_continues_nothing() -> None:
    text = "He said: “We will wait.\n\nShe said “no” to that."

    found = _found(text)

    assert not found[1].continues


def test_a_second_opening_mark_ends_a_forgotten_quotation() -> None:
    whole = _whole("“We will wait, he said. “We will not go.”")

    assert whole == ["“We will wait, he said.", "“We will not go.”"]


@pytest.mark.parametrize(
    "text",
    [
        "It was torn” they said, and nobody knew why.",
        'A 5" pipe burst below the square.',
        "The boys’ club and the girls’ team shared a bus.",
        "The boys' club and the girls' team shared a bus.",
        "It wasn't the '90s, and 'em was short for them.",
    ],
)
def test_a_stray_mark_quotes_nothing(text: str) -> None:
    assert _found(text) == ()


def test_an_inch_mark_does_not_swallow_the_next_quotation() -> None:
    inner = _inner('A 5" pipe burst, "long ago" as he put it.')

    assert inner == ["long ago"]


def test_a_possessive_does_not_end_a_single_quotation() -> None:
    inner = _inner("He said: 'The boys' coats were wet.' They went home.")

    assert inner == ["The boys' coats were wet."]


def test_two_single_quotes_are_italics_where_other_marks_quote() -> None:
    whole = _whole("The ''Harbour Post'' called it \"a farce\".")

    assert whole == ['"a farce"']


def test_marks_between_blanks_open_and_close_in_turn() -> None:
    inner = _inner('he said " we will wait " and left')

    assert inner == [" we will wait "]


def test_an_invisible_direction_mark_may_stand_before_a_quotation() -> None:
    inner = _inner("\u202a”We will wait,” he said.")

    assert inner == ["We will wait,"]


def test_single_quotations_are_found_before_and_behind_double_ones() -> None:
    whole = _whole("‘Go,’ he said. “Stay,” she said. ‘No,’ he said.")

    assert whole == ["‘Go,’", "“Stay,”", "‘No,’"]


def test_a_single_mark_without_a_partner_quotes_nothing() -> None:
    assert _found("They sang 'come all ye faithful and went home.") == ()
