"""Noun phrases beside a verb, found by tags alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from summarizers.lexicons import words
from summarizers.parsers.grammar import Token

NOMINAL = frozenset(
    ("", "NNP", "NN", "NNS", "DT", "PRP$", "POS", "CD", "JJ", "JJR", "JJS", "$")
)
NOUNS = frozenset(("", "NNP", "NN", "NNS", "CD"))
LINKS = frozenset(("of", "for", "at", "from", "in", "with"))
DETERMINERS = frozenset(("DT", "PRP$"))
PRONOUNS = frozenset(("i", "you", "he", "she", "it", "we", "they"))
RELATIVES = frozenset(("who", "which"))
CLEAN = frozenset((",", "CC", ":", "''", "WRB"))
MAX_PHRASE = 25
MAX_APPOSITION = 45


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
    if token.lower in {"this", "that", "these", "those"} and token.tag == "DT":
        return None
    first = _walk_left(tokens, last, max(low, last - MAX_PHRASE))
    if first > last:
        return None
    return _settled(tokens, first, last, low)


def _walk_left(tokens: Sequence[Token], last: int, low: int) -> int:
    """The first token of the phrase that ends at ``last``; ``last + 1`` if none."""
    k = last
    while k >= low:
        tag = tokens[k].tag
        if tag in DETERMINERS:
            if not _is_linked(tokens, k - 1, low):
                return k
        elif tag == "NNP" and tokens[k].lower in words("calendar"):
            break
        elif tag not in NOMINAL and not _is_inside(tokens, k, last, low):
            break
        k -= 1
    return _without_edge(tokens, k + 1, last)


def _is_linked(tokens: Sequence[Token], k: int, low: int) -> bool:
    """Whether the token before a determiner ties it to a longer phrase."""
    if k <= low:
        return False
    token = tokens[k]
    before = tokens[k - 1].tag
    if token.tag == "DT":
        return token.lower in {"all", "both", "half"}
    return token.lower in LINKS and before in NOUNS or token.tag == "CC" and before in NOUNS


def _is_inside(tokens: Sequence[Token], k: int, last: int, low: int) -> bool:
    """Whether a word that is no noun can stand in the middle of a noun phrase."""
    if k in {last, low}:
        return False
    token, before = tokens[k], tokens[k - 1].tag
    if token.tag == "IN":
        return token.lower in LINKS and before in NOUNS
    if token.tag == "CC":
        return before in NOUNS and token.lower in {"and", "or", "&"}
    if token.tag in {"VBD", "RB", "VBG"}:
        return before in DETERMINERS or before in {"RB", "POS"}
    return False


def _without_edge(tokens: Sequence[Token], first: int, last: int) -> int:
    while first <= last and tokens[first].tag in {"CC", "POS", "IN"}:
        first += 1
    return first


def _settled(tokens: Sequence[Token], first: int, last: int, low: int) -> Phrase | None:
    if tokens[last].tag in {"DT", "PRP$", "POS"} and first == last and tokens[last].lower not in {"some", "many", "both", "all", "another"}:
        return None
    if first > low and tokens[first - 1].tag == "IN" and tokens[first - 1].lower != "that":
        first = _name_start(tokens, first, last)
    if first > last:
        return None
    return Phrase(first, last, head_of(tokens, first, last))


def _name_start(tokens: Sequence[Token], first: int, last: int) -> int:
    """Where the name at the end starts: "in a statement Clinton" is two phrases."""
    k = last
    while k > first and tokens[k - 1].tag == "NNP":
        k -= 1
    return k if tokens[last].tag == "NNP" else first


def head_of(tokens: Sequence[Token], first: int, last: int) -> int:
    """The last token before the first preposition."""
    for k in range(first + 1, last):
        if tokens[k].tag == "IN" and tokens[k].lower in LINKS:
            return k - 1
    return last


def phrase_after(tokens: Sequence[Token], first: int, high: int) -> Phrase | None:
    """The noun phrase that starts at token ``first`` and ends before ``high``."""
    if first >= high:
        return None
    if tokens[first].tag == "PRP":
        return Phrase(first, first, first)
    k = first
    while k < min(high, first + MAX_PHRASE) and _goes_on(tokens, k, first, high):
        k += 1
    last = k - 1
    while last >= first and tokens[last].tag in {"DT", "CC", "IN", "RB", "PRP$"}:
        last -= 1
    return None if last < first else Phrase(first, last, head_of(tokens, first, last))


def _goes_on(tokens: Sequence[Token], k: int, first: int, high: int) -> bool:
    token = tokens[k]
    if token.tag == "NNP":
        return token.lower not in words("calendar")
    if token.tag in NOMINAL:
        return not (token.tag in DETERMINERS and k > first and tokens[k - 1].tag in NOUNS)
    if k == first or k + 1 >= high:
        return False
    before, after = tokens[k - 1].tag, tokens[k + 1].tag
    if token.tag == "IN":
        return token.lower in LINKS and before in NOUNS and after in NOMINAL
    if token.tag == "CC":
        return before in NOUNS and after in NOMINAL
    return token.tag in {"VBD", "RB"} and before in DETERMINERS


def subject_before(tokens: Sequence[Token], last: int, low: int) -> Phrase | None:
    """The subject that ends at ``last``, or stands before what parts it from its verb.

    Appositions, brackets and relative pronouns between are stepped over.
    """
    if last < low:
        return None
    token = tokens[last]
    if token.tag == "-RRB-":
        return _before_bracket(tokens, last, low)
    if token.lower in RELATIVES or (token.lower == "that" and last > low and tokens[last - 1].tag in NOUNS):
        k = last - 1
        if k > low and tokens[k].tag == ",":
            k -= 1
        return phrase_before(tokens, k, low)
    if token.tag in {",", ":"} and token.text not in {":", ";"}:
        return _before_apposition(tokens, last, low)
    return phrase_before(tokens, last, low)


def _before_bracket(tokens: Sequence[Token], last: int, low: int) -> Phrase | None:
    for k in range(last - 1, max(low, last - MAX_PHRASE), -1):
        if tokens[k].tag == "-LRB-":
            return phrase_before(tokens, k - 1, low)
    return None


def _before_apposition(tokens: Sequence[Token], last: int, low: int) -> Phrase | None:
    """The farthest phrase before a comma that starts a clause: the rest explains it."""
    found = None
    mark = tokens[last].text
    for k in range(last - 1, max(low, last - MAX_APPOSITION), -1):
        token = tokens[k]
        if token.text == mark and tokens[k + 1].tag not in {"CC", "PRP", "EX"}:
            phrase = phrase_before(tokens, k - 1, low)
            if phrase and _starts_clause(tokens, phrase.first, low):
                found = phrase
        elif token.tag == "PRP" and token.lower in PRONOUNS and tokens[k - 1].tag not in {"WP", "WDT"}:
            break
    return found


def _starts_clause(tokens: Sequence[Token], first: int, low: int) -> bool:
    return first <= low or tokens[first - 1].tag in CLEAN or tokens[first - 1].lower == "that"
