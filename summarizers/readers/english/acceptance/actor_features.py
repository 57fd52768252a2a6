"""Features of an actor, by which a model estimates whether readers accept it."""

from __future__ import annotations

from collections.abc import Mapping

from summarizers.lexicons.weights import Features
from summarizers.model import Actor
from summarizers.readers.english.acceptance.news_event import NewsEvent

_ARTICLES = frozenset(("the", "a", "an"))


def read_actor(event: NewsEvent, actor: Actor, signs: Mapping[str, float]) -> Features:
    """Return the features of an actor; ``signs`` are those of its salience."""
    first = event.rank(actor.mentions[0].span.start)
    present = {"constant"}
    if len(actor.mentions) == 1:
        present.add("named once")
    if is_unnamed(actor.name):
        present.add("unnamed")
    if actor.role is not None:
        present.add(f"{actor.kind} with a role")
    if event.said[actor.name]:
        present.add(f"{actor.kind} speaks")
    return Features(present, {**signs, "late": first / event.sentences})


def is_unnamed(name: str) -> bool:
    """Whether an actor is called by a description: "the police", "protesters"."""
    return name[:1].islower() or name.partition(" ")[0].lower() in _ARTICLES
