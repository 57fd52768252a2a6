"""Find the numbers in a report, and what each number counts.

A number counts people killed or injured, an amount of money for a purpose, or a noun.
Nouns of one class, such as "miners" and "men", also count as that class.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from itertools import islice
from typing import NamedTuple

from summarizers.languages.profile import LanguageProfile, Numerals, listed_profile
from summarizers.lexicons import choice, entries, table, words
from summarizers.model import Article, Sentence, Span
from summarizers.text.language import (
    language_of_lists,
    sentence_terms,
    stop_words,
    terms,
)
from summarizers.text.splitting import split_text

CLASS = "≈"
"""The first character of the unit of a class of nouns."""

# The greatest distance, as a share, of a number after "about" or "over" from the exact one.
_LATITUDE = 0.15
# A number halfway between two rounded ones is rounded up, so the upper limit is a bit less.
_BELOW_HALF = 0.999
_TEN, _HUNDRED = 10, 100
_LETTERS = {"k": 10**3, "m": 10**6, "b": 10**9}
_BROKEN = re.compile(r"\s?[,.]\s\d")
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_OTHER_YEAR = re.compile(r"(?<![\w,.$€£])(?:1[5-9]\d\d|20\d\d)(?![\w,.]\d)")
_BEFORE = re.compile(r"([^\W\d_]{1,30})\s$")

# Casualties are reported at the top; numbers further down are of other events.
_TOP_SENTENCES, _MOST_SENTENCES = 8, 400
# The number of characters before and after a number, and of words after it, that are read.
_BEHIND, _AHEAD, _LOOK_BACK, _MOST_WORDS = 60, 90, 36, 8
# The list of casualties begins with the killed and the injured.
_HURT = 2
# The number of words behind a noun among which its fate may be.
_FATE = 4
# A sentence with more numbers is a table of results or an inventory.
_MOST_NUMBERS = 3


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text: the slice ``text[start:end]``, such as "about $1,200".

    ``value`` is the printed number; the exact number lies between ``low`` and ``high``.
    ``currency`` is a sign such as "$", or empty. ``loose`` is true for one end of a
    range ("5 to 7"), and for a number that is part of a longer one. ``behind`` is the
    offset of the noun that the number counts, after any "of".
    """

    start: int
    end: int
    value: float
    low: float
    high: float
    currency: str = ""
    loose: bool = False
    behind: int = 0

    def contradicts(self, other: Quantity) -> bool:
        """Return whether two quantities cannot be the same number."""
        return self.high < other.low or other.high < self.low


def find_quantities(
    text: str, start: int, end: int, numerals: Numerals
) -> Iterator[Quantity]:
    """Yield the numbers in ``text[start:end]``, in text order, in linear time.

    Ordinals, ages, times of day, scores, percentages, years and numbers in names are
    left out.
    """
    for match in numerals.pattern("number").finditer(text, start, end):
        is_bare = match["scale"] is None and match["currency"] is None
        if is_bare and _YEAR.fullmatch(match["digits"] or ""):
            continue
        value, unit = _value(match, numerals)
        low, high = _interval(value, unit, numerals.kind(match))
        before = text[max(start, match.start() - _LOOK_BACK) : match.start()]
        is_loose = (
            match["rest"]
            or _BROKEN.match(text, match.end(), end)
            or numerals.pattern("ranges").match(text, match.end(), end)
            or numerals.pattern("after_range").search(before)
            or numerals.pattern("until").search(before)
        )
        scaled = match["scale"] or match["wordscale"] or match["bare"]
        joint = numerals.pattern("of").match(text, match.end()) if scaled else None
        yield Quantity(
            match.start(),
            match.end(),
            value,
            low,
            high,
            numerals.currency(match["currency"] or ""),
            bool(is_loose),
            (joint or match).end(),
        )


def _value(match: re.Match[str], numerals: Numerals) -> tuple[float, float]:
    """Return the number and its unit of rounding: 3400 and 100 for "3,400".

    The unit is the place value of the last digit that is not 0.
    """
    if match["bare"]:
        return (scale := float(numerals.factor(match["bare"]))), scale
    letter = _LETTERS.get((match["letter"] or "").lower(), 1)
    scale = float(letter * numerals.factor(match["scale"] or match["wordscale"]))
    written = match["digits"]
    digits = numerals.digits(written) if written else str(numerals.word(match["word"]))
    if "." in digits:
        unit = _TEN ** -len(digits.partition(".")[2])
    else:
        unit = _TEN ** (len(digits) - len(digits.rstrip("0")))
    return float(digits) * scale, unit * scale


