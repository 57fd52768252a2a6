"""What stands in an entry's fields as plain values: titles, links, names."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

# No headline is longer; what is left would be a text in the wrong place.
_LONGEST = 1_000
_ADDRESS_LIMIT = 2_000
_SCRIPT = re.compile(
    r"<(script|style)\b[^<>]{0,200}>[^<]{0,1000}</\1\s{0,5}>", re.IGNORECASE
)
_BREAK = re.compile(
    r"</?(?:address|article|blockquote|br|center|dd|div|dl|dt|h[1-6]|hr|li|ol|p|pre|"
    r"section|table|td|th|tr|ul)(?:[\s/][^<>]{0,500})?>|<!--[^<>]{0,500}-->",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"</?(?:a|abbr|acronym|b|bdi|bdo|big|cite|code|del|em|font|i|img|ins|kbd|mark|nobr|"
    r"q|s|samp|script|small|span|strike|strong|style|sub|sup|time|tt|u|var|wbr)"
    r"(?:[\s/][^<>]{0,500})?>",
    re.IGNORECASE,
)
_PLAIN_ADDRESS = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?:[/?#][!#-;=?-Z_a-z~]{0,1900})?"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NAMED_ADDRESS = re.compile(r"\S{1,100}@\S{1,100}\s{0,5}\(([^()]{1,200})\)")
_ADDRESS = re.compile(r"[<(]?\S{1,100}@[^\s<>()]{1,100}[>)]?")


def plain_line(value: str | None) -> str | None:
    """One line of plain text: tags and entities resolved; ``None`` when it is empty."""
    if not value:
        return None
    line = value[:_LONGEST]
    if "<" in line:
        line = _TAG.sub("", _BREAK.sub(" ", _SCRIPT.sub("", line)))
    if "&" in line:
        line = unescape(line)
    return " ".join(_CONTROL.sub(" ", line).split()) or None


def absolute(base: str, link: str | None) -> str | None:
    """The http(s) address that a link leads to from ``base``; ``None`` for others."""
    if not link:
        return None
    if _PLAIN_ADDRESS.fullmatch(link):
        return link
    try:
        address = urljoin(base, "".join(link.split())[:_ADDRESS_LIMIT])
        parts = urlsplit(address)
        port_is_a_number = parts.port is None or parts.port >= 0
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    return address if port_is_a_number and "@" not in parts.netloc else None


def person(value: str | None) -> str | None:
    """The name of an author, without a mail address; ``None`` when there is no more."""
    line = plain_line(value)
    if line is None or "@" not in line:
        return line
    named = _NAMED_ADDRESS.match(line)
    return (named[1] if named else _ADDRESS.sub("", line)).strip(" ,;\"'") or None
