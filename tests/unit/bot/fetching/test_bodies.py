"""Checks on response bodies."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.core.domain.errors import TooBigError, UnsupportedTypeError
from bot.fetching.bodies import check_length, check_text, check_type, read_chunks


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/html",
        "text/plain",
        "text/markdown",
        "text/xml",
        "application/xhtml+xml",
        "application/xml",
        "application/rss+xml",
        "application/atom+xml",
        "application/json",
        "application/feed+json",
    ],
)
def test_text_is_readable(content_type: str) -> None:
    check_type(content_type)


@pytest.mark.parametrize(
    "content_type",
    [
        "application/pdf",
        "image/png",
        "image/svg+xml",
        "video/mp4",
        "audio/mpeg",
        "application/zip",
        "application/octet-stream",
        "font/woff2",
        "text/css",
        "text/calendar",
        "multipart/form-data",
        "html",
    ],
)
def test_what_is_no_text_is_refused(content_type: str) -> None:
    with pytest.raises(UnsupportedTypeError):
        check_type(content_type)


def test_refusal_names_the_type_but_not_all_of_a_long_one() -> None:
    with pytest.raises(UnsupportedTypeError) as refusal:
        check_type("image/" + "x" * 5000)

    assert "image/x" in str(refusal.value)
    assert len(str(refusal.value)) < 120


@pytest.mark.parametrize("length", [None, 0, 10])
def test_announced_length_within_the_limit_passes(length: int | None) -> None:
    check_length(length, 10)


def test_announced_length_over_the_limit_is_refused() -> None:
    with pytest.raises(TooBigError, match="5 MB"):
        check_length(5_000_001, 5_000_000)


async def test_body_is_put_together_from_its_chunks() -> None:
    assert await read_chunks(chunks(b"ab", b"", b"cd"), 4) == b"abcd"


async def test_reading_stops_at_the_limit() -> None:
    read = []

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(1000):
            read.append(1)
            yield b"ab"

    with pytest.raises(TooBigError):
        await read_chunks(endless(), 9)

    assert len(read) == 5


async def test_body_that_may_be_cut_ends_at_the_limit() -> None:
    assert await read_chunks(chunks(b"abc", b"def"), 4, truncate=True) == b"abcd"


@pytest.mark.parametrize(
    "start",
    [
        b"\x1f\x8b\x08",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"\x89PNG\r\n",
        b"\x00\x00\x00\x20ftypmp42",
        b"ID3\x03\x00",
        b"OggS\x00",
    ],
)
def test_binary_that_calls_itself_a_page_is_refused(start: bytes) -> None:
    with pytest.raises(UnsupportedTypeError):
        check_text(start + b"<html>")


@pytest.mark.parametrize("start", [b"", b"<html>", b"\xff\xfe<\x00", b"ID3 tags"])
def test_what_may_be_text_passes(start: bytes) -> None:
    check_text(start)
