"""Where names stand in an article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from summarizers.extractors.actors.chunks import (
    HYPHENS,
    MODIFYING,
    PARTICLES,
    find_end,
)
from summarizers.extractors.actors.titles import (
    cut_office,
    find_name,
    find_title,
    names_role,
)
from summarizers.extractors.actors.vocabulary import (
    CALENDAR,
    COUNTRIES,
    DEMONYMS,
    FIRST_NAMES,
    GROUPS,
    HONORIFICS,
    OPENERS,
    ORG_WORDS,
    PLACE_WORDS,
    PLACES,
    ROLES,
    SEATS,
    THINGS,
    TITLE_WORDS,
)
from summarizers.parsers.grammar import Parse, Token

STARTERS = frozenset("“‘\"'«„`:;—–-•*([") | {"``", "''", "--", "..."}
HEADLINE_WORDS = 4
HEADLINE_SHARE = 0.7
PREFIXES = frozenset("pro anti non mid post pre ex trans inter neo sub un".split())
AFTER_NAMES = frozenset("mp mep msp qc kc obe mbe cbe md phd esq".split())
STATE_NOUNS = frozenset(("government", "regime", "administration"))
LINKS = frozenset(("of", "to", "for", "at"))


class Name(NamedTuple):
    """One place where a name is printed, with its title left out.

    ``first`` and ``last`` are a half-open range of tokens, ``title`` the token at which
    the title before it starts (``first`` without one). ``sure`` is false when the
    capital letters may have another cause.
    """

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    first: int
    last: int
    title: int
    sure: bool


def find_names(parse: Parse) -> list[Name]:
    """All names outside noise, in text order."""
    found: list[Name] = []
    for start, stop in parse.bounds:
        if start < stop:
            found += _Sentence(parse, start, stop).names()
    known = {name.words for name in found if name.sure}
    known |= {words[-1:] for words in known}
    return [name for name in found if name.sure or name.words in known]


class _Sentence:
    """Reads the names of one sentence."""

    def __init__(self, parse: Parse, start: int, stop: int) -> None:
        self.tokens: Sequence[Token] = parse.tokens
        self.text = parse.layout.text
        self.grammar = parse.has_grammar
        self.start, self.stop = start, stop
        self.capitals = [
            i for i in range(start, stop) if self.tokens[i].text[0].isupper()
        ]
        self.headline = self._is_headline()

    def names(self) -> Iterator[Name]:
        """The names in order; a title waits for the name behind "of"."""
        at, waiting = self.start, -1
        for i in self.capitals:
            if i < at or not self._may_start(i):
                continue
            first = self._with_particle(i, at)
            end = find_end(self.tokens, first, self.stop)
            if end - first > 2 and self.tokens[end - 1].lower in AFTER_NAMES:
                end -= 1
            title = self._waiting(waiting, i)
            waiting = -1
            name = find_name(self.tokens, first, end)
            if name == end:
                waiting = first
                if title < 0:
                    yield from self._make(first, end, first, sure=False)
            elif title >= 0:
                yield from self._behind_office(title, first, end)
            else:
                yield from self._titled(first, name, end, at)
            at = end

    def _is_headline(self) -> bool:
        words = sum(t.text[0].isalpha() for t in self.tokens[self.start : self.stop])
        shouted = sum(len(self.tokens[i].text) > 1 for i in self.capitals)
        return words >= HEADLINE_WORDS and shouted >= HEADLINE_SHARE * words

    def _opens(self, i: int) -> bool:
        return i == self.start or self.tokens[i - 1].text in STARTERS

    def _may_start(self, i: int) -> bool:
        token = self.tokens[i]
        lower = token.lower
        if lower in CALENDAR or token.text == "I":
            return False
        if not self._opens(i):
            return OPENERS.get(lower) != "" or token.tag[:3] == "NNP"
        if lower in OPENERS:
            return OPENERS[lower] == "n" and self._goes_on(i)
        return token.tag[:3] == "NNP" or lower in DEMONYMS or lower in COUNTRIES

    def _goes_on(self, i: int) -> bool:
        following = self.tokens[i + 1] if i + 1 < self.stop else None
        return (
            following is not None
            and following.text[0].isupper()
            and self.tokens[i].tag[:3] == "NNP"
            and following.lower not in DEMONYMS
        )

    def _with_particle(self, i: int, at: int) -> int:
        """Take in "al-" and "bin" before the first capital."""
        tokens = self.tokens
        if i - 1 >= at and tokens[i - 1].lower in PARTICLES - {"de", "la", "y", "e"}:
            return i - 1
        glued = i - 2 >= at and tokens[i - 1].text in HYPHENS
        if glued and tokens[i - 2].lower in PARTICLES:
            return i - 2
        return i

    def _waiting(self, waiting: int, i: int) -> int:
        """The start of the title that "of" or "to" joins to the chunk at ``i``."""
        if waiting < 0:
            return -1
        link = i - 1
        if self.tokens[link].lower == "the":
            link -= 1
        tied = self.tokens[link].lower in LINKS and i - waiting <= 8
        return waiting if tied else -1

    def _behind_office(self, title: int, first: int, end: int) -> Iterator[Name]:
        cut = cut_office(self.tokens, first, end)
        inner = find_name(self.tokens, first, end)
        cut = max(cut, inner if inner < end else first)
        if cut == first:
            cut = self._given_name(first, end)
            if cut < end:
                yield from self._make(first, cut, first)
                yield from self._make(cut, end, title)
                return
            cut = first
        if cut == first:
            yield from self._make(first, end, first)
            return
        if self.tokens[first].lower in COUNTRIES:
            yield from self._make(first, first + 1, first)
        if cut < end:
            yield from self._make(cut, end, title)

    def _given_name(self, first: int, end: int) -> int:
        """Where a person's name starts behind a body: "House of Lords Anna Berg"."""
        for i in range(first + 1, end - 1):
            if self.tokens[i].lower in FIRST_NAMES and self._is_body(i - 1):
                return i
        return end

    def _is_body(self, i: int) -> bool:
        lower = self.tokens[i].lower
        return lower in ORG_WORDS or any(
            t.lower == "of" for t in self.tokens[max(i - 1, self.start) : i]
        )

    def _titled(self, first: int, name: int, end: int, at: int) -> Iterator[Name]:
        title = name
        behind = name > at and names_role(self.tokens[name - 1])
        if name > first or (behind and not self._is_no_person(end - 1)):
            title = find_title(self.tokens, at if name > first else self.start, name)
        country = self.tokens[first].lower in COUNTRIES and name > first
        if country:
            yield from self._make(first, first + 1, first)
        yield from self._make(name, end, min(title, name))

    def _is_no_person(self, last: int) -> bool:
        lower = self.tokens[last].lower
        return lower in ORG_WORDS or lower in PLACE_WORDS or lower in PLACES

    def _make(
        self, first: int, last: int, title: int, *, sure: bool = True
    ) -> Iterator[Name]:
        token = self.tokens[first]
        people = token.lower
        if last - first == 2:
            people += " " + self.tokens[first + 1].lower
        if people in DEMONYMS and last - first < 3:
            yield from self._people(first, last, people)
            return
        if last - first == 1:
            if self._is_modifier(first) or "$" in token.text:
                return
            if "-" in token.text:
                yield from self._parts(first, title)
                return
            if token.lower in THINGS or token.lower in HONORIFICS:
                return
            common = token.lower in ROLES or token.lower in GROUPS
            sure = sure and not common and token.tag[:2] != "JJ"
        sure = sure and not all(
            t.lower in TITLE_WORDS for t in self.tokens[first:last]
        )
        start, end = token.start, self.tokens[last - 1].end
        text = self.text[start:end]
        yield Name(
            start, end, text, tuple(text.lower().split()), first, last, title,
            sure and not self.headline,
        )

    def _is_modifier(self, i: int) -> bool:
        """ "pro-Russian", "Moscow-based": no name by itself."""
        tokens = self.tokens
        if i - 2 >= self.start and tokens[i - 1].text in HYPHENS:
            if tokens[i - 2].lower in PREFIXES and tokens[i - 1].end == tokens[i].start:
                return True
        if i + 2 < self.stop and tokens[i + 1].text in HYPHENS:
            tail = tokens[i + 2].lower
            glued = tokens[i].end == tokens[i + 1].start
            return glued and (tail in MODIFYING or tail.endswith("ed"))
        return False

    def _parts(self, i: int, title: int) -> Iterator[Name]:
        """The names in one hyphenated token: "Russia-China", but "Ki-moon" is one."""
        token = self.tokens[i]
        parts = token.text.split("-")
        lowers = [part.lower() for part in parts]
        if lowers[-1] in MODIFYING or (parts[-1].islower() and len(parts[0]) > 3):
            return
        if not any(p in COUNTRIES or p in DEMONYMS for p in lowers):
            yield Name(
                token.start, token.end, token.text, (token.lower,), i, i + 1, title,
                not self.headline,
            )
            return
        at = token.start
        for part, lower in zip(parts, lowers, strict=True):
            if lower in COUNTRIES or lower in SEATS:
                yield Name(
                    at, at + len(part), part, (lower,), i, i + 1, i, not self.headline
                )
            at += len(part) + 1

    def _people(self, first: int, last: int, people: str) -> Iterator[Name]:
        """ "the Iraqi government" is the state, "Iraqis" are a people."""
        start = self.tokens[first].start
        following = self.tokens[last] if last < self.stop else None
        if following is not None and following.lower in STATE_NOUNS:
            country = DEMONYMS[people]
            if country:
                text = self.text[start : following.end]
                words = ("@" + country, following.lower)
                yield Name(
                    start, following.end, text, words, first, last + 1, first, True
                )
            return
        plural = people.endswith("s") and people[:-1] in DEMONYMS
        tag = self.tokens[last - 1].tag
        if plural or (tag == "NNPS" and not _is_followed_by_noun(following)):
            end = self.tokens[last - 1].end
            yield Name(
                start, end, self.text[start:end], tuple(people.split()), first, last,
                first, not self.headline,
            )


def _is_followed_by_noun(token: Token | None) -> bool:
    return token is not None and (
        token.tag[:2] in {"NN", "JJ"} or token.lower in GROUPS
    )
