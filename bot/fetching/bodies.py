"""What counts as a readable body."""

from __future__ import annotations

import re
from collections.abc import AsyncIterable

from bot.core.domain.errors import TooBigError, UnsupportedTypeError

_READABLE = re.compile(
    r"text/(?!css|javascript|calendar|vcard)[\w.+-]{1,100}"
    r"|application/(?:[\w.-]{1,100}\+)?(?:xml|json)"
)
# Archives and pictures that call themselves something else.
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
_FILM = b"ftyp"


def check_type(content_type: str) -> None:
    """Let only texts pass; ``content_type`` is lower case, without parameters.

    Raises:
        UnsupportedTypeError: it is a picture, a PDF, a film or an archive.
    """
    if content_type and not _READABLE.fullmatch(content_type):
        raise UnsupportedTypeError(f"this is {content_type[:60]}, not a page to read")


def check_length(length: int | None, limit: int) -> None:
    """Refuse a body that is announced as too big.

    Raises:
        TooBigError: it has more than ``limit`` bytes.
    """
    if length is not None and length > limit:
        raise _too_big(limit)


async def read_chunks(
    chunks: AsyncIterable[bytes], limit: int, *, is_cut: bool = False
) -> bytes:
    """Read a body, counting what comes out of the decompression.

    Raises:
        TooBigError: it has more than ``limit`` bytes, and is not to be cut there.
    """
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if is_cut and len(body) >= limit:
            break
        check_length(len(body), limit)
    return bytes(body[:limit])


def check_text(body: bytes) -> None:
    """Refuse a body that cannot be a text, whatever it calls itself.

    Raises:
        UnsupportedTypeError: it starts like a picture, a PDF, a film or an archive.
    """
    if body.startswith(_SIGNATURES) or body[4:8] == _FILM:
        raise UnsupportedTypeError("this is a binary file, not a page to read")


def _too_big(limit: int) -> TooBigError:
    return TooBigError(f"it has more than {limit / 1e6:g} MB")
