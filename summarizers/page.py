"""Select the lines of a briefing that its page prints.

The module fills the page in steps. Each step adds the best line that the page accepts:
one that an editor would probably print, and that is understandable, new and short enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from enum import IntEnum, StrEnum
from functools import cache, cached_property
from typing import NamedTuple, TypeAlias, TypeVar

from summarizers.languages.profile import listed_profile
from summarizers.lexicons import has_list, words
from summarizers.model import (
    PRINTED_ACTORS,
    PRINTED_CLAIMS,
    PRINTED_RISKS,
    PRINTED_SENTENCES,
    Actor,
    ActorKind,
    Article,
    Briefing,
    Claim,
    Line,
    Refusal,
    Risk,
    Span,
)
from summarizers.text.claim_words import is_admission, is_denial
from summarizers.text.language import (
    ENGLISH,
    listed_language,
    sentence_terms,
    stop_words,
    terms,
)


class Least(NamedTuple):
    """The lowest scores of printed lines in one language.

    They balance the share of printed lines that editors chose against the share of the
    must-have lines that are printed, on development articles.
    ``first_claim`` holds for the best claim of a page without claims, and ``lead`` for
    the first sentence. ``answer`` holds for the words of a speaker who denies a charge.
    ``subject`` holds for the actors that the article is most about.
    """

    actor: float = 0.0
    claim: float = 0.0
    risk: float = 0.0
    sentence: float = 0.0
    first_claim: float = 0.0
    lead: float = 0.0
    answer: float = 0.0
    subject: float = 0.0


# A language without models of the score has no thresholds.
LEAST = {
    ENGLISH: Least(0.45, 0.65, 0.55, 0.5, 0.4, 0.1, 0.25, 0.3),
    "fr": Least(0.6, 0.65, 0.55, 0.25, 0.4, 0.1, 0.25, 0.6),
}
# This number of the actors that an article is most about comes before all others.
SUBJECTS = 2
# Each printed word must be worth this much: short lines leave room for others.
WORD = 0.004
# Each printed claim lowers the worth of its speaker's next one. In long annotated
# articles, .06 finds 3 points more of the main claims than 0; in short ones, as many.
SAME_SPEAKER = 0.06
_NO_LEAST = Least()
# In a short article, the first sentence may be as improbable as it likes.
SHORT_ARTICLE = 100
MOST_WORDS = 180
# The page has at most this share of the words of a long article. The page of a short
# article has some words more, so that each section can have a line.
SHARE = 0.33
FEWEST_WORDS, SHORT_SHARE = 60, 0.125
# A line repeats the page if half of its characters are printed above, as in all 32
# repetitions that readers marked, or if one line above has most of its words. For a claim,
# half of its words in one summary sentence suffice: speakers often repeat the news.
REPEATED = 0.5
REPHRASED = 0.6
_FEWEST_TERMS = 4
# A denial negates within this number of words: "had never paid", "no soldier had entered".
_OPENING_TERMS = 6
_NO_DENIAL = 2
# The engine whose scores are probabilities.
SCORED_ENGINE = "fast"

Statement: TypeAlias = Line | Claim | Risk
_T = TypeVar("_T")
_UNDATED = date.max, date.max


class _Section(IntEnum):
    """The sections of a page that print statements, in their order on the page."""

    SUMMARY = 0
    CLAIMS = 1
    RISKS = 2


_LIMITS = {
    _Section.SUMMARY: PRINTED_SENTENCES,
    _Section.CLAIMS: PRINTED_CLAIMS,
    _Section.RISKS: PRINTED_RISKS,
}


class Cause(StrEnum):
    """The reason why a page does not print a line of the full briefing."""

    REPEATED = "repeats a line above"
    TOO_LONG = "too long for the page"
    IMPROBABLE = "an editor would probably leave it out"
    UNCLEAR = "refers to something that is not printed"
    PAST_LIMIT = "the section is full"


class Omission(NamedTuple):
    """A line of the briefing that the page does not print, and the cause."""

    line: Statement | Actor
    cause: Cause | Refusal


def _no_omissions() -> Iterable[Omission]:
    return ()


class PrintedPage:
    """The briefing reduced to the printed lines, and the lines that were left out.

    ``omit`` computes the lines left out when they are needed, as for ``--explain``.
    """

    def __init__(
        self,
        briefing: Briefing,
        omit: Callable[[], Iterable[Omission]] = _no_omissions,
    ) -> None:
        self.briefing = briefing
        self._omit = omit

    @cached_property
    def omissions(self) -> tuple[Omission, ...]:
        """Return the lines that the page does not print, each with its cause."""
        return tuple(self._omit())


def select_page(briefing: Briefing) -> PrintedPage:
    """Select the lines that the page of ``briefing`` prints.

    The printed summary is in the order of the article. Among the risks, dated ones come
    first, the earliest day first. The summary has at least one sentence, unless the
    score of every sentence is very low.
    """
    editor = _Editor(briefing)
    editor.fill()
    summary = editor.printed_of(_Section.SUMMARY, briefing.summary)
    risks = editor.printed_of(_Section.RISKS, briefing.risks)
    printed = replace(
        briefing,
        summary=tuple(sorted(summary, key=lambda line: line.span.start)),
        claims=tuple(editor.printed_of(_Section.CLAIMS, briefing.claims)),
        risks=tuple(sorted(risks, key=_day)),
    )
    printed = replace(printed, actors=_principals(briefing))
    return PrintedPage(
        printed, lambda: (*_actors(briefing, printed), *editor.omissions())
    )


def most_words(article: Article) -> int:
    """Return the maximum number of words on an article's page."""
    count = article.words
    short = FEWEST_WORDS + SHORT_SHARE * count
    return int(min(MOST_WORDS, max(short, SHARE * count)))


