"""Select the lines of a briefing that its page prints.

The module fills the page in steps. Each step adds the best line that the page accepts:
one that is probably right, understandable, new and short enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
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
    Risk,
    Span,
)
from summarizers.readers.claim_order import REPEATED as SAME_SPEAKER
from summarizers.readers.claim_order import is_denial
from summarizers.text.language import listed_language
from summarizers.text.terms import sentence_terms, stop_words, terms

LEAST_ACCEPTANCE = 0.65
# Lowest acceptance of a risk with a day, week or month, and of other risks. At estimates
# near .7, readers in docs/quality/reading judged nearly all of the first right, half of the
# others.
LEAST_DATED, LEAST_VAGUE = 0.55, 0.8
_MONTH = timedelta(days=31)
# Lowest acceptance of an actor: of a person or body that the article is about, of another
# actor, and of one that nothing else on the page names. Below these values, readers judged
# two in five of the other actors wrong, because they are only quoted or mentioned.
LEAST_CENTRAL, LEAST_QUOTED, LEAST_ABSENT = 0.6, 0.74, 0.76
_CENTRAL_KINDS = ActorKind.PERSON, ActorKind.ORG
# The article is about the actors with a higher salience than this.
ABOUT = 1.0
# Lowest acceptance of a claim by an accused speaker: if its verb denies, if its first words
# negate, and else. Denials have low estimates, because most are reported in few words.
_LEAST_OF_ANSWER = 0.2, 0.5, LEAST_ACCEPTANCE
# One sentence of the summary may be as improbable as this, so that no summary is empty. In
# a short article it may be even less probable.
LEAST_OF_LEAD = 0.3
SHORT_ARTICLE = 100
MOST_WORDS = 180
# The page has at most this share of the words of a long article. The page of a short
# article has some words more, so that each section can have a line.
SHARE = 0.3
FEWEST_WORDS, SHORT_SHARE = 60, 0.125
# A line repeats the page if half of its characters are printed above, as in all 32
# repetitions that readers marked, or if one line above has most of its words. For a claim,
# half of its words in one summary sentence suffice: speakers often repeat the news.
REPEATED = 0.5
REPHRASED = 0.6
_FEWEST_TERMS = 4
# Only this number of best sentences may open with a pronoun that refers to the line above.
_BEST = 2
# A denial negates within this number of words: "had never paid", "no soldier had entered".
_OPENING_TERMS = 6

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
    IMPROBABLE = "not likely enough to be right"
    UNCLEAR = "refers to something that is not printed"
    PAST_LIMIT = "the section is full"
    UNNAMED = "not likely enough to be right for an actor that no other line names"


class Omission(NamedTuple):
    """A line of the briefing that the page does not print, and the cause."""

    line: Statement | Actor
    cause: Cause


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
    acceptance of every sentence is very low.
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
    printed = replace(printed, actors=_probable_actors(printed))
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
        self._lists = lists
        self.speaker = None if isinstance(line, Line) else line.speaker
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
        self._text = briefing.article.text
        self._room = most_words(briefing.article)
        opening = self._text.split(None, SHORT_ARTICLE)
        self._is_short = len(opening) <= SHORT_ARTICLE
        self._candidates = list(_candidates(briefing))
        probable = [c for c in self._candidates if is_probable(c.line)]
        self._probable = {s: [c for c in probable if c.section is s] for s in _Section}
        self._printed: list[_Candidate] = []
        self._refused: dict[_Candidate, Cause] = {}

    def fill(self) -> None:
        """Add statements, the most important first, until nothing more fits."""
        self._add_lead()
        for candidates in _STEPS:
            self._add_first(candidates(self))

    def printed_of(self, section: _Section, lines: Sequence[_T]) -> list[_T]:
        """Return the lines of ``section`` that are printed, in the order of addition.

        ``lines`` are all lines that the briefing has in this section.
        """
        return [lines[c.place] for c in self._printed if c.section is section]

    def omissions(self) -> Iterator[Omission]:
        """Yield an omission for each statement not printed, in the briefing's order."""
        printed = frozenset(self._printed)
        for candidate in self._candidates:
            if candidate not in printed:
                cause = self._refused.get(candidate) or _cause(candidate.line)
                yield Omission(candidate.line, cause)

    def sentences(self) -> Iterable[_Candidate]:
        """Return the sentences that may be added to the summary, best first."""
        return self._waiting(_Section.SUMMARY)

    def claims(self) -> Iterable[_Candidate]:
        """Return the claims that may be added, best first.

        Each printed claim of a speaker lowers the score by which the speaker's other
        claims are ordered.
        """
        voices = [c.speaker for c in self._printed]
        return sorted(
            self._waiting(_Section.CLAIMS),
            key=lambda c: SAME_SPEAKER * voices.count(c.speaker) - c.line.score,
        )

    def answers(self) -> Iterable[_Candidate]:
        """Return the claims of speakers who are not on the page; denials come first.

        A speaker also counts as being on the page if one of the speaker's claims was
        refused as a repetition.
        """
        repeated = (c for c, cause in self._refused.items() if cause is Cause.REPEATED)
        voices = {c.speaker for c in (*self._printed, *repeated)} | {None}
        answers = [
            claim
            for claim in self._waiting(_Section.CLAIMS, least=min(_LEAST_OF_ANSWER))
            if claim.speaker not in voices
            and claim.line.acceptance >= _LEAST_OF_ANSWER[claim.denial]
        ]
        return sorted(answers, key=lambda claim: claim.denial)

    def risks(self) -> Iterable[_Candidate]:
        """Return the risks that may be added to the page, best first."""
        return self._waiting(_Section.RISKS)

    def events(self) -> Iterable[_Candidate]:
        """Return the dated risks that may be added, the earliest day first."""
        dated = [c for c in self.risks() if _day(c.line) != _UNDATED]
        return sorted(dated, key=lambda candidate: _day(candidate.line))

    def _waiting(
        self, section: _Section, *, least: float | None = None
    ) -> list[_Candidate]:
        """Return the candidates that may be added to ``section``; none if it is full.

        With ``least``, a candidate needs at least this acceptance. Without ``least``,
        ``is_probable`` decides. A candidate that was refused as unclear is included,
        because a line added later may explain it.
        """
        printed = [c for c in self._printed if c.section is section]
        if len(printed) == _LIMITS[section]:
            return []
        candidates = self._probable[section]
        if least is not None:
            own = (c for c in self._candidates if c.section is section)
            candidates = [c for c in own if c.line.acceptance >= least]
        return [
            candidate
            for candidate in candidates
            if candidate not in printed
            and self._refused.get(candidate, Cause.UNCLEAR) is Cause.UNCLEAR
        ]

    def _add_lead(self) -> None:
        """Add the best sentence to the summary, preferably a clear and probable one."""
        least = 0.0 if self._is_short else LEAST_OF_LEAD
        sentences = self._waiting(_Section.SUMMARY, least=least)
        if sentences:
            self._add(min(sentences, key=self._doubt))

    def _doubt(self, candidate: _Candidate) -> tuple[bool, float, int]:
        """Return the sort key of a candidate for the first sentence.

        The best candidate has the lowest key.
        """
        chance = min(candidate.line.acceptance, LEAST_ACCEPTANCE)
        return self._dangles(candidate), -chance, candidate.place

    def _add_first(self, candidates: Iterable[_Candidate]) -> None:
        """Add the first candidate that the page does not refuse."""
        for candidate in candidates:
            cause = self._refusal(candidate)
            if cause is None:
                self._add(candidate)
                return
            self._refused[candidate] = cause

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
        """Return whether the page would lack the sentence to which a candidate refers.

        A candidate refers to another sentence if it opens with a word such as a
        pronoun. Only the best sentences of the summary may do so, right below the
        sentence to which they refer.
        """
        if candidate.section is _Section.CLAIMS or not candidate.is_unclear:
            return False
        span = candidate.spans[0]
        follows = any(
            c.section is _Section.SUMMARY and self._touches(c.spans[0], span)
            for c in self._printed
        )
        if candidate.section is not _Section.SUMMARY:
            return True
        # The model of acceptance has judged whether the sentence continues the event of
        # the title.
        is_judged = LEAST_ACCEPTANCE <= candidate.line.acceptance < 1.0
        return not (follows and (is_judged or candidate.place < _BEST))

    def _touches(self, before: Span, span: Span) -> bool:
        """Return whether only white space separates ``before`` from ``span``."""
        return before.end <= span.start and not (
            self._text[before.end : span.start].strip()
        )

    def _is_repetition(self, candidate: _Candidate) -> bool:
        """Return whether the page and the candidate repeat each other.

        The candidate may repeat a line above it, or a line below may repeat the
        candidate.
        """
        section, printed = candidate.section, self._printed
        if candidate.repeats([c for c in printed if c.section <= section]):
            return True
        below = [c for c in printed if c.section >= section]
        return any(c.rephrases(candidate) for c in below) or any(
            c.is_copied([a for a in (*printed, candidate) if _is_above(a, c)])
            for c in below
            if c.overlaps(candidate)
        )


