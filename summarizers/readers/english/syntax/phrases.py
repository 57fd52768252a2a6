"""Noun phrases and verb groups, by tags alone.

Unknown words count as nouns and adjectives, so a noun phrase ends at a function word, a
known verb or a mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from summarizers.lexicons import words
from summarizers.model import fast_new
from summarizers.readers.english.syntax.tags import (
    BE,
    CALENDAR,
    CLOSED_WORDS,
    SUBORDINATORS,
    VERBS,
)
from summarizers.readers.parse import Tokens

ALONE = frozenset(("some", "many", "both", "all", "another", "each", "neither", "half"))
_LONGEST = 25
# Verbs before "to say" after which the words were said: "went on to say".
_CHAINS = words("chain_verbs")
_HELPERS = frozenset(("MD", "RB", "TO"))

# The letter of a word in the patterns below, by its tag.
_CLASSES = {
    **dict.fromkeys(("", "NN", "NNS", "CD"), "N"),
    "NNP": "P",
    **dict.fromkeys(("JJ", "JJR", "JJS", "$"), "J"),
    **dict.fromkeys(("DT", "PRP$"), "D"),
    "POS": "s",
    "VBD": "v",
    "VBG": "g",
    "RB": "r",
    "IN": "I",
    "TO": "T",
    "CC": "c",
    "PRP": "q",
}
# The letter of a word with a use of its own, by its tag and form.
_CLASSES_OF_WORDS = {
    **{("NNP", word): "M" for word in CALENDAR},
    **{("DT", word): "A" for word in ALONE},
    **{("IN", word): "S" for word in SUBORDINATORS},
    **{("IN", word): "L" for word in ("at", "from", "in", "with")},
    **dict.fromkeys((("IN", "of"), ("IN", "for")), "O"),
    ("IN", "by"): "B",
    **{("CC", word): "&" for word in ("and", "or", "&")},
    **{("PRP", word): "p" for word in ("i", "you", "he", "she", "it", "we", "they")},
    **{("NN", word): "t" for word in ("today", "yesterday", "tonight", "tomorrow")},
    **{("VBD", word): "V" for word in ("sent", "addressed", "given", "leaked")},
}
# A token of a phrase, by the tokens around it: a noun, adjective or day; a month behind a
# determiner; a participle or adverb behind one, or before "by"; a link, and a determiner
# behind a link ("the mayor of the city").
_ITEM = (
    r"[NPJst]|(?<=[DAsJ])M|(?<=[DArsO])[vVgr]|(?<=[NP])(?:[vV](?=B)|V(?=T))"
    r"|(?<=[NPMAvV])[ILOBT&]|(?<=[DAILOBT&])[DA]"
)
_BEFORE = re.compile(rf"(?:[DA]|{_ITEM})(?:{_ITEM})*\Z")
_LOOSE = re.compile(r"[cs&SILOBTrvVgt]*")
_AFTER = re.compile(
    r"[NPJstDA](?:[NPJst]|(?<![NP])[DA]|(?<=[DArs])[vVgr](?=.)"
    r"|(?:(?<=[NP])[c&O]|(?<=N)L)(?=[NPMJsDA]))*"
)
_NO_ENDS = "DAcILOBSr&"
_PREPOSITION = re.compile(r"[ILOBST]")


class Phrase(NamedTuple):
    """A noun phrase: its first, last and head token."""

    first: int
    last: int
    head: int


def word_classes(tokens: Tokens, bounds: Iterable[tuple[int, int]]) -> str:
    """Return a letter for each token, for the patterns of noun phrases.

    Tokens outside ``bounds`` have a full stop.
    """
    letters = ["."] * len(tokens)
    for first, end in bounds:
        pairs = zip(tokens.tags[first:end], tokens.lowers[first:end], strict=True)
        letters[first:end] = [
            _CLASSES_OF_WORDS.get(pair) or _CLASSES.get(pair[0], ".") for pair in pairs
        ]
    return "".join(letters)


def phrase_before(tokens: Tokens, last: int, low: int) -> Phrase | None:
    """Return the noun phrase that ends at token ``last``, if any.

    The phrase does not start before token ``low``.
    """
    classes = tokens.classes
    if last < low or classes[last] == "p":
        return fast_new(Phrase, (last, last, last)) if last >= low else None
    match = _BEFORE.search(classes, max(low, last - _LONGEST), last + 1)
    if match is None or classes[last] not in "NPMJstDA":
        return None
    loose = _LOOSE.match(classes, match.start(), last + 1)
    first = match.start() if loose is None else loose.end()
    if first > last or (first == last and classes[last] not in "NPMA"):
        return None
    return fast_new(Phrase, (first, last, head_of(tokens, first, last)))


def head_of(tokens: Tokens, first: int, last: int) -> int:
    """Return the head token of a phrase: the last noun before its first preposition."""
    link = _PREPOSITION.search(tokens.classes, first + 1, last)
    if link is None:
        return last
    before = link.start() - 1
    return before - (before > first and tokens.classes[before] in "vV")


def phrase_after(tokens: Tokens, first: int, high: int) -> Phrase | None:
    """Return the noun phrase that starts at ``first`` and ends before ``high``, if any."""
    classes = tokens.classes
    if first < high and classes[first] in "pq":
        return fast_new(Phrase, (first, first, first))
    match = _AFTER.match(classes, first, min(high, first + _LONGEST))
    last = first - 1 if match is None else match.end() - 1
    while last >= first and classes[last] in _NO_ENDS:
        last -= 1
    if last < first:
        return None
    return fast_new(Phrase, (first, last, head_of(tokens, first, last)))


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
