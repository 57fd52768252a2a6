"""Workspaces with secrets of their own, and people who look for the secrets of others.

Each secret is one word that no other workspace has: in the title of a topic, in the
names of digests, in mutes, in the articles of a paper that only this workspace follows,
and so in its editions, its stories and its record. People type the beginnings of all
secrets, so that a suggestion or a similar name would complete them; they ask about all
articles, and press the buttons of others.
"""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from typing import TypeVar

from bot.bootstrap.app_context import open_app
from bot.bootstrap.commands import make_commands
from bot.bootstrap.runtime import Runtime
from bot.core.commands.ports import CommandService
from bot.core.commands.requests import (
    AutocompleteQuery,
    ButtonClick,
    InteractionContext,
    Person,
    Place,
    Request,
    Verb,
)
from bot.core.commands.responses import Answer
from bot.core.domain.configuration import Configuration, Destination
from bot.core.domain.workspaces import Workspace, qualified
from bot.core.text.bounded_gather import bounded_gather
from bot.stores.sql import open_installations
from bot.stores.sql.token_cipher import make_key
from tests.fakes.assistants import PageHands
from tests.fakes.plans import make_plan, make_topic
from tests.fakes.ports import FakeClock, FakeConfiguration, FakeJournal, FakeMessenger
from tests.fakes.reception import FakeSite
from tests.fakes.town import START, FakeWeb, Paper, Report, Town, open_desks

NAMES = ("acme", "globex", "initech", "umbra")
Choice = TypeVar("Choice")
_STEP = timedelta(seconds=2)
"""The time between two requests: nobody asks more often than the quotas permit."""

RENEWED = 5_000
"""The number of requests after which there is news, and digests are posted again."""

_AT_ONCE = 8
"""The number of people who wait for an answer at the same time."""

_MOST_PRINTED, _MOST_KNOWN = 8, 200
_PEOPLE, _CHANNELS = ("U1", "U2"), ("C1", "C2")
_OPTIONS: Mapping[Verb, Sequence[str]] = {
    Verb.LINK: ("url",),
    Verb.TOPIC: ("name",),
    Verb.DIGEST: ("name",),
    Verb.TOPICS: (),
    Verb.SOURCES: ("name",),
    Verb.SUBSCRIBE: ("name", "time"),
    Verb.UNSUBSCRIBE: ("name",),
    Verb.MUTE: ("what",),
    Verb.UNMUTE: ("what",),
    Verb.SPLIT: ("url",),
    Verb.MERGE: ("url", "other"),
    Verb.UNDO: ("number",),
    Verb.REMIND: ("when",),
    Verb.NEXT: ("name",),
    Verb.CHANGES: (),
    Verb.SEARCH: ("words", "topic"),
    Verb.WHO: ("name", "topic"),
    Verb.CALENDAR: ("topic",),
    Verb.WHY: ("url",),
}
_STATES = ("v|", "p|")
"""The beginnings of buttons' states that name something stored by its key alone."""


def secret(workspace: str) -> str:
    """The word that only this workspace may read."""
    return f"{workspace}hushword"


def paper(workspace: str) -> Paper:
    """The paper that only this workspace follows."""
    return Paper(f"https://{workspace}-gazette.example")


def report(workspace: str, number: int, clock: FakeClock) -> Report:
    """An article of today in which the secret stands."""
    word = secret(workspace)
    text = (
        f"The harbour of {word} will close on Friday, the port authority said.\n\n"
        f"Harbour master Ida {word.title()} said part {number} of the quay would stay shut."
        f"\n\nThe old bridge of {word} could break next week if the storm goes on."
    )
    return Report(f"a{number}", f"Quay {number} of {word}", text, day=clock.now())


