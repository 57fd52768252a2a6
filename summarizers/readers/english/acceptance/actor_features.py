"""Compute the features of an actor from which its acceptance is estimated.

Acceptance is the probability that a reader calls the printed actor right. A feature is
a short text, such as "bare surname".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from summarizers.languages.english import stem
from summarizers.lexicons import words
from summarizers.lexicons.weights import Features
from summarizers.model import Actor, ActorKind, Span
from summarizers.readers.english.acceptance.news_event import NewsEvent
from summarizers.readers.english.actors.word_lists import (
    DEMONYMS,
    FIRST_NAMES,
    ORG_WORDS,
    POSSESSIVES,
    ROLES,
    role_noun,
)

# In sentences: actors that are first named later than this count as equally far.
_FAR = 12
_INDEFINITE = frozenset(("a", "an", "one"))
_ARTICLES = frozenset(("the", "a", "an"))
_BELONGING = frozenset(("of", "from"))
SERVANTS = words("serving_roles")
# Words between a thing of the news and its owner: "owned by", "belonged to".
_OWNED = words("owning_verbs")
_BODIES = ActorKind.ORG, ActorKind.COUNTRY
DEEDS = frozenset(map(stem, words("deed_verbs")))
# Words between a name and its verb: "has also announced".
_BETWEEN = frozenset(("has", "have", "had", "will", "would", "also", "to", "now"))
_REACH = 4
_CHARACTERS = 40
# Signs that an actor is an organisation and not a thing.
_VOICES = "speaks", "role"
# Signs that an actor is a person and not a thing.
_LIVING = "speaks", "pronouns", "described"
_PRIVATE = words("private_roles")
# An actor with more salience is one that the article is about.
_ABOUT = 1.0
_PAST = frozenset(("former", "ex", "late"))
# Uses of a name by which an organisation takes part in the deed of another actor.
_PARTS = "agent", "owner", "dealt with"


# Features of a person who has no part in the news.
ASIDE = frozenset(("unknown person", "private role", "past office", "interviewer"))
# Roles of people who ask others, and words for what they present.
_HOSTS = frozenset(("host", "anchor", "moderator", "interviewer", "presenter"))
_SHOWS = frozenset(("show", "program", "programme", "podcast"))
_ASKED = frozenset(("interview", "interviewed", "asked"))
_TOLD = frozenset(("told",))


def read_actor(event: NewsEvent, actor: Actor, signs: Mapping[str, float]) -> Features:
    """Return the features of an actor for the estimate of its acceptance.

    ``signs`` are the features of the actor's salience, by name. Salience is how central
    the actor is to the article.
    """
    # The feature "constant" is one of ``signs``.
    present: set[str] = set()
    # An actor that acts in the first sentence is important even if it is named once.
    if len(actor.mentions) == 1 and not signs.get("acts first"):
        present.add("named once")
    if is_unnamed(actor.name):
        present.add("unnamed")
    if signs.get("role"):
        present.add(f"{actor.kind} with a role")
    if actor.name in event.said:
        present.add(f"{actor.kind} speaks")
    present.update(_standing(event, actor, signs))
    if actor.kind is ActorKind.PERSON:
        present.update(_person(event, actor, signs))
    if actor.kind in _BODIES and not signs.get("press"):
        present.update(_body(event, actor, signs))
    far = min(event.rank(actor.mentions[0].span.start), _FAR) / _FAR
    return Features(present, {**signs, "far": far})


def is_unnamed(name: str) -> bool:
    """Return whether an actor's name is a description: "the police", "protesters"."""
    return name[:1].islower() or name.partition(" ")[0].lower() in _ARTICLES


def _standing(
    event: NewsEvent, actor: Actor, signs: Mapping[str, float]
) -> Iterator[str]:
    """Yield the features of the form of an actor's name, such as "bare surname".

    One more feature says that the text names the actor as an owner: "owned by Berg".
    """
    titled = bool(signs.get("in the title"))
    if event.is_interview and not titled:
        yield "beside an interview"
    is_bare = actor.role is None and " " not in actor.name
    if actor.kind is ActorKind.PERSON and is_bare and not titled:
        yield "bare surname"
    if actor.kind is ActorKind.ORG and _is_body(actor):
        yield "word for a body"
    if any(_is_owner(event, m.span.start) for m in actor.mentions if not m.pronoun):
        yield "owns the thing"


def _is_body(actor: Actor) -> bool:
    """Return whether a name ends with a word for an organisation: "Lenna Council"."""
    return actor.name.split()[-1].lower() in ORG_WORDS


def _person(
    event: NewsEvent, actor: Actor, signs: Mapping[str, float]
) -> Iterator[str]:
    """Yield the features that only persons have, such as "interviewer".

    They say whether the actor surely is a person, and which part it has in the news.
    """
    is_sure = any(signs.get(sign) for sign in _LIVING) or _is_surely_person(actor)
    if not is_sure and not any(_decides(event, m.span) for m in actor.mentions):
        yield "may be no person"
    if is_sure and signs.get("in the title"):
        yield "person in the title"
        return
    if _is_host(actor) or any(
        _interviews(event, m.span, actor) for m in actor.mentions if not m.pronoun
    ):
        yield "interviewer"
    if actor.salience <= _ABOUT and not signs.get("in the lead"):
        if actor.role is None:
            # A relative has "role" among the signs, but no role that is printed.
            if signs.get("role"):
                yield "private role"
            elif signs.get("speaks"):
                yield "unknown person"
        else:
            yield from _side_role(actor.role.text)


