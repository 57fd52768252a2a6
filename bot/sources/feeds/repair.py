"""Damaged XML as what its writer meant.

Every step is one pass over the text, so that no crafted feed takes long. Texts in CDATA
sections stay as they are but for characters that XML forbids.
"""

from __future__ import annotations

import re
from html import unescape

from bot.markup import MarkupError
from bot.sources.feeds.encodings import HEADER
from bot.sources.feeds.fragments import (
    CDATA,
    CDATA_END,
    cdata_parts,
    close_sections,
    close_texts,
)

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_START = re.compile(r"<(?:rss|feed|rdf:rdf|[a-z]{1,9}:feed)\b", re.IGNORECASE)
_END = re.compile(r"</(?:rss|feed|rdf:rdf|[a-z]{1,9}:feed)\s{0,9}>", re.IGNORECASE)
# Junk before a feed is a line or two: a warning of the server's, a banner.
_JUNK = 8_192
_AMPERSAND = re.compile(
    r"&(?:(amp|lt|gt|quot|apos);|(#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]\w{1,30});)?"
)
_STRAY = re.compile(r"<(?![A-Za-z_/]|!--|!\[CDATA\[)")
_COMMENT, _COMMENT_END = "<!--", "-->"
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_TAG = re.compile(r"<([A-Za-z_][^<>]{0,1000})>")
_PREFIX = re.compile(r"\s([A-Za-z_][\w.-]{0,30}):[A-Za-z_][\w.-]{0,60}[\s=/]")
_DECLARED = re.compile(r"xmlns:([A-Za-z_][\w.-]{0,30})\s{0,9}=")
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
_KNOWN = frozenset({"xml", "xmlns"})


def repair(text: str) -> bytes:
    """The document as UTF-8 with a new header; mostly well-formed.

    HTML's entities become characters, a lone ``&`` or ``<`` is escaped, control
    characters are dropped, texts are closed before the next entry, prefixes get their
    namespaces, and what stands before and after the feed is cut off.
    """
    text = _without_open_comment(_cut_out(_FORBIDDEN.sub("", text)))
    text = close_sections(text)
    parts = (
        text[start:end] if is_cdata else _escape(text[start:end])
        for is_cdata, start, end in cdata_parts(text)
    )
    text = close_texts("".join(parts))
    return HEADER + _declare(text).encode("utf-8", "replace")


def refuse_open_sections(body: bytes) -> None:
    """Refuse a document with a CDATA section that swallows those after it.

    It may well be well-formed, and short of entries.

    Raises:
        MarkupError: there is one.
    """
    if body.count(CDATA.encode()) > body.count(CDATA_END.encode()):
        raise MarkupError("a CDATA section is not closed")


def _cut_out(text: str) -> str:
    """The feed without what comes before it and after it."""
    start = _START.search(text, 0, _JUNK)
    if start is not None:
        text = text[start.start() :]
    tail = max(0, len(text) - _JUNK)
    ends = [end.end() for end in _END.finditer(text, tail)]
    return text[: ends[-1]] if ends else _end(text, start)


def _end(text: str, root: re.Match[str] | None) -> str:
    """A feed that was cut off, up to its last whole entry.

    The entry that was cut comes whole with the next poll; half a title would stay.
    """
    last = max(_last_end(text, name) for name in ("item", "entry"))
    if root is None or last < 0:
        return text
    channel = "</channel>" if root[0].lower() == "<rss" else ""
    return f"{text[:last]}{channel}</{root[0][1:]}>"


def _last_end(text: str, name: str) -> int:
    end = f"</{name}>"
    at = text.rfind(end)
    return at if at < 0 else at + len(end)


def _without_open_comment(text: str) -> str:
    """The text without the start of a comment that would take all that follows."""
    start = text.rfind(_COMMENT)
    if start < 0 or text.find(_COMMENT_END, start) >= 0:
        return text
    return text[:start] + text[start + len(_COMMENT) :]


def _escape(text: str) -> str:
    return _STRAY.sub("&lt;", _AMPERSAND.sub(_character, text))


def _character(found: re.Match[str]) -> str:
    if found[1]:
        return found[0]
    if not found[2]:
        return "&amp;"
    # Of a control character's number nothing is left; of an unknown name, all.
    character = unescape(found[0])
    return _FORBIDDEN.sub("", character).translate(_MARKUP)


def _declare(text: str) -> str:
    """Declare the prefixes that the document uses without saying what they mean."""
    root = _START.match(text)
    if root is None:
        return text
    tags = " ".join(f" {tag} " for tag in {*_TAG.findall(text)} if ":" in tag)
    missing = sorted({*_PREFIX.findall(tags)} - {*_DECLARED.findall(text)} - _KNOWN)
    spaces = ((name, _NAMESPACES.get(name, f"urn:prefix:{name}")) for name in missing)
    words = "".join(f' xmlns:{name}="{space}"' for name, space in spaces)
    return text[: root.end()] + words + text[root.end() :]
