"""Find numbers on which reports of one event differ, to print them side by side.

Sitrep does not decide which number is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations, product
from typing import NamedTuple, TypeAlias

from summarizers.lexicons import table
from summarizers.model import Article, Span
from summarizers.stories.mentions import (
    CountKind,
    Mentions,
    NumberMention,
    Subject,
    read_mentions,
)

MOST_DIFFERENCES = 3
"""The maximum number of differences that are shown for a story."""

_DAY, _KILLED = "date", "killed"
# The first character of a unit that is a class of nouns.
_CLASS = "≈"
_UNKNOWN = datetime.min.replace(tzinfo=UTC)
# Two sentences are about the same thing if they share this number of stems, and this share
# of the shorter sentence's stems. Checked by eye on 101 events: with lower values, half of
# the differences are about different things.
_LEAST_SHARED = 3
_LEAST_SHARE = 0.4
# If one number is more than this factor times another, they count different things.
_FARTHEST, _FARTHEST_SURE, _FARTHEST_TOTAL, _FARTHEST_APART = 4, 10, 2, 1.7
_FARTHEST_PEOPLE = 1.25
# Two sentences about the same day share at least this part of their stems.
_SHARE_OF_DAY = 0.6
# A number from 100 on is mostly a total, of which a story has one. So is a number from 8 on
# of things that reports always count.
_SHARED_OF_PEOPLE = 2
_LEAST_TOTAL, _LEAST_TALLY = 100, 8
# Numbers of casualties rise over hours. A higher total after a night is mostly newer, and a
# total of days ago may be that of another day.
_RISE, _DEATHS = timedelta(hours=4), timedelta(hours=8)
_ONE_NIGHT, _TWO_DAYS = timedelta(hours=16), timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Figure:
    """The number that one report gives, with the words to print.

    ``span`` is printed and lies in ``sentence``. ``document`` is the id of the article.
    ``value`` is the number in plain form: "1200" for "about 1,200 people".
    """

    document: str
    span: Span
    sentence: Span
    value: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Numbers of the same thing, one per report; at least two contradict each other.

    ``label`` names the thing.
    """

    label: str
    figures: tuple[Figure, ...]

    @property
    def values(self) -> tuple[str, ...]:
        """Return the different values that the reports give, sorted as text."""
        return tuple(sorted({figure.value for figure in self.figures}))


class DatedMention(NamedTuple):
    """A number in a report, with the time of the report, if known."""

    mention: NumberMention
    moment: datetime | None


_Reports: TypeAlias = Sequence[tuple[str, Sequence[DatedMention]]]


def differences(
    articles: Sequence[tuple[str, Article]],
    moments: Mapping[str, datetime] | None = None,
) -> tuple[Difference, ...]:
    """Return the differences between independent reports of one event, the best first.

    ``articles`` are pairs of id and article; ``moments`` gives the times of the reports
    by id. The function ignores a subject on which one report contradicts itself,
    statements about other times, and numbers that rose over time.
    """
    times = moments or {}
    read = [
        (name, times.get(name), read_mentions(article)) for name, article in articles
    ]
    subjects = dict.fromkeys(subject for *_, mentions in read for subject in mentions)
    rated = [
        (_standing(subject), -likeness, number, difference)
        for number, subject in enumerate(subjects)
        for likeness, difference in _difference(subject, read)
    ]
    best = (difference for *_, difference in sorted(rated, key=lambda row: row[:3]))
    return tuple(_distinct(best))[:MOST_DIFFERENCES]


def _distinct(rated: Iterable[Difference]) -> Iterator[Difference]:
    """Yield the differences that print no number of an earlier difference.

    This is needed because one number may count two subjects, such as two nouns of its
    sentence.
    """
    printed: set[tuple[str, int]] = set()
    for difference in rated:
        places = {(figure.document, figure.span.start) for figure in difference.figures}
        if not places & printed:
            printed |= places
            yield difference


