"""The names of threads and the tags of forum posts, from the titles of messages."""

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
    """Make a thread's name: the message's first title and the text beside the title.

    A thread about one story is named after the title alone: the text beside it is the
    story's state, which changes.
    """
    number = 1 if is_about_one_story(message) else 2
    for section in message.sections:
        for row in section.rows:
            if row.parts and row.parts[0].style is Style.TITLE:
                words = _JOINT.join(sanitized(part.text) for part in row.parts[:number])
                return shortened(words.strip(_JOINT), THREAD_NAME) or UNTITLED
    return UNTITLED


def is_about_one_story(message: Message) -> bool:
    """Return whether the message is about one story: an alert, or corrections.

    Such a message begins with a heading. Its title suits the thread of the story.
    """
    return bool(message.sections) and not message.sections[0].rows


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
