from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from typing_extensions import override

from bot.core.digests.editions import make_edition, rendered_digest
from bot.core.digests.explain import Explainer
from bot.core.digests.mutes import ChannelMutes
from bot.core.domain.errors import PostError
from bot.core.domain.records import Edition, Mute
from bot.core.messages.markdown import to_markdown
from bot.core.ports.services import ChannelNames
from bot.workers.story_tasks import main_actors
from tests.fakes.reports import BRIDGE, FERRY, FERRY_TOO
from tests.fakes.town import COURIER, GAZETTE, START, Paper, Town, open_town

DESK, OTHER = "fake/desk", "fake/night"


class Silent(ChannelNames):
    """A platform that does not answer."""

    @override
    async def aliases(self, channel: str) -> tuple[str, ...]:
        raise PostError("no answer")


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    papers = Paper(GAZETTE, [FERRY, BRIDGE]), Paper(COURIER, [FERRY_TOO])
    async with open_town(*papers) as opened:
        yield opened


async def mute(town: Town, what: str, channel: str = DESK) -> None:
    await town.store.mute(Mute(channel, what, "U1", START))


async def preview(town: Town, channel: str = DESK) -> Edition:
    """The digest that would go to a channel."""
    await town.digest_service.refresh(town.plan, town.configuration)
    return make_edition(await town.digest_service.preview(town.plan, channel))


def front(edition: Edition) -> str:
    return to_markdown(rendered_digest(edition).front)


async def why(town: Town, channel: str | None) -> str:
    """Explain the report on the ferry to a person in a channel."""
    book = ChannelMutes(town.store)
    tracer = Explainer(town.store, town.store, town.store, main_actors, book)
    message = await tracer.explain(
        f"{GAZETTE}/ferry", town.configuration, town.clock.now(), channel=channel
    )
    return "" if message is None else to_markdown(message).replace("\\", "")


async def test_a_muted_word_hides_its_articles(town: Town) -> None:
    await mute(town, "aurora")

    told = front(await preview(town))

    assert "Aurora" not in told
    assert FERRY.title not in told
    assert BRIDGE.title in told


async def test_a_muted_paper_leaves_the_story_to_the_other(town: Town) -> None:
    await mute(town, "lenna-gazette.example")

    told = front(await preview(town))

    assert FERRY_TOO.title in told
    assert "https://lenna-gazette.example" not in told
    assert BRIDGE.title not in told


async def test_what_is_muted_counts_as_never_shown(town: Town) -> None:
    await mute(town, "aurora")
    await town.publish()
    await town.store.unmute(DESK, "aurora")
    await town.wait()

    told = front(await town.publish())

    assert "Aurora" in told
    assert BRIDGE.title not in told


async def test_nothing_is_composed_while_nobody_knows_what_is_muted(
    town: Town,
) -> None:
    book = ChannelMutes(town.store, Silent())

    with pytest.raises(PostError):
        await book.filter_for(DESK)


async def test_why_names_the_word_that_is_muted_here(town: Town) -> None:
    await preview(town)
    await mute(town, "football")
    await mute(town, "Aurora")

    assert "muted here: Aurora" in await why(town, DESK)
    assert "muted" not in await why(town, OTHER)
