"""The clauses of one sentence: the verb that governs each word, and its tense.

Both are found by neighbouring words.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache

from summarizers.lexicons import words
from summarizers.readers.english.syntax.tokens import CLAUSE, reporters
from summarizers.readers.parse import CueKind, Tokens


class ClauseTense(StrEnum):
    """The tense of a verb with its auxiliaries."""

    PAST = "past"
    PAST_PERFECT = "pastperfect"
    PERFECT = "perfect"
    PRESENT = "present"
    PROGRESSIVE = "progressive"
    MODAL = "modal"
    INFINITIVE = "infinitive"
    PARTICIPLE = "participle"
    NONE = "none"


class ClausePosition(StrEnum):
    """Where a clause is: main, reported, relative or adverbial."""

    MAIN = "main"
    SAID = "said"
    RELATIVE = "relative"
    ADVERBIAL = "adverbial"


PAST_TENSES = frozenset((ClauseTense.PAST, ClauseTense.PAST_PERFECT))
BE_PRESENT = frozenset(("is", "are", "am", "'s", "’s", "'re", "’re", "'m", "’m"))
BE_PAST = frozenset(("was", "were"))
HAVE_PRESENT = frozenset(("has", "have", "'ve", "’ve"))


# The first match decides: "had been", "has been", "was", "is", "does".
_BY_AUXILIARY = (
    (frozenset(("had",)), ClauseTense.PAST_PERFECT),
    (HAVE_PRESENT, ClauseTense.PERFECT),
    (BE_PAST | {"did"}, ClauseTense.PAST),
    (BE_PRESENT, ClauseTense.PROGRESSIVE),
    (frozenset(("do", "does")), ClauseTense.PRESENT),
)
_BY_TAG = {
    "": ClauseTense.NONE,
    "VBD": ClauseTense.PAST,
    "VBZ": ClauseTense.PRESENT,
    "VBP": ClauseTense.PRESENT,
}


@lru_cache(maxsize=1024)
def tense_of(tag: str, auxiliaries: frozenset[str], *, modal: bool) -> ClauseTense:
    """Return the tense of a verb with ``tag`` after ``auxiliaries`` in lower case.

    ``modal`` is true if one of the auxiliaries is a modal verb.
    """
    if modal:
        return ClauseTense.MODAL
    # In "guilty to threatening", "to" is a preposition.
    if auxiliaries == {"to"} and tag == "VBG":
        return ClauseTense.PARTICIPLE
    if "to" in auxiliaries or (tag == "VB" and not auxiliaries):
        return ClauseTense.INFINITIVE
    for forms, tense in _BY_AUXILIARY if auxiliaries else ():
        if not auxiliaries.isdisjoint(forms):
            is_state = tense is ClauseTense.PROGRESSIVE and tag != "VBG"
            return ClauseTense.PRESENT if is_state else tense
    return _BY_TAG.get(tag, ClauseTense.PARTICIPLE)


_BE = BE_PAST | BE_PRESENT | {"be", "been", "being"}
_DO = frozenset(("did", "do", "does"))
_AUXILIARIES = _BE | HAVE_PRESENT | _DO | {"had"}
# Tags of adverbs and pronouns inside a verb group: "has not", "will they".
_INSIDE = frozenset(("RB", "PRP", "EX"))
_SUBJECTS = frozenset(("NNP", "PRP", "WDT", "WP"))
_OBJECTS = frozenset(("DT", "PRP$", "NNP", "CD"))
_TAGGED = frozenset(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ"))
_LEADING = frozenset(("MD", "TO"))
_STARTING = _TAGGED | _LEADING
_PARTICIPLES = ("ed", "en", "wn", "ne")
_ALONE = {tag: tense_of(tag, frozenset(), modal=False) for tag in _TAGGED}


def read_groups(tokens: Tokens, first: int, last: int) -> dict[int, ClauseTense]:
    """Map each main verb from ``first`` to before ``last`` to the tense of its group.

    A group is a verb with its auxiliaries, as in "has not left".
    """
    lowers, tags = tokens.lowers, tokens.tags
    tenses: dict[int, ClauseTense] = {}
    i = first
    while i < last:
        # Most words are in no verb group: skip them early, because this is the inner loop.
        tag = tags[i]
        if tag in _STARTING:
            if tag in _TAGGED and lowers[i] not in _AUXILIARIES:
                tenses[i] = _ALONE[tag]
            else:
                i = _read_group(tokens, i, last, tenses)
                continue
        elif not tag and lowers[i][-1] == "s":
            if lowers[i] in _AUXILIARIES:
                i = _read_group(tokens, i, last, tenses)
                continue
            if first < i < last - 1 and _is_present(tags, i):
                tenses[i] = _ALONE["VBZ"]
        i += 1
    return tenses


def _is_present(tags: Sequence[str], i: int) -> bool:
    """Return whether an unknown word in -s is a verb.

    The words before and after it must be able to be its subject and object.
    """
    return tags[i - 1] in _SUBJECTS and tags[i + 1] in _OBJECTS


def _read_group(
    tokens: Tokens, start: int, last: int, tenses: dict[int, ClauseTense]
) -> int:
    """Add to ``tenses`` the verb group that starts at ``start``; return its end.

    The group starts with an auxiliary or "to". An auxiliary without a main verb counts
    as the verb.
    """
    lowers, tags = tokens.lowers, tokens.tags
    modal, helpers = tags[start] == "MD", ["to"] if tags[start] == "TO" else []
    i, waiting = start + (modal or bool(helpers)), -1
    while i < last and tags[i] not in _LEADING:
        tag, lower = tags[i], lowers[i]
        i += 1
        if tag in _INSIDE:
            continue
        if lower not in _AUXILIARIES or tag == "POS":
            # "May last": the word after a modal is a verb, whatever it often is.
            is_base = modal and not helpers and tag == "JJ" and lower != "likely"
            verb = "VB" if is_base else _verb_tag(tag, lower, helpers)
            if verb:
                tenses[i - 1] = tense_of(verb, frozenset(helpers), modal=modal)
                return i
            break
        helpers.append(lower)
        waiting = i - 1
    if waiting >= 0:
        group = frozenset(helpers[:-1])
        tenses[waiting] = tense_of(tags[waiting], group, modal=modal)
    return i


def _verb_tag(tag: str, lower: str, helpers: list[str]) -> str:
    """Return the tag of a verb after ``helpers``, guessed if ``tag`` is "".

    The result is "" for a word that is not a verb.
    """
    if tag:
        behind = "VBN" if tag == "VBD" and helpers else tag
        return behind if tag in _TAGGED else ""
    if helpers and helpers[-1] != "to":
        return _verb_behind(helpers[-1], lower)
    return "" if helpers and lower.endswith("s") else "VB"


def _verb_behind(helper: str, lower: str) -> str:
    """Return the tag of an untagged word after ``helper``, or "" if it is not a verb.

    After "do" any word is a verb, after "be" and "have" only a participle.
    """
    if helper in _DO:
        return "VB"
    if lower.endswith("ing"):
        return "VBG"
    return "VBN" if lower.endswith(_PARTICIPLES) else ""


_REACH = 16
_SCOPE = 12
_FRONTED = 6
_APPOSED = 3
_BREAKS = frozenset((",", ":", ".", "``", "''", "-LRB-", "-RRB-"))
_STOPS = frozenset((":", ".", "``", "''", "CC"))
_RELATIVE = frozenset(("WDT", "WP", "WP$"))
_OPENS = frozenset(("``", "PRP", "IN", "EX"))
_HELPERS = frozenset(("have", "be"))
_SKIPPED = frozenset(("RB", "PRP", "EX"))
_INFINITIVES = frozenset(("", "VB", "VBP", "RB"))
_SAYING = words("saying_verbs")
_SPEECH = frozenset(
    form
    for form, verb in reporters().items()
    if verb.kind in (CueKind.SPEECH, CueKind.BELIEF) and CLAUSE in verb.frames
)
_LOOSE = frozenset((ClauseTense.INFINITIVE, ClauseTense.PARTICIPLE, ClauseTense.NONE))
# Prepositions before a deed: "charged with", "guilty to", "jailed for".
_DEED_LINKS = frozenset(("for", "of", "to", "with"))
_NEGATIONS = frozenset(("not", "n't", "n’t", "never"))
_SUBORDINATE = words("adverbial_conjunctions")


class Clauses:
    """The clauses of one sentence; arguments and results are token indices.

    They are found by the auxiliaries before each verb and the words after it.
    """

    def __init__(self, tokens: Tokens, first: int, last: int) -> None:
        self._lowers, self._tags = tokens.lowers, tokens.tags
        self._first = first
        self._last = last
        self._tenses = read_groups(tokens, first, last)
        self._verbs = list(self._tenses)
        self._finite = [i for i, t in self._tenses.items() if t not in _LOOSE]

    def verbs(self) -> Iterable[int]:
        """Return the main verbs, in text order."""
        return self._verbs

    def main_head(self) -> int:
        """Return the head of the main clause, mostly a verb, or -1 without one."""
        says = (i for i in self._finite if self._says(i))
        return next(says, self._finite[0] if self._finite else -1)

    def _says(self, i: int) -> bool:
        """Return whether verb ``i`` reports, as "said" does.

        Another verb counts only before "that" or a quotation.
        """
        lower = self._lowers[i]
        if lower not in _SPEECH:
            return False
        return lower in _SAYING or self._tags[min(i + 1, self._last - 1)] in _OPENS

    def reports(self, main: int) -> bool:
        """Return whether verb ``main`` reports another clause: "He said it leaks"."""
        return main >= 0 and self._says(main) and len(self._finite) > 1

    def tense(self, i: int) -> ClauseTense:
        """Return the tense of the verb group of verb ``i``: perfect for "has left"."""
        return self._tenses.get(i, ClauseTense.NONE)

    def verb_of(self, i: int) -> int:
        """Return the verb that governs token ``i``, or ``i`` if it is a verb, or -1."""
        at = bisect_right(self._verbs, i)
        verb = self._verbs[at - 1] if at else -1
        if verb == i:
            return i
        if verb >= max(0, i - _REACH) and self._is_open(verb + 1, i):
            return verb
        return self._verb_right_of(i, at)

    def _is_open(self, start: int, end: int) -> bool:
        """Return whether no clause ends from token ``start`` to before ``end``.

        A quotation without a verb ("at the “party mile” on Sunday") does not end a
        clause.
        """
        stops = [tag for tag in self._tags[start:end] if tag in _STOPS]
        quotes = stops.count("``"), stops.count("''")
        return sum(quotes) == len(stops) and quotes[0] == quotes[1]

    def _verb_right_of(self, i: int, at: int) -> int:
        """Return the next verb after ``i``, whose index in the list of verbs is ``at``.

        After an introduction ("On Friday, the mayor, Ida Brandt, …") commas may be
        between them. Returns -1 for a verb that is too far or in another clause.
        """
        verb = self._verbs[at] if at < len(self._verbs) else self._last
        if verb > min(i + _REACH, self._last - 1):
            return -1
        between = self._tags[i + 1 : verb]
        allowed = _APPOSED if i - self._first < _FRONTED else 0
        blocked = between.count(",") > allowed or not _STOPS.isdisjoint(between)
        return -1 if blocked else verb

    def governing_verb(self, i: int) -> int:
        """Return the nearest verb that governs the verb ``i``, or -1 without one."""
        at = bisect_left(self._verbs, i) - 1
        return self._verbs[at] if at >= 0 else -1

    def is_past_deed(self, i: int) -> bool:
        """Return whether verb ``i`` is a deed of the past: "accused of plotting"."""
        is_gerund = self._tags[i] == "VBG" and self._lowers[i - 1] in _DEED_LINKS
        return is_gerund and self.tense(self.governing_verb(i)) in PAST_TENSES

    def head_of_modal(self, i: int) -> int:
        """Return the verb of the auxiliary ``i``: "leave" for "may" in "may leave"."""
        for at in range(i + 1, min(self._last, i + 5)):
            if self._tags[at] not in _SKIPPED and self._lowers[at] not in _HELPERS:
                return at
        return i

    def position(self, i: int) -> ClausePosition:
        """Return the position of the clause of verb ``i`` in the sentence."""
        after_comma = comma = False
        for at in range(i - 1, max(self._first, i - _SCOPE) - 1, -1):
            comma = comma or self._tags[at] == ","
            # A verb before a comma belongs to a clause that ends there.
            after_comma = after_comma or (comma and at in self._tenses)
            lower = self._lowers[at]
            if lower in _SPEECH:
                return ClausePosition.SAID
            if self._is_relative(at) and not after_comma:
                return ClausePosition.RELATIVE
            if lower in _SUBORDINATE and not after_comma:
                return ClausePosition.ADVERBIAL
        return ClausePosition.MAIN

    def _is_relative(self, at: int) -> bool:
        """Return whether a relative pronoun is at ``at``: "who", or "that" and a verb."""
        if self._tags[at] in _RELATIVE:
            return True
        behind = at + 1
        if self._lowers[at] != "that" or at == self._first or behind >= self._last:
            return False
        if self._lowers[at - 1] in _SPEECH:
            return False
        return self._tags[behind] == "MD" or behind in self._tenses

    def is_perfect(self, i: int) -> bool:
        """Return whether "have" precedes the verb ``i``: "could have left"."""
        return "have" in self._lowers[max(self._first, i - 3) : i]

    def is_negated(self, i: int) -> bool:
        """Return whether the verb ``i`` is negated: "will not leave"."""
        return not _NEGATIONS.isdisjoint(self._lowers[max(self._first, i - 3) : i])

    def governs_infinitive(self, i: int) -> bool:
        """Return whether ``i`` governs an infinitive with "to": "plans to sell"."""
        at = i + 1
        while at < self._last - 1 and self._tags[at] == "RB" and at < i + 3:
            at += 1
        if at >= self._last - 1 or self._lowers[at] != "to":
            return False
        return self._tags[at + 1] in _INFINITIVES

    def governs_clause(self, i: int) -> bool:
        """Return whether ``i`` governs a clause or an infinitive: "hopes that"."""
        following = self._lowers[i + 1 : min(i + 3, self._last)]
        return self.governs_infinitive(i) or "that" in following
