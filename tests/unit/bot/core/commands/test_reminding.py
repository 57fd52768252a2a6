from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from typing_extensions import override

from bot.bootstrap.app_context import ChannelDirectory
from bot.core.commands.requests import InteractionContext, Verb
from bot.core.domain.configuration import Destination
from tests.fakes.reception import Counter, open_counter, text_of

DESK, NAMED, OWN = "slack/C1", "slack/#desk", "slack/@U1"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Names(ChannelDirectory):
    """The desk has a name."""

    @override
    async def aliases(self, channel: str) -> tuple[str, ...]:
        return {DESK: (NAMED,), NAMED: (DESK,)}.get(channel, ())


@pytest.fixture
async def counter() -> AsyncIterator[Counter]:
    """A reception whose digest goes to the desk, which it calls by its name."""
    async with open_counter(names=Names(())) as opened:
        plan = replace(opened.town.plan, to=(Destination("slack", "#desk"),))
        opened.configuration.value = replace(opened.town.configuration, digests=(plan,))
        yield opened


async def remind(
    counter: Counter, when: str = "", context: InteractionContext | None = None
) -> str:
    """What the answer to ``/brief remind`` of a manager says."""
    asking = context or counter.context(manages=True)
    return text_of(await counter.ask(Verb.REMIND, asking, when=when))


async def periods(counter: Counter) -> dict[str, tuple[timedelta, ...]]:
    """What is chosen, by channel."""
    settings = await counter.town.store.reminder_settings()
    return {channel: each.periods for channel, each in settings.items()}


async def test_a_manager_chooses_periods_for_every_name_of_the_channel(
    counter: Counter,
) -> None:
    told = await remind(counter, "2 hours, 1 day")

    assert "Reminders of events in this channel: 1 day and 2 hours before." in told
    chosen = (DAY, 2 * HOUR)
    assert await periods(counter) == {DESK: chosen, NAMED: chosen}


async def test_off_turns_configured_reminders_off(counter: Counter) -> None:
    before = await remind(counter, "1 day")
    await remind(counter, "off")

    assert "1 day before" in before
    assert "Reminders of events are off in this channel." in await remind(counter)
    assert (await periods(counter))[DESK] == ()


async def test_everybody_chooses_for_their_own_digests(counter: Counter) -> None:
    await counter.ask(Verb.SUBSCRIBE, name="coast")

    told = await remind(counter, "2 hours", counter.context(direct=True))

    assert "Reminders of events in your own digests: 2 hours before." in told
    assert await periods(counter) == {OWN: (2 * HOUR,)}
