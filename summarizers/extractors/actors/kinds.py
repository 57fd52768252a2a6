"""What a name names, judged by its words and by what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summarizers.extractors.actors.names import Name
from summarizers.extractors.actors.vocabulary import (
    ADDRESSED,
    COUNTRIES,
    DEMONYMS,
    EVENTS,
    FIRST_NAMES,
    HONORIFICS,
    ORG_NOUNS,
    ORG_WORDS,
    PLACE_WORDS,
    PLACES,
    PRESS,
    ROLE_GENDERS,
    ROLES,
    SEATS,
)
from summarizers.model import ActorKind
from summarizers.parsers.grammar import Parse, Token

IN_PLACES = frozenset("in at near from outside inside across around throughout".split())
HEAD_ENDS = frozenset(("of", "for", "on", "in", "at"))


@dataclass(slots=True)
class Votes:
    """Evidence for what a name is; ``thing`` is for events, laws and works."""

    person: float = 0.0
    org: float = 0.0
    place: float = 0.0
    thing: float = 0.0
    country: float = 0.0
    group: float = 0.0
    gender: str = ""

    def add(self, other: Votes) -> None:
        """Take in the evidence for another form of the same name."""
        self.person += other.person
        self.org += other.org
        self.place += other.place
        self.thing += other.thing
        self.country += other.country
        self.group += other.group
        self.gender = self.gender or other.gender

    @property
    def kind(self) -> ActorKind | None:
        """The kind with most evidence; ``None`` for an event, a law or a work."""
        best = max(
            (self.country, 0),
            (self.group, 1),
            (self.thing, 2),
            (self.place, 3),
            (self.person, 4),
            (self.org, 5),
        )
        return _KINDS[best[1]]


_KINDS = (
    ActorKind.COUNTRY,
    ActorKind.GROUP,
    None,
    ActorKind.PLACE,
    ActorKind.PERSON,
    ActorKind.ORG,
)


def head_at(words: Sequence[str]) -> int:
    """The index of the head word: the last one before "of", "for" or "on"."""
    for i, word in enumerate(words):
        if word in HEAD_ENDS and i:
            return i - 1
    return len(words) - 1


def judge_words(words: tuple[str, ...], text: str) -> Votes:
    """What the words of a name tell by themselves."""
    votes = Votes()
    joined = " ".join(words)
    if joined in COUNTRIES or words[0][0] == "@":
        votes.country = 6.0
    elif joined in SEATS or joined in PLACES:
        votes.place = 4.0
    elif joined in DEMONYMS:
        votes.group = 4.0
    elif joined in PRESS:
        votes.org = 4.0
    elif len(words) == 1:
        _judge_word(votes, joined, text)
    else:
        _judge_phrase(votes, words)
    return votes


def _judge_word(votes: Votes, word: str, text: str) -> None:
    if text.isupper() and len(text) > 1:
        votes.org += 2.0
    if word in FIRST_NAMES:
        votes.person += 1.2
        votes.gender = FIRST_NAMES[word]
    if word in ORG_WORDS:
        votes.org += 3.0 if word not in _PEOPLE else 0.0
        votes.group += 2.0 if word in _PEOPLE else 0.0
    votes.org += 0.3


_PEOPLE = frozenset(("democrats", "republicans", "commons", "lords", "troops", "police"))


def _judge_phrase(votes: Votes, words: tuple[str, ...]) -> None:
    head = words[head_at(words)]
    if head in ORG_WORDS or words[-1] in ORG_WORDS or "&" in words:
        votes.org += 3.0
    if words[-1] in PLACE_WORDS or head in PLACE_WORDS or words[0] in _PLACE_STARTS:
        votes.place += 2.5
    elif words[0] in PLACES or words[0] in COUNTRIES:
        votes.place += 1.0
    if len(words) > 2 and words[-1] in _NUMERALS:
        head = words[-2]
    if head in EVENTS or words[-1] in EVENTS or _STORMS & set(words):
        votes.thing += 2.5
    if words[-1].isdigit():
        votes.thing += 1.0
    elif len(words) <= 5 and head_at(words) == len(words) - 1:
        _judge_person(votes, words)


_PLACE_STARTS = frozenset("lake mount mt mt. cape fort port san".split())
_NUMERALS = frozenset(("i", "ii", "iii", "iv", "v", "x"))
_STORMS = frozenset("hurricane operation typhoon cyclone expedition".split())


def _judge_person(votes: Votes, words: tuple[str, ...]) -> None:
    if words[0] in FIRST_NAMES:
        votes.person += 2.0
        votes.gender = FIRST_NAMES[words[0]]
    elif any(len(word) == 2 and word[1] == "." for word in words[:-1]):
        votes.person += 1.5
    if words[0] not in COUNTRIES and words[0] not in DEMONYMS and words[0] not in PLACES:
        votes.person += 0.6


def judge_place(parse: Parse, name: Name) -> Votes:
    """What the words around one name tell."""
    votes = Votes()
    tokens = parse.tokens
    if name.title < name.first:
        _judge_title(votes, tokens[name.title : name.first])
    elif name.first:
        _judge_before(votes, tokens, name.first - 1)
    if name.last < len(tokens):
        _judge_after(votes, tokens, name.last)
    return votes


def _judge_title(votes: Votes, title: Sequence[Token]) -> None:
    last = title[-1].lower if title[-1].text != "." else title[-2].lower
    if last in ORG_NOUNS and last not in ROLES:
        votes.org += 2.0
        return
    votes.person += 3.0
    for token in title:
        gender = HONORIFICS.get(token.lower) or ROLE_GENDERS.get(token.lower)
        votes.gender = votes.gender or gender or ""


def _judge_before(votes: Votes, tokens: Sequence[Token], at: int) -> None:
    token, lower = tokens[at], tokens[at].lower
    if lower == "the":
        votes.org += 0.7
    elif lower in IN_PLACES:
        votes.place += 0.6
    elif lower == "of" and at and tokens[at - 1].lower in PLACE_WORDS:
        votes.place += 2.0
    elif lower in ORG_NOUNS and token.tag[:2] != "VB":
        votes.org += 1.5
    elif lower in ROLES:
        votes.person += 1.5


def _judge_after(votes: Votes, tokens: Sequence[Token], at: int) -> None:
    lower = tokens[at].lower
    if lower in ORG_NOUNS and lower not in ROLES:
        votes.org += 0.5
    if lower == "who":
        votes.person += 1.5
    if lower != "," or at + 3 >= len(tokens):
        return
    if tokens[at + 1].lower in {"who", "whose"}:
        votes.person += 2.0
        return
    ahead = [tokens[i].lower for i in range(at + 1, min(at + 7, len(tokens)))]
    if tokens[at + 1].text.isdigit() and ahead[1] in {",", "."}:
        votes.person += 2.0
    for word in ahead:
        if word in ROLES or word in ADDRESSED:
            votes.person += 1.0
            return
        if word in ORG_NOUNS:
            votes.org += 1.0
            return
        if word in _STOPS:
            return


_STOPS = frozenset(", . of in at for who which that said says told and".split())
