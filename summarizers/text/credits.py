"""Lines about who made the article and when: bylines, dates, agencies' credits."""

from __future__ import annotations

import re

from summarizers.lexicons import pattern, words
from summarizers.text.captions import is_agency

_LONGEST_BYLINE = 16
_LONGEST_DATE = 10
_LONGEST_CREDIT = 30
_LONGEST_CONTACT = 25

_NAME = r"[A-Z][\w.'’-]{0,30}"
_BY = pattern("credit_by")
_BY_ALONE = pattern("credit_by_alone")
_SIGNED = re.compile(r"(?:" + _NAME + r" ){1,4}\([^()]{2,60}\)\Z")
_JOB = pattern("credit_job")
_DATE_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_HELPED = pattern("credit_helped")
_ADDRESS = re.compile(r"[\w.+-]{1,40}@[\w-]{1,40}\.\w{2,12}")
_HANDLE = pattern("credit_handle")
# How a post that a page shows is signed: — Ola Berg (@olaberg) March 3, 2021
_POSTED = re.compile(r"[—–-] ?[^()]{1,60} \(@\w{1,40}\)")
_REACH = pattern("credit_reach")


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
    """Whether the line says how to follow or contact a person."""
    if count > _LONGEST_CONTACT:
        return False
    if _HANDLE.match(line) or _POSTED.match(line):
        return True
    return "@" in line and bool(_ADDRESS.search(line)) and bool(_REACH.search(line))
