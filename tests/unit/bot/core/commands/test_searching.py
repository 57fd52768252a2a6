from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.core.commands.requests import Verb
from bot.core.commands.searching import MOST_HITS
from tests.fakes.reception import Counter, open_counter, text_of
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

    first = await counter.ask(Verb.SEARCH, words="volcano")
    more, post = first.buttons
    second = await counter.press(more)

    text = text_of(first)
    assert text.count("said a man") == MOST_HITS
    assert "And 2 more sentences." in text
    assert (more.label, post.label) == ("Show more", "Post here")
    assert text_of(second).count("said a man") == 2
    assert [button.label for button in second.buttons] == ["Post here"]
