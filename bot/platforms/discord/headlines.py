"""Makes the names of threads and the tags of forum posts from messages."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.domain.messages import Message, Style
from bot.core.text.sanitize import sanitized, shortened
from bot.platforms.discord.channels import THREAD_NAME, DiscordChannel

UNTITLED = "Stories"
"""The name of a thread below a message without a title."""

_MAX_TAGS = 5
_JOINT = " · "


def headline(message: Message) -> str:
    """Make the name of the thread that is opened below a message, from its headline."""
    return _name(message.headline)


def thread_of(message: Message) -> str:
    """Make the name of the thread to which a message belongs.

    An alert or a correction is about one story, so its headline can name the thread of
    an earlier message on this story.
    """
    own = message.headline if message.is_about_one_story else ""
    return _name(message.thread or own)


def _name(words: str) -> str:
    return shortened(sanitized(words).strip(_JOINT), THREAD_NAME) or UNTITLED


def tags_for(message: Message, forum: DiscordChannel) -> tuple[str, ...]:
    """Return the ids of the forum's tags that the message names, at most five.

    A message names a tag in a title, or between two "·" beside a title.
    """
    named = set(_names(message))
    ids = (id_ for name, id_ in forum.tags if name in named)
    return tuple(ids)[:_MAX_TAGS]


def _names(message: Message) -> Iterator[str]:
    for section in message.sections:
        for row in section.rows:
            if row.parts and row.parts[0].style is Style.TITLE:
                for part in row.parts:
                    yield from map(str.casefold, sanitized(part.text).split(_JOINT))