def _standing(subject: Subject) -> int:
    """Return the rank of a subject among the differences of a story; 0 is the first.

    Casualties come first, in the order of their list; classes of nouns come last.
    """
    order = [*dict.fromkeys(table("casualty_states").values())]
    if subject.sure:
        return order.index(subject.label)
    return len(order) + subject.unit.startswith(_CLASS)


def _difference(
    subject: Subject, read: Sequence[tuple[str, datetime | None, Mentions]]
) -> Iterator[tuple[float, Difference]]:
    """Yield the clearest contradiction on a subject between two reports, if any.

    It comes with the likeness of its sentences, which is the share of words that both
    have, from 0 to 1.
    """
    reports = [
        (name, [DatedMention(mention, moment) for mention in mentions[subject]])
        for name, moment, mentions in read
        if subject in mentions
    ]
    pairs = _contradictions(reports)
    pair = max(pairs, key=lambda pair: _likeness(*pair), default=None)
    if pair is not None:
        figures = tuple(_figures(reports, pair))
        yield _likeness(*pair), Difference(subject.label, figures)


def _contradictions(reports: _Reports) -> Iterator[tuple[DatedMention, DatedMention]]:
    """Yield the pairs of numbers of the same thing that contradict each other."""
    for (_, left_mentions), (_, right_mentions) in combinations(reports, 2):
        for left in left_mentions:
            for right in right_mentions:
                values = left.mention.value, right.mention.value
                if values[0].contradicts(values[1]) and _is_same(left, right):
                    yield left, right


def _figures(
    reports: _Reports, pair: tuple[DatedMention, DatedMention]
) -> Iterator[Figure]:
    """Yield at most one number per report on the subject of a contradiction.

    It is the number in ``pair``, the two contradicting numbers, if the report gives one
    of them; otherwise a number that may count the same thing as both.
    """
    for name, mentions in reports:
        chosen = next(
            (
                dated.mention
                for dated in mentions
                if any(dated.mention is member.mention for member in pair)
            ),
            None,
        ) or next(
            (
                d.mention
                for d in mentions
                if all(_is_same(d, member) for member in pair)
            ),
            None,
        )
        if chosen is not None:
            yield Figure(name, chosen.span, chosen.sentence, chosen.value.form)


def _is_same(left: DatedMention, right: DatedMention) -> bool:
    """Return whether two numbers may count the same thing at the same time."""
    first, second = left.mention, right.mention
    if first.subject.sure:
        if first.tentative or second.tentative or _is_rise(left, right):
            return False
        return _is_near(first, second, _FARTHEST_SURE)
    earlier, later = _by_time(left, right)
    fell = _number(later) < _number(earlier)
    if _gap(left, right) > (_TWO_DAYS if fell else _ONE_NIGHT):
        return False
    return _is_alike(first, second) or _is_one_total(first, second)


def _is_alike(first: NumberMention, second: NumberMention) -> bool:
    """Return whether the sentences of two numbers share enough words.

    Numbers in such sentences are assumed to count the same thing.
    """
    is_class = first.subject.unit.startswith(_CLASS)
    if first.tentative or second.tentative or is_class:
        return False
    is_day = first.subject.label == _DAY
    shared = len(first.terms & second.terms)
    return (
        shared >= _LEAST_SHARED
        and _overlap(first, second) >= (_SHARE_OF_DAY if is_day else _LEAST_SHARE)
        and _is_near(first, second, _FARTHEST)
    )


def _is_one_total(first: NumberMention, second: NumberMention) -> bool:
    """Return whether two numbers of a noun, or of a class of nouns, count one total.

    Their qualifiers and fates must agree, and the numbers must be close. Sentences that
    share few words need closer numbers.
    """
    kinds = first.kind, second.kind
    if first.subject.label == _DAY or not _is_one_kind(*kinds):
        return False
    shared = len(first.terms & second.terms)
    small, large = sorted(float(each.value.form) for each in (first, second))
    alike = shared + bool(kinds[0].fate and kinds[0].fate == kinds[1].fate)
    is_vague = alike < _SHARED_OF_PEOPLE and any(kind.is_people for kind in kinds)
    if is_vague and (small < _LEAST_TOTAL or large > _FARTHEST_PEOPLE * small):
        return False
    return small >= _least(first, shared) and large <= _farthest(shared, small) * small


