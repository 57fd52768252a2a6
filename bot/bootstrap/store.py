"""Opens the database for commands that read, repair or copy it."""

from __future__ import annotations

import asyncio
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import datetime, tzinfo
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.bootstrap.redaction import redaction
from bot.bootstrap.runtime import Runtime
from bot.core.delivery.upcoming import UpcomingDigest, UpcomingDigests
from bot.core.digests.explain import Explainer
from bot.core.digests.mutes import ChannelMutes
from bot.core.digests.story_edits import ChannelEdits
from bot.core.digests.subscriptions import with_subscriptions
from bot.core.domain.calendar import CalendarQuery
from bot.core.domain.configuration import Configuration, DigestPlan
from bot.core.domain.corrections import Correction
from bot.core.domain.messages import Message
from bot.core.domain.records import SourceState
from bot.core.domain.search import SearchRequest, SearchResult
from bot.core.domain.slots import OutboxMessage, SlotKey, StoredSlot
from bot.core.operations.status import BotStatus
from bot.core.record.calendar_answers import Calendar, CalendarAnswer
from bot.core.record.search import RecordSearch
from bot.core.record.who import Candidates, SpeakerAnswer, Who, WhoQuery
from bot.settings import find_file
from bot.stores import VARIABLE, Maintenance, database_url, open_store
from bot.stores import open_maintenance as open_database
from bot.workers.story_tasks import main_actors

_MOST_FAILED = 200


@contextmanager
def open_maintenance(
    named: Path | None, environment: Mapping[str, str]
) -> Iterator[Maintenance]:
    """Open the environment's database, or else the one beside the configuration file.

    ``named`` is the configuration file, if the person named one.

    Raises:
        ConfigError: neither exists, or the URL in the environment is invalid.
    """
    given = environment.get(VARIABLE) and named is None
    place = Path() if given else find_file(named, environment)
    with open_database(database_url(environment, place)) as maintenance:
        yield maintenance


@asynccontextmanager
async def with_database_copy(runtime: Runtime) -> AsyncIterator[Runtime]:
    """Yield a runtime on a temporary copy of the database, if a bot uses the original.

    Otherwise yield ``runtime``. A command may pretend another time; articles that it
    fetches must not reach the bot's database.

    Raises:
        StoreError: the database cannot be used or copied.
    """
    async with open_store(runtime.database) as store:
        is_of_bot = await store.planned_until() is not None
    if not is_of_bot:
        yield runtime
        return
    with TemporaryDirectory(prefix="sitrep-") as folder:
        file = str(Path(folder) / "copy.db")
        with open_database(runtime.database) as maintenance:
            await asyncio.to_thread(maintenance.backup, file)
        yield replace(runtime, database=f"sqlite:///{file}")


async def source_states(runtime: Runtime) -> Mapping[str, SourceState]:
    """Return the state of every source that was ever polled.

    Raises:
        StoreError: the database cannot be used.
    """
    async with open_store(runtime.database) as store:
        return await store.states()


async def deliveries(
    runtime: Runtime, *, failed: bool, limit: int
) -> tuple[tuple[StoredSlot, tuple[OutboxMessage, ...]], ...]:
    """Return the latest slots, or the latest failed slots, with their messages.

    Raises:
        StoreError: the database cannot be used.
    """
    async with open_store(runtime.database) as store:
        return await store.deliveries(failed=failed, limit=limit)


async def retry_slot(runtime: Runtime, slot: SlotKey) -> bool:
    """Requeue the failed slot with the key ``slot``; false if no failed slot has it.

    Raises:
        StoreError: the database cannot be used.
    """
    async with open_store(runtime.database) as store:
        return await store.requeue(slot, runtime.clock.now())


async def changes(runtime: Runtime, since: datetime) -> tuple[Correction, ...]:
    """Return the posted lines of all channels that papers changed since ``since``.

    Raises:
        StoreError: the database cannot be used.
    """
    async with open_store(runtime.database) as store:
        return await store.corrections(after=since)


