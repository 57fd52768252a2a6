"""Features of an actor, by which a model estimates whether readers accept it."""

from __future__ import annotations

from collections.abc import Mapping

from summarizers.lexicons.weights import Features
from summarizers.model import Actor
from summarizers.readers.english.acceptance.news_event import NewsEvent

# In sentences: an actor named later is as far from the news.
_FAR = 12
_ARTICLES = frozenset(("the", "a", "an"))


def read_actor(event: NewsEvent, actor: Actor, signs: Mapping[str, float]) -> Features:
    """Return the features of an actor; ``signs`` are those of its salience."""
    present = {"constant"}
    # The one who acts in the first sentence need not be named again.
    if len(actor.mentions) == 1 and not signs.get("acts first"):
        present.add("named once")
    if is_unnamed(actor.name):
        present.add("unnamed")
    if actor.role is not None:
        present.add(f"{actor.kind} with a role")
    if event.said[actor.name]:
        present.add(f"{actor.kind} speaks")
    far = min(event.rank(actor.mentions[0].span.start), _FAR) / _FAR
    return Features(present, {**signs, "far": far})


def is_unnamed(name: str) -> bool:
    """Return whether a description names an actor: "the police", "protesters"."""
    return name[:1].islower() or name.partition(" ")[0].lower() in _ARTICLES
