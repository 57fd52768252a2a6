from __future__ import annotations

from itertools import pairwise

import pytest

from summarizers.model import Article
from summarizers.text.layout import Layout
from summarizers.text.splitting import split_text

_TEXT = """\
Old dam holds

By Ola Berg

HARBOUR BAY, Norland (AP) — The dam above the old town held. “It held well last night. \
We were lucky,” said Mayor Lund, who “will not wait”.

Mayor Lund (left) at the dam. Photo: AFP

Rain is expected on Friday. (Reporting by Ola Berg)

Leave a Comment
"""


def _layout(text: str = _TEXT, title: str | None = None) -> Layout:
    return split_text(Article(text=text, title=title))


def _prose(layout: Layout) -> list[str]:
    return [sentence.text for sentence in layout.sentences if not sentence.noise]


def test_prose_is_what_is_left_of_a_page() -> None:
    prose = _prose(_layout())

    assert prose == [
        "The dam above the old town held.",
        "“It held well last night.",
        "We were lucky,” said Mayor Lund, who “will not wait”.",
        "Rain is expected on Friday.",
    ]


def test_noise_is_marked_with_its_reason_in_text_order() -> None:
    noise = _layout().noise

    assert [(one.reason, one.span.text) for one in noise] == [
        ("headline", "Old dam holds"),
        ("byline", "By Ola Berg"),
        ("dateline", "HARBOUR BAY, Norland (AP) —"),
        ("caption", "Mayor Lund (left) at the dam. Photo: AFP"),
        ("credit", "(Reporting by Ola Berg)"),
        ("share", "Leave a Comment"),
    ]


def test_every_part_is_verbatim() -> None:
    layout = _layout()
    parts = [(one.start, one.end, one.text) for one in layout.sentences]
    parts += [(one.span.start, one.span.end, one.span.text) for one in layout.noise]

    assert all(_TEXT[start:end] == text for start, end, text in parts)


def test_sentences_carry_their_index_and_do_not_overlap() -> None:
    sentences = _layout().sentences

    assert [one.index for one in sentences] == list(range(len(sentences)))
    assert all(one.end <= other.start for one, other in pairwise(sentences))


def test_sentences_of_noise_carry_the_reason_of_their_paragraph() -> None:
    layout = _layout()

    for sentence in layout.sentences:
        assert sentence.noise == layout.paragraphs[sentence.paragraph].noise


def test_the_headline_is_told() -> None:
    assert _layout().headline
    assert not _layout("The dam held. Nobody was hurt.").headline


def test_quotations_are_those_of_the_whole_text() -> None:
    quotations = _layout().quotations

    assert len(quotations) == 2


def test_a_quotation_divides_no_other_paragraphs_sentences() -> None:
    layout = _layout("He said “we go. \n\nThe dam held. It rained on the town.")

    assert _prose(layout)[1:] == ["The dam held.", "It rained on the town."]


@pytest.mark.parametrize("text", ["", " \n\n ", "\ufeff"])
def test_a_text_without_words_has_no_prose(text: str) -> None:
    assert _prose(_layout(text)) == []


def test_a_single_word_is_prose() -> None:
    assert _prose(_layout("Rain")) == ["Rain"]


def test_invisible_characters_keep_their_offsets() -> None:
    text = "The\u200b dam \u202eheld\u202c. Nobody\ufeff was hurt."

    prose = _prose(_layout(text))

    assert prose == ["The\u200b dam \u202eheld\u202c.", "Nobody\ufeff was hurt."]


def test_right_to_left_text_is_split() -> None:
    text = "قال الوزير إن السد صمد؟ لم يصب أحد بأذى."

    assert len(_prose(_layout(text))) == 2


def test_text_without_capitals_is_split_at_marks_that_stand_alone() -> None:
    layout = _layout("the dam held . nobody was hurt . scroll down for video .")

    assert _prose(layout) == ["the dam held .", "nobody was hurt ."]


def test_a_shared_line_inside_a_paragraph_is_noise_of_its_own() -> None:
    layout = _layout("The dam held. Scroll down for video. Nobody was hurt.")

    assert _prose(layout) == ["The dam held.", "Nobody was hurt."]
    assert [one.span.text for one in layout.noise] == ["Scroll down for video."]


@pytest.mark.parametrize(
    "unit",
    [
        "a", "A", ".", "!", '"', "“", "”", "'", "‘", "«", " ", "-", "—", "(", "]", "<",
        "' ", "'a ", '"a ', "“a ", "a” ", "A. ", "Mr. ", "] ", "]=", "(AP) — ", "By A",
        "Photo: ", "(left) ", "?! ", ". . . ", '"A b c. ', "s' a ", "``", "a@b.c ",
        "A-", "A'", "x (y) ", "A and ", "follow @", "\u200b", "é", "中", "1.2.",
    ],
)  # fmt: skip
def test_one_piece_a_hundred_thousand_times_is_laid_out(unit: str) -> None:
    text = unit * (100_000 // len(unit))

    layout = _layout(text, title=text[:80])

    covered = sum(one.end - one.start for one in layout.sentences)
    assert covered <= len(text)
    assert all(text[one.start : one.end] == one.text for one in layout.sentences)
