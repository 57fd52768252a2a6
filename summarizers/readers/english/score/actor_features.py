"""The features of actors: how an actor is named, what it does, and whether it speaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log1p

from summarizers.model import Actor, ActorKind
from summarizers.readers.english.actors.word_lists import FIRST_NAMES, ORG_WORDS
from summarizers.readers.english.score.scorer import Feature, Section

_ARTICLES = frozenset(("the", "a", "an", "one"))


@dataclass(frozen=True, slots=True)
class ActorView:
    """An actor with the signs of its mentions; ``place`` counts the actors named before it.

    ``speakers`` are the names of all speakers of the article.
    """

    actor: Actor
    signs: Mapping[str, float]
    place: int
    speakers: frozenset[str]

    def speaks(self, kind: ActorKind) -> bool:
        """Return whether the actor is of ``kind`` and a speaker."""
        return self.actor.kind is kind and self.actor.name in self.speakers

    @property
    def spokesman_speaks(self) -> bool:
        """Return whether an unnamed speaker works for the actor: "a Lenna Air official"."""
        speakers = [f" {name} " for name in self.speakers if is_unnamed(name)]
        names = (self.actor.name, *self.actor.aliases)
        return any(f" {name} " in speaker for speaker in speakers for name in names)

    @property
    def is_unnamed_speaker(self) -> bool:
        """Return whether the actor speaks and has no name: "one sailor".

        "The Attorney General" is the name of an office.
        """
        is_office = self.actor.name.rpartition(" ")[2][:1].isupper()
        is_speaker = self.actor.name in self.speakers
        return is_speaker and is_unnamed(self.actor.name) and not is_office

    @property
    def may_be_thing(self) -> bool:
        """Return whether only the form of the name speaks for an actor: "Eden Lodge".

        The actor neither speaks nor has a role. The name of a person has no known given
        name as its first word, and no mention has the last word alone. The name of an
        organisation has a digit: "Pixel 2". A place is never a subject: "the river Lenna".
        """
        actor = self.actor
        if actor.name in self.speakers:
            return False
        if actor.kind is ActorKind.PLACE:
            return not self.signs["acts"]
        if actor.kind is ActorKind.ORG:
            return not self.signs["role"] and any(map(str.isdigit, actor.name))
        if actor.kind is not ActorKind.PERSON:
            return False
        given, _, surname = actor.name.rpartition(" ")
        is_known = (
            given.partition(" ")[0].lower() in FIRST_NAMES or surname in actor.aliases
        )
        return not (is_known or self.signs["role"])

    @property
    def is_body(self) -> bool:
        """Return whether the name ends with a word for an organisation: "Lenna Council"."""
        return (
            self.actor.kind is ActorKind.ORG
            and self.actor.name.split()[-1].lower() in ORG_WORDS
        )


def is_unnamed(name: str) -> bool:
    """Return whether an actor's name is a description: "the police", "protesters"."""
    return name[:1].islower() or name.partition(" ")[0].lower() in _ARTICLES


def actor_views(
    actors: Sequence[Actor],
    signs: Sequence[Mapping[str, float]],
    speakers: frozenset[str],
) -> list[ActorView]:
    """Return the views of all actors; ``signs`` has one mapping for each actor."""
    order = sorted(range(len(actors)), key=lambda i: actors[i].mentions[0].span.start)
    places = {i: place for place, i in enumerate(order)}
    pairs = zip(actors, signs, strict=True)
    return [ActorView(a, s, places[i], speakers) for i, (a, s) in enumerate(pairs)]


ACTORS = Section(
    "actors",
    (
        Feature("acts", lambda a: a.signs["acts"], "acts"),
        Feature("role", lambda a: a.signs["role"], "has a role"),
        Feature("person speaks", lambda a: a.speaks(ActorKind.PERSON), "a person who speaks"),
        Feature("body speaks", lambda a: a.speaks(ActorKind.ORG), "an organisation that speaks"),
        Feature("spokesman speaks", lambda a: a.spokesman_speaks, "somebody speaks for it"),
        Feature("place", lambda a: log1p(a.place), "actors named before it"),
        Feature("first sentence", lambda a: a.signs["in the first sentence"], "named in the first sentence"),
        Feature("share of most mentions", lambda a: a.signs["share of most mentions"], "named often"),
        Feature("person", lambda a: a.actor.kind is ActorKind.PERSON, "a person"),
        Feature("location", lambda a: a.actor.kind is ActorKind.PLACE, "a place"),
        Feature("event", lambda a: a.signs["event"], "an event"),
        Feature("one word", lambda a: a.signs["one word"], "named by one word"),
        Feature("word for a body", lambda a: a.is_body, "a word for an organisation"),
        Feature("unnamed speaker", lambda a: a.is_unnamed_speaker, "speaks, but has no name"),
        Feature("no agent", lambda a: a.signs["no agent"], "no person or body"),
    ),
)  # fmt: skip
