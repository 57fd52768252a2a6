"""Decides which names in articles are those of one person or organisation.

In this module, a body is a speaker that is not a person: an organisation, a country or
a group. Names are joined only without doubt: if the full forms are equal and the roles
agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from bot.core.domain.record import RecordEntry, Speaker
from bot.core.text.topics.normalize import normalize, words_in
from summarizers.lexicons import entries, has_list, table
from summarizers.model import Actor, ActorKind

_LISTED = ("en", "fr")
_ARTICLES = frozenset(["a", "an", "the", "le", "la", "les", "l", "un", "une"])
_INDEFINITE = frozenset(["a", "an", "un", "une"])
_GENERATIONS = frozenset(["jr", "sr", "ii", "iii", "iv"])
_RELATIVES = frozenset(["that", "where", "which", "who", "whose"])
_VAGUE = frozenset(["boss", "chief", "expert", "head", "leader", "official", "star"])
"""Wider terms that many roles share, so that they do not identify an office."""

_FEWEST_LETTERS = 2
_FULL = 2
"""The least number of words of a full name."""

_LONGEST_TITLE = 3
"""The maximum number of words of a title: "French Prime Minister"."""

_MOST_ROLES = 20
"""The maximum number of roles that are kept of a speaker, the latest ones.

The speaker is recognised by them.
"""

_PARTIES = frozenset(
    [
        "communists",
        "conservatives",
        "democrats",
        "liberals",
        "nationalists",
        "republicans",
        "socialists",
    ]
)
"""Nouns for groups that are names of parties when they have a capital."""

_TAIL = re.compile(r",|\b(?:of|for|at|in|to|who|and|de|du|des|d')\b")
"""Matches where the first part of a role ends; its last word is the head of the role.

In "director of ports", "of" ends the part "director".
"""

_JOINED = re.compile(r"\b([a-z])'(?=[a-z]{2})")


class Surname(NamedTuple):
    """A person's folded surname, and the office before it, as in "President Lind".

    A folded name is in lower case, without accents and punctuation. It is empty for an
    office alone: "the prime minister".
    """

    key: str
    role: str | None


def folded(name: str) -> str:
    """Return a name without case, accents, punctuation, article and legal form.

    "The Lenna Ports Ltd." becomes "lenna ports". A known acronym becomes the full name.
    """
    parts = words_in(normalize(name).lower())
    while len(parts) > 1 and parts[0] in _ARTICLES:
        parts.pop(0)
    while len(parts) > 1 and parts[-1] in _listed("firm_endings"):
        parts.pop()
    key = " ".join(parts)
    return table("acronyms", "en").get(key, key)


def folded_person(name: str) -> str:
    """Return a person's name in lower case, without accents, punctuation and "Mr".

    Initials beside a given name are left out: "Ida M. Lind" becomes "ida lind".
    Initials in place of a given name become one word: "J. K. Lind" becomes "jk lind".
    """
    parts = _parts_of_person(name)
    whole = [part for part in parts if len(part) > 1]
    if len(whole) >= _FULL and len(parts[-1]) > 1:
        return " ".join(whole)
    start = next((n for n, part in enumerate(parts) if len(part) > 1), 0)
    return " ".join([*(["".join(parts[:start])] if start else []), *parts[start:]])


def _parts_of_person(name: str) -> list[str]:
    parts = words_in(_JOINED.sub(r"\1", normalize(name).lower()))
    while len(parts) > 1 and parts[0] in _HONORIFICS:
        parts.pop(0)
    while len(parts) > _FULL and parts[0] in _listed("roles"):
        parts.pop(0)
    return parts


def _initials(name: str) -> tuple[str, ...]:
    """Return the initials in a person's name that ``folded_person`` leaves out."""
    key = folded_person(name).split()
    return tuple(p for p in _parts_of_person(name) if len(p) == 1 and p not in key)


