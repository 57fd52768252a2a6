"""Where a name ends: capitalised words with what may stand between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from summarizers.extractors.actors.vocabulary import (
    ADDRESSED,
    CALENDAR,
    COUNTRIES,
    DEMONYMS,
    OPENERS,
    ORG_WORDS,
    PLACE_WORDS,
    PLACES,
    ROLES,
)
from summarizers.parsers.grammar import Token

HYPHENS = frozenset("-‐‑–")
PARTICLES = frozenset(
    "al el bin ibn abu de del della der den des di da dos du la le van von ter ten y e"
    " und zu".split()
)
OWNERS = frozenset(
    "attorney attorneys attorney's prosecutor coroner governor mayor sheriff president"
    " speaker king queen prince people peoples women men children workers teachers"
    " farmers veterans inspectors lawyers journalists doctors nurses students seniors"
    " players writers officers patriots magicians builders publishers lloyd st. world"
    " nation".split()
)
ON_HEADS = frozenset("committee council commission conference panel convention".split())
LATER_PARTS = frozenset("inc inc. ltd ltd. llc jr jr. sr sr. d.c. d.c".split())
MODIFYING = frozenset(
    "based led backed owned born style era held controlled run ruled occupied bound"
    " only wide made funded sponsored speaking brokered installed mandated linked"
    " aligned dominated area level supported sided free friendly trained drafted"
    " administered ravaged torn".split()
)


def find_end(tokens: Sequence[Token], start: int, stop: int) -> int:
    """Past the last token of the name that starts at ``start``, before ``stop``."""
    end = start + 1
    while end < stop:
        step = _step(tokens, start, end, stop)
        if not step:
            break
        end += step
    return end


def is_capital(token: Token) -> bool:
    """Whether a token looks like a word of a name."""
    return token.text[0].isupper()


def _step(tokens: Sequence[Token], start: int, end: int, stop: int) -> int:
    """How many tokens at ``end`` go on with the name."""
    token = tokens[end]
    if token.text[0].isupper():
        lower = token.lower
        return int(lower not in CALENDAR and OPENERS.get(lower) != "")
    if end + 1 >= stop:
        return 0
    rule = RULES.get(token.lower)
    if rule is not None:
        return rule(tokens, start, end, stop)
    return int(token.text.isdigit() and _is_numbered(tokens, start, end))


def _is_numbered(tokens: Sequence[Token], start: int, end: int) -> bool:
    """A number that belongs to a name: "Channel 4", "Expedition 10"."""
    digits = tokens[end].text
    return len(digits) < 4 and end - start <= 3 and tokens[start].lower not in COUNTRIES


def _hyphen(tokens: Sequence[Token], start: int, end: int, stop: int) -> int:
    before, mark, after = tokens[end - 1], tokens[end], tokens[end + 1]
    if before.end != mark.start or mark.end != after.start:
        return 0
    if before.lower in COUNTRIES or before.lower in DEMONYMS:
        return 0
    if after.text[0].isupper() or after.text[0].isdigit():
        return 0 if after.lower in COUNTRIES or after.lower in DEMONYMS else 2
    if after.lower in PARTICLES and end + 2 < stop and tokens[end + 2].text in HYPHENS:
        return 2
    if after.lower in MODIFYING or after.lower.endswith(("ed", "ing")):
        return 0
    return 2 if end - start > 1 or before.lower in PARTICLES else 0


def _particle(tokens: Sequence[Token], _start: int, end: int, stop: int) -> int:
    following = tokens[end + 1]
    if is_capital(following):
        return 2
    if following.lower in PARTICLES and end + 2 < stop and is_capital(tokens[end + 2]):
        return 3
    if following.text in HYPHENS and end + 2 < stop and is_capital(tokens[end + 2]):
        return 3
    return 0


def _preposition(tokens: Sequence[Token], start: int, end: int, stop: int) -> int:
    head = tokens[end - 1].lower
    if tokens[end].lower == "on":
        takes = head in ON_HEADS
    else:
        takes = ORG_WORDS.get(head) == "of" or (
            tokens[end].lower == "of" and head in _OF_PLACES
        )
    if not takes:
        return 0
    step = 2 if tokens[end + 1].lower == "the" and end + 2 < stop else 1
    return step + 1 if is_capital(tokens[end + step]) else 0


def _conjunction(tokens: Sequence[Token], start: int, end: int, stop: int) -> int:
    """ "Food and Drug Administration", "Department of Health and Human Services"."""
    if not is_capital(tokens[end + 1]):
        return 0
    before, after = tokens[end - 1].lower, tokens[end + 1].lower
    if tokens[end].text == "&":
        return 2
    if _stands_alone(before) or _stands_alone(after) or tokens[end + 1].text.isupper():
        return 0
    if after in ADDRESSED or tokens[start].lower in ADDRESSED:
        return 0
    if any(tokens[i].lower in {"of", "for", "on"} for i in range(start, end)):
        return 2
    last = end + 2
    while last < stop and is_capital(tokens[last]):
        last += 1
    is_org = tokens[last - 1].lower in ORG_WORDS and last > end + 2
    return 2 if is_org and end - start <= 2 and before not in ORG_WORDS else 0


def _stands_alone(lower: str) -> bool:
    return lower in COUNTRIES or lower in PLACES or lower in DEMONYMS


def _possessive(tokens: Sequence[Token], start: int, end: int, _stop: int) -> int:
    owner, owned = tokens[end - 1].lower, tokens[end + 1]
    if not is_capital(owned) or owner not in OWNERS:
        return 0
    return 2 if end - start > 1 or owner not in ROLES else 0


def _comma(tokens: Sequence[Token], _start: int, end: int, _stop: int) -> int:
    return 2 if tokens[end + 1].lower in LATER_PARTS else 0


def _stop(tokens: Sequence[Token], _start: int, end: int, _end: int) -> int:
    """The stop after an initial that the engine cut off."""
    before = tokens[end - 1]
    is_initial = len(before.text) == 1 and before.end == tokens[end].start
    return 2 if is_initial and is_capital(tokens[end + 1]) else 0


_OF_PLACES = PLACE_WORDS | frozenset("republic kingdom commonwealth isle".split())

Rule = Callable[[Sequence[Token], int, int, int], int]
RULES: dict[str, Rule] = {
    **dict.fromkeys(PARTICLES, _particle),
    **dict.fromkeys(HYPHENS, _hyphen),
    **dict.fromkeys(("of", "for", "on"), _preposition),
    **dict.fromkeys(("and", "&"), _conjunction),
    **dict.fromkeys(("'s", "’s", "'", "’"), _possessive),
    ",": _comma,
    ".": _stop,
}
