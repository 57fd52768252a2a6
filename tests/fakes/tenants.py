"""Workspaces with secrets of their own, and people who type the secrets of others.

Each secret is one word that no other workspace has: in the title of a topic, in the
names of digests, in mutes and in the record of editions. People type the beginnings of
all secrets, so that a suggestion or a similar name would complete them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import TypeVar

from bot.core.commands.ports import CommandService
from bot.core.commands.requests import (
    AutocompleteQuery,
    InteractionContext,
    Person,
    Place,
    Request,
    Verb,
)
from bot.core.domain.configuration import Configuration, Destination
from bot.core.domain.workspaces import Workspace, qualified
from tests.fakes.plans import make_plan, make_topic
from tests.fakes.ports import FakeClock

NAMES = ("acme", "globex", "initech", "umbra")
Choice = TypeVar("Choice")
_STEP = timedelta(minutes=1)
_PEOPLE, _CHANNELS = ("U1", "U2"), ("C1", "C2")
_OPTIONS: Mapping[Verb, Sequence[str]] = {
    Verb.TOPICS: (),
    Verb.SOURCES: ("name",),
    Verb.SUBSCRIBE: ("name", "time"),
    Verb.UNSUBSCRIBE: ("name",),
    Verb.MUTE: ("what",),
    Verb.UNMUTE: ("what",),
    Verb.UNDO: (),
    Verb.REMIND: ("when",),
    Verb.NEXT: ("name",),
    Verb.CHANGES: (),
    Verb.SEARCH: ("words", "topic"),
    Verb.WHO: ("name", "topic"),
    Verb.CALENDAR: ("topic",),
}


def secret(workspace: str) -> str:
    """The word that only this workspace may read."""
    return f"{workspace}hushword"


def tenants() -> Configuration:
    """A topic and a digest of each workspace, and one digest that all get."""
    topics = {
        name: replace(make_topic(name=secret(name)), title=f"Plans of {secret(name)}")
        for name in NAMES
    }
    own = [
        replace(
            make_plan(topics[name]),
            id=f"digest-{secret(name)}",
            to=(Destination("slack", qualified(name, "C1")),),
        )
        for name in NAMES
    ]
    shared = replace(
        own[0],
        id="everybody",
        topics=(make_topic(name="weather"),),
        to=tuple(Destination("slack", qualified(name, "C2")) for name in NAMES),
    )
    return Configuration(
        (*topics.values(), *shared.topics),
        (*own, shared),
        workspaces=tuple(Workspace(name, {"slack": f"T{name}"}) for name in NAMES),
    )


@dataclass(slots=True)
class Prying:
    """Sends requests of people of all workspaces, and counts the secrets they read."""

    service: CommandService
    clock: FakeClock
    random: Random
    answered: int = 0

    async def read(self, number: int) -> list[str]:
        """Send so many requests; a line for each answer with a secret of others."""
        leaks: list[str] = []
        for at in range(number):
            self.clock.move(_STEP)
            name = self.random.choice(NAMES)
            asked, shown = await self._one(name, at)
            others = (secret(other) for other in NAMES if other != name)
            leaks += [f"{asked}: {word}" for word in others if word in shown]
        return leaks

    async def _one(self, name: str, at: int) -> tuple[str, str]:
        """Send one request of somebody; what was asked, and what was shown."""
        person = Person(qualified(name, self._any(_PEOPLE)), may_manage=True)
        channel = qualified(name, self._any(_CHANNELS))
        place = Place("slack", channel, name, direct=self.random.random() < 0.2)
        context = InteractionContext(str(at), self.clock.now(), person, place)
        verb = self._any(tuple(_OPTIONS))
        if self.random.random() < 0.1:
            return "home", repr(await self.service.home(context))
        options = {option: self._typed(name, option) for option in _OPTIONS[verb]}
        if options and self.random.random() < 0.3:
            option, typed = next(iter(options.items()))
            query = AutocompleteQuery(person, place, verb, option, typed)
            return f"suggest {typed}", repr(await self.service.suggest(query))
        answer = await self.service.answer(Request(context, verb, options))
        self.answered += answer is not None and answer.refused is None
        return f"{verb} {options}", repr(answer)

    def _typed(self, name: str, option: str) -> str:
        """What somebody types: often own names, or the beginnings of others' secrets."""
        if option == "time":
            return self._any(("07:30", "now"))
        if option == "when":
            return self._any(("1 day", "off"))
        if option == "what" and self.random.random() < 0.5:
            return secret(name)
        other = secret(self._any(NAMES))
        return self._any((secret(name), other[:-2], f"digest-{other[:-2]}", "weather"))

    def _any(self, choices: Sequence[Choice]) -> Choice:
        return self.random.choice(choices)
