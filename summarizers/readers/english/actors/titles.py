"""Titles before names: where they start, and where the name itself starts."""

from __future__ import annotations

from collections.abc import Sequence

from summarizers.readers.english.actors.name_boundaries import is_capital
from summarizers.readers.english.actors.word_lists import (
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
from summarizers.readers.parse import Tokens

MODIFIERS = frozenset(("amod", "compound", "nmod"))
OBJECTS = frozenset(("pobj", "dobj", "dative", "attr", "conj", "appos", "ROOT"))
OUTER_TAGS = frozenset(("DT", "IN", "CC", "POS", "PRP$"))
NOUN_TAGS = frozenset(("NN", "JJ"))
COUNTRY_TOKENS = 4
TITLE_TOKENS = 10


def find_name(tokens: Tokens, start: int, end: int) -> int:
    """Where the name starts in a chunk: ``end`` when all of it is a title."""
    last = tokens.lowers[end - 1]
    if last in ADDRESSED and not _is_surname(tokens, start, end):
        return end if _is_title(tokens, start, end) else start
    if last in ORG_WORDS or last in PLACE_WORDS or last in EVENTS:
        return start
    for i in range(end - 2, start - 1, -1):
        if tokens.lowers[i] in ADDRESSED and is_capital(tokens.texts[i]):
            return _skip_stop(tokens, i + 1, end)
        if _leads_to_person(tokens, i, end):
            return i + 1
        if tokens.lowers[i] in ORG_WORDS:
            break
    return start


def _leads_to_person(tokens: Tokens, i: int, end: int) -> bool:
    """Whether a body, a people or a trade is before a full name: "Chemist Ivo Berg"."""
    if i + 2 >= end or tokens.lowers[i + 1] not in FIRST_NAMES:
        return False
    before = tokens.lowers[i]
    if before in FIRST_NAMES:
        return False
    is_listed = before in ROLES or before in ORG_WORDS or before in DEMONYMS
    return is_listed or before.endswith("ist")


def _is_surname(tokens: Tokens, start: int, end: int) -> bool:
    """The last word in "Mr Major" and "Andrew Marshal"."""
    if end - start == 1:
        return False
    before = tokens.lowers[end - 2]
    return before in FIRST_NAMES or bool(HONORIFICS.get(before))


def _is_title(tokens: Tokens, start: int, end: int) -> bool:
    first = tokens.lowers[start]
    if end - start == 1:
        return True
    given = first in FIRST_NAMES and first not in TITLE_WORDS
    return not given and tokens.lowers[end - 1] not in HONORIFICS


def _skip_stop(tokens: Tokens, start: int, end: int) -> int:
    """The token behind the stop of "Gen." when the engine cut it off."""
    return start + 1 if start + 1 < end and tokens.texts[start] == "." else start


def cut_office(tokens: Tokens, start: int, end: int) -> int:
    """Where the name starts in the words behind "Secretary of" or "Ambassador to"."""
    office = tokens.lowers[start] in OFFICES
    if end - start == 1 or tokens.lowers[end - 1] in ORG_WORDS:
        return end if office else start
    return start + 1 if office else cut_country(tokens, start, end)


def cut_country(tokens: Tokens, start: int, end: int) -> int:
    """The token behind the state with which a longer chunk starts."""
    words = ""
    for i in range(start, min(end - 1, start + COUNTRY_TOKENS)):
        words = f"{words} {tokens.lowers[i]}".lstrip()
        if words in COUNTRIES:
            return i + 1
    return start


def find_given_name(tokens: Tokens, start: int, end: int) -> int:
    """Where a person's name starts behind a body: "House of Lords Anna Berg"."""
    for i in range(start + 1, end - 1):
        before = tokens.lowers[i - 1]
        if tokens.lowers[i] in FIRST_NAMES and (
            before in ORG_WORDS or tokens.lowers[max(i - 2, start)] == "of"
        ):
            return i
        tied = any(start <= head < i for head in tokens.heads[i:end])
        if tokens.deps[i - 1] == "pobj" and not tied:
            return i
    return end


def find_title(tokens: Tokens, start: int, first: int) -> int:
    """Where the title before token ``first`` starts, not before ``start``."""
    at = max(start, first - 1)
    while at > start and first - at < TITLE_TOKENS and _may_qualify(tokens, at - 1):
        at -= 1
    while at < first and tokens.texts[at] in "-–'’,.&":
        at += 1
    return at


def take_owner(tokens: Tokens, start: int, at: int) -> int:
    """Include the owner in the title: "Japan's Ambassador"."""
    owner, texts = at - 2, tokens.texts
    if owner < start or tokens.texts[at - 1] not in POSSESSIVES:
        return at
    while owner > start and _are_capitals(texts, owner):
        owner -= 1
    return owner if is_capital(texts[owner]) else at


def _are_capitals(texts: Sequence[str], owner: int) -> bool:
    return is_capital(texts[owner]) and is_capital(texts[owner - 1])


def names_role(lower: str) -> bool:
    """Whether a lower-case word before a name is its role."""
    return role_noun(lower) in ROLES or lower in ORG_NOUNS


def _may_qualify(tokens: Tokens, i: int) -> bool:
    """Whether a word can stand in a title whose later words follow it."""
    text, lower, tag = tokens.texts[i], tokens.lowers[i], tokens.tags[i]
    if tokens.ends[i] == tokens.starts[i + 1] and text not in ",.":
        return text in HYPHENS or tokens.texts[i + 1] in HYPHENS
    if tag in OUTER_TAGS or text in ",.":
        return False
    if tag[:2] == "VB" and lower not in TITLE_WORDS:
        return lower in COMPOUND_TAILS and tokens.texts[i - 1] in HYPHENS
    dep = tokens.deps[i]
    if dep and dep not in MODIFIERS:
        loose = is_capital(text) and dep not in OBJECTS
        return loose or lower in TITLE_WORDS
    return is_capital(text) or _is_title_word(tokens, i)


def _is_title_word(tokens: Tokens, i: int) -> bool:
    lower = tokens.lowers[i]
    is_listed = lower in TITLE_WORDS or lower in ORG_NOUNS or lower in DEMONYMS
    modifies = bool(tokens.deps[i]) and tokens.tags[i][:2] in NOUN_TAGS
    return is_listed or modifies or role_noun(lower) in ROLES
