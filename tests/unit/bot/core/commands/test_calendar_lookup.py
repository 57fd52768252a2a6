"""The command that lists what falls due."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.core.commands.requests import AutocompleteQuery, Verb
from bot.core.commands.responses import Answer, Visibility
from bot.core.commands.user_errors import Refusal
from bot.core.domain.configuration import Configuration, Endpoint, ProgramAccess
from bot.core.domain.weeks import Week
from tests.fakes.reception import (
    TOKEN,
    Counter,
    button,
    labels,
    open_counter,
    text_of,
)
from tests.fakes.reports import FERRY
from tests.fakes.town import GAZETTE, Paper, Report

PROGRAMS = ProgramAccess(Endpoint("127.0.0.1", 8098), "https://sitrep.example.org")
HEARING = Report(
    "hearing",
    "Council of Lenna weighs the ferry pier",
    "The council of Lenna weighs the repair of the ferry pier this spring.\n\n"
    "The council will vote on the ferry pier on 4 March 2026.\n\n"
    "A storm could close the harbour of Lenna on 20 April 2026.",
)


@pytest.fixture
async def counter() -> AsyncIterator[Counter]:
    async with open_counter(Paper(GAZETTE, [FERRY, HEARING])) as opened:
        await opened.town.record()
        yield opened


async def suggest(counter: Counter, option: str, typed: str) -> list[str]:
    """The values that are suggested while a person types."""
    context = counter.context()
    query = AutocompleteQuery(
        context.person, context.place, Verb.CALENDAR, option, typed
    )
    return [choice.label for choice in await counter.commands.suggest(query)]


async def calendar(counter: Counter, **options: str) -> Answer:
    """The answer to a person who asks in a channel."""
    return await counter.ask(Verb.CALENDAR, **options)


async def test_events_are_private_until_they_are_posted(counter: Counter) -> None:
    answer = await calendar(counter)

    assert answer.visibility is Visibility.PRIVATE
    assert labels(answer) == ["Post here"]
    assert "The council will vote on the ferry pier on 4 March 2026." in text_of(answer)
    assert "#:~:text=" in text_of(answer)
    posted = await counter.press(button(answer, "Post here"))
    assert posted.visibility is Visibility.CHANNEL
    assert text_of(posted) == text_of(answer)


async def test_in_a_direct_message_there_is_no_post_button(counter: Counter) -> None:
    answer = await counter.ask(Verb.CALENDAR, counter.context(direct=True))

    assert labels(answer) == []


async def test_events_stand_by_time_under_their_headings(counter: Counter) -> None:
    told = text_of(await calendar(counter))

    places = [
        told.index(part)
        for part in ("THIS WEEK", "vote on the ferry pier", "LATER", "A storm could")
    ]
    assert places == sorted(places)


async def test_an_event_that_is_over_leaves_the_list(counter: Counter) -> None:
    counter.move(days=3)

    told = text_of(await calendar(counter))

    assert told.index("RECENTLY OVER") < told.index("vote on the ferry pier")
    counter.move(days=8)
    assert "vote on the ferry pier" not in text_of(await calendar(counter))


async def test_a_topic_limits_the_events(counter: Counter) -> None:
    configuration = counter.configuration.value
    assert isinstance(configuration, Configuration)
    (topic,) = configuration.topics
    other = replace(topic, id="ports", title="Ports")
    counter.configuration.value = replace(configuration, topics=(topic, other))

    assert "vote on the ferry pier" in text_of(await calendar(counter, topic="coast"))
    assert "vote" not in text_of(await calendar(counter, topic="Ports"))
    refused = await calendar(counter, topic="moon")
    assert refused.refused == Refusal.UNKNOWN


async def test_labels_are_in_the_language_of_the_configuration(
    counter: Counter,
) -> None:
    configuration = counter.configuration.value
    assert isinstance(configuration, Configuration)
    counter.configuration.value = replace(configuration, language="fr")

    told = text_of(await calendar(counter))

    assert "CETTE SEMAINE" in told
    assert "mer." in told


async def test_each_request_counts_against_the_quota(counter: Counter) -> None:
    for _ in range(5):
        await calendar(counter)

    assert (await calendar(counter)).refused == Refusal.TOO_OFTEN


async def test_an_unknown_form_is_refused_with_the_nearest_one(
    counter: Counter,
) -> None:
    answer = await calendar(counter, show="new addresses")

    assert answer.refused == Refusal.BAD_VALUE
    assert "Did you mean “new address”?" in text_of(answer)


async def test_topics_and_forms_are_suggested(counter: Counter) -> None:
    assert await suggest(counter, "topic", "coa") == ["The coast (coast)"]
    assert await suggest(counter, "show", "new") == ["new address"]
    assert "address" in await suggest(counter, "show", "")


async def test_the_address_is_made_for_managers_by_command_and_button(
    counter: Counter,
) -> None:
    configuration = counter.configuration.value
    assert isinstance(configuration, Configuration)
    (plan,) = configuration.digests
    channel = plan.to[0].channel
    counter.configuration.value = replace(
        configuration,
        programs=PROGRAMS,
        digests=(replace(plan, to=(replace(plan.to[0], platform="slack"),)),),
    )
    manager = counter.context(manages=True, channel=channel)

    made = await counter.ask(Verb.CALENDAR, manager, show="Address")

    assert f"https://sitrep.example.org/calendar/{TOKEN}.ics" in text_of(made)
    again = replace(manager, id="event-again")
    revoked = await counter.press(button(made, "Revoke"), again)
    assert "no longer read this address" in text_of(revoked)
    refused = await calendar(counter, show="address")
    assert refused.refused == Refusal.NOT_ALLOWED


async def test_the_week_is_an_image_with_the_same_lines(counter: Counter) -> None:
    answer = await calendar(counter, show="image")

    image = answer.message.image
    assert isinstance(image, Week)
    assert image.title == "Falling due: The coast"
    assert "The council will vote on the ferry pier on 4 March 2026." in image.alt
    assert "20 April" not in image.alt
    assert "vote on the ferry pier" in text_of(answer)
    posted = await counter.press(button(answer, "Post here"))
    assert posted.message == answer.message


async def test_a_week_without_events_has_no_image_to_post(counter: Counter) -> None:
    counter.move(days=60)

    answer = await calendar(counter, show="image")

    assert answer.message.image is None
    assert labels(answer) == []
