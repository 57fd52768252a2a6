"""Fetching, polling and crawling: the client, made polite."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Self

from typing_extensions import override
from yarl import URL

from bot.core.domain.errors import BadResponseError, FetchTimeoutError, GarbledError
from bot.core.domain.records import Validators
from bot.core.ports.metrics import NO_METER, Meter
from bot.core.ports.services import Fetcher, Page, Poller, Reply
from bot.fetching import robots
from bot.fetching.bodies import check_text
from bot.fetching.client import Client, Lookup, Network, look_up
from bot.fetching.conditions import condition, is_unmodified, validators_of
from bot.fetching.exchanges import Answer, Wish
from bot.fetching.exclusions import TOKEN
from bot.fetching.flights import Flights
from bot.fetching.handshakes import Handshakes
from bot.fetching.politeness import Budget, Pace, Turns
from bot.fetching.redirects import Arrival, Hop, Trail
from bot.fetching.statuses import check_status
from bot.fetching.urls import ANYWHERE, INTERNET, Reach, check_redirect, check_url
from bot.fetching.waits import fresh_for

_PAGES = "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8"
_FEEDS = (
    "application/atom+xml,application/rss+xml,application/feed+json,"
    "application/rdf+xml,application/xml;q=0.9,text/xml;q=0.9,application/json;q=0.8,"
    "text/html;q=0.5,*/*;q=0.4"
)
_TEXTS = "text/plain,*/*;q=0.5"
Go = Callable[[str, Wish], Awaitable[Arrival]]
"""A way to an address and over its redirects."""

_MOVED = frozenset({301, 302, 303, 307, 308})
_MOVED_FOR_GOOD = frozenset({301, 308})


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one fetch may take: seconds, bytes after decompression, redirects.

    ``per_host`` and ``at_once`` are how many requests run at the same time.
    """

    seconds: float = 20.0
    connect_seconds: float = 5.0
    body: int = 5_000_000
    redirects: int = 5
    per_host: int = 2
    at_once: int = 64


