from __future__ import annotations

import pytest

from summarizers.lexicons import table
from summarizers.text.cleaning import clean, sentence_reason
from summarizers.text.paragraphs import find_blocks

_PROSE = "The dam above the old town held through the night, engineers said."


def _reasons(*lines: str, title: str | None = None) -> list[str | None]:
    text = "\n\n".join(lines)
    return [part.reason for part in clean(text, find_blocks(text), title)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Leave a Comment", "share"),
        ("Share this", "share"),
        ("Read more: How the dam was built", "related"),
        ("RELATED: How the dam was built", "related"),
        ("Don't miss our report on dams", "related"),
        ("Sign up for our weekly letter", "newsletter"),
        ("Get the news in your inbox every day.", "newsletter"),
        ("Advertisement", "advertisement"),
        ("Scroll down for video", "advertisement"),
        ("© Harbour Post", "credit"),
        ("Harbour Post 2021. All rights reserved.", "credit"),
        ("(Reporting by Ola Berg; editing by Mia Paz)", "credit"),
        ("By Ola Berg", "byline"),
        ("March 3, 2021", "date"),
        ("Background", "heading"),
        ("SHORT READS:", "heading"),
        ("Full Text.", "heading"),
        ("- 'A dam that leaks' -", "heading"),
        ("How long will the dam hold?", "heading"),
        ("* * *", "separator"),
        ("____", "separator"),
        ("| 1 | Harbour Rowers | 40 points |", "table"),
        ("Rank | Team | Points | Wins.", "table"),
        ("  width: 100px;", "markup"),
        ("The old dam in spring. Photo: AFP", "caption"),
    ],
)
def test_a_line_around_the_article_is_marked(line: str, reason: str) -> None:
    assert _reasons(_PROSE, line, _PROSE[::-1] + ".")[1] == reason


@pytest.mark.parametrize(
    "line",
    [
        "Sadly, it rained.",
        "Advertising revenue of the harbour fell by a third in spring.",
        "Copyright law does not cover the dam, the court said on Monday.",
        "Subscribers of the paper sued the mayor of the old town over the dam.",
        "First published in 1984, the book made Lund a rich man.",
        "The mayor wrote:",
        "Is the dam safe? Nobody in the old town knew.",
        "“Is the dam safe?”",
        "• Three people were hurt near the dam",
        "He asked them to sign up for the rescue service.",
        "“Read more: it helps,” Lund said.",
    ],
)
def test_prose_is_never_marked(line: str) -> None:
    assert _reasons(_PROSE, line, _PROSE[::-1] + ".")[1] is None


def test_the_line_that_repeats_the_title_is_the_headline() -> None:
    reasons = _reasons("Old dam holds.", _PROSE, title="Old dam holds")

    assert reasons == ["headline", None]


def test_the_title_may_stand_in_the_second_line() -> None:
    reasons = _reasons("Norland", "Old dam holds", _PROSE, title="Old dam holds")

    assert reasons == ["heading", "headline", None]


def test_a_shortened_title_is_still_the_headline() -> None:
    title = "Old dam above the town holds through the night – Harbour Post"

    reasons = _reasons("Old dam above the town holds", _PROSE, title=title)

    assert reasons[0] == "headline"


def test_a_first_line_without_a_full_stop_is_the_headline() -> None:
    assert _reasons("Old dam holds", _PROSE) == ["headline", None]


def test_a_first_sentence_that_shares_the_titles_words_is_prose() -> None:
    reasons = _reasons(_PROSE, "Rain fell.", title="Old dam above town holds")

    assert reasons[0] is None


@pytest.mark.parametrize("title", [None, "Old dam holds"])
def test_a_text_of_nothing_but_a_title_is_prose(title: str | None) -> None:
    assert _reasons("Old dam holds", title=title) == [None]


def test_the_texts_of_a_gallery_are_marked() -> None:
    title = "The old dam turns 90"
    texts = [f"{title} {text}" for text in ("It leaks.", _PROSE, "Boats lie below.")]

    assert _reasons(_PROSE, *texts)[1:] == ["caption"] * 3
    assert _reasons(_PROSE, *texts[:2])[1:] == [None] * 2


