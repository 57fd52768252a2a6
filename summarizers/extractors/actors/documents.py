"""Who stands behind a statement, a letter or a tape that is named as the source."""

from __future__ import annotations

from summarizers.extractors.actors.descriptions import Description
from summarizers.extractors.actors.stage import SUBJECTS, Stage
from summarizers.extractors.actors.vocabulary import GROUPS, ROLES

SENDERS = frozenset(("from", "by", "of"))
STEPS = 4


def find_author(stage: Stage, found: Description) -> int | None:
    """The figure that issued the described document, if it is plain.

    It may be ``~token``, for the head of a description that is no figure yet.
    """
    for i in range(found.first, found.head):
        if (number := stage.figure_at(i)) is not None:
            return number
    for i in range(found.head + 1, found.last):
        if stage.tokens.lowers[i] in SENDERS:
            return _first_named(stage, i + 1, found.last)
    return _governor(stage, found.head) if stage.parse.has_grammar else None


def _first_named(stage: Stage, first: int, last: int) -> int | None:
    for i in range(first, last):
        if (number := stage.named(i)) is not None:
            return number
    return None


def _governor(stage: Stage, head: int) -> int | None:
    """The subject of the verb that the document hangs on: "Berg issued a statement"."""
    tokens, at = stage.tokens, head
    for _ in range(STEPS):
        if tokens.tags[at][:2] == "VB":
            break
        at = tokens.heads[at]
    start, stop = stage.bounds(head)
    for i in range(start, stop):
        if tokens.heads[i] == at and tokens.deps[i] in SUBJECTS and i != head:
            number = stage.named(i)
            speaks = tokens.lowers[i] in ROLES or tokens.lowers[i] in GROUPS
            return ~i if number is None and speaks else number
    return None
