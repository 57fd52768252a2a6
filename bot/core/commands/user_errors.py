"""What is not done, and why, in one plain sentence for who asked."""

from __future__ import annotations

from enum import StrEnum

from bot.core.commands.responses import Answer, Menu
from bot.core.domain.errors import BotError
from bot.core.domain.messages import Message, Row, Section, Text


class Refusal(StrEnum):
    """Why nothing was done, as a word for journals and tests.

    ``UNKNOWN`` names what is not there, ``BAD_LINK`` is no link, ``BLOCKED`` is not on
    the public internet, ``UNREAD`` cannot be had, ``NO_ARTICLE`` holds none. ``BROKEN``
    is our own fault.
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
    """Something is not done; the message is one whole sentence that says what to do.

    ``menu`` offers what may be meant instead.
    """

    kind = "refused"

    def __init__(self, reason: Refusal, message: str, menu: Menu | None = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.menu = menu


def sentence(text: str) -> Message:
    """A message of one line that is ours."""
    return Message((Section(None, (Row((Text(text),)),)),))


def refused(error: RefusedError) -> Answer:
    """The refusal as it is shown to who asked."""
    return Answer(sentence(str(error)), menu=error.menu, refused=error.reason.value)
