"""Words, phrases and names as they are looked for in a text.

Whole words count, in their plural and possessive forms as well. Small and capital
letters are one, but in words with a capital after the first letter (``SCO``,
``OpenStack``), which are names of their own. Accents, and whether words are joined by
blanks or hyphens, make no difference. In scripts without blanks between words a term
counts wherever it stands.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.topics.normalize import JOINED, SearchText, normalize, words_in
from summarizers.languages.profile import profiles

_BEFORE, _AFTER = rf"(?<![^\W{JOINED}])", rf"(?![^\W{JOINED}])"
_JOINED_ONE = re.compile(f"[{JOINED}]")
_NOTHING = re.compile(r"(?!)")
_EDGES = ".,;:!?\"'()[]«»“”„"
_SHORTEST_PLURAL = 4


def expression_in(written: str) -> str | None:
    """The expression, where the term is one between slashes."""
    is_one = len(written) > 2 and written[0] == written[-1] == "/"  # noqa: PLR2004
    return written[1:-1] if is_one else None


@dataclass(frozen=True, slots=True)
class Term:
    """A term to look for in loosened texts.

    ``pattern`` matches only where ``start`` stands in small letters. One of ``keys`` is
    a word of every text that it matches; without any the term may be a part of words.
    """

    written: str
    pattern: re.Pattern[str]
    start: str
    keys: frozenset[str]

    def position(self, passage: SearchText) -> int | None:
        """Where it stands first, as an offset into ``passage.loose``."""
        # Looking for the start first costs a tenth of looking for the pattern.
        at = passage.lowercase.find(self.start)
        while at >= 0:
            if self.pattern.match(passage.normalized, at):
                return at
            at = passage.lowercase.find(self.start, at + 1)
        return None


class TermIndex:
    """Several terms, of which few stand in any one text."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = tuple(terms)
        self._partial = [at for at, term in enumerate(terms) if not term.keys]
        self._places: dict[str, list[int]] = defaultdict(list)
        for at, term in enumerate(terms):
            for key in term.keys:
                self._places[key].append(at)
        self._keys = frozenset(self._places)

    def found(self, passage: SearchText) -> list[tuple[int, int]]:
        """The number of each term that stands there, with its place in ``loose``."""
        if self._keys.isdisjoint(passage.words) and not self._partial:
            return []
        places = (self._places[key] for key in self._keys & passage.words)
        numbers = {number for some in places for number in some}.union(self._partial)
        positions = (
            (number, self._terms[number].position(passage))
            for number in sorted(numbers)
        )
        return [(number, at) for number, at in positions if at is not None]


def make_term(written: str) -> Term:
    """The term of these words; without a letter or digit it stands nowhere."""
    if not any(map(str.isalnum, written)):
        return Term(written, _NOTHING, written.lower(), frozenset())
    pieces = _pieces(normalize(written))
    forms = [*((piece,) for piece, _ in pieces[:-1]), _forms(pieces[-1][0])]
    parts = [
        _either(some) + joint for some, (_, joint) in zip(forms, pieces, strict=True)
    ]
    pattern = re.compile(_edged("".join(parts), pieces))
    is_partial = "-" in written or _JOINED_ONE.search(written)
    keys = () if is_partial else _keys(max(forms, key=lambda some: len(some[0])))
    return Term(written, pattern, _common_start(forms[0]), frozenset(keys))


def _keys(forms: tuple[str, ...]) -> Iterator[str]:
    """The longest word in each of the forms of a piece."""
    for form in forms:
        found = words_in(form.lower())
        if found:
            yield max(found, key=len)


def _pieces(text: str) -> list[tuple[str, str]]:
    """The words of a term, each with what may stand between it and the next."""
    split = re.split(r"([\s-]+)", text.strip(f"{_EDGES} \t-"))
    is_loose = _JOINED_ONE.search(text) is not None
    cut = [word.strip(_EDGES) or word for word in split[::2]]
    joints = [_joint(written, is_loose=is_loose) for written in split[1::2]]
    return list(zip(cut, [*joints, ""], strict=True))


def _joint(written: str, *, is_loose: bool) -> str:
    """A blank is a blank or hyphen; what is written with a hyphen may be one word."""
    return r"\.?[\s-]{0,3}" if is_loose or "-" in written else r"\.?[\s-]{1,3}"


def _edged(pattern: str, pieces: list[tuple[str, str]]) -> str:
    """The pattern for whole words only, where the script has such."""
    before = "" if _JOINED_ONE.match(pieces[0][0]) else _BEFORE
    after = "" if _JOINED_ONE.match(pieces[-1][0][-1]) else _AFTER
    return f"{before}{pattern}{after}"


def _either(forms: tuple[str, ...]) -> str:
    found = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
    return f"(?:{found})" if _is_own(forms[0]) else f"(?i:{found})"


def _is_own(word: str) -> bool:
    """Whether its capitals tell it from other words: "US" is not "us"."""
    return word[1:] != word[1:].lower() or (len(word) == 1 and word.isupper())


def _forms(word: str) -> tuple[str, ...]:
    """The word and its other number; a name is never taken for a plural."""
    if not word.isascii() or not word.isalpha() or len(word) < _SHORTEST_PLURAL - 1:
        return (word,)
    if _is_own(word):
        shouted = () if word.isupper() else (word.upper(),)
        return (word, f"{word}s", *shouted)
    forms = (form for profile in profiles() for form in profile.noun_forms(word))
    return tuple(dict.fromkeys((word, *forms)))


def _common_start(forms: tuple[str, ...]) -> str:
    """What all forms begin with, in small letters."""
    small = [form.lower() for form in forms]
    least, most = min(small), max(small)
    pairs = enumerate(zip(least, most, strict=False))
    return least[: next((at for at, (one, other) in pairs if one != other), len(least))]
