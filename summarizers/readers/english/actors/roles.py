"""Find the roles of actors: "Russian President", "director of the fund"."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from summarizers.lexicons import words
from summarizers.model import ActorKind
from summarizers.readers.english.actors.entity_typing import THING_NOUNS
from summarizers.readers.english.actors.linking import Entity
from summarizers.readers.english.actors.names import NameMention
from summarizers.readers.english.actors.word_lists import (
    CALENDAR,
    EVENTS,
    HONORIFICS,
    ORG_NOUNS,
    ORG_WORDS,
    POSSESSIVES,
    ROLES,
    SHORT_TITLES,
    THINGS,
    TITLE_WORDS,
    role_noun,
)
from summarizers.readers.english.syntax.tags import reporters
from summarizers.readers.parse import Parse
from summarizers.text.layout import QuotationIndex

_TITLE_TOKENS = 10
_BEFORE_TOKENS = 20
_HEAD_TOKENS = 9
# A later role with at least this number of characters replaces a shorter one.
_FULL_CHARACTERS = 12
# Shapes (see ``shape_of``) of a phrase, of its words before a preposition or verb, of a
# phrase that ends before a comma, and of the last article in it that opens a phrase.
_PHRASE = re.compile(r"(?:(?!&p)[^wv,.:-]){1,30}")
_HEAD = re.compile(r"[^iobgv]*")
_PARTICIPLE = re.compile(r"(?<=[dp'])r?[veg]\Z")
_PHRASE_BEFORE = re.compile(r"[^,.:vbge&-]*\Z")
_INNER_ARTICLE = re.compile(r".*[^iotr&](?=d)")
_PREPOSITIONS = "iot"
_INTRODUCTIONS = "iowg"
_OPENINGS = frozenset((",", "—", "–", "("))
_COPULAS = frozenset(("is", "was"))
_ARTICLES = frozenset(("a", "an", "the"))
# A word before these is a verb: "accused him".
_OBJECTS = frozenset(("him", "her", "them", "it", "us", "me"))
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
# Verbs of clauses that are not a role: "who lives in Lenna".
_IDLE_VERBS = frozenset(
    ("comes", "hails", "lives", "resides", "stays", "is", "was", "has", "does", "says")
)
_APPOINTED = frozenset(("appointed", "chosen", "elected", "named"))
# Words that lead from a class to its members: "papers including the Lenna Post".
_EXAMPLES = frozenset(("including", "like", "such"))
_AUXILIARIES = words("be_forms") | {"has", "have", "had"}
_TIMES = words("time_words") | CALENDAR
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
    false if the person is only an example ("guests like Lund, Anna Berg"). ``lasting``
    is false for a past role: "Berg was a candidate".
    """

    first: int
    last: int
    nouns: frozenset[str]
    complete: bool = True
    lasting: bool = True


def add_roles(parse: Parse, shape: str, entities: Iterable[Entity]) -> None:
    """Store in each entity its role and the nouns of all its roles."""
    entities = list(entities)
    finder = _RoleFinder(parse, shape, entities)
    for entity in entities:
        if entity.kind in _NOUNS:
            finder.add_roles(entity)