def _interval(value: float, unit: float, kind: str) -> tuple[float, float]:
    """Return the lowest and highest exact value for which ``value`` may be printed.

    ``unit`` is the unit to which ``value`` is rounded. ``kind`` is "about", "above",
    "below" or "".
    """
    rounding = unit / 2 if unit >= _HUNDRED or value % 1 else 0.0
    low, high = value - rounding, value + _BELOW_HALF * rounding
    width = value * _LATITUDE if unit >= _TEN or unit < 1 or kind == "about" else 0.0
    if kind == "about" and unit >= _HUNDRED:
        # "About 11,000" is rounded to thousands: it is not 9,500.
        width = min(width, unit)
    lowest, highest = min(low, value - width), max(high, value + width)
    match kind:
        case "about":
            return lowest, highest
        case "above":
            return value, highest
        case "below":
            return lowest, value
        case _:
            return low, high


class Casualty(NamedTuple):
    """A number of people with the same fate, printed as ``text[start:end]``.

    ``label`` is the fate, such as "killed". ``group`` is the stem of the noun for the
    people, such as "soldier", or empty for people in general.
    """

    label: str
    group: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Count:
    """A number in a report; ``label`` names the thing that it counts.

    Only counts of one label and one ``unit`` are compared. ``terms`` are the stems of
    the other words of its sentence. A ``tentative`` count is in a sentence that may be
    about another time. ``moment`` is the time of the report, if known.

    ``qualifiers`` are the words before the noun; ``restrictions`` are those of them
    that name only a part of the things ("stolen cars"). ``fate`` is what happened to
    the things. ``stuff`` are the stems of the words behind a unit: "oil" in "tonnes of
    oil". ``is_total`` is true for a noun of which reports always count all,
    ``is_people`` for people in general.
    """

    label: str
    unit: str
    quantity: Quantity
    span: Span
    sentence: Span
    terms: frozenset[str]
    tentative: bool
    moment: datetime | None
    is_casualty: bool = False
    qualifiers: frozenset[str] = frozenset()
    restrictions: frozenset[str] = frozenset()
    fate: str = ""
    stuff: frozenset[str] = frozenset()
    is_total: bool = False
    is_people: bool = False


def read_counts(
    article: Article, moment: datetime | None
) -> Mapping[tuple[str, str], Sequence[Count]]:
    """Map the label and unit of each counted thing to the report's numbers of it.

    A thing whose numbers contradict each other is left out.
    """
    counts: dict[tuple[str, str], list[Count]] = defaultdict(list)
    profile = listed_profile(language_of_lists(article.lang, article.text))
    for sentence in split_text(article, profile.code).sentences[:_MOST_SENTENCES]:
        if sentence.noise is None and not _is_elsewhere(sentence, article, profile):
            reader = _SentenceReader(article, sentence, profile, moment)
            for count in reader.counts():
                counts[count.label, count.unit].append(count)
    return {thing: some for thing, some in counts.items() if _agree(some)}


def _is_elsewhere(
    sentence: Sentence, article: Article, profile: LanguageProfile
) -> bool:
    """Return whether the numbers of a sentence may not be those of the event.

    The sentence names another time or year, or speaks of a possibility.
    """
    background = words("background_words", profile.code) & {
        *sentence_terms(sentence.text)
    }
    if background - words("weak_background", profile.code):
        return True
    year = None if article.published is None else str(article.published.year)
    return bool(profile.numerals().pattern("other_time").search(sentence.text)) or any(
        written != year for written in _OTHER_YEAR.findall(sentence.text)
    )


def _agree(counts: Sequence[Count]) -> bool:
    """Return whether all counts can be the same number."""
    first = counts[0].quantity
    return not any(
        each.quantity.loose or each.quantity.contradicts(first) for each in counts
    )


class CasualtyCount(NamedTuple):
    """A number of people with the same fate, such as 5 killed soldiers."""

    fate: str
    group: str
    number: float


def casualty_counts(
    article: Article, lang: str
) -> tuple[tuple[int, CasualtyCount], ...]:
    """Return the numbers of killed and injured people in the article's first sentences.

    Each number comes with its offset in the text.
    """
    profile = listed_profile(lang)
    sentences = split_text(article, profile.code).sentences[:_TOP_SENTENCES]
    readers = (_SentenceReader(article, sentence, profile) for sentence in sentences)
    return tuple(
        (quantity.start, CasualtyCount(hurt.label, hurt.group, quantity.value))
        for reader in readers
        for quantity in reader.quantities
        if (hurt := reader.casualty(quantity)) and hurt.label in _hurt(profile.code)
    )


def death_count(article: Article, lang: str) -> float:
    """Return the highest number of killed people at the top of a report; 0 if none."""
    killed, _ = _hurt(lang)
    counts = (count for _, count in casualty_counts(article, lang))
    return max((count.number for count in counts if count.fate == killed), default=0.0)


