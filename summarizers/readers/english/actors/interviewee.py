"""Find the interviewee: the person with whom the title announces an interview."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from summarizers.model import Actor, ActorKind, Article, Mention, Span
from summarizers.readers.english.actors.word_lists import (
    DEMONYMS,
    FIRST_NAMES,
    ORG_WORDS,
    ROLES,
)
from summarizers.readers.english.transcript import ANNOUNCED, TALKS, read_transcript

_NAME = re.compile(r"\b[A-Z][\w’'.-]+(?: (?:[A-Z][\w’'.-]*|de|van|von|der|al|bin))* ?")
# Words after which a title no longer names the people who are interviewed.
_ABOUT = re.compile(r",| (?:on|about|of|for|from|at|in|over)\b")
_NAME_AT_END = re.compile(r"\b[A-Z][\w’'-]+(?: [A-Z][\w’'.-]*){1,3}\Z")
# The number of characters before a role in which its holder's name is searched.
_REACH = 60
_COMMON = (DEMONYMS, ROLES, ORG_WORDS)
_FEWEST, _MOST = 2, 4


def find_interviewee(article: Article) -> Actor | None:
    """Return the interviewee that the title names, if the text has the name."""
    return next(iter(find_interviewees(article)), None)


def find_interviewees(article: Article) -> tuple[Actor, ...]:
    """Return the interviewees whom the title names, if the text has their names.

    A headline in the text is enough, because answers have no name before them.
    """
    title = article.title or ""
    announced = ANNOUNCED.search(title)
    if announced is None:
        announced = TALKS.search(title)
        if announced is None or read_transcript(article) is None:
            return ()
    described = announced.group(1).partition(",")[0]
    names = _people(described) or _unlisted(article.text, described)
    if not names:
        before = title[: announced.start()].rpartition(":")[0]
        names = _people(before) or _named_by_role(article.text, described.strip())
    actors = [_find(article.text, described, name) for name in names]
    return tuple([actor for actor in actors if actor is not None])


def _people(described: str) -> list[str]:
    """Return the people whom ``described``, a part of a title, names.

    They are the names joined by "and", or else only the last name.
    """
    opening = _ABOUT.split(described, maxsplit=1)[0]
    people = list(filter(_is_person, _names(opening)))
    if " and ".join(people) in opening and people[1:]:
        return people
    return list(filter(_is_person, _names(described)))[-1:]


def _names(described: str) -> Iterator[str]:
    """Yield the names in ``described`` without role words: not "Biologist Anna Berg"."""
    for name in _NAME.findall(described):
        words = name.split()
        while words and words[0].lower() in ROLES:
            del words[0]
        yield " ".join(words)


def _unlisted(text: str, described: str) -> list[str]:
    """Return, in a list, a name of two words whose surname the text prints alone."""
    name = ["", *_names(_ABOUT.split(described, maxsplit=1)[0])][-1]
    words = name.split()
    if len(words) != _FEWEST:
        return []
    first, last = words
    if any(word.lower() in listed for word in words for listed in _COMMON):
        return []
    alone = re.search(rf"(?<!{re.escape(first)} )\b{re.escape(last)}\b", text)
    is_word = re.search(rf"\b{re.escape(last.lower())}\b", text)
    return [name] if alone and not is_word else []


def _named_by_role(text: str, role: str) -> list[str]:
    """Return, in a list, the name before ``role``: "Anna Berg, head of the mill"."""
    at = text.lower().find(f", {role.lower()}")
    name = _NAME_AT_END.search(text, max(0, at - _REACH), at) if at > 0 else None
    return [name[0]] if name and _is_person(name[0]) else []


def _find(text: str, described: str, name: str) -> Actor | None:
    start = text.find(name)
    if start < 0 and not (text.isascii() and name.isascii()):
        start = _unaccented(text).find(_unaccented(name))
    if start < 0:
        return None
    printed = text[start : start + len(name)]
    role = _find_role(text, described.partition(name)[0].strip(), start)
    mention = Mention(Span(start, start + len(name), printed))
    return Actor(printed, ActorKind.PERSON, role, (), (mention,))


def _unaccented(text: str) -> str:
    """Return ``text`` without accents; the number of characters stays the same."""
    return "".join([unicodedata.normalize("NFD", char)[0] for char in text])


def _is_person(name: str) -> bool:
    words = name.lower().split()
    if not _FEWEST <= len(words) <= _MOST or words[-1] in ORG_WORDS:
        return False
    return words[0] in FIRST_NAMES


def _find_role(text: str, words: str, name: int) -> Span | None:
    """Return the span of ``words`` if they are a role before the offset ``name``."""
    start = name - len(words) - 1
    if not words or start < 0 or text[start : name - 1] != words:
        return None
    is_role = not ROLES.keys().isdisjoint(words.lower().split())
    return Span(start, name - 1, words) if is_role else None


def add_interviewee(
    interviewee: Actor, actors: Sequence[Actor]
) -> tuple[list[Actor], int]:
    """Return the actors with the interviewee, and the index of the interviewee.

    An actor with the same name or surname becomes the interviewee, with the title's
    name.
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
