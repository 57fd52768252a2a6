"""Find the end of a name: its capitalised words and the words between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from summarizers.lexicons import words
from summarizers.readers.english.actors.entity_typing import ASSOCIATES
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

ON_HEADS = words("on_heads")
OF_PLACES = PLACE_WORDS | {"republic", "kingdom", "commonwealth", "isle"}
LATER_PARTS = words("later_name_parts")
LINKS = frozenset(("of", "for", "on"))
PARTIES = frozenset(("party", "movement", "alliance", "union"))
LAWS = frozenset(("act", "agreement", "bill", "treaty"))
# The number of tokens before and after a name in which its acronym is searched; the
# limit keeps the time linear.
ACRONYM_REACH = 400
DIGITS = 3
DAY_LETTERS = 3
NUMBERED_TOKENS = 4
SHORT_TAIL = 5
JOINED_TOKENS = 2
PLURAL_TAGS = frozenset(("NNPS", "NNS"))
# Last words of firms that are named after a founder: "Lund and Partners".
FOUNDED = frozenset(("associates", "brothers", "co", "company", "partners", "sons"))
SENTENCE_MARKS = frozenset('.!?:“"‘—')


def find_end(tokens: Tokens, start: int, stop: int) -> int:
    """Return the exclusive end of the name that starts at token ``start``."""
    end = start + 1
    if _is_adjective(tokens.texts[start]):
        return end
    while end < stop:
        step = _step(tokens, start, end, stop)
        if not step:
            break
        end += step
    return end


def _is_adjective(text: str) -> bool:
    """Return whether a token is an adjective such as "Lenna-based"."""
    head, hyphen, tail = text.rpartition("-")
    return bool(hyphen and head) and tail.islower() and _is_tail(tail)


def is_capital(text: str) -> bool:
    """Return whether a token has a capital at its start or after "al-": "al-Hadi"."""
    return text[0].isupper() or (text[2:3] == "-" and text[3:4].isupper())


def _step(tokens: Tokens, start: int, end: int, stop: int) -> int:
    """Return how many tokens from ``end`` on continue the name; 0 if it ends there."""
    text, lower = tokens.texts[end], tokens.lowers[end]
    if is_capital(text):
        if lower in CALENDAR:
            return int(_is_surname(tokens, end, stop))
        return int(OPENERS.get(lower) != "")
    if end + 1 >= stop:
        return 0
    rule = RULES.get(lower)
    if rule is not None:
        return rule(tokens, start, end, stop)
    return int(text.isdigit() and _is_numbered(tokens, start, end))


def _is_surname(tokens: Tokens, i: int, stop: int) -> bool:
    """Return whether the calendar word ``i`` is a surname: "Anna May", "Li Sun"."""
    if tokens.lowers[i - 1] in FIRST_NAMES:
        return True
    dated = i + 1 < stop and tokens.texts[i + 1][0].isdigit()
    return len(tokens.texts[i]) == DAY_LETTERS and not dated


def _is_numbered(tokens: Tokens, start: int, end: int) -> bool:
    """Return whether a number belongs to a name: "Channel 4", "Expedition 10".

    The number of a score does not: "leads Berg 41-40".
    """
    if tokens.texts[end + 1 : end + 2] and tokens.texts[end + 1] in HYPHENS:
        return False
    short = len(tokens.texts[end]) <= DIGITS and end - start <= NUMBERED_TOKENS
    return short and tokens.lowers[start] not in COUNTRIES


def _hyphen(tokens: Tokens, start: int, end: int, stop: int) -> int:
    before, after = tokens.lowers[end - 1], tokens.lowers[end + 1]
    starts, ends, text = tokens.starts, tokens.ends, tokens.texts[end + 1]
    glued = ends[end - 1] == starts[end] and ends[end] == starts[end + 1]
    if not glued or _stands_alone(before):
        return 0
    if text[0].isupper() or text[0].isdigit():
        return 0 if _stands_alone(after) else 2
    if after in PARTICLES and end + 2 < stop and tokens.texts[end + 2] in HYPHENS:
        return 2
    if _is_tail(after):
        return 0
    return 2 if end - start > 1 or before in PARTICLES else 0


def _stands_alone(lower: str) -> bool:
    return lower in COUNTRIES or lower in DEMONYMS


def _is_tail(lower: str) -> bool:
    """Return whether a word after a hyphen makes an adjective: "based", "backed"."""
    participle = len(lower) > SHORT_TAIL and lower.endswith(("ed", "ing"))
    return participle or lower in COMPOUND_TAILS


def _particle(tokens: Tokens, _start: int, end: int, stop: int) -> int:
    text = tokens.texts[end + 1]
    if is_capital(text):
        return 2
    linked = tokens.lowers[end + 1] in PARTICLES or text in HYPHENS
    return 3 if linked and end + 2 < stop and is_capital(tokens.texts[end + 2]) else 0


def _preposition(tokens: Tokens, start: int, end: int, stop: int) -> int:
    """Return how many tokens "of …" adds to a name: 3 in "Ministry of the Interior".

    The result is 2 in "Ministry of Finance", and 0 if the words are not part of the
    name.
    """
    head, link = tokens.lowers[end - 1], tokens.lowers[end]
    if link == "on":
        takes = head in ON_HEADS
    else:
        takes = ORG_WORDS.get(head) == "of" or (
            link == "of" and (head in OF_PLACES or _is_association(tokens, start, end))
        )
    if not takes or tokens.lowers[end + 1] in CALENDAR:
        return 0
    step = 2 if tokens.lowers[end + 1] == "the" and end + 2 < stop else 1
    return step + 1 if is_capital(tokens.texts[end + step]) else 0


def _is_association(tokens: Tokens, start: int, end: int) -> bool:
    """Return whether a plural noun starts an organisation: "Friends of the Earth"."""
    if end - start > 1 or tokens.lowers[start] in ASSOCIATES:
        return end - start == 1
    head, following = tokens.lowers[start], tokens.lowers[end + 1]
    opens = start == 0 or tokens.texts[start - 1] in SENTENCE_MARKS
    listed = head in DEMONYMS or head in FIRST_NAMES or head[:-1] in ROLES
    plural = head.endswith("s") and tokens.tags[start] in PLURAL_TAGS
    return plural and not opens and not listed and following == "the"


def _preposition_in(tokens: Tokens, start: int, end: int, _stop: int) -> int:
    """Return 2 if "in" continues a name ("Research in Motion"), else 0.

    The acronym of the whole name must stand near.
    """
    after = tokens.lowers[end + 1]
    if not is_capital(tokens.texts[end + 1]) or _is_listed(after) or after in CALENDAR:
        return 0
    near = tokens.texts[max(0, start - ACRONYM_REACH) : end + ACRONYM_REACH]
    return 2 if _acronym(tokens.texts[start : end + 2]) in near else 0


def _acronym(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words).upper()


def _conjunction(tokens: Tokens, start: int, end: int, stop: int) -> int:
    """Return 2 for "and" inside a name ("Food and Drug Administration"), else 0."""
    before, after = tokens.lowers[end - 1], tokens.lowers[end + 1]
    if not is_capital(tokens.texts[end + 1]):
        return 0
    if tokens.texts[end] == "&":
        return 2
    listed = _is_listed(before) or _is_listed(after) or tokens.texts[end + 1].isupper()
    titled = after in ADDRESSED and not _names_party(tokens, end + 1, stop)
    if listed or titled or tokens.lowers[start] in ADDRESSED:
        return 0
    if _names_person(tokens, end + 1, stop):
        return 0
    linked = any(tokens.lowers[i] in LINKS for i in range(start, end))
    is_founded = after in FOUNDED and end - start == 1 and before not in ORG_WORDS
    return 2 if linked or is_founded or _names_body(tokens, start, end, stop) else 0


def _names_party(tokens: Tokens, first: int, stop: int) -> bool:
    """Return whether a title's word is part of a party's name.

    An example is "Justice" in "Reform and Justice Party".
    """
    return first + 1 < stop and tokens.lowers[first + 1] in PARTIES


def _names_person(tokens: Tokens, first: int, stop: int) -> bool:
    """Return whether a given name and a surname follow "and": "X and Anna Berg"."""
    if first + 1 >= stop or tokens.lowers[first] not in FIRST_NAMES:
        return False
    after = tokens.lowers[first + 1]
    return is_capital(tokens.texts[first + 1]) and after not in ORG_WORDS


def _is_listed(lower: str) -> bool:
    """Return whether a word alone is the name of a country, people or place: "Japan"."""
    return _stands_alone(lower) or lower in PLACES


def _names_body(tokens: Tokens, start: int, end: int, stop: int) -> bool:
    """Return whether "and" at ``end`` is inside the name of an organisation or law."""
    last = end + 2
    while last < stop and is_capital(tokens.texts[last]):
        last += 1
    final = tokens.lowers[last - 1]
    is_body = last > end + 2 and (final in ORG_WORDS or final in LAWS)
    plain = tokens.lowers[end - 1] not in ORG_WORDS
    return is_body and plain and end - start <= JOINED_TOKENS


def _possessive(tokens: Tokens, start: int, end: int, _stop: int) -> int:
    owner, owned = tokens.lowers[end - 1], tokens.lowers[end + 1]
    plural = tokens.texts[end] in {"'", "’"} and owned in ORG_WORDS
    if not is_capital(tokens.texts[end + 1]) or not (plural or owner in OWNERS):
        return 0
    is_owner = owner not in ROLES or owned in ORG_WORDS
    return 2 if is_owner or end - start > 1 else 0


def _comma(tokens: Tokens, _start: int, end: int, _stop: int) -> int:
    return 2 if tokens.lowers[end + 1] in LATER_PARTS else 0


def _full_stop(tokens: Tokens, _start: int, end: int, _stop: int) -> int:
    """Return 2 for the full stop that the engine cut off an initial ("J"), else 0."""
    glued = tokens.ends[end - 1] == tokens.starts[end]
    is_initial = len(tokens.texts[end - 1]) == 1 and glued
    return 2 if is_initial and is_capital(tokens.texts[end + 1]) else 0


Rule = Callable[[Tokens, int, int, int], int]
RULES: dict[str, Rule] = {
    **dict.fromkeys(PARTICLES, _particle),
    **dict.fromkeys(HYPHENS, _hyphen),
    **dict.fromkeys(LINKS, _preposition),
    "in": _preposition_in,
    **dict.fromkeys(("and", "&"), _conjunction),
    **dict.fromkeys(POSSESSIVES, _possessive),
    ",": _comma,
    ".": _full_stop,
}
