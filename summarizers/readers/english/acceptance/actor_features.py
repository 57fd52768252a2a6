"""Features of an actor, by which a model estimates whether readers accept it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from summarizers.lexicons import words
from summarizers.lexicons.weights import Features
from summarizers.model import Actor, ActorKind
from summarizers.readers.english.acceptance.news_event import NewsEvent
from summarizers.readers.english.actors.word_lists import ORG_WORDS

# In sentences: an actor named later is as far from the news.
_FAR = 12
_ARTICLES = frozenset(("the", "a", "an"))
# Participles before "by" or verbs before "to", which name who has the thing of the news.
_OWNED = words("owning_verbs")
_BODIES = ActorKind.ORG, ActorKind.COUNTRY
# Uses of a name by which a body takes part in a deed that is not its own.
_PARTS = "agent", "owner", "dealt with"


def read_actor(event: NewsEvent, actor: Actor, signs: Mapping[str, float]) -> Features:
    """Return the features of an actor; ``signs`` are those of its salience."""
    # The signs have the constant.
    present: set[str] = set()
    # The one who acts in the first sentence need not be named again.
    if len(actor.mentions) == 1 and not signs.get("acts first"):
        present.add("named once")
    if is_unnamed(actor.name):
        present.add("unnamed")
    if actor.role is not None:
        present.add(f"{actor.kind} with a role")
    if actor.name in event.said:
        present.add(f"{actor.kind} speaks")
    present.update(_standing(event, actor, signs))
    if actor.kind in _BODIES and not signs.get("press"):
        present.update(_body(event, actor, signs))
    far = min(event.rank(actor.mentions[0].span.start), _FAR) / _FAR
    return Features(present, {**signs, "far": far})


def is_unnamed(name: str) -> bool:
    """Return whether a description names an actor: "the police", "protesters"."""
    return name[:1].islower() or name.partition(" ")[0].lower() in _ARTICLES


def _standing(
    event: NewsEvent, actor: Actor, signs: Mapping[str, float]
) -> Iterator[str]:
    """Yield the features of an actor's name and of its part in the news."""
    titled = bool(signs.get("in the title"))
    if event.is_interview and not titled:
        yield "beside an interview"
    is_bare = actor.role is None and " " not in actor.name
    if actor.kind is ActorKind.PERSON and is_bare and not titled:
        yield "bare surname"
    if actor.kind is ActorKind.ORG and actor.name.split()[-1].lower() in ORG_WORDS:
        yield "word for a body"
    if any(_is_owner(event, m.span.start) for m in actor.mentions if not m.pronoun):
        yield "owns the thing"


def _body(event: NewsEvent, actor: Actor, signs: Mapping[str, float]) -> Iterator[str]:
    """Yield the features of a body's part in the news.

    Bodies act less often than persons, so that each of their deeds tells more.
    """
    if signs.get("acts in the lead"):
        yield "body acts in the lead"
    if signs.get("in the lead") and any(signs.get(part) for part in _PARTS):
        yield "body has a part in the lead"
    if _spokesmen_speak(event, actor):
        yield "its spokesman speaks"


def _spokesmen_speak(event: NewsEvent, actor: Actor) -> bool:
    """Return whether an unnamed speaker of a body has a claim: "a Lenna Air official"."""
    speakers = [f" {name} " for name in event.said if name and is_unnamed(name)]
    names = (actor.name, *actor.aliases)
    return any(f" {name} " in speaker for speaker in speakers for name in names)


def _is_owner(event: NewsEvent, start: int) -> bool:
    """Whether "owned by" or "belonged to" precedes a name, maybe with "the"."""
    lowers = event.tokens.lowers
    link = event.parse.within(start, start + 1).start - 1
    link -= link > 0 and lowers[link] == "the"
    return link > 0 and f"{lowers[link - 1]} {lowers[link]}" in _OWNED
