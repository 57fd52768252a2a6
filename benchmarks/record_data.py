"""Invented rows of the record, by a seed: names, words and topics follow Zipf's law."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import accumulate
from random import Random
from typing import NamedTuple

from bot.core.domain.record import (
    EventChange,
    Precision,
    RecordedArticle,
    RecordedClaim,
    RecordedDate,
    RecordedSentence,
    RecordEntry,
    Speaker,
)
from bot.core.record.words import search_words
from summarizers.model import ActorKind, ClaimKind

SENTENCES = 20
"""The number of sentences of an article, each of which carries a claim."""

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
TOPICS = tuple(f"topic{number}" for number in range(20))
PAPERS = tuple(f"Paper {number}" for number in range(200))
_YEARS = timedelta(days=2 * 365)
_OF_A_STORY = 5
_VOCABULARY = 50_000
_WORDS = (8, 20)
_IDENTIFIED = 50
"""One sentence of so many has an identifier."""

_DAYS_AHEAD = 60
_COMMON = 20
_SURNAMED = 10
"""One typed name of so many is a surname alone."""

_ONSETS = ("b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v")
_VOWELS = ("a", "e", "i", "o", "u")
_FIRST_NAMES, _FIRST_SURNAME = 400, 9_000
_ROLES = ("mayor", "harbour master", "engineer", "minister", "spokeswoman", "teacher")
_CUES = ("said", "warned", "denied", "promised", "claimed")


def invented_word(number: int) -> str:
    """Return the word with this number: a syllable for each digit, and an end."""
    syllables = []
    while True:
        number, digit = divmod(number, len(_ONSETS) * len(_VOWELS))
        onset, vowel = divmod(digit, len(_VOWELS))
        syllables.append(_ONSETS[onset] + _VOWELS[vowel])
        if not number:
            return "".join(reversed(syllables)) + "n"


class Zipf:
    """Draws numbers from 0; each is half as likely as the one at half its place."""

    def __init__(self, count: int) -> None:
        self._sums = tuple(accumulate(1 / (rank + 1) for rank in range(count)))

    def draw(self, random: Random) -> int:
        """Return a number."""
        return bisect(self._sums, random.random() * self._sums[-1])


class Line(NamedTuple):
    """A sentence with its claim, which is the beginning of it."""

    text: str
    words: str
    speaker: int
    cue: str
    claim_end: int


class Due(NamedTuple):
    """A report of an event; the sentence is the index of its line."""

    event: str
    sentence: int
    day: date
    is_moved: bool


@dataclass(frozen=True)
class InventedRecord:
    """A record of so many claims, each in its sentence, and of events."""

    claims: int
    events: int
    seed: int = 7

    @property
    def articles(self) -> int:
        """Return the number of articles."""
        return -(-self.claims // SENTENCES)

    @property
    def events_of_article(self) -> int:
        """Return the number of events that an article is the first to report."""
        return max(1, self.events // self.articles)

    @cached_property
    def speakers(self) -> Sequence[Speaker]:
        """Return the speakers, the most frequent first."""
        random = self._random("speakers")
        surnames = max(20, self.claims // 100)
        names: dict[str, None] = {}
        while len(names) < max(50, self.claims // 20):
            first, last = random.randrange(_FIRST_NAMES), random.randrange(surnames)
            names[f"{invented_word(first)} {self._word(_FIRST_SURNAME + last)}"] = None
        return [
            Speaker(
                *(number, key.title(), ActorKind.PERSON, key),
                *(key.rpartition(" ")[2], random.choice(_ROLES)),
            )
            for number, key in enumerate(names, 1)
        ]

    def entries(self, first: int, count: int) -> Iterator[RecordEntry]:
        """Yield the entries of the articles with these numbers; the first is 1."""
        for number in range(first, first + count):
            random = self._random(f"article {number}")
            article = self.article(number, random)
            topics = self.topics(random)
            lines = self.lines(random)
            starts = (*accumulate((len(line.text) + 1 for line in lines), initial=0),)
            pairs = tuple(zip(lines, starts, strict=False))
            yield RecordEntry(
                article,
                f"digest of {article.id}",
                topics,
                tuple(_sentence(*pair) for pair in pairs),
                tuple(self._claim(index, *pair) for index, pair in enumerate(pairs)),
                tuple(map(_dated, self.dues(number, article.day, random))),
            )

    def article(self, number: int, random: Random) -> RecordedArticle:
        """Return the article with this number."""
        at = NOW - _YEARS * (1 - min(number / self.articles, 1))
        paper, name = random.choice(PAPERS), f"a{number:012}"
        return RecordedArticle(
            number=number,
            id=name,
            seen=at,
            at=at,
            day=at.date(),
            original=name,
            url=f"https://{paper.replace(' ', '').lower()}.example/{name}",
            title=" ".join(self._drawn(random)).capitalize(),
            paper=paper,
            site=paper,
            lang="en",
            story=f"story{number // _OF_A_STORY}",
        )

    def topics(self, random: Random) -> tuple[str, ...]:
        """Return one or two topics."""
        return tuple({TOPICS[self._subjects.draw(random)] for _ in range(2)})

    def lines(self, random: Random) -> Sequence[Line]:
        """Return the lines of an article."""
        return [self._line(random) for _ in range(SENTENCES)]

    def dues(self, number: int, day: date, random: Random) -> Sequence[Due]:
        """Return what an article reports: its own events, and one that it moves."""
        own = [f"e{number}-{index}" for index in range(self.events_of_article)]
        moved = [f"e{number - 1}-0"] if number > 1 else []
        return [
            Due(
                *(event, index % SENTENCES),
                day + timedelta(days=random.randint(1, _DAYS_AHEAD)),
                event in moved,
            )
            for index, event in enumerate((*own, *moved))
        ]

    def typed(self, count: int) -> Iterator[str]:
        """Yield searches: words, two words, phrases, beginnings and identifiers."""
        random = self._random("searches")
        for number in range(count):
            words = self._drawn(random)
            start = random.randrange(len(words) - 1)
            common = [self._word(random.randrange(_COMMON)) for _ in range(2)]
            yield (
                words[start],
                " ".join(random.sample(words, 2)),
                f'"{words[start]} {words[start + 1]}"',
                f'"{common[0]} {common[1]}"',
                f"{words[start][:4]}*",
                f"{words[start]} -{common[0]}",
                self._identifier(random),
                " ".join(common),
            )[number % 8]

    def names(self, count: int) -> Iterator[str]:
        """Yield names as people type them, some of them a surname alone."""
        random = self._random("names")
        for _ in range(count):
            speaker = self.speakers[self._voices.draw(random)]
            yield speaker.name if random.randrange(_SURNAMED) else speaker.surname

    def _random(self, purpose: str) -> Random:
        return Random(f"{purpose} {self.seed}")  # noqa: S311 - invented, and no secret

    @cached_property
    def _voices(self) -> Zipf:
        return Zipf(len(self.speakers))

    @cached_property
    def _frequencies(self) -> Zipf:
        return Zipf(_VOCABULARY)

    @cached_property
    def _subjects(self) -> Zipf:
        return Zipf(len(TOPICS))

    @cached_property
    def _vocabulary(self) -> Sequence[str]:
        return tuple(map(invented_word, range(_VOCABULARY)))

    def _word(self, number: int) -> str:
        return self._vocabulary[number % _VOCABULARY]

    def _drawn(self, random: Random) -> list[str]:
        words, draw = self._vocabulary, self._frequencies.draw
        return [words[draw(random)] for _ in range(random.randint(*_WORDS))]

    def _identifier(self, random: Random) -> str:
        return f"CVE-2026-{10_000 + random.randrange(self.claims)}"

    def _line(self, random: Random) -> Line:
        drawn = self._drawn(random)
        place, cue = self._voices.draw(random), random.choice(_CUES)
        speaker = self.speakers[place]
        claim = f'"{" ".join(drawn).capitalize()}."'
        text = f"{claim} {speaker.role} {speaker.name} {cue}."
        if not random.randrange(_IDENTIFIED):
            text = f"{text[:-1]} of {self._identifier(random)}."
            return Line(text, search_words(text, "en"), place, cue, len(claim))
        # The same as the tokens of the search, without the time that these take.
        words = f"{' '.join(drawn)} {speaker.role} {speaker.key} {cue}"
        return Line(text, words, place, cue, len(claim))

    def _claim(self, index: int, line: Line, start: int) -> RecordedClaim:
        speaker = self.speakers[line.speaker]
        source = f"{speaker.role} {speaker.name}"
        return RecordedClaim(
            *(index, speaker, source, speaker.role, line.cue),
            *(start, start + line.claim_end, line.text[: line.claim_end]),
            ClaimKind.DIRECT,
        )


def _sentence(line: Line, start: int) -> RecordedSentence:
    fragment = line.text[1:20]
    end = start + len(line.text)
    return RecordedSentence(start, end, line.text, line.words, fragment, carries=True)


def _dated(due: Due) -> RecordedDate:
    change = EventChange.MOVED if due.is_moved else EventChange.NONE
    return RecordedDate(
        *(due.sentence, due.day, due.day, Precision.DAY, change), event=due.event
    )
