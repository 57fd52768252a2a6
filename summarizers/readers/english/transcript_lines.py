"""Find the lines of a transcript that readers understand without the questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple, TypeVar

from summarizers.languages.english import PROFILE
from summarizers.lexicons import table, words
from summarizers.model import (
    Actor,
    ActorKind,
    Article,
    Claim,
    ClaimKind,
    Line,
    Risk,
    Sentence,
)
from summarizers.readers.english.acceptance.news_event import stems
from summarizers.readers.english.actors.interviewee import find_interviewees
from summarizers.readers.english.actors.word_lists import DEMONYMS, ROLES
from summarizers.readers.english.syntax.clauses import has_clause
from summarizers.readers.english.transcript import Transcript, read_transcript
from summarizers.readers.parse import Parse
from summarizers.readers.reader import Findings
from summarizers.text.terms import terms

# "Anna Berg talked to the Lenna Post": the occasion of the interview.
_OCCASION = re.compile(
    r"\b(?:interview(?:s|ed)?|spoke|talked|talks|sat down|discuss(?:es|ed)|caught up)\b"
)
_LEAST_TOPIC = 2
# The acceptance of the person whom the title announces, and of an answer; estimated
# by reading the answers of 12 transcripts.
SURE, PROBABLE = 0.95, 0.65
_ANSWERS = 3
_SHORTEST, _LONGEST = 8, 40
_LEAST_SHARED = 2
_SCORE = 0.3
_WORDS = table("transcript_words")
# The first words of a sentence, which hold most subjects.
_SUBJECT = 5
_OPENING = frozenset(("opener", "own"))
_SELVES = frozenset(("i", "we"))
_MARKS = '"“”()[]:;'
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_Line = TypeVar("_Line", Actor, Claim, Line, Risk)


class _Interview(NamedTuple):
    """A transcript, the names of the people who answer, and the words of its title."""

    parse: Parse
    turns: Transcript
    people: frozenset[str]
    topic: frozenset[str]

    def asks(self, offset: int) -> bool:
        """Return whether the paragraph at an offset is a question."""
        return self.turns.blocks[self.turns.at(offset)].asks

    def keeps_line(self, line: Line) -> bool:
        """Return whether a sentence introduces the interview or its subject."""
        if line.span.start >= self.turns.start:
            return False
        if _OCCASION.search(line.span.text):
            return True
        shared = len(self.topic & stems(terms(line.span.text)))
        return shared >= max(1, min(_LEAST_TOPIC, len(self.topic)))

    def keeps_claim(self, claim: Claim) -> bool:
        """Return whether a claim is the answer of a known person.

        In the introduction, only quotations with a plain verb count.
        """
        start, cue = claim.sentence.start, "" if claim.cue is None else claim.cue.text
        if start < self.turns.start:
            is_quoted = claim.kind is not ClaimKind.INDIRECT
            return is_quoted and cue.lower() in words("plain_reporting")
        is_turn = claim.speaker in self.people or cue == ":"
        return is_turn and not self.asks(start)

    def keeps_risk(self, risk: Risk) -> bool:
        """Return whether a risk in an answer has a date and names its subject."""
        if risk.span.start < self.turns.start:
            return True
        return risk.when is not None and not PROFILE.is_unclear(risk.span.text)

    def keeps_actor(self, actor: Actor) -> bool:
        """Return whether an actor is kept: in interviews, countries do not act."""
        return actor.kind is not ActorKind.COUNTRY


def limit_transcript(parse: Parse, article: Article, findings: Findings) -> Findings:
    """Return the findings; in an interview, accept only lines that need no question.

    The other lines stay in their lists with acceptance 0. The person who answers is
    certain to be an actor. This person's answers that can be understood alone become
    claims. The findings of any other article stay unchanged.
    """
    turns = read_transcript(article)
    if turns is None:
        return findings
    people = frozenset([actor.name for actor in find_interviewees(article)])
    title = _topic(article.title or "", people)
    interview = _Interview(parse, turns, people, title)
    claims = _limit(findings.claims, interview.keeps_claim)
    if len(people) == 1 and not turns.is_labelled:
        claims = (*claims, *_answers(interview, claims))
    actors = _limit(findings.actors, interview.keeps_actor)
    return Findings(
        tuple([_assure(actor, people) for actor in actors]),
        claims,
        _limit(findings.risks, interview.keeps_risk),
        _limit(findings.summary, interview.keeps_line),
    )


def _topic(title: str, people: frozenset[str]) -> frozenset[str]:
    """Return the words of a title that tell the subject of an interview."""
    names = set(terms(" ".join(people)))
    other = (names, _listed("announces"), ROLES, DEMONYMS)
    return stems([x for x in terms(title) if not any(x in listed for listed in other)])


@cache
def _listed(kind: str) -> frozenset[str]:
    return frozenset([word for word, listed in _WORDS.items() if listed == kind])


def _limit(
    lines: Sequence[_Line], is_kept: Callable[[_Line], bool]
) -> tuple[_Line, ...]:
    return tuple([x if is_kept(x) else replace(x, acceptance=0.0) for x in lines])


def _assure(actor: Actor, people: frozenset[str]) -> Actor:
    is_sure = actor.name in people and actor.acceptance < SURE
    return replace(actor, acceptance=SURE) if is_sure else actor


def _answers(interview: _Interview, claims: Sequence[Claim]) -> Sequence[Claim]:
    """Return the best answers that can be understood alone, best first.

    Each is the best sentence of its answer: it has most words of the title and of the
    question.
    """
    (name,) = interview.people
    said = {claim.sentence.start for claim in claims if claim.acceptance}
    best: dict[int, tuple[int, Sentence]] = {}
    for answer, sentence in _sentences(interview):
        shared = _shared(interview, answer, sentence)
        if shared > best.get(answer, (_LEAST_SHARED - 1, sentence))[0]:
            best[answer] = shared, sentence
    ranked = sorted(best.values(), key=lambda pair: -pair[0])
    new = [sentence for _, sentence in ranked if sentence.start not in said]
    return [_answer(name, sentence) for sentence in new[:_ANSWERS]]


def _shared(interview: _Interview, answer: int, sentence: Sentence) -> int:
    """Return a score for the words that a sentence shares with question and title.

    Each word shared with the question counts once, with the title twice.
    """
    question = interview.turns.blocks[answer - 1]
    text = interview.parse.layout.text[question.start : question.end]
    own = stems(terms(sentence.text))
    return len(own & stems(terms(text))) + 2 * len(own & interview.topic)


def _sentences(interview: _Interview) -> Iterator[tuple[int, Sentence]]:
    """Yield the sentences of answers that can be understood alone.

    Each comes with the index of its paragraph.
    """
    parse, turns = interview.parse, interview.turns
    for sentence in parse.layout.sentences:
        at = turns.at(sentence.start)
        if sentence.start < turns.start or not turns.answers(at, parse.layout.text):
            continue
        stands = sentence.noise is None and _stands_alone(sentence.text)
        if stands and has_clause(parse, (sentence.span,)):
            yield at, sentence


def _stands_alone(text: str) -> bool:
    """Return whether a sentence names its subject, or tells what the speaker thinks."""
    spoken = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    if not _SHORTEST <= len(spoken) <= _LONGEST or not text.endswith("."):
        return False
    if not text[0].isupper() or any(mark in text for mark in _MARKS):
        return False
    kinds = [_WORDS.get(word) for word in spoken]
    if "person" in kinds or kinds[0] in _OPENING or spoken[0] in words("link_openers"):
        return False
    if "pointer" in kinds[:_SUBJECT]:
        return False
    return spoken[0] not in _SELVES or "opinion" in kinds[1:3]


def _answer(name: str, sentence: Sentence) -> Claim:
    span = sentence.span
    kind = ClaimKind.DIRECT
    return Claim(name, None, None, (span,), span, kind, _SCORE, acceptance=PROBABLE)
