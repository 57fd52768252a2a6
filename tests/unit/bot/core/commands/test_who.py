"""The command that lists what a person or organisation said."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.core.commands.requests import Verb
from bot.core.commands.responses import Answer
from tests.fakes.reception import Counter, open_counter, text_of
from tests.fakes.record import make_claim, make_entry, make_sentence, make_speaker
from tests.fakes.records import add
from tests.fakes.reports import FERRY, FERRY_TOO
from tests.fakes.town import COURIER, GAZETTE, Paper

SPEAKER = "Ingrid Solberg"


@pytest.fixture
async def counter() -> AsyncIterator[Counter]:
    papers = Paper(GAZETTE, [FERRY]), Paper(COURIER, [FERRY_TOO])
    async with open_counter(*papers) as opened:
        await opened.town.record()
        yield opened


async def who(counter: Counter, name: str, **options: str) -> Answer:
    """The answer to a person who asks in a channel."""
    return await counter.ask(Verb.WHO, name=name, **options)


async def test_an_ambiguous_name_offers_the_people_to_choose(
    counter: Counter,
) -> None:
    store = counter.town.store
    article = await add(store, "bridge")
    due = await store.due_entries(1)
    claims = [make_claim(make_speaker("Olof Solberg", role="mayor"))]
    entry = make_entry(article, number=due.through, topics=["coast"], claims=claims)
    assert await store.record(due, [entry])

    answer = await who(counter, "Solberg", since="2026-02-01")

    assert answer.menu is not None
    first, second = answer.menu.choices
    assert first.label.startswith("Olof Solberg, mayor")
    assert SPEAKER in second.label
    assert "The ferry stays in port" in text_of(await counter.press(first))
    assert "lucky" in text_of(await counter.press(second))


async def test_a_mistyped_name_offers_similar_names(counter: Counter) -> None:
    answer = await who(counter, "Ingrid Sollberg", since="yesterday")

    assert "Did you mean" in text_of(answer)
    assert answer.menu is not None
    assert SPEAKER in text_of(await counter.press(answer.menu.choices[0]))


async def test_a_name_unlike_any_other_offers_none(counter: Counter) -> None:
    answer = await who(counter, "Zbigniew Quark")

    assert answer.menu is None
    assert "is recorded in your topics" in text_of(answer)


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("soon", "is not a day or a week"),
        ("12 march", "is not a day or a week"),
        ("tomorrow", "No event is recorded for these days"),
    ],
)
async def test_the_calendar_lists_the_days_that_are_named(
    counter: Counter, when: str, words: str
) -> None:
    answer = await counter.ask(Verb.CALENDAR, when=when)

    assert words in text_of(answer)


async def test_a_long_answer_shows_more_on_demand(counter: Counter) -> None:
    store = counter.town.store
    article = await add(store, "bridge")
    due = await store.due_entries(1)
    said = make_speaker("Olof Lind", role="mayor")
    texts = [f"“The bridge has {number} cracks,”" for number in range(100, 125)]
    sentences = [make_sentence(f"{text} Lind said.") for text in texts]
    claims = [
        make_claim(said, sentence=index, text=text) for index, text in enumerate(texts)
    ]
    entry = make_entry(
        article,
        number=due.through,
        topics=["coast"],
        sentences=sentences,
        claims=claims,
    )
    assert await store.record(due, [entry])

    answer = await who(counter, "Olof Lind")
    more = await counter.press(answer.buttons[0])

    assert answer.buttons[0].label == "Show more"
    assert text_of(answer).count("cracks") == 20
    assert text_of(more).count("cracks") == 5
    assert "Olof Lind" in text_of(more)
