"""A command service with its dependencies, over the papers of a small town."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from zoneinfo import available_timezones

from typing_extensions import override

from bot.bootstrap.app_context import PROFILES, ChannelDirectory
from bot.core.batch.briefs import PageBriefer
from bot.core.commands.calendar_address import AddressEditing
from bot.core.commands.calendar_lookup import CalendarLookup
from bot.core.commands.changes import Changes
from bot.core.commands.dispatcher import CommandDispatcher
from bot.core.commands.event_dedup import EventDedup
from bot.core.commands.handlers import CommandDeps, CommandStores
from bot.core.commands.link_briefing import LinkBriefer
from bot.core.commands.muting import Muting
from bot.core.commands.next_digests import NextDigests
from bot.core.commands.reminding import Reminding
from bot.core.commands.requests import (
    ButtonClick,
    InteractionContext,
    Person,
    Place,
    Request,
    Verb,
)
from bot.core.commands.responses import Answer, Button, Choice
from bot.core.commands.searching import Searching
from bot.core.commands.story_editing import StoryEditing
from bot.core.commands.subscribing import Subscribing, SubscriptionStores
from bot.core.commands.time_parsing import Zones
from bot.core.commands.topic_preview import TopicPreviewer
from bot.core.commands.who import StatementLookup
from bot.core.delivery.upcoming import UpcomingDigests
from bot.core.digests.explain import Explainer
from bot.core.digests.mutes import ChannelMutes
from bot.core.digests.story_edits import ChannelEdits, RecentStories
from bot.core.domain.errors import FetchTimeoutError
from bot.core.messages.markdown import to_markdown
from bot.core.ports.services import Fetcher, Page, PageParser
from bot.core.record.addresses import CalendarAddresses
from bot.core.record.search import RecordSearch
from bot.core.record.who import Who
from bot.sources.pages import parse_page
from bot.workers.story_tasks import main_actors
from summarizers.model import Article
from tests.fakes.ports import FakeClock, FakeConfiguration
from tests.fakes.town import Hands, Paper, Report, Town, open_town, page_of

PAGE = "https://lenna-gazette.example/ferry"
ZONES = Zones(available_timezones())
TOKEN = "k3v9".ljust(43, "-")
"""The token of each calendar address that is made."""

_LOAD_SECONDS = 30.0
"""For which suggestions wait for the store, which a busy machine holds up."""

_CLAIMS = (
    "the old pier would stay shut",
    "no boat had been lost",
    "two crews were still missing their pay",
    "the insurer had refused the second bill",
    "his men had worked all night",
    "the lighthouse needed a new lamp",
    "the fish market had lost its roof",
)
_RISKS = (
    "The dam could break before Friday if the rain goes on.",
    "The harbour might lose its licence next month.",
    "Prices of fish are likely to rise next week.",
    "The ferry company may go bankrupt by the end of next year.",
    "A strike of the pilots could close the port next week.",
)
LONG = Report(
    "ferry",
    "Ferry to Sandhamn stays in port",
    "\n\n".join(
        (
            "The ferry to Sandhamn stays in port after a storm, the town said.",
            *(f"Harbour master Olof Lind said {claim}." for claim in _CLAIMS),
            *_RISKS,
        )
    ),
)
"""A report with more claims and risks than a short briefing shows."""


class ParsedPages(PageParser):
    """What a worker finds in a page, found in this process."""

    @override
    async def parse(self, page: Page) -> Article:
        return parse_page(page)


class FakeSite(Fetcher):
    """Serves pages by address; what it does not have is too slow.

    ``hold`` keeps every page back until it is set; ``asked`` is set at the first one.
    """

    def __init__(self, pages: Mapping[str, bytes | Exception]) -> None:
        self.pages = dict(pages)
        self.fetched: list[str] = []
        self.hold = asyncio.Event()
        self.hold.set()
        self.asked = asyncio.Event()

    @override
    async def fetch(self, url: str) -> Page:
        self.fetched.append(url)
        self.asked.set()
        await self.hold.wait()
        found = self.pages.get(url, FetchTimeoutError("the server is too slow"))
        if isinstance(found, Exception):
            raise found
        return Page(url, found, "text/html", "utf-8")


@dataclass(slots=True)
class Counter:
    """Where people ask: each event has an id of its own."""

    town: Town
    site: FakeSite
    configuration: FakeConfiguration
    commands: CommandDispatcher
    _number: count[int] = field(default_factory=count)

    def context(
        self,
        person: str = "U1",
        *,
        manages: bool = False,
        channel: str = "C1",
        direct: bool = False,
        id_: str | None = None,
    ) -> InteractionContext:
        """An event of now; without an id it is a new one."""
        return InteractionContext(
            id_ or f"event-{next(self._number)}",
            self.town.clock.now(),
            Person(person, manages),
            Place("slack", channel, "T1", direct),
        )

    async def ask(
        self, verb: Verb, context: InteractionContext | None = None, /, **options: str
    ) -> Answer:
        """The answer to a command that nobody gave before."""
        request = Request(context or self.context(), verb, options)
        answer = await self.commands.answer(request)
        assert answer is not None
        return answer

    async def press(
        self, pressed: Button | Choice | str, context: InteractionContext | None = None
    ) -> Answer:
        """The answer to a button, a choice or a state."""
        state = pressed if isinstance(pressed, str) else pressed.state
        answer = await self.commands.press(
            ButtonClick(context or self.context(), state)
        )
        assert answer is not None
        return answer

    def move(self, **step: float) -> None:
        """Let time pass."""
        self.town.clock.move(timedelta(**step))


@asynccontextmanager
async def open_counter(
    *papers: Paper,
    seconds: float = 60.0,
    database: str = "sqlite://",
    clock: FakeClock | None = None,
    names: ChannelDirectory | None = None,
) -> AsyncIterator[Counter]:
    """A reception that reads these papers, and the page ``PAGE``."""
    async with open_town(*papers, database=database, clock=clock) as town:
        site = FakeSite({PAGE: page_of(LONG)})
        configuration = FakeConfiguration(town.configuration)
        deps = _deps(town, site, configuration)
        changes = Changes(town.clock, town.store, names, names)
        recent = RecentStories(town.store, names)
        editing = replace(deps.story_editing, recent=recent)
        coming = replace(deps.next_digests, names=names, platforms=PROFILES)
        reminding = replace(deps.reminding, names=names)
        deps = replace(
            deps,
            changes=changes,
            story_editing=editing,
            next_digests=coming,
            reminding=reminding,
            calendar=_calendar(town, names),
        )
        commands = CommandDispatcher(deps, seconds=seconds, load_seconds=_LOAD_SECONDS)
        yield Counter(town, site, configuration, commands)


def _deps(town: Town, site: FakeSite, configuration: FakeConfiguration) -> CommandDeps:
    clock, store, event_log = town.clock, town.store, town.event_log
    stores = SubscriptionStores(store, store)
    personal = Subscribing(clock, stores, ZONES, event_log)
    return CommandDeps(
        clock,
        configuration,
        event_log,
        CommandStores(store, store, store),
        EventDedup(clock, store),
        LinkBriefer(
            clock,
            site,
            PageBriefer(ParsedPages(), Hands(), lambda: clock.now().date()),
        ),
        TopicPreviewer(clock, town.digest_service, store),
        Explainer(
            *(store, store, store, main_actors, ChannelMutes(store), store),
            ChannelEdits(store),
            store,
        ),
        personal,
        Muting(clock, store, store, event_log),
        ZONES,
        Changes(clock, store),
        Searching(clock, RecordSearch(store, store)),
        NextDigests(UpcomingDigests(clock, store, ChannelMutes(store)), personal),
        Reminding(clock, store, personal, event_log),
        StoryEditing(clock, store, RecentStories(store), event_log),
        StatementLookup(clock, Who(store)),
        _calendar(town),
    )


def _calendar(town: Town, names: ChannelDirectory | None = None) -> CalendarLookup:
    clock, store = town.clock, town.store
    addresses = CalendarAddresses(clock, store, lambda: TOKEN, names)
    return CalendarLookup(
        clock, store, AddressEditing(addresses, store, town.event_log)
    )


def labels(answer: Answer) -> list[str]:
    """The labels of an answer's buttons, in order."""
    return [button.label for button in answer.buttons]


def button(answer: Answer, label: str) -> Button:
    """The button with this label."""
    return next(one for one in answer.buttons if one.label == label)


def text_of(answer: Answer) -> str:
    """What a reader sees, as Markdown."""
    return to_markdown(answer.message)
