"""What the parser of English promises."""

from __future__ import annotations

import pytest

from summarizers.model import Article, Span
from summarizers.readers.english.attribution.attributions import parse_article
from summarizers.readers.parse import Parse
from summarizers.text.splitting import split_text

STORY = """The port of Lenna will close its night ferry, manager Ada Linn said on Tuesday.

“We lose money every night,” she told the council, “and nobody pays for it. We have \
asked twice.

“Nobody answered us.”

Photo: Harbour Press

According to the union, forty jobs may go. Ole Berg, who leads it, accused the council \
of silence and warned that crews would strike: “We aren't afraid.”

“They will hear from us before the winter.”

The council plans to meet on Friday.
"""


@pytest.fixture(scope="module")
def parse() -> Parse:
    return parse_text(STORY)


def parse_text(text: str) -> Parse:
    return parse_article(split_text(Article(text=text)))


def spans(parse: Parse) -> list[Span]:
    return [
        span
        for found in parse.attributions
        for span in (found.source, found.cue, *found.content)
        if span is not None
    ]


def test_every_token_is_a_slice_of_the_text(parse: Parse) -> None:
    cut = [STORY[token.start : token.end] for token in parse.tokens]

    assert cut == [token.text for token in parse.tokens]
    assert all(token.lower == token.text.lower() for token in parse.tokens)


def test_bounds_cover_each_sentence_that_is_no_noise(parse: Parse) -> None:
    sentences = parse.layout.sentences

    assert len(parse.bounds) == len(sentences)
    for sentence, (first, end) in zip(sentences, parse.bounds, strict=True):
        inside = parse.tokens[first:end]
        assert bool(inside) == (sentence.noise is None)
        assert {token.sentence for token in inside} <= {sentence.index}


def test_nothing_is_attributed_from_noise(parse: Parse) -> None:
    start = STORY.index("Photo")
    end = STORY.index("\n", start)

    assert not any(span.start < end and start < span.end for span in spans(parse))


@pytest.mark.parametrize("text", ["", "\n \n", "Photo: Harbour Press"])
def test_a_text_without_prose_has_nothing(text: str) -> None:
    parse = parse_text(text)

    assert list(parse.tokens) == []
    assert parse.attributions == ()


def test_articles_do_not_affect_each_other(parse: Parse) -> None:
    parse_text("Rain fell on the town, and Ole Berg said so.")

    assert parse_text(STORY) == parse


NAMES = ("Ada", "Ole", "Marta", "Jon", "Rut", "Nils", "Eva", "Tor", "Ina", "Kai")
THINGS = ("ferry", "pier", "mill", "road", "school", "bridge", "market", "fleet")
STATES = ("late", "shut", "empty", "lost", "old", "full", "ready", "safe", "ugly")


@pytest.mark.slow
def test_two_thousand_sentences_are_read() -> None:
    said = (
        f"“The {thing} in {name}by is {state},” {name} Lind said. Few agree on the {thing}."
        for name in NAMES
        for thing in THINGS
        for state in STATES
    )
    text = "\n\n".join(f"{line} It was {n} years ago." for n, line in enumerate(said))

    parse = parse_text(text)

    assert len(parse.layout.sentences) >= 2_000
    assert len(parse.attributions) >= 700
