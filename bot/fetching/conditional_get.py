"""Conditional GET requests (RFC 9110): send a body only if it has changed."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from bot.core.domain.records import Validators
from bot.fetching.http_messages import HttpResponse

_MAX_VALIDATOR_LENGTH = 1_000


def conditional_headers(validators: Validators) -> dict[str, str]:
    """The request headers that make the server answer 304 if the body is unchanged."""
    headers = {
        "If-None-Match": validators.etag,
        "If-Modified-Since": validators.modified,
    }
    return {name: value for name, value in headers.items() if value is not None}


def is_not_modified(response: HttpResponse, validators: Validators) -> bool:
    """Whether the body is unchanged; a 304 counts only if the request had validators."""
    return response.status == HTTPStatus.NOT_MODIFIED and validators != Validators()


def next_validators(response: HttpResponse, previous: Validators) -> Validators:
    """The validators for the next request; ``previous`` where a header is missing."""
    return Validators(
        _usable_header(response.headers, "ETag") or previous.etag,
        _usable_header(response.headers, "Last-Modified") or previous.modified,
    )


def _usable_header(headers: Mapping[str, str], name: str) -> str | None:
    """The header's value if it can be stored and sent back unchanged."""
    value = headers.get(name)
    if not value or len(value) > _MAX_VALIDATOR_LENGTH or not value.isprintable():
        return None
    return value
