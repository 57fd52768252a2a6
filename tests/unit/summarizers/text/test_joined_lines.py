from __future__ import annotations

import pytest

from summarizers.model import Article
from summarizers.text.joined_lines import has_links, is_counter, is_menu
from summarizers.text.splitting import split_text

TITLE = "Old dam above the town holds"
PROSE = "The dam above the old town held through the night, engineers said."


def _prose(*lines: str, title: str | None = None) -> list[str]:
    layout = split_text(Article("\n\n".join(lines), title=title))
    return [s.text for s in layout.sentences if s.noise is None]


ENTRIES = "Home News Sport Select Team Rowers 2016 Fixtures Results Tables Tickets " * 2
NAMES = "Ada Brandt, Jon Halvet and Ida Voss of the Harbour Council met Mayor Tom Ried"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"{ENTRIES}Contact", True),
        (f"{ENTRIES}CONTACT Terms of use", True),
        (f"{ENTRIES}Contact.", False),
        (f"{PROSE} {PROSE}".upper(), False),
        (f"{NAMES} on Monday.", False),
        ("Home News Sport", False),
    ],
)
def test_nearly_all_words_of_a_menu_have_a_capital(
    line: str, *, expected: bool
) -> None:
    assert is_menu(line) is expected


def test_links_with_words_in_capitals_before_them_are_no_prose() -> None:
    links = "WET FEET Boats lie dry HATS OFF Council thanks divers LOOK UP Gulls return"

    assert has_links(links)
    assert not has_links(f"{PROSE} The FBI and US AID Director saw it, CNN said.")
    assert _prose(PROSE, links) == [PROSE]


@pytest.mark.parametrize("heading", ["OLD DAM TO BE SOLD", "THE BROKEN DAM"])
def test_a_heading_in_capitals_is_cut_off(heading: str) -> None:
    assert _prose(PROSE, f"{heading} {PROSE}x") == [PROSE, f"{PROSE}x"]


def test_short_acronyms_or_capitals_before_a_verb_are_no_heading() -> None:
    sentence = "US FBI Director Lund met the council of the old town on Monday."

    assert _prose(PROSE, sentence) == [PROSE, sentence]
    assert _prose("TWO dam keepers left the town.") == [
        "TWO dam keepers left the town."
    ]


@pytest.mark.parametrize("sentence", ["Hide Caption 1 of 8", "2 / 17", "Photo 3 of 12"])
def test_the_number_of_a_picture_is_no_sentence(sentence: str) -> None:
    assert is_counter(sentence)


@pytest.mark.parametrize("sentence", ["He won 3 of 4.", "Rowers won 2 of 8 races."])
def test_a_number_in_a_sentence_counts_no_pictures(sentence: str) -> None:
    assert not is_counter(sentence)


def test_a_page_of_a_menu_has_no_prose() -> None:
    assert _prose("FREE TEST SERIES", f"Categories Select Category {ENTRIES}") == []


def test_the_title_before_the_first_sentence_is_cut_off() -> None:
    lines = f"{TITLE} {PROSE} {PROSE[::-1]}", PROSE

    assert _prose(*lines, title=TITLE)[0] == PROSE


def test_a_caption_behind_the_title_is_marked() -> None:
    caption = f"{TITLE} Image Engineers walk over the dam in the early hours of Monday"
    longer = f"{caption} while rain falls on the old town and boats lie at the pier."

    assert _prose(longer, PROSE, title=TITLE) == [PROSE]


def test_a_title_may_begin_a_sentence() -> None:
    sentence = f"{TITLE} back the flood, and {PROSE[4:]}"

    assert _prose(PROSE, sentence, title="The harbour and its people")[1] == sentence
    assert _prose(PROSE, PROSE, sentence, title=TITLE)[-1] == sentence


def test_the_texts_of_a_page_that_is_a_gallery_start_behind_its_title() -> None:
    texts = "The dam is old.", "Boats lie below the dam.", "Engineers met on Monday."
    lines = [f"Photos: Old dam above {text} Hide Caption 1 of 3" for text in texts]

    assert _prose(*lines) == list(texts)


def test_the_title_of_one_picture_is_kept_with_others_around() -> None:
    assert _prose(PROSE, "Photos: Old dam above The dam is old.") == [PROSE]
