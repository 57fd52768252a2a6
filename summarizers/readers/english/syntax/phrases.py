"""Noun phrases and verb groups, by tags alone.

Unknown words count as nouns and adjectives, so a noun phrase ends at a function word, a
known verb or a mark.
"""

from __future__ import annotations

from typing import NamedTuple

from summarizers.lexicons import words
from summarizers.model import fast_new
from summarizers.readers.english.syntax.tags import (
    BE,
    CALENDAR,
    CLOSED_WORDS,
    DETERMINERS,
    NOMINAL,
    NOUNS,
    SUBORDINATORS,
    VERBS,
)
from summarizers.readers.parse import Tokens

PRONOUNS = frozenset(("i", "you", "he", "she", "it", "we", "they"))
ALONE = frozenset(("some", "many", "both", "all", "another", "each", "neither", "half"))
_BETWEEN = frozenset(("VBD", "RB", "VBG"))
_MODIFIED = frozenset(("DT", "PRP$", "RB", "POS", "CD"))
_BEFORE_MONTH = frozenset(("DT", "POS", "PRP$", "JJ"))
_LINKS = frozenset(("of", "for", "at", "from", "in", "with"))
_ADDRESSED = frozenset(("sent", "addressed", "given", "leaked"))
# Tags of words that begin or end no noun phrase, and days that stand before one.
_LOOSE = frozenset(("CC", "POS", "IN", "TO", "RB"))
_NO_ENDS = frozenset(("DT", "CC", "IN", "RB", "PRP$"))
_DAYS = frozenset(("today", "yesterday", "tonight", "tomorrow"))
_LONGEST = 25
# Verbs before "to say" after which the words were said: "went on to say".
_CHAINS = words("chain_verbs")
_HELPERS = frozenset(("MD", "RB", "TO"))


class Phrase(NamedTuple):
    """A noun phrase: its first, last and head token."""

    first: int
    last: int
    head: int


def phrase_before(tokens: Tokens, last: int, low: int) -> Phrase | None:
    """Return the noun phrase that ends at token ``last``, if any.

    The phrase does not start before token ``low``.
    """
    tags, lowers = tokens.tags, tokens.lowers
    if last >= low and tags[last] == "PRP":
        pronoun = lowers[last] in PRONOUNS
        return fast_new(Phrase, (last, last, last)) if pronoun else None
    lowest = max(low, last - _LONGEST)
    first = last
    while first >= lowest and _goes_back(tokens, first, last, lowest):
        first -= 1
    if not (first >= lowest and tags[first] in DETERMINERS):
        first += 1
    while first <= last and (
        tags[first] in _LOOSE or (first < last and tokens.texts[first] in _DAYS)
    ):
        first += 1
    if first > last or (first == last and not _stands_alone(tokens, last)):
        return None
    return fast_new(Phrase, (first, last, head_of(tokens, first, last)))


def _goes_back(tokens: Tokens, k: int, last: int, low: int) -> bool:
    """Return whether a phrase with token ``k`` may start before it.

    The phrase ends at ``last`` and starts at ``low`` or later.
    """
    tag, before = tokens.tags[k], tokens.tags[k - 1]
    if tag in DETERMINERS:
        return k > low and (before == "DT" or (k - 1 > low and _links(tokens, k - 1)))
    if tokens.lowers[k] in CALENDAR and (k == low or before not in _BEFORE_MONTH):
        return False
    if tag in NOMINAL:
        return True
    if k in {last, low}:
        return False
    if tag not in _BETWEEN:
        return _links(tokens, k)
    if before in _MODIFIED or tokens.lowers[k - 1] == "of":
        return True
    return before in NOUNS and _is_participle(tokens, k)


def _stands_alone(tokens: Tokens, k: int) -> bool:
    return tokens.tags[k] in NOUNS or tokens.lowers[k] in ALONE


def _links(tokens: Tokens, k: int) -> bool:
    """Return whether token ``k`` joins two parts of a phrase: "mayor of the city"."""
    tag = tokens.tags[k]
    if tag == "IN":
        is_tie = tokens.lowers[k] not in SUBORDINATORS
    else:
        is_tie = tag == "TO" or tokens.lowers[k] in {"and", "or", "&"}
    if not is_tie or _stands_alone(tokens, k - 1):
        return is_tie
    return tokens.tags[k - 1] == "VBD" and _is_participle(tokens, k - 1)


def _is_participle(tokens: Tokens, k: int) -> bool:
    """Return whether a past form belongs to the noun before: "seen by"."""
    after = tokens.lowers[k + 1]
    return after == "by" or (after == "to" and tokens.lowers[k] in _ADDRESSED)


def head_of(tokens: Tokens, first: int, last: int) -> int:
    """Return the head token of a phrase: the last noun before its first preposition."""
    for k in range(first + 1, last):
        if tokens.tags[k] in {"IN", "TO"}:
            participle = k - 1 > first and tokens.tags[k - 1] == "VBD"
            return k - 1 - participle
    return last


def phrase_after(tokens: Tokens, first: int, high: int) -> Phrase | None:
    """Return the noun phrase that starts at ``first`` and ends before ``high``, if any."""
    tags = tokens.tags
    if first >= high:
        return None
    if tags[first] == "PRP":
        return fast_new(Phrase, (first, first, first))
    last, high = first - 1, min(high, first + _LONGEST)
    while last + 1 < high and _goes_on(tokens, last + 1, first, high):
        last += 1
    while last >= first and tags[last] in _NO_ENDS:
        last -= 1
    if last < first:
        return None
    return fast_new(Phrase, (first, last, head_of(tokens, first, last)))


def _goes_on(tokens: Tokens, k: int, first: int, high: int) -> bool:
    """Return whether a phrase from ``first`` to before ``high`` includes token ``k``."""
    tag, lower = tokens.tags[k], tokens.lowers[k]
    if tag == "NNP":
        return lower not in CALENDAR
    before = tokens.tags[k - 1] if k > first else ""
    if tag in NOMINAL:
        return k == first or tag not in DETERMINERS or before not in NOUNS
    if k == first or k + 1 >= high:
        return False
    if tag in _BETWEEN:
        return before in _MODIFIED
    if before not in NOUNS or tokens.tags[k + 1] not in NOMINAL:
        return False
    if before == "NNP" and tag == "IN":
        return lower in {"of", "for"}
    return tag == "CC" or lower in _LINKS


def group_start(tokens: Tokens, i: int, low: int) -> int:
    """Return the first token of the verb group that ends at token ``i``.

    In "had also said", it is "had". The group does not start before token ``low``.
    """
    tags, lowers = tokens.tags, tokens.lowers
    k = i
    while k > low:
        before, tag = lowers[k - 1], tags[k - 1]
        if tag in _HELPERS or (tag in VERBS and before in CLOSED_WORDS):
            k -= 1
        elif tags[k] == "TO" and before in _CHAINS:
            k -= 2 if before == "on" else 1
        else:
            break
    while k < i and tags[k] == "RB" and k == low:
        k += 1
    return k


def is_passive(tokens: Tokens, group: int, i: int) -> bool:
    """Return whether the past form ``i`` is passive: "was told".

    Its verb group starts at token ``group``.
    """
    return not BE.isdisjoint(tokens.lowers[group:i])
