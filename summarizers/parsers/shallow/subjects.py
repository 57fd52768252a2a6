"""Who does what a verb says: the noun phrase that is its subject."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from summarizers.lexicons import words
from summarizers.parsers.grammar import Token
from summarizers.parsers.shallow.phrases import (
    NOUNS,
    PRONOUNS,
    Phrase,
    head_of,
    phrase_after,
    phrase_before,
)

RELATIVES = frozenset(("who", "which"))
# What may stand before the subject at the start of a clause.
EDGES = frozenset((",", ":", "CC", "''", "``", "WRB", "WDT", "WP", "RB", "-LRB-"))
INTRODUCTIONS = frozenset(("IN", "VBG", "WRB", "TO"))
MAX_BRACKET = 12
MAX_APPOSITION = 45
MAX_INTRODUCTION = 40


class Subject(NamedTuple):
    """The subject of a verb; ``relative`` when "who" or "which" stands between."""

    phrase: Phrase
    relative: bool = False


def find_subject(tokens: Sequence[Token], verb: int, low: int) -> Subject | None:
    """The subject in front of token ``verb``, not before token ``low``.

    Times, brackets, appositions and relative pronouns between are stepped over.
    """
    last = before_time(tokens, verb - 1, low)
    if last < low:
        return None
    if tokens[last].lower in {"both", "all", "each"} and last > low:
        last -= 1
    token = tokens[last]
    if token.lower in RELATIVES or _is_relative_that(tokens, last, low):
        return _before_relative(tokens, last, low)
    if token.tag in {",", ":"} and token.text not in {":", ";"}:
        phrase = _before_apposition(tokens, last, low)
        return None if phrase is None else Subject(phrase)
    last = before_bracket(tokens, last, low)
    phrase = phrase_before(tokens, last, low)
    if phrase is not None:
        phrase = _at_clause_start(tokens, phrase, low)
    if phrase is None and tokens[last].tag != "CC":
        phrase = _before_clause(tokens, low, verb)
    return None if phrase is None else Subject(phrase)


def before_time(tokens: Sequence[Token], last: int, low: int) -> int:
    """The token before "on Tuesday", "last week" … when ``last`` ends such words."""
    k = last
    while k >= low and is_time(tokens[k]):
        k -= 1
    if k == last:
        return last
    if (
        k >= low
        and tokens[k].tag in {"IN", "DT"}
        and tokens[k].lower not in {"that", "the"}
    ):
        k -= 1
    return (
        k
        if k >= low and (tokens[k].tag in NOUNS or tokens[k].tag in {"PRP", ",", "WP"})
        else last
    )


def is_time(token: Token) -> bool:
    """Whether a word tells when: a weekday, "last", "week" …."""
    return token.lower in time_words()


@cache
def time_words() -> frozenset[str]:
    """Words that tell when, lower case."""
    return words("time_words") | words("calendar")


def before_bracket(tokens: Sequence[Token], last: int, low: int) -> int:
    """The token before a bracket that closes at ``last``, or ``last``."""
    if last < low or tokens[last].tag != "-RRB-":
        return last
    for k in range(last - 1, max(low, last - MAX_BRACKET), -1):
        if tokens[k].tag == "-LRB-":
            return k - 1
    return last


def _is_relative_that(tokens: Sequence[Token], last: int, low: int) -> bool:
    return tokens[last].lower == "that" and last > low and tokens[last - 1].tag in NOUNS


def _before_relative(tokens: Sequence[Token], last: int, low: int) -> Subject | None:
    k = last - 1
    if k > low and tokens[k].tag in {",", ":"}:
        k -= 1
    phrase = phrase_before(tokens, before_bracket(tokens, k, low), low)
    return None if phrase is None else Subject(phrase, relative=True)


def _at_clause_start(
    tokens: Sequence[Token], phrase: Phrase, low: int
) -> Phrase | None:
    """The phrase, or the part of it, that can be a subject: it starts its clause."""
    first = phrase.first
    if _is_no_subject(tokens, phrase, low):
        return None
    before = tokens[max(first - 1, low)]
    if starts_clause(tokens, first, low) or tokens[first].tag == "PRP":
        return phrase
    if is_time(before) or (tokens[first].tag == "DT" and _is_led(tokens, low)):
        return phrase
    if before.tag == "IN" and (first - 1 == low or tokens[first - 2].tag in EDGES):
        return _name_at_end(tokens, phrase)
    return _after_conjunction(tokens, phrase)


def _is_no_subject(tokens: Sequence[Token], phrase: Phrase, low: int) -> bool:
    """Whether a phrase only tells when, or is the predicate behind "who"."""
    before = tokens[max(phrase.first - 1, low)]
    if before.lower in RELATIVES and tokens[phrase.first].tag == "":
        return True
    if not is_time(tokens[phrase.first]):
        return False
    return all(map(is_time, tokens[phrase.first + 1 : phrase.last + 1]))


def _is_led(tokens: Sequence[Token], low: int) -> bool:
    """Whether the sentence starts with a clause of its own: "as prices rose the …"."""
    return tokens[low].lower in words("subordinators") or tokens[low].tag == "WRB"


def starts_clause(tokens: Sequence[Token], first: int, low: int) -> bool:
    """Whether what stands before token ``first`` can end another clause."""
    if first <= low:
        return True
    before = tokens[first - 1]
    return before.tag in EDGES or before.lower in words("subordinators")


def _name_at_end(tokens: Sequence[Token], phrase: Phrase) -> Phrase | None:
    """The name behind an introduction: "in a statement Clinton" is two phrases."""
    k = phrase.last
    if tokens[k].tag != "NNP":
        return None
    while k > phrase.first and tokens[k - 1].tag == "NNP":
        k -= 1
    return None if k == phrase.first else Phrase(k, phrase.last, phrase.last)


def _after_conjunction(tokens: Sequence[Token], phrase: Phrase) -> Phrase | None:
    for k in range(phrase.last - 1, phrase.first, -1):
        if tokens[k].tag == "CC":
            return Phrase(k + 1, phrase.last, head_of(tokens, k + 1, phrase.last))
    return None


def _before_clause(tokens: Sequence[Token], low: int, verb: int) -> Phrase | None:
    """The phrase at the start when a relative clause parts it from its verb."""
    phrase = phrase_after(tokens, low, verb)
    if phrase is None or phrase.last + 1 >= verb:
        return None
    k = phrase.last + 1
    after = tokens[k + 1] if tokens[k].tag == "," else tokens[k]
    return phrase if after.tag in {"WP", "WDT"} or after.lower == "that" else None


def _before_apposition(tokens: Sequence[Token], last: int, low: int) -> Phrase | None:
    """The farthest phrase before a comma that starts a clause: the rest explains it."""
    found = _before_stray_comma(tokens, last, low)
    mark = tokens[last].text
    for k in range(last - 1, max(low, last - MAX_APPOSITION), -1):
        token = tokens[k]
        if token.text == mark and tokens[k + 1].tag not in {"CC", "PRP", "EX"}:
            at = before_bracket(tokens, before_time(tokens, k - 1, low), low)
            phrase = phrase_before(tokens, at, low)
            if phrase is not None and starts_clause(tokens, phrase.first, low):
                found = phrase
        elif token.tag == "PRP" and _is_new_subject(tokens, k):
            break
    return found


def _before_stray_comma(tokens: Sequence[Token], last: int, low: int) -> Phrase | None:
    """The subject of "Rossi, says that …", where no apposition is between."""
    phrase = phrase_before(tokens, last - 1, low)
    behind = tokens[last + 2].lower if last + 2 < len(tokens) else ""
    return phrase if phrase and phrase.first == low and behind == "that" else None


def _is_new_subject(tokens: Sequence[Token], k: int) -> bool:
    relative = tokens[k - 1].tag in {"WP", "WDT", "WRB"}
    return tokens[k].lower in PRONOUNS and not relative and tokens[k - 1].tag in EDGES


def leading_subject(tokens: Sequence[Token], low: int, end: int) -> Phrase | None:
    """The first noun phrase of a clause, behind its introduction."""
    k = low
    if k < end and tokens[k].tag in {"CC", "RB"}:
        k += 1
        if k < end and tokens[k].tag == ",":
            k += 1
    if k < end and tokens[k].tag in INTRODUCTIONS:
        limit = min(end, k + MAX_INTRODUCTION)
        comma = next((m for m in range(k, limit) if tokens[m].tag == ","), end)
        k = comma + 1
    return phrase_after(tokens, k, end)
