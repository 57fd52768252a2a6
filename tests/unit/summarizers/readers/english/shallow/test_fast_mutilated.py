from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

from summarizers.model import Article, Sentence, Span
from summarizers.readers.english.shallow.fast_parser import FastParser
from summarizers.readers.parse import Parse
from summarizers.text.layout import Layout, Paragraph
from summarizers.text.splitting import split_text

STORY = (
    "“We lose money every night,” manager Ada Linn (Greens) told the council on "
    "Tuesday, “and nobody pays for it.” According to the union, forty jobs may go; "
    "Ole Berg, who leads it, accused them of silence and said:\n\n“We aren't afraid. "
    "It's 'over', friends.\n\n“Go home.”\n\nThe council, she said, plans to meet - "
    "saying that it would act - on Friday."
)
PARSER = FastParser()


def read(text: str) -> Parse:
    return PARSER.parse(split_text(Article(text=text)))


def spans(parse: Parse) -> Iterator[Span]:
    for found in parse.attributions:
        yield from found.content
        yield from (span for span in (found.source, found.cue) if span is not None)


def check(parse: Parse) -> None:
    text = parse.layout.text
    assert all(text[span.start : span.end] == span.text for span in spans(parse))
    assert all(text[token.start : token.end] == token.text for token in parse.tokens)
    assert all(a.end <= b.start for a, b in pairwise(parse.tokens))
    assert all(found.content for found in parse.attributions)


def test_the_whole_story_has_every_speaker() -> None:
    sources = {found.source.text for found in read(STORY).attributions if found.source}

    assert {"manager Ada Linn", "the union", "Ole Berg", "she"} <= sources


@pytest.mark.parametrize("start", range(0, len(STORY), 60))
def test_a_story_cut_off_anywhere_is_read(start: int) -> None:
    for end in range(start, min(start + 60, len(STORY))):
        check(read(STORY[:end]))


@pytest.mark.parametrize("start", range(0, len(STORY), 60))
def test_a_story_that_begins_anywhere_is_read(start: int) -> None:
    for first in range(start, min(start + 60, len(STORY))):
        check(read(STORY[first:]))


@pytest.mark.parametrize("lost", sorted(set(STORY)))
def test_a_story_that_lost_a_character_is_read(lost: str) -> None:
    check(read(STORY.replace(lost, "")))


@pytest.mark.parametrize("mark", ['"', "'", "”", "“", ",", ":", "-", "(", ")", "\n"])
def test_a_story_with_marks_between_all_words_is_read(mark: str) -> None:
    check(read(STORY.replace(" ", f" {mark} ")))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(STORY.upper(), id="capitals only"),
        pytest.param(STORY.lower(), id="no capitals"),
        pytest.param(STORY.replace(" ", "\u200b "), id="zero-width characters"),
        pytest.param(STORY.replace("a", "\u05d0"), id="right-to-left letters"),
        pytest.param(STORY.replace(".", "\U0001f600"), id="beyond the basic plane"),
        pytest.param(STORY.replace("e", "e\u0301"), id="combining marks"),
        pytest.param(STORY.replace("\n\n", "\r\n\r\n"), id="other line ends"),
    ],
)
def test_a_story_in_odd_characters_is_read(text: str) -> None:
    check(read(text))


@pytest.mark.parametrize(
    "unit",
    [
        "Rossi said ",
        "he said that ",
        "according to Rossi , ",
        "a , ",
        "Lind ",
        "x and ",
        "who ",
        "( ",
        "on Monday ",
        "saying ",
    ],
)
def test_a_sentence_without_end_is_read(unit: str) -> None:
    text = unit * 5_000
    whole = Sentence(0, 0, len(text), text, 0)
    layout = Layout(text, (Paragraph(0, 0, len(text)),), (whole,), (), ())

    parse = PARSER.parse(layout)

    assert len(parse.tokens) >= 5_000
    assert parse.attributions == ()
