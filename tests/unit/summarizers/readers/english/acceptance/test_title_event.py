from __future__ import annotations

import pytest

from summarizers.model import Article
from summarizers.rankers.summary import rank_summary
from summarizers.readers.english.acceptance.title_event import (
    BEFORE,
    TELLS,
    TitleEvent,
)
from summarizers.readers.english.shallow.fast_parser import FastParser
from summarizers.text.splitting import split_text

SCENE = "Ada Brandt walks over an empty quay and counts the gulls."
EVENT = "Norlinie closed its route to Port Lenna on Monday."
LATER = "The hospital buys its oxygen from another town."
TITLE = "Norlinie closes route to Port Lenna"


def _relations(*sentences: str, title: str | None = TITLE) -> list[str | None]:
    article = Article(" ".join(sentences), title=title)
    layout = split_text(article)
    parse = FastParser().parse(layout)
    event = TitleEvent(parse, title, rank_summary(layout, article))
    return [event.relation(sentence.start) for sentence in layout.sentences]


def test_a_scene_before_the_event_of_the_title_is_told_apart() -> None:
    assert _relations(SCENE, EVENT, LATER) == [BEFORE, TELLS, None]


def _goes_on(*sentences: str) -> list[bool]:
    article = Article(" ".join(sentences), title=TITLE)
    layout = split_text(article)
    event = TitleEvent(FastParser().parse(layout), TITLE, rank_summary(layout, article))
    return [event.goes_on(sentence.start) for sentence in layout.sentences]


@pytest.mark.parametrize(
    ("sentence", "goes_on"),
    [
        pytest.param("But it closed the route to Lenna.", True, id="deed"),
        pytest.param("But it closed the old hospital.", False, id="one word"),
        pytest.param("But its route to Lenna is old.", False, id="no deed"),
        pytest.param("But Norlinie met Brandt at Port Lenna.", False, id="no new word"),
    ],
)
def test_a_sentence_goes_on_with_the_title(sentence: str, *, goes_on: bool) -> None:
    before = "Norlinie met Brandt at Port Lenna."

    assert _goes_on(before, sentence) == [False, goes_on]


@pytest.mark.parametrize(
    "opening",
    [
        pytest.param("Sailors of the port lost their work on Monday.", id="a deed"),
        pytest.param(
            "The route of Norlinie to Port Lenna closes.", id="words of the title"
        ),
    ],
)
def test_another_opening_is_no_scene(opening: str) -> None:
    assert BEFORE not in _relations(opening, EVENT)


@pytest.mark.parametrize(
    "opening",
    [
        pytest.param("The route of Norlinie to Lenna is old.", id="a state"),
        pytest.param("Earlier this week, Norlinie sold a ferry.", id="the time before"),
    ],
)
def test_an_opening_about_the_actors_of_the_event_may_be_a_scene(opening: str) -> None:
    assert _relations(opening, EVENT) == [BEFORE, TELLS]


def test_what_is_going_on_is_an_event() -> None:
    event = "Norlinie is closing its route to Port Lenna."

    assert _relations(SCENE, event) == [BEFORE, TELLS]


def test_the_event_of_the_title_stands_near_the_start() -> None:
    later = [f"Gull number {place} circled above the quay." for place in range(30)]

    assert _relations(SCENE, *later[:10], EVENT)[-1] == TELLS
    assert TELLS not in _relations(SCENE, *later, EVENT)


def test_nothing_is_a_scene_if_no_sentence_tells_the_event() -> None:
    assert _relations(SCENE, LATER) == [None, None]
    assert _relations(SCENE, EVENT, title=None) == [None, None]


def test_another_form_of_a_verb_is_the_same_word() -> None:
    title = "Council approves pier"

    assert _relations("The council has approved it.", title=title) == [TELLS]
