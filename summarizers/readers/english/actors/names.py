"""Find the names of an article, and the titles before them.

A chunk is a sequence of capitalised words, with words between them that may belong to a
name: "Foreign Minister Anna Berg", "House of Lords". A chunk is the tokens from
``first`` to before ``end``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import compress
from operator import ne
from typing import NamedTuple

from summarizers.lexicons import words
from summarizers.model import fast_new
from summarizers.readers.english.actors.word_lists import (
    ADDRESSED,
    CALENDAR,
    COMPOUND_TAILS,
    COUNTRIES,
    DEMONYMS,
    EVENTS,
    FIRST_NAMES,
    GROUPS,
    HONORIFICS,
    HYPHENS,
    OFFICES,
    OPENERS,
    ORG_NOUNS,
    ORG_WORDS,
    OWNERS,
    PARTICLES,
    PLACE_WORDS,
    PLACES,
    POSSESSIVES,
    ROLES,
    SEATS,
    THINGS,
    TITLE_WORDS,
    role_noun,
)
from summarizers.readers.parse import Parse, Tokens

# Words of which the last one of a chunk shows that it is not a person's name.
_IMPERSONAL = ORG_WORDS.keys() | PLACE_WORDS | EVENTS
_STATE_NOUNS = frozenset(("government", "regime", "administration", "leadership"))
STATE_MARK = "@"
_OUTER_TAGS = frozenset(("DT", "IN", "CC", "POS", "PRP$", "WRB"))
_STARTERS = frozenset("“‘\"'«„`:;—–-•*([") | {"``", "''", "--", "..."}
_COUNTRY_TOKENS = 4
_TITLE_TOKENS = 10
_PEOPLE_TOKENS = 2
_SHORT_PART = 3
_ACRONYM_LETTERS = 3
# The least number of words of a headline without and with a full stop, and their share
# of capitals. A shorter sentence may be two names and a verb.
_HEADLINE_WORDS, _FULL_WORDS = 4, 8
_HEADLINE_SHARE = 0.7
_DAY_PARTS = frozenset(("night", "morning", "evening", "afternoon", "day"))
_POSTNOMINALS = words("postnominals")
_POSTNOMINAL_TOKENS = 3
# Endings of abstract nouns: "Surveillance began on Monday."
_ABSTRACT_ENDS = ("tion", "sion", "ment", "ness", "ance", "ence", "ity", "ism")
# Last words of an office that name no organisation: "Chief of the General Staff".
_OFFICE_ENDS = words("office_ends")
_TITLE_LINKS = frozenset(("of", "to", "for", "at"))
_TIED_TOKENS = 8
# Particles that also start names that are not surnames ("la Palma", "de Vries").
_SURNAME_PARTICLES = PARTICLES - {"de", "la", "y", "e"}

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


class NameMention(NamedTuple):
    """One mention of a name, without its title.

    ``start`` and ``end`` are characters; ``first`` and ``last`` are a half-open range
    of tokens. ``title`` is the first token of the title before the name (``first``
    without one). ``words`` are in lower case; for "the Iraqi government" they start
    with the state. ``sure`` is false if the capital letters may have another reason.
    ``described`` is true for a description, which has no name.
    """

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    first: int
    last: int
    title: int
    sure: bool = True
    described: bool = False

    @property
    def state(self) -> str:
        """Return the state that the name means, or "" if it means none."""
        if self.words[0].startswith(STATE_MARK):
            return self.words[0].removeprefix(STATE_MARK)
        return COUNTRIES.get(" ".join(self.words), "")


def find_names(parse: Parse) -> list[NameMention]:
    """Return all names outside noise, in text order.

    A capital at the start of a sentence, or in a headline, does not prove a name. Such
    a name counts only if the article has its words elsewhere, alone or at the end of a
    full name.
    """
    names = list(_NameFinder(parse).find())
    sure_words = {name.words for name in names if name.sure}
    sure_words |= {name[-1:] for name in sure_words}
    return [name for name in names if name.sure or name.words in sure_words]


class _NameFinder:
    """Reads the names of one sentence after the other, ``start`` to before ``stop``."""

    def __init__(self, parse: Parse) -> None:
        self.parse, self.tokens = parse, parse.tokens
        self.texts, self.lowers = parse.tokens.texts, parse.tokens.lowers
        self.tags = parse.tokens.tags
        self.plain = frozenset(self.texts)
        self.start = self.stop = 0
        self.headline = False

    def find(self) -> Iterator[NameMention]:
        """Yield the names of all sentences."""
        texts, at = self.texts, 0
        large = compress(range(len(texts)), map(ne, texts, self.lowers))
        capitals = [i for i in large if is_capital(texts[i])]
        for start, stop in self.parse.bounds:
            end = bisect_left(capitals, stop, at)
            if at < end:
                inside, at = capitals[at:end], end
                self.start, self.stop = start, stop
                self.headline = self._is_headline(inside)
                yield from self._in_sentence(inside)

    def _is_headline(self, capitals: Sequence[int]) -> bool:
        """Return whether most words have capitals, so that capitals do not show names."""
        least = _FULL_WORDS if self.texts[self.stop - 1] == "." else _HEADLINE_WORDS
        if len(capitals) < _HEADLINE_SHARE * least:
            return False
        count = sum([text[0].isalpha() for text in self.texts[self.start : self.stop]])
        large = sum([len(self.texts[i]) > 1 for i in capitals])
        return count >= least and large >= _HEADLINE_SHARE * count

    def _in_sentence(self, capitals: Sequence[int]) -> Iterator[NameMention]:
        """Yield the names; a title that ends with "of" joins the name after it."""
        at, waiting = self.start, -1
        for i in capitals:
            if i < at or not self._may_start(i):
                continue
            first, end = self._chunk(i, at)
            is_doubtful, is_alone = self._is_doubtful(i), end - first == 1
            if is_doubtful and not is_alone and self._only_leads(i):
                at = first + 1
                continue
            title = self._open_title(waiting, i)
            name = self._name_start(first, end)
            is_doubtful = is_doubtful and is_alone
            waiting = first if name == end else -1
            if is_doubtful or name == end:
                yield from self._read(first, end, first, sure=False)
            elif title >= 0:
                yield from self._after_office(title, first, end)
            else:
                yield from self._titled(first, name, end, at)
            at = end

    def _may_start(self, i: int) -> bool:
        """Return whether a name may start at the capitalised token ``i``."""
        lower = self.lowers[i]
        following = self.texts[i + 1] if i + 1 < self.stop else ""
        if lower in CALENDAR:
            acts = bool(following) and self.tags[i + 1][:2] in {"VB", "MD"}
            return acts or self._is_given_name(i)
        # "$" shows a currency: "US$5".
        if following == "$":
            return False
        if i > self.start and self.lowers[i - 1] in CALENDAR:
            return lower not in _DAY_PARTS
        if not self._opens(i):
            return OPENERS.get(lower) != "" or self.tags[i] == "NNP"
        goes_on = following[:1].isupper() and following.lower() not in DEMONYMS
        is_name = OPENERS.get(lower) == "n" and self.tags[i] == "NNP" and goes_on
        return lower not in OPENERS or is_name

    def _is_given_name(self, i: int) -> bool:
        """Return whether a calendar word is a given name before a surname: "Jan Lund"."""
        following = self.texts[i + 1 : self.stop][:1]
        return self.lowers[i] in FIRST_NAMES and any(map(is_capital, following))

    def _opens(self, i: int) -> bool:
        return i == self.start or self.texts[i - 1] in _STARTERS

    def _is_doubtful(self, i: int) -> bool:
        """Return whether token ``i`` may have a capital without being a name.

        Such tokens are the first words of sentences and quotations, and calendar words.
        """
        lower = self.lowers[i]
        if lower in CALENDAR:
            return not self._is_given_name(i)
        if self.tags[i] == "NNP" or not self._opens(i):
            return False
        return lower not in DEMONYMS and lower not in COUNTRIES

    def _only_leads(self, i: int) -> bool:
        """Return whether token ``i`` is a role or participle: "Joining Anna Berg"."""
        lower = self.lowers[i]
        return lower.endswith("ing") or lower in ROLES

    def _chunk(self, i: int, at: int) -> tuple[int, int]:
        """Return the half-open range of the chunk around the capitalised token ``i``.

        A particle such as "bin" may stand before its first capital.
        """
        has_particle = i > at and self.lowers[i - 1] in _SURNAME_PARTICLES
        first = i - has_particle
        end = _find_end(self.tokens, first, self.stop)
        is_long = end - first >= _POSTNOMINAL_TOKENS
        return first, end - (is_long and self.lowers[end - 1] in _POSTNOMINALS)

    def _open_title(self, waiting: int, i: int) -> int:
        """Return ``waiting``, the first token of a title before ``i``: "Secretary of".

        Return -1 if no title waits, or if no "of" stands between title and ``i``.
        """
        if waiting < 0 or i - waiting > _TIED_TOKENS:
            return -1
        link = i - 1 - (self.lowers[i - 1] == "the")
        return waiting if self.lowers[link] in _TITLE_LINKS else -1

    def _name_start(self, first: int, end: int) -> int:
        """Return the token at which the name in a chunk starts, after its title if any.

        The result is ``end`` if the chunk is only a title.
        """
        lowers, last = self.lowers, self.lowers[end - 1]
        if last in ADDRESSED:
            before = lowers[end - 2] if end - first > 1 else ""
            # A title may be a surname: "Mr Major".
            is_surname = before in FIRST_NAMES or bool(HONORIFICS.get(before))
            is_given = lowers[first] in FIRST_NAMES and lowers[first] not in TITLE_WORDS
            if not is_surname:
                is_name = before and (is_given or last in HONORIFICS)
                return first if is_name else end
        elif last in _IMPERSONAL and not self._has_event_surname(first, end):
            return first
        for i in range(end - 2, first - 1, -1):
            # An office may be the owner in a name: "U.S. Attorney's Office".
            is_title = lowers[i] in ADDRESSED and lowers[i + 1] not in POSSESSIVES
            if is_title and is_capital(self.texts[i]):
                # The full stop of "Gen." may be a token.
                return i + 1 + (i + 2 < end and self.texts[i + 1] == ".")
            if i + 2 < end and self._leads_to_person(i):
                return i + 1
            if lowers[i] in ORG_WORDS:
                break
        return first

    def _has_event_surname(self, first: int, end: int) -> bool:
        """Return whether a title and two names end with an event: "Judge Edda Storm"."""
        lowers = self.lowers
        is_event = lowers[end - 1] in EVENTS and lowers[first - 1] != "the"
        return (
            is_event and end - first > _PEOPLE_TOKENS and lowers[end - 3] in ADDRESSED
        )

    def _leads_to_person(self, i: int) -> bool:
        """Return whether ``i`` is a trade, body or people before a full name: "Chemist"."""
        before = self.lowers[i]
        is_listed = before in ROLES or before in ORG_WORDS or before in DEMONYMS
        is_listed |= before.endswith("ist")
        return is_listed and self.lowers[i + 1] in FIRST_NAMES

    def _after_office(self, title: int, first: int, end: int) -> Iterator[NameMention]:
        """Yield the names after "Secretary of": state or organisation, and person."""
        lowers = self.lowers
        if lowers[end - 1] in _OFFICE_ENDS:
            return
        state = self._country_end(first, end)
        cut = first + 1 if lowers[first] in OFFICES else state
        if lowers[end - 1] in ORG_WORDS:
            cut = end if lowers[first] in OFFICES else first
        cut = max(cut, self._name_start(first, end))
        if cut == first:
            # "House of Lords Anna Berg": the person starts at a given name.
            given = [i for i in range(first + 1, end - 1) if lowers[i] in FIRST_NAMES]
            last = lowers[end - 1]
            is_person = given and last not in _IMPERSONAL and last not in PLACES
            cut = given[0] if is_person else end
            if cut == end or not ORG_WORDS.keys().isdisjoint(lowers[first:cut]):
                yield from self._read(first, cut, first)
        elif first < state <= cut:
            yield from self._read(first, state, first)
        if cut < end:
            yield from self._read(cut, end, title)

    def _country_end(self, first: int, end: int) -> int:
        """Return the token after the country that starts a chunk, or else ``first``."""
        for last in range(first + 1, min(end, first + _COUNTRY_TOKENS + 1)):
            if " ".join(self.lowers[first:last]) in COUNTRIES:
                return last
        return first

    def _titled(
        self, first: int, name: int, end: int, at: int
    ) -> Iterator[NameMention]:
        """Yield the name in a chunk with its title, and "US" of "US President Berg"."""
        title = name
        if name > first:
            title = self._title_start(at, name)
            text, lower = self.texts[first], self.lowers[first]
            is_acronym = len(text) >= _ACRONYM_LETTERS and text.isupper()
            if lower in COUNTRIES or (is_acronym and lower not in THINGS):
                yield from self._read(first, first + 1, first)
        elif name > at and self._is_called(name, end):
            title = self._title_start(self.start, name)
        owner = title - 2
        if (
            title < name
            and owner >= self.start
            and self.lowers[title - 1] in POSSESSIVES
        ):
            # "Japan's Ambassador Berg": the owner is a part of the title.
            while is_capital(self.texts[owner]) and owner >= self.start:
                title, owner = owner, owner - 1
        yield from self._read(name, end, title)

    def _is_called(self, name: int, end: int) -> bool:
        """Return whether a lower-case role or kind precedes a name: "mayor Berg"."""
        before, last = self.lowers[name - 1], self.lowers[end - 1]
        is_kind = before in ORG_NOUNS
        if (
            not (is_kind or role_noun(before) in ROLES)
            or self.tags[name - 1][:2] == "VB"
        ):
            return False
        is_place = last in PLACE_WORDS or last in PLACES
        return is_kind or not (last in ORG_WORDS or is_place)

    def _title_start(self, low: int, name: int) -> int:
        """Return the first token of the title before ``name``, at ``low`` or later."""
        at = max(low, name - 1)
        while at > low and name - at < _TITLE_TOKENS and self._may_qualify(at - 1):
            at -= 1
        while at < name and self.texts[at] in "-–'’,.&":
            at += 1
        return at

    def _may_qualify(self, i: int) -> bool:
        """Return whether token ``i`` can be a part of a title that continues after it."""
        text, lower, tag = self.texts[i], self.lowers[i], self.tags[i]
        if tag in _OUTER_TAGS or text in ",." or lower in POSSESSIVES:
            return False
        if tag[:2] == "VB":
            return lower in TITLE_WORDS
        is_listed = lower in TITLE_WORDS or lower in ORG_NOUNS or lower in DEMONYMS
        return is_listed or is_capital(text) or role_noun(lower) in ROLES

    def _read(
        self, first: int, last: int, title: int, *, sure: bool = True
    ) -> Iterator[NameMention]:
        """Yield the names in a run of capitalised words; "Moscow-based" has none."""
        start, end = self.tokens.starts[first], self.tokens.ends[last - 1]
        # At the end of a sentence, the name "Yun Sun." has a full stop.
        final = self.lowers[last - 1]
        end -= last == self.stop and final[-1] == "." and final[:-1] in CALENDAR
        joined, is_alone = " ".join(self.lowers[first:last]), last - first == 1
        words = tuple(self.parse.layout.text[start:end].lower().split())
        following = self.lowers[last] if last < self.stop else ""
        sure = sure and not self.headline and self._is_proper(first, last, title)
        is_people = last - first <= _PEOPLE_TOKENS and joined in DEMONYMS
        state = DEMONYMS[joined] if is_people else COUNTRIES.get(joined, "")
        if state and following in _STATE_NOUNS:
            words = (STATE_MARK + state, *words, following)
            end, last = self.tokens.ends[last], last + 1
        elif is_people and (joined[-1] != "s" or joined.endswith("ss")):
            return
        elif is_alone and "-" in joined.replace("–", "-"):
            yield from self._read_parts(first, title, sure=sure)
            return
        elif is_alone and (
            len(joined) == 1 or joined in THINGS or joined in HONORIFICS
        ):
            return
        text = self.parse.layout.text[start:end]
        yield fast_new(
            NameMention, (start, end, text, words, first, last, title, sure, False)
        )

    def _is_proper(self, first: int, last: int, title: int) -> bool:
        """Return whether the words are more than a capitalised title or common noun.

        The first word of a sentence is a common noun if the article also prints it in
        lower case, or if it ends like an abstract noun.
        """
        inside, final = self.lowers[first:last], self.lowers[last - 1]
        if last - first == 1:
            if self._opens(first):
                is_listed = (
                    final in FIRST_NAMES or final in PLACES or final in ORG_WORDS
                )
                is_abstract = final.endswith(_ABSTRACT_ENDS) and not is_listed
                if is_abstract or final in self.plain or final in GROUPS:
                    return False
            if title == first and final in ROLES:
                return False
        is_body = final in ORG_WORDS or final in GROUPS
        return is_body or not TITLE_WORDS.issuperset(inside)

    def _read_parts(self, i: int, title: int, *, sure: bool) -> Iterator[NameMention]:
        """Yield the names in a hyphenated token: two in "Russia-China", one in "Ki-moon"."""
        at, text = self.tokens.starts[i], self.texts[i]
        parts = text.replace("–", "-").split("-")
        lowers = [part.lower() for part in parts]
        is_adjective = parts[-1].islower() and len(parts[0]) > _SHORT_PART
        if lowers[-1] in COMPOUND_TAILS or is_adjective:
            return
        if not any(lower in COUNTRIES or lower in DEMONYMS for lower in lowers):
            whole = (self.lowers[i],)
            yield NameMention(at, at + len(text), text, whole, i, i + 1, title, sure)
            return
        for part, lower in zip(parts, lowers, strict=True):
            if lower in COUNTRIES or lower in SEATS:
                yield NameMention(at, at + len(part), part, (lower,), i, i + 1, i, sure)
            at += len(part) + 1


def _find_end(tokens: Tokens, start: int, stop: int) -> int:
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
    is_list = not _LISTED.isdisjoint((before, after))
    is_list = is_list or texts[end - 1].isupper() or texts[end + 1].isupper()
    is_office = after in ADDRESSED and lowers[end + 2] not in ORG_WORDS
    is_titled = is_office or lowers[start] in ADDRESSED
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
