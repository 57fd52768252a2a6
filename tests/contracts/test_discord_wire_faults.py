"""Whether posts to the peer go wrong as a plan says, over real HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
import pytest

from bot.core.messages.briefing_json import Json, JsonObject
from tests.fakes.discord.town import TOKEN, Plot, Town, open_town
from tests.fakes.platforms.faults import Call, Fault, Strike, always, scripted
from tests.fakes.platforms.pace import Pace
from tests.fakes.ports import FakeClock

pytestmark = pytest.mark.equipment

NO_ANSWER = 0


@dataclass(frozen=True, slots=True)
class Line:
    """Asks a town by hand; no answer in a tenth of a second is none."""

    town: Town
    clock: FakeClock
    session: aiohttp.ClientSession

    async def ask(
        self, method: str, path: str, body: JsonObject | None = None
    ) -> tuple[int, Json]:
        headers = {"Authorization": f"Bot {TOKEN}"}
        url = f"{self.town.api}/{path}"
        timeout = aiohttp.ClientTimeout(total=0.1)
        asking = self.session.request(
            method, url, json=body, headers=headers, timeout=timeout
        )
        try:
            async with asking as response:
                return response.status, await response.json()
        except (aiohttp.ClientError, TimeoutError):
            return NO_ANSWER, None

    async def post(self, text: str = "Front", nonce: str = "a") -> int:
        where = self.town.channels["desk"].id
        body: JsonObject = {"content": text, "nonce": nonce, "enforce_nonce": True}
        status, _ = await self.ask("POST", f"channels/{where}/messages", body)
        return status

    def texts(self) -> list[str]:
        return [one.text for one in self.town.history("desk")]


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    clock = FakeClock()
    async with open_town(Plot(clock=clock)) as town, aiohttp.ClientSession() as session:
        yield Line(town, clock, session)


@pytest.mark.parametrize(
    ("fault", "status", "stands"),
    [
        (Fault.CUT_BEFORE, NO_ANSWER, False),
        (Fault.CUT_AFTER, NO_ANSWER, True),
        (Fault.ERROR_BEFORE, 502, False),
        (Fault.ERROR_AFTER, 502, True),
        (Fault.SILENT_BEFORE, NO_ANSWER, False),
        (Fault.SILENT_AFTER, NO_ANSWER, True),
        (Fault.LATE, NO_ANSWER, False),
        (Fault.RATE_LIMITED, 429, False),
        (Fault.UNAUTHORIZED, 401, False),
        (Fault.FORBIDDEN, 403, False),
        (Fault.UNKNOWN_CHANNEL, 404, False),
    ],
)
async def test_a_post_goes_wrong_as_planned(
    line: Line, fault: Fault, status: int, *, stands: bool
) -> None:
    line.town.model.plan = scripted({0: Strike(fault, 5)})

    assert (await line.post(), line.texts() != []) == (status, stands)


async def test_a_post_that_is_tried_again_stands_once(line: Line) -> None:
    line.town.model.plan = scripted({0: Strike(Fault.CUT_AFTER)})

    statuses = [await line.post() for _ in range(2)]

    assert (statuses, line.texts()) == ([NO_ANSWER, 200], ["Front"])


async def test_a_late_post_appears_in_its_time(line: Line) -> None:
    line.town.model.plan = scripted({0: Strike(Fault.LATE, 5)})
    await line.post("Late", "a")
    line.clock.move(timedelta(seconds=6))
    await line.post("In time", "b")

    assert line.texts() == ["Late", "In time"]
    assert [one.key for one in line.town.model.posted] == ["a", "b"]


async def test_what_was_posted_is_told_with_its_nonce_and_home(line: Line) -> None:
    await line.post()
    (front,) = line.town.history("desk")
    path = f"channels/{front.channel}/messages/{front.id}/threads"
    await line.ask("POST", path, {"name": "Stories"})
    story: JsonObject = {"content": "Story", "nonce": "b", "enforce_nonce": True}
    await line.ask("POST", f"channels/{front.id}/messages", story)

    found = [(one.key, one.channel, one.parent) for one in line.town.model.posted]

    desk = str(front.channel)
    assert found == [("a", desk, None), ("b", desk, str(front.id))]
    assert line.town.model.keys(desk) == ("a", "b")


async def test_a_history_goes_wrong_as_planned(line: Line) -> None:
    line.town.model.plan = always(Strike(Fault.FORBIDDEN), call=Call.READ)
    where = line.town.channels["desk"].id

    status, told = await line.ask("GET", f"channels/{where}/messages")

    assert (status, await line.post()) == (403, 200)
    assert told == {"code": 50001, "message": "Missing Access"}


async def test_who_is_too_fast_is_told_to_wait() -> None:
    plot = Plot(clock=FakeClock(), pace=Pace(everywhere=1))
    async with open_town(plot) as town, aiohttp.ClientSession() as session:
        line = Line(town, FakeClock(), session)
        statuses = [await line.post(nonce=nonce) for nonce in "abc"]

    assert statuses == [200, 429, 429]


async def test_a_request_without_the_token_is_refused(line: Line) -> None:
    url = f"{line.town.api}/gateway/bot"
    async with line.session.get(url) as response:
        assert response.status == 401


async def test_many_requests_at_once_are_all_recorded(line: Line) -> None:
    await asyncio.gather(*(line.post(nonce=f"n{number}") for number in range(20)))

    recorded = line.town.records.of("POST", "/messages")
    bodies = [one.body for one in recorded]
    nonces = {one["nonce"] for one in bodies if isinstance(one, dict)}
    assert nonces == {f"n{number}" for number in range(20)}
