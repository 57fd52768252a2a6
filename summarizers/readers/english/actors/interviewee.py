"""Interviewee: the person with whom the title announces an interview."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from summarizers.model import Actor, ActorKind, Article, Mention, Span
from summarizers.readers.english.actors.word_lists import FIRST_NAMES, ORG_WORDS, ROLES

# "Interview with founder Anna Berg", "Lenna Post interviews Anna Berg, a candidate".
_ANNOUNCED = re.compile(
    r"\b(?:interviews|(?:interview|conversation|q&a) with)\s+([^:;|]+)",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b[A-Z][\w’'.-]+(?: (?:[A-Z][\w’'.-]*|de|van|von|der|al|bin))* ?")
_FEWEST, _MOST = 2, 4


def find_interviewee(article: Article) -> Actor | None:
    """Return the person of the interview in the title, if the text has the name.

    The name may stand in the headline alone: answers have no name before them.
    """
    announced = _ANNOUNCED.search(article.title or "")
    if announced is None:
        return None
    described = announced.group(1).partition(",")[0]
    names = [name.strip() for name in _NAME.findall(described)]
    name = next((name for name in reversed(names) if _is_person(name)), "")
    start = article.text.find(name)
    if not name or start < 0:
        return None
    span = Span(start, start + len(name), name)
    role = _find_role(article.text, described.partition(name)[0].strip(), start)
    return Actor(name, ActorKind.PERSON, role, (), (Mention(span),))


def _is_person(name: str) -> bool:
    words = name.lower().split()
    if not _FEWEST <= len(words) <= _MOST or words[-1] in ORG_WORDS:
        return False
    return words[0] in FIRST_NAMES


def _find_role(text: str, words: str, name: int) -> Span | None:
    """Return the words before the name in the text, if they are a role."""
    start = name - len(words) - 1
    if not words or start < 0 or text[start : name - 1] != words:
        return None
    is_role = not ROLES.keys().isdisjoint(words.lower().split())
    return Span(start, name - 1, words) if is_role else None


def add_interviewee(
    interviewee: Actor, actors: Sequence[Actor]
) -> tuple[list[Actor], int]:
    """Return the actors with the interviewee, and the index of the interviewee.

    An actor with the same name, or its surname, gets the name of the title.
    """
    for at, actor in enumerate(actors):
        if f" {interviewee.name}".endswith(f" {actor.name}"):
            return [*actors[:at], _join(actor, interviewee), *actors[at + 1 :]], at
        if interviewee.name in actor.aliases:
            return list(actors), at
    return [*actors, interviewee], len(actors)


def _join(actor: Actor, interviewee: Actor) -> Actor:
    aliases = actor.aliases
    mentions = actor.mentions
    if actor.name != interviewee.name:
        aliases = (actor.name, *aliases)
        mentions = (*interviewee.mentions, *mentions)
    return replace(
        actor,
        name=interviewee.name,
        kind=ActorKind.PERSON,
        role=actor.role or interviewee.role,
        aliases=aliases,
        mentions=tuple(sorted(mentions, key=lambda m: m.span.start)),
    )
