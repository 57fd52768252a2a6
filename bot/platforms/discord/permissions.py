"""Computes the bot's permissions in a channel from roles and overwrites; pure."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntFlag

from bot.core.messages.briefing_json import Json, JsonObject
from bot.platforms.discord.fields import malformed, read_id, read_objects


class Permission(IntFlag):
    """The permissions that the bot needs, by Discord's bits."""

    ADMINISTRATOR = 1 << 3
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    READ_MESSAGE_HISTORY = 1 << 16
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38


NAMES = {
    Permission.VIEW_CHANNEL: "View Channel",
    Permission.SEND_MESSAGES: "Send Messages",
    Permission.READ_MESSAGE_HISTORY: "Read Message History",
    Permission.CREATE_PUBLIC_THREADS: "Create Public Threads",
    Permission.SEND_MESSAGES_IN_THREADS: "Send Messages in Threads",
}
"""The names in Discord's settings."""

NEEDED = Permission(sum(NAMES))
"""The permissions that an invitation asks for."""

_EVERYTHING = (1 << 64) - 1


def granted(
    channel: JsonObject, guild: JsonObject, member: JsonObject, user: str
) -> int:
    """The permissions of a member in a channel, as bits.

    Raises:
        PostError: one of the objects is malformed.
    """
    everyone = read_id(guild)
    held = {everyone, *_ids(member.get("roles"))}
    roles = read_objects(guild.get("roles"))
    bits = _union(role.get("permissions") for role in roles if read_id(role) in held)
    if bits & Permission.ADMINISTRATOR:
        return _EVERYTHING
    overwrites = read_objects(channel.get("permission_overwrites", []))
    exceptions = {read_id(overwrite): overwrite for overwrite in overwrites}
    # Later groups override earlier ones: everyone, the member's roles, the member.
    for group in ({everyone}, held - {everyone}, {user}):
        overwritten = [exceptions[id_] for id_ in sorted(group) if id_ in exceptions]
        bits &= ~_union(overwrite.get("deny") for overwrite in overwritten)
        bits |= _union(overwrite.get("allow") for overwrite in overwritten)
    return bits


def missing(bits: int, wanted: Permission) -> tuple[str, ...]:
    """The names of the wanted permissions that are missing."""
    return tuple(
        name for permission, name in NAMES.items() if permission in wanted & ~bits
    )


def _union(values: Iterator[Json]) -> int:
    bits = 0
    for value in values:
        words = str(value or 0)
        if not words.isdecimal():
            raise malformed("permissions are not a number")
        bits |= int(words)
    return bits


def _ids(answer: Json) -> list[str]:
    if not isinstance(answer, list):
        raise malformed('"roles" is not a list')
    return [str(id_) for id_ in answer]
