"""Find names in the text, and the acronyms in brackets after them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from summarizers.model import ActorKind
from summarizers.readers.pattern.pattern_document import MARKS, PatternDocument, Range

_OPENING = frozenset((":", "—", "–", "-", "(", "•")) | MARKS
_LONGEST = 12
_MOST_CAPITALS = 5
_LEAST_ACRONYM, _MOST_ACRONYM = 2, 8
_NAMED = frozenset(("NOUN", "ADJ", "ADP", "DET", "PROPN", "CCONJ"))


@dataclass(slots=True)
class NameMention:
    """A name at tokens ``first`` to ``last``; ``title`` are the tokens of its title.

    ``role`` are the tokens that say what the person is. ``acronym`` is the token of an
    acronym in brackets after the name, or -1. ``sure`` is false if the capital may only
    mark the start of a sentence. ``gender`` is "m", "f" or "". ``thing`` is true for a
    named thing that does not act ("la tempête Odalie").
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

    def words(self, document: PatternDocument) -> tuple[str, ...]:
        """Return the words of the name in lower case."""
        return tuple(document.low(i) for i in range(self.first, self.last + 1))


def find_names(document: PatternDocument) -> list[NameMention]:
    """Return all names of the article, in text order.

    A capitalised word at the start of a sentence counts only if other names contain all
    its words.
    """
    names = [
        name for bounds in document.bounds for name in _in_sentence(document, bounds)
    ]
    sure_words = {word for name in names if name.sure for word in name.words(document)}
    return [n for n in names if n.sure or sure_words.issuperset(n.words(document))]


def _in_sentence(document: PatternDocument, bounds: Range) -> Iterator[NameMention]:
    first, last = bounds
    at = first
    while at < last:
        if not _may_start(document, at, first):
            at += 1
            continue
        name = _read_name(document, at, bounds)
        if not _is_field(document, name.first):
            yield name
        at = max(name.last, name.acronym) + 1


def _may_start(document: PatternDocument, i: int, first: int) -> bool:
    low, words = document.low(i), document.words
    if not document.is_capital(i) or not document.text(i)[0].isalpha():
        return False
    if low in words.honorifics or low in words.calendar or low in words.roles:
        return False
    if _opens_sentence(document, i, first):
        return low not in words.openers
    if low not in words.openers:
        return True
    return document.is_capital(i + 1) and document.low(i + 1) not in words.roles


def _opens_sentence(document: PatternDocument, i: int, first: int) -> bool:
    return i == first or document.text(i - 1) in _OPENING


def _read_name(document: PatternDocument, i: int, bounds: Range) -> NameMention:
    """Return the name that starts at ``i``."""
    start, stop = bounds
    if document.low(i) in document.words.org_words and not _is_field(document, i):
        last = _org_end(document, i, stop)
        return NameMention(
            i, last, kind=ActorKind.ORG, acronym=_acronym(document, last + 1)
        )
    last = i
    while last + 1 < min(stop, i + _MOST_CAPITALS) and _continues_name(
        document, last + 1, i
    ):
        last += 1
    while not document.is_capital(last):
        last -= 1
    last += _has_adjective(document, i, last)
    i += last > i and (_is_people(document, i) or _is_field(document, i))
    plain = _opens_sentence(document, i, start) and last == i
    sure = not plain or _is_proper(document, i) or _is_known(document, i)
    return NameMention(i, last, sure, acronym=_acronym(document, last + 1))


def _has_adjective(document: PatternDocument, first: int, last: int) -> bool:
    """Return whether an adjective ends a body's name: "association Terre propre"."""
    words, i = document.words, last + 1
    low, tag = document.low(i), document.tag(i)
    if document.low(first - 1) not in words.org_words or last > first:
        return False
    if not low.isalpha() or low in words.reporters or low in words.openers:
        return False
    if document.low(i + 1) == ",":
        return tag in {"ADJ", ""}
    return tag == "ADJ" and document.is_verb(i + 1)


def _is_people(document: PatternDocument, i: int) -> bool:
    """Return whether the word at ``i`` is a nationality: "le Norvien Anders Holt"."""
    low = document.low(i)
    article = document.low(i - 1) in document.words.determiners
    return article and low.endswith(document.words.demonym_ends)


def _is_field(document: PatternDocument, i: int) -> bool:
    """Return whether the word at ``i`` is an office's field: "Santé" for a minister."""
    words, first = document.words, document.bounds_at(i)[0]
    owners = words.grammar.owners | words.addressed
    before = i - 1
    article = document.low(before) in words.determiners
    before -= article and document.low(before) not in owners
    state = document.low(i) in words.org_words and i > first
    if not (article or state) or document.low(before) not in owners:
        return False
    return any(
        document.low(k) in words.offices for k in range(max(first, before - 3), before)
    )


def _is_proper(document: PatternDocument, i: int) -> bool:
    """Return whether the first word of a sentence is a name and not a verb."""
    words, low = document.words, document.low(i)
    verbal = low.endswith((*words.imperative_ends, *words.participle_ends))
    return low in words.first_names or (document.tag(i) == "PROPN" and not verbal)


def _is_known(document: PatternDocument, i: int) -> bool:
    low, text = document.low(i), document.text(i)
    return low in document.words.countries or (
        text.isupper() and len(text) >= _LEAST_ACRONYM
    )


def _continues_name(document: PatternDocument, i: int, first: int) -> bool:
    """Return whether the token at ``i`` continues the name that starts at ``first``."""
    low, words = document.low(i), document.words
    if document.is_capital(i):
        return low not in words.honorifics
    if low not in words.particles or not document.is_capital(i + 1):
        return False
    foreign = low not in words.links
    given = document.low(first) in words.first_names
    return foreign or (given and i == first + 1)


def _org_end(document: PatternDocument, i: int, stop: int) -> int:
    """Return the last token of an organisation's name that starts at ``i``.

    The name may end in lower case: "Institut des eaux".
    """
    last = i
    limit = min(stop, i + _LONGEST)
    bracket = next((k for k in range(i, limit) if document.text(k) == "("), -1)
    if bracket > i and _acronym(document, bracket) >= 0:
        inner = range(i + 1, bracket)
        if all(document.text(k)[0].isalpha() for k in inner):
            return bracket - 1
    while last + 1 < limit and _continues_org_name(document, last + 1):
        last += 1
    while last > i and document.low(last) in document.words.links:
        last -= 1
    return last


def _continues_org_name(document: PatternDocument, i: int) -> bool:
    low, words = document.low(i), document.words
    if not document.text(i)[0].isalpha() or low in words.calendar:
        return False
    if low in words.links or document.is_capital(i):
        return True
    if low in words.openers or low in words.auxiliaries:
        return False
    if document.tag(i):
        return document.tag(i) in _NAMED and low not in words.reporters
    return (
        document.low(i - 1) in words.links
        or document.low(i + 1) in words.grammar.owners
    )


def _acronym(document: PatternDocument, i: int) -> int:
    """Return the token of the acronym in brackets that open at ``i``, or -1."""
    text = document.text(i + 1)
    short = _LEAST_ACRONYM <= len(text) <= _MOST_ACRONYM
    if document.text(i) == "(" and short and text.isupper() and text.isalpha():
        return i + 1 if document.text(i + 2) == ")" else -1
    return -1