class _RoleFinder:
    """Finds the roles that are printed around names."""

    def __init__(self, parse: Parse, shape: str, entities: Iterable[Entity]) -> None:
        self.parse, self.tokens, self.shape = parse, parse.tokens, shape
        self.lowers = parse.tokens.lowers
        self.quoted = QuotationIndex(parse.layout.quotations)
        # The names by their first token, and the first token of a person's title and
        # name by the last one.
        self.names: dict[int, NameMention] = {}
        self.people: dict[int, int] = {}
        for entity in entities:
            for name in entity.names:
                self.names[name.first] = name
                # A name of unknown kind without "the" may be a person's.
                is_plain = entity.kind is None and shape[name.first - 1] != "d"
                is_person = is_plain or entity.kind is ActorKind.PERSON
                if is_person and name.words[-1] not in ROLES:
                    self.people[name.last - 1] = min(name.title, name.first)

    def add_roles(self, entity: Entity) -> None:
        """Store in an entity its role and the nouns of all its roles."""
        nouns = _NOUNS[entity.kind]
        past: list[Role] = []
        for name in entity.names:
            start, stop = self.parse.bounds[self.tokens.sentences[name.first]]
            for role in self._find(name, nouns, start, stop):
                if name.first < role.first and self._is_quoted(role.first):
                    continue
                if role.lasting:
                    self._note(entity, role)
                else:
                    past.append(role)
            if entity.role is None and entity.kind is ActorKind.PERSON:
                entity.role = self._clause(name, stop)
        for role in past if entity.role is None else ():
            self._note(entity, role)
        if entity.role is None:
            entity.affiliation = self._affiliation(entity)
        # An apposition such as "a phone" shows that the name is not an actor's.
        if entity.nouns and entity.nouns <= THING_NOUNS:
            entity.kind = entity.role = None

    def _is_quoted(self, token: int) -> bool:
        return self.quoted.at(self.tokens.starts[token]) is not None

    def _note(self, entity: Entity, role: Role) -> None:
        start, end = self.tokens.starts[role.first], self.tokens.ends[role.last - 1]
        text = self.parse.layout.text[start:end].lower()
        entity.nouns |= role.nouns
        entity.role_spans.append((start, end))
        entity.role_words.update(text.replace(",", " ").split())
        if role.complete and text not in _INCOMPLETE:
            shown = entity.role
            if shown is None or shown[1] - shown[0] < _FULL_CHARACTERS <= end - start:
                entity.role = start, end

    def _find(
        self, name: NameMention, nouns: Container[str], start: int, stop: int
    ) -> Iterator[Role]:
        """Yield the roles printed around one name in its sentence."""
        if name.title < name.first:
            title = self._in_title(name, nouns, start)
            if title is not None:
                yield title
        role = self._after(name, nouns, start, stop)
        role = role or self._before(name, nouns, start, stop)
        if role is not None:
            yield role
        if role is None or role.nouns <= _KIN:
            predicate = self._after_copula(name, nouns, stop)
            if predicate is not None:
                yield predicate

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
        is_owned = not POSSESSIVES.isdisjoint(self.lowers[first:last])
        role = self._trimmed(first, last, role_nouns, start)
        if role and is_owned and first > start and self.shape[first - 1] == "d":
            return role._replace(first=first - 1)
        return role

    def _title_start(self, first: int, start: int) -> int:
        """Return the first token of the noun phrase of the title at ``first``.

        In "state school teacher Anna Berg", the phrase of "teacher" starts at "state".
        The result is ``first`` if the words before may contain a verb.
        """
        at, low = first, max(start, first - _TITLE_TOKENS)
        while at > low:
            participle = _PARTICIPLE.search(self.shape, low, at)
            if participle is None and not self._is_inner(at - 1, at):
                break
            at = participle.start() if participle else at - 1
        before = at - 1
        if at > start and self.tokens.texts[before].islower():
            is_verbal = self.shape[before] in "trPw" or self.tokens.tags[before] == "MD"
            if is_verbal or self.lowers[before] in _AUXILIARIES:
                return first
        if any(self._may_be_verb(i) for i in range(at + 1, first)):
            return first
        while at < first and self._opens_badly(at):
            if self.shape[at - 1] == "p":
                return first
            at += 1
        return at

    def _is_inner(self, i: int, following: int) -> bool:
        """Return whether a word may stand in a title's phrase before its last word.

        A verb before a name does not: "barring" of "an order barring Chairman Berg".
        """
        text, lower = self.tokens.texts[i], self.lowers[i]
        if self.shape[i] not in "ujnN'" or lower in _OTHERS or lower in _TIMES:
            return False
        if self.lowers[i] not in POSSESSIVES and self.lowers[following] in _PAST_WORDS:
            return False
        is_verb = lower.endswith("ing") and text.islower()
        return not (is_verb and self.tokens.texts[following][0].isupper())

    def _may_be_verb(self, i: int) -> bool:
        """Return whether a word of unknown tag has the form of a verb: "supports"."""
        lower = self.lowers[i]
        is_form = lower.endswith("s") and not lower.endswith(_SINGULAR_ENDS)
        return self.shape[i] == "u" and is_form

    def _opens_badly(self, i: int) -> bool:
        """Return whether a first word is probably not part of a phrase: "leading"."""
        lower = self.lowers[i]
        if lower in POSSESSIVES:
            return True
        is_verbal = lower.endswith("ing") or self._may_be_verb(i)
        is_determined = self.shape[i - 1] in "d'"
        return is_verbal and self.tokens.texts[i].islower() and not is_determined

    def _phrase_end(self, first: int, stop: int) -> int:
        """Return the end (exclusive) of the phrase that starts at ``first``."""
        phrase = _PHRASE.match(self.shape, first, stop)
        kept = phrase[0].rstrip("iotr&k'") if phrase else ""
        return first + max(1, len(kept))

    def _after(
        self, name: NameMention, nouns: Container[str], start: int, stop: int
    ) -> Role | None:
        """Return the role after a name or age, if any: "Anna Berg, 52, head of …".

        A phrase with a verb behind it is a subject, not a role, if an introduction or a
        preposition leads to the name: "According to Berg, a judge said".
        """
        at, shape, texts = name.last, self.shape, self.tokens.texts
        if at + 2 >= stop or texts[at] not in _OPENINGS:
            return None
        if texts[at + 1].isdigit() and shape[at + 2] == ",":
            at += 2
        first = at + 1
        if first >= stop or shape[first] in "&w":
            return None
        end = self._phrase_end(first, stop)
        before = min(name.title, name.first) - 1
        if before >= start and shape[end] == "v":
            before -= self.lowers[before] == "the"
            if shape[start] in _INTRODUCTIONS or shape[before] in _PREPOSITIONS:
                return None
        if self.lowers[first + 1] in _OBJECTS:
            return None
        return self._in_phrase(first, end, nouns, start)

    def _before(
        self, name: NameMention, nouns: Container[str], start: int, stop: int
    ) -> Role | None:
        """Return the role before a name, if any: "The leader of the party, Anna Berg"."""
        lowers, shape = self.lowers, self.shape
        comma = min(name.title, name.first) - 1
        while comma > start and (
            lowers[comma] == "the" or lowers[comma] in TITLE_WORDS
        ):
            comma -= 1
        if comma <= start or shape[comma] != ",":
            return None
        # An introduction is not a role: "After a talk with the mayor, Anna Berg left".
        introduces = shape[start] in _INTRODUCTIONS and lowers[start] != "as"
        if (
            introduces
            and shape[name.last] not in ",.:-"
            and "," not in shape[start:comma]
        ):
            return None
        comma = self._before_bracket(comma, start)
        first = self._phrase_start(comma, start)
        led = first > start and lowers[first - 1] != "as"
        noun = next(
            (i for i in range(first, comma) if role_noun(lowers[i]) in nouns), comma
        )
        # "To" before the noun leads to the role: "a trail to the mayor, Anna Berg".
        link = shape.rfind("t", first, noun)
        # In "It hurt the nominee, Berg said", the name starts a clause.
        verb = name.last + (shape[name.last] == "r")
        if noun == comma or ((led or link >= 0) and verb < stop and shape[verb] == "v"):
            return None
        role = self._in_phrase(max(first, link + 1), comma, nouns, start)
        if role is None:
            return None
        is_example = not _EXAMPLES.isdisjoint(lowers[first:comma])
        # "As mayor, Berg declared": the rest of the article tells whether she is it now.
        lasting = first == start or lowers[first - 1] != "as"
        return role._replace(complete=role.complete and not is_example, lasting=lasting)

    def _before_bracket(self, comma: int, start: int) -> int:
        """Return where a bracket before ``comma`` opens, or ``comma`` without one."""
        texts = self.tokens.texts[start:comma]
        is_bracket = texts[-1] == ")" and "(" in texts
        return start + texts.index("(") if is_bracket else comma

    def _phrase_start(self, comma: int, start: int) -> int:
        """Return the first token of the phrase that ends at a comma.

        The phrase starts after a verb, preposition, conjunction or mark, or at "the":
        "According to Reuters the mayor, Anna Berg, left".
        """
        low = max(start, comma - _BEFORE_TOKENS)
        before = _PHRASE_BEFORE.search(self.shape, low, comma)
        first = before.start() if before else comma
        inner = _INNER_ARTICLE.match(self.shape, first, comma)
        first = inner.end() if inner else first
        return comma - len(self.shape[first:comma].lstrip("iotr"))

    def _after_copula(
        self, name: NameMention, nouns: Container[str], stop: int
    ) -> Role | None:
        """Return the role in "Anna Berg is the director of the fund", if any.

        After "was", the role is a past one, except in "was elected chairwoman".
        """
        at, lowers = name.last, self.lowers
        at += self.shape[at] == "," == self.shape[name.first - 1]
        if at + 2 >= stop or lowers[at] not in _COPULAS:
            return None
        appointed = lowers[at + 1] in _APPOINTED
        first = at + 1 + appointed
        if first + 1 >= stop or not (appointed or lowers[first] in _ARTICLES):
            return None
        role = self._in_phrase(first, self._phrase_end(first, stop), nouns, first)
        return role and role._replace(lasting=appointed or lowers[at] == "is")

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
            and (noun in ROLES or self.tokens.texts[i][0].islower())
        ]
        for last in (head_end - 1, end - 1):
            other = self.people.get(last)
            if (
                other is not None
                and self.shape[max(first, other) - 1] not in _PREPOSITIONS
            ):
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
        is_capital = is_article and self.tokens.texts[i][0].isupper()
        return is_capital or lower in _POSSESSIVE_PRONOUNS

    def _clause(self, name: NameMention, stop: int) -> tuple[int, int] | None:
        """Return a clause that serves as role, if any: "…, who owns the mill"."""
        first, lowers = name.last + 1, self.lowers
        if first + 1 >= stop or self.shape[first - 1] != "," or lowers[first] != "who":
            return None
        verb = lowers[first + 1]
        if not verb.endswith("s") or verb in _IDLE_VERBS:
            return None
        end = first
        while end < stop and self.shape[end] not in ",.:-":
            end += 1
        return self.tokens.starts[first], self.tokens.ends[end - 1]

    def _affiliation(self, entity: Entity) -> tuple[int, int] | None:
        """Return what is printed for the missing role of an entity, if there is anything.

        It is an apposition without a role noun, or for a person "of the Lenna Post".
        """
        phrases = [self._apposition(name) for name in entity.names]
        if entity.kind is ActorKind.PERSON:
            phrases += [self._body(name) for name in entity.names]
        for phrase in phrases:
            if phrase and not self._is_quoted(phrase[0]):
                return self.tokens.starts[phrase[0]], self.tokens.ends[phrase[-1]]
        return None

    def _apposition(self, name: NameMention) -> range:
        """Return the tokens of a phrase such as "a mill in Lenna" after a name.

        The range is empty without such a phrase, and if its noun is a name, a thing, a
        time or abstract.
        """
        first, shape = name.last + 1, self.shape
        start, stop = self.parse.bounds[self.tokens.sentences[name.first]]
        is_article = first + 1 < stop and self.lowers[first] in _ARTICLES
        if not is_article or shape[first - 1] != ",":
            return range(0)
        end = self._phrase_end(first, stop)
        ends = (
            i
            for i in range(first + 2, end)
            if shape[i] in "iotveg" or self.lowers[i].endswith("ing")
        )
        at = next(ends, end) - 1
        noun = self.lowers[at]
        # "The judge Ivo Lund" after a name is another person.
        is_name = shape[at] == "N"
        clause = shape.rfind(",", start, name.first) + 1 or start
        introduces = (
            shape[clause] in _INTRODUCTIONS or self.lowers[clause] == "according"
        )
        is_whole = end < stop and shape[end] in ",.:-w"
        is_other = (
            noun in EVENTS or noun in THINGS or noun in THING_NOUNS or noun in _TIMES
        )
        is_other |= (
            noun in reporters() or noun in _ARTICLES or noun.endswith(_ABSTRACT_ENDS)
        )
        fits = is_whole and not (is_name or introduces or is_other)
        return range(first, end) if fits else range(0)

    def _body(self, name: NameMention) -> range:
        """Return the tokens of "of the Lenna Post" after a name; none if there are none."""
        at, lowers = name.last, self.lowers
        at += self.shape[at] == ","
        is_limited = name.first > 0 and lowers[name.first - 1] == "the"
        if is_limited or lowers[at : at + 1] not in (["of"], ["from"]):
            return range(0)
        the = self.shape[at + 1] == "d"
        body = self.names.get(at + 1 + the)
        # In "of the Lenna area", the name is only a part of the phrase.
        is_part = body is not None and the and self.shape[body.last] in "uns"
        return range(0) if body is None or is_part else range(at, body.last)