class _Vocabulary(NamedTuple):
    """The word lists and functions of a language for comparing two lines."""

    lang: str
    stem: Callable[[str], str]
    is_unclear: Callable[[str], bool]
    stop_words: frozenset[str]
    negations: frozenset[str]


@cache
def _vocabulary(lang: str) -> _Vocabulary:
    has_negations = has_list("negations", lang)
    negations = words("negations", lang) if has_negations else frozenset[str]()
    profile = listed_profile(lang)
    return _Vocabulary(
        lang, profile.stem, profile.is_unclear, stop_words(lang), negations
    )


class _Candidate:
    """A statement that the page may print; ``place`` is its index in the briefing."""

    def __init__(
        self, section: _Section, place: int, line: Statement, lists: _Vocabulary
    ) -> None:
        self.section = section
        self.place = place
        self.line = line
        self.chance = line.score
        self._lists = lists
        self.speaker = None if isinstance(line, Line) else line.speaker
        self.is_voiced = isinstance(line, Claim) or (
            isinstance(line, Risk) and line.opens_with_speaker
        )
        if isinstance(line, Claim):
            self.spans, self.content = line.shown, line.content
        else:
            self.spans = self.content = (line.span,)

    @cached_property
    def words(self) -> int:
        """Return the number of printed words, separated by white space."""
        return sum([len(span.text.split()) for span in self.spans])

    @cached_property
    def is_unclear(self) -> bool:
        """Return whether the first span opens with a word such as a pronoun."""
        return self._lists.is_unclear(self.spans[0].text)

    @cached_property
    def subject(self) -> frozenset[str]:
        """Return the stems of the printed words, without stop words."""
        subject = frozenset(self._terms) - self._lists.stop_words
        return frozenset(map(self._lists.stem, subject))

    @cached_property
    def denial(self) -> int:
        """Return how surely the statement denies a charge; 0 is the surest.

        The result is 0 if the verb denies, 1 if one of the first words negates, and 2
        for any other statement.
        """
        if isinstance(self.line, Claim) and is_denial(self.line, self._lists.lang):
            return 0
        opening = self._terms[:_OPENING_TERMS]
        return 1 + self._lists.negations.isdisjoint(opening)

    @cached_property
    def _terms(self) -> Sequence[str]:
        if len(self.spans) == 1:
            # This is fast: `sentence_terms` is cached, and the ranker has called it
            # before.
            return sentence_terms(self.spans[0].text)
        return terms(" ".join([span.text for span in self.spans]))

    def repeats(self, above: Sequence[_Candidate]) -> bool:
        """Return whether the lines of ``above`` already print most of this statement.

        They do if they print half of its characters, or if one of them has most of its
        words.
        """
        return self.is_copied(above) or any(map(self.rephrases, above))

    def is_copied(self, above: Iterable[_Candidate]) -> bool:
        """Return whether ``above`` prints half of the characters of this statement.

        Both the printed spans and the content of the statement are tested; one of them
        is enough.
        """
        printed = [span for line in above for span in line.spans]
        if _is_copied(self.spans, printed):
            return True
        return self.spans != self.content and _is_copied(self.content, printed)

    def overlaps(self, other: _Candidate) -> bool:
        """Return whether ``other`` prints a character of this statement."""
        own = (*self.spans, *self.content)
        return any(a.overlaps(b) for a in own for b in other.spans)

    def rephrases(self, other: _Candidate) -> bool:
        """Return whether ``other`` has most words and all numbers of this statement.

        The result is false if this statement is a denial, because a denial repeats the
        words of a charge with another meaning.
        """
        subject = self.subject
        if len(subject) < _FEWEST_TERMS:
            return False
        is_news = self.section is _Section.CLAIMS and other.section is _Section.SUMMARY
        share = REPEATED if is_news else REPHRASED
        missing = subject - other.subject
        if len(missing) > (1 - share) * len(subject):
            return False
        return self.denial > 0 and not any(map(str.isdigit, missing))


