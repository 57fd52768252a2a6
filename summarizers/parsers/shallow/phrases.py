"""Noun phrases, found by tags alone.

Unknown words count as nouns and adjectives, so a phrase ends at function words, known
verbs and marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from summarizers.lexicons import words
from summarizers.parsers.grammar import Token

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
MAX_PHRASE = 25


class Phrase(NamedTuple):
    """A noun phrase: its first, last and head token."""

    first: int
    last: int
    head: int


def phrase_before(tokens: Sequence[Token], last: int, low: int) -> Phrase | None:
    """The noun phrase that ends at token ``last`` and starts at ``low`` or later."""
    if last < low:
        return None
    token = tokens[last]
    if token.tag == "PRP":
        return Phrase(last, last, last) if token.lower in PRONOUNS else None
    first = _walk_left(tokens, last, max(low, last - MAX_PHRASE))
    while first <= last and tokens[first].tag in {"CC", "POS", "IN", "TO", "RB"}:
        first += 1
    if first > last or (first == last and not _stands_alone(token)):
        return None
    return Phrase(first, last, head_of(tokens, first, last))


def _stands_alone(token: Token) -> bool:
    return token.tag in NOUNS or token.lower in ALONE


def _walk_left(tokens: Sequence[Token], last: int, low: int) -> int:
    """The first token of the phrase that ends at ``last``; ``last + 1`` if none."""
    k = last
    calendar = words("calendar")
    while k >= low:
        token = tokens[k]
        tag = token.tag
        if tag in DETERMINERS and not _is_linked(tokens, k - 1, low):
            return k
        if token.lower in calendar and _is_time_start(tokens, k, low):
            break
        if tag not in NOMINAL and not _is_inside(tokens, k, last, low):
            break
        k -= 1
    return k + 1


def _is_time_start(tokens: Sequence[Token], k: int, low: int) -> bool:
    """Whether a weekday or month stands by itself, and in no phrase ("the May vote")."""
    return k <= low or tokens[k - 1].tag not in {"DT", "POS", "PRP$", "JJ"}


def _is_linked(tokens: Sequence[Token], k: int, low: int) -> bool:
    """Whether the token before a determiner ties it to a longer phrase."""
    if k < low:
        return False
    token = tokens[k]
    if token.tag == "DT":
        return token.lower in PREDETERMINERS
    return k > low and _is_tie(token) and _can_be_tied(tokens, k - 1)


def _is_tie(token: Token) -> bool:
    if token.tag == "IN":
        return token.lower not in words("subordinators")
    return token.tag == "TO" or token.lower in {"and", "or", "&"}


def _is_inside(tokens: Sequence[Token], k: int, last: int, low: int) -> bool:
    """Whether a word that is no noun can stand in the middle of a noun phrase."""
    if k in {last, low}:
        return False
    before = tokens[k - 1].tag
    if tokens[k].tag in BETWEEN:
        if before in MODIFIED or tokens[k - 1].lower == "of":
            return True
        return before in NOUNS and tokens[k + 1].lower == "by"
    return _is_tie(tokens[k]) and _can_be_tied(tokens, k - 1)


def _can_be_tied(tokens: Sequence[Token], k: int) -> bool:
    """Whether a preposition behind token ``k`` goes on with one phrase."""
    token = tokens[k]
    if token.tag in NOUNS or token.lower in ALONE:
        return True
    return token.tag == "VBD" and tokens[k + 1].lower == "by"


def head_of(tokens: Sequence[Token], first: int, last: int) -> int:
    """The last token before the first preposition."""
    for k in range(first + 1, last):
        if tokens[k].tag in {"IN", "TO"}:
            return k - 1
    return last


def phrase_after(tokens: Sequence[Token], first: int, high: int) -> Phrase | None:
    """The noun phrase that starts at token ``first`` and ends before ``high``."""
    if first >= high:
        return None
    if tokens[first].tag == "PRP":
        return Phrase(first, first, first)
    k, high = first, min(high, first + MAX_PHRASE)
    while k < high and _goes_on(tokens, k, first, high):
        k += 1
    last = k - 1
    while last >= first and tokens[last].tag in {"DT", "CC", "IN", "RB", "PRP$"}:
        last -= 1
    return None if last < first else Phrase(first, last, head_of(tokens, first, last))


def _goes_on(tokens: Sequence[Token], k: int, first: int, high: int) -> bool:
    token = tokens[k]
    if token.tag == "NNP":
        return token.lower not in words("calendar")
    before = tokens[k - 1].tag if k > first else ""
    if token.tag in NOMINAL:
        return k == first or token.tag not in DETERMINERS or before not in NOUNS
    if k == first or k + 1 >= high:
        return False
    if token.tag in BETWEEN:
        return before in MODIFIED
    return before in NOUNS and _links(token, before) and tokens[k + 1].tag in NOMINAL


def _links(token: Token, before: str) -> bool:
    """Whether a word ties the next noun to the one before it, of tag ``before``."""
    if before == "NNP" and token.tag == "IN":
        return token.lower in OWNERS
    return token.tag == "CC" or token.lower in LINKS
