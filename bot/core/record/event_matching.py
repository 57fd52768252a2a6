"""Decides which reports are of one event.

Reports are matched by their words and days. Two different events must never be joined:
reports of different stories need the same day, and most words in common.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from bot.core.domain.calendar import KnownReport
from bot.core.domain.record import (
    EventChange,
    Precision,
    RecordedArticle,
    RecordedDate,
    RecordEntry,
)
from bot.core.record.event_words import EventWords, name_tokens, words_about
from summarizers.text.language import language_of_lists

_DIGITS = 20


@dataclass(frozen=True, slots=True)
class _Need:
    """The least that two reports of one event must share.

    ``words`` is a number of words, ``share`` a share of the words of the shorter line,
    and ``names`` a number of names.
    """

    words: int
    share: float
    names: int = 0


_SAME_DAY = _Need(3, 0.5)
_SAME_DAY_ELSEWHERE = _Need(4, 0.6, names=1)
_SAME_PERIOD = _Need(3, 0.6)
_OTHER_DAY = _Need(4, 0.8, names=1)
_SAME_LINE = 0.8
_CHANGE = _Need(2, 0.4)
_CHANGE_ELSEWHERE = _Need(3, 0.5, names=1)


def match_events(
    recorded: Iterable[RecordEntry], stored: Iterable[KnownReport]
) -> tuple[RecordEntry, ...]:
    """Return the entries, each dated line with the UID of its event.

    ``stored`` are reports of events that may be the same. If a line matches none of
    them, and no earlier line of ``recorded``, it gets the UID of a new event.
    """
    reports = before = tuple(stored)
    matched = []
    for entry in recorded:
        dates = []
        for dated in entry.dates:
            text = entry.sentences[dated.sentence].text
            report = KnownReport(entry.article, text, dated)
            event = _event_of(report, reports) or _former_event(report, before)
            event = event or _uid(entry.article, text)
            dates.append(replace(dated, event=event))
            reports = (*reports, replace(report, dated=dates[-1]))
        matched.append(replace(entry, dates=tuple(dates)))
    return tuple(matched)


def joined_events(stored: Iterable[KnownReport]) -> Mapping[str, str]:
    """Map the UIDs of events to the UID of an earlier event that is the same.

    The event that was seen first keeps its UID.
    """
    events: dict[str, list[KnownReport]] = {}
    for report in sorted(stored, key=_by_sight):
        events.setdefault(report.dated.event, []).append(report)
    before: list[KnownReport] = []
    joined: dict[str, str] = {}
    for uid, reports in events.items():
        same = [event for each in reports if (event := _event_of(each, before))]
        if same:
            joined[uid] = same[0]
        before += [_joined(each, joined.get(uid, uid)) for each in reports]
    return joined


def days_of(recorded: Iterable[RecordEntry]) -> frozenset[date]:
    """Return the first days of the events that the entries report.

    For a moved event, its former first day is included.
    """
    dates = [dated for entry in recorded for dated in entry.dates]
    former = (dated.was for dated in dates if dated.was is not None)
    return frozenset((*(dated.first for dated in dates), *former))


def names_of(recorded: Iterable[RecordEntry]) -> frozenset[str]:
    """Return the tokens of the names in all lines that report an event."""
    return frozenset(
        token
        for entry in recorded
        for dated in entry.dates
        for token in name_tokens(
            entry.sentences[dated.sentence].text, entry.article.lang
        )
    )


def stories_of(recorded: Iterable[RecordEntry]) -> frozenset[str]:
    """Return the ids of the stories of all entries that report an event."""
    stories = (entry.article.story for entry in recorded if entry.dates)
    return frozenset(story for story in stories if story)


def _uid(article: RecordedArticle, text: str) -> str:
    name = f"{article.id}\n{text}"
    return sha256(name.encode("utf8", "replace")).hexdigest()[:_DIGITS]


def _joined(report: KnownReport, event: str) -> KnownReport:
    return replace(report, dated=replace(report.dated, event=event))


def _by_sight(report: KnownReport) -> tuple[datetime, int]:
    return report.article.seen, report.article.number


def _event_of(report: KnownReport, stored: Sequence[KnownReport]) -> str | None:
    """Return the UID of the most similar stored report's event, if similar enough."""
    same = [other for other in stored if _is_same(report, other)]
    return max(same, key=lambda o: _share(report, o)).dated.event if same else None


def _former_event(report: KnownReport, stored: Iterable[KnownReport]) -> str | None:
    """Return the UID of the event that an article's earlier text had for this line.

    The line may have named another day then. Return ``None`` if the line is new.
    """
    own = (
        other
        for other in stored
        if other.article.id == report.article.id and _share(report, other) >= _SAME_LINE
    )
    older = next(own, None)
    return older.dated.event if older else None


def _words(report: KnownReport) -> EventWords:
    return words_about(report.text, language_of_lists(report.article.lang, report.text))


def _share(new: KnownReport, old: KnownReport) -> float:
    """Return the share of the words of the shorter line that the other line has."""
    left, right = _words(new).words, _words(old).words
    least = min(len(left), len(right))
    return len(left & right) / least if least else 0.0


def _is_same(new: KnownReport, old: KnownReport) -> bool:
    need = _need(new, old)
    if need is None:
        return False
    left, right = _words(new), _words(old)
    return (
        len(left.words & right.words) >= need.words
        and _share(new, old) >= need.share
        and len(left.names & right.names) >= need.names
    )


def _need(new: KnownReport, old: KnownReport) -> _Need | None:
    """Return how much two reports must share to be on the same event.

    The result is ``None`` if they cannot be on the same event.
    """
    is_change = new.dated.change is not EventChange.NONE
    has_day = _has_day(new, old)
    if not _is_one_story(new.article, old.article):
        elsewhere = _CHANGE_ELSEWHERE if is_change else _SAME_DAY_ELSEWHERE
        return elsewhere if has_day else None
    if has_day and not is_change and new.dated.precision is Precision.DAY:
        return _SAME_DAY
    if has_day or _overlap(new.dated, old.dated):
        return _CHANGE if is_change else _SAME_PERIOD
    is_later = new.article.at > old.article.at and old.dated.last >= new.article.day
    return (_CHANGE if is_change else _OTHER_DAY) if is_later else None


def _has_day(new: KnownReport, old: KnownReport) -> bool:
    """Return whether ``new`` has the days of ``old``, or moves the event from them."""
    if Precision.VAGUE in {new.dated.precision, old.dated.precision}:
        is_former = new.dated.was is not None and new.dated.was == old.dated.first
        return is_former and old.dated.precision is not Precision.VAGUE
    days = old.dated.first, old.dated.last
    return days == (new.dated.first, new.dated.last) or new.dated.was == days[0]


def _overlap(left: RecordedDate, right: RecordedDate) -> bool:
    return left.first <= right.last and right.first <= left.last


def _is_one_story(left: RecordedArticle, right: RecordedArticle) -> bool:
    same = left.story is not None and left.story == right.story
    return same or left.original == right.original