def speaker_of(actor: Actor) -> Speaker | None:
    """Return an actor as a speaker who is not stored yet.

    Return ``None`` for a description such as "the spokesman", because it is not a name.
    Return ``None`` also for a person with only one name, because several people may
    have it.
    """
    if not _is_name(actor.name):
        return None
    role = actor.role.text if actor.role else None
    if actor.kind is not ActorKind.PERSON:
        key = folded(actor.name)
        short = _acronym(actor) or key
        if not key or _is_general(key):
            return None
        return Speaker(0, actor.name, actor.kind, key, short, role, _roles(role))
    key = folded_person(actor.name)
    parts = key.split()
    while len(parts) > 1 and parts[-1] in _GENERATIONS:
        parts.pop()
    if len(parts) < _FULL:
        return None
    return Speaker(0, actor.name, actor.kind, key, parts[-1], role, _roles(role))


def _roles(role: str | None) -> tuple[str, ...]:
    """Return the role in a tuple if it has a role noun.

    The result is empty for a role such as "who heads the union".
    """
    first, *_ = words_in(normalize(role or "").lower()) or [""]
    is_verb = first.endswith("ing") and first not in _listed("title_words")
    is_noun = first and not is_verb and first not in _RELATIVES
    return (role,) if role and is_noun else ()


def surname_of(actor: Actor) -> str | None:
    """Return the folded surname of a person whom the article names by surname only.

    Return ``None`` if the article gives no office, because many people may have the
    surname.
    """
    if actor.kind is not ActorKind.PERSON or actor.role is None:
        return None
    key = folded_person(actor.name)
    return key if key and " " not in key and _is_name(actor.name) else None


def office_of(actor: Actor) -> str | None:
    """Return the office of a person named only by it: "the prime minister".

    Return ``None`` unless one person at a time holds such an office.
    """
    first, *rest = words_in(normalize(actor.name).lower()) or [""]
    office = " ".join(rest)
    is_single = first in _ARTICLES - _INDEFINITE and office in _single_offices()
    return office if is_single and actor.kind is ActorKind.PERSON else None


def is_another_gender(source: str, name: str) -> bool:
    """Return whether the article's words for a speaker contradict the given name.

    "Mr Lind", or "he", contradicts "Ida Lind".
    """
    genders = {
        _gender("honorifics", source) or _gender("pronoun_genders", source),
        _gender("first_names", " ".join(_parts_of_person(name))),
    }
    return genders == {"m", "f"}


def is_given_name(word: str) -> bool:
    """Return whether a word is a listed given name."""
    return normalize(word).casefold() in _listed("first_names")


def _gender(listed: str, text: str) -> str:
    """Return the gender, "m" or "f", of the first word of a text; "" if unknown.

    ``listed`` names the table of words with their genders.
    """
    words = words_in(normalize(text).lower())[:1]
    tables = (table(listed, lang) for lang in _LISTED if has_list(listed, lang))
    return next((each[w] for each in tables for w in words if w in each), "")


def identify(
    recorded: Sequence[RecordEntry], stored: Iterable[Speaker]
) -> tuple[RecordEntry, ...]:
    """Return the entries, with each new speaker replaced by the same stored one.

    ``stored`` has all speakers with the keys of the new ones. New speakers who are one
    person or organisation become equal, and a stored speaker gets the new role. If the
    speaker of a claim may be either of two, the claim gets no speaker.
    """
    register = _KnownSpeakers(stored)
    places = [[register.place_of(c.speaker) for c in e.claims] for e in recorded]
    return tuple(
        replace(
            entry,
            claims=tuple(
                replace(
                    claim, speaker=None if place is None else register.speakers[place]
                )
                for claim, place in zip(entry.claims, own, strict=True)
            ),
        )
        for entry, own in zip(recorded, places, strict=True)
    )


