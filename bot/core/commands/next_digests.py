"""The command ``next``: when each digest goes out next, and where."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.core.commands.fuzzy_lookup import find_digest
from bot.core.commands.requests import InteractionContext, Verb, channel_here
from bot.core.commands.responses import Answer, said
from bot.core.commands.subscribing import Subscribing
from bot.core.delivery.upcoming import (
    UpcomingDestination,
    UpcomingDigest,
    UpcomingDigests,
)
from bot.core.delivery.upcoming_listing import UpcomingListing
from bot.core.digests.channel_names import stored_names
from bot.core.digests.subscriptions import personal_channel, personal_plan
from bot.core.domain.configuration import Configuration, DigestPlan
from bot.core.domain.platforms import PlatformProfile
from bot.core.domain.workspaces import split_workspace
from bot.core.ports.services import ChannelNames
from bot.core.text.labels import Labels, labels_for


@dataclass(frozen=True, slots=True)
class NextDigests:
    """Answers the command ``next`` for the configured digests and the person's own.

    ``names`` looks up the channels' other names; ``platforms`` holds the profiles of
    the platforms by name.
    """

    upcoming: UpcomingDigests
    personal: Subscribing
    names: ChannelNames | None = None
    platforms: Mapping[str, PlatformProfile] = field(default_factory=dict)

    async def answer(
        self,
        context: InteractionContext,
        options: Mapping[str, str],
        configuration: Configuration,
    ) -> Answer:
        """List the next times of the digest with the typed name, or of all digests.

        The digests of the asking channel come first. Other channels may be private, so
        the answer does not name them. For a channel of another platform, or a person's
        direct messages, it gives only the platform.

        Raises:
            RefusedError: no digest has this name.
            StoreError: the store cannot be used.
        """
        labels = labels_for(configuration.language)
        plans = await self._plans(context, options, configuration)
        if not plans:
            return said(labels.no_digests)
        here = await self._here(context, configuration, labels)
        upcoming = await self.upcoming.of(plans, muting=here.keys())
        digests = [_public(digest) for digest in upcoming]
        digests.sort(key=lambda digest: not _goes_to(digest, here.keys()))
        names = {
            each.channel: here.get(each.channel) or self._name(each, context, labels)
            for digest in digests
            for each in digest.destinations
        }
        now = self.upcoming.clock.now()
        listing = UpcomingListing(now, configuration.language, names)
        return Answer(listing.message(digests))

    async def _plans(
        self,
        context: InteractionContext,
        options: Mapping[str, str],
        configuration: Configuration,
    ) -> Sequence[DigestPlan]:
        """Return the named digest, or the configured ones and the person's own."""
        name = options.get("name", "").strip()
        if name:
            return (find_digest(name, configuration, Verb.NEXT),)
        own = await self.personal.subscriptions(context, configuration)
        return (
            *configuration.digests,
            *(
                personal_plan(each.wanted, each.topic, configuration, at=each.wanted.at)
                for each in own
                if each.topic is not None and each.wanted.at is not None
            ),
        )

    async def _here(
        self, context: InteractionContext, configuration: Configuration, labels: Labels
    ) -> Mapping[str, str]:
        """Map the channels in which the person reads the answer to their names."""
        place, person = context.place, context.person
        own = {personal_channel(place.platform, person.id): labels.direct_messages}
        if place.direct:
            return own
        channel = channel_here(context)
        same = await stored_names(channel, configuration, self.names)
        return own | dict.fromkeys(same, labels.here)

    def _name(
        self,
        destination: UpcomingDestination,
        context: InteractionContext,
        labels: Labels,
    ) -> str:
        """Describe a channel other than the asking one, without its name."""
        to = destination.destination
        is_person = split_workspace(to.channel)[1].startswith("@")
        if is_person or to.platform != context.place.platform:
            profile = self.platforms.get(to.platform)
            return to.platform if profile is None else profile.title
        return labels.another_channel


def _goes_to(digest: UpcomingDigest, channels: Collection[str]) -> bool:
    return any(each.channel in channels for each in digest.destinations)


def _public(digest: UpcomingDigest) -> UpcomingDigest:
    """Return the digest without error texts, which are only for the operator."""
    destinations = tuple(
        replace(each, waiting=tuple(replace(slot, error=None) for slot in each.waiting))
        for each in digest.destinations
    )
    return replace(digest, destinations=destinations)
