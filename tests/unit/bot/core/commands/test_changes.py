"""The corrections of a channel that has more than one name."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from typing_extensions import override

from bot.core.commands.changes import Changes
from bot.core.domain.configuration import Configuration, Destination
from bot.core.domain.corrections import Correction
from bot.core.domain.records import Validators
from bot.core.messages.markdown import to_markdown
from bot.core.ports.services import ChannelNames
from bot.stores.sql import SqlStore, open_store
from summarizers.stories.corrections import ChangeKind
from tests.fakes.contexts import in_channel
from tests.fakes.plans import make_plan, make_topic
from tests.fakes.ports import FakeClock
from tests.fakes.records import NOW, add, make_edition, make_line

HOUR = timedelta(hours=1)
BY_ID, BY_NAME = "slack/C1", "slack/#ports"


class Names(ChannelNames):
    """Knows the channel by its id and by its name."""

    @override
    async def aliases(self, channel: str) -> tuple[str, ...]:
        return (BY_ID,) if channel == BY_NAME else ()


async def correct(store: SqlStore, name: str, channel: str, *, hours: int) -> None:
    """Print a line of an article in a channel, and correct it some hours later."""
    await add(store, name)
    edition = make_edition(name, slot=f"{name}/2026-03-02/0/{channel}")
    await store.freeze(replace(edition, channel=channel, lines=(make_line(name),)))
    reading = await store.reading_of(f"id-{name}")
    assert reading is not None
    (line,) = reading.lines
    correction = Correction(
        channel=channel,
        edition=line.number,
        place=line.place,
        story=line.line.story,
        article=reading.article.id,
        kind=ChangeKind.GONE,
        printed=line.text,
        told_at=NOW,
        at=NOW + hours * HOUR,
        title=f"News of {name}",
    )
    assert await store.finish_reading(reading, Validators(), corrections=[correction])


async def test_newest_correction_is_last_whatever_the_name_of_its_channel() -> None:
    plan = replace(make_plan(make_topic()), to=(Destination("slack", "#ports"),))
    async with open_store("sqlite://") as store:
        await correct(store, "bridge", BY_ID, hours=2)
        await correct(store, "ferry", BY_NAME, hours=1)
        await correct(store, "tunnel", BY_NAME, hours=3)
        changes = Changes(FakeClock(NOW + 4 * HOUR), store, Names())

        answer = await changes.answer(in_channel(), {}, Configuration((), (plan,)))

    lines = to_markdown(answer.message).replace("\xa0", " ")
    places = [lines.index(f"News of {name}") for name in ("ferry", "bridge", "tunnel")]
    assert places == sorted(places)