class _KnownSpeakers:
    """The stored speakers, and the new ones that were seen so far."""

    def __init__(self, stored: Iterable[Speaker]) -> None:
        self.speakers: list[Speaker] = []
        self._places: dict[str, list[int]] = {}
        for speaker in stored:
            self._add(speaker)

    def place_of(self, new: Speaker | None) -> int | None:
        """Return the index of the speaker who is the same as ``new``.

        If there is none, add ``new``. Return ``None`` if several may be the same.
        """
        if new is None:
            return None
        places = {at for key in _keys(new) for at in self._places.get(key, ())}
        same = [at for at in places if is_same(self.speakers[at], new)]
        if len(same) > 1:
            return None
        if not same:
            return self._add(new)
        self.speakers[same[0]] = _with(self.speakers[same[0]], new)
        return same[0]

    def _add(self, speaker: Speaker) -> int:
        place = len(self.speakers)
        self.speakers.append(speaker)
        for key in _keys(speaker):
            self._places.setdefault(key, []).append(place)
        return place


def _merged(kept: Speaker, other: Speaker) -> Speaker:
    """Return ``kept`` with the roles of both speakers.

    If the name of ``kept`` is the acronym of the other's name, it gets the full name.
    """
    roles = tuple(dict.fromkeys((*other.roles, *kept.roles)))[-_MOST_ROLES:]
    if _abbreviates(kept, other):
        kept = replace(kept, name=other.name, key=other.key, surname=kept.key)
    return replace(kept, role=kept.role or other.role, roles=roles)


def _with(speaker: Speaker, new: Speaker) -> Speaker:
    """Return ``speaker`` with the role of ``new`` added as its latest role."""
    if new.role is None:
        return speaker
    earlier = (role for role in speaker.roles if role not in new.roles)
    roles = (*earlier, *new.roles)[-_MOST_ROLES:]
    return replace(speaker, role=new.role, roles=roles)


def keys_of(recorded: Iterable[RecordEntry]) -> frozenset[str]:
    """Return the keys of all speakers of some entries.

    The keys of the short names of organisations are included.
    """
    said = (claim.speaker for entry in recorded for claim in entry.claims)
    return frozenset(key for s in said if s for key in _keys(s))


def _keys(speaker: Speaker) -> Iterable[str]:
    is_person = speaker.kind is ActorKind.PERSON
    return (speaker.key,) if is_person else (speaker.key, speaker.surname)


def is_same(stored: Speaker, new: Speaker) -> bool:
    """Return whether two speakers are certainly one person or organisation."""
    is_person = stored.kind is ActorKind.PERSON
    if is_person != (new.kind is ActorKind.PERSON):
        return False
    if not is_person:
        return not set(_keys(stored)).isdisjoint(_keys(new))
    return _is_namesake(stored, new) and _agree(stored.roles, new.roles)


def _is_namesake(left: Speaker, right: Speaker) -> bool:
    """Return whether two people have one full name and no contradicting initials."""
    if left.key != right.key:
        return False
    initials = _initials(left.name), _initials(right.name)
    return not all(initials) or initials[0] == initials[1]


def _agree(left: Iterable[str], right: Iterable[str]) -> bool:
    """Return whether a role of ``left`` agrees with a role of ``right``.

    Return true if one of the two has no role.
    """
    pairs = tuple(product(left, right))
    return not pairs or any(roles_agree(*pair) for pair in pairs)


def same_in_story(speakers: Sequence[Speaker]) -> Mapping[int, Speaker]:
    """Map the ids of speakers of one story to an earlier speaker who is the same.

    In one story all mentions of a full name mean one person, whatever the office.
    """
    kept: dict[int, Speaker] = {}
    joined: dict[int, int] = {}
    # To compare all people of a long story with each other would take seconds.
    ids_by_first_name: dict[str, list[int]] = {}
    for speaker in speakers:
        ids = ids_by_first_name.setdefault(_first_name(speaker), [])
        same = [kept[id_] for id_ in ids if _is_same_in_story(kept[id_], speaker)]
        if len(same) == 1:
            joined[speaker.id] = same[0].id
            kept[same[0].id] = _merged(same[0], speaker)
        else:
            kept[speaker.id] = speaker
            ids.append(speaker.id)
    return {other: kept[id_] for other, id_ in joined.items()}


