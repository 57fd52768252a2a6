"""Finds statements of one speaker that differ from what the speaker said before.

Their other words are equal, so that both statements are about the same thing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.core.domain.record import Statement
from bot.core.record.words import search_words
from summarizers.stories.facts import (
    number_words_of,
    numbers_in,
    vocabulary,
    words_of,
)
from summarizers.text.language import language_of_lists

_LEAST_SHARED = 0.6
"""The least share of common words: fewer cannot be nearly equal."""

_FEWEST_WORDS = 2
"""The least number of words that say what a statement is about."""


def earlier_of(statements: Sequence[Statement]) -> Mapping[int, Statement]:
    """Map statements to the latest earlier one that differs in a fact, by their ids.

    ``statements`` are those of one speaker, newest first. A fact is a number, a day or
    a negation.
    """
    words = {each.id: frozenset(search_words(each.text).split()) for each in statements}
    pairs: dict[int, Statement] = {}
    for index, now in enumerate(statements):
        older = (
            then
            for then in statements[index + 1 :]
            if then.article.at < now.article.at
            and _shares(words[then.id], words[now.id])
            and differs(then.text, now.text, now.article.lang)
        )
        then = next(older, None)
        if then is not None:
            pairs[now.id] = then
    return pairs


def differs(then: str, now: str, lang: str | None) -> bool:
    """Return whether two statements differ in one number, day or negation alone.

    Small words do not count. If more than one of these facts differs, the statements
    may be about two things.
    """
    listed = language_of_lists(lang, then)
    left, right = (_facts(text, listed) for text in (then, now))
    if left.content != right.content or len(left.content) < _FEWEST_WORDS:
        return False
    if len(left.numbers) != len(right.numbers) or len(left.days) != len(right.days):
        return False
    changes = (
        left.numbers != right.numbers,
        left.days != right.days,
        left.negations != right.negations,
    )
    return sum(changes) == 1 and abs(left.negations - right.negations) <= 1


class _Facts(NamedTuple):
    """The facts in a statement, and its other words without the small ones."""

    numbers: tuple[str, ...]
    days: tuple[str, ...]
    negations: int
    content: tuple[str, ...]


def _facts(text: str, lang: str) -> _Facts:
    words, lists = words_of(text), vocabulary(lang)
    numbers = numbers_in(words, lang)
    stated = {each for value in numbers for each in number_words_of(words, value, lang)}
    keys = [word.key for word in words if word not in stated]
    facts = lists.days | lists.negations | lists.small
    return _Facts(
        tuple(sorted(numbers.elements())),
        tuple(key for key in keys if key in lists.days),
        sum(key in lists.negations for key in keys),
        tuple(key for key in keys if key not in facts),
    )


def _shares(left: frozenset[str], right: frozenset[str]) -> bool:
    return len(left & right) >= _LEAST_SHARED * max(len(left), len(right), 1)
