"""Find numbers on which reports of one event differ, to print them side by side.

Sitrep does not decide which number is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, combinations, product

from summarizers.lexicons import table
from summarizers.model import Article, Span
from summarizers.stories.numbers import CLASS, Count, read_counts

MOST_DIFFERENCES = 3
"""The maximum number of differences that are shown for a story."""

_KILLED = "killed"
_UNKNOWN = datetime.min.replace(tzinfo=UTC)
# Two sentences are about the same thing if they share this number of stems, and this share
# of the shorter sentence's stems. Checked by eye on 101 events: with lower values, half of
# the differences are about different things.
_LEAST_SHARED = 3
_LEAST_SHARE = 0.4
# If one number is more than this factor times another, they count different things. Totals
# are nearer, and those of people in sentences that share few words are very near.
_FARTHEST, _FARTHEST_TOTAL, _FARTHEST_PEOPLE = 4, 1.7, 1.25
_SHARED_OF_PEOPLE = 2
# A number from 100 on is mostly a total, of which a story has one. So is a number from 8 on
# of things that reports always count.
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


def differences(
    articles: Sequence[tuple[str, Article]],
    moments: Mapping[str, datetime] | None = None,
) -> tuple[Difference, ...]:
    """Return the differences between independent reports of one event, the best first.

    ``articles`` are pairs of id and article; ``moments`` gives the times of the reports
    by id. The function ignores a thing on which one report contradicts itself,
    statements about other times, and numbers that rose over time.
    """
    times = moments or {}
    read = [(name, read_counts(article, times.get(name))) for name, article in articles]
    rated: list[tuple[int, float, Difference]] = []
    for thing in dict.fromkeys(thing for _, counts in read for thing in counts):
        reports = [(name, counts[thing]) for name, counts in read if thing in counts]
        pairs = [
            pair
            for (_, left), (_, right) in combinations(reports, 2)
            for pair in product(left, right)
            if pair[0].quantity.contradicts(pair[1].quantity) and _is_same(*pair)
        ]
        if pairs:
            pair = max(pairs, key=lambda pair: _overlap(*pair))
            difference = Difference(thing[0], tuple(_figures(reports, pair)))
            rated.append((_standing(pair[0]), -_overlap(*pair), difference))
    rated.sort(key=lambda row: row[:2])
    # One number may count two things, such as two nouns of its sentence.
    printed: set[tuple[str, int]] = set()
    distinct: list[Difference] = []
    for *_, difference in rated:
        places = {(figure.document, figure.span.start) for figure in difference.figures}
        if not places & printed:
            printed |= places
            distinct.append(difference)
    return tuple(distinct[:MOST_DIFFERENCES])


def _standing(count: Count) -> int:
    """Return the rank of a count among the differences of a story; 0 is the first.

    Casualties come first, in the order of their list; classes of nouns come last.
    """
    order = [*dict.fromkeys(table("casualty_states").values())]
    if count.is_casualty:
        return order.index(count.label)
    return len(order) + count.unit.startswith(CLASS)


def _figures(
    reports: Sequence[tuple[str, Sequence[Count]]], pair: tuple[Count, Count]
) -> Iterator[Figure]:
    """Yield at most one number per report on the thing of a contradiction.

    It is the number in ``pair``, the two contradicting numbers, if the report gives one
    of them; otherwise a number that may count the same thing as both.
    """
    for name, counts in reports:
        own = (count for count in counts if any(count is member for member in pair))
        same = (c for c in counts if all(_is_same(c, member) for member in pair))
        count = next(chain(own, same), None)
        if count is not None:
            value = f"{count.quantity.value:.12g}"
            yield Figure(name, count.span, count.sentence, value)


def _is_same(left: Count, right: Count) -> bool:
    """Return whether two numbers may count the same thing at the same time.

    Numbers of casualties may differ only because time passed. They may if the later
    number is higher and the reports are more than ``_RISE`` apart. Two numbers of
    deaths may also if the reports are more than ``_DEATHS`` apart.
    """
    earlier, later = sorted((left, right), key=lambda count: count.moment or _UNKNOWN)
    # Twice the distance between the middles of the ranges of the exact numbers.
    first, last = earlier.quantity, later.quantity
    rise = last.low + last.high - first.low - first.high
    gap = timedelta(0)
    if left.moment is not None and right.moment is not None:
        gap = abs(left.moment - right.moment)
    if left.is_casualty:
        is_newer = (gap > _RISE and rise > 0) or (
            left.label == _KILLED and gap > _DEATHS
        )
        return not (left.tentative or right.tentative or is_newer) and _is_near(
            left, right
        )
    if gap > (_TWO_DAYS if rise < 0 else _ONE_NIGHT):
        return False
    return _is_alike(left, right) or _is_one_total(left, right)


def _is_alike(left: Count, right: Count) -> bool:
    """Return whether the sentences of two numbers share enough words.

    Numbers in such sentences are assumed to count the same thing.
    """
    if left.tentative or right.tentative or left.unit.startswith(CLASS):
        return False
    return (
        len(left.terms & right.terms) >= _LEAST_SHARED
        and _overlap(left, right) >= _LEAST_SHARE
        and _is_near(left, right)
    )


def _is_one_total(left: Count, right: Count) -> bool:
    """Return whether two numbers of a noun, or of a class of nouns, count one total.

    Their qualifiers and fates must agree, and the numbers must be close. Sentences that
    share few words need closer numbers. The least number that may be a total is lower
    for things that reports always count, and if the sentences share words.
    """
    if not _is_one_kind(left, right):
        return False
    shared = len(left.terms & right.terms)
    small, large = sorted(count.quantity.value for count in (left, right))
    alike = shared + bool(left.fate and left.fate == right.fate)
    is_vague = alike < _SHARED_OF_PEOPLE and (left.is_people or right.is_people)
    if is_vague and (small < _LEAST_TOTAL or large > _FARTHEST_PEOPLE * small):
        return False
    is_tally = left.is_total or left.unit.startswith(CLASS) or shared > 0
    least = _LEAST_TALLY if is_tally else _LEAST_TOTAL
    return (bool(left.stuff) or small >= least) and large <= _FARTHEST_TOTAL * small


def _is_one_kind(first: Count, second: Count) -> bool:
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
    pairs = [sorted(pair, key=len) for pair in product(first.stuff, second.stuff)]
    return not pairs or any(long.startswith(short) for short, long in pairs)


def _is_near(left: Count, right: Count) -> bool:
    """Return whether one number is at most ``_FARTHEST`` times the other."""
    low, high = sorted((left.quantity.high, right.quantity.high))
    return high <= _FARTHEST * max(low, 1)


def _overlap(left: Count, right: Count) -> float:
    """Return the share of the shorter sentence's stems that both sentences have."""
    shorter = min(len(left.terms), len(right.terms))
    return len(left.terms & right.terms) / shorter if shorter else 0.0
