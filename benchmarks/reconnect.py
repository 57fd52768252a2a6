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
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import count

from benchmarks.crowd import Office, Place, Square, opened_platforms, running_bot
from tests.fakes.discord.town import Town
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
    connects: Callable[[], int]
    storm: Callable[[bool], None]
    accidents: Mapping[str, Callable[[], None]]


def slack_stage(peer: SlackPeer) -> Stage:
    """Slack over Socket Mode."""
    hub = peer.hub

    def storm(blows: bool) -> None:  # noqa: FBT001 - its only argument
        hub.stormy = blows
        hub.cut()

    accidents = {"lost": hub.cut, "silent": hub.silence}
    return Stage(Office(peer), lambda: hub.opened, storm, accidents)


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
    counts = gateway.counts
    return Stage(Square(town), lambda: counts["connects"], storm, accidents)


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


async def play(stage: Stage, storm_seconds: float) -> dict[str, float]:
    """Let all accidents of a platform happen, each to a new bot; the storm is the last."""
    seconds: dict[str, float] = {}
    for name, accident in stage.accidents.items():
        async with running_bot((stage.place,), _PAGE):
            await stage.place.ask(0)
            seconds[name] = await recovery(stage, accident)
    async with running_bot((stage.place,), _PAGE):
        await stage.place.ask(0)
        seconds["storm"] = await stormed(stage, storm_seconds)
    return seconds


async def measure(storm_seconds: float) -> dict[str, float]:
    """Return the worst of both platforms and of all kinds of each accident."""
    async with opened_platforms() as (peer, town):
        plays = await asyncio.gather(
            play(slack_stage(peer), storm_seconds),
            play(discord_stage(town), storm_seconds),
        )
    print(*plays, sep="\n", flush=True)
    worst: dict[str, float] = {}
    for name, value in (each for one in plays for each in one.items()):
        key = name.partition(",")[0]
        worst[key] = max(worst.get(key, 0.0), round(value, 3))
    storm = {"storm_connects_per_min": worst.pop("storm")}
    return {f"{name}_s": value for name, value in worst.items()} | storm


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="benchmarks.reconnect")
    parser.add_argument("--storm-seconds", type=float, default=STORM_SECONDS)
    print(json.dumps(asyncio.run(measure(parser.parse_args().storm_seconds))))


if __name__ == "__main__":
    main()
