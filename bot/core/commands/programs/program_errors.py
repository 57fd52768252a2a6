"""Errors for programs: a code, a sentence of Sitrep, and sometimes a document.

No message repeats a value of the request or a text of an article.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from bot.core.commands.error_messages import explained
from bot.core.commands.user_errors import Refusal
from bot.core.domain.errors import BotError
from bot.core.messages.briefing_json import JsonObject


class ErrorCode(StrEnum):
    """Why a request of a program fails: the value of ``error.kind``."""

    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    TOO_MANY_REQUESTS = "too_many_requests"
    BAD_PARAMETER = "bad_parameter"
    NOT_FOUND = "not_found"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    UNREADABLE = "unreadable"
    UNAVAILABLE = "unavailable"


class ProgramError(BotError):
    """A failed request of a program.

    ``wait`` says when a repeated request can succeed. ``document`` has further keys of
    the error, whose texts are those of articles.
    """

    def __init__(
        self,
        code: ErrorCode,
        message: str,
        *,
        wait: timedelta | None = None,
        document: JsonObject | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.wait = wait
        self.document = document or {}

    def body(self) -> JsonObject:
        """Return the error as JSON."""
        error: JsonObject = {
            "kind": self.code.value,
            "message": str(self),
            **self.document,
        }
        return {"error": error}


_UNAVAILABLE = "Sitrep cannot answer right now; try again in a minute"
_READING = {
    Refusal.BLOCKED: "the address is not on the public internet",
    Refusal.BAD_LINK: "the address is not one of a public page",
    Refusal.UNREAD: "the page could not be fetched",
    Refusal.TOO_SLOW: "the page takes too long to read",
    Refusal.NO_ARTICLE: "the page has no article that can be read",
}


def program_error(error: Exception) -> ProgramError:
    """Turn an error of the bot into an error for programs, with another message."""
    if isinstance(error, ProgramError):
        return error
    message = _READING.get(explained(error, "").reason)
    if message is None:
        return ProgramError(ErrorCode.UNAVAILABLE, _UNAVAILABLE)
    return ProgramError(ErrorCode.UNREADABLE, message)
