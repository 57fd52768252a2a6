"""Type entities: find the kind of a name, by its words and its context.

The weights were set by hand and checked on news; only their order matters much.
"""

from __future__ import annotations

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
from summarizers.readers.parse import Parse, Tokens

IN_PLACES = words("in_places")
# Plural nouns that start names of organisations, even at the start of a sentence.
ASSOCIATES = frozenset(
    ("friends", "daughters", "fathers", "knights", "mothers", "parents", "sons")
)
# Verbs between a name and the noun that tells its kind.
COPULAS = frozenset(("is", "was"))
NAMING = frozenset(("called", "named"))
# Tags of verbs of which a place is seldom the subject.
ACTIVE_TAGS = frozenset(("VBD", "MD"))
ARTICLES = frozenset(("a", "an", "the"))
AT_PLACES = frozenset(("at", "from", "to"))
HEAD_ENDS = frozenset(("of", "for", "on", "in", "at"))
PEOPLE = frozenset(("democrats", "republicans", "commons", "lords", "troops", "police"))
PLACE_STARTS = frozenset(("lake", "mount", "mt", "mt.", "cape", "fort", "port", "san"))
# Common nouns for a thing in an apposition: "…, a phone with two cameras".
THING_NOUNS = words("thing_nouns")
# Last words of names with "the" that are not organisations: "the Lenna Wall".
INERT_ENDS = (PLACE_WORDS | EVENTS | DOCUMENTS | WORKS) - ORG_WORDS.keys()
NUMERALS = frozenset(("i", "ii", "iii", "iv", "v", "x"))
EVENT_STARTS = frozenset(("hurricane", "operation", "typhoon", "cyclone", "expedition"))
STOPS = frozenset(
    (",", ".", "of", "in", "at", "for", "who", "which", "that", "and", "said", "says")
)
# Last words of the names of documents: "Harbour Papers", "Norland Report".
WORK_NOUNS = DOCUMENTS | WORKS
# Endings of illnesses: "laryngitis", "silicosis".
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
"""The kinds in the order in which ``TypeEvidence.kind`` breaks ties."""


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

    def add(self, other: TypeEvidence) -> None:
        """Add the weights of ``other``, which is evidence for the same name."""
        self.person += other.person
        self.org += other.org
        self.place += other.place
        self.thing += other.thing
        self.country += other.country
        self.group += other.group
        self.gender = self.gender or other.gender

    def plus(self, other: TypeEvidence, weight: float = 1.0) -> TypeEvidence:
        """Return the sum of this evidence and ``other`` times ``weight``."""
        return TypeEvidence(
            self.person + weight * other.person,
            self.org + weight * other.org,
            self.place + weight * other.place,
            self.thing + weight * other.thing,
            self.country + weight * other.country,
            self.group + weight * other.group,
            self.gender or other.gender,
        )

    @property
    def kind(self) -> ActorKind | None:
        """Return the kind with most evidence; ``None`` for an event, law or work."""
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
    """Return the index of the head: "ministry" in "foreign ministry of Japan"."""
    for i, word in enumerate(words):
        if word in HEAD_ENDS and i:
            return i - 1
    return len(words) - 1


def judge_words(words: tuple[str, ...], text: str) -> TypeEvidence:
    """Return the evidence from the words of a name, without their context."""
    joined = " ".join(words)
    if joined in COUNTRIES or words[0].startswith(STATE_MARK):
        return TypeEvidence(country=6.0)
    if joined in SEATS or joined in PLACES:
        return TypeEvidence(place=4.0)
    if joined in DEMONYMS:
        return TypeEvidence(group=4.0)
    if joined in PRESS:
        return TypeEvidence(org=4.0)
    evidence = TypeEvidence()
    if len(words) == 1:
        _judge_word(evidence, joined, text)
    else:
        _judge_phrase(evidence, words, text)
        if _is_model(text):
            evidence.thing += 0.7
    return evidence


