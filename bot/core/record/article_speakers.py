"""Decides whether an article leaves no doubt which of its actors makes a claim."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from bot.core.record.names import (
    differ,
    is_another_gender,
    is_given_name,
)
from bot.core.text.topics.normalize import words_in
from summarizers.lexicons import choice, table, words
from summarizers.model import Actor, ActorKind, Briefing, Claim, ClaimKind, Span

_SPOKESPERSON = re.compile(
    r"\b(?:spokes(?:man|woman|person)|porte-parole)\b", re.IGNORECASE
)
_ARTICLES = frozenset(("a", "an", "the"))
_DESCRIBED = re.compile(r"[Tt]he ")
_FULL_NAME = re.compile(r"[A-Z][\w’'-]+ [A-Z][\w’'-]+\Z")
_ABBREVIATED = re.compile(r"[A-Z][a-z]+\.\Z")
_POSSESSIVE = re.compile(r"['’]s ")
_NEVER_LAST = frozenset(("CC", "DT", "IN", "PRP", "PRP$", "TO"))
"""The tags of words that cannot be the last word of a role.

"So kind she" is not a role, because "she" is a pronoun (``PRP``).
"""

_GERUND = re.compile(r"\w+ing\Z")
_NAME_BEHIND = re.compile(r"\s[A-Z]")
_LOOK_BACK = 1500
"""The number of characters before a pronoun in which its person is searched."""

_LEAD = 40
"""The maximum number of characters between a name and the start of its sentence.

A verb such as "said" is also searched within this distance of a name.
"""

_INVERTED = re.compile(r"[,.!?]?[\"”'’],? ([a-z]+) (?:[\w.-]+ ){0,4}\Z")
_QUOTES = frozenset('"“”')
_BODY = re.compile(
    rf" (?:{choice(table('org_nouns').keys() | words('group_nouns'))})\b"
)
_TITLES = table("roles").keys() | words("title_words") | {"a", "an"}


class ArticleSpeakers:
    """The actors of an article as speakers of its claims."""

    def __init__(self, briefing: Briefing, starts: Sequence[int]) -> None:
        """``starts`` are the offsets of the article's sentences, in order."""
        self._text = briefing.article.text
        self._title = briefing.article.title or ""
        self._actors = {actor.name: actor for actor in briefing.actors}
        self._people = _people(briefing.actors)
        self._starts = starts

    def of(self, claim: Claim) -> Actor | None:
        """Return the actor who makes a claim; ``None`` if that is in doubt.

        A spokesperson without a name speaks for the body that the article names.
        """
        actor, source = self._actors.get(claim.speaker or ""), claim.source
        if source is None:
            return actor
        body = self._represented(source.text)
        if body is not None or actor is None or actor.kind is not ActorKind.PERSON:
            return body or actor
        role = "" if actor.role is None else actor.role.text
        is_other = (
            is_another_gender(source.text, actor.name)
            or (_DESCRIBED.match(source.text) and differ(role, source.text))
            or (
                self._is_vague(source, actor)
                and (
                    self._follows_another(source.start, source.text, actor)
                    or self._is_spoken_of(claim, actor)
                )
            )
        )
        return None if is_other else _with_own_role(actor, self._text)

    def _represented(self, source: str) -> Actor | None:
        """Return the body of a spokesperson: "a spokeswoman for Air France".

        ``source`` must name one body, and no person.
        """
        if _SPOKESPERSON.search(source) is None:
            return None
        named = [
            actor
            for actor in self._actors.values()
            if any(_is_named(name, source) for name in (actor.name, *actor.aliases))
            and not _SPOKESPERSON.search(actor.name)
        ]
        is_one = len(named) == 1 and named[0].kind is not ActorKind.PERSON
        return named[0] if is_one else None

    def _is_vague(self, source: Span, actor: Actor) -> bool:
        """Return whether a source is a pronoun, or a description unlike the role.

        "The mayor" is not vague for an actor with the role "mayor". A description with
        the name behind it is not vague either: "the port director, Ida Brandt".
        """
        if source.text.casefold() in table("pronoun_genders"):
            return True
        first, *described = words_in(source.text.lower())
        role = [] if actor.role is None else words_in(actor.role.text.lower())
        names = [n for n in (actor.name, *actor.aliases) if not _DESCRIBED.match(n)]
        named = re.compile(rf",? (?:[A-Z][\w.’'-]* )*(?:{choice(names)})\b")
        return (
            first == "the"
            and source.text.rsplit(maxsplit=1)[-1].islower()
            and described != [word for word in role if word not in _ARTICLES]
            and named.match(self._text, source.end) is None
        )

    def _follows_another(self, at: int, source: str, actor: Actor) -> bool:
        """Return whether a pronoun or description at ``at`` may mean somebody else.

        The last sentence that names a person whom it fits decides. The actor must be
        the subject of that sentence, or the only such person in it. Names in a
        quotation do not count, and neither do names such as "the Lind campaign".
        """
        fitting = [
            (self._place(name.start()), name, self._owners(name))
            for name in self._names(max(0, at - _LOOK_BACK), at)
            if self._may_mean(name, source, actor)
        ]
        here = [(name, owners) for at, name, owners in fitting if at == fitting[-1][0]]
        strangers = [owners for _, owners in here if actor not in owners]
        return bool(strangers) and not any(
            actor in owners and self._is_subject(name) for name, owners in here
        )

    def _may_mean(self, name: re.Match[str], source: str, actor: Actor) -> bool:
        """Return whether a source after a name may mean the person with this name."""
        if self._is_quoted(name.start()) or _BODY.match(self._text, name.end()):
            return False
        owners = self._owners(name)
        genders = [is_another_gender(source, owner.name) for owner in owners]
        return actor in owners or not all(genders)

    def _is_subject(self, name: re.Match[str]) -> bool:
        return self._opens_sentence(name.start()) or self._speaks(name)

    def _is_spoken_of(self, claim: Claim, actor: Actor) -> bool:
        """Return whether the speaker speaks about the actor: "he said of Lind".

        The reporter's own words in the claim count too: "he calls Lind's plan “bad”".
        """
        if claim.source is None or claim.cue is None:
            return False
        behind = [p for p in claim.content if p.start >= claim.cue.end]
        end = min([*(p.start for p in behind), claim.sentence.end])
        if claim.kind is not ClaimKind.DIRECT and behind:
            end = behind[-1].end
        surname = re.compile(rf"\b{re.escape(actor.name.rsplit(maxsplit=1)[-1])}\b")
        return any(
            not self._is_quoted(name.start())
            and not _BODY.match(self._text, name.end())
            for name in surname.finditer(self._text, claim.cue.end, end)
        )

    def _owners(self, name: re.Match[str]) -> Sequence[Actor]:
        return [a for a in self._people if name[0] in (a.name, *a.aliases)]

    def _names(self, start: int, end: int) -> Iterator[re.Match[str]]:
        """Return the names of people between two offsets, but not "Lind's"."""
        if not self._people:
            return iter(())
        return self._any_name.finditer(self._text, start, end)

    @cached_property
    def _any_name(self) -> re.Pattern[str]:
        forms = {name for a in self._people for name in (a.name, *a.aliases)}
        names = {name for name in forms if not _DESCRIBED.match(name)}
        return re.compile(rf"\b(?:{choice(names)})\b(?!['’]s\b)")

    def _is_quoted(self, at: int) -> bool:
        """Return whether a quotation of the same paragraph is open at ``at``."""
        before = self._text[self._text.rfind("\n", 0, at) + 1 : at]
        is_open = before.count("“") > before.count("”")
        return is_open or before.count('"') % 2 == 1

    def _place(self, at: int) -> int:
        """Return the number of sentences that start at offset ``at`` or before."""
        return bisect_right(self._starts, at)

    def _opens_sentence(self, at: int) -> bool:
        """Return whether only a title or a phrase with a comma precedes a name."""
        place = self._place(at)
        lead = self._text[self._starts[place - 1] if place else 0 : at]
        title = words_in(lead.rpartition(",")[2])
        is_plain = len(lead) <= _LEAD and _QUOTES.isdisjoint(lead)
        return is_plain and all(w[0].isupper() or w in _TITLES for w in title)

    def _speaks(self, name: re.Match[str]) -> bool:
        """Return whether a verb such as "said" stands right after or before a name."""
        behind = words_in(self._text[name.end() : name.end() + _LEAD])[:1]
        if not words("saying_verbs").isdisjoint(behind):
            return True
        before = _INVERTED.search(
            self._text, max(0, name.start() - _LEAD), name.start()
        )
        return before is not None and before[1] in table("reporting_verbs")


