"""Find the roles of actors: "Russian President", "director of the fund"."""

from __future__ import annotations

from collections.abc import Container, Iterable
from operator import attrgetter
from typing import NamedTuple

from summarizers.lexicons import words
from summarizers.model import ActorKind, fast_new
from summarizers.readers.english.actors.entity_typing import THING_NOUNS
from summarizers.readers.english.actors.name_variants import EntityCandidate
from summarizers.readers.english.actors.printed_names import PrintedName
from summarizers.readers.english.actors.role_phrases import (
    BESIDE_NAMES,
    ENDS,
    FINITE,
    INTRODUCTIONS,
    LEADING_TAGS,
    OTHERS,
    PAST_WORDS,
    PREPOSITION_TAGS,
    RELATIVES,
    find_affiliation,
    find_apposition,
    owner_start,
    phrase_end,
    title_start,
)
from summarizers.readers.english.actors.word_lists import (
    HONORIFICS,
    HYPHENS,
    ORG_NOUNS,
    ORG_WORDS,
    ROLES,
    SHORT_TITLES,
    TITLE_WORDS,
    role_noun,
)
from summarizers.readers.parse import Parse, Tokens
from summarizers.text.layout import QuotationIndex

HEAD_TOKENS = 9
BEFORE_TOKENS = 20
# A later role with at least this number of characters replaces a shorter one.
FULL_CHARACTERS = 12
OPENINGS = frozenset((",", "—", "–", "("))
COPULAS = frozenset(("is", "was"))
ARTICLES = frozenset(("a", "an", "the", "one"))
# A word before these is a verb: "accused him".
OBJECTS = frozenset(("him", "her", "them", "it", "us", "me"))
VERBS = frozenset(("VB", "MD"))
# Titles that do not tell what a person does.
BARE_TITLES = frozenset(("dr", "dr."))
# Roles that tell nothing without the other person.
KIN = words("kin_nouns")
# Roles that tell nothing without whom they serve: "spokesman".
SERVANTS = words("serving_roles")
# Possessive pronouns: outside its sentence, "his lawyer" does not say whose lawyer.
PERSONAL = frozenset(("his", "her", "their", "my", "our", "your"))
# Verbs of clauses that are not a role: "who lives in Lenna".
RESIDING = frozenset(("comes", "hails", "lives", "resides", "stays"))
APPOINTED = frozenset(("appointed", "chosen", "elected", "named"))
# Words that lead from a class to its members: "papers including the Lenna Post".
EXAMPLES = frozenset(("including", "like", "such"))
AUXILIARIES = frozenset(("is", "was", "has", "does", "says"))
POSSESSIVE_PRONOUNS = frozenset(("its", "their", "his", "her", "whose", "also"))
KIND_NOUNS: dict[ActorKind | None, Container[str]] = {
    ActorKind.PERSON: ROLES,
    ActorKind.ORG: ORG_NOUNS,
}


class Role(NamedTuple):
    """A printed role: its characters, and its role nouns ("director").

    ``complete`` is false if the role needs another person ("his lawyer"). It is also
    false if the person is only an example ("guests like Lund, Anna Berg"). ``lasting``
    is false for a past role: "Berg was a candidate".
    """

    start: int
    end: int
    nouns: frozenset[str]
    complete: bool = True
    lasting: bool = True


class Site(NamedTuple):
    """The sentence in which the roles of a name may stand.

    The sentence is the tokens from ``start`` to before ``stop``. ``nouns`` are the
    nouns that count as roles.
    """

    tokens: Tokens
    name: PrintedName
    start: int
    stop: int
    nouns: Container[str]


def add_roles(parse: Parse, entities: Iterable[EntityCandidate]) -> None:
    """Store in each entity its role and the nouns of all its roles."""
    quoted = QuotationIndex(parse.layout.quotations)
    for entity in entities:
        _add_roles(parse, entity, quoted)


def _add_roles(parse: Parse, entity: EntityCandidate, quoted: QuotationIndex) -> None:
    nouns = KIND_NOUNS.get(entity.kind)
    if nouns is None:
        return
    text = parse.layout.text
    past: list[Role] = []
    for name in entity.names:
        start, stop = parse.bounds[parse.tokens.sentences[name.first]]
        site = fast_new(Site, (parse.tokens, name, start, stop, nouns))
        roles = [r for r in _find_roles(site) if not _is_quoted(r, name, quoted)]
        past += [role for role in roles if not role.lasting]
        for role in filter(attrgetter("lasting"), roles):
            _note(entity, role, text)
        if entity.role is None and entity.kind is ActorKind.PERSON:
            _note_clause(entity, site)
    for role in past if entity.role is None else ():
        _note(entity, role, text)
    if entity.role is None:
        entity.affiliation = _find_affiliation(parse, entity, quoted)
    # An apposition such as "a phone" shows that the name is not an actor's.
    if entity.nouns and entity.nouns <= THING_NOUNS:
        entity.kind = entity.role = None


