"""The features of claims, of sentences about the future and of summary sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import exp, log1p

from summarizers.lexicons import table, words
from summarizers.model import Claim, ClaimKind, Line, Risk, Span
from summarizers.readers.english.actors.word_lists import CALENDAR
from summarizers.readers.english.risks import LOOKING_AHEAD, SentenceEvidence
from summarizers.readers.english.risks.clauses import ClausePosition
from summarizers.readers.english.risks.dates import forms
from summarizers.readers.english.score.article_view import ArticleView, stems
from summarizers.readers.english.score.scorer import Feature, Section, log_odds
from summarizers.readers.english.score.tense import looks_back, tells_state
from summarizers.readers.english.syntax.tokens import reporters

_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_PRESENT = frozenset(("VBZ", "VBP"))
_REPORTERS = reporters()
_PLAIN = words("plain_reporting")
_THINGS = frozenset(("it", "its"))
_PLURALS = frozenset(("they", "them", "their"))
_PERSONS = frozenset(("he", "she", "him", "his", "her"))
_WILL = frozenset(("will", "'ll", "’ll"))
_POINTING = frozenset(("this", "these", "those", "such"))
_TIMES = words("time_words") | CALENDAR
_LINKS = words("link_openers")
_TIMING = table("timing_words")
_DAYS = frozenset((*map(str.lower, table("weekdays")), "today", "yesterday", "tonight"))
_QUOTES = ('"', "“", "«")
_FIRST_ACTORS = 3
# The place and score of a speaker outside the list of actors.
_NO_ACTOR = 99, 0.1
_FEWEST = 5
# In tokens.
_LONG = 30
# In sentences: how fast the value of an early line fades.
_EARLY = 5
# The least share of a sentence in quotation marks that counts as partly, and as mostly.
_PARTLY, _MOSTLY = 0.1, 0.9
_FIRM = LOOKING_AHEAD - {"remain"}


class Passage:
    """The tokens of one or more spans: ``lowers``, ``tags`` and ``texts``, one each a token."""

    def __init__(self, view: ArticleView, spans: Sequence[Span]) -> None:
        self.view, self.spans = view, spans
        self.start, self.end = spans[0].start, spans[-1].end
        self.lowers: list[str] = []
        self.tags: list[str] = []
        self.texts: list[str] = []
        for span in spans:
            within = view.parse.within(span.start, span.end)
            self.lowers += view.tokens.lowers[within]
            self.tags += view.tokens.tags[within]
            self.texts += view.tokens.texts[within]

    @cached_property
    def words(self) -> frozenset[str]:
        """Return the different words, in lower case."""
        return frozenset(self.lowers)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Return the stems of the words, without stop words."""
        return stems(self.words, self.view.lang)

    @cached_property
    def quoted(self) -> float:
        """Return the share of the characters that are in quotation marks."""
        return self.view.quoted(self.start, self.end)

    @property
    def first_word(self) -> str:
        """Return the first token that is a word or number, in lower case."""
        return next((word for word in self.lowers if word[0].isalnum()), "")

    @property
    def opens_with_quotation(self) -> bool:
        """Return whether the passage starts with a quotation mark."""
        return self.spans[0].text.startswith(_QUOTES)

    @property
    def has_finite_verb(self) -> bool:
        """Return whether a verb has a tense."""
        return not _FINITE.isdisjoint(self.tags)

    @property
    def is_past_alone(self) -> bool:
        """Return whether verbs are in the past and none is in the present or a modal."""
        tags = self.tags
        return "VBD" in tags and "MD" not in tags and _PRESENT.isdisjoint(tags)

    @property
    def points_back(self) -> bool:
        """Return whether "this" or "such" stands before a word that names no time."""
        if self.words.isdisjoint(_POINTING):
            return False
        return any(
            a in _POINTING and b[0].isalpha() and b not in _TIMES
            for a, b in pairwise(self.lowers)
        )


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim with its passage; ``place`` is its place in the text, the first is 0.

    ``is_last`` is true for the last claim of its speaker.
    """

    claim: Claim
    passage: Passage
    place: int
    is_last: bool

    @property
    def speaker(self) -> tuple[int, float]:
        """Return the place and score of the speaker among the actors."""
        return self.passage.view.actors.get(self.claim.speaker or "", _NO_ACTOR)


def claim_views(view: ArticleView, claims: Sequence[Claim]) -> list[ClaimView]:
    """Return the views of claims, which are in text order."""
    last = {claim.speaker: place for place, claim in enumerate(claims)}
    return [
        ClaimView(
            claim, Passage(view, claim.content), place, last[claim.speaker] == place
        )
        for place, claim in enumerate(claims)
    ]


def _lead_words(passage: Passage) -> float:
    """Return the share of the words that the lead has too; 0 inside the lead."""
    if passage.start < passage.view.lead_end:
        return 0.0
    return len(passage.stems & passage.view.lead) / max(_FEWEST, len(passage.stems))


def _has_plain_cue(claim: Claim) -> bool:
    reporter = None if claim.cue is None else _REPORTERS.get(claim.cue.text.lower())
    return reporter is not None and reporter.lemma in _PLAIN


def _is_bare_phrase(view: ClaimView) -> bool:
    return view.claim.kind is ClaimKind.INDIRECT and not view.passage.has_finite_verb


CLAIMS = Section(
    "claims",
    (
        Feature("opens with a quotation", lambda c: c.passage.opens_with_quotation, "opens with a quotation"),
        Feature("bare phrase", _is_bare_phrase, "a phrase without a verb"),
        Feature("past tense alone", lambda c: c.passage.is_past_alone, "about the past alone"),
        Feature("plain cue", lambda c: _has_plain_cue(c.claim), "a plain verb of speech"),
        Feature("of a first actor", lambda c: c.speaker[0] < _FIRST_ACTORS, "said by a main actor"),
        Feature("score of the speaker", lambda c: log_odds(c.speaker[1]), "the speaker’s own score"),
        Feature("place", lambda c: log1p(c.place), "claims before it"),
        Feature("first claim", lambda c: c.place == 0, "the first claim of the article"),
        Feature("last of its speaker", lambda c: c.is_last, "the speaker’s last claim"),
        Feature("words of the lead", lambda c: _lead_words(c.passage), "words of the first sentences"),
        Feature("beside the summary", lambda c: c.passage.view.summary.isdisjoint(c.passage.stems), "no word of the summary"),
        Feature("thing pronoun", lambda c: not _THINGS.isdisjoint(c.passage.words), "says “it”"),
        Feature("points back", lambda c: c.passage.points_back, "“this” or “these”"),
        Feature("long", lambda c: len(c.passage.lowers) > _LONG, "many words"),
        Feature("number", lambda c: "CD" in c.passage.tags, "a number"),
    ),
)  # fmt: skip


@dataclass(slots=True)
class OutlookView:
    """A sentence about the future with its evidence."""

    risk: Risk
    evidence: SentenceEvidence
    passage: Passage
    rank: int

    def operates(self, kind: str, *, past: bool = False) -> bool:
        """Return whether the sentence has an operator of a kind, intended now or in the past."""
        return any(o.kind == kind and o.past is past for o in self.evidence.operators)

    @property
    def operators(self) -> int:
        """Return the number of operators that look ahead."""
        return sum(not operator.past for operator in self.evidence.operators)

    def will(self, position: ClausePosition) -> bool:
        """Return whether "will" stands in a clause at ``position``."""
        clauses = self.evidence.clauses
        return any(
            o.kind == "will" and clauses.position(o.head) is position
            for o in self.evidence.operators
        )

    def times(self, kind: str) -> bool:
        """Return whether a word turns the clause towards a time: "until", "still"."""
        return any(_TIMING.get(word) == kind for word in self.passage.words)

    @property
    def is_ahead(self) -> bool:
        """Return whether an operator looks ahead from now."""
        return self.evidence.operates_ahead

    @property
    def is_hazard(self) -> bool:
        """Return whether a word names a harm that is not past."""
        return self.evidence.is_hazard

    @property
    def is_ahead_in_speech(self) -> bool:
        """Return whether reported speech looks ahead, and no other main clause does."""
        clauses = self.evidence.clauses
        heads = {
            clauses.verb_of(o.head)
            for o in self.evidence.operators
            if not o.past and o.kind in _FIRM
        }
        return ClausePosition.SAID in {
            clauses.position(head) for head in heads if head >= 0
        }

    @property
    def names_step(self) -> bool:
        """Return whether a noun names a planned step: "vote"."""
        steps = forms("planned_steps")
        pairs = zip(self.passage.lowers, self.passage.tags, strict=True)
        return any(tag[:2] in {"NN", ""} and word in steps for word, tag in pairs)


OUTLOOK = Section(
    "outlook",
    (
        Feature("dated", lambda o: o.risk.when is not None, "names a day ahead"),
        Feature("looks ahead", lambda o: o.is_ahead, "a verb that looks ahead"),
        Feature("ahead in speech", lambda o: o.is_ahead_in_speech, "somebody says what is ahead"),
        Feature("step", lambda o: o.names_step, "a planned step"),
        Feature("done", lambda o: o.evidence.tells_done, "tells what is done"),
        Feature("hazard", lambda o: o.is_hazard, "a danger"),
        Feature("will", lambda o: o.operates("will"), "“will”"),
        Feature("should", lambda o: o.operates("should") or o.operates("must"), "“should” or “must”"),
        Feature("warns", lambda o: o.operates("warn"), "a warning"),
        Feature("operators", lambda o: o.operators, "words that look ahead"),
        Feature("might", lambda o: o.operates("might"), "“may” or “could”"),
        Feature("can", lambda o: o.operates("can"), "“can”"),
        Feature("will aside", lambda o: o.will(ClausePosition.RELATIVE), "“will” in a relative clause"),
        Feature("remains", lambda o: o.operates("remain"), "something remains"),
        Feature("threatens", lambda o: o.operates("threat"), "a threat"),
        Feature("was planned", lambda o: o.operates("plan_bare", past=True), "was planned"),
        Feature("until", lambda o: o.times("until"), "“until”"),
        Feature("still", lambda o: o.times("still"), "“still”"),
        Feature("ahead in quotation", lambda o: o.is_ahead and o.passage.quoted > _PARTLY, "looks ahead in quotation marks"),
        Feature("ahead all quoted", lambda o: o.is_ahead and o.passage.quoted > _MOSTLY, "a quotation that looks ahead"),
        Feature("quoted", lambda o: o.passage.quoted > _PARTLY, "partly in quotation marks"),
        Feature("person pronoun", lambda o: not _PERSONS.isdisjoint(o.passage.words), "“he” or “she”"),
        Feature("points back", lambda o: o.passage.points_back, "“this” or “these”"),
        Feature("no finite verb", lambda o: not o.passage.has_finite_verb, "no finite verb"),
        Feature("late", lambda o: o.rank / o.passage.view.sentences, "late in the text"),
        Feature("sentences before it", lambda o: log1p(o.rank), "sentences before it"),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence of the summary with its passage."""

    line: Line
    passage: Passage
    rank: int

    @property
    def tells_state(self) -> bool:
        """Return whether the main verb tells a state, a habit or a trait."""
        passage = self.passage
        return tells_state(passage.texts, passage.lowers, passage.tags)


SENTENCES = Section(
    "summary",
    (
        Feature("rank", lambda s: log_odds(s.line.score), "chosen by the ranker"),
        Feature("early", lambda s: exp(-s.rank / _EARLY), "early in the text"),
        Feature("day", lambda s: not _DAYS.isdisjoint(s.passage.words), "names the day"),
        Feature("looks back", lambda s: looks_back(s.passage.lowers), "looks back"),
        Feature("state", lambda s: s.tells_state, "tells a state"),
        Feature("quoted", lambda s: s.passage.quoted, "share in quotation marks"),
        Feature("opens with a quotation", lambda s: s.passage.opens_with_quotation, "opens with a quotation"),
        Feature("opens with a link", lambda s: s.passage.first_word in _LINKS, "opens with a word such as “but”"),
        Feature("plural pronoun", lambda s: not _PLURALS.isdisjoint(s.passage.words), "“they”"),
        Feature("actor of the lead", lambda s: s.passage.view.names_actor_of_lead(s.line.span), "names an actor of the first sentences"),
        Feature("will", lambda s: not _WILL.isdisjoint(s.passage.words), "“will”"),
    ),
)  # fmt: skip
