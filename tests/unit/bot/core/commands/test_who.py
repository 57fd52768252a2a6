"""The command that lists what a person or organisation said."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.core.commands.requests import AutocompleteQuery, Verb
from bot.core.commands.responses import Answer, Visibility
from bot.core.commands.user_errors import Refusal
from tests.fakes.reception import Counter, button, labels, open_counter, text_of
from tests.fakes.record import make_claim, make_entry, make_speaker
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


async def suggest(counter: Counter, typed: str) -> list[str]:
    """The names that are suggested while a person types."""
    context = counter.context()
    query = AutocompleteQuery(context.person, context.place, Verb.WHO, "name", typed)
    return [choice.label for choice in await counter.commands.suggest(query)]


async def test_statements_are_private_until_they_are_posted(counter: Counter) -> None:
    answer = await who(counter, SPEAKER)

    assert answer.visibility is Visibility.PRIVATE
    assert labels(answer) == ["Post here"]
    assert "We were lucky that the fire broke out in port," in text_of(answer)
    assert "#:~:text=" in text_of(answer)
    posted = await counter.press(button(answer, "Post here"))
    assert posted.visibility is Visibility.CHANNEL
    assert SPEAKER in text_of(posted)


async def test_in_a_direct_message_there_is_no_post_button(counter: Counter) -> None:
    context = counter.context(direct=True)

    answer = await counter.ask(Verb.WHO, context, name=SPEAKER)

    assert labels(answer) == []


async def test_a_surname_is_enough_if_one_person_has_it(counter: Counter) -> None:
    assert SPEAKER in text_of(await who(counter, "solberg"))


async def test_a_topic_and_a_time_limit_the_statements(counter: Counter) -> None:
    (topic,) = counter.town.configuration.topics

    within = await who(counter, SPEAKER, topic=topic.title, since="2026-03-01")
    later = await who(counter, SPEAKER, since="2026-05-01")

    assert "lucky" in text_of(within)
    assert "No statement of Ingrid Solberg" in text_of(later)


@pytest.mark.parametrize(
    ("name", "options", "refusal"),
    [
        (" ", {}, Refusal.MISSING),
        ("Olof Nobody", {}, Refusal.UNKNOWN),
        (SPEAKER, {"topic": "another"}, Refusal.UNKNOWN),
        (SPEAKER, {"since": "the flood"}, Refusal.BAD_VALUE),
    ],
)
async def test_wrong_values_are_refused(
    counter: Counter, name: str, options: dict[str, str], refusal: Refusal
) -> None:
    assert (await who(counter, name, **options)).refused == refusal


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


async def test_names_are_suggested_from_their_beginning(counter: Counter) -> None:
    assert any(SPEAKER in label for label in await suggest(counter, "ing"))
    assert any(SPEAKER in label for label in await suggest(counter, "Solb"))
    assert await suggest(counter, "zzz") == []


async def test_each_request_counts_against_the_quota(counter: Counter) -> None:
    for _ in range(5):
        await who(counter, SPEAKER)

    assert (await who(counter, SPEAKER)).refused == Refusal.TOO_OFTEN