def _is_quoted(role: Role, name: PrintedName, quoted: QuotationIndex) -> bool:
    """Return whether a role after a name is inside a quotation."""
    return name.start < role.start and quoted.at(role.start) is not None


def _note(entity: EntityCandidate, role: Role, whole: str) -> None:
    text = whole[role.start : role.end]
    entity.nouns |= role.nouns
    entity.role_spans.append((role.start, role.end))
    entity.role_words.update(text.lower().replace(",", " ").split())
    alone = text.lower()
    if alone in BARE_TITLES or alone in KIN or alone in SERVANTS or not role.complete:
        return
    if entity.role is None or _is_fuller(role, entity.role):
        entity.role = role.start, role.end


def _is_fuller(role: Role, noted: tuple[int, int]) -> bool:
    return noted[1] - noted[0] < FULL_CHARACTERS <= role.end - role.start


def _find_affiliation(
    parse: Parse, entity: EntityCandidate, quoted: QuotationIndex
) -> tuple[int, int] | None:
    """Return what is printed for the missing role of an entity, if there is anything.

    It is an apposition without a role noun, or for a person "of the Lenna Post".
    """
    tokens, is_person = parse.tokens, entity.kind is ActorKind.PERSON
    names = [
        name
        for name in entity.names
        if not BESIDE_NAMES.isdisjoint(tokens.lowers[name.last : name.last + 1])
    ]
    for find in (find_apposition, find_affiliation)[: 1 + is_person]:
        for name in names:
            stop = parse.bounds[tokens.sentences[name.first]][1]
            phrase = find(tokens, name, stop)
            if phrase and quoted.at(tokens.starts[phrase[0]]) is None:
                return tokens.starts[phrase[0]], tokens.ends[phrase[-1]]
    return None


def _note_clause(entity: EntityCandidate, site: Site) -> None:
    """Set the role to a clause after the name, if any: "…, who owns the mill"."""
    tokens, at = site.tokens, site.name.last
    if at + 2 >= site.stop or tokens.texts[at] != "," or tokens.lowers[at + 1] != "who":
        return
    verb = tokens.lowers[at + 2]
    if not verb.endswith("s") or verb in AUXILIARIES or verb in RESIDING:
        return
    end = at + 2
    while end < site.stop and tokens.texts[end] not in ENDS:
        end += 1
    entity.role = tokens.starts[at + 1], tokens.ends[end - 1]


def _find_roles(site: Site) -> list[Role]:
    """Return the roles printed around one name."""
    title = _role_in_title(site) if site.name.title < site.name.first else None
    role = _role_after_name(site) or _role_before_name(site)
    is_named = role is not None and not role.nouns <= KIN
    predicate = None if is_named else _role_after_copula(site)
    return [printed for printed in (title, role, predicate) if printed is not None]


def _role_in_title(site: Site) -> Role | None:
    """Return the role in the title of a name, without "Mr" at its end, if any."""
    tokens, name = site.tokens, site.name
    title = tokens.lowers[name.title : name.first]
    nouns = {SHORT_TITLES.get(lower) or role_noun(lower) for lower in title}
    role_nouns = frozenset(noun for noun in nouns if noun in site.nouns)
    if not role_nouns:
        return None
    last = name.first - 1
    while last > name.title and _only_addresses(tokens.lowers[last]):
        last -= 1
    first = title_start(tokens, name.title, site.start)
    return _with_owner(site, _trim(site, first, last + 1, role_nouns), first)


def _with_owner(site: Site, role: Role | None, first: int) -> Role | None:
    """Return the role of a title, with the article of its owner: "the mill's owner"."""
    start = owner_start(site.tokens, first, site.name.first, site.start)
    if role is None or start == first or role.start != site.tokens.starts[first]:
        return role
    return role._replace(start=site.tokens.starts[start])


def _only_addresses(lower: str) -> bool:
    plain = lower not in SHORT_TITLES and lower not in ROLES
    return lower in HONORIFICS and plain


