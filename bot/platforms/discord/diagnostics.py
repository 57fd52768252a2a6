"""Checks the set-up on Discord, and says how to repair problems; posts no message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntFlag

from bot.core.domain.errors import PostError, RejectedError
from bot.core.domain.proxies import NO_PROXIES, Proxies
from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.operations.check_results import Finding
from bot.platforms.discord.channels import ChannelKind, read_channel
from bot.platforms.discord.fields import malformed, read_id, read_objects
from bot.platforms.discord.http_api import API_URL, DiscordApi


class Permission(IntFlag):
    """The permissions that the bot needs, with the bits that Discord gives them."""

    ADMINISTRATOR = 1 << 3
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38


NAMES = {
    Permission.VIEW_CHANNEL: "View Channel",
    Permission.SEND_MESSAGES: "Send Messages",
    Permission.ATTACH_FILES: "Attach Files",
    Permission.READ_MESSAGE_HISTORY: "Read Message History",
    Permission.CREATE_PUBLIC_THREADS: "Create Public Threads",
    Permission.SEND_MESSAGES_IN_THREADS: "Send Messages in Threads",
}
"""The permissions that the bot needs, with their names in Discord's settings."""

NEEDED = Permission(sum(NAMES))
"""The permissions that an invitation asks for."""

_EVERYTHING = (1 << 64) - 1


INVITE_URL = "https://discord.com/oauth2/authorize"

_THREADS = frozenset({10, 11, 12})
_FOR = {
    ChannelKind.TEXT: NEEDED,
    ChannelKind.FLAT: NEEDED & ~Permission.CREATE_PUBLIC_THREADS,
    ChannelKind.FORUM: NEEDED & ~Permission.CREATE_PUBLIC_THREADS,
}


def invite_link(application_id: str) -> str:
    """Return the URL of the page on which a person adds the bot to a server."""
    scopes = "bot+applications.commands"
    return (
        f"{INVITE_URL}?client_id={application_id}&scope={scopes}"
        f"&permissions={NEEDED.value}"
    )


async def check_discord(
    token: str,
    channels: Iterable[str],
    *,
    api_url: str = API_URL,
    proxies: Proxies = NO_PROXIES,
) -> list[Finding]:
    """Check the token and every channel; return the findings, the token's first."""
    api = DiscordApi(token, url=api_url, proxies=proxies)
    try:
        return await _Diagnostics(api).findings(channels)
    finally:
        await api.close()


@dataclass(frozen=True, slots=True)
class _Diagnostics:
    api: DiscordApi

    async def findings(self, channels: Iterable[str]) -> list[Finding]:
        """Check the token and the channels; return the findings, the token's first."""
        try:
            findings = await self._application()
        except PostError as error:
            return [Finding(good=False, about="discord", words=str(error))]
        return [*findings, *[await self._channel(channel) for channel in channels]]

    async def _application(self) -> list[Finding]:
        application = await self.api.ask("GET", "/applications/@me")
        id_ = read_id(application, "the application")
        words = (
            f"the token is valid: {application.get('name')}, application {id_}. It needs no "
            "privileged intents."
        )
        link = f"to add the bot to a server, open {invite_link(id_)}"
        return [
            Finding(good=True, about="discord", words=words),
            Finding(good=True, about="discord", words=link),
        ]

    async def _channel(self, channel: str) -> Finding:
        about = f"discord/{channel}"
        try:
            lacking = await self._lacking(channel)
        except PostError as error:
            return Finding(good=False, about=about, words=str(error))
        if channel.startswith("@"):
            words = "the bot can open direct messages to this person"
            return Finding(good=True, about=about, words=words)
        if not lacking:
            return Finding(good=True, about=about, words="the bot can post there")
        words = (
            f"the bot lacks {', '.join(lacking)}: open the channel's settings, "
            "Permissions, and allow it there"
        )
        return Finding(good=False, about=about, words=words)

    async def _lacking(self, channel: str) -> tuple[str, ...]:
        """Return the names of the permissions that the bot lacks in a channel.

        Raises:
            PostError: Discord does not answer.
        """
        if channel.startswith("@"):
            body: JsonObject = {"recipient_id": channel[1:]}
            await self.api.ask("POST", "/users/@me/channels", body)
            return ()
        answer = await self._told(channel)
        place = read_channel(answer)
        if place.guild is None:
            return ()
        # A thread has the permissions of its channel.
        is_thread = answer.get("type") in _THREADS
        metadata = answer.get("thread_metadata")
        if isinstance(metadata, dict) and metadata.get("locked") is True:
            raise RejectedError("the thread is locked: unlock it, or choose another")
        parent = read_id(answer, "the thread", "parent_id") if is_thread else ""
        home = await self._told(parent) if is_thread else answer
        bits = await self._granted(home, place.guild)
        return missing(bits, _FOR[place.kind])

    async def _granted(self, channel: JsonObject, guild_id: str) -> int:
        user = await self.api.user()
        guild = await self.api.ask("GET", "/guilds/{guild_id}", guild_id=guild_id)
        path = "/guilds/{guild_id}/members/{user_id}"
        member = await self.api.ask("GET", path, guild_id=guild_id, user_id=user)
        return granted(channel, guild, member, user)

    async def _told(self, channel: str) -> JsonObject:
        return await self.api.ask("GET", "/channels/{channel_id}", channel_id=channel)


def granted(
    channel: JsonObject, guild: JsonObject, member: JsonObject, user: str
) -> int:
    """Return the permissions of a member in a channel, as bits; ``user`` is its id.

    Raises:
        PostError: one of the objects is malformed.
    """
    everyone = read_id(guild, "the server")
    held = {everyone, *_ids(member.get("roles"))}
    roles = read_objects(guild.get("roles"), "the roles of the server")
    own = (role for role in roles if read_id(role, "a role") in held)
    bits = _union(role.get("permissions") for role in own)
    if bits & Permission.ADMINISTRATOR:
        return _EVERYTHING
    listed = channel.get("permission_overwrites", [])
    overwrites = read_objects(listed, "the permissions of the channel")
    exceptions = {read_id(each, "a permission"): each for each in overwrites}
    # Later groups override earlier ones: everyone, the member's roles, the member.
    for group in ({everyone}, held - {everyone}, {user}):
        overwritten = [exceptions[id_] for id_ in sorted(group) if id_ in exceptions]
        bits &= ~_union(overwrite.get("deny") for overwrite in overwritten)
        bits |= _union(overwrite.get("allow") for overwrite in overwritten)
    return bits


def missing(bits: int, wanted: Permission) -> tuple[str, ...]:
    """Return the names of the wanted permissions that ``bits`` lacks."""
    return tuple(
        name for permission, name in NAMES.items() if permission in wanted & ~bits
    )


def _union(values: Iterator[Json]) -> int:
    bits = 0
    for value in values:
        words = str(value or 0)
        if not words.isdecimal():
            raise malformed("permissions of a role or channel are not a number")
        bits |= int(words)
    return bits


def _ids(answer: Json) -> list[str]:
    if not isinstance(answer, list):
        raise malformed('"roles" of the bot is not a list')
    return [str(id_) for id_ in answer]
