"""Bytes of any encoding as one UTF-8 document without a DOCTYPE."""

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
# Where a DOCTYPE may stand: after the header and a comment or two.
_PROLOG = 4_096
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_FIRST_TAG = re.compile(rb"<[A-Za-z]")
_DOCTYPE_BODY = re.compile(rb"[^\[>]{0,2000}([\[>])")
_SUBSET_END = re.compile(rb"\]\s{0,20}>")


@dataclass(frozen=True, slots=True)
class Utf8:
    """A document in UTF-8; ``damaged`` when it said so and was not."""

    body: bytes
    damaged: bool


def to_utf8(body: bytes, charset: str | None = None) -> Utf8:
    """The document in UTF-8, with a header that says so if it has one.

    A byte order mark wins, then strict UTF-8, then what the header declares, then the
    ``charset`` that the server declared. What comes before the document is dropped if
    it is blank, and a DOCTYPE always: no entity is ever defined.
    """
    width = _wide(body)
    if width is not None:
        body = body.decode(width, "replace").lstrip("\ufeff").encode()
        charset = None
    body = _without_start(body)
    header = _HEADER.match(body)
    declared = _declared(header[0]) if header else None
    foreign = width is None and not _is_utf8(body, declared)
    if foreign:
        body = decode(body, declared or charset).encode("utf-8", "replace")
        header = _HEADER.match(body)
    if header and declared not in {None, *_UTF8}:
        body = HEADER + body[header.end() :]
    damaged = foreign and (declared or charset or "utf-8").lower() in _UTF8
    return Utf8(_without_doctype(body), damaged)


def _wide(body: bytes) -> str | None:
    """UTF-16, by its mark or by how it writes the first character of markup."""
    if body.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if body.startswith(_WIDE_BOMS):
        return "utf-16"
    if body.startswith((b"<\x00", b"{\x00")):
        return "utf-16-le"
    return "utf-16-be" if body.startswith((b"\x00<", b"\x00{")) else None


def _without_start(body: bytes) -> bytes:
    body = body.lstrip(_BLANK)
    while body.startswith(codecs.BOM_UTF8):
        body = body.removeprefix(codecs.BOM_UTF8).lstrip(_BLANK)
    return body


def _declared(header: bytes) -> str | None:
    found = _ENCODING.search(header)
    return None if found is None else found[1].decode("ascii", "replace").lower()


def _is_utf8(body: bytes, declared: str | None) -> bool:
    if declared is not None and declared not in _UTF8:
        return False
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _without_doctype(body: bytes) -> bytes:
    found = _DOCTYPE.search(body, 0, _PROLOG)
    tag = _FIRST_TAG.search(body, 0, _PROLOG)
    if found is None or (tag is not None and tag.start() < found.start()):
        return body
    end = _doctype_end(body, found.end())
    return body if end is None else body[: found.start()] + body[end:]


def _doctype_end(body: bytes, start: int) -> int | None:
    found = _DOCTYPE_BODY.match(body, start)
    if found is not None and found[1] == b"[":
        found = _SUBSET_END.search(body, found.end())
    return None if found is None else found.end()