_STEPS: tuple[Callable[[_Editor], Iterable[_Candidate]], ...] = (
    _Editor.events,
    _Editor.claims,
    _Editor.sentences,
    _Editor.answers,
    _Editor.risks,
    _Editor.events,
    _Editor.claims,
    _Editor.sentences,
    *(_Editor.claims, _Editor.risks) * PRINTED_RISKS,
)


def _candidates(briefing: Briefing) -> Iterator[_Candidate]:
    vocabulary = _vocabulary(listed_language(briefing.lang))
    lists: tuple[Sequence[Statement], ...] = (
        briefing.summary,
        briefing.claims,
        briefing.risks,
    )
    for section, lines in zip(_Section, lists, strict=True):
        for place, line in enumerate(lines):
            yield _Candidate(section, place, line, vocabulary)


def _probable_actors(page: Briefing) -> tuple[Actor, ...]:
    """Return the actors that the page prints, in the order of the full list.

    ``page`` has the printed statements and all actors. Actors that the article is about
    come before other probable actors, most of whom are only quoted.
    """
    actors = page.actors
    probable = [n for n, actor in enumerate(actors) if _is_principal(actor, page)]
    ranked = sorted(probable, key=lambda place: _precedence(actors[place]))
    return tuple([actors[place] for place in sorted(ranked[:PRINTED_ACTORS])])


