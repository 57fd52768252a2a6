"""The handlers of the commands, shared by all platforms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.core.commands.calendar_lookup import CalendarLookup
from bot.core.commands.changes import Changes
from bot.core.commands.event_dedup import EventDedup
from bot.core.commands.fuzzy_lookup import Target, find_target, find_topic, quoted
from bot.core.commands.link_briefing import LinkBriefer
from bot.core.commands.link_parsing import address
from bot.core.commands.muting import Muting
from bot.core.commands.next_digests import NextDigests
from bot.core.commands.overview import (
    HomePage,
    failing_rows,
    help_answer,
    home_answer,
    last_of,
    sources_answer,
    topics_answer,
    veiled,
)
from bot.core.commands.quotas import BRIEFINGS, LOOKUPS, Limit, Quotas
from bot.core.commands.reminding import Reminding
from bot.core.commands.requests import (
    InteractionContext,
    Person,
    Request,
    Verb,
    channel_here,
)
from bot.core.commands.responses import Answer
from bot.core.commands.searching import Searching
from bot.core.commands.snapshots import (
    Snapshot,
    key_of,
    note_key,
    read_snapshot,
    write_snapshot,
)
from bot.core.commands.story_editing import StoryEditing
from bot.core.commands.subscribing import Subscribing
from bot.core.commands.time_parsing import Zones
from bot.core.commands.topic_preview import TopicPreviewer
from bot.core.commands.user_errors import Refusal, RefusedError
from bot.core.commands.views import private_answer
from bot.core.commands.who import StatementLookup
from bot.core.commands.workspace_scope import is_seen_from
from bot.core.digests.explain import Explainer
from bot.core.digests.subscriptions import personal_channel, personal_plan
from bot.core.domain.configuration import Configuration
from bot.core.domain.platforms import COMMAND, PlatformProfile
from bot.core.ports.services import ChannelNames, Clock, ConfigurationSource, EventLog
from bot.core.ports.stores import ChatStore, EditionStore, SourceStore

Options: TypeAlias = Mapping[str, str]

_EDITIONS = 20
"""The number of editions that are searched for the last one of a workspace."""

_Handler: TypeAlias = Callable[
    [InteractionContext, Options, Configuration], Awaitable[Answer]
]


@dataclass(frozen=True, slots=True)
class CommandStores:
    """The stores that commands use."""

    chats: ChatStore
    sources: SourceStore
    editions: EditionStore


@dataclass(frozen=True, slots=True)
class CommandDeps:
    """The dependencies of the commands.

    ``configuration`` has no personal digests and alerts. ``names`` looks up the other
    names of a channel; ``platforms`` holds the profiles of the platforms by name.
    """

    clock: Clock
    configuration: ConfigurationSource
    event_log: EventLog
    stores: CommandStores
    event_dedup: EventDedup
    link_briefer: LinkBriefer
    previewer: TopicPreviewer
    tracer: Explainer
    personal: Subscribing
    mutes: Muting
    zones: Zones
    changes: Changes
    searching: Searching
    next_digests: NextDigests
    reminding: Reminding
    story_editing: StoryEditing
    statements: StatementLookup
    calendar: CalendarLookup
    names: ChannelNames | None = None
    platforms: Mapping[str, PlatformProfile] = field(default_factory=dict)


@dataclass(slots=True)
class CommandHandlers:
    """Runs the commands; a command that fails raises an error."""

    deps: CommandDeps

    async def answer(self, request: Request, configuration: Configuration) -> Answer:
        """Run a command and return its answer.

        Raises:
            RefusedError: The command is refused.
        """
        personal, mutes = self.deps.personal, self.deps.mutes
        handlers: Mapping[Verb, _Handler] = {
            Verb.LINK: self._link,
            Verb.TOPIC: self._topic,
            Verb.DIGEST: self._digest,
            Verb.TOPICS: self._topics,
            Verb.SOURCES: self._sources,
            Verb.SUBSCRIBE: personal.subscribe,
            Verb.UNSUBSCRIBE: personal.unsubscribe,
            Verb.MUTE: mutes.mute,
            Verb.UNMUTE: mutes.unmute,
            Verb.SPLIT: self.deps.story_editing.split,
            Verb.MERGE: self.deps.story_editing.merge,
            Verb.UNDO: self.deps.story_editing.undo,
            Verb.REMIND: self.deps.reminding.remind,
            Verb.NEXT: self.deps.next_digests.answer,
            Verb.CHANGES: self.deps.changes.answer,
            Verb.SEARCH: self._search,
            Verb.WHO: self._who,
            Verb.CALENDAR: self._calendar,
            Verb.WHY: self._why,
            Verb.HELP: self._help,
        }
        handler = handlers[request.verb]
        return await handler(request.context, request.options, configuration)

    async def brief(
        self, context: InteractionContext, url: str, configuration: Configuration
    ) -> Answer:
        """Brief the page at a link and return the answer.

        Raises:
            RefusedError: The person's quota is used up.
        """
        await self.spend(context)
        snapshot = await self.deps.link_briefer.brief(url, configuration.language)
        await self._keep((snapshot,))
        return private_answer(snapshot, direct=context.place.direct)

    async def spend(
        self, context: InteractionContext, limit: Limit = BRIEFINGS
    ) -> None:
        """Count one request against the quotas of the person and the server.

        Raises:
            RefusedError: The quota of the person or their server is used up.
            StoreError: The store cannot be used.
        """
        quotas = Quotas(self.deps.clock, self.deps.stores.chats)
        await quotas.take(context, limit)

    async def snapshot(self, key: str) -> Snapshot:
        """Return the snapshot with this key, to which a button refers.

        Raises:
            RefusedError: The snapshot is deleted.
            StoreError: The store cannot be used.
        """
        note = await self.deps.stores.chats.load_note(note_key(key))
        try:
            return read_snapshot(note or "")
        except ValueError as error:
            problem = "That briefing is no longer stored. Ask for it again."
            raise RefusedError(Refusal.GONE, problem) from error

    async def home(
        self, context: InteractionContext, configuration: Configuration
    ) -> Answer:
        """Return the home page of a person.

        Raises:
            StoreError: The store cannot be used.
        """
        stores, zone = self.deps.stores, self._zone(context.person, configuration)
        states = await stores.sources.states()
        limit = _EDITIONS if configuration.has_workspaces else 1
        last = [
            edition
            for plan in configuration.digests
            for edition in await stores.editions.editions(plan.id, limit)
            if is_seen_from(context.place, edition.channel, configuration)
        ]
        return home_answer(
            HomePage(
                configuration,
                await self.deps.personal.subscriptions(context, configuration),
                last_of(last),
                failing_rows(configuration.sources, states, zone),
                zone,
                self.deps.clock.now(),
            )
        )

    async def _link(
        self,
        context: InteractionContext,
        options: Options,
        configuration: Configuration,
    ) -> Answer:
        return await self.brief(context, _address(options, Verb.LINK), configuration)

    async def _topic(
        self,
        context: InteractionContext,
        options: Options,
        configuration: Configuration,
    ) -> Answer:
        topic = find_topic(options.get("name", ""), configuration, Verb.TOPIC)
        await self.spend(context)
        channel = personal_channel(context.place.platform, context.person.id)
        zone = self._zone(context.person, configuration)
        previewer = self.deps.previewer
        front, stories = await previewer.topic(topic, channel, configuration, zone)
        return await self._shown((front, *stories), context)

    async def _digest(
        self,
        context: InteractionContext,
        options: Options,
        configuration: Configuration,
    ) -> Answer:
        name, names = options.get("name", "").strip(), self.deps.names
        own = await self._own_target(context, configuration) if not name else None
        if own is not None:
            plan, channel = own
        else:
            plan, channel = await find_target(context.place, name, configuration, names)
        await self.spend(context)
        previewer = self.deps.previewer
        front, stories = await previewer.preview(plan, channel, configuration)
        return await self._shown((front, *stories), context)

    async def _own_target(
        self, context: InteractionContext, configuration: Configuration
    ) -> Target | None:
        """Return the person's personal digest that comes next, and its channel.

        Return ``None`` outside direct messages, or if the person has no digest.
        """
        if not context.place.direct:
            return None
        subscriptions = await self.deps.personal.subscriptions(context, configuration)
        coming = [
            (
                each.next,
                personal_plan(
                    each.wanted, each.topic, configuration, at=each.wanted.at
                ),
            )
            for each in subscriptions
            if each.topic and each.next and each.wanted.at
        ]
        if not coming:
            return None
        _, plan = min(coming, key=lambda pair: pair[0])
        return plan, personal_channel(context.place.platform, context.person.id)

    async def _topics(
        self,
        _asking: InteractionContext,
        _options: Options,
        configuration: Configuration,
    ) -> Answer:
        return topics_answer(configuration)

    async def _sources(
        self,
        context: InteractionContext,
        options: Options,
        configuration: Configuration,
    ) -> Answer:
        topic = find_topic(options.get("name", ""), configuration, Verb.SOURCES)
        states = await self.deps.stores.sources.states()
        return sources_answer(topic, states, self._zone(context.person, configuration))

    async def _search(
        self,
        context: InteractionContext,
        options: Options,
        configuration: Configuration,
    ) -> Answer:
        request = self.deps.searching.request(options, configuration)
        await self.spend(context, LOOKUPS)
        pages = await self.deps.searching.answer(request, options, configuration)
        return await self._shown(pages, context)

    async def _why(
        self,
        context: InteractionContext,
        options: Options,
        configuration: Configuration,
    ) -> Answer:
        url = _address(options, Verb.WHY)
        await self.spend(context, LOOKUPS)
        now = self.deps.clock.now()
        message = await self.deps.tracer.explain(
            *(url, configuration, now),
            channel=channel_here(context),
            person=context.person.id,
        )
        if message is None:
            problem = (
                f"No source has listed {quoted(url)} yet. Check the link, or brief it "
                f"with “/{COMMAND} link”."
            )
            raise RefusedError(Refusal.UNKNOWN, problem)
        return Answer(veiled(message, configuration.sources))

    async def _who(
        self,
        context: InteractionContext,
        options: Options,
        configuration: Configuration,
    ) -> Answer:
        await self.spend(context, LOOKUPS)
        pages = await self.deps.statements.pages(options, configuration)
        return await self._shown(pages, context)

    async def _calendar(
        self,
        context: InteractionContext,
        options: Options,
        configuration: Configuration,
    ) -> Answer:
        calendar = self.deps.calendar
        address = await calendar.address(context, options, configuration)
        if address is not None:
            return address
        await self.spend(context, LOOKUPS)
        pages = await calendar.pages(options, configuration)
        return await self._shown(pages, context)

    async def _help(
        self,
        _asking: InteractionContext,
        _options: Options,
        _configuration: Configuration,
    ) -> Answer:
        return help_answer()

    async def _shown(
        self, snapshots: Sequence[Snapshot], context: InteractionContext
    ) -> Answer:
        """Store the snapshots, and return an answer that shows the first."""
        await self._keep(snapshots)
        return private_answer(snapshots[0], direct=context.place.direct)

    async def _keep(self, every: Sequence[Snapshot]) -> None:
        """Store the snapshots to which the buttons of an answer refer."""
        now = self.deps.clock.now()
        for snapshot in every:
            chats = self.deps.stores.chats
            key = note_key(key_of(snapshot))
            await chats.save_note(key, write_snapshot(snapshot), now)

    def _zone(self, person: Person, configuration: Configuration) -> ZoneInfo:
        """Return the person's time zone, or the configured one if unknown."""
        zone = self.deps.zones.find(person.timezone) if person.timezone else None
        return zone or configuration.timezone


def _address(options: Options, verb: Verb) -> str:
    """Return the link that was typed.

    Raises:
        RefusedError: The text is missing or is not a link.
    """
    typed = options.get("url", "")
    url = address(typed)
    if url is not None:
        return url
    example = f"/{COMMAND} {verb} https://…"
    if not typed.strip():
        problem = f"Give the article's link: {quoted(example)}."
        raise RefusedError(Refusal.MISSING, problem)
    problem = f"{quoted(typed)} is not a link. Give one such as {quoted(example)}."
    raise RefusedError(Refusal.BAD_LINK, problem)
