"""Lines about who made the article and when: bylines, dates, agencies' credits."""

from __future__ import annotations

import re

from summarizers.lexicons import words
from summarizers.text.captions import is_agency

_LONGEST_BYLINE = 16
_LONGEST_DATE = 10
_LONGEST_CREDIT = 30
_LONGEST_CONTACT = 25

_NAME = r"[A-Z][\w.'’-]{0,30}"
_BY = re.compile(
    r"(?:By|BY|[A-Z][a-z]{3,8} by|Author:|From:) ?(?:" + _NAME + r"[ ,.|]{0,3}){1,6}"
)
_BY_ALONE = re.compile(
    r"(?:By|BY) " + _NAME + r"(?:,? (?:" + _NAME + r"|and|of|for|de|van|von|al)){1,8}\Z"
)
_SIGNED = re.compile(r"(?:" + _NAME + r" ){1,4}\([^()]{2,60}\)\Z")
_JOB = re.compile(
    r"(?:"
    + _NAME
    + r" ){1,3}"
    + _NAME
    + r"(?:,| [|—–-]) .{0,60}\b(?:correspondent|reporter|"
    r"editor|columnist|writer|contributor|journalist|producer|staff)\b",
    re.IGNORECASE,
)
_DATE_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_HELPED = re.compile(
    r"(?:"
    + _NAME
    + r",? (?:and )?){1,9}(?:also )?(?:contributed|report(?:ed|ing) from)\b|"
    r"[A-Z][^.!?]{0,80}\b(?:writer|reporter|correspondent|researcher|journalist)s?\b"
    r"[^.!?]{0,80}\b(?:contributed|reported from)\b"
)
_ADDRESS = re.compile(r"[\w.+-]{1,40}@[\w-]{1,40}\.\w{2,12}")
_HANDLE = re.compile(
    r"follow\b.{0,80}(?:@|\btwitter\b|\bfacebook\b|\binstagram\b)", re.IGNORECASE
)
# How a post that a page shows is signed: — Ola Berg (@olaberg) March 3, 2021
_POSTED = re.compile(r"[—–-] ?[^()]{1,60} \(@\w{1,40}\)")
_REACH = re.compile(r"\b(?:e-?mail|contact|reach|write to|tips? to)\b", re.IGNORECASE)


def credit_reason(line: str, count: int, *, ended: bool, late: bool) -> str | None:
    """Why a line of ``count`` words is about the article's makers, if it is.

    ``ended`` is true when it has a final mark, ``late`` for an article's last lines.
    """
    if _is_byline(line, count, ended=ended):
        return "byline"
    if _is_date(line, count):
        return "date"
    if is_agency(line) or (late and _is_thanks(line, count)):
        return "credit"
    return "share" if _is_contact(line, count) else None


def _is_byline(line: str, count: int, *, ended: bool) -> bool:
    if count > _LONGEST_BYLINE:
        return False
    if ended:
        return _BY_ALONE.match(line) is not None
    return any(pattern.match(line) for pattern in (_BY, _SIGNED, _JOB))


def _is_date(line: str, count: int) -> bool:
    """Whether the line is nothing but a date or a time."""
    if count > _LONGEST_DATE or not _DIGIT.search(line):
        return False
    date_words = words("date_words")
    return all(word.lower() in date_words for word in _DATE_WORD.findall(line))


def _is_thanks(line: str, count: int) -> bool:
    """Whether the line names those who helped with the report."""
    return count <= _LONGEST_CREDIT and _HELPED.match(line) is not None


def _is_contact(line: str, count: int) -> bool:
    """Whether the line tells how to follow or to reach somebody."""
    if count > _LONGEST_CONTACT:
        return False
    if _HANDLE.match(line) or _POSTED.match(line):
        return True
    return "@" in line and bool(_ADDRESS.search(line)) and bool(_REACH.search(line))
