"""Converts a document of any encoding to UTF-8, and removes its DOCTYPE."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from bot.core.text.decoding import decode

HEADER = b'<?xml version="1.0" encoding="utf-8"?>'

_HEADER = re.compile(rb"<\?xml[^<>]{0,300}?\?{1,2}>")
_ENCODING = re.compile(rb"encoding\s{0,5}=\s{0,5}[\"']\s{0,5}([\w:.-]{1,40})")
_BLANK = b" \t\r\n\x0b\x0c"
_WIDE_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
# A DOCTYPE follows the header and a comment or two.
_PROLOG_BYTES = 4_096
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_FIRST_TAG = re.compile(rb"<[A-Za-z]")
_DOCTYPE_BODY = re.compile(rb"[^\[>]{0,2000}([\[>])")
_SUBSET_END = re.compile(rb"\]\s{0,20}>")


@dataclass(frozen=True, slots=True)
class Utf8:
    """A document in UTF-8.

    ``damaged`` is true if the document declares UTF-8 but has invalid bytes.
    """

    body: bytes
    damaged: bool


def to_utf8(body: bytes, charset: str | None = None) -> Utf8:
    """Convert a document to UTF-8, and correct the encoding that its header declares.

    The document's encoding is the first of these: the byte order mark's; UTF-8 if the
    bytes are valid; the one that the header declares; the server's ``charset``. Leading
    blanks and the DOCTYPE are dropped, so that no entity is ever defined.
    """
    wide_encoding = _wide_encoding(body)
    if wide_encoding is not None:
        body = body.decode(wide_encoding, "replace").lstrip("\ufeff").encode()
        charset = None
    body = _strip_start(body)
    header = _HEADER.match(body)
    declared = _declared(header[0]) if header else None
    foreign = wide_encoding is None and not _is_utf8(body, declared)
    if foreign:
        body = decode(body, declared or charset).encode("utf-8", "replace")
        header = _HEADER.match(body)
    if header and declared not in {None, *_UTF8}:
        body = HEADER + body[header.end() :]
    damaged = foreign and (declared or charset or "utf-8").lower() in _UTF8
    return Utf8(_without_doctype(body), damaged)


def _wide_encoding(body: bytes) -> str | None:
    """Return the name of UTF-16 or UTF-32 if the first bytes show it, else ``None``."""
    if body.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if body.startswith(_WIDE_BOMS):
        return "utf-16"
    if body.startswith((b"<\x00", b"{\x00")):
        return "utf-16-le"
    return "utf-16-be" if body.startswith((b"\x00<", b"\x00{")) else None


def _strip_start(body: bytes) -> bytes:
    body = body.lstrip(_BLANK)
    while body.startswith(codecs.BOM_UTF8):
        body = body.removeprefix(codecs.BOM_UTF8).lstrip(_BLANK)
    return body


def _declared(header: bytes) -> str | None:
    match = _ENCODING.search(header)
    return None if match is None else match[1].decode("ascii", "replace").lower()


def _is_utf8(body: bytes, declared: str | None) -> bool:
    if declared is not None and declared not in _UTF8:
        return False
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _without_doctype(body: bytes) -> bytes:
    doctype = _DOCTYPE.search(body, 0, _PROLOG_BYTES)
    tag = _FIRST_TAG.search(body, 0, _PROLOG_BYTES)
    if doctype is None or (tag is not None and tag.start() < doctype.start()):
        return body
    end = _doctype_end(body, doctype.end())
    return body if end is None else body[: doctype.start()] + body[end:]


def _doctype_end(body: bytes, start: int) -> int | None:
    match = _DOCTYPE_BODY.match(body, start)
    if match is not None and match[1] == b"[":
        match = _SUBSET_END.search(body, match.end())
    return None if match is None else match.end()
