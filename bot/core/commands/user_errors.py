"""Refusals: why a command is not carried out, as a code and a sentence."""

from __future__ import annotations

from enum import StrEnum

from bot.core.commands.responses import Answer, Menu
from bot.core.domain.errors import BotError
from bot.core.domain.messages import Message, Row, Section, Text


class Refusal(StrEnum):
    """The code of the reason for which a command is refused, for logs and tests.

    ``UNKNOWN``: the named thing does not exist. ``BAD_LINK``: not a link. ``BLOCKED``:
    not on the public internet. ``UNREAD``: the page could not be fetched.
    ``NO_ARTICLE``: the page holds no article. ``BROKEN``: the bot's own fault.
    """

    NOT_ALLOWED = "not_allowed"
    NOT_HERE = "not_here"
    TOO_OFTEN = "too_often"
    TOO_OLD = "too_old"
    TOO_SLOW = "too_slow"
    UNKNOWN = "unknown"
    MISSING = "missing"
    BAD_VALUE = "bad_value"
    BAD_LINK = "bad_link"
    NO_LINK = "no_link"
    BLOCKED = "blocked"
    UNREAD = "unread"
    NO_ARTICLE = "no_article"
    TOO_MANY = "too_many"
    DONE_BEFORE = "done_before"
    GONE = "gone"
    BROKEN = "broken"


class RefusedError(BotError):
    """A refusal of a command; the message is one sentence that says what to do.

    ``menu`` offers names that resemble the typed one.
    """

    kind = "refused"

    def __init__(self, reason: Refusal, message: str, menu: Menu | None = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.menu = menu


def sentence(text: str) -> Message:
    """Return a message with one line of text."""
    return Message((Section(None, (Row((Text(text),)),)),))


def refused(error: RefusedError) -> Answer:
    """Return the answer that tells the person about a refusal."""
    return Answer(sentence(str(error)), menu=error.menu, refused=error.reason.value)
