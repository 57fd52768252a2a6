"""Decide whether the content of a claim is a clause with a subject and a finite verb."""

from __future__ import annotations

from collections.abc import Iterable

from summarizers.lexicons import words
from summarizers.model import Span
from summarizers.readers.parse import Parse, Tokens

FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
RELATIVES = frozenset(("WDT", "WP", "WP$"))
# Tags after a relative pronoun of a verb or its subject; after others, the tagger may
# not know the verb.
BEHIND_RELATIVES = FINITE | {"RB", "DT", "PRP", "PRP$", "NNP"}
AUXILIARIES = words("be_forms") | {"has", "have", "had", "having"}
NOUNS = ("NN", "CD")
BARE_NOUNS = frozenset(("", "NN", "NNS"))


def has_clause(parse: Parse, content: Iterable[Span]) -> bool:
    """Return whether the content has a finite verb outside relative clauses.

    A word must stand before the verb. The function assumes one finite verb for each
    relative pronoun after the first word.
    """
    tokens, tags, lowers = parse.tokens, parse.tokens.tags, parse.tokens.lowers
    inside: list[int] = []
    for part in content:
        within = parse.within(part.start, part.end)
        inside += [i for i in range(within.start, within.stop) if tags[i] != "``"]
    behind = inside[1:]
    finite = [i for i in behind if tags[i] in FINITE]
    verbs = sum([_is_finite(tokens, i) for i in finite])
    verbs -= sum([_is_reduced(tokens, i) for i in finite[1:]])
    if verbs <= 0:
        return False
    linked = [i for i in behind if tags[i] in RELATIVES or lowers[i] == "that"]
    return verbs > sum([_is_relative(tokens, i) for i in linked])


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
    is_behind = tokens.tags[i - 1] in BARE_NOUNS
    return is_past and is_behind and tokens.tags[i + 1 : i + 2] in (["IN"], ["TO"])


def _is_relative(tokens: Tokens, i: int) -> bool:
    """Return whether ``i`` is a relative pronoun that a finite verb may follow."""
    tags = tokens.tags
    if i + 1 < len(tags) and tags[i + 1] not in BEHIND_RELATIVES:
        return False
    if tags[i] in RELATIVES:
        return True
    before = tags[i - 1]
    return tags[i] == "IN" and (not before or before.startswith(NOUNS))
