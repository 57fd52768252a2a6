"""Decides which names in articles are those of one person or body.

Names are joined only without doubt: by their full form, if no role speaks against it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from bot.core.domain.record import RecordedClaim, RecordEntry, Speaker
from bot.core.topics.normalize import normalize, words_in
from summarizers.lexicons import entries, has_list, table
from summarizers.model import Actor, ActorKind

_LISTED = ("en", "fr")
_ARTICLES = frozenset(["a", "an", "the", "le", "la", "les", "l", "un", "une"])
_INDEFINITE = frozenset(["a", "an", "un", "une"])
_FEWEST_LETTERS = 2


def folded(name: str) -> str:
    """Return a name without case, accents, punctuation and legal forms."""
    parts = words_in(normalize(name).lower())
    while len(parts) > 1 and parts[0] in _ARTICLES:
        parts.pop(0)
    while len(parts) > 1 and parts[-1] in _listed("firm_endings"):
        parts.pop()
    return " ".join(parts)


def folded_person(name: str) -> str:
    """Return a person's name without case, accents, punctuation and forms of address."""
    parts = words_in(normalize(name).lower())
    while len(parts) > 1 and parts[0] in _HONORIFICS:
        parts.pop(0)
    return " ".join(parts)


def speaker_of(actor: Actor) -> Speaker | None:
    """Return an actor as a speaker who is not stored yet.

    Return ``None`` for a description such as "the spokesman", which is not a name, and
    for a person with one name alone: several people may have it.
    """
    if not _is_name(actor.name):
        return None
    role = actor.role.text if actor.role else None
    if actor.kind is not ActorKind.PERSON:
        key = folded(actor.name)
        short = _acronym(actor) or key
        return Speaker(0, actor.name, actor.kind, key, short, role) if key else None
    key = folded_person(actor.name)
    surname = key.rpartition(" ")[2]
    if key == surname:
        return None
    return Speaker(0, actor.name, actor.kind, key, surname, role)


def identify(
    recorded: Iterable[RecordEntry], stored: Iterable[Speaker]
) -> tuple[RecordEntry, ...]:
    """Return the entries with the stored speakers in the place of the same new ones.

    ``stored`` has all speakers with the keys of the new ones. New speakers who are one
    person or body become equal; a stored one gets the new role. A speaker who may be
    either of two is not resolved.
    """
    speakers = list(stored)

    def identified(claim: RecordedClaim) -> RecordedClaim:
        new = claim.speaker
        if new is None:
            return claim
        same = [speaker for speaker in speakers if is_same(speaker, new)]
        if not same:
            speakers.append(new)
            return claim
        if len(same) > 1:
            return replace(claim, speaker=None)
        role = new.role if same[0].id and new.role else same[0].role
        return replace(claim, speaker=replace(same[0], role=role))

    return tuple(
        replace(entry, claims=tuple(map(identified, entry.claims)))
        for entry in recorded
    )


def keys_of(recorded: Iterable[RecordEntry]) -> frozenset[str]:
    """Return the keys of all speakers of some entries."""
    said = (claim.speaker for entry in recorded for claim in entry.claims)
    return frozenset(speaker.key for speaker in said if speaker)


def is_same(stored: Speaker, new: Speaker) -> bool:
    """Return whether two speakers are certainly one person or body."""
    is_person = stored.kind is ActorKind.PERSON
    if is_person != (new.kind is ActorKind.PERSON):
        return False
    if is_person:
        return stored.key == new.key and roles_agree(stored.role, new.role)
    return new.key in {stored.key, stored.surname}


def roles_agree(left: str | None, right: str | None) -> bool:
    """Return whether one person may have both roles without doubt.

    Both must have a word in common that names no place or body, and not only one of
    them may be that of a person without an office, such as a teacher or a witness.
    """
    if left is None or right is None:
        return True
    sides = [_role_words(role) for role in (left, right)]
    private = [not side.keys().isdisjoint(_listed("private_roles")) for side in sides]
    shared = sides[0].keys() & sides[1].keys()
    nouns = (
        word for word in shared if word in _listed("roles") or not _all(word, sides)
    )
    return private[0] == private[1] and any(nouns)


def _role_words(role: str) -> dict[str, bool]:
    """Return the words of a role that tell something, and whether each is a name."""
    small = _listed("stop_words") | _listed("title_words")
    return {
        word.lower(): word[0].isupper()
        for word in words_in(normalize(role))
        if word.lower() not in small
    }


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


def _acronym(actor: Actor) -> str | None:
    """Return the acronym of a body that the article gives for its name."""
    letters = "".join(part[0] for part in actor.name.split() if part[0].isupper())
    for alias in actor.aliases:
        plain = alias.replace(".", "")
        if len(plain) >= _FEWEST_LETTERS and plain == letters:
            return plain.lower()
    return None


@cache
def _listed(name: str) -> frozenset[str]:
    """Return the words of a list in all languages that have it."""
    lists = (entries(name, lang) for lang in _LISTED if has_list(name, lang))
    return frozenset(entry.partition("\t")[0] for each in lists for entry in each)


_HONORIFICS = frozenset(
    title.strip(".") for lang in _LISTED for title in table("honorifics", lang)
)
_SMALL = _listed("particles") | {"and", "of", "for", "in", "on", "the", "et", "&"}
