"""Find the names of an article, and the titles before them.

A chunk is a sequence of capitalised words, with words between them that may belong to a
name: "Foreign Minister Anna Berg", "House of Lords". A chunk is the tokens from
``start`` to before ``end``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import compress
from operator import ne

from summarizers.lexicons import words
from summarizers.model import fast_new
from summarizers.readers.english.actors.name_boundaries import find_end, is_capital
from summarizers.readers.english.actors.printed_names import (
    NameMention,
    NameRun,
    read_run,
)
from summarizers.readers.english.actors.word_lists import (
    ADDRESSED,
    CALENDAR,
    COMPOUND_TAILS,
    COUNTRIES,
    DEMONYMS,
    EVENTS,
    FIRST_NAMES,
    HONORIFICS,
    HYPHENS,
    OFFICES,
    OPENERS,
    ORG_NOUNS,
    ORG_WORDS,
    PARTICLES,
    PLACE_WORDS,
    PLACES,
    POSSESSIVES,
    ROLES,
    THINGS,
    TITLE_WORDS,
    role_noun,
)
from summarizers.readers.parse import Parse, Tokens

BE = words("be_forms")
OUTER_TAGS = frozenset(("DT", "IN", "CC", "POS", "PRP$"))
COUNTRY_TOKENS = 4
TITLE_TOKENS = 10
# Titles that tell nothing without a noun before them.
INCOMPLETE = frozenset(("champion", "holder", "leader", "member", "winner"))
# Tags of nouns; the tagger gives most of them "".
UNKNOWN_TAGS = frozenset(("", "NN"))


def find_name(tokens: Tokens, start: int, end: int) -> int:
    """Return the token at which the name in a chunk starts, after its title if any.

    The result is ``end`` if the chunk is only a title.
    """
    last = tokens.lowers[end - 1]
    if last in ADDRESSED and not _is_surname(tokens, start, end):
        return end if _is_title(tokens, start, end) else start
    impersonal = last in ORG_WORDS or last in PLACE_WORDS or last in EVENTS
    if impersonal and not _is_addressed(tokens, start, end):
        return start
    for i in range(end - 2, start - 1, -1):
        if tokens.lowers[i] in ADDRESSED and is_capital(tokens.texts[i]):
            return _skip_stop(tokens, i + 1, end)
        if _leads_to_person(tokens, i, end):
            return i + 1
        if tokens.lowers[i] in ORG_WORDS:
            break
    return start


def _is_addressed(tokens: Tokens, start: int, end: int) -> bool:
    """Return whether a chunk that ends like an event is a person: "Mr Ivo Storm".

    Its last three words must be a title and two names. A verb or comma must follow, and
    no article or preposition may stand before it.
    """
    if end - 3 < start or tokens.lowers[end - 3] not in ADDRESSED:
        return False
    follows = tokens.tags[end][:2] in {"VB", ","} if end < len(tokens) else False
    return follows and (start == 0 or tokens.tags[start - 1] not in OUTER_TAGS)


def _leads_to_person(tokens: Tokens, i: int, end: int) -> bool:
    """Return whether token ``i`` is a trade, organisation or people before a full name.

    Example: "Chemist Ivo Berg".
    """
    if i + 2 >= end or tokens.lowers[i + 1] not in FIRST_NAMES:
        return False
    before = tokens.lowers[i]
    if before in FIRST_NAMES:
        return False
    is_listed = before in ROLES or before in ORG_WORDS or before in DEMONYMS
    return is_listed or before.endswith("ist")


def _is_surname(tokens: Tokens, start: int, end: int) -> bool:
    """Return whether the last word of a chunk, a title, is a surname: "Mr Major"."""
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
    """Return ``start``, or the next token if it is the full stop of "Gen."."""
    return start + 1 if start + 1 < end and tokens.texts[start] == "." else start


def cut_office(tokens: Tokens, start: int, end: int) -> int:
    """Return the token after the office or country that follows "Secretary of".

    An office is a word such as "State". Return ``end`` if the chunk is only an office,
    and ``start`` if it has no office or country.
    """
    office = tokens.lowers[start] in OFFICES
    if end - start == 1 or tokens.lowers[end - 1] in ORG_WORDS:
        return end if office else start
    return start + 1 if office else cut_country(tokens, start, end)


def cut_country(tokens: Tokens, start: int, end: int) -> int:
    """Return the token after the country that starts a chunk, or else ``start``."""
    words = ""
    for i in range(start, min(end - 1, start + COUNTRY_TOKENS)):
        words = f"{words} {tokens.lowers[i]}".lstrip()
        if words in COUNTRIES:
            return i + 1
    return start


def find_given_name(tokens: Tokens, start: int, end: int) -> int:
    """Return the token of a person's given name after an organisation, or ``end``.

    In "House of Lords Anna Berg" it is the token "Anna".
    """
    last = tokens.lowers[end - 1]
    impersonal = last in ORG_WORDS or last in PLACE_WORDS or last in PLACES
    for i in range(start + 1, end - 1):
        given = tokens.lowers[i] in FIRST_NAMES
        if given and not impersonal and tokens.lowers[i - 1] not in FIRST_NAMES:
            return i
    return end


def find_title(tokens: Tokens, start: int, first: int) -> int:
    """Return the first token of the title before token ``first``.

    The title starts at ``start`` or later.
    """
    at = max(start, first - 1)
    while at > start and first - at < TITLE_TOKENS and _may_qualify(tokens, at - 1):
        at -= 1
    while at < first and (tokens.texts[at] in "-–'’,.&" or _opens_clause(tokens, at)):
        at += 1
    return at - _needs_noun(tokens, start, at, first)


def _opens_clause(tokens: Tokens, i: int) -> bool:
    """Return whether the word ``i`` before a title belongs to the sentence.

    Such a word is "when", "then" after "and", or a verb that looks like a noun or
    adjective. Examples are "force" in "will almost certainly force President Berg to
    go", and "leading" in "is now leading President Berg".
    """
    if tokens.tags[i] == "WRB":
        return True
    at = i - 1
    if tokens.lowers[i] == "then":
        return at >= 0 and tokens.tags[at] == "CC"
    while at > 0 and tokens.tags[at] == "RB":
        at -= 1
    if at < 0 or not tokens.texts[i].islower():
        return False
    is_progressive = tokens.lowers[i].endswith("ing") and tokens.lowers[at] in BE
    return is_progressive or tokens.tags[at] == "MD"


def _needs_noun(tokens: Tokens, start: int, at: int, first: int) -> bool:
    """Return whether a title lacks its first noun: "leader" of "series leader Berg"."""
    if first - at != 1 or at <= start or tokens.lowers[at] not in INCOMPLETE:
        return False
    before = tokens.texts[at - 1]
    return tokens.tags[at - 1] in UNKNOWN_TAGS and before.isalpha() and before.islower()


def take_owner(tokens: Tokens, start: int, at: int) -> int:
    """Return the first token of a title with its owner: "Japan's Ambassador".

    ``at`` is the first token of the title without the owner.
    """
    owner, texts = at - 2, tokens.texts
    if owner < start or tokens.texts[at - 1] not in POSSESSIVES:
        return at
    while owner > start and _are_capitals(texts, owner):
        owner -= 1
    return owner if is_capital(texts[owner]) else at


def _are_capitals(texts: Sequence[str], owner: int) -> bool:
    return is_capital(texts[owner]) and is_capital(texts[owner - 1])


def names_role(lower: str) -> bool:
    """Return whether a lower-case word is a role or a kind of body: "mayor", "bank"."""
    return role_noun(lower) in ROLES or lower in ORG_NOUNS


def _may_qualify(tokens: Tokens, i: int) -> bool:
    """Return whether token ``i`` can be a part of a title that continues after it."""
    text, lower, tag = tokens.texts[i], tokens.lowers[i], tokens.tags[i]
    if tokens.ends[i] == tokens.starts[i + 1] and text not in ",.":
        return text in HYPHENS or tokens.texts[i + 1] in HYPHENS
    if tag in OUTER_TAGS or text in ",.":
        return False
    if tag[:2] == "VB" and lower not in TITLE_WORDS:
        return lower in COMPOUND_TAILS and tokens.texts[i - 1] in HYPHENS
    return is_capital(text) or _is_title_word(tokens, i)


def _is_title_word(tokens: Tokens, i: int) -> bool:
    lower = tokens.lowers[i]
    is_listed = lower in TITLE_WORDS or lower in ORG_NOUNS or lower in DEMONYMS
    return is_listed or role_noun(lower) in ROLES


# First words of sentences that also start names ("All Lenna Airways", "Under Hill").
QUANTIFIERS = frozenset(("all", "one", "under", "both", "every", "more", "most", "now"))
STARTERS = frozenset("“‘\"'«„`:;—–-•*([") | {"``", "''", "--", "..."}
HEADLINE_WORDS = 4
# The least number of words of a headline with a full stop: a shorter sentence may be
# two names and a verb.
FULL_WORDS = 8
HEADLINE_SHARE = 0.7
DAY_PARTS = frozenset(("night", "morning", "evening", "afternoon", "day"))
POSTNOMINALS = words("postnominals")
POSTNOMINAL_TOKENS = 3
# Endings of abstract nouns: "Surveillance began on Monday."
ABSTRACT_ENDS = ("tion", "sion", "ment", "ness", "ance", "ence", "ity", "ism")
# Tags of a verb that starts a sentence before a name: "Joining Anna Berg".
VERB_FORMS = frozenset(("VBG", "VBN"))
# Last words of an office that name no organisation: "Chief of the General Staff".
OFFICE_ENDS = words("office_ends")
TITLE_LINKS = frozenset(("of", "to", "for", "at"))
# Particles that also start names that are not surnames ("la Palma", "de Vries").
LOOSE_PARTICLES = frozenset(("de", "la", "y", "e"))
TIED_TOKENS = 8
ACRONYM_LETTERS = 3


def find_names(parse: Parse) -> list[NameMention]:
    """Return all names outside noise, in text order.

    A capital at the start of a sentence, or in a headline, does not prove a name. Such
    a name counts only if the article has its words elsewhere, alone or at the end of a
    full name.
    """
    names: list[NameMention] = []
    tokens = parse.tokens
    texts = tokens.texts
    large = compress(range(len(texts)), map(ne, texts, tokens.lowers))
    capitals = [i for i in large if is_capital(texts[i])]
    plain = frozenset(tokens.texts)
    sentences: list[_Sentence] = []
    at = 0
    for start, stop in parse.bounds:
        end = bisect_left(capitals, stop, at)
        if at < end:
            sentences.append(_Sentence(parse, start, stop, capitals[at:end], plain))
        at = end
    for sentence in sentences:
        names += sentence.names()
    sure_words = {name.words for name in names if name.sure}
    sure_words |= {words[-1:] for words in sure_words}
    return [name for name in names if name.sure or name.words in sure_words]


class _Sentence:
    """Reads the names of one sentence."""

    def __init__(
        self,
        parse: Parse,
        start: int,
        stop: int,
        capitals: Sequence[int],
        plain: frozenset[str],
    ) -> None:
        self.parse, self.tokens = parse, parse.tokens
        self.start, self.stop = start, stop
        self.capitals = capitals
        self.plain = plain
        self.headline = self._is_headline()
        text, first = parse.layout.text, self.tokens.starts[start]
        self.has_sums = text.find("$", first, self.tokens.ends[stop - 1]) >= 0

    def names(self) -> list[NameMention]:
        """Return the names in text order.

        A title that ends with "of" ("Secretary of") joins the name after it.
        """
        names: list[NameMention] = []
        at, waiting = self.start, -1
        for i in self.capitals:
            if i < at or not (self._may_start(i) or self._begins_name(i)):
                continue
            first, end = self._chunk(i, at)
            doubtful = self._is_doubtful(i)
            if doubtful and end - first > 1 and self._only_leads(i):
                at = first + 1
                continue
            title = self._open_title(waiting, i)
            name = find_name(self.tokens, first, end)
            waiting = (
                first if name == end and not (doubtful and end - first == 1) else -1
            )
            if doubtful and end - first == 1:
                names += self._read(first, end, first, sure=False)
            elif name == end:
                if title < 0:
                    names += self._read(first, end, first, sure=False)
            elif title >= 0:
                names += self._names_after_office(title, first, end)
            else:
                names += self._titled_names(first, name, end, at)
            at = end
        return names

    def _only_leads(self, i: int) -> bool:
        """Return whether token ``i`` is a word before a name, not a part of the name.

        It is a role or a participle: "Joining Anna Berg".
        """
        lower, tag = self.tokens.lowers[i], self.tokens.tags[i]
        # Most words have no tag.
        is_participle = not tag and lower.endswith("ing") and lower not in PLACES
        return is_participle or lower in ROLES or tag in VERB_FORMS

    def _is_common(self, lower: str) -> bool:
        """Return whether the first word of a sentence is a common noun.

        It is one if the article also prints it in lower case, or if it ends like an
        abstract noun.
        """
        if lower in self.plain:
            return True
        listed = lower in FIRST_NAMES or lower in PLACES or lower in ORG_WORDS
        return lower.endswith(ABSTRACT_ENDS) and not listed

    def _is_headline(self) -> bool:
        """Return whether most words have capitals, so that capitals do not show names."""
        ends = self.tokens.texts[self.stop - 1] == "."
        least = FULL_WORDS if ends else HEADLINE_WORDS
        if len(self.capitals) < HEADLINE_SHARE * least:
            return False
        texts = self.tokens.texts
        words = sum([text[0].isalpha() for text in texts[self.start : self.stop]])
        capitals = sum([len(texts[i]) > 1 for i in self.capitals])
        return words >= least and capitals >= HEADLINE_SHARE * words

    def _opens(self, i: int) -> bool:
        return i == self.start or self.tokens.texts[i - 1] in STARTERS

    def _is_behind_rest(self, i: int) -> bool:
        """Return whether ``i`` is the second token, after a word in lower case.

        Such a word may be the rest of a caption that was cut off.
        """
        return i == self.start + 1 and self.tokens.texts[self.start].islower()

    def _may_start(self, i: int) -> bool:
        lower = self.tokens.lowers[i]
        if lower in CALENDAR:
            return self._acts(i) or self._is_given_name(i)
        if self.tokens.texts[i] == "I" or (self.has_sums and self._is_currency(i)):
            return False
        if i > self.start and self.tokens.lowers[i - 1] in CALENDAR:
            return lower not in DAY_PARTS
        if not self._opens(i):
            return OPENERS.get(lower) != "" or self.tokens.tags[i][:3] == "NNP"
        return lower not in OPENERS or (OPENERS[lower] == "n" and self._goes_on(i))

    def _begins_name(self, i: int) -> bool:
        """Return whether a capitalised quantifier starts a name: "All Lenna Air"."""
        texts = self.tokens.texts
        if self.headline or self.tokens.lowers[i] not in QUANTIFIERS:
            return False
        inside = self.start < i < self.stop - 1 and is_capital(texts[i + 1])
        return inside and (texts[i - 1].islower() or texts[i - 1] in "[,")

    def _acts(self, i: int) -> bool:
        """Return whether a verb follows the calendar word ``i``: "May said"."""
        following = self.tokens.tags[i + 1][:2] if i + 1 < self.stop else ""
        return following in {"VB", "MD"}

    def _is_given_name(self, i: int) -> bool:
        """Return whether a calendar word is a given name before a surname: "Jan Lund"."""
        following = self.tokens[i + 1] if i + 1 < self.stop else None
        return (
            following is not None
            and self.tokens.lowers[i] in FIRST_NAMES
            and is_capital(following.text)
            and following.lower not in FIRST_NAMES
            and following.lower not in CALENDAR
        )

    def _is_currency(self, i: int) -> bool:
        """Return whether a word contains or precedes the sign of a currency: "US$5"."""
        if "$" in self.tokens.texts[i]:
            return True
        following = self.tokens[i + 1] if i + 1 < self.stop else None
        return (
            following is not None
            and following.text[0] == "$"
            and following.start == self.tokens.ends[i]
        )

    def _goes_on(self, i: int) -> bool:
        """Return whether the opening word ``i`` starts a name: "National Guard"."""
        if i + 1 >= self.stop or self.tokens.tags[i][:3] != "NNP":
            return False
        following = self.tokens[i + 1]
        return following.text[0].isupper() and following.lower not in DEMONYMS

    def _is_doubtful(self, i: int) -> bool:
        """Return whether token ``i`` may have a capital without being a name.

        Such tokens are the first words of sentences and quotations, and calendar words.
        """
        lower = self.tokens.lowers[i]
        if lower in CALENDAR:
            return not self._is_given_name(i)
        if self.tokens.tags[i][:3] == "NNP" or not self._opens(i):
            return False
        return lower not in DEMONYMS and lower not in COUNTRIES

    def _chunk(self, i: int, at: int) -> tuple[int, int]:
        """Return the half-open range of the chunk around the capitalised token ``i``."""
        first = self._with_particle(i, at)
        end = find_end(self.tokens, first, self.stop)
        long = end - first >= POSTNOMINAL_TOKENS
        if long and self.tokens.lowers[end - 1] in POSTNOMINALS:
            end -= 1
        return first, end

    def _with_particle(self, i: int, at: int) -> int:
        """Return the start of a name, with "al-" or "bin" before its first capital."""
        if i - 1 < at:
            return i
        before = self.tokens.lowers[i - 1]
        if before in PARTICLES and before not in LOOSE_PARTICLES:
            return i - 1
        glued = i - 2 >= at and before in HYPHENS
        return i - 2 if glued and self.tokens.lowers[i - 2] in PARTICLES else i

    def _open_title(self, waiting: int, i: int) -> int:
        """Return ``waiting``, the first token of a title before ``i``: "Secretary of".

        Return -1 if no title waits, or if no "of" stands between title and ``i``.
        """
        if waiting < 0 or i - waiting > TIED_TOKENS:
            return -1
        link = i - 1
        link -= self.tokens.lowers[link] == "the"
        return waiting if self.tokens.lowers[link] in TITLE_LINKS else -1

    def _names_after_office(
        self, title: int, first: int, end: int
    ) -> list[NameMention]:
        """Return the names after "Secretary of": state or organisation, and person."""
        if self.tokens.lowers[end - 1] in OFFICE_ENDS:
            return []
        names: list[NameMention] = []
        inner = find_name(self.tokens, first, end)
        cut = cut_office(self.tokens, first, end)
        cut = max(cut, inner if inner < end else first)
        if cut == first:
            given = find_given_name(self.tokens, first, end)
            body = not ORG_WORDS.keys().isdisjoint(self.tokens.lowers[first:given])
            if given == end or body or self.tokens.lowers[given - 1] in PLACES:
                names += self._read(first, given, first)
            cut = given
        else:
            state = cut_country(self.tokens, first, end)
            if first < state <= cut:
                names += self._read(first, state, first)
        if cut < end:
            names += self._read(cut, end, title)
        return names

    def _titled_names(
        self, first: int, name: int, end: int, at: int
    ) -> list[NameMention]:
        """Return the name in a chunk with its title, and "US" of "US President Berg"."""
        names: list[NameMention] = []
        title = name
        if name > first:
            title = find_title(self.tokens, at, name)
            if self._is_owner(first):
                names += self._read(first, first + 1, first)
        elif name > at and self._is_called(name, end):
            title = find_title(self.tokens, self.start, name)
        if title < name:
            title = take_owner(self.tokens, self.start, title)
        names += self._read(name, end, title)
        return names

    def _is_called(self, name: int, end: int) -> bool:
        """Return whether a lower-case role or kind precedes a name: "mayor Berg"."""
        before = self.tokens.lowers[name - 1]
        if not names_role(before) or self.tokens.tags[name - 1][:2] == "VB":
            return False
        last = self.tokens.lowers[end - 1]
        impersonal = last in ORG_WORDS or last in PLACE_WORDS or last in PLACES
        return before in ORG_NOUNS or not impersonal

    def _is_owner(self, i: int) -> bool:
        """Return whether ``i`` is a country or an acronym: "US", "NATO".

        Whether a title follows is not tested.
        """
        text, lower = self.tokens.texts[i], self.tokens.lowers[i]
        long = len(text) >= ACRONYM_LETTERS and text.isupper()
        return lower in COUNTRIES or (long and lower not in THINGS)

    def _read(
        self, first: int, last: int, title: int, *, sure: bool = True
    ) -> Sequence[NameMention]:
        sure = sure and not self.headline
        opens = self._opens(first)
        if sure and last - first == 1 and (opens or self._is_behind_rest(first)):
            sure = not self._is_common(self.tokens.lowers[first])
        run = fast_new(NameRun, (first, last, title, sure, opens))
        return read_run(self.parse, run, self.stop)
