"""Who stands behind a statement, a letter or a study that is named as the source."""

from __future__ import annotations

from summarizers.readers.english.actors.coreference.descriptions import (
    INDEFINITE,
    Description,
    read_subject,
)
from summarizers.readers.english.actors.discourse_model import SUBJECTS, Stage
from summarizers.readers.english.actors.word_lists import GROUPS, ORG_NOUNS, ROLES

SENDERS = frozenset(("from", "by", "of"))
STEPS = 6
# Sentences back in which "the statement" may have been mentioned with its author.
REACH_SENTENCES = 4
# Bounds the work in endless sentences.
REACH_TOKENS = 200


def find_author(stage: Stage, found: Description) -> int | None:
    """The figure that issued the described document, if it is plain.

    It may be ``~token``, for the head of a description that is no figure yet.
    """
    number = _author_in_phrase(stage, found)
    if number is None and stage.parse.has_grammar:
        number = _governor(stage, found.head)
    if number is None and found.determiner not in INDEFINITE:
        number = _author_before(stage, found)
    return number


def find_writer(stage: Stage, found: Description) -> int | None:
    """The figure whose study or report it is, said in the phrase or its clause.

    The clause tells it of a new one: "The council passed a resolution calling for …".
    """
    if "POS" in stage.tokens.tags[found.first : found.head]:
        return _first_named(stage, found.first, found.head, figures=True)
    for i in range(found.head + 1, found.last):
        if stage.tokens.lowers[i] == "by":
            return _first_named(stage, i + 1, found.last)
    is_new = found.determiner in INDEFINITE and stage.tag(found.last) == "VBG"
    return _governor(stage, found.head) if is_new and stage.parse.has_grammar else None


def _author_in_phrase(stage: Stage, found: Description) -> int | None:
    """As in "Berg's statement" and "a letter from Berg"."""
    number = _first_named(stage, found.first, found.head, figures=True)
    if number is not None:
        return number
    for i in range(found.head + 1, found.last):
        if stage.tokens.lowers[i] in SENDERS:
            return _first_named(stage, i + 1, found.last)
    return None


def _first_named(
    stage: Stage, first: int, last: int, *, figures: bool = False
) -> int | None:
    """The first figure named in tokens ``first..last``; by its name if ``figures``."""
    look = stage.figure_at if figures else stage.named
    return next((n for i in range(first, last) if (n := look(i)) is not None), None)


def _author_before(stage: Stage, found: Description) -> int | None:
    """The author of the last document of this name: "Berg issued a statement"."""
    tokens = stage.tokens
    here = tokens.sentences[found.first]
    for i in range(found.first - 1, max(-1, found.first - REACH_TOKENS), -1):
        if here - tokens.sentences[i] > REACH_SENTENCES:
            return None
        if tokens.lowers[i] == found.noun:
            number = _author_in_phrase(stage, read_subject(stage, i))
            if number is None and stage.parse.has_grammar:
                number = _governor(stage, i)
            return number
    return None


def _governor(stage: Stage, head: int) -> int | None:
    """The subject of the verb that the document hangs on: "Berg issued a statement"."""
    tokens, at = stage.tokens, head
    for _ in range(STEPS):
        if tokens.tags[at][:2] == "VB" and (found := _subject(stage, at, head)):
            return _speaking(stage, found[0])
        at = tokens.heads[at]
    return None


def _subject(stage: Stage, verb: int, head: int) -> tuple[int, ...]:
    """The subject of a verb, its antecedent for "who", or nothing."""
    tokens = stage.tokens
    start, stop = stage.bounds(verb)
    for i in range(start, stop):
        if tokens.heads[i] == verb and tokens.deps[i] in SUBJECTS and i != head:
            relative = tokens.tags[i] in {"WP", "WDT"}
            return (tokens.heads[verb] if relative else i,)
    return ()


def _speaking(stage: Stage, i: int) -> int | None:
    """The figure at a token, or ``~i`` for people and roles that are none yet."""
    number, lower = stage.named(i), stage.tokens.lowers[i]
    speaks = lower in ROLES or lower in GROUPS or lower in ORG_NOUNS
    return ~i if number is None and speaks else number
