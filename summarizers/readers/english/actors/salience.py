"""How central each entity is to an article: how early, how often and where it is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import log1p

from summarizers.lexicons import table
from summarizers.model import ActorKind
from summarizers.readers.english.actors.discourse import Discourse, acts
from summarizers.readers.english.actors.linking import Entity
from summarizers.readers.english.actors.word_lists import (
    FIRST_NAMES,
    GROUPS,
    ORG_NOUNS,
    ROLES,
)
from summarizers.text.language import terms

Signs = Mapping[str, float]


def measure(discourse: Discourse, title: str | None) -> list[Signs]:
    """Return the signs of all entities by name, in the order of the discourse."""
    lower, length = (title or "").lower(), max(1, len(discourse.parse.layout.text))
    given = _given_names(discourse, lower)
    opening = discourse.tokens.sentences[0] if discourse.tokens else 0
    most = max((len(entity.names) for entity in discourse.entities), default=1)
    rows = []
    for entity in discourse.entities:
        names, first = entity.names, entity.names[0]
        titled = _title_place(lower, entity)
        if not titled and not given.isdisjoint(first.words[:1]):
            titled = 1.0 - lower.find(first.words[0]) / len(lower)
        row: Signs = {
            "mentions": log1p(len(names)),
            "in the title": titled > 0,
            "early in the title": titled,
            "in the first sentence": discourse.tokens.sentences[first.first] <= opening,
            "early": 1.0 - first.start / length,
            "share of most mentions": len(names) / most,
            "acts": log1p(sum([acts(discourse, name) for name in names])),
            "role": entity.role is not None or bool(entity.role_spans),
            "described": entity.is_described,
            "no agent": entity.is_described and not _is_agent(entity),
            "one word": len(first.words) == 1,
            "event": entity.kind is None,
        }
        rows.append(row)
    return rows


def salience(row: Signs) -> float:
    """Return the log odds that the article is about the entity with these signs."""
    weights = table("salience")
    return sum(float(weight) * row.get(sign, 1.0) for sign, weight in weights.items())


def _given_names(discourse: Discourse, title: str) -> frozenset[str]:
    """Return the given names in the title that exactly one person has: "Anna says no"."""
    listed = FIRST_NAMES.keys() & terms(title)
    people = [e for e in discourse.entities if e.kind is ActorKind.PERSON]
    counts = Counter([e.names[0].words[0] for e in people])
    return frozenset([given for given in listed if counts[given] == 1])


def _is_agent(entity: Entity) -> bool:
    return any(n in ROLES or n in GROUPS or n in ORG_NOUNS for n in entity.nouns)


def _title_place(title: str, entity: Entity) -> float:
    """Return how early the title names an entity: 1 at its start, 0 if it does not."""
    texts = {name.text for name in entity.names} if title else ()
    places = [at for text in texts if (at := title.find(text.lower())) >= 0]
    return 1.0 - min(places) / len(title) if places else 0.0