def _first_name(speaker: Speaker) -> str:
    """Return the first word of a person's name; an empty text for a body."""
    return speaker.key.partition(" ")[0] if speaker.kind is ActorKind.PERSON else ""


def bearer_of(surname: Surname, speakers: Iterable[Speaker]) -> Speaker | None:
    """Return the speaker of a story whom a surname means; ``None`` if in doubt.

    Exactly one speaker must have the surname with this office.
    """
    if surname.role is None:
        return None
    possible = [
        each
        for each in speakers
        if each.kind is ActorKind.PERSON
        and (
            each.surname == surname.key
            and (not each.roles or _holds(each, surname.role))
            if surname.key
            else any(_is_office(role, surname.role) for role in each.roles)
        )
    ]
    return possible[0] if len(possible) == 1 and possible[0].roles else None


def _is_office(role: str, office: str) -> bool:
    """Return whether a role is this office: "Sorvia's president", no "vice president"."""
    words, wanted = words_in(normalize(role).lower()), office.split()
    before = words[: -len(wanted)]
    is_whole = not before or before[-1] not in _listed("title_words")
    return words[-len(wanted) :] == wanted and is_whole


def _holds(speaker: Speaker, office: str) -> bool:
    return any(is_one_office(role, office) for role in speaker.roles)


def holder_of(surname: Surname, speakers: Iterable[Speaker]) -> Speaker | None:
    """Return the speaker of any story whom a surname means; ``None`` if in doubt.

    The office must be one that only one person holds, such as that of a president.
    """
    words = words_in(normalize(surname.role or "").lower())
    ends = {" ".join(words[-1:]), " ".join(words[-2:])}
    if len(words) > _LONGEST_TITLE or ends.isdisjoint(_single_offices()):
        return None
    return bearer_of(surname, speakers)


@cache
def _single_offices() -> frozenset[str]:
    return frozenset(" ".join(words_in(e)) for e in _listed("single_offices"))


def _is_same_in_story(left: Speaker, right: Speaker) -> bool:
    is_person = left.kind is ActorKind.PERSON
    if is_person != (right.kind is ActorKind.PERSON):
        return False
    if is_person and not (_lengthens(left, right) or _lengthens(right, left)):
        return False
    if is_same(left, right) or is_same(right, left):
        return True
    if not is_person:
        return _abbreviates(left, right) or _abbreviates(right, left)
    has_roles = bool(left.roles and right.roles)
    return _is_kin(left) == _is_kin(right) and (
        _is_namesake(left, right) or (has_roles and _agree(left.roles, right.roles))
    )


def _lengthens(long: Speaker, short: Speaker) -> bool:
    """Return whether the name ``long`` has all words of the name ``short``, in order.

    Both begin with the same word, as "Ida Maria Brandt" and "Ida Brandt" do.
    """
    words, fewer = long.key.split(), short.key.split()
    rest = iter(words)
    return words[0] == fewer[0] and all(word in rest for word in fewer)


def _abbreviates(short: Speaker, long: Speaker) -> bool:
    """Return whether the name of ``short`` is the acronym of the name of ``long``."""
    letters = "".join(part[0] for part in long.name.split() if part[0].isupper())
    return len(letters) > _FEWEST_LETTERS and short.key == letters.lower()


def _is_kin(speaker: Speaker) -> bool:
    words = _role_words(speaker.role or "")
    return not words.keys().isdisjoint(_listed("kin_nouns"))


def roles_agree(left: str | None, right: str | None) -> bool:
    """Return whether one person may have both roles without doubt.

    The roles must share a word that is not the name of a place or organisation. It is
    also enough if a word of one is the wider term for a word of the other ("lawmaker",
    "senator"). A role without an office, such as a teacher or a witness, agrees only
    with another role without an office.
    """
    if left is None or right is None:
        return True
    sides = [_role_words(role) for role in (left, right)]
    private = [not side.keys().isdisjoint(_listed("private_roles")) for side in sides]
    if private[0] != private[1]:
        return False
    wider = [frozenset(w for noun in side for w in _wider(noun)) for side in sides]
    return _share_office(sides) or bool((wider[0] & wider[1]) - _VAGUE)


