"""Asking only for what has changed."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from bot.core.domain.records import Validators
from bot.fetching.exchanges import Answer

_LONGEST = 1_000


def condition(validators: Validators) -> dict[str, str]:
    """The headers that ask for a body only if it is another one."""
    asked = {
        "If-None-Match": validators.etag,
        "If-Modified-Since": validators.modified,
    }
    return {name: value for name, value in asked.items() if value is not None}


def is_unmodified(answer: Answer, validators: Validators) -> bool:
    """Whether the body is what it was; nothing is, that was not asked by."""
    return answer.status == HTTPStatus.NOT_MODIFIED and validators != Validators()


def validators_of(answer: Answer, known: Validators) -> Validators:
    """What to ask by next time; what the answer does not name stays as it was known."""
    return Validators(
        _sendable(answer.headers, "ETag") or known.etag,
        _sendable(answer.headers, "Last-Modified") or known.modified,
    )


def _sendable(headers: Mapping[str, str], name: str) -> str | None:
    """A header that can be sent back and stored as it came, if there is one."""
    value = headers.get(name)
    if not value or len(value) > _LONGEST or not value.isprintable():
        return None
    return value
