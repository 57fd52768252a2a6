"""Interviews: who answers, and which lines readers understand without the questions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple, TypeVar

from summarizers.languages.english import PROFILE
from summarizers.lexicons import table
from summarizers.model import (
    Actor,
    ActorKind,
    Article,
    Claim,
    ClaimKind,
    Line,
    Mention,
    Refusal,
    Risk,
    Sentence,
    Span,
)
from summarizers.readers.english.syntax.clauses import has_clause
from summarizers.readers.parse import Findings, Parse
from summarizers.text.language import stop_words, terms

# "Interview with founder Anna Berg", "Lenna Post interviews Anna Berg, a candidate".
_ANNOUNCED = re.compile(
    r"\b(?:interviews|(?:interview|conversation|q&a) with)\s+([^:;|]+)",
    re.IGNORECASE,
)
# "Founder Anna Berg talks to the Lenna Post about mills": other news has such titles too.
_TALKS = re.compile(
    r"(?:^|[:|]\s{0,3})([^\s:;|][^:;|]{0,99}?)\s{1,3}"
    r"(?:interviewed|discusses"
    r"|(?:tells|(?:talks|speaks) (?:to|with)) (?=.{0,200} (?:about|on) ))"
)
_LINE = re.compile(r"[^\s][^\n]*")
# A person who asks or answers; quotations begin with a mark.
_TURN = re.compile(r".*\bI\b(?:['’]| (?=[a-z]))|.*\b[Yy]our?\b")
_SELF = re.compile(r".*\bI\b")
_ADDRESS = re.compile(r".*\byour?\b", re.IGNORECASE)
_MARKS = "\"“«‘'`"
# The fewest questions if the title announces an interview, and if it does not.
_FEWEST_ANNOUNCED, _FEWEST = 2, 3
# If no title announces an interview, at least one in six paragraphs must be an answer.
_PER_ANSWER = 6


class Block(NamedTuple):
    """The characters of a paragraph; ``asks`` is true if it is a question."""

    start: int
    end: int
    asks: bool


class Interview(NamedTuple):
    """The people whom a title announces as interviewed, and the paragraphs.

    ``start`` is the character at which the first person asks or answers. It is ``None``
    if the article does not consist of questions and answers.
    """

    people: tuple[Actor, ...]
    blocks: Sequence[Block]
    start: int | None


@lru_cache(maxsize=1)
def read_interview(article: Article) -> Interview:
    """Return the turns of an interview, and the people whom its title announces.

    Without a title that announces it, questions must address a person who answers with
    "I". People count if the text has their names; a headline in the text is enough.
    """
    text, title = article.text, article.title or ""
    announced = _ANNOUNCED.search(title)
    described = announced or _TALKS.search(title)
    blocks: list[Block] = []
    start = None
    if text.count("?") >= _FEWEST_ANNOUNCED:
        blocks = [_block(match) for match in _LINE.finditer(text)]
        if described or "interview" in title.lower():
            is_dialogue = sum(b.asks for b in blocks) >= _FEWEST_ANNOUNCED
        else:
            answered = sum(_converse(text, *pair) for pair in pairwise(blocks))
            is_dialogue = answered >= max(_FEWEST, len(blocks) / _PER_ANSWER)
        turns = (b.start for b in blocks if b.asks or _is_turn(text, b))
        start = next(turns) if is_dialogue else None
    people = _find_people(text, title, described) if announced or start else ()
    return Interview(people, blocks, start)


def _block(match: re.Match[str]) -> Block:
    text = match.group().rstrip()
    asks = text.endswith("?") and text[0] not in _MARKS
    return Block(match.start(), match.start() + len(text), asks)


def _converse(text: str, block: Block, after: Block) -> bool:
    """Return whether a block addresses a person who answers with "I" in the next."""
    asks = block.asks and _ADDRESS.match(text, block.start, block.end)
    return bool(asks and _SELF.match(text, after.start, after.end))


def _is_turn(text: str, block: Block) -> bool:
    is_quotation = text[block.start] in _MARKS
    return not is_quotation and bool(_TURN.match(text, block.start, block.end))


_NAME = re.compile(r"\b[A-Z][\w’'.-]+(?: (?:[A-Z][\w’'.-]*|de|van|von|der|al|bin))* ?")
# Words after which a title no longer names the people who are interviewed.
_ABOUT = re.compile(r",| (?:on|about|of|for|from|at|in|over)\b")
_NAME_AT_END = re.compile(r"\b[A-Z][\w’'-]+(?: [A-Z][\w’'.-]*){1,3}\Z")
# The number of characters before a role in which its holder's name is searched.
_REACH = 60
_FEWEST_WORDS, _MOST_WORDS = 2, 4
_ROLES, _ORG_WORDS = table("roles"), table("org_words")
_COMMON = table("demonyms").keys() | _ROLES.keys() | _ORG_WORDS.keys()


def _find_people(
    text: str, title: str, described: re.Match[str] | None
) -> tuple[Actor, ...]:
    """Return the people whom the title names, or for whom it has a role."""
    if described is None:
        return ()
    words_for = described[1].partition(",")[0]
    names = _names(text, _ABOUT.split(words_for, maxsplit=1)[0])
    if not names:
        # "Anna Berg: an interview with the founder", or "…, founder of the mill" in text.
        role = f", {words_for.strip().lower()}"
        at = text.lower().find(role)
        held = _NAME_AT_END.search(text, max(0, at - _REACH), at) if at > 0 else None
        before = title[: described.start()].rpartition(":")[0]
        names = _names(text, before) or ([held[0]] if held else [])
    people = []
    for name in names:
        start = text.find(name)
        if start >= 0:
            mention = Mention(Span(start, start + len(name), name))
            people.append(Actor(name, ActorKind.PERSON, None, (), (mention,)))
    return tuple(people)


def _names(text: str, described: str) -> list[str]:
    """Return the people named in ``described``: those joined by "and", or the last."""
    names = []
    for match in _NAME.findall(described):
        name = match.split()
        while name and name[0].lower() in _ROLES:
            del name[0]
        if _is_person(text, name):
            names.append(" ".join(name))
    return names if " and ".join(names) in described else names[-1:]


def _is_person(text: str, name: Sequence[str]) -> bool:
    """Return whether a name has a first name, or a surname that the text prints alone."""
    if not _FEWEST_WORDS <= len(name) <= _MOST_WORDS or name[-1].lower() in _ORG_WORDS:
        return False
    if name[0].lower() in table("first_names"):
        return True
    first, last = re.escape(name[0]), re.escape(name[-1])
    alone = re.search(rf"(?<!{first} )\b{last}\b", text)
    is_common = any(word.lower() in _COMMON for word in name)
    return alone is not None and not is_common


def add_interviewee(
    interviewee: Actor, actors: Sequence[Actor]
) -> tuple[list[Actor], int]:
    """Return the actors with the interviewee, and the index of the interviewee."""
    for at, actor in enumerate(actors):
        if interviewee.name in (actor.name, *actor.aliases):
            person = replace(actor, kind=ActorKind.PERSON)
            return [*actors[:at], person, *actors[at + 1 :]], at
    return [*actors, interviewee], len(actors)


# "Anna Berg talked to the Lenna Post": the occasion of the interview.
_OCCASION = re.compile(
    r"\b(?:interview(?:s|ed)?|spoke|talked|talks|sat down|discuss(?:es|ed)|caught up)\b"
)
# The fewest words that a line of the introduction shares with the title.
_LEAST_TOPIC = 2
# The score of the person whom the title announces, and of an answer; estimated by
# reading the answers of 12 interviews.
_SURE, _PROBABLE = 0.95, 0.65
_ANSWERS = 3
# The fewest and most words of an answer that is printed.
_SHORTEST, _LONGEST = 8, 40
_UNQUOTED = re.compile(r"[A-Z][^\"“”()\[\]:;]*\.")
_Line = TypeVar("_Line", Actor, Claim, Line, Risk)


def limit_interview(parse: Parse, article: Article, findings: Findings) -> Findings:
    """Return the findings; in an interview, accept only lines that need no question.

    The other lines stay in their lists and are refused. The person who answers is
    certain to be an actor, and the best answers that can be understood alone become
    claims. The findings of any other article stay unchanged.
    """
    people, blocks, start = read_interview(article)
    if start is None:
        return findings
    names = [actor.name for actor in people]
    topic = _content(article.title or "") - _content(" ".join(names)) - _UNTOPICAL
    fewest = max(1, min(_LEAST_TOPIC, len(topic)))

    def keeps_line(line: Line) -> bool:
        is_topic = len(topic & _content(line.span.text)) >= fewest
        is_told = is_topic or _OCCASION.search(line.span.text) is not None
        return line.span.start < start and is_told

    def keeps_claim(claim: Claim) -> bool:
        at = bisect_right(blocks, claim.sentence.start, key=attrgetter("start")) - 1
        is_answer = claim.sentence.start >= start and not blocks[at].asks
        return is_answer and claim.speaker in names

    def keeps_risk(risk: Risk) -> bool:
        is_clear = risk.when is not None and not PROFILE.is_unclear(risk.span.text)
        return risk.span.start < start or is_clear

    claims = _limit(findings.claims, keeps_claim)
    if len(names) == 1:
        claims += _answers(parse, blocks, names[0], topic)
    actors = _limit(findings.actors, lambda actor: actor.kind is not ActorKind.COUNTRY)
    sure = [
        replace(actor, score=max(_SURE, actor.score), refusal=None)
        if actor.name in names
        else actor
        for actor in actors
    ]
    return Findings(
        tuple(sure),
        claims,
        _limit(findings.risks, keeps_risk),
        _limit(findings.summary, keeps_line),
    )


# Words of a title that do not tell the subject: roles, and those that announce.
_UNTOPICAL = (
    _ROLES.keys()
    | table("demonyms").keys()
    | {"interview", "interviews", "conversation", "talks", "speaks", "tells"}
)


def _content(text: str) -> frozenset[str]:
    return frozenset(terms(text)) - stop_words()


def _limit(
    lines: Sequence[_Line], is_kept: Callable[[_Line], bool]
) -> tuple[_Line, ...]:
    return tuple(
        [x if is_kept(x) else replace(x, refusal=Refusal.NEEDS_QUESTION) for x in lines]
    )


def _answers(
    parse: Parse, blocks: Sequence[Block], name: str, topic: frozenset[str]
) -> tuple[Claim, ...]:
    """Return the best answers that can be understood alone, best first, as claims.

    Each is the sentence of its answer that shares most words with the title and the
    question; a word of the title counts twice.
    """
    best: list[tuple[int, int, Sentence]] = []
    for question, answer in pairwise(blocks):
        if not question.asks or answer.asks:
            continue
        asked = _content(parse.layout.text[question.start : question.end])
        ranked = [
            (-len(own & asked) - 2 * len(own & topic), sentence.start, sentence)
            for sentence in parse.layout.sentences
            if answer.start <= sentence.start < answer.end
            and _stands_alone(parse, sentence)
            and (own := _content(sentence.text))
        ]
        best += sorted(ranked)[:1]
    spans = [sentence.span for shared, _, sentence in sorted(best) if shared < -1]
    kind = ClaimKind.DIRECT
    return tuple(
        [Claim(name, None, None, (x,), x, kind, _PROBABLE) for x in spans[:_ANSWERS]]
    )


def _stands_alone(parse: Parse, sentence: Sentence) -> bool:
    """Return whether a sentence is a clause that points to nothing outside it."""
    first, end = parse.bounds[sentence.index]
    is_long = _SHORTEST <= len(sentence.text.split()) <= _LONGEST
    if not is_long or not _UNQUOTED.fullmatch(sentence.text):
        return False
    is_personal = any(tag[:3] == "PRP" for tag in parse.tokens.tags[first:end])
    is_unclear = is_personal or PROFILE.is_unclear(sentence.text)
    return not is_unclear and has_clause(parse, (sentence.span,))
