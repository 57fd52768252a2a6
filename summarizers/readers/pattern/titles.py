"""Find the titles and roles beside a name, and the kind and gender that they show."""

from __future__ import annotations

from summarizers.model import ActorKind
from summarizers.readers.pattern.name_recognition import NameMention
from summarizers.readers.pattern.noun_phrases import phrase_end
from summarizers.readers.pattern.pattern_document import (
    ENDS,
    VERBS,
    PatternDocument,
    Range,
)

_TITLE_REACH = 12


def title_before_comma(document: PatternDocument, end: int, first: int) -> Range | None:
    """Return the title before a comma and a name, if any: "Le maire de Brenne, X".

    The title ends with token ``end``; ``first`` is the first token of the sentence.
    """
    role = _role_before(document, end, first)
    return title_before(document, end, first) if role is None else role


def title_before(document: PatternDocument, end: int, first: int) -> Range | None:
    """Return the noun phrase that ends with token ``end``, without its article, if any.

    ``first`` is the first token of the sentence.
    """
    words = document.words
    owners = words.grammar.owners
    if end < first or document.low(end) in words.links:
        return None
    if document.low(end) in words.determiners:
        return None
    start = end + 1
    while start > max(first, end - _TITLE_REACH):
        low = document.low(start - 1)
        inner = document.low(start - 2) in owners
        article = low in words.determiners and low not in owners and not inner
        if article or _is_fused(document, start - 1):
            return start, end
        if not _may_title(document, start - 1):
            return None
        start -= 1
    return (start, end) if start == first else None


def _role_before(document: PatternDocument, end: int, first: int) -> Range | None:
    """Return the role that ends with token ``end``, with all that follows its noun.

    Examples are "ministre délégué aux Transports" and "cheffe du gouvernement".
    """
    words = document.words
    owners, start = words.grammar.owners, None
    for i in range(end, max(first, end - _TITLE_REACH) - 1, -1):
        verb = document.is_verb(i) and not document.low(i).endswith(
            words.participle_ends
        )
        noun = document.low(i) in words.nouns
        if document.text(i) in ENDS | {","} or (verb and not noun):
            break
        if document.low(i) not in words.determiners or not _opens_role(document, i + 1):
            continue
        start = i + 1
        if document.low(i) not in owners and document.low(i - 1) not in owners:
            break
    return None if start is None or start > end else (start, end)


def _opens_role(document: PatternDocument, i: int) -> bool:
    """Return whether a role starts at ``i``, as in "ancien maire" or "maire"."""
    words = document.words
    return document.low(i) in words.roles or (
        document.low(i + 1) in words.roles and document.low(i) not in words.nouns
    )


def _is_fused(document: PatternDocument, i: int) -> bool:
    """Return whether "du" or "des" at ``i`` begins a title: "usines du journal X"."""
    words, low = document.words, document.low(i)
    return (
        low in words.determiners
        and low in words.grammar.owners
        and document.low(i + 1) in words.nouns
        and document.low(i - 1) not in words.nouns
    )


def _may_title(document: PatternDocument, i: int) -> bool:
    low, words = document.low(i), document.words
    # A model may split "état-major" at its hyphen.
    if not (document.text(i)[:1].isalpha() or low == "-") or low in words.auxiliaries:
        return False
    if low in words.links:
        return True
    if low in words.nouns:
        return True
    small = low in words.openers and document.low(i + 1) not in words.roles
    return not (
        small or low in words.nobody or document.tag(i) in {*VERBS, "PRON", "ADP"}
    )


_HEAD_REACH = 3
_LEAST_ACRONYM = 2
_MOST_PLACES = 2
_AGE = 3


def describe(document: PatternDocument, name: NameMention) -> None:
    """Set the title, role, kind and gender of ``name`` from the words around it."""
    first, last = document.bounds_at(name.first)
    before = _skip_brackets(document, name.first - 1, first)
    honorific = document.words.honorifics.get(document.low(before))
    if before >= first and honorific is not None:
        name.kind, name.gender = ActorKind.PERSON, honorific
        before -= 1
    if name.kind is not ActorKind.ORG:
        _take_title(document, name, before, first)
        _take_apposition(document, name, last)
    _guess(document, name)