def _is_principal(actor: Actor, page: Briefing) -> bool:
    """Return whether an actor is probable enough to be printed on this page.

    An actor whom neither the title nor a printed line names needs a higher acceptance.
    """
    if not is_probable(actor):
        return False
    if _is_central(actor) or actor.acceptance >= LEAST_ABSENT:
        return True
    return _is_named(actor, page)


def _is_named(actor: Actor, page: Briefing) -> bool:
    """Return whether the title or a printed statement names an actor."""
    if any(claim.speaker == actor.name for claim in page.claims):
        return True
    title = frozenset(terms(page.article.title or ""))
    if any(title.issuperset(terms(name)) for name in (actor.name, *actor.aliases)):
        return True
    lines: tuple[Line | Risk, ...] = (*page.summary, *page.risks)
    printed = [line.span for line in lines]
    mentioned = [mention.span for mention in actor.mentions]
    return any(
        s.start <= m.start and m.end <= s.end for s in printed for m in mentioned
    )


def _precedence(actor: Actor) -> tuple[bool, float]:
    return not _is_central(actor), -actor.acceptance


def _is_central(actor: Actor) -> bool:
    """Return whether the salience of an actor shows that the article is about it."""
    return actor.salience > ABOUT


def _actors(briefing: Briefing, printed: Briefing) -> Iterator[Omission]:
    """Yield an omission for each actor of ``briefing`` that is not in ``printed``."""
    kept = set(map(id, printed.actors))
    for actor in briefing.actors:
        if id(actor) not in kept:
            is_unnamed = is_probable(actor) and not _is_principal(actor, printed)
            yield Omission(actor, Cause.UNNAMED if is_unnamed else _cause(actor))


def _cause(line: Statement | Actor) -> Cause:
    """Return the cause for a line that the editor never tried to add to the page.

    The line is improbable, or its section was full.
    """
    return Cause.PAST_LIMIT if is_probable(line) else Cause.IMPROBABLE


def is_probable(line: Statement | Actor) -> bool:
    """Return whether the line's acceptance is high enough for a page."""
    if isinstance(line, Actor):
        return line.acceptance >= _least_of(line)
    if not isinstance(line, Risk):
        return line.acceptance >= LEAST_ACCEPTANCE
    when = line.when
    is_dated = when is not None and when.last - when.first < _MONTH
    return line.acceptance >= (LEAST_DATED if is_dated else LEAST_VAGUE)


def _least_of(actor: Actor) -> float:
    """Return the least acceptance that an actor needs to be printed."""
    if not _is_central(actor):
        return LEAST_QUOTED
    return LEAST_CENTRAL if actor.kind in _CENTRAL_KINDS else LEAST_ACCEPTANCE


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