def _is_one_kind(first: CountKind, second: CountKind) -> bool:
    """Return whether two counts agree in qualifiers, fate and measured stuff.

    A property that one count does not state agrees with any. The fate is what became of
    the things; the stuff is what a unit measures. "coast" and "coastline" are the same
    stuff.
    """
    fates = {first.fate, second.fate} - {""}
    if len(fates) > 1 or first.restrictions != second.restrictions:
        return False
    if first.qualifiers and second.qualifiers and first.qualifiers != second.qualifiers:
        return False
    if not (first.stuff and second.stuff):
        return True
    pairs = (sorted(pair, key=len) for pair in product(first.stuff, second.stuff))
    return any(long.startswith(short) for short, long in pairs)


def _least(mention: NumberMention, shared: int) -> int:
    """Return the least number that may count all things of a kind, not a part of them.

    ``shared`` is the number of words that both sentences share. The result is lower if
    this is not 0, or if a unit's stuff is named ("tonnes of oil").
    """
    kind = mention.kind
    if kind.stuff:
        return 1
    is_tally = kind.is_total or mention.subject.unit.startswith(_CLASS) or shared > 0
    return _LEAST_TALLY if is_tally else _LEAST_TOTAL


def _farthest(shared: int, small: float) -> float:
    """Return the largest ratio at which two numbers may still be the same total.

    ``shared`` is the number of words that both sentences share, ``small`` the lower
    number. The ratio is larger if the sentences share words.
    """
    is_alike = shared > 0 and small >= _LEAST_TOTAL
    return _FARTHEST_TOTAL if is_alike else _FARTHEST_APART


def _is_rise(left: DatedMention, right: DatedMention) -> bool:
    """Return whether two numbers of casualties may differ only because time passed.

    They may if the later number is higher and the reports are more than ``_RISE``
    apart. Two numbers of deaths may also if the reports are more than ``_DEATHS``
    apart, whichever number is higher.
    """
    earlier, later = _by_time(left, right)
    gap = _gap(left, right)
    rose = _number(earlier) < _number(later)
    is_deaths = left.mention.subject.label == _KILLED
    return (gap > _RISE and rose) or (is_deaths and gap > _DEATHS)


def _by_time(left: DatedMention, right: DatedMention) -> tuple[DatedMention, ...]:
    """Return the two numbers in the order of the times of their reports."""
    ordered = sorted((left, right), key=lambda dated: dated.moment or _UNKNOWN)
    return tuple(ordered)


def _number(dated: DatedMention) -> float:
    """Return the middle of the range in which the exact value of a number may lie.

    Of several ranges, the highest counts.
    """
    return max((sum(bounds) / 2 for bounds in dated.mention.value.may_be), default=0.0)


def _gap(left: DatedMention, right: DatedMention) -> timedelta:
    """Return the time between two reports; zero if it is unknown."""
    if left.moment is None or right.moment is None:
        return timedelta(0)
    return abs(left.moment - right.moment)


def _is_near(left: NumberMention, right: NumberMention, factor: float) -> bool:
    """Return whether one number is at most ``factor`` times the other."""
    largest = [
        max(high for _, high in mention.value.may_be) for mention in (left, right)
    ]
    return max(largest) <= factor * max(min(largest), 1)


def _likeness(left: DatedMention, right: DatedMention) -> float:
    """Return the share of the shorter sentence's stems that both sentences have."""
    return _overlap(left.mention, right.mention)


def _overlap(left: NumberMention, right: NumberMention) -> float:
    shorter = min(len(left.terms), len(right.terms))
    return len(left.terms & right.terms) / shorter if shorter else 0.0
