"""Titles before names: where they start, and where the name itself starts."""

from __future__ import annotations

from collections.abc import Sequence

from summarizers.extractors.actors.chunks import is_capital
from summarizers.extractors.actors.vocabulary import (
    ADDRESSED,
    COMPOUND_TAILS,
    COUNTRIES,
    DEMONYMS,
    EVENTS,
    FIRST_NAMES,
    HONORIFICS,
    HYPHENS,
    OFFICES,
    ORG_NOUNS,
    ORG_WORDS,
    PLACE_WORDS,
    POSSESSIVES,
    ROLES,
    TITLE_WORDS,
    role_noun,
)
from summarizers.parsers.grammar import Token

MODIFIERS = frozenset(("amod", "compound", "nmod"))
OBJECTS = frozenset(("pobj", "dobj", "dative", "attr", "conj", "appos", "ROOT"))
OUTER_TAGS = frozenset(("DT", "IN", "CC", "POS", "PRP$"))
NOUN_TAGS = frozenset(("NN", "JJ"))
COUNTRY_TOKENS = 4
TITLE_TOKENS = 10


def find_name(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where the name starts in a chunk: ``end`` when all of it is a title."""
    last = tokens[end - 1].lower
    if last in ADDRESSED and not _is_surname(tokens, start, end):
        return end if _is_title(tokens, start, end) else start
    if last in ORG_WORDS or last in PLACE_WORDS or last in EVENTS:
        return start
    for i in range(end - 2, start - 1, -1):
        if tokens[i].lower in ADDRESSED and is_capital(tokens[i]):
            return _skip_stop(tokens, i + 1, end)
        if tokens[i].lower in ORG_WORDS:
            break
    return start


def _is_surname(tokens: Sequence[Token], start: int, end: int) -> bool:
    """The last word in "Mr Major" and "Andrew Marshal"."""
    if end - start == 1:
        return False
    before = tokens[end - 2].lower
    return before in FIRST_NAMES or bool(HONORIFICS.get(before))


def _is_title(tokens: Sequence[Token], start: int, end: int) -> bool:
    first = tokens[start].lower
    if end - start == 1:
        return True
    given = first in FIRST_NAMES and first not in TITLE_WORDS
    return not given and tokens[end - 1].lower not in HONORIFICS


def _skip_stop(tokens: Sequence[Token], start: int, end: int) -> int:
    """Past the stop of "Gen." when the engine cut it off."""
    return start + 1 if start + 1 < end and tokens[start].text == "." else start


def cut_office(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where the name starts in the words behind "Secretary of" or "Ambassador to"."""
    office = tokens[start].lower in OFFICES
    if end - start == 1 or tokens[end - 1].lower in ORG_WORDS:
        return end if office else start
    return start + 1 if office else cut_country(tokens, start, end)


def cut_country(tokens: Sequence[Token], start: int, end: int) -> int:
    """Past the state with which a longer chunk starts."""
    words = ""
    for i in range(start, min(end - 1, start + COUNTRY_TOKENS)):
        words = f"{words} {tokens[i].lower}".lstrip()
        if words in COUNTRIES:
            return i + 1
    return start


def find_given_name(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where a person's name starts behind a body: "House of Lords Anna Berg"."""
    for i in range(start + 1, end - 1):
        before = tokens[i - 1]
        if tokens[i].lower in FIRST_NAMES and (
            before.lower in ORG_WORDS or tokens[max(i - 2, start)].lower == "of"
        ):
            return i
        tied = any(start <= token.head < i for token in tokens[i:end])
        if before.dep == "pobj" and not tied:
            return i
    return end


def find_title(tokens: Sequence[Token], start: int, first: int) -> int:
    """Where the title before token ``first`` starts, not before ``start``."""
    at = max(start, first - 1)
    while at > start and first - at < TITLE_TOKENS and _may_qualify(tokens, at - 1):
        at -= 1
    while at < first and tokens[at].text in "-–'’,.&":
        at += 1
    return at


def take_owner(tokens: Sequence[Token], start: int, at: int) -> int:
    """As in "Japan's Ambassador": the owner belongs to the title."""
    owner = at - 2
    if owner < start or tokens[at - 1].text not in POSSESSIVES:
        return at
    while owner > start and is_capital(tokens[owner]) and is_capital(tokens[owner - 1]):
        owner -= 1
    return owner if is_capital(tokens[owner]) else at


def names_role(token: Token) -> bool:
    """Whether a lower-case word before a name says what the named one is."""
    return role_noun(token.lower) in ROLES or token.lower in ORG_NOUNS


def _may_qualify(tokens: Sequence[Token], i: int) -> bool:
    """Whether a word can stand in a title whose later words follow it."""
    token, following = tokens[i], tokens[i + 1]
    if token.end == following.start and token.text not in ",.":
        return token.text in HYPHENS or following.text in HYPHENS
    if token.tag in OUTER_TAGS or token.text in ",.":
        return False
    if token.tag[:2] == "VB" and token.lower not in TITLE_WORDS:
        return token.lower in COMPOUND_TAILS and tokens[i - 1].text in HYPHENS
    if token.dep and token.dep not in MODIFIERS:
        loose = is_capital(token) and token.dep not in OBJECTS
        return loose or token.lower in TITLE_WORDS
    return is_capital(token) or _is_title_word(token)


def _is_title_word(token: Token) -> bool:
    lower = token.lower
    known = lower in TITLE_WORDS or lower in ORG_NOUNS or lower in DEMONYMS
    modifies = bool(token.dep) and token.tag[:2] in NOUN_TAGS
    return known or modifies or role_noun(lower) in ROLES
