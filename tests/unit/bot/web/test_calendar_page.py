"""The calendars of channels, as calendar programs ask for them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web

from bot.core.domain.configuration import Endpoint
from bot.web.calendar_page import MOST_GUESSES, CalendarPage
from bot.web.program_server import add_calendars
from bot.web.server import listen, running
from tests.fakes.ports import FakeClock, FakeJournal

HERE = Endpoint("127.0.0.1", 0)
TOKEN = "k3v9".ljust(43, "-")
WRONG = "wrong".ljust(43, "_")
CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@dataclass(slots=True)
class Calendars:
    """What a token opens, or the error of the database."""

    content: bytes | Exception | None = CALENDAR
    asked: list[str] = field(default_factory=list[str])

    async def __call__(self, token: str) -> bytes | None:
        self.asked.append(token)
        if isinstance(self.content, Exception):
            raise self.content
        return self.content if token == TOKEN else None


@dataclass(frozen=True, slots=True)
class Site:
    """A running server, with the calendars behind it."""

    at: Endpoint
    calendars: Calendars
    clock: FakeClock
    event_log: FakeJournal

    async def get(
        self, token: str = TOKEN, method: str = "GET", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of an answer."""
        url = f"http://{self.at}/calendar/{token}.ics"
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, url, headers=sent) as response,
        ):
            return response.status, _named(response.headers), await response.read()


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers by name; the server writes the names in another case."""
    return {name.title(): value for name, value in headers.items()}


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    calendars, clock, event_log = Calendars(), FakeClock(), FakeJournal()
    application = web.Application()
    add_calendars(application, CalendarPage(clock, event_log, calendars))
    async with running(application) as runner:
        at = await listen(runner, HERE, "programs.at")
        yield Site(at, calendars, clock, event_log)


async def test_a_token_opens_its_calendar(site: Site) -> None:
    status, headers, body = await site.get()

    assert (status, body) == (200, CALENDAR)
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["Referrer-Policy"] == "no-referrer"


async def test_a_wrong_token_opens_nothing(site: Site) -> None:
    status, headers, body = await site.get(WRONG)

    assert (status, body) == (404, b"Not Found\n")
    assert "Etag" not in headers


async def test_an_unchanged_calendar_is_not_sent_again(site: Site) -> None:
    _, first, _ = await site.get()
    site.clock.move(timedelta(hours=1))

    for asked in (
        {"If_None_Match": first["Etag"]},
        {"If_None_Match": f'"other", W/{first["Etag"]}'},
        {"If_None_Match": "*"},
        {"If_Modified_Since": first["Last-Modified"]},
    ):
        status, headers, body = await site.get(**asked)
        assert (status, body) == (304, b"")
        assert headers["Etag"] == first["Etag"]
        assert headers["Last-Modified"] == first["Last-Modified"]


async def test_guesses_are_limited_and_do_not_lock_out_programs(site: Site) -> None:
    await site.get()
    guesses = [f"{number}".ljust(43, "_") for number in range(MOST_GUESSES)]
    for guess in guesses[1:]:
        assert (await site.get(guess))[0] == 404

    status, headers, _ = await site.get(guesses[0])

    assert status == 429
    assert 0 < int(headers["Retry-After"]) <= 60
    assert guesses[0] not in site.calendars.asked
    assert (await site.get())[0] == 200
    site.clock.move(timedelta(minutes=1))
    assert (await site.get(guesses[0]))[0] == 404
