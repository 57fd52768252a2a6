"""Forward-looking operators: words that place a clause in the future."""

from __future__ import annotations

from typing import NamedTuple

from summarizers.lexicons.weights import weights_of
from summarizers.model import fast_new
from summarizers.readers.english.risks.article_context import MODALS, ListedCues
from summarizers.readers.english.risks.clauses import (
    BE_PRESENT,
    PAST_TENSES,
    Clauses,
    ClauseTense,
)
from summarizers.readers.parse import Tokens


class Operator(NamedTuple):
    """A forward-looking word: its kind, its token, and the word that it governs.

    ``past`` is true for a past intention or expectation ("was due to"), ``refused`` for
    words that never look ahead ("could have").
    """

    kind: str
    at: int
    head: int
    past: bool = False
    refused: bool = False


STRENGTH = weights_of("operator_strengths")
# Kinds that look ahead only with a clause: "plans to sell", not "a sales plan".
_CLAUSAL = frozenset(("plan", "hope", "seek", "suppose"))
_PREDICATES = frozenset(("likely", "unlikely"))
_CALLS = frozenset(("for", "on"))
_VERBAL = ("VB", "JJ")
_PHRASED = BE_PRESENT | {"going"}


def find_operators(
    tokens: Tokens, cues: ListedCues, clauses: Clauses
) -> list[Operator]:
    """Return a sentence's operators: listed words in text order, then phrases."""
    operators: list[Operator] = []
    for i, cue in cues:
        kind = cue.forward
        if kind in MODALS:
            if tokens.tags[i] in {"MD", ""}:
                operators.append(_modal(i, kind, clauses))
        elif kind:
            if _is_predicate(tokens, i) and _looks_ahead(i, kind, tokens, clauses):
                operators.append(_predicate(i, kind, tokens, clauses))
        elif cue.timing == "yet" and _word(tokens, i + 1) == "to":
            operators.append(Operator("yet_to", i, i + 1))
    return operators + _phrases(tokens, clauses)


def _modal(i: int, kind: str, clauses: Clauses) -> Operator:
    head = clauses.head_of_modal(i)
    refused = kind != "will" and clauses.is_perfect(head)
    return fast_new(Operator, (kind, i, head, False, refused))


def _is_predicate(tokens: Tokens, i: int) -> bool:
    tag = tokens.tags[i]
    return tag[:2] in _VERBAL or not tag or tokens.lowers[i] in _PREDICATES


def _looks_ahead(i: int, kind: str, tokens: Tokens, clauses: Clauses) -> bool:
    """Whether an ambiguous word looks ahead: "threatens to", not "threatened by"."""
    if kind == "need":
        return clauses.governs_infinitive(i)
    if kind == "threat" and tokens.lowers[i].endswith("ed"):
        # "is threatened by" is about now; "has threatened to" looks ahead.
        return clauses.governs_infinitive(i)
    if tokens.lowers[i].startswith("call"):
        return _word(tokens, i + 1) in _CALLS
    return True


def _next_word(tokens: Tokens, i: int) -> str:
    """Return the next word after ``i`` that is not an adverb: "to" in "is not to"."""
    at = i + 1
    while at < len(tokens) and tokens.tags[at] == "RB":
        at += 1
    return _word(tokens, at)


def _word(tokens: Tokens, i: int) -> str:
    return tokens.lowers[i] if i < len(tokens) else ""


def _predicate(i: int, kind: str, tokens: Tokens, clauses: Clauses) -> Operator:
    verb = clauses.verb_of(i)
    tense = clauses.tense(verb) if verb >= 0 else ClauseTense.NONE
    full = kind not in _CLAUSAL or clauses.governs_clause(i)
    if kind == "poised":
        full = clauses.governs_infinitive(i) or _is_dated_due(tokens, i)
    name = kind if full else f"{kind}_bare"
    return fast_new(Operator, (name, i, i, tense in PAST_TENSES, False))


def _is_dated_due(tokens: Tokens, i: int) -> bool:
    """Whether token ``i`` is "due" without "to" after it: "due on Friday"."""
    return tokens.lowers[i] == "due" and _word(tokens, i + 1) != "to"


def _phrases(tokens: Tokens, clauses: Clauses) -> list[Operator]:
    """Return the operators of several words: "going to", "is to"."""
    lowers, operators = tokens.lowers, []
    for i in [i for i in clauses.verbs() if lowers[i] in _PHRASED]:
        if lowers[i] == "going":
            if clauses.governs_infinitive(i):
                operators.append(Operator("going", i, i))
        elif _next_word(tokens, i) == "to":
            operators.append(Operator("is_to", i, i))
    return operators
