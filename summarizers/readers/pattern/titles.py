"""What stands beside a name: titles, roles and articles, and what they tell of it."""

from __future__ import annotations

from summarizers.model import ActorKind
from summarizers.readers.pattern.name_recognition import Name
from summarizers.readers.pattern.noun_phrases import phrase_end
from summarizers.readers.pattern.pattern_document import Range, Reading
from summarizers.readers.pattern.title_spans import title_before, title_before_comma

_HEAD_REACH = 3
_LEAST_ACRONYM = 2
_MOST_PLACES = 2
_AGE = 3


def describe(reading: Reading, name: Name) -> None:
    """Read the titles and roles around a name, and what they tell of it."""
    first, last = reading.bounds_at(name.first)
    before = _over_brackets(reading, name.first - 1, first)
    honorific = reading.words.honorifics.get(reading.low(before))
    if before >= first and honorific is not None:
        name.kind, name.gender = ActorKind.PERSON, honorific
        before -= 1
    if name.kind is not ActorKind.ORG:
        _take_title(reading, name, before, first)
        _take_apposition(reading, name, last)
    _guess(reading, name)


def _over_brackets(reading: Reading, i: int, first: int) -> int:
    """Before brackets between a title and a name: "Le maire (sans étiquette) X"."""
    if reading.text(i) != ")":
        return i
    while i > first and reading.text(i) != "(":
        i -= 1
    return i - 1


def _take_title(reading: Reading, name: Name, before: int, first: int) -> None:
    """Read what stands before a name, or before an article or a comma there."""
    if _is_people(reading, before):
        before -= 1
    title = title_before(reading, before, first)
    if title is None and reading.low(before) in reading.words.determiners:
        before -= 1
    elif title is None and reading.low(before - 1) in reading.words.determiners:
        before -= 2
    if title is None and reading.low(before) == ",":
        title = title_before_comma(reading, before - 1, first)
        if title is not None and not _is_role(reading, title):
            return
    if title is not None:
        _apply_title(reading, name, title)
        if name.role is not None:
            _add_outer(reading, name, title, first)


def _add_outer(reading: Reading, name: Name, title: Range, first: int) -> None:
    """Read the longer role in "le chef d'état-major, le général Valmont"."""
    article = title[0] - 1
    if article - 1 < first or reading.low(article) not in reading.words.determiners:
        return
    if reading.low(article - 1) != ",":
        return
    outer = title_before(reading, article - 2, first)
    if outer is not None and _is_role(reading, outer):
        name.title = outer
        if _length(outer) > _length(title):
            name.role = outer
            if name.kind is ActorKind.ORG:
                name.gender = _gender_of(reading, outer) or name.gender


def _gender_of(reading: Reading, title: Range) -> str:
    """The gender of the noun of a title, or of the article before it."""
    words, low = reading.words, reading.low(_head(reading, title))
    told = words.roles.get(low) or words.org_words.get(low, "")
    return gender_of(told) or _article(reading, title[0])


def _is_people(reading: Reading, i: int) -> bool:
    """Whether a capital is that of a people: "le Norvien Anders Holt"."""
    return reading.is_capital(i) and reading.low(i).endswith(reading.words.demonym_ends)


def _is_role(reading: Reading, title: Range) -> bool:
    return reading.low(_head(reading, title)) in reading.words.roles


def _owned_body(reading: Reading, name: Name, title: Range) -> Range:
    """The noun of a body alone in "le patron de la société X": X is no person."""
    words, last = reading.words, title[1]
    beside = title[0] < last == name.first - 1
    body = beside and reading.low(last) in words.org_words
    given = reading.low(name.first) in words.first_names
    articled = reading.low(last - 1) in words.determiners
    return (last, last) if body and articled and not given else title


def _apply_title(reading: Reading, name: Name, title: Range) -> None:
    title = _owned_body(reading, name, title)
    words, low = reading.words, reading.low(_head(reading, title))
    if low in words.roles:
        name.kind, name.title, name.role = ActorKind.PERSON, title, title
        name.gender = name.gender or words.roles[low] or _article(reading, title[0])
    elif low in words.org_words:
        name.kind, name.title, name.role = ActorKind.ORG, title, title
        name.gender = gender_of(words.org_words[low])
    else:
        articled = reading.low(title[0] - 1) in words.determiners
        name.thing = articled and name.kind is None


