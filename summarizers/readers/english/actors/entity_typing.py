"""What a name names, judged by its words and by what stands around it.

The weights were set by hand and checked on news; only their order matters much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summarizers.model import ActorKind
from summarizers.readers.english.actors.printed_names import STATE_MARK, Name
from summarizers.readers.english.actors.word_lists import (
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
from summarizers.readers.parse import Parse, Tokens

IN_PLACES = frozenset(
    ("in", "near", "outside", "inside", "across", "around", "throughout")
)
AT_PLACES = frozenset(("at", "from", "to"))
HEAD_ENDS = frozenset(("of", "for", "on", "in", "at"))
PEOPLE = frozenset(("democrats", "republicans", "commons", "lords", "troops", "police"))
PLACE_STARTS = frozenset(("lake", "mount", "mt", "mt.", "cape", "fort", "port", "san"))
NUMERALS = frozenset(("i", "ii", "iii", "iv", "v", "x"))
EVENT_STARTS = frozenset(("hurricane", "operation", "typhoon", "cyclone", "expedition"))
STOPS = frozenset(
    (",", ".", "of", "in", "at", "for", "who", "which", "that", "and", "said", "says")
)
# As in "laryngitis", "silicosis".
ILLNESSES = ("itis", "osis")
PERSON_WORDS = 5
MIN_MODEL, MAX_MODEL = 2, 3
AHEAD_TOKENS = 6
RANKED_KINDS = (
    ActorKind.ORG,
    ActorKind.PERSON,
    ActorKind.PLACE,
    None,
    ActorKind.GROUP,
    ActorKind.COUNTRY,
)
"""The kinds as ``Votes.kind`` breaks ties: the first wins."""


@dataclass(slots=True)
class Votes:
    """Evidence for what a name is; ``thing`` is for events, laws and works.

    ``gender`` is m, f, or "" while nothing tells.
    """

    person: float = 0.0
    org: float = 0.0
    place: float = 0.0
    thing: float = 0.0
    country: float = 0.0
    group: float = 0.0
    gender: str = ""

    def add(self, other: Votes, weight: float = 1.0) -> None:
        """Take in more evidence for the same name."""
        self.person += weight * other.person
        self.org += weight * other.org
        self.place += weight * other.place
        self.thing += weight * other.thing
        self.country += weight * other.country
        self.group += weight * other.group
        self.gender = self.gender or other.gender

    @property
    def kind(self) -> ActorKind | None:
        """The kind with most evidence; ``None`` for an event, a law or a work."""
        ranked = (
            self.org,
            self.person,
            self.place,
            self.thing,
            self.group,
            self.country,
        )
        return RANKED_KINDS[ranked.index(max(ranked))]


def head_at(words: Sequence[str]) -> int:
    """The index of the head word: the last one before "of", "for" or "on"."""
    for i, word in enumerate(words):
        if word in HEAD_ENDS and i:
            return i - 1
    return len(words) - 1


def judge_words(words: tuple[str, ...], text: str) -> Votes:
    """What the words of a name tell by themselves."""
    joined = " ".join(words)
    if joined in COUNTRIES or words[0].startswith(STATE_MARK):
        return Votes(country=6.0)
    if joined in SEATS or joined in PLACES:
        return Votes(place=4.0)
    if joined in DEMONYMS:
        return Votes(group=4.0)
    if joined in PRESS:
        return Votes(org=4.0)
    votes = Votes()
    if len(words) == 1:
        _judge_word(votes, joined, text)
    else:
        _judge_phrase(votes, words, text)
        if _is_model(text):
            votes.thing += 0.7
    return votes


def _is_model(text: str) -> bool:
    """Whether a name ends in a product's capitals: "Hollow VR", but not "John XX"."""
    first, _, last = text.rpartition(" ")
    short = last.isupper() and last.isalpha() and MIN_MODEL <= len(last) <= MAX_MODEL
    if not short or first.isupper() or first.split(" ")[0].lower() in FIRST_NAMES:
        return False
    return last.lower() not in NUMERALS and last.lower() not in COUNTRIES


def _judge_word(votes: Votes, word: str, text: str) -> None:
    votes.org += 0.3
    if text.isupper() and len(text) > 1:
        votes.org += 2.0
    if word in FIRST_NAMES:
        votes.person += 1.2
        votes.gender = FIRST_NAMES[word]
    if word in EVENTS:
        votes.thing += 3.0
    if word in PEOPLE:
        votes.group += 2.0
    elif word in ORG_WORDS:
        votes.org += 3.0