class _Editor:
    """Adds statements to a page, and keeps the cause of each refusal."""

    def __init__(self, briefing: Briefing) -> None:
        self._room = most_words(briefing.article)
        self._least = least_of(briefing.lang)
        self._is_english = briefing.lang == ENGLISH
        opening = briefing.article.text.split(None, SHORT_ARTICLE)
        self._is_short = len(opening) <= SHORT_ARTICLE
        self._all = list(_candidates(briefing))
        self._candidates = [c for c in self._all if c.line.refusal is None]
        self._printed: list[_Candidate] = []
        self._refused: dict[_Candidate, Cause] = {}

    def fill(self) -> None:
        """Add the lead, then the best line of each section, then the best lines of all."""
        least = self._least
        self._add_lead()
        self._add_first(self._best(_Section.RISKS, least.risk))
        self._add_first(self._best(_Section.CLAIMS, least.first_claim))
        self._add_first(self._answers())
        while self._add_first(self._best_of_all()):
            pass

    def printed_of(self, section: _Section, lines: Sequence[_T]) -> list[_T]:
        """Return the lines of ``section`` that are printed, best first.

        ``lines`` are all lines that the briefing has in this section.
        """
        return [lines[c.place] for c in self._printed if c.section is section]

    def omissions(self) -> Iterator[Omission]:
        """Yield an omission for each statement not printed, in the briefing's order."""
        printed = frozenset(self._printed)
        for candidate in self._all:
            if candidate not in printed:
                tried = self._refused.get(candidate) or self._cause(candidate)
                yield Omission(candidate.line, candidate.line.refusal or tried)

    def _cause(self, candidate: _Candidate) -> Cause:
        """Return the cause for a statement that the editor never tried to add."""
        is_probable = candidate.chance >= self._least_of(candidate)
        return Cause.PAST_LIMIT if is_probable else Cause.IMPROBABLE

    def _least_of(self, candidate: _Candidate) -> float:
        least = self._least
        return (least.sentence, least.claim, least.risk)[candidate.section]

    def _waiting(self, section: _Section, least: float) -> list[_Candidate]:
        """Return the candidates that may be added to ``section``; none if it is full."""
        printed = [c for c in self._printed if c.section is section]
        if len(printed) == _LIMITS[section]:
            return []
        return [
            c
            for c in self._candidates
            if c.section is section
            and c.chance >= least
            and c not in printed
            and c not in self._refused
        ]

    def _best(self, section: _Section, least: float) -> list[_Candidate]:
        return sorted(self._waiting(section, least), key=self._worth, reverse=True)

    def _worth(self, candidate: _Candidate) -> float:
        """Return by how much a statement exceeds the lowest score of its section.

        It is worth less for each word, and for each printed statement of its speaker.
        """
        voices = sum(
            [c.speaker == candidate.speaker for c in self._printed if c.speaker]
        )
        surplus = candidate.chance - self._least_of(candidate)
        return surplus - WORD * candidate.words - SAME_SPEAKER * voices

    def _best_of_all(self) -> list[_Candidate]:
        least = self._least
        pairs = zip(_Section, (least.sentence, least.claim, least.risk), strict=True)
        waiting = [c for section, low in pairs for c in self._waiting(section, low)]
        return sorted(waiting, key=self._worth, reverse=True)

    def _answers(self) -> list[_Candidate]:
        """Return the denials of speakers who are not on the page, the surest first."""
        voices = {c.speaker for c in self._printed} | {None}
        answers = [
            claim
            for claim in self._waiting(_Section.CLAIMS, self._least.answer)
            if claim.speaker not in voices and claim.denial < _NO_DENIAL
        ]
        return sorted(answers, key=lambda claim: (claim.denial, -claim.chance))

    def _add_lead(self) -> None:
        """Add the best sentence to the summary, preferably a clear one."""
        least = 0.0 if self._is_short else self._least.lead
        sentences = self._waiting(_Section.SUMMARY, least)
        if sentences:
            self._add(min(sentences, key=lambda c: (self._dangles(c), -c.chance)))

    def _add_first(self, candidates: Iterable[_Candidate]) -> bool:
        """Add the first candidate that the page accepts; return whether there is one."""
        for candidate in candidates:
            cause = self._refusal(candidate)
            if cause is None:
                self._add(candidate)
                return True
            self._refused[candidate] = cause
        return False

    def _add(self, candidate: _Candidate) -> None:
        self._printed.append(candidate)
        self._room -= candidate.words

    def _refusal(self, candidate: _Candidate) -> Cause | None:
        """Return why the page refuses a statement; ``None`` if the page accepts it."""
        if self._dangles(candidate):
            return Cause.UNCLEAR
        if self._is_repetition(candidate):
            return Cause.REPEATED
        return Cause.TOO_LONG if candidate.words > self._room else None

    def _dangles(self, candidate: _Candidate) -> bool:
        """Return whether a statement opens with a word that refers to another sentence.

        Only a speaker who is printed with the statement explains such a word.
        """
        return not candidate.is_voiced and candidate.is_unclear

    def _is_said_elsewhere(self, candidate: _Candidate) -> bool:
        """Return whether a statement about the future belongs in another section.

        It is printed once, as a claim or as outlook. A claim gives its place to outlook
        with the same words that exceeds its lowest score by as much or more.
        """
        if candidate.section is _Section.SUMMARY:
            return False
        rivals = [c for c in self._printed if c.section is not _Section.SUMMARY]
        rivals = [c for c in rivals if c.section is not candidate.section]
        if candidate.section is _Section.CLAIMS:
            # In other languages, outlook often names its speaker by a pronoun.
            if not self._is_english:
                return False
            surplus = max(0.0, candidate.chance - self._least_of(candidate))
            ahead = self._waiting(_Section.RISKS, self._least.risk + surplus)
            rivals += [c for c in ahead if self._refusal(c) is None]
            # Outlook that does not name the speaker would lose who said it.
            rivals = [c for c in rivals if c.speaker == candidate.speaker]
        return any(map(candidate.overlaps, rivals))

    def _is_repetition(self, candidate: _Candidate) -> bool:
        """Return whether the page and the candidate repeat each other.

        The candidate may repeat a line above it, or a line below may repeat the
        candidate.
        """
        section, printed = candidate.section, self._printed
        if self._is_said_elsewhere(candidate):
            return True
        if candidate.repeats([c for c in printed if c.section <= section]):
            return True
        below = [c for c in printed if c.section >= section]
        return any(c.rephrases(candidate) for c in below) or any(
            c.is_copied([a for a in (*printed, candidate) if _is_above(a, c)])
            for c in below
            if c.overlaps(candidate)
        )