def _is_host(actor: Actor) -> bool:
    """Return whether an actor's role says only that the person hosts a programme."""
    role = "" if actor.role is None else actor.role.text.lower()
    nouns = [noun for noun in map(role_noun, role.split()) if noun in ROLES]
    return bool(nouns) and _HOSTS.issuperset(nouns)


def _interviews(event: NewsEvent, name: Span, actor: Actor) -> bool:
    """Return whether the words beside a name show that this person asks questions.

    Examples are "Berg's show", and for a person without a role "told Lenna News' Anna
    Berg" and "in an interview with Anna Berg".
    """
    lowers, tags = event.tokens.lowers, event.tokens.tags
    within = event.parse.within(name.start, name.end)
    after = lowers[within.stop : within.stop + 3]
    if after[:1] and (after[0] in _SHOWS or after[0] in POSSESSIVES):
        return not _SHOWS.isdisjoint(after)
    if actor.role is not None:
        return False
    link = within.start - 1
    while link > 0 and (tags[link] == "NNP" or lowers[link] in POSSESSIVES):
        link -= 1
    if link > 0 and lowers[link] in {"with", "by"}:
        return lowers[link - 1] in _ASKED
    return link > 0 and lowers[link] in _TOLD


def _is_surely_person(actor: Actor) -> bool:
    """Return whether the form of an actor's name shows a person, not a thing.

    It does with a role, with a known given name, and if the article prints the surname
    alone without "the".
    """
    given, _, surname = actor.name.rpartition(" ")
    if actor.role is not None or given.partition(" ")[0].lower() in FIRST_NAMES:
        return True
    return surname in actor.aliases and f"the {surname}" not in actor.aliases


def _side_role(role: str) -> Iterator[str]:
    """Yield the features of a role that has little to do with the news: "former mayor".

    "Anna Berg's sister" is not such a role, because a sister speaks for Berg.
    """
    present = role.lower().replace("-", " ").split()
    if not _PAST.isdisjoint(present[:2]):
        yield "past office"
    if _names_no_body(role):
        yield "role without a body"
    nouns = [noun for noun in map(role_noun, present) if noun in ROLES]
    has_owner = any(word.endswith(tuple(POSSESSIVES)) for word in present)
    if nouns and _PRIVATE.issuperset(nouns) and not has_owner:
        yield "private role"


def _names_no_body(role: str) -> bool:
    """Return whether a role names no organisation, as in "a fisher from Tarn".

    The result is false for "a fisher at Lenna Fish", and for "a spokesman", whose role
    already implies an organisation. It is true for "of Tarn", which may be a place.
    """
    first, *later = role.split()
    if first in _BELONGING:
        return True
    if first.lower() not in _INDEFINITE or not SERVANTS.isdisjoint(
        map(role_noun, later)
    ):
        return False
    pairs = zip([first, *later], later, strict=False)
    names = [word for before, word in pairs if before != "from" and word[0].isupper()]
    return all(name.lower() in DEMONYMS for name in names)


def _body(event: NewsEvent, actor: Actor, signs: Mapping[str, float]) -> Iterator[str]:
    """Yield the features of what an organisation or country does in the news.

    Organisations act less often than persons, so each of their deeds weighs more.
    """
    if signs.get("acts in the lead"):
        yield "body acts in the lead"
    if signs.get("in the lead") and any(signs.get(part) for part in _PARTS):
        yield "body has a part in the lead"
    if actor.salience > _ABOUT and signs.get("in the lead") and _is_body(actor):
        yield "body in the lead"
    if _spokesmen_speak(event, actor):
        yield "its spokesman speaks"
        return
    if signs.get("never acts") and not signs.get("speaks"):
        yield "idle body"
    if actor.kind is ActorKind.ORG and not _acts_like_body(event, actor, signs):
        yield "may be a thing"


def _acts_like_body(event: NewsEvent, actor: Actor, signs: Mapping[str, float]) -> bool:
    """Return whether an actor speaks, has a role, or does what only people can do."""
    if any(signs.get(sign) for sign in _VOICES):
        return True
    return any(_decides(event, mention.span) for mention in actor.mentions)


def _decides(event: NewsEvent, name: Span) -> bool:
    """Return whether the verb after ``name`` needs a person or organisation as subject."""
    behind = event.parse.within(name.end, name.end + _CHARACTERS)
    verbs = (w for w in event.tokens.lowers[behind][:_REACH] if w not in _BETWEEN)
    return stem(next(verbs, "")) in DEEDS


def _spokesmen_speak(event: NewsEvent, actor: Actor) -> bool:
    """Return whether an unnamed speaker works for the actor: "a Lenna Air official"."""
    speakers = [f" {name} " for name in event.said if name and is_unnamed(name)]
    names = (actor.name, *actor.aliases)
    return any(f" {name} " in speaker for speaker in speakers for name in names)


def _is_owner(event: NewsEvent, start: int) -> bool:
    """Return whether "owned by" or "belonged to" precedes the name at ``start``."""
    lowers = event.tokens.lowers
    link = event.parse.within(start, start + 1).start - 1
    link -= link > 0 and lowers[link] == "the"
    return link > 0 and f"{lowers[link - 1]} {lowers[link]}" in _OWNED
