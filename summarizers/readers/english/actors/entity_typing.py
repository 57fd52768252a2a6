"""Type entities: find the kind of a name, by its words and its context.

The weights were set by hand and checked on news; only their order matters much.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarizers.lexicons import words
from summarizers.model import ActorKind
from summarizers.readers.english.actors.names import STATE_MARK, NameMention
from summarizers.readers.english.actors.word_lists import (
    ADDRESSED,
    COUNTRIES,
    DEMONYMS,
    DOCUMENTS,
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
    WORKS,
)
from summarizers.readers.english.syntax.tokens import COMMON_NOUNS, REFLEXIVES
from summarizers.readers.parse import Parse, Tokens

IN_PLACES = words("in_places")
AT_PLACES = frozenset(("at", "from", "to"))
# Common nouns for a thing in an apposition: "…, a phone with two cameras".
THING_NOUNS = words("thing_nouns")
# Verbs between a name and the noun that tells its kind.
_COPULAS = frozenset(("is", "was"))
_NAMING = frozenset(("called", "named", "dubbed"))
_CALLING = frozenset(("call", "calls", "called", "calling"))
# Words between a noun and its naming verb: "a group that is called Grey Heron".
_NAME_LINKS = frozenset((",", "that", "which", "who", "is", "are", "was", "were"))
# Tags of verbs of which a place is seldom the subject.
_ACTIVE_TAGS = frozenset(("VBD", "MD"))
_INSIDE_PHRASE = COMMON_NOUNS | {"JJ", "NNP"}
_ARTICLES = frozenset(("a", "an", "the"))
_HEAD_ENDS = frozenset(("of", "for", "on", "in", "at"))
_PEOPLE = frozenset(
    ("democrats", "republicans", "commons", "lords", "troops", "police")
)
_PLACE_STARTS = frozenset(("lake", "mount", "mt", "mt.", "cape", "fort", "port", "san"))
_EVENT_STARTS = frozenset(
    ("hurricane", "operation", "typhoon", "cyclone", "expedition")
)
# Last words of the names of documents and works: "Harbour Papers", "Norland Report".
_WORK_NOUNS = DOCUMENTS | WORKS
# Last words of names with "the" that are not organisations: "the Lenna Wall".
_INERT_ENDS = (PLACE_WORDS | EVENTS | _WORK_NOUNS) - ORG_WORDS.keys()
_NUMERALS = frozenset(("i", "ii", "iii", "iv", "v", "x"))
_STOPS = frozenset(
    (",", ".", "of", "in", "at", "for", "who", "which", "that", "and", "said", "says")
)
# A word of letters and digits, such as "A320"; and an initial, or a last name such as
# "Sung-min".
_MODEL_NUMBER = re.compile(r"[^\W\d]\w*\d\w*")
_PERSON_FORM = re.compile(r"\b\w\. |(?:^| )[A-Z][a-z]+-[a-z]+\Z")
_PERSON_WORDS = 5
_AHEAD_TOKENS = 6
_KINDS = {
    "org": ActorKind.ORG,
    "person": ActorKind.PERSON,
    "place": ActorKind.PLACE,
    "thing": None,
    "group": ActorKind.GROUP,
    "country": ActorKind.COUNTRY,
}
"""The kinds by weight, in the order in which ``TypeEvidence.kind`` breaks ties."""


@dataclass(slots=True)
class TypeEvidence:
    """The weight of the evidence for each kind that a name may have.

    ``thing`` is the weight for an event, a law or a work. ``gender`` is "m", "f", or ""
    if unknown.
    """

    person: float = 0.0
    org: float = 0.0
    place: float = 0.0
    thing: float = 0.0
    country: float = 0.0
    group: float = 0.0
    gender: str = ""

    def add(self, other: TypeEvidence, weight: float = 1.0) -> None:
        """Add ``other``, which is evidence for the same name, times ``weight``."""
        for name in _KINDS:
            setattr(self, name, getattr(self, name) + weight * getattr(other, name))
        self.gender = self.gender or other.gender

    @property
    def kind(self) -> ActorKind | None:
        """Return the kind with most evidence; ``None`` for an event, law or work."""
        return _KINDS[max(_KINDS, key=lambda name: float(getattr(self, name)))]


def head_at(name: Sequence[str]) -> int:
    """Return the index of the head: "ministry" in "foreign ministry of Japan"."""
    ends = (i for i in range(1, len(name)) if name[i] in _HEAD_ENDS)
    return next(ends, len(name)) - 1


def judge_words(name: Sequence[str], text: str) -> TypeEvidence:
    """Return the evidence from the words of a name, without their context."""
    joined = " ".join(name)
    if joined in COUNTRIES or joined.startswith(STATE_MARK):
        return TypeEvidence(country=6.0)
    if joined in SEATS or joined in PLACES:
        return TypeEvidence(place=4.0)
    if joined in DEMONYMS:
        return TypeEvidence(group=4.0)
    if joined in PRESS:
        return TypeEvidence(org=4.0)
    if len(name) == 1:
        return _judge_word(joined, text)
    return _judge_phrase(name, text)


def _judge_phrase(name: Sequence[str], text: str) -> TypeEvidence:
    evidence = TypeEvidence()
    first, last, head = name[0], name[-1], name[head_at(name)]
    if head in ORG_WORDS or last in ORG_WORDS or "&" in name:
        evidence.org += 3.0
    _judge_site(evidence, first, last, head)
    core = name[-2] if last in _NUMERALS else head
    if core in EVENTS or last in EVENTS or not _EVENT_STARTS.isdisjoint(name):
        evidence.thing += 2.5
    is_work = core == last and last in _WORK_NOUNS
    if last.isdigit():
        evidence.thing += 1.0 if len(last) == 1 else 2.5
    elif is_work or any(map(_MODEL_NUMBER.fullmatch, name)):
        evidence.thing += 2.5
    elif len(name) <= _PERSON_WORDS and head == last:
        if first in FIRST_NAMES:
            evidence.person += 2.0
            evidence.gender = FIRST_NAMES[first]
        elif _PERSON_FORM.search(text):
            evidence.person += 1.5
        if first not in COUNTRIES and first not in DEMONYMS and first not in PLACES:
            evidence.person += 0.6
    return evidence


def _judge_word(word: str, text: str) -> TypeEvidence:
    evidence = TypeEvidence(org=0.3)
    if text.isupper() and len(text) > 1:
        evidence.org += 2.0
    if _MODEL_NUMBER.fullmatch(word):
        evidence.thing += 2.8
    if word in FIRST_NAMES:
        evidence.person += 1.2
        evidence.gender = FIRST_NAMES[word]
    if word in EVENTS:
        evidence.thing += 3.0
    if word in _PEOPLE:
        evidence.group += 2.0
    elif word in ORG_WORDS:
        evidence.org += 3.0
    return evidence


def _judge_site(evidence: TypeEvidence, first: str, last: str, head: str) -> None:
    is_given = first in FIRST_NAMES
    if last in PLACE_WORDS or head in PLACE_WORDS or first in _PLACE_STARTS:
        evidence.place += 2.5
    elif first in COUNTRIES or (last in COUNTRIES and not is_given):
        evidence.org += 1.0
    elif last in PLACES and not is_given:
        evidence.place += 1.5
    elif first in PLACES:
        evidence.place += 1.0


def judge_place(parse: Parse, name: NameMention, evidence: TypeEvidence) -> None:
    """Add to ``evidence`` what the words around one mention show of a name's kind."""
    tokens = parse.tokens
    if name.title < name.first:
        title = tokens.lowers[name.title : name.first]
        if title[-1] in ORG_NOUNS and title[-1] not in ROLES:
            evidence.org += 2.0
        else:
            evidence.person += 3.0
            genders = (HONORIFICS.get(w) or ROLE_GENDERS.get(w) for w in title)
            evidence.gender = evidence.gender or next(filter(None, genders), "")
    elif name.first:
        _judge_before(evidence, tokens, name)
    if name.last < len(tokens.lowers):
        _judge_after(evidence, tokens, name.last)


