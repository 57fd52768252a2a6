"""Finds a page's publication date; the only module that imports htmldate.

A wrong date is worse than a missing one, because words such as "tomorrow" are resolved
against it.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import date, timedelta

from htmldate import find_date

# A publication date inside of the article is in one of its first lines.
_DATELINES = 3
# A longer script holds the site's state, with many unrelated dates.
_MAX_SCRIPT_LENGTH = 1000

_DECLARED = re.compile(
    r"(?:datePublished|article:published_time)\"?[^<>]{0,40}?[\":=]\s{0,5}\"?"
    r"(\d{4}-\d\d-\d\d)(?:T(\d\d):\d\d([\d:.]{0,13}(?:Z|\+00:?00))?)?"
)
_URL_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?!\d)")
# Before this hour in UTC, all of America still has the previous day.
_EARLY_HOUR = 8

_MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
_MONTH = r"(?P<month{0}>(?:" + "|".join(_MONTHS) + r")[a-z]{{0,6}})\.?"
_DATE_AND_TIME = re.compile(
    r"\b(?:(?P<day0>\d{1,2})(?:st|nd|rd|th)?\s{1,3}"
    + _MONTH.format(0)
    + r",?\s{1,3}(?P<year0>\d{4})|"
    + _MONTH.format(1)
    + r"\s{1,3}(?P<day1>\d{1,2})(?:st|nd|rd|th)?,?\s{1,3}(?P<year1>\d{4}))"
    r"[\s,|@\u2013-]{1,5}(?:at\s)?\d{1,2}[:.]\d\d",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]{0,2000}>")
# Today's date in a page's header is at most this long after the article's.
_YEAR = timedelta(days=366)

logging.getLogger("htmldate").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """The evidence of a page's date.

    ``source`` is the page's HTML, ``text`` the article's text, and ``marked`` the date
    that the markup declares.
    """

    source: str
    url: str | None
    text: str
    marked: str | None


def publication_date(evidence: DateEvidence, *, search: bool = True) -> date | None:
    """Find the publication date; ``None`` if the page gives only weak evidence.

    A date in the markup or URL comes first. Otherwise, with ``search``, a date anywhere
    in the page counts under three conditions: the searches for the earliest and the
    latest date agree; the date is not from the middle of the article; and it is not 1
    January, which the search returns for a bare year. With these conditions, .936 of
    110 development pages got the right date and .018 a wrong one; without them, .918
    and .073.
    """
    marked = _parse_date(evidence.marked)
    if marked is not None:
        return _corrected(marked, evidence)
    searched = _search_both_ends(evidence) if search else None
    return None if searched is None else _corrected(searched, evidence)


def _corrected(day: date, evidence: DateEvidence) -> date:
    """Return ``day``, or the right date if the page or its URL contradicts ``day``."""
    declared = _DECLARED.search(evidence.source)
    in_url = _URL_DATE.search(evidence.url or "")
    if declared is not None and in_url is not None:
        return _correct_draft_date(day, declared)
    if declared is None and in_url is None:
        return _correct_todays_date(day, evidence.source)
    return day


def _correct_draft_date(day: date, declared: re.Match[str]) -> date:
    """Return the declared date if it is one day after ``day``, else ``day``.

    ``day`` comes from the URL, which may have the date of the draft. A declared time
    shortly after midnight UTC does not count: the URL may then have the local date,
    which is right.
    """
    declared_day = _parse_date(declared[1])
    early = bool(declared[3]) and int(declared[2]) < _EARLY_HOUR
    if declared_day is None or early or declared_day - day != timedelta(days=1):
        return day
    return declared_day


def _correct_todays_date(day: date, source: str) -> date:
    """Return an earlier date in the page that has a time, or else ``day``.

    ``day`` may be today's date, which the headers of some pages show.
    """
    match = _DATE_AND_TIME.search(_TAG.sub("\n", _without_long_scripts(source, 0)))
    earlier = None if match is None else _matched_date(match)
    is_earlier = earlier is not None and day - _YEAR < earlier < day
    return earlier if earlier is not None and is_earlier else day


def _matched_date(match: re.Match[str]) -> date | None:
    form = "0" if match["day0"] else "1"
    month = _MONTHS.index(match[f"month{form}"][:3].lower()) + 1
    try:
        return date(int(match[f"year{form}"]), month, int(match[f"day{form}"]))
    except ValueError:
        return None


def _search_both_ends(evidence: DateEvidence) -> date | None:
    source = _without_long_scripts(evidence.source, _MAX_SCRIPT_LENGTH)
    earliest = _search(source, evidence.url, earliest=True)
    if earliest is None or (earliest.month, earliest.day) == (1, 1):
        return None
    if _is_from_story(earliest, evidence.text):
        return None
    latest = _search(source, evidence.url, earliest=False)
    return earliest if latest == earliest else None


def _without_long_scripts(source: str, max_length: int) -> str:
    first, *rest = source.split("<script")
    kept = [first]
    for part in rest:
        script, _, tail = part.partition("</script>")
        kept.append(f"<script{part}" if len(script) < max_length else tail)
    return "".join(kept)


def _is_from_story(day: date, text: str) -> bool:
    """Return whether the article names the year of ``day``, but not in its first lines.

    Then the date may belong to the events that the article reports.
    """
    year, lines = str(day.year), text.split("\n")
    top, rest = lines[:_DATELINES], lines[_DATELINES:]
    return any(year in line for line in rest) and not any(year in line for line in top)


def _search(source: str, url: str | None, *, earliest: bool) -> date | None:
    try:
        return _parse_date(find_date(source, url=url, original_date=earliest))
    except Exception:  # noqa: BLE001 - the library defines no error; a date is optional
        return None


def _parse_date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
