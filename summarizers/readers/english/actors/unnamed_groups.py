"""Groups that act without a name: "farmers", "the two armies", "local police"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import compress

from summarizers.readers.english.actors.coreference.descriptions import (
    Description,
    read_subject,
)
from summarizers.readers.english.actors.coreference.nominal import resolve_description
from summarizers.readers.english.actors.discourse_model import Stage
from summarizers.readers.english.actors.word_lists import GROUPS

VAGUE = frozenset(
    (
        *("some", "many", "several", "most", "others", "people", "members", "states"),
        *("countries", "nations", "powers", "parties", "governments"),
    )
)
ACTING = GROUPS - VAGUE
LEAD_PARAGRAPHS = 2
AGAIN = 2


def add_groups(stage: Stage) -> None:
    """Put on stage the groups that act early in the article, or again and again."""
    found = list(_subjects(stage))
    counts = Counter(description.noun for description in found)
    lead = stage.lead(LEAD_PARAGRAPHS)
    for description in found:
        early = stage.tokens.starts[description.head] < lead
        if early or counts[description.noun] >= AGAIN:
            resolve_description(stage, description, None)


def _subjects(stage: Stage) -> Iterator[Description]:
    acting = ACTING & stage.words
    if not acting:
        return
    lowers = stage.lowers
    for i in compress(range(len(lowers)), map(acting.__contains__, lowers)):
        acts = stage.is_subject(i) and not stage.is_quoted(stage.tokens.starts[i])
        if acts and stage.named(i) is None:
            yield read_subject(stage, i)