def _skip_brackets(document: PatternDocument, i: int, first: int) -> int:
    """Return the token before brackets that close at ``i``, else ``i``.

    Brackets may separate title and name: "Le maire (sans étiquette) X".
    """
    if document.text(i) != ")":
        return i
    while i > first and document.text(i) != "(":
        i -= 1
    return i - 1


def _take_title(
    document: PatternDocument, name: NameMention, before: int, first: int
) -> None:
    """Set the title of a name from the words before it: "le maire Théo Nadal"."""
    if _is_people(document, before):
        before -= 1
    title = title_before(document, before, first)
    if title is None and document.low(before) in document.words.determiners:
        before -= 1
    elif title is None and document.low(before - 1) in document.words.determiners:
        before -= 2
    if title is None and document.low(before) == ",":
        title = title_before_comma(document, before - 1, first)
        if title is not None and not _is_role(document, title):
            return
    if title is not None:
        _apply_title(document, name, title)
        if name.role is not None:
            _add_outer_title(document, name, title, first)


def _add_outer_title(
    document: PatternDocument, name: NameMention, title: Range, first: int
) -> None:
    """Set the title of ``name`` to another title before ``title``, if there is one.

    Example: "le chef d'état-major, le général Valmont". A longer one is also the role.
    """
    article = title[0] - 1
    if article - 1 < first or document.low(article) not in document.words.determiners:
        return
    if document.low(article - 1) != ",":
        return
    outer = title_before(document, article - 2, first)
    if outer is not None and _is_role(document, outer):
        name.title = outer
        if _length(outer) > _length(title):
            name.role = outer
            if name.kind is ActorKind.ORG:
                name.gender = _gender_of(document, outer) or name.gender


def _gender_of(document: PatternDocument, title: Range) -> str:
    """Return the gender of a title's noun, or else that of the determiner before it."""
    words, low = document.words, document.low(_head(document, title))
    listed = words.roles.get(low) or words.org_words.get(low, "")
    return gender_of(listed) or _article(document, title[0])


def _is_people(document: PatternDocument, i: int) -> bool:
    """Return whether the word at ``i`` is a nationality: "le Norvien Anders Holt"."""
    return document.is_capital(i) and document.low(i).endswith(
        document.words.demonym_ends
    )


def _is_role(document: PatternDocument, title: Range) -> bool:
    return document.low(_head(document, title)) in document.words.roles


def _owned_body(document: PatternDocument, name: NameMention, title: Range) -> Range:
    """Return the title, or its last noun if that alone describes the name.

    An example is "le patron de la société X", where "société" describes X.
    """
    words, last = document.words, title[1]
    beside = title[0] < last == name.first - 1
    body = beside and document.low(last) in words.org_words
    given = document.low(name.first) in words.first_names
    articled = document.low(last - 1) in words.determiners
    return (last, last) if body and articled and not given else title


def _apply_title(document: PatternDocument, name: NameMention, title: Range) -> None:
    title = _owned_body(document, name, title)
    words, low = document.words, document.low(_head(document, title))
    if low in words.roles:
        name.kind, name.title, name.role = ActorKind.PERSON, title, title
        name.gender = name.gender or words.roles[low] or _article(document, title[0])
    elif low in words.org_words:
        name.kind, name.title, name.role = ActorKind.ORG, title, title
        name.gender = gender_of(words.org_words[low])
    else:
        articled = document.low(title[0] - 1) in words.determiners
        name.thing = articled and name.kind is None


def _head(document: PatternDocument, title: Range) -> int:
    """Return the main noun of a title: its first listed noun, near its start.

    Without one, return the first word.
    """
    nouns = document.words.nouns
    tokens = range(title[0], min(title[1] + 1, title[0] + _HEAD_REACH))
    return next((i for i in tokens if document.low(i) in nouns), title[0])