async def who_said(runtime: Runtime, query: WhoQuery) -> SpeakerAnswer | Candidates:
    """Return the record's statements of the speaker in ``query``.

    If the name means several speakers, or none, return the candidates instead.

    Raises:
        StoreError: the database cannot be used.
    """
    async with open_store(runtime.database) as store:
        return await Who(store).ask(query)


async def what_falls_due(
    runtime: Runtime, query: CalendarQuery, zone: tzinfo
) -> CalendarAnswer:
    """Return the record's events between two days; ``zone`` is the zone of the days.

    Raises:
        StoreError: the database cannot be used.
    """
    async with open_store(runtime.database) as store:
        return await Calendar(runtime.clock, store, zone).ask(query)


async def search(runtime: Runtime, request: SearchRequest) -> SearchResult:
    """Return the sentences of the record that a search finds.

    Raises:
        SearchQueryError: the search has no word to look for, or too many.
        AmbiguousSpeakerError: several speakers have the typed name.
        StoreError: the database cannot be used.
    """
    async with open_store(runtime.database) as store:
        return await RecordSearch(store, store).search(request)


async def with_personal_digests(
    runtime: Runtime, configuration: Configuration
) -> Configuration:
    """Return the configuration with the digests that people subscribed to.

    Raises:
        StoreError: the database cannot be used.
    """
    async with open_store(runtime.database) as store:
        return with_subscriptions(configuration, await store.subscriptions())


async def upcoming(
    runtime: Runtime, plans: Sequence[DigestPlan]
) -> tuple[UpcomingDigest, ...]:
    """Return when each digest goes out next in each of its channels.

    Raises:
        StoreError: the database cannot be used.
    """
    async with open_store(runtime.database) as store:
        reader = UpcomingDigests(runtime.clock, store, ChannelMutes(store))
        return await reader.of(plans)


@asynccontextmanager
async def open_status(
    runtime: Runtime, configuration: Configuration, environment: Mapping[str, str]
) -> AsyncIterator[Callable[[], Awaitable[BotStatus]]]:
    """Yield a function that reads what runs, waits, fails and comes next.

    Raises:
        StoreError: the database cannot be used.
    """
    hide = redaction(environment).text
    async with open_store(runtime.database) as store:
        upcoming = UpcomingDigests(runtime.clock, store, ChannelMutes(store))

        async def read() -> BotStatus:
            now = runtime.clock.now()
            failed = await store.deliveries(failed=True, limit=_MOST_FAILED)
            return BotStatus(
                now,
                configuration,
                await store.work(now),
                await store.states(),
                tuple(_with_error(*delivery) for delivery in failed),
                await upcoming.of(configuration.digests, muting=()),
                hide,
            )

        yield read


async def bot_status(
    runtime: Runtime, configuration: Configuration, environment: Mapping[str, str]
) -> BotStatus:
    """Return what runs, waits, fails and comes next, as the database shows it.

    Raises:
        StoreError: the database cannot be used.
    """
    async with open_status(runtime, configuration, environment) as read:
        return await read()


def _with_error(slot: StoredSlot, messages: Sequence[OutboxMessage]) -> StoredSlot:
    """Return a failed slot with its error; if it has none, with that of a message.

    The first message with an error counts.
    """
    errors = (slot.error, *(message.error for message in messages))
    return replace(slot, error=next(filter(None, errors), None))


async def why(
    runtime: Runtime, configuration: Configuration, url: str, *, explained: bool
) -> Message | None:
    """Explain why an article was or was not in a digest; ``explained`` adds ids.

    Return ``None`` if no source listed the article.

    Raises:
        StoreError: the database cannot be used.
    """
    async with open_store(runtime.database) as store:
        tracer = Explainer(
            *(store, store, store, main_actors, ChannelMutes(store), store),
            ChannelEdits(store),
            *(store, explained),
        )
        return await tracer.explain(url, configuration, runtime.clock.now())