def _judge_before(evidence: TypeEvidence, tokens: Tokens, name: NameMention) -> None:
    at, last = name.first - 1, name.words[-1]
    lower = tokens.lowers[at]
    if lower == "the":
        is_inert = last in _INERT_ENDS or last.isdigit()
        evidence.org += 0.0 if is_inert or _MODEL_NUMBER.fullmatch(last) else 0.7
    elif lower in THING_NOUNS:
        evidence.thing += 1.5
    elif lower in PLACE_WORDS:
        evidence.place += 1.5
    elif (noun := naming_noun(tokens, name.first)) >= 0:
        evidence.add(_apposed(tokens, noun) or TypeEvidence())
    elif lower == "," == "".join(tokens.lowers[name.last : name.last + 1]):
        evidence.add(_introduced(tokens, at) or TypeEvidence())
    elif lower in IN_PLACES:
        evidence.place += 0.6
    elif lower in AT_PLACES:
        evidence.place += 0.1
    elif lower == "of" and at and tokens.lowers[at - 1] in PLACE_WORDS:
        evidence.place += 2.0


def _introduced(tokens: Tokens, comma: int) -> TypeEvidence | None:
    """Return what a subject before its name shows: "The health service, Lenna Care,"."""
    at = comma - 1
    while at > 0 and tokens.tags[at] in _INSIDE_PHRASE:
        at -= 1
    is_whole = tokens.lowers[at] in _ARTICLES and tokens.tags[at - 1] not in {
        "IN",
        "TO",
    }
    return _apposed(tokens, comma - 1) if is_whole else None