def _is_named(name: str, source: str) -> bool:
    return (
        name[:1].isupper() and re.search(rf"\b{re.escape(name)}\b", source) is not None
    )


def _people(actors: Sequence[Actor]) -> Sequence[Actor]:
    """Return the actors that are people, or that may be.

    "May Lind" may be a person if the article has the person "Ida Lind".
    """
    people = [actor for actor in actors if _is_person(actor)]
    surnames = {actor.name.rsplit(maxsplit=1)[-1] for actor in people}
    return [
        actor
        for actor in actors
        if actor in people
        or (
            actor.kind is not ActorKind.PERSON
            and _FULL_NAME.match(actor.name)
            and actor.name.rsplit(maxsplit=1)[-1] in surnames
        )
    ]


def _is_person(actor: Actor) -> bool:
    """Return whether an actor is surely a person, by its name or role."""
    is_shown = actor.role is not None or is_given_name(actor.name.partition(" ")[0])
    return actor.kind is ActorKind.PERSON and is_shown


def _with_own_role(actor: Actor, text: str) -> Actor:
    """Return the actor, without the role if it is, or may be, another person's.

    A word such as "friend" needs the person to whom it refers. "The lawyer leading" is
    not the role of Ida Lind in "the lawyer leading Ida Lind's campaign". From "the
    party's meeting Sen.", only the title "Sen." is kept.
    """
    role = actor.role
    if role is None:
        return actor
    first, *rest = role.text.split()
    last = rest[-1] if rest else first
    if rest and _ABBREVIATED.match(last) and _POSSESSIVE.search(role.text):
        return replace(actor, role=Span(role.end - len(last), role.end, last))
    is_deed = rest and _GERUND.match(first) and first.lower() not in _TITLES
    is_verb = last.endswith("ing") and last.lower() not in table("roles")
    is_behind_verb = is_verb and _NAME_BEHIND.match(text, role.end)
    is_cut = table("closed_words").get(last.lower()) in _NEVER_LAST
    is_kin = not words("kin_nouns").isdisjoint(words_in(last.lower())[-1:])
    is_other = is_deed or is_behind_verb or is_cut or is_kin
    return replace(actor, role=None) if is_other else actor
