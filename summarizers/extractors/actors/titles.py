"""Titles before names: where they start, and where the name itself starts."""

from __future__ import annotations

from collections.abc import Sequence

from summarizers.extractors.actors.chunks import is_capital
from summarizers.extractors.actors.vocabulary import (
    ADDRESSED,
    COUNTRIES,
    DEMONYMS,
    EVENTS,
    FIRST_NAMES,
    HONORIFICS,
    ORG_WORDS,
    PLACE_WORDS,
    ROLES,
    TITLE_WORDS,
)
from summarizers.parsers.grammar import Token

MODIFIERS = frozenset(("amod", "compound", "nmod"))
TITLE_TOKENS = 10
OFFICES = frozenset(
    "state defense defence justice treasury commerce education energy labor labour"
    " health interior agriculture transportation transport homeland veterans war"
    " finance trade culture environment".split()
)


def find_name(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where the name starts in a chunk: ``end`` when the chunk is nothing but a title."""
    last = tokens[end - 1].lower
    if last in ADDRESSED:
        return end if _is_title(tokens, start, end) else start
    if last in ORG_WORDS or last in PLACE_WORDS or last in EVENTS:
        return start
    for i in range(end - 2, start - 1, -1):
        if tokens[i].lower in ADDRESSED and is_capital(tokens[i]):
            return _skip_stop(tokens, i + 1, end)
        if tokens[i].lower in ORG_WORDS:
            break
    return start


def _skip_stop(tokens: Sequence[Token], start: int, end: int) -> int:
    """Past the stop of "Gen." when the engine cut it off."""
    return start + 1 if start + 1 < end and tokens[start].text == "." else start


def _is_title(tokens: Sequence[Token], start: int, end: int) -> bool:
    if end - start == 1:
        return True
    first = tokens[start].lower
    if first in FIRST_NAMES and first not in TITLE_WORDS:
        return False
    return tokens[end - 1].lower not in HONORIFICS


def cut_office(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where the name starts in the words behind "Secretary of" or "Ambassador to"."""
    first = tokens[start].lower
    if end - start == 1 or tokens[end - 1].lower in ORG_WORDS:
        return end if first in OFFICES else start
    if first in OFFICES or first in COUNTRIES:
        return start + 1
    return start


def find_title(tokens: Sequence[Token], start: int, first: int) -> int:
    """Where the title before token ``first`` starts, not before ``start``."""
    at = max(start, first - 1)
    while at > start and first - at < TITLE_TOKENS and _may_qualify(tokens, at - 1):
        at -= 1
    while at < first and tokens[at].text in "-–'’,.&":
        at += 1
    return at


def names_role(token: Token) -> bool:
    """Whether a lower-case word before a name says what the person is."""
    return role_noun(token.lower) in ROLES


def role_noun(lower: str) -> str:
    """The role noun in a word that a hyphen may have glued to others."""
    if lower in ROLES or "-" not in lower:
        return lower
    return lower.rpartition("-")[2]


def _may_qualify(tokens: Sequence[Token], i: int) -> bool:
    token = tokens[i]
    if token.text in "-–" or token.text == "co":
        return tokens[i].end == tokens[i + 1].start
    if token.tag in {"DT", "IN", "CC", "POS", "PRP$"} or token.text in ",.":
        return False
    if token.tag[:2] == "VB" and token.lower not in TITLE_WORDS:
        return False
    if token.dep and token.dep not in MODIFIERS:
        return token.lower in TITLE_WORDS
    lower = token.lower
    return (
        is_capital(token)
        or lower in TITLE_WORDS
        or role_noun(lower) in ROLES
        or (bool(token.dep) and token.tag[:2] in {"NN", "JJ"})
        or lower in DEMONYMS
    )
