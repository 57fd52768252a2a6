"""Numbers on which reports of one event differ, side by side and word for word.

Sitrep does not decide which number is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

from summarizers.lexicons import table
from summarizers.model import Article, Span
from summarizers.stories.mentions import Mentions, NumberMention, Subject, read_mentions

MOST_DIFFERENCES = 3
"""The maximum number of differences that are shown for a story."""

# The minimum number of shared stems, and their minimum share of the shorter sentence's, of
# two sentences about the same thing. Checked by eye on 101 events: with fewer, half of
# the differences are about different things.
_LEAST_SHARED = 3
_LEAST_SHARE = 0.4
# Numbers farther apart than these factors count different things.
_FARTHEST, _FARTHEST_SURE = 4, 10


@dataclass(frozen=True, slots=True)
class Figure:
    """The number that one report gives.

    ``span`` is printed and lies in ``sentence``. ``document`` is the id of the article,
    ``value`` the number in one form: "1200" for "about 1,200 people".
    """

    document: str
    span: Span
    sentence: Span
    value: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Numbers of the same thing, one per report; at least two contradict each other."""

    label: str
    figures: tuple[Figure, ...]

    @property
    def values(self) -> tuple[str, ...]:
        """Return the different values that reports give, sorted as text."""
        return tuple(sorted({figure.value for figure in self.figures}))


_Reports: TypeAlias = Sequence[tuple[str, Sequence[NumberMention]]]


def differences(articles: Sequence[tuple[str, Article]]) -> tuple[Difference, ...]:
    """Return the differences between independent reports of one event, the best first.

    ``articles`` are pairs of id and article. If one report gives contradicting numbers
    of the same thing, they are ignored, and so are statements about other times.
    """
    read = [(name, read_mentions(article)) for name, article in articles]
    subjects = dict.fromkeys(subject for _, mentions in read for subject in mentions)
    rated = [
        (_standing(subject), -likeness, number, difference)
        for number, subject in enumerate(subjects)
        for likeness, difference in _difference(subject, read)
    ]
    best = (difference for *_, difference in sorted(rated, key=lambda row: row[:3]))
    # A day may differ for two words of its sentence: keep the difference once.
    return tuple(dict.fromkeys(best))[:MOST_DIFFERENCES]


def _standing(subject: Subject) -> int:
    """Return the rank of a subject: casualties first, in the order of their list."""
    order = [*dict.fromkeys(table("casualty_states").values())]
    return order.index(subject.label) if subject.sure else len(order)


def _difference(
    subject: Subject, read: Sequence[tuple[str, Mentions]]
) -> Iterator[tuple[float, Difference]]:
    """Yield the likeness and the clearest contradiction of a subject, if any."""
    reports = [
        (name, mentions[subject]) for name, mentions in read if subject in mentions
    ]
    pairs = _contradictions(reports)
    pair = max(pairs, key=lambda pair: _likeness(*pair), default=None)
    if pair is not None:
        figures = tuple(_figures(reports, pair))
        yield _likeness(*pair), Difference(subject.label, figures)


def _contradictions(reports: _Reports) -> Iterator[tuple[NumberMention, NumberMention]]:
    """Yield the pairs of numbers of the same thing that contradict each other."""
    for (_, left_mentions), (_, right_mentions) in combinations(reports, 2):
        for left in left_mentions:
            for right in right_mentions:
                if left.value.contradicts(right.value) and _is_same(left, right):
                    yield left, right


def _figures(
    reports: _Reports, pair: tuple[NumberMention, NumberMention]
) -> Iterator[Figure]:
    """Yield one number per report: that of ``pair``, else one of the same thing."""
    for name, mentions in reports:
        chosen = next(
            (
                mention
                for mention in mentions
                if any(mention is member for member in pair)
            ),
            None,
        ) or next(
            (m for m in mentions if all(_is_same(m, member) for member in pair)),
            None,
        )
        if chosen is not None:
            yield Figure(name, chosen.span, chosen.sentence, chosen.value.form)


def _is_same(left: NumberMention, right: NumberMention) -> bool:
    """Return whether two numbers may count the same thing."""
    if left.subject.sure:
        return _is_near(left, right, _FARTHEST_SURE)
    shared = len(left.terms & right.terms)
    return (
        shared >= _LEAST_SHARED
        and _likeness(left, right) >= _LEAST_SHARE
        and _is_near(left, right, _FARTHEST)
    )


def _is_near(left: NumberMention, right: NumberMention, factor: float) -> bool:
    """Return whether one number is at most ``factor`` times the other."""
    largest = [
        max(high for _, high in mention.value.may_be) for mention in (left, right)
    ]
    return max(largest) <= factor * max(min(largest), 1)


def _likeness(left: NumberMention, right: NumberMention) -> float:
    """Return the share of the shorter sentence's stems that both sentences have."""
    shorter = min(len(left.terms), len(right.terms))
    return len(left.terms & right.terms) / shorter if shorter else 0.0