def _head(reading: Reading, title: Range) -> int:
    """The noun of a title: the first word that a list knows, of its first three."""
    known = reading.words.nouns
    tokens = range(title[0], min(title[1] + 1, title[0] + _HEAD_REACH))
    return next((i for i in tokens if reading.low(i) in known), title[0])


def gender_of(value: str) -> str:
    """The gender that an entry of a word list begins with, "" for none."""
    return value[:1] if value[:1] in {"m", "f"} else ""


def _article(reading: Reading, start: int) -> str:
    """The gender that the article before a phrase tells."""
    return gender_of(reading.words.determiners.get(reading.low(start - 1), ""))


def _take_apposition(reading: Reading, name: Name, last: int) -> None:
    """Read "…, directrice du port," behind a name."""
    words, start = reading.words, name.last + 2
    if reading.low(start - 1) != "," or start >= last:
        return
    if reading.low(name.first - 1) in words.place_words:
        return
    gender = ""
    if reading.low(start) in words.determiners:
        gender = gender_of(words.determiners[reading.low(start)])
        start += 1
    if reading.low(start) in words.nobody or start >= last:
        return
    if reading.text(start)[:1].isdigit() and reading.low(start + 2) == ",":
        # "X, 43 ans, infirmière à Brenne".
        start += _AGE
    role = start, _role_end(reading, start, last)
    if _is_role(reading, role) and not _names_another(reading, role):
        head = reading.low(_head(reading, role))
        name.kind = ActorKind.PERSON
        if name.role is None or _length(role) > _length(name.role):
            name.role = role
        name.gender = name.gender or words.roles[head] or gender


def _role_end(reading: Reading, start: int, last: int) -> int:
    """The end of a role, which may say where: "chercheuse à l'Institut des eaux"."""
    end = phrase_end(reading, start, last)
    for _ in range(_MOST_PLACES):
        if reading.low(end + 1) not in reading.words.addressed or end + 3 > last:
            break
        longer = phrase_end(reading, end + 2, last)
        if longer < end + 2:
            break
        end = longer
    return end


def _length(tokens: Range) -> int:
    return tokens[1] - tokens[0]


def _names_another(reading: Reading, role: Range) -> bool:
    """Whether a phrase ends with the name of its own bearer: "le maire Théo Nadal"."""
    end = role[1]
    while end > role[0] and reading.is_capital(end):
        end -= 1
    words, before = reading.words, reading.low(end)
    joined = before in words.links | words.prepositions or before in words.org_words
    return end < role[1] and not joined


def _guess(reading: Reading, name: Name) -> None:
    """What the form of a name tells where nothing beside it does."""
    words = reading.words
    given = words.first_names.get(reading.low(name.first))
    several = name.last > name.first
    if given is not None and (several or name.kind is ActorKind.PERSON):
        name.kind = name.kind or ActorKind.PERSON
        name.gender = name.gender or given
    if name.kind is ActorKind.ORG:
        org = words.org_words.get(reading.low(name.first), "")
        name.gender = name.gender or gender_of(org)
    if name.kind is None:
        name.kind = _kind_by_form(reading, name)
    if name.kind is not ActorKind.PERSON:
        name.gender = name.gender or _article(reading, name.first)


def _is_title(reading: Reading, name: Name) -> bool:
    """Whether a name is that of a paper or a firm: "Le Courrier", "France Ouest"."""
    words, low = reading.words, reading.low(name.first)
    return name.last > name.first and (
        low in words.determiners or low in words.countries
    )


def _kind_by_form(reading: Reading, name: Name) -> ActorKind | None:
    words, text = reading.words, reading.text(name.first)
    before = reading.low(name.first - 1)
    if " ".join(name.words(reading)) in words.countries:
        return ActorKind.COUNTRY
    if " ".join(name.words(reading)) in words.places:
        return ActorKind.PLACE
    acronym = text.isupper() and len(text) >= _LEAST_ACRONYM
    owned = before in words.grammar.owners
    firm = owned and reading.low(name.first - 2) in words.firm_words
    if acronym or firm or _is_title(reading, name):
        return ActorKind.ORG
    alone = name.last == name.first
    if before in words.place_words or (alone and owned):
        return ActorKind.PLACE
    return None