class GuardedFetcher(Fetcher, Poller):
    """Gets pages from public web servers only; an async context manager.

    The address is checked where the connection is made, for every redirect anew, so
    that no name, notation or rebinding leads elsewhere. Nothing is remembered between
    requests but what a site's robots.txt says. Simultaneous requests for the same
    are one.

    ``contact`` is an address or link by which a site's owner finds the bot's.
    ``allow_private`` opens the machine's own network, on any port; ``reach`` says more
    precisely what is open. ``authorities`` is a file of certificates to trust
    instead of the machine's.
    """

    def __init__(  # noqa: PLR0913 - each has its default
        self,
        *,
        contact: str | None = None,
        allow_private: bool = False,
        reach: Reach | None = None,
        limits: FetchLimits = FetchLimits(),
        lookup: Lookup = look_up,
        authorities: Path | None = None,
        meter: Meter = NO_METER,
    ) -> None:
        self._reach = reach or (ANYWHERE if allow_private else INTERNET)
        self._limits = limits
        network = Network(
            self._reach, lookup, Handshakes(authorities), limits.connect_seconds
        )
        self._client = Client(_agent(contact), network, meter)
        self._turns = Turns(at_once=limits.at_once, per_host=limits.per_host)
        self._pace = Pace()
        self._robots = robots.Robots(self._read_robots)
        self._fetches: Flights[Page] = Flights()
        self._polls: Flights[Reply] = Flights()
        self._crawls: Flights[Page] = Flights()

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for flights in (self._fetches, self._polls, self._crawls, self._robots):
            await flights.close()
        await self._client.__aexit__(kind, error, trace)

    @override
    async def fetch(self, url: str) -> Page:
        """Get one page, over at most five redirects.

        Raises:
            FetchError: it could not be had; the subclass and message say why.
        """
        return await self._fetches.join(url, partial(self._fetch, url))

    @override
    async def poll(
        self, url: str, validators: Validators, *, crawling: bool = False
    ) -> Reply:
        """Ask for a feed or page, unless it is what it was when validated.

        Raises:
            GoneError: it is gone for good.
            BusyError: the server wants to be left alone, for ``wait`` if it says so.
            FetchError: it could not be had; the subclass and message say why.
        """
        work = partial(self._poll, url, validators, crawling=crawling)
        return await self._polls.join((url, validators, crawling), work)

    @override
    async def crawl(self, url: str) -> Page:
        """Get a page if the robots.txt of its site, and of all on the way, let us.

        Raises:
            RobotsError: programs must not read it, or it cannot be known at present.
            FetchError: it could not be had; the subclass and message say why.
        """
        return await self._crawls.join(url, partial(self._crawl, url))

    async def _fetch(self, url: str) -> Page:
        return _page(await self._go(url, Wish(_PAGES, self._limits.body)))

    async def _poll(self, url: str, validators: Validators, *, crawling: bool) -> Reply:
        accept, go = (_PAGES, self._crawl_to) if crawling else (_FEEDS, self._go)
        asked = condition(validators)
        wish = Wish(accept, self._limits.body, any_type=not crawling, headers=asked)
        arrival = await _if_changed(go, url, wish)
        answer = arrival.answer
        unmodified = is_unmodified(answer, validators)
        return Reply(
            None if unmodified else _page(arrival),
            validators_of(answer, validators if unmodified else Validators()),
            arrival.moved,
            fresh_for(answer.headers),
        )

    async def _crawl(self, url: str) -> Page:
        return _page(await self._crawl_to(url, Wish(_PAGES, self._limits.body)))

    async def _crawl_to(self, url: str, wish: Wish) -> Arrival:
        ask = partial(self._ask_politely, wish=wish, budget=self._budget())
        return await self._follow(url, ask)

    async def _read_robots(self, url: URL) -> Answer:
        wish = Wish(_TEXTS, robots.BODY, any_type=True, is_cut=True)
        return (await self._go(str(url), wish)).answer

    async def _go(self, url: str, wish: Wish) -> Arrival:
        return await self._follow(
            url, partial(self._ask, wish=wish, budget=self._budget())
        )

    async def _follow(
        self, url: str, ask: Callable[[URL], Awaitable[Answer | Hop]]
    ) -> Arrival:
        target = check_url(url, self._reach)
        return await Trail(ask, self._limits.redirects).follow(target)

    async def _ask_politely(
        self, target: URL, *, wish: Wish, budget: Budget
    ) -> Answer | Hop:
        delay = await self._robots.check(target)
        await self._pace.wait(target.raw_host or "", delay)
        return await self._ask(target, wish=wish, budget=budget)

    async def _ask(self, target: URL, *, wish: Wish, budget: Budget) -> Answer | Hop:
        """One request: the answer, or where it leads to."""
        host = target.raw_host or ""
        try:
            async with self._turns.turn(host), budget.spending():
                answer = await self._client.get(target, wish)
        except TimeoutError as error:
            raise FetchTimeoutError(f"{host} takes too long to answer") from error
        if answer.status not in _MOVED:
            return answer
        location = answer.headers.get("Location")
        next_one = check_redirect(target, location, self._reach)
        return Hop(next_one, answer.status in _MOVED_FOR_GOOD)

    def _budget(self) -> Budget:
        return Budget(self._limits.seconds)


async def _if_changed(go: Go, url: str, wish: Wish) -> Arrival:
    """Go there, on conditions; without them to a server that gets those wrong.

    One that sends a body after "304 Not Modified" cannot be understood.
    """
    try:
        return await go(url, wish)
    except GarbledError:
        if not wish.headers:
            raise
        return await go(url, replace(wish, headers={}))


def _agent(contact: str | None) -> str:
    name = f"{TOKEN}/{version('sitrep-bot')}"
    return f"{name} (+{contact})" if contact else name


def _page(arrival: Arrival) -> Page:
    """The page that was come to.

    Raises:
        StatusError: the server has no page.
        UnsupportedTypeError: it is none.
        BadResponseError: it is empty.
    """
    answer = arrival.answer
    check_status(answer)
    check_text(answer.body)
    if not answer.body:
        raise BadResponseError("the server's answer is empty")
    content_type, charset = answer.content_type, answer.charset
    return Page(answer.url, answer.body, content_type, charset, arrival.secure)