def _is_model(text: str) -> bool:
    """Return whether a name ends like a product: "Hollow VR", but not "John XX"."""
    first, _, last = text.rpartition(" ")
    short = last.isupper() and last.isalpha() and MIN_MODEL <= len(last) <= MAX_MODEL
    if not short or first.isupper() or first.split(" ")[0].lower() in FIRST_NAMES:
        return False
    return last.lower() not in NUMERALS and last.lower() not in COUNTRIES


def is_model_number(word: str) -> bool:
    """Return whether a word mixes letters and digits, such as "x9" and "a320"."""
    return word.isalnum() and not word.isalpha() and not word[0].isdigit()


def _judge_word(evidence: TypeEvidence, word: str, text: str) -> None:
    evidence.org += 0.3
    if text.isupper() and len(text) > 1:
        evidence.org += 2.0
    if is_model_number(word):
        evidence.thing += 2.8
    if word in FIRST_NAMES:
        evidence.person += 1.2
        evidence.gender = FIRST_NAMES[word]
    if word in EVENTS:
        evidence.thing += 3.0
    if word in PEOPLE:
        evidence.group += 2.0
    elif word in ORG_WORDS:
        evidence.org += 3.0


def _judge_phrase(evidence: TypeEvidence, words: tuple[str, ...], text: str) -> None:
    head, last = words[head_at(words)], words[-1]
    associates = words[0] in ASSOCIATES and words[1] == "of"
    if head in ORG_WORDS or last in ORG_WORDS or "&" in words or associates:
        evidence.org += 3.0
    _judge_site(evidence, words, head)
    if last in NUMERALS:
        head = words[-2]
    is_event = head in EVENTS or last in EVENTS or last.endswith(ILLNESSES)
    if is_event or not EVENT_STARTS.isdisjoint(words):
        evidence.thing += 2.5
    if last.isdigit():
        evidence.thing += 1.0 if len(last) == 1 else 2.5
    elif any(map(is_model_number, words)) or (head == last and last in WORK_NOUNS):
        evidence.thing += 2.5
    elif len(words) <= PERSON_WORDS and head_at(words) == len(words) - 1:
        _judge_person(evidence, words, text)


def _judge_site(evidence: TypeEvidence, words: tuple[str, ...], head: str) -> None:
    first, last = words[0], words[-1]
    if last in PLACE_WORDS or head in PLACE_WORDS or first in PLACE_STARTS:
        evidence.place += 2.5
    elif last in COUNTRIES and first not in FIRST_NAMES:
        evidence.org += 1.0
    elif last in PLACES and first not in FIRST_NAMES:
        evidence.place += 1.5
    elif first in COUNTRIES:
        evidence.org += 1.0
    elif first in PLACES:
        evidence.place += 1.0


def _has_initial(words: tuple[str, ...]) -> bool:
    return any(len(word) == len("J.") and word[1] == "." for word in words[:-1])


def _is_given(text: str) -> bool:
    """Return whether a word has the form of a given name such as "Sung-min"."""
    first, hyphen, second = text.partition("-")
    return bool(hyphen) and first.istitle() and second.islower() and second.isalpha()


def _judge_person(evidence: TypeEvidence, words: tuple[str, ...], text: str) -> None:
    first = words[0]
    if first in FIRST_NAMES:
        evidence.person += 2.0
        evidence.gender = FIRST_NAMES[first]
    elif _has_initial(words) or _is_given(text.rpartition(" ")[2]):
        evidence.person += 1.5
    if first not in COUNTRIES and first not in DEMONYMS and first not in PLACES:
        evidence.person += 0.6


def judge_place(parse: Parse, name: NameMention, evidence: TypeEvidence) -> None:
    """Add to ``evidence`` what the words around one mention show of a name's kind."""
    tokens = parse.tokens
    if name.title < name.first:
        _judge_title(evidence, tokens.lowers[name.title : name.first])
    elif name.first:
        _judge_before(evidence, tokens, name)
    if name.last < len(tokens.lowers):
        _judge_after(evidence, tokens, name.last)


