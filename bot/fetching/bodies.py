"""Checks response bodies: content type, size and first bytes."""

from __future__ import annotations

import re
from collections.abc import AsyncIterable

from bot.core.domain.errors import TooBigError, UnsupportedTypeError

_READABLE = re.compile(
    r"text/(?!css|javascript|calendar|vcard)[\w.+-]{1,100}"
    r"|application/(?:[\w.-]{1,100}\+)?(?:xml|json)"
)
# The first bytes of archives, images and other binary formats.
_SIGNATURES = (
    b"\x1f\x8b",
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"\x7fELF",
    b"BZh",
    b"\xfd7zXZ",
    b"\x28\xb5\x2f\xfd",
    b"Rar!",
    b"7z\xbc\xaf",
    b"OggS",
    b"ID3\x02",
    b"ID3\x03",
    b"ID3\x04",
)
_MP4 = b"ftyp"


def check_type(content_type: str) -> None:
    """Check that ``content_type`` is a text type, such as HTML, XML or JSON.

    The content type is in lower case, without parameters.

    Raises:
        UnsupportedTypeError: it is another type, such as an image or a PDF.
    """
    if content_type and not _READABLE.fullmatch(content_type):
        raise UnsupportedTypeError(
            f"the response is {content_type[:60]}, not a web page"
        )


def check_length(length: int | None, limit: int) -> None:
    """Check a body's length in bytes; an unknown length passes.

    Raises:
        TooBigError: the body has more than ``limit`` bytes.
    """
    if length is not None and length > limit:
        raise _too_big(limit)


async def read_chunks(
    chunks: AsyncIterable[bytes], limit: int, *, truncate: bool = False
) -> bytes:
    """Read a body of at most ``limit`` decompressed bytes.

    With ``truncate`` a longer body is cut at the limit.

    Raises:
        TooBigError: the body is longer, and ``truncate`` is false.
    """
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if truncate and len(body) >= limit:
            break
        check_length(len(body), limit)
    return bytes(body[:limit])


def check_text(body: bytes) -> None:
    """Check that a body does not begin like a binary file, whatever its declared type.

    Raises:
        UnsupportedTypeError: the body is an image, a PDF, a video or an archive.
    """
    if body.startswith(_SIGNATURES) or body[4:8] == _MP4:
        raise UnsupportedTypeError("the response is a binary file, not a web page")


def _too_big(limit: int) -> TooBigError:
    return TooBigError(f"the response has more than {limit / 1e6:g} MB")
