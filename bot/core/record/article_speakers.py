"""Decides whether an article leaves no doubt which of its actors makes a claim."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from bot.core.record.names import (
    differ,
    folded,
    folded_person,
    is_another_gender,
    is_given_name,
    roles_agree,
)
from bot.core.text.topics.normalize import words_in
from summarizers.lexicons import choice, table, words
from summarizers.model import Actor, ActorKind, Briefing, Claim, ClaimKind, Span
from summarizers.text.language import stop_words

_PAIR = re.compile(r"\A(.+) (?:and|et|&) [^\W\d_a-z]")
_DESCRIPTION = re.compile(r"the [a-z][a-z -]*\Z", re.IGNORECASE)
_ARTICLES = frozenset(("a", "an", "the"))
_LINKS = frozenset(("for", "from", "in", "of", "to", "with"))
_TITLE_OF_PAPER = re.compile(r"[Tt]he(?: [A-Z][\w’'-]*){3,}\Z")
_NAMED = re.compile(r"[A-Z]\w+")
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
_CLOSED = frozenset(f"{mark} " for mark in _QUOTES)
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

        The words of the article for the speaker must fit the actor.
        """
        actor = self._actors.get(claim.speaker or "")
        if actor is not None and self._quotes_another(claim, actor):
            return None
        if actor is None or claim.source is None:
            return actor
        source, at = claim.source.text, claim.source.start
        if actor.kind is not ActorKind.PERSON:
            is_other = self._is_another_body(actor, source)
            return None if is_other or _is_described(source, actor) else actor
        is_other = (
            is_another_gender(source, actor.name)
            or (claim.kind is not ClaimKind.DIRECT and _is_pair(source, actor))
            or _is_another_role(source, actor)
            or _is_about(source, actor)
            or self._is_namesake(source, actor)
            or (
                self._is_vague(claim.source, actor)
                and (
                    self._follows_another(at, source, actor)
                    or self._is_spoken_of(claim, actor)
                )
            )
        )
        return None if is_other else _with_own_role(actor, self._text)

    def _quotes_another(self, claim: Claim, actor: Actor) -> bool:
        """Return whether a claim has words of another person: "“Go,” Lind said"."""
        return any(
            self._text[name.start() - 2 : name.start()] in _CLOSED
            and self._speaks(name)
            and actor not in self._owners(name)
            for part in claim.shown
            for name in self._names(part.start, part.end)
        )

    def _is_another_body(self, actor: Actor, source: str) -> bool:
        """Return whether ``source`` means something else than ``actor``.

        The actor is not a person. "Mexico" is not Mexico City. "Lind" is not an
        organisation if the article has the person "Ida Lind".
        """
        if actor.kind in (ActorKind.PLACE, ActorKind.COUNTRY):
            return source[:1].isupper() and actor.name.startswith(f"{source} ")
        pattern = re.compile(rf"{_before(actor.name)}(?!\s[A-Z])")
        return " " not in actor.name and any(
            is_given_name(given) for given in pattern.findall(self._text)
        )

    def _is_namesake(self, source: str, actor: Actor) -> bool:
        """Return whether a bare surname may as well mean another person.

        It means the person whose given name the article has most often before it.
        """
        given, _, own = folded_person(actor.name).partition(" ")
        surname = source.rsplit(maxsplit=1)[-1]
        if not own or folded_person(source) != own.rsplit(maxsplit=1)[-1]:
            return False
        whole = f"{self._title}\n{self._text}"
        given_names = Counter(re.findall(_before(surname), whole))
        namesakes = {
            n: given_names[n]
            for n in given_names
            if folded(n) not in (given, *own.split())
        }
        most = given_names.total() - sum(namesakes.values())
        return any(
            number >= most
            and self._is_given_name(other)
            and not is_another_gender(source, other)
            for other, number in namesakes.items()
        )

    def _is_given_name(self, word: str) -> bool:
        """Return whether a word is a listed given name, or begins an actor's name."""
        if word.casefold() in stop_words():
            return False
        is_used = any(a.name.partition(" ")[0] == word for a in self._actors.values())
        return is_used or is_given_name(word)

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


def _before(surname: str) -> str:
    """Return a pattern of a surname after a word with a capital: "Ida Lind".

    The first group of a match is the word before the surname.
    """
    return rf"\b([A-Z][\w’'-]+)[ \xa0](?:[A-Z]\.[ \xa0])?{re.escape(surname)}\b"


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


def _is_pair(source: str, actor: Actor) -> bool:
    """Return whether a source names ``actor`` and another person: "Berg and Rossi".

    Both may have said the words between quotation marks, but a report in indirect words
    may be about a deal between them.
    """
    pair = _PAIR.match(source)
    return (
        pair is not None
        and folded_person(actor.name).split()[-1:]
        == (folded_person(pair[1]).split()[-1:])
    )


def _is_another_role(source: str, actor: Actor) -> bool:
    """Return whether a description such as "the president" contradicts the role.

    The role is that of the actor. It must have a role noun, unlike "of the Lenna Post".
    """
    role = "" if actor.role is None else actor.role.text
    is_office = not table("roles").keys().isdisjoint(words_in(role.lower()))
    is_described = is_office and _DESCRIPTION.match(source) is not None
    return is_described and (not roles_agree(role, source) or differ(role, source))


def _is_about(source: str, actor: Actor) -> bool:
    """Return whether a source has the actor's name, but means another thing.

    Examples: "the Trump", "an agent of President Lind", and the newspaper "The North
    Lenna Leader". The result is false if a role precedes the name: "the actor Ida
    Lind".
    """
    first, *rest = source.split()
    if first.casefold() not in _ARTICLES:
        return False
    named = set(actor.name.split())
    start = next((n for n, word in enumerate(rest) if word in named), None)
    if start is None:
        return _TITLE_OF_PAPER.match(source) is not None
    before = words_in(" ".join(rest[:start]).lower())
    is_titled = bool(before) and before[-1] in table("roles")
    return not is_titled or not _LINKS.isdisjoint(before)


def _is_described(source: str, actor: Actor) -> bool:
    """Return whether a description names another thing than ``actor``.

    Example: "Japan's bank" for a company that is not Japan.
    """
    named = {word.lower() for word in _NAMED.findall(source)} - _ARTICLES
    is_plain = source.rsplit(maxsplit=1)[-1].islower()
    return is_plain and bool(named) and named.isdisjoint(words_in(actor.name.lower()))


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