def tenants() -> Configuration:
    """A topic and a digest of each workspace, and one digest that all get."""
    topics = {
        name: replace(
            make_topic(name=secret(name)),
            title=f"Plans of {secret(name)}",
            sources=(paper(name).source(),),
        )
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


class _SlackMessenger(FakeMessenger):
    platform = "slack"


@asynccontextmanager
async def open_prying(database: str, seed: int) -> AsyncIterator[Prying]:
    """People of all workspaces before the bot's own commands, over its own store.

    Only the web and the worker processes are replaced: all runs in this process.
    """
    clock, event_log = FakeClock(START), FakeJournal()
    given, web = tenants(), FakeWeb(*map(paper, NAMES))
    runtime = Runtime(database, clock, event_log)
    site, random = FakeSite({}), Random(seed)  # noqa: S311 - repeatable
    async with (
        open_installations(database, make_key()),
        open_app(runtime, FakeConfiguration(given), ()) as app,
        open_desks(
            given, web, database=database, clock=clock, messenger=_SlackMessenger()
        ) as town,
    ):
        services = replace(app.services, digest_service=town.digest_service)
        hands = PageHands()
        inside = replace(app, fetcher=site, workers=hands, services=services)  # type: ignore[arg-type]
        yield Prying(make_commands(inside), town, site, random, event_log)


@dataclass(slots=True)
class Prying:
    """Sends requests of people of all workspaces, and counts the secrets they read.

    ``answered`` counts the answers that refuse nothing, and ``own`` the secrets of
    their own workspace in answers, by command.
    """

    service: CommandService
    town: Town
    site: FakeSite
    random: Random
    event_log: FakeJournal
    answered: int = 0
    own: dict[str, int] = field(default_factory=dict)
    _asked: int = 0
    _printed: int = 0
    _states: deque[str] = field(default_factory=lambda: deque(maxlen=_MOST_KNOWN))

    async def read(self, number: int) -> list[str]:
        """Send so many requests; a line for each answer with a secret of others."""
        leaks: list[str] = []

        async def ask(at: int) -> None:
            self.town.clock.move(_STEP)
            name = self.random.choice(NAMES)
            asked, shown = await self._one(name, str(at))
            others = (secret(other) for other in NAMES if other != name)
            leaks.extend(f"{asked}: {word}" for word in others if word in shown.lower())
            if secret(name) in shown:
                kind = asked.partition(" ")[0]
                self.own[kind] = self.own.get(kind, 0) + 1

        end = self._asked + number
        while self._asked < end:
            await self.renew()
            last = min(end, self._asked + RENEWED)
            await bounded_gather(range(self._asked, last), ask, limit=_AT_ONCE)
            self._asked = last
        return leaks

    async def renew(self) -> None:
        """Let each paper print two articles, post all digests, and record."""
        town = self.town
        for name, printed in zip(NAMES, town.web.papers, strict=True):
            for _ in range(2):
                self._printed += 1
                printed.publish(report(name, self._printed, town.clock))
            del printed.reports[_MOST_PRINTED:]
            self.site.pages |= printed.pages()
        for plan in town.configuration.digests:
            await town.delivery.post_now(plan)
        while (await town.store.due_entries(1)).articles:
            await town.recorder.record_due(town.configuration)

    async def _one(self, name: str, id_: str) -> tuple[str, str]:
        """Send one request of somebody; what was asked, and what was shown."""
        person = Person(qualified(name, self._any(_PEOPLE)), may_manage=True)
        channel = qualified(name, self._any(_CHANNELS))
        place = Place("slack", channel, name, direct=self.random.random() < 0.2)
        context = InteractionContext(id_, self.town.clock.now(), person, place)
        verb, kind = self._any(tuple(_OPTIONS)), self.random.random()
        if kind < 0.03:
            return "home", repr(await self.service.home(context))
        if kind < 0.15 and self._states:
            state = self._any(self._states)
            pressed = ButtonClick(context, state)
            return f"press {state}", self._shown(await self.service.press(pressed))
        options = {option: self._typed(name, verb, option) for option in _OPTIONS[verb]}
        if options and kind < 0.5:
            option, typed = next(iter(options.items()))
            query = AutocompleteQuery(person, place, verb, option, typed)
            return f"suggest {typed}", repr(await self.service.suggest(query))
        answer = await self.service.answer(Request(context, verb, options))
        return f"{verb.value} {options}", self._shown(answer)

    def _shown(self, answer: Answer | None) -> str:
        """Return all of an answer, and remember its buttons."""
        self.answered += answer is not None and answer.refused is None
        if answer is not None:
            self._states += filter(_is_stored, _states_of(answer))
        return repr(answer)

    def _typed(self, name: str, verb: Verb, option: str) -> str:
        """What somebody types: often own names, or the beginnings of others' secrets."""
        fixed = {
            "time": ("07:30", "now"),
            "when": ("1 day", "off"),
            "number": ("1", ""),
        }
        if option in fixed:
            return self._any(fixed[option])
        if option in {"url", "other"}:
            # What is printed on the web is no secret: a briefing of it may show it.
            is_own = verb is Verb.LINK or self.random.random() < 0.5
            return self._address(name if is_own else self._any(NAMES))
        if option == "what" and self.random.random() < 0.5:
            return secret(name)
        other = secret(self._any(NAMES))
        words = ("harbour", "quay", "Ida", "weather")
        return self._any((secret(name), other[:-2], f"digest-{other[:-2]}", *words))

    def _address(self, workspace: str) -> str:
        printed = self.town.web.papers[NAMES.index(workspace)]
        return f"{printed.base}/{self._any(printed.reports).name}"

    def _any(self, choices: Sequence[Choice]) -> Choice:
        return self.random.choice(choices)


def _states_of(answer: Answer) -> Iterator[str]:
    yield from (button.state for button in answer.buttons)
    if answer.menu is not None:
        yield from (choice.state for choice in answer.menu.choices)


def _is_stored(state: str) -> bool:
    return state.startswith(_STATES)
