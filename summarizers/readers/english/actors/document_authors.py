"""Resolve the author of a statement, letter or study that is named as the source."""

from __future__ import annotations

from summarizers.readers.english.actors.coreference.descriptions import (
    INDEFINITE,
    Description,
    read_subject,
)
from summarizers.readers.english.actors.discourse_model import SUBJECTS, DiscourseModel
from summarizers.readers.english.actors.word_lists import GROUPS, ORG_NOUNS, ROLES

SENDERS = frozenset(("from", "by", "of"))
STEPS = 6
# Sentences back in which "the statement" may have been mentioned with its author.
REACH_SENTENCES = 4
# Bounds the work in endless sentences.
REACH_TOKENS = 200


def find_author(discourse: DiscourseModel, description: Description) -> int | None:
    """The entity that issued the described document, if it is plain.

    It may be ``~token``, for the head of a description that is not an entity yet.
    """
    number = _author_in_phrase(discourse, description)
    if number is None and discourse.parse.has_grammar:
        number = _governor(discourse, description.head)
    if number is None and description.determiner not in INDEFINITE:
        number = _author_before(discourse, description)
    return number


def find_writer(discourse: DiscourseModel, description: Description) -> int | None:
    """The entity that wrote a study or report, by the phrase or its clause.

    The clause names the author of a new one: "The council passed a resolution calling for …".
    """
    if "POS" in discourse.tokens.tags[description.first : description.head]:
        return _first_named(
            discourse, description.first, description.head, entities=True
        )
    for i in range(description.head + 1, description.last):
        if discourse.tokens.lowers[i] == "by":
            return _first_named(discourse, i + 1, description.last)
    is_new = (
        description.determiner in INDEFINITE
        and discourse.tag(description.last) == "VBG"
    )
    return (
        _governor(discourse, description.head)
        if is_new and discourse.parse.has_grammar
        else None
    )


def _author_in_phrase(
    discourse: DiscourseModel, description: Description
) -> int | None:
    """The author within the phrase: "Berg's statement", "a letter from Berg"."""
    number = _first_named(discourse, description.first, description.head, entities=True)
    if number is not None:
        return number
    for i in range(description.head + 1, description.last):
        if discourse.tokens.lowers[i] in SENDERS:
            return _first_named(discourse, i + 1, description.last)
    return None


def _first_named(
    discourse: DiscourseModel, first: int, last: int, *, entities: bool = False
) -> int | None:
    """The first entity named in tokens ``first..last``; by its name if ``entities``."""
    look = discourse.entity_at if entities else discourse.named
    return next((n for i in range(first, last) if (n := look(i)) is not None), None)


def _author_before(discourse: DiscourseModel, description: Description) -> int | None:
    """The author of the last document of this name: "Berg issued a statement"."""
    tokens = discourse.tokens
    here = tokens.sentences[description.first]
    for i in range(
        description.first - 1, max(-1, description.first - REACH_TOKENS), -1
    ):
        if here - tokens.sentences[i] > REACH_SENTENCES:
            return None
        if tokens.lowers[i] == description.noun:
            number = _author_in_phrase(discourse, read_subject(discourse, i))
            if number is None and discourse.parse.has_grammar:
                number = _governor(discourse, i)
            return number
    return None


def _governor(discourse: DiscourseModel, head: int) -> int | None:
    """The subject of the verb that governs the document: "Berg issued a statement"."""
    tokens, at = discourse.tokens, head
    for _ in range(STEPS):
        if tokens.tags[at][:2] == "VB" and (subject := _subject(discourse, at, head)):
            return _speaking(discourse, subject[0])
        at = tokens.heads[at]
    return None


def _subject(discourse: DiscourseModel, verb: int, head: int) -> tuple[int, ...]:
    """The subject of a verb, its antecedent for "who", or nothing."""
    tokens = discourse.tokens
    start, stop = discourse.bounds(verb)
    for i in range(start, stop):
        if tokens.heads[i] == verb and tokens.deps[i] in SUBJECTS and i != head:
            relative = tokens.tags[i] in {"WP", "WDT"}
            return (tokens.heads[verb] if relative else i,)
    return ()


def _speaking(discourse: DiscourseModel, i: int) -> int | None:
    """The entity at a token, or ``~i`` for people and roles that are not entities yet."""
    number, lower = discourse.named(i), discourse.tokens.lowers[i]
    speaks = lower in ROLES or lower in GROUPS or lower in ORG_NOUNS
    return ~i if number is None and speaks else number
