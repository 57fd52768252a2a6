"""Noun phrases, verb groups, subjects and finite clauses, by tags alone.

Unknown words count as nouns and adjectives, so a noun phrase ends at a function word, a
known verb or a mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from summarizers.lexicons import words
from summarizers.model import Span, fast_new
from summarizers.readers.english.syntax.tokens import (
    AUXILIARIES,
    BE,
    CALENDAR,
    CLOSED_WORDS,
    COMMON_NOUNS,
    FINITE,
    NOUNS,
    RELATIVES,
    SUBORDINATORS,
    TIME_WORDS,
    VERBS,
)
from summarizers.readers.parse import Parse, Tokens

ALONE = frozenset(("some", "many", "both", "all", "another", "each", "neither", "half"))
_LONGEST = 25
_CACHED_WORDS = 1 << 14
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


@lru_cache(maxsize=_CACHED_WORDS)
def word_class(tag: str, lower: str) -> str:
    """Return the letter of a word in the patterns of noun phrases."""
    return _CLASSES_OF_WORDS.get((tag, lower)) or _CLASSES.get(tag, ".")


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
    if first == last and classes[last] not in "NPMA":
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
    return k


def is_passive(tokens: Tokens, group: int, i: int) -> bool:
    """Return whether the past form ``i`` is passive: "was told".

    Its verb group starts at token ``group``.
    """
    return not BE.isdisjoint(tokens.lowers[group:i])


# Tags of words that may stand before the subject at the start of a clause.
_EDGES = frozenset((",", ":", "CC", "''", "``", "WRB", "WDT", "WP", "RB", "-LRB-"))
_INTRODUCTIONS = frozenset(("IN", "VBG", "WRB", "TO"))
_FLOATING = frozenset(("both", "all", "each"))
_LONGEST_BRACKET = 12
_LONGEST_APPOSITION = 45
_LONGEST_INFINITIVE = 8
_LONGEST_INTRODUCTION = 40


def find_subject(tokens: Tokens, verb: int, low: int) -> tuple[Phrase | None, bool]:
    """Return the subject before the verb at token ``verb``, if any.

    The subject starts at ``low`` or later. Times, brackets, appositions and relative
    clauses may stand between them: "Rossi, the mayor, on Friday said". The second value
    is true if the verb stands in a relative clause of the subject.
    """
    tags, lowers = tokens.tags, tokens.lowers
    last = _skip_time(tokens, verb - 1, low)
    if last > low and lowers[last] in _FLOATING:
        last -= 1
    if last < low:
        return None, False
    is_that = lowers[last] == "that" and last > low and tags[last - 1] in NOUNS
    if tags[last] in RELATIVES or is_that:
        return _antecedent(tokens, last, low), True
    if tags[last] == "," or (tags[last] == ":" and tokens.texts[last] not in ":;"):
        return _subject_before_apposition(tokens, last, low), False
    last = _skip_bracket(tokens, last, low)
    phrase = phrase_before(tokens, last, low)
    if phrase is not None:
        phrase = _clause_initial_part(tokens, phrase, low)
    if phrase is None and tags[last] != "CC":
        phrase = _subject_before_relative_clause(tokens, low, verb)
    return phrase, False


def _skip_time(tokens: Tokens, last: int, low: int) -> int:
    """Return the token before a time such as "on Tuesday" that ends at ``last``.

    Return ``last`` if no time ends there, or if no noun, pronoun or comma precedes the
    time.
    """
    k = last
    while k >= low and tokens.lowers[k] in TIME_WORDS:
        k -= 1
    if k == last or k < low:
        return last
    if tokens.tags[k] in {"IN", "DT"} and tokens.lowers[k] != "that":
        k -= 1
    is_before = tokens.tags[k] in NOUNS or tokens.tags[k] in {"PRP", ",", "WP"}
    return k if k >= low and is_before else last


def _skip_bracket(tokens: Tokens, last: int, low: int) -> int:
    """Return the token before a bracket that closes at ``last``, or else ``last``."""
    if tokens.tags[last] == "-RRB-":
        for k in range(last - 1, max(low, last - _LONGEST_BRACKET), -1):
            if tokens.tags[k] == "-LRB-":
                return k - 1
    return last


def _antecedent(tokens: Tokens, pronoun: int, low: int) -> Phrase | None:
    """Return the phrase before a relative pronoun: "Rossi" in "to meet Rossi, who"."""
    tags, last = tokens.tags, pronoun - 1
    if last > low and tags[last] in {",", ":"}:
        last -= 1
    last = _skip_bracket(tokens, last, low)
    near = range(last - 2, max(low, last - _LONGEST_INFINITIVE), -1)
    infinitives = (k + 2 for k in near if tags[k : k + 2] == ["TO", ""])
    return phrase_before(tokens, last, next(infinitives, low))


def _clause_initial_part(tokens: Tokens, phrase: Phrase, low: int) -> Phrase | None:
    """Return the phrase, or its part, that starts a clause and so may be a subject."""
    tags, lowers = tokens.tags, tokens.lowers
    first, last, _ = phrase
    if TIME_WORDS.issuperset(lowers[first : last + 1]):
        return None
    before = max(first - 1, low)
    if _starts_clause(tokens, first, low) or tags[first] == "PRP":
        return phrase
    is_behind_clause = tags[first] == "DT" and lowers[low] in SUBORDINATORS
    if lowers[before] in TIME_WORDS or is_behind_clause:
        return phrase
    opens = tags[before] == "IN" and (before == low or tags[before - 1] in _EDGES)
    # The phrase ends in a name ("in a statement Rossi said") or behind "and".
    is_name = opens and tags[last] == "NNP"
    for k in range(last - 1, first - 1, -1):
        if (is_name and tags[k] != "NNP") or (not opens and tags[k] == "CC"):
            return Phrase(k + 1, last, head_of(tokens, k + 1, last))
    return None


def _starts_clause(tokens: Tokens, first: int, low: int) -> bool:
    """Return whether a clause can start at token ``first``, by the token before it."""
    before = first - 1
    return (
        before < low
        or tokens.tags[before] in _EDGES
        or tokens.lowers[before] in SUBORDINATORS
    )


def _subject_before_relative_clause(
    tokens: Tokens, low: int, verb: int
) -> Phrase | None:
    """Return the phrase at ``low`` if a relative clause follows it.

    Example: "Rossi" in "Rossi, who owns the mill, said".
    """
    phrase = phrase_after(tokens, low, verb)
    if phrase is None:
        return None
    after = phrase.last + 1
    after += tokens.tags[after] == ","
    is_relative = tokens.tags[after] in RELATIVES or tokens.lowers[after] == "that"
    return phrase if is_relative and after < verb else None


def _subject_before_apposition(tokens: Tokens, last: int, low: int) -> Phrase | None:
    """Return the subject before an apposition that ends with the comma ``last``, if any.

    Example: "Anna Rossi" in "Anna Rossi, the mayor, said". The subject is the farthest
    phrase before a comma that starts a clause.
    """
    subject, mark = None, tokens.texts[last]
    for k in range(last - 1, max(low, last - _LONGEST_APPOSITION), -1):
        if tokens.texts[k] != mark or tokens.tags[k + 1] in {"CC", "PRP", "EX"}:
            continue
        at = _skip_bracket(tokens, _skip_time(tokens, k - 1, low), low)
        phrase = phrase_before(tokens, at, low)
        if phrase is None or not _starts_clause(tokens, phrase.first, low):
            continue
        # "After the match, Anna Rossi, the coach, said" opens with a time.
        introduces = phrase.first == low + 1 and tokens.tags[low] == "IN"
        if subject is None or not introduces:
            subject = phrase
    return subject


def leading_subject(tokens: Tokens, low: int, end: int) -> Phrase | None:
    """Return the first noun phrase of a clause, after an introduction with a comma.

    The clause is the tokens from ``low`` to before ``end``.
    """
    tags, k = tokens.tags, low
    if k < end and tags[k] in {"CC", "RB"}:
        k += 2 if tags[k + 1] == "," else 1
    if tags[k + 1 : k + 2] == ["IN"]:
        # "Late on Thursday the council passed …".
        k += 3 if TIME_WORDS.issuperset(tokens.lowers[k : k + 3 : 2]) else 0
    if k < end and tags[k] in _INTRODUCTIONS:
        limit = min(end, k + _LONGEST_INTRODUCTION)
        k = next((m for m in range(k, limit) if tags[m] == ","), end) + 1
    return phrase_after(tokens, k, end)


# Tags after a relative pronoun of a verb or its subject; after others, the tagger may
# not know the verb.
_BEHIND_RELATIVES = FINITE | {"RB", "DT", "PRP", "PRP$", "NNP"}


def has_clause(parse: Parse, content: Iterable[Span]) -> bool:
    """Return whether the content has a finite verb outside relative clauses.

    A word must stand before the verb. The function assumes one finite verb for each
    relative pronoun after the first word.
    """
    tokens, tags = parse.tokens, parse.tokens.tags
    inside: list[int] = []
    for part in content:
        within = parse.within(part.start, part.end)
        inside += [i for i in range(within.start, within.stop) if tags[i] != "``"]
    finite = [i for i in inside[1:] if tags[i] in FINITE]
    verbs = sum([_is_finite(tokens, i) for i in finite])
    verbs -= sum([_is_reduced(tokens, i) for i in finite[1:]])
    return verbs > 0 and verbs > sum([_is_relative(tokens, i) for i in inside[1:]])


def _is_finite(tokens: Tokens, i: int) -> bool:
    """Return whether ``i`` is a finite verb, not a participle after an auxiliary."""
    if tokens.tags[i] != "VBD":
        return True
    if tokens.tags[i - 1] == "IN" and tokens.lowers[i - 1] != "that":
        return False
    before = tokens.lowers[max(0, i - 2) : i]
    return AUXILIARIES.isdisjoint(before[-1:] if before[-1:] != ["not"] else before)


def _is_reduced(tokens: Tokens, i: int) -> bool:
    """Return whether a past form may be a participle: "a plan launched in 2012"."""
    is_past = tokens.tags[i] == "VBD" and _is_finite(tokens, i)
    is_behind = tokens.tags[i - 1] in COMMON_NOUNS
    return is_past and is_behind and tokens.tags[i + 1 : i + 2] in (["IN"], ["TO"])


def _is_relative(tokens: Tokens, i: int) -> bool:
    """Return whether ``i`` is a relative pronoun that a finite verb may follow."""
    tags = tokens.tags
    is_that = tokens.lowers[i] == "that" and tags[i] == "IN"
    if tags[i] not in RELATIVES and not (is_that and tags[i - 1] in NOUNS - {"NNP"}):
        return False
    return tags[i + 1 : i + 2] == [] or tags[i + 1] in _BEHIND_RELATIVES
