"""Repairs damaged XML feeds.

Every step is one pass over the text, so that a crafted feed cannot take long. CDATA
sections are copied unchanged, without the characters that XML forbids.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from bot.markup import MarkupError
from bot.sources.feeds.encodings import HEADER

_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_ENTRIES = frozenset({"item", "entry"})
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_START = re.compile(r"<(?:rss|feed|rdf:rdf|[a-z]{1,9}:feed)\b", re.IGNORECASE)
_END = re.compile(r"</(?:rss|feed|rdf:rdf|[a-z]{1,9}:feed)\s{0,9}>", re.IGNORECASE)
# Text around a feed is a line or two, such as a warning of the server or a banner.
_MAX_JUNK = 8_192
_AMPERSAND = re.compile(
    r"&(?:(amp|lt|gt|quot|apos);|(#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]\w{1,30});)?"
)
_STRAY = re.compile(r"<(?![A-Za-z_/]|!--|!\[CDATA\[)")
_COMMENT, _COMMENT_END = "<!--", "-->"
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_PREFIXED_TAG = re.compile(r"<([A-Za-z_][^<>]{0,1000})>")
_PREFIX = re.compile(r"\s([A-Za-z_][\w.-]{0,30}):[A-Za-z_][\w.-]{0,60}[\s=/]")
_DECLARED = re.compile(r"xmlns:([A-Za-z_][\w.-]{0,30})\s{0,9}=")
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
_PREDEFINED = frozenset({"xml", "xmlns"})
_FIELD = re.compile(
    r"<(/?)(title|description|summary|content(?::encoded)?|item|entry)"
    r"(?:\s[^<>]{0,500})?>"
)
_FIELD_END = re.compile(r"</(?:title|description|summary|content(?::encoded)?)\s{0,9}>")
_WRONG_END = re.compile(r"^</[^<>]{0,60}>")
_MAX_WRONG_END = 64
_XHTML = re.compile(r"""(type\s{0,5}=\s{0,5}["'])xhtml(["'])""")
_TAG = re.compile(r"<(/?)([A-Za-z_][\w:.-]{0,60})(/|\s[^<>]{0,2000})?(?:>|(?=<))")
_ATTRIBUTE = re.compile(
    r"""\s([A-Za-z_][\w:.-]{0,60})\s{0,5}=\s{0,5}("[^"]*"|'[^']*'|[^\s"'/]{1,500})"""
)


def repair(text: str) -> bytes:
    """Make a document mostly well-formed; return UTF-8 with a new header.

    Turns HTML entities into characters, escapes a lone ``&`` or ``<``, removes control
    characters, closes text fields before the next entry, declares missing namespaces,
    and cuts off text before and behind the feed.
    """
    text = _without_open_comment(_trim(_FORBIDDEN.sub("", text)))
    text = close_sections(text)
    parts = (
        text[start:end] if is_cdata else _escape(text[start:end])
        for is_cdata, start, end in _cdata_parts(text)
    )
    text = close_fields("".join(parts))
    return HEADER + _declare_namespaces(text).encode("utf-8", "replace")


def balance_tags(text: str) -> str:
    """Close every element, drop end tags without a start tag, and quote attributes.

    An entry inside another entry means that the outer entry's end tag is missing.
    """
    return "".join(_TagBalancer(text).pieces())


def close_sections(text: str) -> str:
    """Close each CDATA section that has no end before the next section begins."""
    pieces = text.split(_CDATA)
    return _CDATA.join([pieces[0], *(_closed_section(piece) for piece in pieces[1:])])


def close_fields(text: str) -> str:
    """Escape markup in text fields, and close fields without an end in their entry."""
    return "".join(_field_pieces(text))


def check_sections_closed(body: bytes) -> None:
    """Check that every CDATA section is closed.

    A section without an end contains all entries up to the end of the next section, and
    the document may still be well-formed.

    Raises:
        MarkupError: a section is not closed.
    """
    if body.count(_CDATA.encode()) > body.count(_CDATA_END.encode()):
        raise MarkupError("a CDATA section of the feed is not closed")


def _trim(text: str) -> str:
    """Cut off the text before and behind the feed."""
    start = _START.search(text, 0, _MAX_JUNK)
    if start is not None:
        text = text[start.start() :]
    tail = max(0, len(text) - _MAX_JUNK)
    ends = [end.end() for end in _END.finditer(text, tail)]
    return text[: ends[-1]] if ends else _end_after_last_entry(text, start)


def _end_after_last_entry(text: str, root: re.Match[str] | None) -> str:
    """End a truncated feed after its last complete entry.

    ``root`` is the feed's start tag. Without this, a truncated entry would be stored
    with half a title. The next poll returns it complete.
    """
    last = max(_last_end(text, name) for name in _ENTRIES)
    if root is None or last < 0:
        return text
    channel = "</channel>" if root[0].lower() == "<rss" else ""
    return f"{text[:last]}{channel}</{root[0][1:]}>"


def _last_end(text: str, name: str) -> int:
    end = f"</{name}>"
    at = text.rfind(end)
    return at if at < 0 else at + len(end)


def _without_open_comment(text: str) -> str:
    """Remove the start of a comment that has no end."""
    start = text.rfind(_COMMENT)
    if start < 0 or text.find(_COMMENT_END, start) >= 0:
        return text
    return text[:start] + text[start + len(_COMMENT) :]


def _escape(text: str) -> str:
    return _STRAY.sub("&lt;", _AMPERSAND.sub(_resolve_entity, text))


def _resolve_entity(match: re.Match[str]) -> str:
    if match[1]:
        return match[0]
    if not match[2]:
        return "&amp;"
    # A reference to a control character disappears; an unknown name stays as text.
    character = unescape(match[0])
    return _FORBIDDEN.sub("", character).translate(_MARKUP)


def _declare_namespaces(text: str) -> str:
    """Declare the namespace prefixes that a document uses but does not declare."""
    root = _START.match(text)
    if root is None:
        return text
    tags = " ".join(f" {tag} " for tag in {*_PREFIXED_TAG.findall(text)} if ":" in tag)
    declared = {*_DECLARED.findall(text)} | _PREDEFINED
    missing = sorted({*_PREFIX.findall(tags)} - declared)
    spaces = ((name, _NAMESPACES.get(name, f"urn:prefix:{name}")) for name in missing)
    declarations = "".join(f' xmlns:{name}="{space}"' for name, space in spaces)
    return text[: root.end()] + declarations + text[root.end() :]


def _closed_section(piece: str) -> str:
    end = _FIELD_END.search(piece)
    if _CDATA_END in piece or end is None:
        return piece
    return f"{piece[: end.start()]}{_CDATA_END}{piece[end.start() :]}"


def _cdata_parts(text: str) -> Iterator[tuple[bool, int, int]]:
    """Split a text at its CDATA sections; yield the parts.

    Each part is a flag, true for a CDATA section, with its start and end in ``text``.
    """
    at = 0
    while (start := text.find(_CDATA, at)) >= 0:
        end = text.find(_CDATA_END, start)
        if end < 0:
            break
        yield False, at, start
        at = end + len(_CDATA_END)
        yield True, start, at
    yield False, at, len(text)


def _field_pieces(text: str) -> Iterator[str]:
    field, done = "", 0
    for tag in _outside_cdata(_FIELD, text):
        slash, name = tag.groups()
        if field and slash and name == field:
            yield _escape_markup(text[done : tag.start()]) + tag[0]
            field, done = "", tag.end()
        elif field and name in _ENTRIES:
            yield _close_field(text[done : tag.start()], field)
            field, done = "", tag.start()
        elif not (field or slash or name in _ENTRIES or tag[0].endswith("/>")):
            yield text[done : tag.start()] + _XHTML.sub(r"\1html\2", tag[0])
            field, done = name, tag.end()
    yield text[done:]


def _outside_cdata(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    for is_cdata, start, end in _cdata_parts(text):
        if not is_cdata:
            yield from pattern.finditer(text, start, end)


def _escape_markup(content: str) -> str:
    if "<" not in content:
        return content
    return "".join(
        content[start:end] if is_cdata else content[start:end].replace("<", "&lt;")
        for is_cdata, start, end in _cdata_parts(content)
    )


def _close_field(content: str, name: str) -> str:
    """Insert the end tag ``name`` before the first tag in ``content``.

    A wrong end tag at that place is dropped.
    """
    at = content.find("<", len(_CDATA) if content.startswith(_CDATA) else 0)
    at = len(content) if at < 0 else at
    rest = (
        _WRONG_END.sub("", content[at : at + _MAX_WRONG_END])
        + content[at + _MAX_WRONG_END :]
    )
    return f"{content[:at]}</{name}>{rest}"


class _TagBalancer:
    """Rewrites the tags of a text, so that every element is closed."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._stack: list[str] = []
        self._open: Counter[str] = Counter()

    def pieces(self) -> Iterator[str]:
        """Yield the text piece by piece, with the missing end tags."""
        done = 0
        for tag in _outside_cdata(_TAG, self._text):
            slash, name, rest = tag.groups()
            yield self._text[done : tag.start()]
            done = tag.end()
            if slash:
                yield self._close(name)
                continue
            start = f"<{name}{_quoted_attributes(rest or '')}"
            if (rest or "").endswith("/"):
                yield f"{start}/>"
            else:
                yield (self._close(name) if name in _ENTRIES else "") + f"{start}>"
                self._stack.append(name)
                self._open[name] += 1
        yield self._text[done:]
        yield "".join(self._pop() for _ in range(len(self._stack)))

    def _close(self, name: str) -> str:
        """Return the end tags that close the element ``name``; empty if not open."""
        open_before = self._open[name]
        ends = []
        while self._open[name] == open_before > 0:
            ends.append(self._pop())
        return "".join(ends)

    def _pop(self) -> str:
        name = self._stack.pop()
        self._open[name] -= 1
        return f"</{name}>"


def _quoted_attributes(text: str) -> str:
    """Return the attributes in ``text``, quoted and once each; drop malformed ones."""
    values = {name: value.strip("\"'") for name, value in _ATTRIBUTE.findall(text)}
    return "".join(
        f""" {name}="{value.replace('"', "&quot;")}\""""
        for name, value in values.items()
    )