def _role_after_name(site: Site) -> Role | None:
    """Return the role after a name or age, if any: "Anna Berg, 52, head of the fund"."""
    tokens, at = site.tokens, site.name.last
    if at + 2 >= site.stop or tokens.texts[at] not in OPENINGS:
        return None
    if tokens.texts[at + 1].isdigit() and tokens.texts[at + 2] == ",":
        at += 2
    first = at + 1
    if first >= site.stop or tokens.tags[first] == "CC":
        return None
    end = phrase_end(tokens, first, site.stop)
    if _opens_clause(site, end) or tokens.lowers[first] in RELATIVES:
        return None
    if first + 1 < end and tokens.lowers[first + 1] in OBJECTS:
        return None
    return _role_in_phrase(site, first, end)


def _opens_clause(site: Site, end: int) -> bool:
    """Return whether the phrase up to ``end``, after a name, is a subject, not a role.

    Examples: "According to Berg, a judge said" and "When she met Berg, a judge said".
    """
    tokens, before = site.tokens, min(site.name.title, site.name.first) - 1
    if before < site.start or end >= site.stop:
        return False
    if tokens.tags[site.start] in INTRODUCTIONS and tokens.tags[end] in FINITE:
        return True
    before -= tokens.lowers[before] == "the"
    return tokens.tags[before] in PREPOSITION_TAGS and tokens.tags[end] in FINITE


def _role_in_phrase(site: Site, first: int, end: int) -> Role | None:
    nouns = _head_nouns(site, first, end)
    if not nouns or _names_another(site, first, end) or _is_body(site, first, end):
        return None
    return _trim(site, first, end, nouns)


def _is_body(site: Site, first: int, end: int) -> bool:
    """Return whether the phrase beside a person is an organisation: "the … caucus"."""
    tokens, last = site.tokens, first
    while last < end and tokens.tags[last] not in PREPOSITION_TAGS:
        last += 1
    head = tokens.lowers[last - 1]
    return site.nouns is ROLES and head in ORG_WORDS and role_noun(head) not in ROLES


def _trim(site: Site, first: int, end: int, nouns: frozenset[str]) -> Role | None:
    """Return a role without first words that read badly after a name.

    Such words are a capitalised article, a possessive pronoun ("its leader") and the
    rest of a hyphenated word ("-backed"). "Former" stays. The result is ``None`` for a
    phrase that means another person, or several.
    """
    tokens = site.tokens
    if nouns.isdisjoint(ROLES) and tokens.lowers[first] in POSSESSIVE_PRONOUNS:
        return None
    complete = tokens.lowers[first] not in PERSONAL or "of" in tokens.lowers[first:end]
    while first < end and _reads_badly(tokens, first):
        first += 1
    if first == end or tokens.lowers[first] in OTHERS or tokens.texts[first].isdigit():
        return None
    while first > site.start and tokens.lowers[first - 1] in PAST_WORDS:
        first -= 1
    return Role(tokens.starts[first], tokens.ends[end - 1], nouns, complete)


def _reads_badly(tokens: Tokens, i: int) -> bool:
    lower = tokens.lowers[i]
    tied = tokens.ends[i - 1] == tokens.starts[i] and tokens.texts[i - 1] in HYPHENS
    article = (lower in ARTICLES or lower == "another") and tokens.texts[i][0].isupper()
    return tied or article or lower in POSSESSIVE_PRONOUNS or tokens.texts[i] in HYPHENS


def _names_another(site: Site, first: int, end: int) -> bool:
    """Return whether a phrase names another person: "…, the judge Ivo Lund"."""
    tags, lowers = site.tokens.tags, site.tokens.lowers
    for i in range(first, min(end, first + HEAD_TOKENS) - 1):
        behind = tags[i + 1][:3] == "NNP" and tags[i][:3] != "NNP"
        if behind and role_noun(lowers[i]) in site.nouns:
            return True
    return False


def _head_nouns(site: Site, first: int, end: int) -> frozenset[str]:
    """Return the role nouns of a phrase, up to its first preposition or verb."""
    heads: set[str] = set()
    tokens = site.tokens
    for i in range(first, min(end, first + HEAD_TOKENS)):
        lower, tag = tokens.lowers[i], tokens.tags[i]
        noun = role_noun(lower)
        if noun in site.nouns and (noun in ROLES or tokens.texts[i][0].islower()):
            heads.add(noun)
        if tag == "IN" or (tag[:2] in VERBS and tag != "VBN"):
            break
    return frozenset(heads)


