from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.core.commands.requests import Verb
from bot.core.commands.responses import Visibility
from bot.core.commands.searching import MOST_HITS
from bot.core.commands.user_errors import Refusal
from tests.fakes.reception import Counter, button, labels, open_counter, text_of
from tests.fakes.reports import BRIDGE, FERRY, SCHOOL
from tests.fakes.search import record_sentence
from tests.fakes.town import COURIER, GAZETTE, Paper

COAST = ("coast",)


@pytest.fixture
async def counter() -> AsyncIterator[Counter]:
    """A reception whose record has two papers."""
    papers = Paper(GAZETTE, [FERRY, BRIDGE]), Paper(COURIER, [SCHOOL])
    async with open_counter(*papers) as opened:
        await opened.town.record()
        yield opened


async def test_sentences_are_shown_to_the_asker_alone(counter: Counter) -> None:
    answer = await counter.ask(Verb.SEARCH, words="passengers ramp")

    assert "All 212 passengers left the ship over the bow ramp" in text_of(answer)
    assert FERRY.title in text_of(answer)
    assert answer.visibility is Visibility.PRIVATE
    assert labels(answer) == ["Post here"]


async def test_sentences_are_posted_as_they_were_shown(counter: Counter) -> None:
    shown = await counter.ask(Verb.SEARCH, words="passengers")

    posted = await counter.press(button(shown, "Post here"))

    assert posted.visibility is Visibility.CHANNEL
    assert text_of(posted) == text_of(shown)


async def test_nothing_found_cannot_be_posted(counter: Counter) -> None:
    answer = await counter.ask(Verb.SEARCH, words="volcano")

    assert "No sentence of the record has: volcano" in text_of(answer)
    assert labels(answer) == []
    assert answer.refused is None


async def test_a_direct_message_has_no_button(counter: Counter) -> None:
    context = counter.context(direct=True)

    answer = await counter.ask(Verb.SEARCH, context, words="passengers")

    assert "212 passengers" in text_of(answer)
    assert labels(answer) == []


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"words": "town"}, [BRIDGE, SCHOOL]),
        ({"words": "town", "topic": "The Coast"}, [BRIDGE, SCHOOL]),
        ({"words": "town", "paper": "coast-courier.example"}, [SCHOOL]),
        ({"words": "town", "paper": "lenna-gazette"}, [BRIDGE]),
        ({"words": "town -council"}, [SCHOOL]),
        ({"words": "town", "who": "Siri Aune"}, [SCHOOL]),
        ({"words": "town", "since": "1 h"}, []),
        ({"words": "town", "since": "2026-03-01"}, [BRIDGE, SCHOOL]),
    ],
)
async def test_options_narrow_the_search(
    counter: Counter, options: dict[str, str], found: list[object]
) -> None:
    counter.move(hours=2)

    text = text_of(await counter.ask(Verb.SEARCH, **options))

    assert [one for one in (BRIDGE, SCHOOL) if one.title in text] == found


@pytest.mark.parametrize(
    ("options", "reason", "told"),
    [
        ({}, Refusal.MISSING, "at least one word"),
        ({"words": "-ferry"}, Refusal.BAD_VALUE, "at least one word"),
        ({"words": "f*"}, Refusal.BAD_VALUE, "two letters"),
        ({"words": "ferry", "topic": "moon"}, Refusal.UNKNOWN, "moon"),
        ({"words": "ferry", "since": "the flood"}, Refusal.BAD_VALUE, "the flood"),
    ],
)
async def test_a_wrong_option_is_refused_and_costs_nothing(
    counter: Counter, options: dict[str, str], reason: Refusal, told: str
) -> None:
    answers = [await counter.ask(Verb.SEARCH, **options) for _ in range(6)]

    assert {answer.refused for answer in answers} == {reason.value}
    assert told in text_of(answers[-1])


async def test_searches_count_against_the_quota(counter: Counter) -> None:
    answers = [await counter.ask(Verb.SEARCH, words="ferry") for _ in range(6)]

    assert [answer.refused for answer in answers] == [
        *[None] * 5,
        Refusal.TOO_OFTEN.value,
    ]


async def test_the_record_of_other_topics_is_not_shown(counter: Counter) -> None:
    store = counter.town.store
    await record_sentence(store, "x", "A volcano of others.", topics=("secret",))

    answer = await counter.ask(Verb.SEARCH, words="volcano")

    assert "No sentence" in text_of(answer)


async def test_an_answer_has_few_lines_and_tells_how_many_more(
    counter: Counter,
) -> None:
    for number in range(MOST_HITS + 2):
        text = f"Volcano {number} of the coast is quiet, said a man at the pier."
        await record_sentence(counter.town.store, f"v{number}", text, topics=COAST)

    text = text_of(await counter.ask(Verb.SEARCH, words="volcano"))

    assert text.count("said a man") == MOST_HITS
    assert "And 2 more sentences." in text


async def test_a_name_of_two_is_asked_about_and_chosen(counter: Counter) -> None:
    store = counter.town.store
    for role in ("pilot", "mayor"):
        text = f"A volcano, said the {role}."
        await record_sentence(
            store, role, text, topics=COAST, who="Ida Brandt", role=role
        )

    asked = await counter.ask(Verb.SEARCH, words="volcano", who="brandt")

    assert asked.refused == Refusal.UNKNOWN
    assert asked.menu is not None
    assert [one.label for one in asked.menu.choices] == [
        "Ida Brandt, mayor",
        "Ida Brandt, pilot",
    ]
    chosen = await counter.press(asked.menu.choices[1])
    assert "said the pilot" in text_of(chosen)
    assert "said the mayor" not in text_of(chosen)


async def test_a_choice_that_is_too_long_for_a_menu_is_told_alone(
    counter: Counter,
) -> None:
    store, words = counter.town.store, f"volcano {'and smoke ' * 8}"
    for role in ("pilot", "mayor"):
        await record_sentence(
            store, role, words, topics=COAST, who="Ida Brandt", role=role
        )

    asked = await counter.ask(Verb.SEARCH, words=words, who="Ida Brandt")

    assert asked.menu is None
    assert "Ida Brandt, mayor; Ida Brandt, pilot" in text_of(asked)