def gender_of(value: str) -> str:
    """Return the gender, "m" or "f", with which a word list's value starts, else ""."""
    return value[:1] if value[:1] in {"m", "f"} else ""


def _article(document: PatternDocument, start: int) -> str:
    """Return the gender of the determiner before token ``start``, "" without one."""
    return gender_of(document.words.determiners.get(document.low(start - 1), ""))


def _take_apposition(document: PatternDocument, name: NameMention, last: int) -> None:
    """Set the role of a name from an apposition: "X, directrice du port,"."""
    words, start = document.words, name.last + 2
    if document.low(start - 1) != "," or start >= last:
        return
    if document.low(name.first - 1) in words.place_words:
        return
    gender = ""
    if document.low(start) in words.determiners:
        gender = gender_of(words.determiners[document.low(start)])
        start += 1
    if document.low(start) in words.nobody or start >= last:
        return
    if document.text(start)[:1].isdigit() and document.low(start + 2) == ",":
        # "X, 43 ans, infirmière à Brenne".
        start += _AGE
    role = start, _role_end(document, start, last)
    if _is_role(document, role) and not _names_another(document, role):
        head = document.low(_head(document, role))
        name.kind = ActorKind.PERSON
        if name.role is None or _length(role) > _length(name.role):
            name.role = role
        name.gender = name.gender or words.roles[head] or gender


def _role_end(document: PatternDocument, start: int, last: int) -> int:
    """Return the last token of a role with its body or city: "chercheuse à l'Institut"."""
    end = phrase_end(document, start, last)
    for _ in range(_MOST_PLACES):
        if document.low(end + 1) not in document.words.addressed or end + 3 > last:
            break
        longer = phrase_end(document, end + 2, last)
        if longer < end + 2:
            break
        end = longer
    return end


def _length(tokens: Range) -> int:
    return tokens[1] - tokens[0]


def _names_another(document: PatternDocument, role: Range) -> bool:
    """Return whether ``role`` ends with a person's name: "le maire Théo Nadal"."""
    end = role[1]
    while end > role[0] and document.is_capital(end):
        end -= 1
    words, before = document.words, document.low(end)
    joined = before in words.links | words.prepositions or before in words.org_words
    return end < role[1] and not joined


def _guess(document: PatternDocument, name: NameMention) -> None:
    """Set the kind and gender of a name by its form, if its title shows neither."""
    words = document.words
    given = words.first_names.get(document.low(name.first))
    several = name.last > name.first
    if given is not None and (several or name.kind is ActorKind.PERSON):
        name.kind = name.kind or ActorKind.PERSON
        name.gender = name.gender or given
    if name.kind is ActorKind.ORG:
        org = words.org_words.get(document.low(name.first), "")
        name.gender = name.gender or gender_of(org)
    if name.kind is None:
        name.kind = _kind_by_form(document, name)
    if name.kind is not ActorKind.PERSON:
        name.gender = name.gender or _article(document, name.first)


def _is_title(document: PatternDocument, name: NameMention) -> bool:
    """Return whether ``name`` looks like that of a newspaper or firm: "Le Courrier"."""
    words, low = document.words, document.low(name.first)
    return name.last > name.first and (
        low in words.determiners or low in words.countries
    )


def _kind_by_form(document: PatternDocument, name: NameMention) -> ActorKind | None:
    words, text = document.words, document.text(name.first)
    before = document.low(name.first - 1)
    if " ".join(name.words(document)) in words.countries:
        return ActorKind.COUNTRY
    if " ".join(name.words(document)) in words.places:
        return ActorKind.PLACE
    acronym = text.isupper() and len(text) >= _LEAST_ACRONYM
    owned = before in words.grammar.owners
    firm = owned and document.low(name.first - 2) in words.firm_words
    if acronym or firm or _is_title(document, name):
        return ActorKind.ORG
    alone = name.last == name.first
    if before in words.place_words or (alone and owned):
        return ActorKind.PLACE
    return None