def _role_before_name(site: Site) -> Role | None:
    """Return the role before a name, if any: "The leader of the party, Anna Berg, …"."""
    tokens = site.tokens
    comma = min(site.name.title, site.name.first) - 1
    while comma > site.start and _leads_to(tokens.lowers[comma]):
        comma -= 1
    is_role = comma > site.start and tokens.texts[comma] == ","
    if not is_role or _only_introduces(site, comma):
        return None
    first = _phrase_start(tokens, comma, site.start)
    link = _dative(site, first, comma)
    is_led = first > site.start and tokens.lowers[first - 1] != "as"
    if (link or is_led) and _opens_main_clause(site):
        return None
    role = _role_in_phrase(site, link + 1 if link else first, comma)
    if role is None:
        return None
    complete = role.complete and EXAMPLES.isdisjoint(tokens.lowers[first:comma])
    # "As mayor, Berg declared": the rest of the article tells whether she is it now.
    lasting = first == site.start or tokens.lowers[first - 1] != "as"
    return role._replace(complete=complete, lasting=lasting)


def _only_introduces(site: Site, comma: int) -> bool:
    """Return whether the words before ``comma`` are an adverbial, not a role.

    They are in "After a talk with the mayor, Anna Berg left", but not in "After a talk
    with the mayor, Anna Berg, he left".
    """
    tokens, start = site.tokens, site.start
    if tokens.tags[start] not in INTRODUCTIONS or tokens.lowers[start] == "as":
        return False
    is_first = "," not in tokens.texts[start:comma]
    behind = tokens.texts[site.name.last : site.name.last + 1]
    return is_first and not ENDS.issuperset(behind)


def _opens_main_clause(site: Site) -> bool:
    """Return whether a name, without a comma, is the subject of the verb behind it.

    The phrase before its comma is then no role: "It hurt the nominee, Berg said".
    """
    tokens, at = site.tokens, site.name.last
    at += at < site.stop and tokens.tags[at] == "RB"
    return at < site.stop and tokens.tags[at] in FINITE


def _dative(site: Site, first: int, comma: int) -> int:
    """Return the token "to" before the first role noun ("a trail to the mayor"), or 0."""
    for i in range(first, comma):
        if role_noun(site.tokens.lowers[i]) in site.nouns:
            return 0
        if site.tokens.lowers[i] == "to":
            return i
    return 0


def _leads_to(lower: str) -> bool:
    """Return whether a word may stand between a comma and a name: "the", "late"."""
    return lower == "the" or lower in TITLE_WORDS


def _phrase_start(tokens: Tokens, comma: int, start: int) -> int:
    """Return the first token of the phrase that ends at a comma.

    The phrase starts after a verb, preposition, conjunction or mark.
    """
    first = comma
    low = max(start, comma - BEFORE_TOKENS)
    while first > low and tokens.texts[first - 1] not in ENDS:
        if tokens.tags[first - 1][:2] in VERBS or tokens.tags[first - 1] == "CC":
            break
        if _opens_phrase(tokens, first, low):
            break
        first -= 1
    while first < comma and tokens.tags[first] in LEADING_TAGS:
        first += 1
    return first


def _opens_phrase(tokens: Tokens, i: int, low: int) -> bool:
    """Return whether "the" starts another phrase: "According to Reuters the …"."""
    if i <= low or tokens.tags[i] != "DT":
        return False
    return tokens.tags[i - 1] not in LEADING_TAGS


def _role_after_copula(site: Site) -> Role | None:
    """Return the role in "Anna Berg is the director of the fund", if any.

    After "was", the role is a past one, except in "was elected chairwoman".
    """
    tokens, at = site.tokens, site.name.last
    comma = site.name.first - 1
    is_relative = tokens.texts[comma] == "," and tokens.lowers[comma - 1] in KIN
    at += is_relative and tokens.texts[at : at + 1] == [","]
    if at + 2 >= site.stop or tokens.lowers[at] not in COPULAS:
        return None
    appointed = tokens.lowers[at + 1] in APPOINTED
    first = at + 1 + appointed
    if first + 1 >= site.stop or not (appointed or tokens.lowers[first] in ARTICLES):
        return None
    role = _role_in_phrase(site, first, phrase_end(tokens, first, site.stop))
    lasting = appointed or tokens.lowers[at] == "is"
    return role and role._replace(lasting=lasting)
