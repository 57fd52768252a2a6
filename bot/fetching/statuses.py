"""What a status other than success means."""

from __future__ import annotations

from http import HTTPStatus

from bot.core.domain.errors import BusyError, GoneError, StatusError
from bot.fetching.exchanges import Answer
from bot.fetching.waits import asked_wait

_BUSY = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


def check_status(answer: Answer) -> None:
    """Let only success pass.

    Raises:
        GoneError: what was asked for is gone for good.
        BusyError: the server wants to be left alone.
        StatusError: any other status.
    """
    status = answer.status
    message = f"the server answers {answer.status_text}"
    if status == HTTPStatus.OK:
        return
    if status == HTTPStatus.GONE:
        raise GoneError(message, status)
    if status in _BUSY:
        raise BusyError(message, status, asked_wait(answer.headers))
    raise StatusError(message, status)