def test_a_page_that_is_a_gallery_keeps_its_texts() -> None:
    texts = [f"The old dam turns 90 {text}" for text in ("It leaks.", _PROSE, "Boats.")]

    assert _reasons(*texts) == [None] * 3


def test_a_page_that_consists_of_galleries_keeps_its_texts() -> None:
    texts = [
        f"{title} {text}"
        for title in ("The old dam turns 90", "The new pier is not open")
        for text in ("It leaks.", _PROSE, "Boats lie below.")
    ]

    assert _reasons(*texts) == [None] * 6


def test_quotations_that_start_alike_are_no_gallery() -> None:
    texts = [
        f'"The old dam of Lenna {text}," Lund said.'
        for text in ("leaks", "has cracks in its northern wall", "may not hold")
    ]

    assert _reasons(_PROSE, *texts)[1:] == [None] * 3


def test_a_correction_is_marked() -> None:
    note = "Correction: An earlier text gave another height of the dam."

    assert _reasons(_PROSE, note) == [None, "credit"]


def test_a_text_of_nothing_but_captions_has_no_prose() -> None:
    reasons = _reasons("The old dam. Photo: AFP", "The town. Photo: AFP")

    assert reasons == ["caption", "caption"]


def test_a_caption_printed_twice_is_marked_twice() -> None:
    line = "Engineers walk over the crest of the old dam on Monday."

    reasons = _reasons(_PROSE, line, line + "  Photo: AFP")

    assert reasons == [None, "caption", "caption"]


def test_the_second_of_two_equal_neighbours_is_a_duplicate() -> None:
    line = "Engineers walk over the crest of the old dam on Monday."

    assert _reasons(_PROSE, line, line) == [None, None, "duplicate"]


def test_a_paragraph_that_comes_back_later_is_a_duplicate() -> None:
    reasons = _reasons(_PROSE, "Rain fell on the old town.", _PROSE)

    assert reasons == [None, None, "duplicate"]


def test_a_short_answer_may_come_back() -> None:
    assert _reasons("“Nobody knows.”", "Rain fell.", "“Nobody knows.”")[2] is None


def test_long_copies_are_left_to_the_ranking() -> None:
    line = _PROSE * 8

    assert _reasons(line, line.replace("night", "day")) == [None, None]


def test_only_prose_is_cut() -> None:
    text = f"LONDON (AP) — {_PROSE}\n\nLONDON (AP) — Photo: AFP"

    cleaned = clean(text, find_blocks(text), None)

    assert [len(part.cuts) for part in cleaned] == [1, 0]


def test_a_shared_line_inside_a_paragraph_is_marked() -> None:
    assert sentence_reason("Scroll down for video.", low=False) == "advertisement"


def test_a_long_list_of_links_is_marked() -> None:
    links = "Related stories " + "The new pier of the old town opens in spring " * 5

    assert _reasons(_PROSE, links + "today")[1] == "related"


def test_a_sentence_that_never_ends_is_marked() -> None:
    assert sentence_reason("word " * 1_000, low=False) == "endless"


def test_a_sentence_with_a_tag_of_the_page_is_marked() -> None:
    assert sentence_reason('<post id="7">The dam held.</post>', low=False) == "markup"
    assert sentence_reason("The dam held at a level < 7 m.", low=False) is None


def test_a_caption_in_lower_case_text_is_marked() -> None:
    line = "mayor lund ( left ) greets minister paz in the town hall ."

    assert sentence_reason(line, low=True) == "caption"
    assert sentence_reason(line, low=False) is None


@pytest.mark.parametrize(("phrase", "reason"), table("noise_phrases").items())
def test_every_listed_phrase_marks_the_line_it_stands_in(
    phrase: str, reason: str
) -> None:
    line = f"Readers of the harbour's paper, {phrase} today, they said."

    assert _reasons(_PROSE, line, _PROSE + " Really.")[1] == reason
