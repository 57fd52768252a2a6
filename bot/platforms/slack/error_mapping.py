"""Maps errors of a post: an invalid token, or a request that was not sent."""

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
    """Map errors by their code and cause.

    Raises:
        AuthenticationError: Slack refuses the token, or refused it a short time ago.
        NotSentError: no connection was made.
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
