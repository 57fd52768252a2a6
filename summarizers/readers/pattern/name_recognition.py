"""Where names stand, and what stands beside them: titles, roles, acronyms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from summarizers.model import ActorKind
from summarizers.readers.pattern.pattern_document import MARKS, Range, Reading

_OPENING = frozenset((":", "—", "–", "-", "(", "•")) | MARKS
_LONGEST = 12
_MOST_CAPITALS = 5
_LEAST_ACRONYM, _MOST_ACRONYM = 2, 8
_NAMED = frozenset(("NOUN", "ADJ", "ADP", "DET", "PROPN", "CCONJ"))


@dataclass(slots=True)
class Name:
    """A name at tokens ``first`` to ``last``; ``title`` are the tokens before it.

    ``role`` are the tokens that say what its bearer is; ``acronym`` is the token of an
    acronym in brackets behind it, or -1. ``sure`` is false where only the start of a
    sentence may have caused the capital. ``gender`` is "m", "f" or "". ``thing`` is
    true for what has a name but does not act ("la tempête Odalie").
    """

    first: int
    last: int
    sure: bool = True
    kind: ActorKind | None = None
    title: Range | None = None
    role: Range | None = None
    gender: str = ""
    acronym: int = -1
    thing: bool = False

    def words(self, reading: Reading) -> tuple[str, ...]:
        """The words of the name in lower case."""
        return tuple(reading.low(i) for i in range(self.first, self.last + 1))


def find_names(reading: Reading) -> list[Name]:
    """All names in text order; doubtful ones only where they are sure elsewhere."""
    found = [
        name for bounds in reading.bounds for name in _in_sentence(reading, bounds)
    ]
    known = {word for name in found if name.sure for word in name.words(reading)}
    return [n for n in found if n.sure or known.issuperset(n.words(reading))]


def _in_sentence(reading: Reading, bounds: Range) -> Iterator[Name]:
    first, last = bounds
    at = first
    while at < last:
        if not _may_start(reading, at, first):
            at += 1
            continue
        name = _read(reading, at, bounds)
        if not _is_field(reading, name.first):
            yield name
        at = max(name.last, name.acronym) + 1


def _may_start(reading: Reading, i: int, first: int) -> bool:
    low, words = reading.low(i), reading.words
    if not reading.is_capital(i) or not reading.text(i)[0].isalpha():
        return False
    if low in words.honorifics or low in words.calendar or low in words.roles:
        return False
    if _opens(reading, i, first):
        return low not in words.openers
    if low not in words.openers:
        return True
    return reading.is_capital(i + 1) and reading.low(i + 1) not in words.roles


def _opens(reading: Reading, i: int, first: int) -> bool:
    return i == first or reading.text(i - 1) in _OPENING


def _read(reading: Reading, i: int, bounds: Range) -> Name:
    """The name that begins at ``i``."""
    start, stop = bounds
    if reading.low(i) in reading.words.org_words and not _is_field(reading, i):
        last = _org_end(reading, i, stop)
        return Name(i, last, kind=ActorKind.ORG, acronym=_acronym(reading, last + 1))
    last = i
    while last + 1 < min(stop, i + _MOST_CAPITALS) and _is_joined(reading, last + 1, i):
        last += 1
    while not reading.is_capital(last):
        last -= 1
    last += _has_adjective(reading, i, last)
    i += last > i and (_is_people(reading, i) or _is_field(reading, i))
    plain = _opens(reading, i, start) and last == i
    sure = not plain or _is_proper(reading, i) or _is_known(reading, i)
    return Name(i, last, sure, acronym=_acronym(reading, last + 1))


def _has_adjective(reading: Reading, first: int, last: int) -> bool:
    """Whether the name of a body goes on in small: "l'association Terre propre"."""
    words, i = reading.words, last + 1
    low, tag = reading.low(i), reading.tag(i)
    if reading.low(first - 1) not in words.org_words or last > first:
        return False
    if not low.isalpha() or low in words.reporters or low in words.openers:
        return False
    if reading.low(i + 1) == ",":
        return tag in {"ADJ", ""}
    return tag == "ADJ" and reading.is_verb(i + 1)


def _is_people(reading: Reading, i: int) -> bool:
    """Whether a capital is that of a people before a name: "le Norvien Anders Holt"."""
    low = reading.low(i)
    article = reading.low(i - 1) in reading.words.determiners
    return article and low.endswith(reading.words.demonym_ends)


def _is_field(reading: Reading, i: int) -> bool:
    """Whether a capital is that of an office's field: "ministre de la Santé"."""
    words, first = reading.words, reading.bounds_at(i)[0]
    owners = words.grammar.owners | words.addressed
    before = i - 1
    article = reading.low(before) in words.determiners
    before -= article and reading.low(before) not in owners
    state = reading.low(i) in words.org_words and i > first
    if not (article or state) or reading.low(before) not in owners:
        return False
    return any(
        reading.low(k) in words.offices for k in range(max(first, before - 3), before)
    )


def _is_proper(reading: Reading, i: int) -> bool:
    """Whether a word at the start of a sentence is a name, and no verb."""
    words, low = reading.words, reading.low(i)
    verbal = low.endswith((*words.imperative_ends, *words.participle_ends))
    return low in words.first_names or (reading.tag(i) == "PROPN" and not verbal)


def _is_known(reading: Reading, i: int) -> bool:
    low, text = reading.low(i), reading.text(i)
    return low in reading.words.countries or (
        text.isupper() and len(text) >= _LEAST_ACRONYM
    )


def _is_joined(reading: Reading, i: int, first: int) -> bool:
    """Whether a token goes on with the name that begins at ``first``."""
    low, words = reading.low(i), reading.words
    if reading.is_capital(i):
        return low not in words.honorifics
    if low not in words.particles or not reading.is_capital(i + 1):
        return False
    foreign = low not in words.links
    given = reading.low(first) in words.first_names
    return foreign or (given and i == first + 1)


def _org_end(reading: Reading, i: int, stop: int) -> int:
    """The end of a body's name, which may go on in small letters."""
    last = i
    limit = min(stop, i + _LONGEST)
    bracket = next((k for k in range(i, limit) if reading.text(k) == "("), -1)
    if bracket > i and _acronym(reading, bracket) >= 0:
        inner = range(i + 1, bracket)
        if all(reading.text(k)[0].isalpha() for k in inner):
            return bracket - 1
    while last + 1 < limit and _belongs(reading, last + 1):
        last += 1
    while last > i and reading.low(last) in reading.words.links:
        last -= 1
    return last


def _belongs(reading: Reading, i: int) -> bool:
    low, words = reading.low(i), reading.words
    if not reading.text(i)[0].isalpha() or low in words.calendar:
        return False
    if low in words.links or reading.is_capital(i):
        return True
    if low in words.openers or low in words.auxiliaries:
        return False
    if reading.tag(i):
        return reading.tag(i) in _NAMED and low not in words.reporters
    return (
        reading.low(i - 1) in words.links or reading.low(i + 1) in words.grammar.owners
    )


def _acronym(reading: Reading, i: int) -> int:
    """The acronym in brackets that open at ``i``, or -1."""
    text = reading.text(i + 1)
    short = _LEAST_ACRONYM <= len(text) <= _MOST_ACRONYM
    if reading.text(i) == "(" and short and text.isupper() and text.isalpha():
        return i + 1 if reading.text(i + 2) == ")" else -1
    return -1
