from __future__ import annotations

import pytest

from summarizers.model import Article
from summarizers.readers.english.acceptance.tense import looks_back, tells_state
from summarizers.readers.english.dependency.spacy_parser import SpacyParser
from summarizers.readers.english.shallow.fast_parser import FastParser
from summarizers.readers.parse import Parser
from summarizers.text.splitting import split_text


@pytest.fixture(scope="module", params=[FastParser, SpacyParser])
def parser(request: pytest.FixtureRequest) -> Parser:
    made: Parser = request.param()
    return made


def _tells_state(parser: Parser, sentence: str) -> bool:
    tokens = parser.parse(split_text(Article(sentence))).tokens
    return tells_state(tokens.texts, tokens.lowers, tokens.tags)


@pytest.mark.parametrize(
    "sentence",
    [
        "The lake is one of the deepest in Norland.",
        "The firm has 40 ferries and a dry dock.",
        "Travel used to be cheap.",
        "The harbour was a quiet place.",
        "One difference between the ferries is that the old one has a funnel.",
        "Berg, who left the firm on Monday, has a house at the lake.",
        "While Berg closed the pier, the hall was a ruin.",
    ],
)
def test_a_state_is_told_from_an_event(parser: Parser, sentence: str) -> None:
    assert _tells_state(parser, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Berg closed the pier on Monday.",
        "Berg has closed the pier.",
        "The firm has for the first time sold a ferry.",
        "Divers are looking for the ferry.",
        "A search is underway at the lake.",
        "The firm is to close the pier.",
        "Berg is expected to resign.",
        "The pier was closed on Monday.",
        "The firm will close the pier.",
        "Berg says the pier is old.",
        "The firm plans to close the pier.",
        "In a post, Berg called for help.",
        "If the dam is old, Berg will close it.",
        "The old dam of the town.",
    ],
)
def test_an_event_is_no_state(parser: Parser, sentence: str) -> None:
    assert not _tells_state(parser, sentence)


@pytest.mark.parametrize("text", ["It sank years ago", "It sank last week"])
def test_words_for_the_time_before_look_back(text: str) -> None:
    assert looks_back(text.lower().split())


@pytest.mark.parametrize(
    "text", ["It sank last night", "The former mayor left", "It sank on Monday"]
)
def test_the_time_of_the_news_does_not_look_back(text: str) -> None:
    assert not looks_back(text.lower().split())
