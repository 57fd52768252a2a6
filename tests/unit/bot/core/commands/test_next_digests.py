"""When digests come next, as people are told in chat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.core.commands.requests import AutocompleteQuery, Person, Place, Verb
from bot.core.commands.user_errors import Refusal
from bot.core.domain.configuration import Destination, DigestPlan
from bot.core.domain.records import Mute
from bot.core.domain.slots import PlannedSlot, SlotKey
from tests.fakes.reception import Counter, open_counter, text_of
from tests.fakes.town import GAZETTE, Paper

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
HERE, THERE = Destination("slack", "C1"), Destination("slack", "C2")
MAIL, ADA = Destination("email", "ada@example.org"), Destination("slack", "@U9")


@pytest.fixture
async def counter() -> AsyncIterator[Counter]:
    """A reception where "morning" goes elsewhere at 7:30, and "ports" here at 12."""
    async with open_counter(Paper(GAZETTE)) as opened:
        town = opened.town
        ports = replace(town.plan, id="ports", at=(time(12),), to=(HERE, MAIL))
        configure(opened, replace(town.plan, to=(THERE, ADA)), ports)
        yield opened


def configure(counter: Counter, *plans: DigestPlan) -> None:
    """Let these be the configured digests."""
    town = counter.town
    town.configuration = replace(town.configuration, digests=plans)
    counter.configuration.value = town.configuration


async def told(counter: Counter, **options: str) -> list[str]:
    """The lines of an answer in a channel."""
    answer = await counter.ask(Verb.NEXT, counter.context(), **options)
    return text_of(answer).replace("\xa0", " ").replace("\\", "").splitlines()


async def test_the_digests_of_the_channel_come_first(counter: Counter) -> None:
    assert await told(counter) == [
        "**ports (UTC)**",
        "",
        "- **here** Mon 2 Mar, 12:00 · Tue 3 Mar, 12:00 · Wed 4 Mar, 12:00",
        "- **E-mail** Mon 2 Mar, 12:00 · Tue 3 Mar, 12:00 · Wed 4 Mar, 12:00",
        "",
        "**morning (UTC)**",
        "",
        "- **another channel** Mon 2 Mar, 07:30 · Tue 3 Mar, 07:30 · Wed 4 Mar, 07:30",
        "- **Slack** Mon 2 Mar, 07:30 · Tue 3 Mar, 07:30 · Wed 4 Mar, 07:30",
    ]


async def test_no_other_channel_is_named(counter: Counter) -> None:
    private = Destination("slack", "#merger-talks"), Destination("slack", "G42")
    town = counter.town
    configure(counter, replace(town.plan, to=(*private, HERE, MAIL, ADA)))

    in_channel = "\n".join(await told(counter))
    directly = text_of(await counter.ask(Verb.NEXT))

    for name in ("merger", "G42", "example.org", "U9"):
        assert name not in in_channel
        assert name not in directly
    assert in_channel.count("another channel") == 1


async def test_a_person_of_a_workspace_is_told_by_the_platform(
    counter: Counter,
) -> None:
    person = Destination("slack", "acme/@U9")
    configure(counter, replace(counter.town.plan, to=(person, HERE)))

    lines = "\n".join(await told(counter))

    assert "**Slack**" in lines
    assert "another channel" not in lines


async def test_a_digest_is_asked_for_by_its_name(counter: Counter) -> None:
    lines = await told(counter, name="MORNING")

    assert [line for line in lines if line.startswith("**")] == ["**morning (UTC)**"]


async def test_own_digests_are_listed_for_the_person_alone(counter: Counter) -> None:
    topic = counter.town.configuration.topics[0]
    await counter.ask(Verb.SUBSCRIBE, name=topic.id, time="09:00")

    own = await told(counter)
    other = await counter.ask(Verb.NEXT, counter.context("U2"))

    index = own.index(f"**{topic.title} (UTC)**")
    assert own[index + 2].startswith("- **your direct messages** Mon 2 Mar, 09:00")
    assert f"**{topic.title} (UTC)**" not in text_of(other)


async def test_a_time_moved_after_the_digest_of_the_day_counts_from_tomorrow(
    counter: Counter,
) -> None:
    key = SlotKey("ports", "slack/C1", NOW.date(), 0)
    await counter.town.store.plan([PlannedSlot(key, NOW)], until=NOW)

    lines = await told(counter, name="ports")

    assert lines[2].startswith("- **here** Tue 3 Mar, 12:00")
    assert lines[3] == "  - *Due on Mon 2 Mar, 06:00, not posted yet.*"
    assert lines[4].startswith("- **E-mail** Mon 2 Mar, 12:00")


async def test_only_the_mutes_of_the_channel_are_told(counter: Counter) -> None:
    for channel in ("slack/C1", "slack/C2"):
        what = f"word in {channel[-2:]}"
        await counter.town.store.mute(Mute(channel, what, "U1", NOW))

    text = "\n".join(await told(counter))

    assert "Left out: word in C1" in text
    assert "word in C2" not in text


async def test_no_error_of_a_delivery_is_told(counter: Counter) -> None:
    store, at = counter.town.store, NOW - timedelta(hours=1)
    await store.plan([PlannedSlot(SlotKey("ports", "slack/C1", at.date(), 1), at)], NOW)
    slot = await store.claim_slot("me", NOW, timedelta(minutes=1))
    assert slot is not None
    await store.return_slot(slot, error="https://secret.example", again=NOW)

    text = "\n".join(await told(counter))

    assert "not posted yet" in text
    assert "secret" not in text


async def test_an_unknown_name_offers_those_that_exist(counter: Counter) -> None:
    answer = await counter.ask(Verb.NEXT, name="prots")

    assert answer.refused == Refusal.UNKNOWN
    assert answer.menu is not None
    chosen = await counter.press(answer.menu.choices[0])
    assert "**ports (UTC)**" in text_of(chosen)


async def test_without_a_digest_that_is_said(counter: Counter) -> None:
    configure(counter)

    assert await told(counter) == ["No digest comes."]


async def test_names_of_digests_are_suggested(counter: Counter) -> None:
    query = AutocompleteQuery(
        Person("U1"), Place("slack", "C1", "T1"), Verb.NEXT, "name", "por"
    )

    choices = await counter.commands.suggest(query)

    assert [choice.state for choice in choices] == ["ports"]


async def test_the_answer_is_in_the_language_of_the_configuration(
    counter: Counter,
) -> None:
    town = counter.town
    counter.configuration.value = replace(town.configuration, language="fr")

    lines = await told(counter)

    assert lines[2].startswith("- **ici** lun. 2 mars, 12:00")
