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
from summarizers.readers.english.actors.discourse_model import DiscourseModel
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


def add_groups(discourse: DiscourseModel) -> None:
    """Add the groups that act early in the article, or again and again."""
    descriptions = list(_subjects(discourse))
    counts = Counter(description.noun for description in descriptions)
    lead = discourse.lead(LEAD_PARAGRAPHS)
    for description in descriptions:
        early = discourse.tokens.starts[description.head] < lead
        if early or counts[description.noun] >= AGAIN:
            resolve_description(discourse, description, None)


def _subjects(discourse: DiscourseModel) -> Iterator[Description]:
    acting = ACTING & discourse.words
    if not acting:
        return
    lowers = discourse.lowers
    for i in compress(range(len(lowers)), map(acting.__contains__, lowers)):
        acts = discourse.is_subject(i) and not discourse.is_quoted(
            discourse.tokens.starts[i]
        )
        if acts and discourse.named(i) is None:
            yield read_subject(discourse, i)
