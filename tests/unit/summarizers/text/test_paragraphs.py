from __future__ import annotations

import pytest

from summarizers.text.paragraphs import find_blocks


def _blocks(text: str) -> list[str]:
    return [text[start:end] for start, end in find_blocks(text)]


def test_a_blank_line_parts_paragraphs() -> None:
    text = "The dam held.\n\nNobody was hurt."

    blocks = _blocks(text)

    assert blocks == ["The dam held.", "Nobody was hurt."]


def test_a_single_line_break_parts_paragraphs_of_unequal_length() -> None:
    text = "The dam held.\nNobody in the three villages below it was hurt.\nRain fell."

    blocks = _blocks(text)

    assert len(blocks) == 3


@pytest.mark.parametrize(
    "mark", ["\r\n", "\r", "\u2028", "\u2029", "\x0c", "\x85", "\x1c"]
)
def test_every_kind_of_line_break_parts_paragraphs(mark: str) -> None:
    text = f"The dam held.{mark}Nobody was hurt."

    blocks = _blocks(text)

    assert blocks == ["The dam held.", "Nobody was hurt."]


def test_white_space_around_a_paragraph_is_no_part_of_it() -> None:
    text = "  \n\t The dam held. \u00a0 \n \n"

    blocks = _blocks(text)

    assert blocks == ["The dam held."]


def test_an_empty_text_has_no_paragraphs() -> None:
    assert find_blocks("") == ()


_WRAPPED = """\
The water authority said on Tuesday that the dam above the old town had
held through the night, although the lake behind it stood higher than at
any time since the wall was raised. Engineers walked the crest at dawn
and found no new cracks.

Families from the lower streets were told to stay with relatives until
the rain had passed and the second sluice could be opened by hand, which
may take two days.
"""


def test_lines_of_a_hard_wrapped_file_are_joined_to_paragraphs() -> None:
    blocks = _blocks(_WRAPPED)

    assert len(blocks) == 2
    assert blocks[0].endswith("no new cracks.")


def test_an_indented_line_begins_a_paragraph_of_a_hard_wrapped_file() -> None:
    text = _WRAPPED.replace("\n\nFamilies", "\n   Families")

    blocks = _blocks(text)

    assert [block.split()[0] for block in blocks] == ["The", "Families"]


def test_short_lines_are_not_taken_for_a_wrapped_file() -> None:
    text = "Bread\nMilk\nEggs\nA sack of flour\nSalt"

    blocks = _blocks(text)

    assert len(blocks) == 5
