"""Two workspaces with a program each: neither may read what is the other's."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from aiohttp import ClientSession

from bot.core.commands.programs.answers import ProgramAnswers
from bot.core.commands.programs.gate import ProgramGate
from bot.core.domain.configuration import (
    Configuration,
    Destination,
    DigestPlan,
    Endpoint,
    ProgramAccess,
    Topic,
)
from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.domain.programs import Interface, Program
from bot.core.domain.records import Edition
from bot.core.domain.slots import NewMessage, PlannedSlot, SlotKey
from bot.core.messages.briefing_json import JsonObject
from bot.core.messages.codec import message_document
from bot.core.record.search import RecordSearch
from bot.core.record.who import Who
from bot.stores.sql import SqlStore
from bot.web.program_server import ProgramServices, open_programs
from tests.fakes.plans import make_plan
from tests.fakes.ports import FakeClock, FakeConfiguration, FakeJournal
from tests.fakes.records import NOW

TOPICS = ("harbours", "mines")
TOKENS = {"port": "p" * 32, "pit": "m" * 32}
PORT = Program(
    "port", frozenset(Interface), frozenset({"harbours"}), frozenset({"tide"})
)
PIT = Program("pit", frozenset(Interface), frozenset({"mines"}), frozenset({"shift"}))
URL = "https://news.example.org"


def make_programs(*programs: Program) -> Configuration:
    """A configuration with a digest for each of two topics, and these programs."""
    topics = tuple(Topic(id_, id_.title(), ()) for id_ in TOPICS)
    plans = tuple(
        replace(make_plan(topic), id=id_, to=(Destination("fake", id_),))
        for topic, id_ in zip(topics, ("tide", "shift"), strict=True)
    )
    access = ProgramAccess(Endpoint("127.0.0.1", 0), URL, programs or (PORT, PIT))
    return Configuration(topics, plans, programs=access)


@dataclass(slots=True)
class ProgramDesk:
    """The services for programs, with what is behind them."""

    store: SqlStore
    configuration: FakeConfiguration
    clock: FakeClock
    services: ProgramServices
    event_log: FakeJournal


def make_desk(
    store: SqlStore, configuration: Configuration | None = None, per_minute: int = 1_000
) -> ProgramDesk:
    """The services for the programs of a configuration."""
    source = FakeConfiguration(configuration or make_programs())
    clock, event_log = FakeClock(NOW), FakeJournal()
    gate = ProgramGate(clock, source, TOKENS, per_minute=per_minute)
    search, who = RecordSearch(store, store), Who(store)
    answers = ProgramAnswers(clock, source, search, who, store, store)
    services = ProgramServices(gate, answers, event_log)
    return ProgramDesk(store, source, clock, services, event_log)


@dataclass(frozen=True, slots=True)
class Response:
    """A response of the server."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def document(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def kind(self) -> str:
        """The code of the error."""
        return str(self.document["error"]["kind"])


@dataclass(frozen=True, slots=True)
class Caller:
    """A program that asks a running server, by default with the token of the port."""

    base: str
    session: ClientSession
    token: str = TOKENS["port"]

    async def get(
        self,
        path: str,
        values: Mapping[str, str] | None = None,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Ask for a path with these parameters."""
        sent = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        url = self.base + path
        asking = self.session.request(method, url, params=values or {}, headers=sent)
        async with asking as response:
            return Response(response.status, response.headers, await response.read())


@asynccontextmanager
async def calling(desk: ProgramDesk) -> AsyncIterator[Caller]:
    """A server for the programs of a desk, and a program that asks it."""
    opening = open_programs(Endpoint("127.0.0.1", 0), desk.services)
    async with opening as at, ClientSession() as session:
        yield Caller(f"http://{at}", session)


def make_front(title: str, line: str, url: str) -> Message:
    """The front of a digest with one story of one line."""
    top = Row((Text("Tide", Style.TITLE), Text("Monday", Style.NOTE)))
    story = Row((Text(title, Style.NAME, url),))
    told = Row((Text("Mon", Style.DAY), Text(line)), "•", f"{url}#:~:text=a")
    return Message(
        (Section(None, (top,)), Section(None, (story,)), Section("", (told,)))
    )


async def post(
    store: SqlStore,
    digest: str = "tide",
    days: int = 0,
    *,
    document: JsonObject | None = None,
    sent: bool = True,
) -> Edition:
    """Build a digest, and post it unless ``sent`` is false."""
    at, channel = NOW + timedelta(days=days), f"fake/{digest}"
    key = SlotKey(digest, channel, date(2026, 3, 2) + timedelta(days=days), 0)
    await store.plan([PlannedSlot(key, at)], None)
    slot = await store.claim_slot("desk", at, timedelta(minutes=5))
    assert slot is not None
    front = make_front(
        f"News of day {days}", "The ferry stays.", f"https://gazette.example/{days}"
    )
    content = {"edition": f"{digest}-{days}", "front": message_document(front)}
    body = json.dumps({**content, "briefings": [], **(document or {})})
    edition = Edition(f"{digest}-{days}", digest, channel, at, body, str(key))
    assert await store.store_messages(slot, edition, [NewMessage(0, "{}")])
    if sent:
        message = await store.claim_message("desk", at, timedelta(minutes=1))
        assert message is not None
        assert await store.mark_sent(message, "desk", f"m{days}")
    return edition


def plan_of(configuration: Configuration, digest: str) -> DigestPlan:
    """The plan of a digest."""
    return next(plan for plan in configuration.digests if plan.id == digest)
