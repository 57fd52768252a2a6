"""How soon the bot is back after an accident: ``python -m benchmarks.reconnect``.

``sitrep run`` is on a fake of Slack over Socket Mode, or on one of Discord over its
gateway, and started anew for each accident. From then on somebody tries a command ten
times a second; what counts is the seconds until the first that is acknowledged on a new
connection. Where both platforms know an accident, the worse of them is told.

- ``lost_s``: every connection is cut without a word.
- ``silent_s``: every connection stays open, but hears and says nothing any more. Each
  fake is what the platform is: Discord's asks for a heartbeat each 41.25 s.
- ``op7_s``: Discord asks to reconnect.
- ``op9_s``: Discord ends the session: one that may be resumed, one that may not, and one
  that turns out to be unknown when it is resumed; the worst of these.
- ``storm_connects_per_min``: a server that ends each connection right after its greeting
  (Slack) or its resuming (Discord): how often that is connected to in the first minute.

The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from benchmarks.crowd import Place
from benchmarks.discord_crowd import Square
from benchmarks.presence import Addresses, BotProcess, present
from benchmarks.slack_crowd import Office, opened_office
from tests.fakes.discord.town import Plot, Town, open_town
from tests.fakes.slack.peer import SlackPeer

PATIENCE = 180.0
STORM_SECONDS = 60.0

_TRY_SECONDS = 0.1
_PAGE = "http://127.0.0.1:1/none.html"


@dataclass(frozen=True, slots=True)
class Stage:
    """A platform on which accidents happen, by their names.

    ``connects`` counts all connections that there ever were. ``storm`` lets each that is
    made from now on end at once, or no more.
    """

    place: Place
    addresses: Addresses
    connects: Callable[[], int]
    storm: Callable[[bool], None]
    accidents: Mapping[str, Callable[[], None]] = field(default_factory=dict)


def slack_stage(peer: SlackPeer) -> Stage:
    """Slack over Socket Mode."""
    hub = peer.hub

    def storm(blows: bool) -> None:  # noqa: FBT001 - its only argument
        hub.stormy = blows
        hub.cut()

    accidents = {"lost": hub.cut, "silent": hub.silence}
    addresses = Addresses(slack=peer.api)
    return Stage(Office(peer), addresses, lambda: hub.opened, storm, accidents)


def discord_stage(town: Town) -> Stage:
    """Discord over its gateway."""
    gateway = town.gateway

    def forget() -> None:
        gateway.forget_sessions()
        gateway.ask_to_reconnect()

    def storm(blows: bool) -> None:  # noqa: FBT001 - its only argument
        gateway.ends_resumes = blows
        gateway.ask_to_reconnect()

    accidents: Mapping[str, Callable[[], None]] = {
        "lost": gateway.cut,
        "silent": gateway.fall_silent,
        "op7": gateway.ask_to_reconnect,
        "op9, resumable": lambda: gateway.invalidate(resumable=True),
        "op9, not resumable": gateway.invalidate,
        "op9, when resumed": forget,
    }
    addresses = Addresses(discord=town.api)
    counts = gateway.counts
    return Stage(Square(town), addresses, lambda: counts["connects"], storm, accidents)


async def recovery(stage: Stage, accident: Callable[[], None]) -> float:
    """Seconds from an accident until a command is acknowledged on a new connection.

    Raises:
        TimeoutError: none is, for three minutes.
    """
    loop, before = asyncio.get_running_loop(), stage.connects()
    back = asyncio.Event()

    async def attempt(number: int) -> None:
        # A command that meets no connection is nobody's fault.
        with suppress(TimeoutError):
            await stage.place.ask(number)
            if stage.connects() > before:
                back.set()

    begun, tries = loop.time(), set[asyncio.Task[None]]()
    accident()
    try:
        async with asyncio.timeout(PATIENCE):
            for number in count():
                tries.add(asyncio.create_task(attempt(number)))
                with suppress(TimeoutError):
                    await asyncio.wait_for(back.wait(), _TRY_SECONDS)
                    break
        return loop.time() - begun
    finally:
        for one in tries:
            one.cancel()
        await asyncio.gather(*tries, return_exceptions=True)


async def stormed(stage: Stage, seconds: float) -> float:
    """Connections a minute to a server that ends each of them, from the first on."""
    before = stage.connects()
    stage.storm(True)  # noqa: FBT003 - its only argument
    await asyncio.sleep(seconds)
    connects = stage.connects() - before
    stage.storm(False)  # noqa: FBT003 - its only argument
    return connects * 60 / seconds


@asynccontextmanager
async def running(stage: Stage) -> AsyncIterator[BotProcess]:
    """Run the bot on a stage until it has answered for the first time, and on."""
    with tempfile.TemporaryDirectory() as folder:
        opening = present(stage.addresses, Path(folder), _PAGE)
        # It waits in this thread, in which the fakes are to answer.
        bot = await asyncio.to_thread(opening.__enter__)
        try:
            await stage.place.ready()
            await stage.place.ask(0)
            yield bot
        finally:
            await asyncio.to_thread(opening.__exit__, None, None, None)


async def play(stage: Stage, storm_seconds: float) -> dict[str, float]:
    """All accidents of a platform, one after the other; the storm is the last."""
    found: dict[str, float] = {}
    for name, accident in stage.accidents.items():
        async with running(stage):
            found[name] = await recovery(stage, accident)
    async with running(stage):
        found["storm"] = await stormed(stage, storm_seconds)
    return found


def figures(found: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the worst of all platforms and kinds of each accident."""

    def worst(accident: str) -> float:
        kinds = (
            value
            for one in found
            for name, value in one.items()
            if name.partition(",")[0] == accident
        )
        return round(max(kinds), 3)

    return {
        "lost_s": worst("lost"),
        "silent_s": worst("silent"),
        "op7_s": worst("op7"),
        "op9_s": worst("op9"),
        "storm_connects_per_min": worst("storm"),
    }


def told(platform: str, found: Mapping[str, float]) -> Iterator[str]:
    """Yield a line on each accident."""
    for name, value in found.items():
        what = "connects a minute" if name == "storm" else "s"
        yield f"{platform}, {name}: {value:.2f} {what}"


async def measure(storm_seconds: float) -> dict[str, float]:
    """Let everything happen on both platforms, at the same time."""
    async with opened_office() as peer, open_town(Plot()) as town:
        stages = {
            "slack": slack_stage(peer),
            "discord": discord_stage(town),
        }
        found = await asyncio.gather(
            *(play(stage, storm_seconds) for stage in stages.values())
        )
    for platform, one in zip(stages, found, strict=True):
        print(*told(platform, one), sep="\n", flush=True)
    return figures(found)


def main() -> None:
    """Print what was found, then the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reconnect")
    parser.add_argument("--storm-seconds", type=float, default=STORM_SECONDS)
    given = parser.parse_args()
    print(json.dumps(asyncio.run(measure(given.storm_seconds))))


if __name__ == "__main__":
    main()
