"""Turns the fields of an entry into plain values: titles, links and names."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

# A longer headline is a text in the wrong field.
_MAX_LINE_LENGTH = 1_000
_MAX_URL_LENGTH = 2_000
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
_PLAIN_URL = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?:[/?#][!#-;=?-Z_a-z~]{0,1900})?"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_EMAIL_WITH_NAME = re.compile(r"\S{1,100}@\S{1,100}\s{0,5}\(([^()]{1,200})\)")
_EMAIL = re.compile(r"[<(]?\S{1,100}@[^\s<>()]{1,100}[>)]?")


def plain_line(value: str | None) -> str | None:
    """Turn a field into one line without tags and entities.

    Return ``None`` if the field is empty.
    """
    if not value:
        return None
    line = value[:_MAX_LINE_LENGTH]
    if "<" in line:
        line = _TAG.sub("", _BREAK.sub(" ", _SCRIPT.sub("", line)))
    if "&" in line:
        line = unescape(line)
    return " ".join(_CONTROL.sub(" ", line).split()) or None


def absolute_url(base: str, link: str | None) -> str | None:
    """Make a link absolute, from ``base``.

    Return ``None`` if it is not a valid http(s) URL.
    """
    if not link:
        return None
    if _PLAIN_URL.fullmatch(link):
        return link
    try:
        url = urljoin(base, "".join(link.split())[:_MAX_URL_LENGTH])
        parts = urlsplit(url)
        has_valid_port = parts.port is None or parts.port >= 0
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    return url if has_valid_port and "@" not in parts.netloc else None


def joined(base: str, reference: str | None, *, invalid: str) -> str:
    """Resolve a reference from ``base``; return ``invalid`` if that is not possible."""
    try:
        return urljoin(base, reference or "")
    except ValueError:
        return invalid


def person_name(value: str | None) -> str | None:
    """Remove the e-mail address from an author's name.

    Return ``None`` if no name remains.
    """
    line = plain_line(value)
    if line is None or "@" not in line:
        return line
    match = _EMAIL_WITH_NAME.match(line)
    return (match[1] if match else _EMAIL.sub("", line)).strip(" ,;\"'") or None