def is_one_office(left: str, right: str) -> bool:
    """Return whether two roles share a word.

    The result is also true if one has the wider term for a word of the other.
    """
    return _share_office([_role_words(role) for role in (left, right)])


def _share_office(sides: Sequence[dict[str, bool]]) -> bool:
    shared = sides[0].keys() & sides[1].keys()
    if any(word in _listed("roles") or not _all(word, sides) for word in shared):
        return True
    return any(
        not _wider(noun).isdisjoint(other)
        for side, other in (sides, sides[::-1])
        for noun in side
    )


def differ(left: str, right: str) -> bool:
    """Return whether two roles share a noun but have different names.

    Example: "Lenna mayor", "Dorn mayor".
    """
    sides = [_role_words(role) for role in (left, right)]
    names, nouns = (
        [{word for word, named in side.items() if named is wanted} for side in sides]
        for wanted in (True, False)
    )
    is_one_noun = not nouns[0].isdisjoint(nouns[1])
    return all(names) and is_one_noun and names[0].isdisjoint(names[1])


@lru_cache(maxsize=4_096)
def _role_words(role: str) -> dict[str, bool]:
    """Return the words of a role that identify it, and whether each is a name.

    A word such as "chief" counts only as the last word of the title: "fire chief".
    """
    forms = table("title_forms", "en")
    parts = words_in(normalize(role))
    words = {forms.get(part.lower(), part.lower()): part[0].isupper() for part in parts}
    heads = words_in(normalize(_TAIL.split(role, maxsplit=1)[0]).lower())[-1:]
    small = _listed("stop_words") | (_listed("title_words") - frozenset(heads))
    return {word: named for word, named in words.items() if word not in small}


def _all(word: str, sides: Iterable[dict[str, bool]]) -> bool:
    return all(side[word] for side in sides)


def _is_name(text: str) -> bool:
    """Return whether a text is a name: all words but particles have a capital."""
    parts = text.split()
    if not parts or (len(parts) > 1 and parts[0].lower() in _INDEFINITE):
        return False
    small = [part for part in parts if part == part.lower()]
    if small and small[0] == parts[0] and parts[0] in _ARTICLES:
        small.pop(0)
    is_ended = parts[-1] != parts[-1].lower()
    return is_ended and set(small) <= _SMALL


def _is_general(key: str) -> bool:
    """Return whether a word stands for any body, as "Police" does at a sentence start."""
    nouns = _listed("org_nouns") | _listed("group_nouns") | _listed("title_words")
    return key in nouns - _listed("seats") - _PARTIES


def _acronym(actor: Actor) -> str | None:
    """Return the acronym that the article gives for an organisation, if any."""
    letters = "".join(part[0] for part in actor.name.split() if part[0].isupper())
    for alias in actor.aliases:
        plain = alias.replace(".", "")
        if len(plain) >= _FEWEST_LETTERS and plain == letters:
            return plain.lower()
    return None


@cache
def _wider(noun: str) -> frozenset[str]:
    """Return the wider terms for a role: "lawmaker" for "senator"."""
    values = (
        table("roles", lang).get(noun, "")
        for lang in _LISTED
        if has_list("roles", lang)
    )
    return frozenset(noun for value in values for noun in value.split(",") if noun)


@cache
def _listed(name: str) -> frozenset[str]:
    """Return the entries of a word list, in all languages that have the list."""
    lists = (entries(name, lang) for lang in _LISTED if has_list(name, lang))
    return frozenset(entry.partition("\t")[0] for each in lists for entry in each)


_HONORIFICS = frozenset(
    title.strip(".") for lang in _LISTED for title in table("honorifics", lang)
)
_SMALL = _listed("particles") | {"and", "of", "for", "in", "on", "the", "et", "&"}
