"""Checks on response bodies."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.core.domain.errors import TooBigError, UnsupportedTypeError
from bot.fetching.bodies import check_length, check_text, check_type, read_chunks


@pytest.mark.parametrize(
    "content_type",
    [
        "application/pdf",
        "image/png",
        "application/octet-stream",
        "text/calendar",
        "html",
    ],
)
def test_what_is_no_text_is_refused(content_type: str) -> None:
    with pytest.raises(UnsupportedTypeError):
        check_type(content_type)


def test_announced_length_over_the_limit_is_refused() -> None:
    with pytest.raises(TooBigError, match="5 MB"):
        check_length(5_000_001, 5_000_000)


async def test_reading_stops_at_the_limit() -> None:
    read = []

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(1000):
            read.append(1)
            yield b"ab"

    with pytest.raises(TooBigError):
        await read_chunks(endless(), 9)

    assert len(read) == 5


@pytest.mark.parametrize(
    "start",
    [
        b"\x1f\x8b\x08",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"\x00\x00\x00\x20ftypmp42",
    ],
)
def test_binary_that_calls_itself_a_page_is_refused(start: bytes) -> None:
    with pytest.raises(UnsupportedTypeError):
        check_text(start + b"<html>")