def _judge_title(evidence: TypeEvidence, title: Sequence[str]) -> None:
    last = title[-1]
    if last in ORG_NOUNS and last not in ROLES:
        evidence.org += 2.0
        return
    evidence.person += 3.0
    for lower in title:
        gender = HONORIFICS.get(lower) or ROLE_GENDERS.get(lower)
        evidence.gender = evidence.gender or gender or ""


def _judge_before(evidence: TypeEvidence, tokens: Tokens, name: NameMention) -> None:
    at, last = name.first - 1, name.words[-1]
    lower = tokens.lowers[at]
    if lower == "the":
        inert = last in INERT_ENDS or last.isdigit() or is_model_number(last)
        evidence.org += 0.0 if inert else 0.7
    elif lower in THING_NOUNS:
        evidence.thing += 1.5
    elif lower in NAMING:
        evidence.add(_apposed(tokens, at - 1) or TypeEvidence())
    elif lower in IN_PLACES:
        evidence.place += 0.6
    elif lower in AT_PLACES:
        evidence.place += 0.1
    elif lower == "of" and at and tokens.lowers[at - 1] in PLACE_WORDS:
        evidence.place += 2.0


def _judge_after(evidence: TypeEvidence, tokens: Tokens, at: int) -> None:
    lower = tokens.lowers[at]
    if lower in ORG_NOUNS and lower not in ROLES:
        evidence.org += 0.5
    elif tokens.tags[at] in ACTIVE_TAGS:
        evidence.org += 0.2
    elif lower == "who":
        evidence.person += 1.5
    elif _is_apposing(tokens, at):
        _judge_apposition(evidence, tokens, at + 1)


def _is_apposing(tokens: Tokens, at: int) -> bool:
    """Return whether a comma or "is a" at ``at`` may link a noun to the name before."""
    lowers = tokens.lowers
    if at + 3 >= len(lowers):
        return False
    return lowers[at] == "," or (lowers[at] in COPULAS and lowers[at + 1] in ARTICLES)


def _judge_apposition(evidence: TypeEvidence, tokens: Tokens, first: int) -> None:
    """Add the evidence of an apposition: "…, who", "…, 55, of", "…, a former judge"."""
    ahead = tokens.lowers[first : first + AHEAD_TOKENS]
    if ahead[0] in {"who", "whose"}:
        evidence.person += 2.0
        return
    if ahead[0].isdigit() and ahead[1] in {",", "."}:
        evidence.person += 2.0
    for at, lower in enumerate(ahead, first):
        apposed = _apposed(tokens, at)
        if apposed is not None:
            evidence.add(apposed)
        if apposed is not None or lower in STOPS:
            return


def _apposed(tokens: Tokens, at: int) -> TypeEvidence | None:
    """Return what a word of an apposition shows of a name's kind, or ``None``."""
    lower = tokens.lowers[at]
    if lower in ROLES or lower in ADDRESSED:
        return TypeEvidence(person=1.0)
    if lower in STOPS or _is_before_noun(tokens, at):
        return None
    if lower in ORG_NOUNS:
        return TypeEvidence(org=1.0)
    if lower in THING_NOUNS:
        return TypeEvidence(thing=5.0)
    return TypeEvidence(place=1.0) if lower in PLACE_WORDS else None


def _is_before_noun(tokens: Tokens, at: int) -> bool:
    """Return whether a word modifies the noun after it: "the union's chief"."""
    if at + 1 >= len(tokens.lowers):
        return False
    behind = tokens.tags[at + 1]
    lower = tokens.lowers[at + 1]
    is_noun = behind.startswith("NN") or lower in ROLES or lower in ORG_NOUNS
    return behind == "POS" or is_noun
