"""Words, phrases and names to find in normalised texts.

Whole words match, in their plural and possessive forms as well. Case is ignored, except
for words with a capital after the first letter (``SCO``, ``OpenStack``), which are
names. Accents, and blanks or hyphens between words, make no difference. In scripts
without spaces a term matches anywhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.text.topics.normalize import JOINED, SearchText, normalize, words_in
from summarizers.languages.profile import profiles

_BEFORE, _AFTER = rf"(?<![^\W{JOINED}])", rf"(?![^\W{JOINED}])"
_JOINED_LETTER = re.compile(f"[{JOINED}]")
_NOTHING = re.compile(r"(?!)")
_EDGES = ".,;:!?\"'()[]«»“”„"
_SHORTEST_PLURAL = 4


def expression_in(term: str) -> str | None:
    """Return the regular expression of a term between slashes; else ``None``."""
    is_expression = len(term) > 2 and term[0] == term[-1] == "/"  # noqa: PLR2004
    return term[1:-1] if is_expression else None


@dataclass(frozen=True, slots=True)
class Term:
    """A term to find in normalised texts.

    ``start`` is the lower-case text with which every match of ``pattern`` begins. Every
    matching text contains at least one of the words ``keys``. If there are none, the
    term may match within a word.
    """

    text: str
    pattern: re.Pattern[str]
    start: str
    keys: frozenset[str]

    def position(self, text: SearchText) -> int | None:
        """Return the position of the first match in ``text.normalized``, if any."""
        # Looking for the start takes a tenth of the time of matching the pattern.
        position = text.lowercase.find(self.start)
        while position >= 0:
            if self.pattern.match(text.normalized, position):
                return position
            position = text.lowercase.find(self.start, position + 1)
        return None


class TermIndex:
    """An index of many terms that finds the few that match in a text."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = tuple(terms)
        self._partial = [at for at, term in enumerate(terms) if not term.keys]
        self._places: dict[str, list[int]] = defaultdict(list)
        for at, term in enumerate(terms):
            for key in term.keys:
                self._places[key].append(at)
        self._keys = frozenset(self._places)

    def matches(self, text: SearchText) -> list[tuple[int, int]]:
        """Return each matching term's index and the position of its first match."""
        if self._keys.isdisjoint(text.words) and not self._partial:
            return []
        places = (self._places[key] for key in self._keys & text.words)
        numbers = {number for some in places for number in some}.union(self._partial)
        positions = (
            (number, self._terms[number].position(text)) for number in sorted(numbers)
        )
        return [(number, at) for number, at in positions if at is not None]


def make_term(text: str) -> Term:
    """Make a term that matches these words; it needs a letter or digit to match."""
    if not any(map(str.isalnum, text)):
        return Term(text, _NOTHING, text.lower(), frozenset())
    parts = _parts_of(normalize(text))
    forms = [*((word,) for word, _ in parts[:-1]), _forms(parts[-1][0])]
    patterns = [
        _either(words) + separator
        for words, (_, separator) in zip(forms, parts, strict=True)
    ]
    pattern = re.compile(_edged("".join(patterns), parts))
    is_partial = "-" in text or _JOINED_LETTER.search(text)
    keys = () if is_partial else _keys(max(forms, key=lambda words: len(words[0])))
    return Term(text, pattern, _common_start(forms[0]), frozenset(keys))


def _keys(forms: tuple[str, ...]) -> Iterator[str]:
    """Yield the longest word of each of ``forms``."""
    for form in forms:
        words = words_in(form.lower())
        if words:
            yield max(words, key=len)


def _parts_of(text: str) -> list[tuple[str, str]]:
    """Return the words of a term, each with the pattern between it and the next."""
    split = re.split(r"([\s-]+)", text.strip(f"{_EDGES} \t-"))
    is_loose = _JOINED_LETTER.search(text) is not None
    cut = [word.strip(_EDGES) or word for word in split[::2]]
    separators = [_separator(written, is_loose=is_loose) for written in split[1::2]]
    return list(zip(cut, [*separators, ""], strict=True))


def _separator(between: str, *, is_loose: bool) -> str:
    """Return the pattern for a blank or hyphen; a hyphen may also be missing."""
    return r"\.?[\s-]{0,3}" if is_loose or "-" in between else r"\.?[\s-]{1,3}"


def _edged(pattern: str, parts: list[tuple[str, str]]) -> str:
    """Return ``pattern`` limited to whole words, in scripts that separate words."""
    before = "" if _JOINED_LETTER.match(parts[0][0]) else _BEFORE
    after = "" if _JOINED_LETTER.match(parts[-1][0][-1]) else _AFTER
    return f"{before}{pattern}{after}"


def _either(forms: tuple[str, ...]) -> str:
    alternatives = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
    return f"(?:{alternatives})" if _is_name(forms[0]) else f"(?i:{alternatives})"


def _is_name(word: str) -> bool:
    """Return whether only the capitals of a word show its meaning: "US" is not "us"."""
    return word[1:] != word[1:].lower() or (len(word) == 1 and word.isupper())


def _forms(word: str) -> tuple[str, ...]:
    """Return the word, its singular and its plural; of a name, no singular."""
    if not word.isascii() or not word.isalpha() or len(word) < _SHORTEST_PLURAL - 1:
        return (word,)
    if _is_name(word):
        upper = () if word.isupper() else (word.upper(),)
        return (word, f"{word}s", *upper)
    forms = (form for profile in profiles() for form in profile.noun_forms(word))
    return tuple(dict.fromkeys((word, *forms)))


def _common_start(forms: tuple[str, ...]) -> str:
    """Return the longest text with which all of ``forms`` begin, in lower case."""
    small = [form.lower() for form in forms]
    least, most = min(small), max(small)
    pairs = enumerate(zip(least, most, strict=False))
    return least[
        : next((at for at, (left, right) in pairs if left != right), len(least))
    ]
