"""What became of a message that Slack did not say that it took."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.core.domain.errors import (
    AuthenticationError,
    NotSentError,
    PostError,
    RateLimitedError,
    RejectedError,
)
from bot.platforms.slack.connections import was_reached
from bot.platforms.slack.error_codes import UNAUTHORIZED


@contextmanager
def map_errors() -> Iterator[None]:
    """Let errors say whether they are about the bot, and whether nothing was done.

    Raises:
        AuthenticationError: Slack does not take the token, or did not just now, and is left
            alone for a while.
        NotSentError: there was no connection to it.
    """
    try:
        yield
    except (RejectedError, RateLimitedError) as error:
        if error.code in UNAUTHORIZED:
            raise AuthenticationError(str(error), code=error.code) from error
        raise
    except NotSentError:
        raise
    except PostError as error:
        if was_reached(error.__cause__):
            raise
        raise NotSentError(str(error), code=error.code) from error