def _hurt(lang: str) -> Sequence[str]:
    """Return the fates of the killed and the injured."""
    fates = dict.fromkeys(table("casualty_states", lang).values())
    return tuple(fates)[:_HURT]


class _SentenceReader:
    """Reads what the numbers of one sentence count."""

    def __init__(
        self,
        article: Article,
        sentence: Sentence,
        profile: LanguageProfile,
        moment: datetime | None = None,
    ) -> None:
        self._article, self._text = article, article.text
        self._sentence, self._moment = sentence, moment
        self._profile, self._lang = profile, profile.code
        self._pattern = profile.numerals().pattern
        self._terms = sentence_terms(sentence.text)
        plain = stop_words(self._lang) | table("number_words", self._lang).keys()
        plain |= table("number_scales", self._lang).keys()
        self._stems = frozenset(
            profile.stem(word)
            for word in self._terms
            if word.isalpha() and word not in plain
        )
        self.quantities = tuple(
            find_quantities(
                self._text, sentence.start, sentence.end, profile.numerals()
            )
        )

    def counts(self) -> Iterator[Count]:
        """Yield each number, once for each thing that it counts."""
        for quantity in self.quantities:
            hurt = self.casualty(quantity)
            if hurt is not None and self._sentence.index < _TOP_SENTENCES:
                place = hurt.start, hurt.end
                unit = f"{hurt.label} {hurt.group}"
                count = self._count(quantity, hurt.label, unit, place)
                yield replace(count, is_casualty=True)
                for group in self._listed_classes(hurt.label):
                    yield self._count(quantity, group, f"{CLASS}{group}", place)
            if hurt is not None and hurt.label in _hurt(self._lang):
                continue
            if len(self.quantities) > _MOST_NUMBERS:
                return
            if quantity.currency:
                yield from self._amounts(quantity, quantity.end, quantity.currency)
            else:
                yield from self._things(quantity)

    def casualty(self, quantity: Quantity) -> Casualty | None:
        """Return the killed or injured people that ``quantity`` counts, or ``None``."""
        first = max(self._sentence.start, quantity.start - _BEHIND)
        area = (self._text, first, quantity.start)
        if quantity.currency or self._pattern("of_a_kind").search(*area):
            return None
        toll = self._pattern("toll").search(*area)
        if toll and not self._pattern("not_deaths").search(toll[0]):
            by_toll = Casualty("killed", "", toll.start(), quantity.end)
        else:
            by_toll = None
        return self._by_state(quantity) or by_toll or self._by_act(quantity)

    def _by_state(self, quantity: Quantity) -> Casualty | None:
        """Return the casualty in a phrase such as "12 people were killed", if any."""
        states = table("casualty_states", self._lang)
        group: list[str] = []
        stepped = False
        for word, end in self._following(quantity.behind):
            phrase = _state_phrases(self._lang).match(
                self._text, end - len(word), self._sentence.end
            )
            state = phrase[0].lower() if phrase else word
            if state in states:
                place = quantity.start, phrase.end() if phrase else end
                return self._casualty(states[state], group, place)
            if word in words("casualty_steps", self._lang):
                stepped = True
            elif stepped or not self._may_count(word):
                return None
            else:
                group.append(word)
        return None

    def _by_act(self, quantity: Quantity) -> Casualty | None:
        """Return the casualty in a phrase such as "killing 12 people", if any."""
        first = max(self._sentence.start, quantity.start - 20)
        match = _BEFORE.search(self._text, first, quantity.start)
        fate = (
            table("casualty_acts", self._lang).get(match[1].lower()) if match else None
        )
        if match is None or fate is None:
            return None
        group: list[str] = []
        end = quantity.end
        for word, at in self._following(quantity.behind):
            if not self._may_count(word):
                break
            group.append(word)
            end = at
        return self._casualty(fate, group, (match.start(1), end))

    def _casualty(
        self, fate: str, group: Sequence[str], place: tuple[int, int]
    ) -> Casualty | None:
        if not words("measure_words", self._lang).isdisjoint(group):
            return None
        is_general = not group or group[-1] in words("people_words", self._lang)
        return Casualty(
            fate, "" if is_general else self._profile.stem(group[-1]), *place
        )

    def _may_count(self, word: str) -> bool:
        """Return whether ``word`` can be part of the noun that a number counts."""
        is_stopped = word in words("stop_words", self._lang)
        return not (is_stopped or self._pattern("adverb").search(word))

    def _following(self, start: int) -> Iterator[tuple[str, int]]:
        """Yield the words after ``start`` in lower case, each with its end offset.

        The function stops at a punctuation mark, or after a few words.
        """
        at, stop = start, min(self._sentence.end, start + _AHEAD)
        for _ in range(_MOST_WORDS):
            if aside := self._pattern("aside").match(self._text, at, stop):
                at = aside.end()
            match = self._pattern("word").match(self._text, at, stop)
            if match is None:
                return
            at = match.end()
            yield match[1].lower(), at

    def _amounts(self, quantity: Quantity, end: int, currency: str) -> Iterator[Count]:
        """Yield an amount of money once for each purpose, such as "damage".

        The other words of its sentence name the purpose. It yields no rate
        ("$5 an hour"), no conversion in brackets, and none of several
        amounts. ``end`` is the end of the amount.
        """
        before = self._text[self._sentence.start : quantity.start].rstrip()
        is_one = sum(bool(each.currency) for each in self.quantities) <= 1
        if (
            not is_one
            or before.endswith("(")
            or self._pattern("rate").match(self._text, end)
        ):
            return
        labels = table("amount_words", self._lang)
        listed = (labels[word] for word in self._terms if word in labels)
        for label in dict.fromkeys(
            label for some in listed for label in some.split(", ")
        ):
            yield self._count(quantity, label, currency, (quantity.start, end))

    def _things(self, quantity: Quantity) -> Iterator[Count]:
        """Yield the noun that a number counts, and the classes of the noun."""
        noun, end, qualifiers = self._noun(quantity)
        if not noun:
            return
        currency = table("currency_nouns", self._lang).get(noun)
        if currency is not None:
            yield from self._amounts(quantity, end, currency)
            return
        place = quantity.start, end
        measure = table("bulk_measures", self._lang).get(noun)
        fates = words("fates", self._lang)
        behind = islice(self._following(end), _FATE)
        fate = next((word for word, _ in behind if word in fates), "")
        count = replace(
            self._count(quantity, noun, measure or self._profile.stem(noun), place),
            qualifiers=qualifiers,
            restrictions=frozenset(
                filter(self._pattern("restricting").search, qualifiers)
            ),
            fate=fate,
            stuff=self._stuff(end) if measure else frozenset(),
            is_total=noun in words("tally_nouns", self._lang),
            is_people=noun in words("people_words", self._lang),
        )
        yield count
        is_of_people = count.is_people or noun.endswith(
            entries("people_ends", self._lang)
        )
        classes = self._listed_classes(noun)
        if is_of_people:
            # Another word of the sentence may name a class: "3,000 people marched".
            cues = table("counting_cues", self._lang)
            classes += [cues[word] for word in self._terms if word in cues][:1]
        for group in dict.fromkeys(classes):
            member = self._count(quantity, group, f"{CLASS}{group}", place)
            yield replace(member, fate=fate)
        if is_of_people:
            people = entries("people_words", self._lang)[0]
            yield replace(count, label=people, unit=CLASS, is_people=True)

    def _noun(self, quantity: Quantity) -> tuple[str, int, frozenset[str]]:
        """Return the plural noun that a number counts, its end and the words before it.

        The noun is empty if there is none. A unit such as "kilometres of" needs its
        stuff.
        """
        currencies = table("currency_nouns", self._lang)
        left_out = words("measure_words", self._lang) | stop_words(self._lang)
        plurals = words("plural_words", self._lang)
        before: list[str] = []
        for word, end in self._following(quantity.behind):
            measure = table("bulk_measures", self._lang).get(word)
            if measure is not None:
                is_whole = not measure.endswith(" of") or self._stuff(end)
                return word if is_whole else "", end, frozenset()
            if word in left_out and word not in currencies:
                break
            if self._pattern("plural").search(word) or word in plurals:
                return word, end, frozenset(before)
            before.append(word)
        return "", 0, frozenset()

    def _stuff(self, end: int) -> frozenset[str]:
        """Return the stems of what a unit that ends at ``end`` measures."""
        match = self._pattern("stuff").match(self._text, end)
        return (
            frozenset(map(self._profile.stem, terms(match[1])))
            if match
            else frozenset()
        )

    def _listed_classes(self, noun: str) -> list[str]:
        """Return the classes of the list ``counted_classes`` for a noun or a fate."""
        listed = table("counted_classes", self._lang).get(noun)
        return [] if listed is None else listed.split(", ")

    def _count(
        self,
        quantity: Quantity,
        label: str,
        unit: str,
        place: tuple[int, int],
    ) -> Count:
        """Return a count whose words are the slice ``place`` of the text."""
        return Count(
            label,
            unit,
            quantity,
            self._article.span(*place),
            self._sentence.span,
            self._stems - {unit, self._profile.stem(label)},
            not words("background_words", self._lang).isdisjoint(self._terms),
            self._moment,
        )


@cache
def _state_phrases(lang: str) -> re.Pattern[str]:
    """Return a pattern of the fates of several words, such as "not been found"."""
    phrases = (state for state in table("casualty_states", lang) if " " in state)
    return re.compile(rf"(?i)(?:{choice(phrases) or '(?!)'})\b")
