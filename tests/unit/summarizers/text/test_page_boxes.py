from __future__ import annotations

import pytest

from summarizers.text.cleaning import clean
from summarizers.text.page_boxes import is_box
from summarizers.text.paragraphs import find_blocks

PROSE = "The dam above the old town held through the night, engineers said."
STORY = (
    PROSE,
    "Rain fell on the hills for a week.",
    "The mayor left the town hall.",
    "Boats lay dry.",
)
CAPTION = (
    "Engineers in yellow coats inspect the northern wall of the dam while boats lie dry"
)
OTHER = "Mayor Lund and her deputy look at the cracks that the flood left in the pier last week"


def _reasons(*lines: str) -> list[str | None]:
    text = "\n\n".join((*STORY, *lines))
    return [part.reason for part in clean(text, find_blocks(text), None)][len(STORY) :]


def test_a_paragraph_without_a_full_stop_among_others_with_one_is_a_caption() -> None:
    assert _reasons(CAPTION) == ["caption"]
    assert _reasons(f"{PROSE[:-1]} on Monday. {CAPTION}", CAPTION, OTHER) == [
        "caption",
        "caption",
        "caption",
    ]


def test_a_long_paragraph_or_the_first_may_lack_its_full_stop() -> None:
    text = "\n\n".join((CAPTION + " in the sun at noon of that day", *STORY))

    assert _reasons(f"{CAPTION}, and {OTHER[:-1]}, before they cross to the town") == [
        None
    ]
    assert clean(text, find_blocks(text), "Boats")[0].reason in {None, "headline"}


@pytest.mark.parametrize(
    "line",
    [
        f"“{CAPTION}",
        f"• {CAPTION}",
        f"{CAPTION} — Ola Berg (@olaberg) March 3, 2021",
    ],
)
def test_a_quotation_an_item_or_a_post_is_not_a_caption(line: str) -> None:
    assert _reasons(line, PROSE + "x.") == [None, None]


def test_a_torn_sentence_is_not_a_caption() -> None:
    assert _reasons(CAPTION, "and wait for the flood.") == [None, None]


def test_a_text_that_lost_its_full_stops_has_no_captions() -> None:
    text = "\n\n".join((STORY[0], STORY[1], CAPTION, OTHER, CAPTION[::-1]))

    assert [p.reason for p in clean(text, find_blocks(text), None)][2:4] == [None, None]


@pytest.mark.parametrize(
    "line",
    [
        "THE OLD DAM - Built in 1920 - Owned by the port - Holds 3m tonnes of water",
        "- It was built in 1920 - The port owns it - Ada Lund runs it",
        "Height: 70 metres Width: 30 metres Cost: $3m Owner: Harbour Council Built: 1920",
    ],
)
def test_items_or_fields_in_one_line_are_a_box(line: str) -> None:
    assert is_box(line)
    assert _reasons(f"{line} and much more", PROSE + "x.")[0] == "box"


@pytest.mark.parametrize(
    "line",
    [
        "The dam - the oldest of the port - held - but the pier did not.",
        "• The dam held. It is old. • The pier fell. It was new. • The boats sank. Rain fell.",
        "He said: one. She said: two. They said: three. We said: four.",
    ],
)
def test_sentences_with_dashes_or_colons_are_no_box(line: str) -> None:
    assert not is_box(line)