def _candidates(briefing: Briefing) -> Iterator[_Candidate]:
    vocabulary = _vocabulary(listed_language(briefing.lang))
    lists: tuple[Sequence[Statement], ...] = (
        briefing.summary,
        briefing.claims,
        briefing.risks,
    )
    # The scores of a method of sumy are not probabilities: its order counts.
    is_scored = briefing.engine == SCORED_ENGINE
    for section, lines in zip(_Section, lists, strict=True):
        for place, line in enumerate(lines):
            candidate = _Candidate(section, place, line, vocabulary)
            if section is _Section.SUMMARY and not is_scored:
                candidate.chance = 1 / (2 + place)
            yield candidate


def _principals(briefing: Briefing) -> tuple[Actor, ...]:
    """Return the actors that the page prints, in the order of the full list."""
    least = least_of(briefing.lang)
    actors = [a for a in briefing.actors if a.refusal is None]
    # A place acts in few articles, even if the article is about the place.
    subjects = [
        a
        for a in actors
        if a.salience > 1 and a.score >= least.subject and a.kind is not ActorKind.PLACE
    ]
    admitting = {c.speaker for c in briefing.claims if is_admission(c, briefing.lang)}
    first = admitting | {a.name for a in subjects[:SUBJECTS]}
    subjects = [a for a in actors if a.name in first]
    likely = sorted(actors, key=lambda a: -a.score)
    rest = [a for a in likely if a.score >= least.actor and a not in subjects]
    # A page without any actor would not say who acts.
    kept = [*subjects, *rest][:PRINTED_ACTORS] or likely[:1]
    return tuple([a for a in briefing.actors if any(a is b for b in kept)])


