"""Find noun phrases by tags alone.

Unknown words count as nouns and adjectives, so a phrase ends at a function word, a
known verb or a mark.
"""

from __future__ import annotations

from typing import NamedTuple

from summarizers.model import fast_new
from summarizers.readers.english.shallow.word_lists import CALENDAR, SUBORDINATORS
from summarizers.readers.parse import Tokens

NOUNS = frozenset(("", "NNP", "NN", "NNS", "CD"))
NOMINAL = NOUNS | {"DT", "PRP$", "POS", "JJ", "JJR", "JJS", "$"}
DETERMINERS = frozenset(("DT", "PRP$"))
BETWEEN = frozenset(("VBD", "RB", "VBG"))
MODIFIED = frozenset(("DT", "PRP$", "RB", "POS", "CD"))
PREDETERMINERS = frozenset(("all", "both", "half"))
OWNERS = frozenset(("of", "for"))
LINKS = frozenset(("of", "for", "at", "from", "in", "with"))
PRONOUNS = frozenset(("i", "you", "he", "she", "it", "we", "they"))
ALONE = frozenset(("some", "many", "both", "all", "another", "each", "neither", "half"))
ADDRESSED = frozenset(("sent", "addressed", "given", "leaked"))
# Tags of words that begin no noun phrase, and days that stand before one: "today police".
LOOSE = frozenset(("CC", "POS", "IN", "TO", "RB"))
DAYS = frozenset(("today", "yesterday", "tonight", "tomorrow"))
MAX_PHRASE = 25


class Phrase(NamedTuple):
    """A noun phrase: its first, last and head token."""

    first: int
    last: int
    head: int


def phrase_before(tokens: Tokens, last: int, low: int) -> Phrase | None:
    """Return the noun phrase that ends at token ``last``, if any.

    The phrase does not start before token ``low``.
    """
    if last < low:
        return None
    if tokens.tags[last] == "PRP":
        pronoun = tokens.lowers[last] in PRONOUNS
        return fast_new(Phrase, (last, last, last)) if pronoun else None
    first = _walk_left(tokens, last, max(low, last - MAX_PHRASE))
    while first <= last and (
        tokens.tags[first] in LOOSE or (first < last and tokens.texts[first] in DAYS)
    ):
        first += 1
    if first > last or (first == last and not _stands_alone(tokens, last)):
        return None
    return fast_new(Phrase, (first, last, head_of(tokens, first, last)))


def _stands_alone(tokens: Tokens, k: int) -> bool:
    return tokens.tags[k] in NOUNS or tokens.lowers[k] in ALONE


def _walk_left(tokens: Tokens, last: int, low: int) -> int:
    """Return the first token of the phrase that ends at ``last``, or ``last + 1``."""
    k, tags = last, tokens.tags
    while k >= low:
        tag = tags[k]
        if tag in DETERMINERS and not _is_linked(tokens, k - 1, low):
            return k
        if tokens.lowers[k] in CALENDAR and _is_time_start(tokens, k, low):
            break
        if tag not in NOMINAL and not _is_inside(tokens, k, last, low):
            break
        k -= 1
    return k + 1


def _is_time_start(tokens: Tokens, k: int, low: int) -> bool:
    """Return whether a weekday or month is a time, unlike in "the May vote"."""
    return k <= low or tokens.tags[k - 1] not in {"DT", "POS", "PRP$", "JJ"}


def _is_linked(tokens: Tokens, k: int, low: int) -> bool:
    """Return whether ``k`` joins the determiner after it: "mayor of the city"."""
    if k < low:
        return False
    if tokens.tags[k] == "DT":
        return tokens.lowers[k] in PREDETERMINERS
    return k > low and _is_tie(tokens, k) and _can_be_tied(tokens, k - 1)


def _is_tie(tokens: Tokens, k: int) -> bool:
    tag, lower = tokens.tags[k], tokens.lowers[k]
    if tag == "IN":
        return lower not in SUBORDINATORS
    return tag == "TO" or lower in {"and", "or", "&"}


def _is_inside(tokens: Tokens, k: int, last: int, low: int) -> bool:
    """Return whether a word other than a noun can be inside a phrase.

    An example is "of" in "the mayor of Lind".
    """
    if k in {last, low}:
        return False
    before = tokens.tags[k - 1]
    if tokens.tags[k] in BETWEEN:
        if before in MODIFIED or tokens.lowers[k - 1] == "of":
            return True
        return before in NOUNS and _is_participle(tokens, k)
    return _is_tie(tokens, k) and _can_be_tied(tokens, k - 1)


def _can_be_tied(tokens: Tokens, k: int) -> bool:
    """Return whether a preposition after token ``k`` continues the phrase."""
    if _stands_alone(tokens, k):
        return True
    return tokens.tags[k] == "VBD" and _is_participle(tokens, k)


def _is_participle(tokens: Tokens, k: int) -> bool:
    """Return whether a past form belongs to the noun before: "seen by"."""
    after = tokens.lowers[k + 1]
    return after == "by" or (after == "to" and tokens.lowers[k] in ADDRESSED)


def head_of(tokens: Tokens, first: int, last: int) -> int:
    """Return the head token of a phrase: the last noun before its first preposition."""
    for k in range(first + 1, last):
        if tokens.tags[k] in {"IN", "TO"}:
            participle = k - 1 > first and tokens.tags[k - 1] == "VBD"
            return k - 1 - participle
    return last


def phrase_after(tokens: Tokens, first: int, high: int) -> Phrase | None:
    """Return the noun phrase that starts at ``first`` and ends before ``high``, if any."""
    if first >= high:
        return None
    if tokens.tags[first] == "PRP":
        return fast_new(Phrase, (first, first, first))
    k, high = first, min(high, first + MAX_PHRASE)
    while k < high and _goes_on(tokens, k, first, high):
        k += 1
    last = k - 1
    while last >= first and tokens.tags[last] in {"DT", "CC", "IN", "RB", "PRP$"}:
        last -= 1
    if last < first:
        return None
    return fast_new(Phrase, (first, last, head_of(tokens, first, last)))


def _goes_on(tokens: Tokens, k: int, first: int, high: int) -> bool:
    tag = tokens.tags[k]
    if tag == "NNP":
        return tokens.lowers[k] not in CALENDAR
    before = tokens.tags[k - 1] if k > first else ""
    if tag in NOMINAL:
        return k == first or tag not in DETERMINERS or before not in NOUNS
    if k == first or k + 1 >= high:
        return False
    if tag in BETWEEN:
        return before in MODIFIED
    return (
        before in NOUNS and _links(tokens, k, before) and tokens.tags[k + 1] in NOMINAL
    )


def _links(tokens: Tokens, k: int, before: str) -> bool:
    """Return whether token ``k`` joins the next noun to the one before it.

    ``before`` is the tag of the noun before.
    """
    tag, lower = tokens.tags[k], tokens.lowers[k]
    if before == "NNP" and tag == "IN":
        return lower in OWNERS
    return tag == "CC" or lower in LINKS
