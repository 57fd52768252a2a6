"""Find the subjects of a sentence's main clauses: the entities that it is about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from summarizers.readers.english.actors.discourse_model import DiscourseModel
from summarizers.readers.english.actors.word_lists import (
    GROUPS,
    ORG_NOUNS,
    ROLES,
    role_noun,
)

FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
RELATIVES = frozenset(("WP", "WDT", "WRB", "WP$"))
INTRODUCTIONS = frozenset(("IN", "TO", "VBG", "VBN", "WRB"))
CONNECTORS = frozenset(("CC", "RB", ","))
PREPOSITIONS = frozenset(("IN", "TO"))
BEFORE_PARTICIPLES = frozenset(("DT", "PRP$"))
MODIFIED = frozenset(("POS", "NN", "NNS"))
BEFORE_NAMES = MODIFIED | {"NNP", "NNPS"}
SUBJECT_PRONOUNS = frozenset(("he", "she", "it", "they"))


class MainSubject(NamedTuple):
    """The subject of a main clause: its first token, and the number of its entity.

    ``number`` is the index of the entity in ``DiscourseModel.entities``. It is ``None``
    if the subject is not an entity.
    """

    token: int
    number: int | None


def main_subjects(discourse: DiscourseModel, sentence: int) -> list[MainSubject]:
    """Return the subjects of the main clauses of a sentence, in text order.

    A subject is a name, a pronoun, or a noun for a person or group. A name in
    apposition counts: "Her rival, Greta Voss, left". Owners and names after a
    preposition do not: only Voss is a subject in "Berg's lawyer at Norlinie, Greta
    Voss, left".
    """
    phrase = _leading_phrase(discourse, *discourse.parse.bounds[sentence])
    return _joined(discourse, *phrase)


def _leading_phrase(
    discourse: DiscourseModel, first: int, stop: int
) -> tuple[int, int]:
    """Return the token range from the end of an introduction to the first finite verb.

    Example: "the mayor" in "On Friday, the mayor resigned".
    """
    tags, start = discourse.tokens.tags, first
    while start < stop and tags[start] in CONNECTORS:
        start += 1
    if start < stop and tags[start] in INTRODUCTIONS:
        start = next((i + 1 for i in range(start, stop) if tags[i] == ","), stop)
    end = start
    while end < stop and not _ends_subject(discourse, start, end):
        end += 1
    return start, end


def _ends_subject(discourse: DiscourseModel, start: int, i: int) -> bool:
    tags = discourse.tokens.tags
    if tags[i] in RELATIVES:
        return True
    return tags[i] in FINITE and not (i > start and tags[i - 1] in BEFORE_PARTICIPLES)


def _joined(discourse: DiscourseModel, first: int, last: int) -> list[MainSubject]:
    """Return the first name of a subject, and names joined to it by "and".

    Without a name, return the subject's pronoun or noun.
    """
    names = list(_names(discourse, first, last))
    if not names:
        return _unnamed(discourse, first, last)
    joined = [name for name in names[1:] if discourse.tag(name.token - 1) == "CC"]
    return names[:1] + joined


def _names(discourse: DiscourseModel, first: int, last: int) -> Iterator[MainSubject]:
    """Yield the entities that a subject names.

    Owners ("Berg's lawyer") and names in a prepositional phrase are left out.
    """
    at = first
    while at < last:
        number, end = discourse.entity_covering(at), at + 1
        while end < last and discourse.entity_covering(end) == number:
            end += 1
        after = at > first and discourse.tag(at - 1) in PREPOSITIONS
        if number is not None and not after and discourse.tag(end) not in MODIFIED:
            yield MainSubject(at, number)
        at = end


def _unnamed(discourse: DiscourseModel, first: int, last: int) -> list[MainSubject]:
    """Return, in a list, the pronoun of a subject or its noun for a person or group."""
    for i in range(first, last):
        lower = discourse.tokens.lowers[i]
        if discourse.tag(i) in PREPOSITIONS:
            break
        noun = role_noun(lower)
        last_noun = discourse.tag(i + 1) not in BEFORE_NAMES
        listed = noun in ROLES or lower in GROUPS or lower in ORG_NOUNS
        if lower in SUBJECT_PRONOUNS or (last_noun and listed):
            return [MainSubject(i, None)]
    return []
