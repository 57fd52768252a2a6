"""When a page was published: the sole owner of htmldate.

A wrong day is worse than none: "tomorrow" would be resolved to it.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import date, timedelta

from htmldate import find_date

# A day of publication that stands in the article itself is in one of its first lines.
_DATELINES = 3
# A script that is longer holds a site's state, with days of all sorts.
_SHORT_SCRIPT = 1000

_DECLARED = re.compile(
    r"(?:datePublished|article:published_time)\"?[^<>]{0,40}?[\":=]\s{0,5}\"?"
    r"(\d{4}-\d\d-\d\d)(?:T(\d\d):\d\d([\d:.]{0,13}(?:Z|\+00:?00))?)?"
)
_ADDRESS_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?!\d)")
# Until this hour in UTC it is still the day before in all of America.
_EARLY_HOUR = 8

_MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
_MONTH = r"(?P<month{0}>(?:" + "|".join(_MONTHS) + r")[a-z]{{0,6}})\.?"
_STAMP = re.compile(
    r"\b(?:(?P<day0>\d{1,2})(?:st|nd|rd|th)?\s{1,3}"
    + _MONTH.format(0)
    + r",?\s{1,3}(?P<year0>\d{4})|"
    + _MONTH.format(1)
    + r"\s{1,3}(?P<day1>\d{1,2})(?:st|nd|rd|th)?,?\s{1,3}(?P<year1>\d{4}))"
    r"[\s,|@\u2013-]{1,5}(?:at\s)?\d{1,2}[:.]\d\d",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]{0,2000}>")
# A day in a page's head is no more than this after an article that is being read.
_YEAR = timedelta(days=366)

logging.getLogger("htmldate").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Evidence:
    """What tells the day: the page, its address, and what its reading gave."""

    source: str
    url: str | None
    text: str
    marked: str | None


def published(evidence: Evidence, *, search: bool = True) -> date | None:
    """The day of publication, or ``None`` when the page gives only weak signs.

    Markup and the address come first. Then counts a day anywhere in the page, when the
    search for the earliest and for the latest one agree, when it does not come from the
    middle of the article, and when it is not 1 January, which is what the search makes
    of a bare year. On 110 development pages this was right for .936 and wrong for .018;
    all that the search finds: .918 and .073.
    """
    marked = _day(evidence.marked)
    if marked is not None:
        return _corrected(marked, evidence)
    found = _searched(evidence) if search else None
    return None if found is None else _corrected(found, evidence)


def _corrected(found: date, evidence: Evidence) -> date:
    """The day, after what speaks against the place that it was found in."""
    declared = _DECLARED.search(evidence.source)
    in_address = _ADDRESS_DAY.search(evidence.url or "")
    if declared is not None and in_address is not None:
        return _of_two(found, declared)
    if declared is None and in_address is None:
        return _stamped(found, evidence.source)
    return found


def _of_two(found: date, declared: re.Match[str]) -> date:
    """The declared day, when the address has the day on which the draft was begun.

    In the first hours of the day in UTC the address may have the day of the place.
    """
    day = _day(declared[1])
    early = bool(declared[3]) and int(declared[2]) < _EARLY_HOUR
    if day is None or early or day - found != timedelta(days=1):
        return found
    return day


def _stamped(found: date, source: str) -> date:
    """An earlier day with a time of day, before which the page's head shows today."""
    stamp = _STAMP.search(_TAG.sub("\n", _without_long_scripts(source, 0)))
    day = None if stamp is None else _stamp_day(stamp)
    return day if day is not None and found - _YEAR < day < found else found


def _stamp_day(stamp: re.Match[str]) -> date | None:
    form = "0" if stamp["day0"] else "1"
    month = _MONTHS.index(stamp[f"month{form}"][:3].lower()) + 1
    try:
        return date(int(stamp[f"year{form}"]), month, int(stamp[f"day{form}"]))
    except ValueError:
        return None


def _searched(evidence: Evidence) -> date | None:
    source = _without_long_scripts(evidence.source, _SHORT_SCRIPT)
    earliest = _search(source, evidence.url, earliest=True)
    if earliest is None or (earliest.month, earliest.day) == (1, 1):
        return None
    if _is_of_the_story(earliest, evidence.text):
        return None
    latest = _search(source, evidence.url, earliest=False)
    return earliest if latest == earliest else None


def _without_long_scripts(source: str, longest: int) -> str:
    first, *rest = source.split("<script")
    kept = [first]
    for part in rest:
        script, _, behind = part.partition("</script>")
        kept.append(f"<script{part}" if len(script) < longest else behind)
    return "".join(kept)


def _is_of_the_story(day: date, text: str) -> bool:
    """Whether the article speaks of the day's year, but not where datelines stand."""
    year, lines = str(day.year), text.split("\n")
    top, rest = lines[:_DATELINES], lines[_DATELINES:]
    return any(year in line for line in rest) and not any(year in line for line in top)


def _search(source: str, url: str | None, *, earliest: bool) -> date | None:
    try:
        return _day(find_date(source, url=url, original_date=earliest))
    except Exception:  # noqa: BLE001 - it has no error of its own, and is worth no article
        return None


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written or "")
    except ValueError:
        return None