def naming_noun(tokens: Tokens, first: int) -> int:
    """Return the noun for which the words before token ``first`` give a name, or -1.

    Examples: "a group called Grey Heron", "a group that calls itself Grey Heron".
    """
    lowers, at = tokens.lowers, first - 1
    if (at > 0 and lowers[at] in REFLEXIVES and lowers[at - 1] in _CALLING) or (
        at > 0 and lowers[at - 1 : first] == ["known", "as"]
    ):
        at -= 1
    elif lowers[at] not in _NAMING:
        return -1
    at -= 1
    while at > 0 and lowers[at] in _NAME_LINKS:
        at -= 1
    return at


def _judge_after(evidence: TypeEvidence, tokens: Tokens, at: int) -> None:
    lowers, lower = tokens.lowers, tokens.lowers[at]
    if lower in ORG_NOUNS and lower not in ROLES:
        evidence.org += 0.5
    elif tokens.tags[at] in _ACTIVE_TAGS:
        evidence.org += 0.2
    elif lower == "who":
        evidence.person += 1.5
    elif at + 3 < len(lowers) and (
        lower == "," or (lower in _COPULAS and lowers[at + 1] in _ARTICLES)
    ):
        _judge_apposition(evidence, tokens, at + 1)


def _judge_apposition(evidence: TypeEvidence, tokens: Tokens, first: int) -> None:
    """Add the evidence of an apposition: "…, who", "…, 55, of", "…, a former judge"."""
    ahead = tokens.lowers[first : first + _AHEAD_TOKENS]
    if ahead[0] in {"who", "whose"}:
        evidence.person += 2.0
        return
    if ahead[0].isdigit() and ahead[1] in {",", "."}:
        evidence.person += 2.0
    for at, lower in enumerate(ahead, first):
        apposed = _apposed(tokens, at)
        if apposed is not None:
            evidence.add(apposed)
        if apposed is not None or lower in _STOPS:
            return


def _apposed(tokens: Tokens, at: int) -> TypeEvidence | None:
    """Return what a word of an apposition shows of a name's kind, or ``None``.

    A word before another noun shows nothing: "the union's chief".
    """
    lower = tokens.lowers[at]
    if lower in ROLES or lower in ADDRESSED:
        return TypeEvidence(person=1.0)
    if at + 1 < len(tokens.lowers):
        tag, following = tokens.tags[at + 1], tokens.lowers[at + 1]
        if (
            tag in {"POS", "NN", "NNS", "NNP"}
            or following in ROLES
            or following in ORG_NOUNS
        ):
            return None
    if lower in ORG_NOUNS:
        return TypeEvidence(org=1.0)
    if lower in THING_NOUNS:
        return TypeEvidence(thing=5.0)
    return TypeEvidence(place=1.0) if lower in PLACE_WORDS else None