def _judge_phrase(votes: Votes, words: tuple[str, ...], text: str) -> None:
    head, last = words[head_at(words)], words[-1]
    if head in ORG_WORDS or last in ORG_WORDS or "&" in words:
        votes.org += 3.0
    _judge_site(votes, words, head)
    if last in NUMERALS:
        head = words[-2]
    is_event = head in EVENTS or last in EVENTS or last.endswith(ILLNESSES)
    if is_event or not EVENT_STARTS.isdisjoint(words):
        votes.thing += 2.5
    if last.isdigit():
        votes.thing += 1.0
    elif len(words) <= PERSON_WORDS and head_at(words) == len(words) - 1:
        _judge_person(votes, words, text)


def _judge_site(votes: Votes, words: tuple[str, ...], head: str) -> None:
    first, last = words[0], words[-1]
    if last in PLACE_WORDS or head in PLACE_WORDS or first in PLACE_STARTS:
        votes.place += 2.5
    elif last in COUNTRIES and first not in FIRST_NAMES:
        votes.org += 1.0
    elif last in PLACES and first not in FIRST_NAMES:
        votes.place += 1.5
    elif first in COUNTRIES:
        votes.org += 1.0
    elif first in PLACES:
        votes.place += 1.0


def _has_initial(words: tuple[str, ...]) -> bool:
    return any(len(word) == len("J.") and word[1] == "." for word in words[:-1])


def _is_given(text: str) -> bool:
    """As in "Sung-min" behind a surname: two syllables with one capital."""
    first, hyphen, second = text.partition("-")
    return bool(hyphen) and first.istitle() and second.islower() and second.isalpha()


def _judge_person(votes: Votes, words: tuple[str, ...], text: str) -> None:
    first = words[0]
    if first in FIRST_NAMES:
        votes.person += 2.0
        votes.gender = FIRST_NAMES[first]
    elif _has_initial(words) or _is_given(text.rpartition(" ")[2]):
        votes.person += 1.5
    if first not in COUNTRIES and first not in DEMONYMS and first not in PLACES:
        votes.person += 0.6


def judge_place(parse: Parse, name: Name, votes: Votes) -> None:
    """Add what the words around one name tell."""
    tokens = parse.tokens
    if name.title < name.first:
        _judge_title(votes, tokens.lowers[name.title : name.first])
    elif name.first:
        _judge_before(votes, tokens, name.first - 1)
    if name.last < len(tokens):
        _judge_after(votes, tokens, name.last)


def _judge_title(votes: Votes, title: Sequence[str]) -> None:
    last = title[-1]
    if last in ORG_NOUNS and last not in ROLES:
        votes.org += 2.0
        return
    votes.person += 3.0
    for lower in title:
        gender = HONORIFICS.get(lower) or ROLE_GENDERS.get(lower)
        votes.gender = votes.gender or gender or ""


def _judge_before(votes: Votes, tokens: Tokens, at: int) -> None:
    lower = tokens.lowers[at]
    if lower == "the":
        votes.org += 0.7
    elif lower in IN_PLACES:
        votes.place += 0.6
    elif lower in AT_PLACES:
        votes.place += 0.1
    elif lower == "of" and at and tokens.lowers[at - 1] in PLACE_WORDS:
        votes.place += 2.0


def _judge_after(votes: Votes, tokens: Tokens, at: int) -> None:
    lower = tokens.lowers[at]
    if lower in ORG_NOUNS and lower not in ROLES:
        votes.org += 0.5
    elif lower == "who":
        votes.person += 1.5
    elif lower == "," and at + 3 < len(tokens):
        _judge_apposition(votes, tokens, at + 1)


def _judge_apposition(votes: Votes, tokens: Tokens, first: int) -> None:
    """As in "…, who", "…, 55, of", "…, a former judge"."""
    ahead = tokens.lowers[first : first + AHEAD_TOKENS]
    if ahead[0] in {"who", "whose"}:
        votes.person += 2.0
        return
    if ahead[0].isdigit() and ahead[1] in {",", "."}:
        votes.person += 2.0
    for at, lower in enumerate(ahead, first):
        told = _apposed(tokens, at)
        if told is not None:
            votes.add(told)
        if told is not None or lower in STOPS:
            return


def _apposed(tokens: Tokens, at: int) -> Votes | None:
    """What a word of an apposition tells, if it tells anything."""
    lower = tokens.lowers[at]
    if lower in ROLES or lower in ADDRESSED:
        return Votes(person=1.0)
    if lower in STOPS or _is_before_noun(tokens, at):
        return None
    if lower in ORG_NOUNS:
        return Votes(org=1.0)
    return Votes(place=1.0) if lower in PLACE_WORDS else None


def _is_before_noun(tokens: Tokens, at: int) -> bool:
    """Whether a word only tells more of a noun: "the union's chairwoman"."""
    if at + 1 >= len(tokens):
        return False
    behind = tokens.tags[at + 1]
    is_noun = behind.startswith("NN") or tokens.lowers[at + 1] in ROLES
    return behind == "POS" or is_noun