def _actors(briefing: Briefing, printed: Briefing) -> Iterator[Omission]:
    """Yield an omission for each actor of ``briefing`` that is not in ``printed``."""
    kept = set(map(id, printed.actors))
    for actor in briefing.actors:
        if id(actor) not in kept:
            is_likely = is_probable(actor, briefing.lang)
            cause = Cause.PAST_LIMIT if is_likely else Cause.IMPROBABLE
            yield Omission(actor, actor.refusal or cause)


def least_of(lang: str) -> Least:
    """Return the lowest scores of printed lines in a language."""
    return LEAST.get(lang, _NO_LEAST)


def chance_of(line: Statement | Actor, lang: str) -> float:
    """Return the probability that an editor prints a line.

    It is 0 for a refused line, and else 1 in a language without models of the score.
    """
    if line.refusal is not None:
        return 0.0
    return line.score if lang in LEAST else 1.0


def is_probable(line: Statement | Actor, lang: str) -> bool:
    """Return whether the score of a line is high enough for a page.

    For a sentence, the lowest score of a first sentence decides.
    """
    least = least_of(lang)
    lows = {
        Actor: least.actor,
        Claim: least.claim,
        Risk: least.risk,
        Line: least.lead,
    }
    return line.refusal is None and chance_of(line, lang) >= lows[type(line)]


def _is_above(line: _Candidate, below: _Candidate) -> bool:
    """Return whether ``line`` is in the section of ``below`` or in an earlier one."""
    return line.section <= below.section and line is not below


def _is_copied(spans: Iterable[Span], printed: Sequence[Span]) -> bool:
    """Return whether ``printed`` covers half of the characters of ``spans``."""
    shared = whole = 0
    for span in spans:
        start, end = span.start, span.end
        whole += end - start
        shared += sum(
            [
                min(end, other.end) - max(start, other.start)
                for other in printed
                if other.start < end and start < other.end
            ]
        )
    return shared >= REPEATED * whole


def _day(line: Statement) -> tuple[date, date]:
    """Return a sort key that orders dated risks by day and puts other lines last."""
    when = line.when if isinstance(line, Risk) else None
    return _UNDATED if when is None else (when.first, when.last)
