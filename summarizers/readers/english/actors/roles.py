"""Find the roles of actors: "Russian President", "director of the fund"."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from summarizers.lexicons import words
from summarizers.model import ActorKind
from summarizers.readers.english.actors.entity_typing import THING_NOUNS, naming_noun
from summarizers.readers.english.actors.linking import Entity
from summarizers.readers.english.actors.names import NameMention
from summarizers.readers.english.actors.word_lists import (
    EVENTS,
    HONORIFICS,
    ORG_NOUNS,
    ORG_WORDS,
    ROLES,
    SHORT_TITLES,
    THINGS,
    TITLE_WORDS,
    role_noun,
)
from summarizers.readers.english.syntax.tokens import (
    AUXILIARIES,
    TIME_WORDS,
    reporters,
)
from summarizers.readers.parse import Parse
from summarizers.text.layout import QuotationIndex

_TITLE_TOKENS = 10
_BEFORE_TOKENS = 20
_HEAD_TOKENS = 9
# A later role with at least this number of characters replaces a shorter one.
_FULL_CHARACTERS = 12
# Shapes (see ``shape_of``) of a phrase, of its words before a preposition or verb, of a
# title's phrase, of a phrase that ends before a comma, from its last inner article on,
# and of an apposition up to its noun.
_PHRASE = re.compile(r"(?:(?!&p)[^wv,.:-]){1,30}")
_HEAD = re.compile(r"[^iotbgv]*")
_TITLE_PHRASE = re.compile(r"(?:[ujnN']|(?<=[dp'])r?[veg])*\Z")
_PHRASE_BEFORE = re.compile(
    r"(?:[^,.:vbge&-]*[^,.:vbge&iotr-](?=d))?[iotr]*([^,.:vbge&-]*)(?:-[^,.]*-)?\Z"
)
_APPOSITION = re.compile(r",(d[^wv,.:iotbeg-]{1,30})(?:[iotbeg][^wv,.:-]*)?[,.:w-]")
_AGE = re.compile(r",c,")
# "…, who owns the mill"; other clauses are not a role.
_CLAUSE = re.compile(
    r", (who (?!(?:comes|hails|lives|resides|stays|is|was|has|does|says)\b)"
    r"\w+s\b[^,.:;()–—“\"]*\w)"
)
_PREPOSITIONS = "iot"
_INTRODUCTIONS = "iowg"
_OPENINGS = [","], ["—"], ["–"], ["("]
_ARTICLES = frozenset(("a", "an", "the"))
# First words of a phrase on somebody else, or on the reader or speaker.
_OTHERS = frozenset(
    ("another", "other", "others", "some", "many", "my", "our", "your", "one")
)
# Roles that tell nothing without the other person, or without whom they serve.
_KIN = words("kin_nouns")
_INCOMPLETE = _KIN | words("serving_roles") | {"dr", "dr."}
# Forms of address that do not name a role: "Mr".
_ADDRESSES = HONORIFICS.keys() - SHORT_TITLES.keys() - ROLES.keys()
# Possessive pronouns: outside its sentence, "his lawyer" does not say whose lawyer.
_PERSONAL = frozenset(("his", "her", "their", "my", "our", "your"))
_POSSESSIVE_PRONOUNS = frozenset(("its", "their", "his", "her", "whose", "also"))
# Words that a role keeps, because without them it would be a present office.
_PAST_WORDS = frozenset(("former", "outgoing", "acting", "interim"))
_APPOINTED = ["appointed"], ["chosen"], ["elected"], ["named"]
# Words that lead from a class to its members: "papers including the Lenna Post".
# Words between a role with a comma and the name: "its leader, the late Anna Berg".
_LATE = TITLE_WORDS | {"the"}
_EXAMPLES = frozenset(("including", "like", "such"))
# Words that are not a person or an organisation.
_NO_BODIES = EVENTS | THINGS | THING_NOUNS | TIME_WORDS | _ARTICLES
# Endings in s of words that are neither plurals nor verbs, and of abstract nouns.
_SINGULAR_ENDS = ("ss", "us", "is", "ics")
_ABSTRACT_ENDS = ("ion", "ment", "ness", "ity", "ance", "ence", "set", "ing", "ism")
_NOUNS: dict[ActorKind | None, Container[str]] = {
    ActorKind.PERSON: ROLES,
    ActorKind.ORG: ORG_NOUNS,
}


class Role(NamedTuple):
    """A printed role: its tokens ``first`` to before ``last``, and its role nouns.

    ``complete`` is false if the role needs another person ("his lawyer"). It is also
    false if the person is only an example ("guests like Lund, Anna Berg").
    """

    first: int
    last: int
    nouns: frozenset[str]
    complete: bool = True


def add_roles(parse: Parse, shape: str, entities: Sequence[Entity]) -> None:
    """Store in each entity its role and the nouns of all its roles."""
    finder = _RoleFinder(parse, shape, entities)
    for entity in entities:
        if entity.kind in _NOUNS:
            finder.add_roles(entity)


class _RoleFinder:
    """Finds the roles that are printed around names."""

    def __init__(self, parse: Parse, shape: str, entities: Sequence[Entity]) -> None:
        self.parse, self.tokens, self.shape = parse, parse.tokens, shape
        self.lowers, self.texts = parse.tokens.lowers, parse.tokens.texts
        self.quoted = QuotationIndex(parse.layout.quotations)
        # The names by their first token, and the first token of a person's title and
        # name by the last one.
        self.names = {name.first: name for e in entities for name in e.names}
        self.people = {
            name.last - 1: min(name.title, name.first)
            for entity in entities
            if entity.kind in {ActorKind.PERSON, None}
            for name in entity.names
            if name.words[-1] not in ROLES
        }

    def add_roles(self, entity: Entity) -> None:
        """Store in an entity its role and the nouns of all its roles."""
        nouns = _NOUNS[entity.kind]
        is_person = entity.kind is ActorKind.PERSON
        text = self.parse.layout.text
        for name in entity.names:
            for role in self._find(name, nouns):
                if role.first < name.first or not self._is_quoted(role.first):
                    self._note(entity, role)
            clause = _CLAUSE.match(text, name.end)
            if entity.role is None and is_person and clause:
                entity.role = clause.span(1)
        phrases = [self._apposition(name) for name in entity.names]
        phrases += [self._body(name) for name in entity.names if is_person]
        for phrase in phrases:
            is_free = entity.affiliation is None and phrase
            if is_free and not self._is_quoted(phrase.start):
                entity.affiliation = self._characters(phrase.start, phrase.stop)
        # An apposition such as "a phone" shows that the name is not an actor's.
        if entity.nouns and entity.nouns <= THING_NOUNS:
            entity.kind = entity.role = None

    def _characters(self, first: int, last: int) -> tuple[int, int]:
        return self.tokens.starts[first], self.tokens.ends[last - 1]

    def _is_quoted(self, token: int) -> bool:
        return self.quoted.at(self.tokens.starts[token]) is not None

    def _note(self, entity: Entity, role: Role) -> None:
        start, end = self._characters(role.first, role.last)
        text = self.parse.layout.text[start:end].lower()
        entity.nouns |= role.nouns
        entity.role_spans.append((start, end))
        entity.role_words.update(text.replace(",", " ").split())
        if role.complete and text not in _INCOMPLETE:
            shown = entity.role
            if shown is None or shown[1] - shown[0] < _FULL_CHARACTERS <= end - start:
                entity.role = start, end

    def _find(self, name: NameMention, nouns: Container[str]) -> Iterator[Role]:
        """Yield the roles printed around one name in its sentence."""
        start, stop = self.parse.bounds[self.tokens.sentences[name.first]]
        title = self._in_title(name, nouns, start)
        if title is not None:
            yield title
        at = naming_noun(self.tokens, name.first)
        if at >= start and (noun := role_noun(self.lowers[at])) in nouns:
            yield Role(at, at + 1, frozenset((noun,)), complete=False)
        role = self._after(name, nouns, start, stop)
        role = role or self._before(name, nouns, start)
        if role is not None:
            yield role
        if role is None or role.nouns <= _KIN:
            yield from self._after_copula(name, nouns, stop)

    def _in_title(
        self, name: NameMention, nouns: Container[str], start: int
    ) -> Role | None:
        """Return the role in the title of a name, with its whole noun phrase, if any."""
        title = self.lowers[name.title : name.first]
        held = {SHORT_TITLES.get(lower) or role_noun(lower) for lower in title}
        role_nouns = frozenset(noun for noun in held if noun in nouns)
        if not role_nouns:
            return None
        first, last = self._title_start(name.title, start), name.first
        # "Mr" tells no role: "the judge Mr Berg".
        while self.lowers[last - 1] in _ADDRESSES:
            last -= 1
        # "The committee's chairman Berg": the article belongs to the owner.
        is_owned = "'" in self.shape[first:last] and self.shape[first - 1] == "d"
        role = self._trimmed(first, last, role_nouns, start)
        return role and role._replace(first=role.first - is_owned)

    def _title_start(self, title: int, start: int) -> int:
        """Return the first token of the noun phrase of the title at ``title``.

        In "state school teacher Anna Berg", the phrase of "teacher" starts at "state". A
        word that may be a verb does not belong to the phrase.
        """
        low = max(start, title - _TITLE_TOKENS)
        phrase = _TITLE_PHRASE.search(self.shape, low, title)
        first = phrase.start() if phrase else title
        for i in range(title - 1, first - 1, -1):
            if self.shape[i] != "'" and self._is_outside(i):
                first = i + 1
                break
        return first + (self.shape[first] == "'")

    def _is_outside(self, i: int) -> bool:
        """Return whether a word before a title is not a part of its phrase.

        It may be a verb of unknown tag: "supports", "to greet", "an order barring".
        """
        lower, before = self.lowers[i], self.shape[i - 1]
        if lower in _OTHERS or lower in TIME_WORDS or self.lowers[i + 1] in _PAST_WORDS:
            return True
        if not self.texts[i].islower() or before in "d'":
            return False
        if lower.endswith("ing"):
            return before not in "ujn" or self.texts[i + 1][0].isupper()
        is_form = lower.endswith("s") and not lower.endswith(_SINGULAR_ENDS)
        is_led = before in "trP" or self.lowers[i - 1] in AUXILIARIES
        is_led |= self.tokens.tags[i - 1] == "MD"
        return self.shape[i] == "u" and (is_form or is_led)

    def _after(
        self, name: NameMention, nouns: Container[str], start: int, stop: int
    ) -> Role | None:
        """Return the role after a name or age, if any: "Anna Berg, 52, head of …".

        A phrase with a verb behind it is a subject, not a role, if an introduction or a
        preposition leads to the name: "According to Berg, a judge said".
        """
        at, shape = name.last, self.shape
        if self.texts[at : at + 1] not in _OPENINGS:
            return None
        first = at + (3 if _AGE.match(shape, at) else 1)
        if first >= stop or shape[first] in "&w":
            return None
        end = self._phrase_end(first, stop)
        is_led = shape[min(name.title, name.first) - 1] in _PREPOSITIONS
        if shape[end] == "v" and (is_led or shape[start] in _INTRODUCTIONS):
            return None
        return self._in_phrase(first, end, nouns, start)

    def _phrase_end(self, first: int, stop: int) -> int:
        """Return the end (exclusive) of the phrase that starts at ``first``."""
        phrase = _PHRASE.match(self.shape, first, stop)
        kept = phrase[0].rstrip("iotr&k'") if phrase else ""
        return first + max(1, len(kept))

    def _before(
        self, name: NameMention, nouns: Container[str], start: int
    ) -> Role | None:
        """Return the role before a name, if any: "The leader of the party, Anna Berg".

        The phrase starts after a verb, preposition, conjunction or mark, or at "the":
        "According to Reuters the mayor, Anna Berg, left".
        """
        lowers, shape = self.lowers, self.shape
        comma = min(name.title, name.first) - 1
        while comma > start and lowers[comma] in _LATE:
            comma -= 1
        if comma <= start or shape[comma] != ",":
            return None
        before = _PHRASE_BEFORE.search(shape, max(start, comma - _BEFORE_TOKENS), comma)
        first, end = before.span(1) if before else (comma, comma)
        # In "It hurt the nominee, Berg said", the name starts a clause. An introduction
        # is not a role either: "After a talk with the mayor, Anna Berg left".
        starts = shape[name.last] in "vr" or (
            shape[start] in _INTRODUCTIONS and shape[name.last] not in ",.:-"
        )
        if first == end or (first > start and starts):
            return None
        role = self._in_phrase(first, end, nouns, start)
        if role is None or _EXAMPLES.isdisjoint(lowers[first:comma]):
            return role
        return role._replace(complete=False)

    def _after_copula(
        self, name: NameMention, nouns: Container[str], stop: int
    ) -> Iterator[Role]:
        """Yield the role in "Anna Berg is the director of the fund", if any."""
        at, lowers = name.last, self.lowers
        at += self.shape[at] == "," == self.shape[name.first - 1]
        appointed = lowers[at + 1 : at + 2] in _APPOINTED
        first = at + 1 + appointed
        if first + 1 < stop and lowers[at] in {"is", "was"}:
            is_held = lowers[at] == "is" and lowers[first] in _ARTICLES
            end = self._phrase_end(first, stop)
            role = self._in_phrase(first, end, nouns, first)
            if role and (appointed or is_held):
                yield role

    def _in_phrase(
        self, first: int, end: int, nouns: Container[str], start: int
    ) -> Role | None:
        """Return the role that a phrase beside a name is, if it names no other person."""
        head = _HEAD.match(self.shape, first, min(end, first + _HEAD_TOKENS))
        head_end = head.end() if head else first
        held = [
            noun
            for i in range(first, head_end)
            if (noun := role_noun(self.lowers[i])) in nouns
            and (noun in ROLES or self.texts[i][0].islower())
        ]
        for last in (head_end - 1, end - 1):
            other = max(first, self.people.get(last, 0))
            if last in self.people and self.shape[other - 1] not in _PREPOSITIONS:
                return None
        noun = self.lowers[head_end - 1]
        if nouns is ROLES and noun in ORG_WORDS and role_noun(noun) not in ROLES:
            return None
        return self._trimmed(first, end, frozenset(held), start) if held else None

    def _trimmed(
        self, first: int, end: int, nouns: frozenset[str], start: int
    ) -> Role | None:
        """Return a role without first words that read badly after a name.

        Such words are a capitalised article and a possessive pronoun ("its leader").
        "Former" stays. The result is ``None`` for a phrase that means another person,
        or several.
        """
        lowers = self.lowers
        if nouns.isdisjoint(ROLES) and lowers[first] in _POSSESSIVE_PRONOUNS:
            return None
        complete = lowers[first] not in _PERSONAL or "of" in lowers[first:end]
        while first < end and self._reads_badly(first):
            first += 1
        if first == end or lowers[first] in _OTHERS or lowers[first].isdigit():
            return None
        while first > start and lowers[first - 1] in _PAST_WORDS:
            first -= 1
        return Role(first, end, nouns, complete)

    def _reads_badly(self, i: int) -> bool:
        lower = self.lowers[i]
        is_article = lower in _ARTICLES or lower in {"one", "another"}
        is_capital = is_article and self.texts[i][0].isupper()
        return is_capital or lower in _POSSESSIVE_PRONOUNS

    def _apposition(self, name: NameMention) -> range:
        """Return the tokens of a phrase such as "a mill in Lenna" after a name.

        The range is empty without such a phrase, and if its noun is a name, a thing, a
        time or abstract.
        """
        shape, first = self.shape, name.last + 1
        start, stop = self.parse.bounds[self.tokens.sentences[name.first]]
        phrase = _APPOSITION.match(shape, name.last, stop)
        clause = shape.rfind(",", start, name.first) + 1 or start
        # "The judge Ivo Lund" after a name is another person.
        if (
            phrase is None
            or shape[phrase.end(1) - 1] == "N"
            or shape[clause] in _INTRODUCTIONS
        ):
            return range(0)
        noun = self.lowers[phrase.end(1) - 1]
        is_other = noun in _NO_BODIES or noun in reporters()
        is_other |= noun.endswith(_ABSTRACT_ENDS)
        return range(0) if is_other else range(first, self._phrase_end(first, stop))

    def _body(self, name: NameMention) -> range:
        """Return the tokens of "of the Lenna Post" after a name; none if there are none."""
        at = name.last + (self.shape[name.last] == ",")
        is_limited = name.first > 0 and self.lowers[name.first - 1] == "the"
        if is_limited or self.lowers[at : at + 1] not in (["of"], ["from"]):
            return range(0)
        the = self.shape[at + 1] == "d"
        body = self.names.get(at + 1 + the)
        # In "of the Lenna area", the name is only a part of the phrase.
        is_part = body is not None and the and self.shape[body.last] in "uns"
        return range(0) if body is None or is_part else range(at, body.last)
