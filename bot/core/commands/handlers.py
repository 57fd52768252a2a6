"""What each command does: one way for all platforms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.core.commands.channels import channel_here
from bot.core.commands.digest_lookup import Target, find_target
from bot.core.commands.event_dedup import Admission
from bot.core.commands.fuzzy_lookup import find_topic, quoted
from bot.core.commands.help import help_answer
from bot.core.commands.home import Desktop, home_answer, last_of
from bot.core.commands.link_briefing import LinkDesk
from bot.core.commands.link_parsing import address
from bot.core.commands.overview import (
    failing_rows,
    sources_answer,
    topics_answer,
    veiled,
)
from bot.core.commands.ports import Mutes
from bot.core.commands.quotas import Quotas
from bot.core.commands.requests import Asking, Person, Request, Verb
from bot.core.commands.responses import Answer
from bot.core.commands.snapshots import Kept, key_of, read_kept, write_kept
from bot.core.commands.subscribing import Subscribing
from bot.core.commands.time_parsing import Zones
from bot.core.commands.topic_preview import Bulletin, Editor
from bot.core.commands.user_errors import Refusal, RefusedError
from bot.core.commands.views import private_answer
from bot.core.digests.explain import Tracer
from bot.core.digests.subscriptions import personal_channel, personal_plan
from bot.core.domain.configuration import Configuration
from bot.core.domain.platforms import COMMAND, PlatformProfile
from bot.core.ports.services import ChannelNames, Clock, ConfigurationSource, EventLog
from bot.core.ports.stores import ChatStore, EditionStore, SourceStore

Options: TypeAlias = Mapping[str, str]

_Handler: TypeAlias = Callable[[Asking, Options, Configuration], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Shelves:
    """The store, as commands need it."""

    chats: ChatStore
    sources: SourceStore
    editions: EditionStore


@dataclass(frozen=True, slots=True)
class Staff:
    """All that works for people; ``configuration`` is the file's alone.

    ``names`` knows channels that are configured by their name; ``platforms`` are the
    profiles of the platforms, by name.
    """

    clock: Clock
    configuration: ConfigurationSource
    journal: EventLog
    shelves: Shelves
    admission: Admission
    desk: LinkDesk
    editor: Editor
    tracer: Tracer
    personal: Subscribing
    mutes: Mutes
    zones: Zones
    names: ChannelNames | None = None
    platforms: Mapping[str, PlatformProfile] = field(default_factory=dict)


@dataclass(slots=True)
class Clerk:
    """Does what people ask for; refusals and failures are raised."""

    staff: Staff

    async def answer(self, request: Request, configuration: Configuration) -> Answer:
        """The answer to a command; raises whatever goes wrong.

        Raises:
            RefusedError: it is not done.
        """
        personal, mutes = self.staff.personal, self.staff.mutes
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
            Verb.WHY: self._why,
            Verb.HELP: self._help,
        }
        handler = handlers[request.verb]
        return await handler(request.asking, request.options, configuration)

    async def brief(self, asking: Asking, url: str) -> Answer:
        """The briefing of a link; raises whatever goes wrong.

        Raises:
            RefusedError: the person has had all that they may have.
        """
        await self.spend(asking)
        kept = await self.staff.desk.brief(url)
        await self._keep((kept,))
        return private_answer(kept, direct=asking.place.direct)

    async def spend(self, asking: Asking) -> None:
        """Count one briefing.

        Raises:
            RefusedError: the person, or their server, has had all that may be had.
            StoreError: the store cannot be used.
        """
        quotas = Quotas(self.staff.clock, self.staff.shelves.chats)
        await quotas.take(asking)

    async def kept(self, key: str) -> Kept:
        """What a button refers to.

        Raises:
            RefusedError: it is kept no more.
            StoreError: the store cannot be used.
        """
        note = await self.staff.shelves.chats.kept_note(key)
        try:
            return read_kept(note or "")
        except ValueError as error:
            told = "That briefing is no longer kept. Ask for it again."
            raise RefusedError(Refusal.GONE, told) from error

    async def home(self, asking: Asking, configuration: Configuration) -> Answer:
        """The app's own page for a person.

        Raises:
            StoreError: the store cannot be used.
        """
        shelves, zone = self.staff.shelves, self._zone(asking.person, configuration)
        states = await shelves.sources.states()
        last = [
            edition
            for plan in configuration.digests
            for edition in await shelves.editions.editions(plan.id, 1)
        ]
        return home_answer(
            Desktop(
                configuration,
                await self.staff.personal.wishes(asking, configuration),
                last_of(last),
                failing_rows(configuration.sources, states, zone),
                zone,
                self.staff.clock.now(),
            )
        )

    async def _link(
        self, asking: Asking, options: Options, _configuration: Configuration
    ) -> Answer:
        return await self.brief(asking, _address(options, Verb.LINK))

    async def _topic(
        self, asking: Asking, options: Options, configuration: Configuration
    ) -> Answer:
        topic = find_topic(options.get("name", ""), configuration, Verb.TOPIC)
        await self.spend(asking)
        channel = personal_channel(asking.place.platform, asking.person.id)
        zone = self._zone(asking.person, configuration)
        editor = self.staff.editor
        bulletin = await editor.topic(topic, channel, configuration, zone)
        return await self._shown(bulletin, asking)

    async def _digest(
        self, asking: Asking, options: Options, configuration: Configuration
    ) -> Answer:
        name, names = options.get("name", "").strip(), self.staff.names
        own = await self._own_target(asking, configuration) if not name else None
        if own is not None:
            plan, channel = own
        else:
            plan, channel = await find_target(asking.place, name, configuration, names)
        await self.spend(asking)
        bulletin = await self.staff.editor.preview(plan, channel, configuration)
        return await self._shown(bulletin, asking)

    async def _own_target(
        self, asking: Asking, configuration: Configuration
    ) -> Target | None:
        """The person's next digest, for who talks to the bot alone and has one."""
        if not asking.place.direct:
            return None
        wishes = await self.staff.personal.wishes(asking, configuration)
        coming = [
            (wish.next, personal_plan(wish.wanted, wish.topic, configuration))
            for wish in wishes
            if wish.topic is not None and wish.next is not None
        ]
        if not coming:
            return None
        _, plan = min(coming, key=lambda one: one[0])
        return plan, personal_channel(asking.place.platform, asking.person.id)

    async def _topics(
        self, _asking: Asking, _options: Options, configuration: Configuration
    ) -> Answer:
        return topics_answer(configuration)

    async def _sources(
        self, asking: Asking, options: Options, configuration: Configuration
    ) -> Answer:
        topic = find_topic(options.get("name", ""), configuration, Verb.SOURCES)
        states = await self.staff.shelves.sources.states()
        return sources_answer(topic, states, self._zone(asking.person, configuration))

    async def _why(
        self, asking: Asking, options: Options, configuration: Configuration
    ) -> Answer:
        url = _address(options, Verb.WHY)
        await self.spend(asking)
        now = self.staff.clock.now()
        message = await self.staff.tracer.why(
            url, configuration, now, channel=channel_here(asking)
        )
        if message is None:
            told = (
                f"No source has had {quoted(url)} yet. Check the link, or brief it "
                f"with “/{COMMAND} link”."
            )
            raise RefusedError(Refusal.UNKNOWN, told)
        return Answer(veiled(message, configuration.sources))

    async def _help(
        self, _asking: Asking, _options: Options, _configuration: Configuration
    ) -> Answer:
        return help_answer()

    async def _shown(self, bulletin: Bulletin, asking: Asking) -> Answer:
        front, stories = bulletin
        await self._keep((front, *stories))
        return private_answer(front, direct=asking.place.direct)

    async def _keep(self, every: Sequence[Kept]) -> None:
        """Keep what the buttons below an answer refer to."""
        now = self.staff.clock.now()
        for kept in every:
            chats = self.staff.shelves.chats
            await chats.keep_note(key_of(kept), write_kept(kept), now)

    def _zone(self, person: Person, configuration: Configuration) -> ZoneInfo:
        """The zone that the person lives in, as far as the platform tells it."""
        known = self.staff.zones.find(person.timezone) if person.timezone else None
        return known or configuration.timezone


def _address(options: Options, verb: Verb) -> str:
    """The address that was typed.

    Raises:
        RefusedError: none was.
    """
    typed = options.get("url", "")
    found = address(typed)
    if found is not None:
        return found
    example = f"/{COMMAND} {verb} https://…"
    if not typed.strip():
        told = f"Give the article's link: {quoted(example)}."
        raise RefusedError(Refusal.MISSING, told)
    told = f"{quoted(typed)} is not a link. Give one such as {quoted(example)}."
    raise RefusedError(Refusal.BAD_LINK, told)
