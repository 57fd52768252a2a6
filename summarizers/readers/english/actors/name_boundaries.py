"""Find the end of a name: its capitalised words and the words between them."""

from __future__ import annotations

from collections.abc import Callable

from summarizers.lexicons import words
from summarizers.readers.english.actors.word_lists import (
    ADDRESSED,
    CALENDAR,
    COMPOUND_TAILS,
    COUNTRIES,
    DEMONYMS,
    FIRST_NAMES,
    HYPHENS,
    OPENERS,
    ORG_WORDS,
    OWNERS,
    PARTICLES,
    PLACE_WORDS,
    PLACES,
    POSSESSIVES,
    ROLES,
)
from summarizers.readers.parse import Tokens

_ON_HEADS = words("on_heads")
_OF_PLACES = PLACE_WORDS | {"republic", "kingdom", "commonwealth", "isle"}
_LATER_PARTS = words("later_name_parts")
_LINKS = frozenset(("of", "for", "on"))
_LAWS = frozenset(("act", "agreement", "bill", "treaty"))
_LISTED = COUNTRIES.keys() | DEMONYMS.keys() | PLACES
_DIGITS = 3
_DAY_LETTERS = 3
_NUMBERED_TOKENS = 4
_SHORT_TAIL = 5
_JOINED_TOKENS = 2
# Last words of firms that are named after a founder: "Lund and Partners".
_FOUNDED = frozenset(("associates", "brothers", "co", "company", "partners", "sons"))


def find_end(tokens: Tokens, start: int, stop: int) -> int:
    """Return the exclusive end of the name that starts at token ``start``."""
    end = start + 1
    head, _, tail = tokens.texts[start].rpartition("-")
    if head and tail.islower() and _makes_adjective(tail):
        return end
    while end < stop and (step := _step(tokens, start, end, stop)):
        end += step
    return end


def is_capital(text: str) -> bool:
    """Return whether a token has a capital at its start or after "al-": "al-Hadi"."""
    return text[0].isupper() or (text[2:3] == "-" and text[3:4].isupper())


def _makes_adjective(tail: str) -> bool:
    """Return whether a word after a hyphen makes an adjective: "based", "backed"."""
    participle = len(tail) > _SHORT_TAIL and tail.endswith(("ed", "ing"))
    return participle or tail in COMPOUND_TAILS


def _step(tokens: Tokens, start: int, end: int, stop: int) -> int:
    """Return how many tokens from ``end`` on continue the name; 0 if it ends there."""
    text, lower = tokens.texts[end], tokens.lowers[end]
    if is_capital(text):
        if lower not in CALENDAR:
            return int(OPENERS.get(lower) != "")
        # A surname: "Anna May", "Li Sun".
        is_dated = end + 1 < stop and tokens.texts[end + 1][0].isdigit()
        is_short = len(text) == _DAY_LETTERS and not is_dated
        return int(tokens.lowers[end - 1] in FIRST_NAMES or is_short)
    rule = _RULES.get(lower)
    if end + 1 >= stop:
        return 0
    if rule is not None:
        return rule(tokens, start, end)
    # "Channel 4", but not the score in "Norway 5".
    is_short = (
        text.isdigit() and len(text) <= _DIGITS and end - start <= _NUMBERED_TOKENS
    )
    is_score = tokens.texts[end + 1] in HYPHENS or tokens.lowers[start] in COUNTRIES
    return int(is_short and not is_score)


def _capital_after(tokens: Tokens, at: int) -> bool:
    return at < len(tokens.texts) and is_capital(tokens.texts[at])


def _particle(tokens: Tokens, _start: int, end: int) -> int:
    if is_capital(tokens.texts[end + 1]):
        return 2
    linked = tokens.lowers[end + 1] in PARTICLES
    return 3 if linked and _capital_after(tokens, end + 2) else 0


def _preposition(tokens: Tokens, _start: int, end: int) -> int:
    """Return how many tokens "of …" adds to a name: 3 in "Ministry of the Interior".

    The result is 2 in "Ministry of Finance", and 0 if the words are not part of the
    name.
    """
    head, link = tokens.lowers[end - 1], tokens.lowers[end]
    if link == "on":
        takes = head in _ON_HEADS
    else:
        takes = ORG_WORDS.get(head) == "of" or (link == "of" and head in _OF_PLACES)
    if not takes or tokens.lowers[end + 1] in CALENDAR:
        return 0
    step = 1 + (tokens.lowers[end + 1] == "the")
    return step + 1 if _capital_after(tokens, end + step) else 0


def _conjunction(tokens: Tokens, start: int, end: int) -> int:
    """Return 2 for "and" inside a name ("Food and Drug Administration"), else 0."""
    lowers, texts = tokens.lowers, tokens.texts
    before, after = lowers[end - 1], lowers[end + 1]
    if not is_capital(texts[end + 1]):
        return 0
    if texts[end] == "&":
        return 2
    is_list = before in _LISTED or after in _LISTED or texts[end + 1].isupper()
    is_titled = after in ADDRESSED or lowers[start] in ADDRESSED
    is_person = after in FIRST_NAMES and _capital_after(tokens, end + 2)
    if is_list or is_titled or (is_person and lowers[end + 2] not in ORG_WORDS):
        return 0
    if not _LINKS.isdisjoint(lowers[start:end]):
        return 2
    if before in ORG_WORDS:
        return 0
    is_founded = after in _FOUNDED and end - start == 1
    last = end + 1
    while _capital_after(tokens, last + 1):
        last += 1
    is_body = last > end + 1 and (lowers[last] in ORG_WORDS or lowers[last] in _LAWS)
    return 2 if is_founded or (is_body and end - start <= _JOINED_TOKENS) else 0


def _possessive(tokens: Tokens, start: int, end: int) -> int:
    """Return 2 for the owner in a name ("Women's League"), else 0."""
    owner, owned = tokens.lowers[end - 1], tokens.lowers[end + 1]
    is_body = owned in ORG_WORDS
    is_plural = tokens.texts[end] in {"'", "’"} and is_body
    if not is_capital(tokens.texts[end + 1]) or not (is_plural or owner in OWNERS):
        return 0
    return 2 if is_body or owner not in ROLES or end - start > 1 else 0


def _comma(tokens: Tokens, _start: int, end: int) -> int:
    return 2 if tokens.lowers[end + 1] in _LATER_PARTS else 0


_RULES: dict[str, Callable[[Tokens, int, int], int]] = {
    **dict.fromkeys(PARTICLES, _particle),
    **dict.fromkeys(_LINKS, _preposition),
    **dict.fromkeys(("and", "&"), _conjunction),
    **dict.fromkeys(POSSESSIVES, _possessive),
    ",": _comma,
}
