"""How soon a command is acknowledged while the bot works: ``python -m benchmarks.acknowledge``.

``sitrep run`` on an SQLite file, with its workers, is on a fake of Slack over Socket Mode
and on a fake of Discord over its gateway. On each 50 commands a second are sent for
``--seconds``, at times that do not depend on the answers; all the while three briefings of
sample pages are in work, and one of a page that hangs parsers. Seconds are counted from
the event's sending to its acknowledgement; ``loop_lag_max_s`` is the worst that the bot's
own watch found, from its start to its end.

Bot, workers, the fakes and Node share the cores of one machine: whatever else runs there
is in the figures. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import count

from benchmarks.crowd import Office, Place, Square, opened_platforms, running_bot
from bot.demo import PAGES, sample_page, serve_pages

HOSTILE_PAGE = "hostile.html"
"""A page that hangs HTML parsers."""

_HOSTILE_ATTRIBUTES = 200_000
SECONDS, RATE, PATIENCE = 60.0, 50.0, 30.0


async def ask(place: Place, seconds: float, pages: Sequence[str]) -> list[float]:
    """Return the seconds until each acknowledgement, while pages are briefed.

    A command that is not acknowledged counts as waited for until the end.
    """
    loop, numbers = asyncio.get_running_loop(), count(1)
    readers = [asyncio.create_task(_read(place, page, numbers)) for page in pages]
    begun, asked = loop.time(), []
    for number in range(round(RATE * seconds)):
        await asyncio.sleep(begun + number / RATE - loop.time())
        asked.append((loop.time(), asyncio.create_task(place.ask(number))))
    _, late = await asyncio.wait([task for _, task in asked], timeout=PATIENCE)
    for task in (*late, *readers):
        task.cancel()
    await asyncio.gather(*late, *readers, return_exceptions=True)
    ended = loop.time()
    return [ended - sent if task in late else task.result() for sent, task in asked]


async def _read(place: Place, page: str, numbers: Iterator[int]) -> None:
    """Have a page briefed again and again, each time by another reader."""
    for number in numbers:
        await place.brief(number, f"{page}?{number}")


def _page(name: str) -> bytes:
    """Return a sample page, or the page that hangs parsers.

    Raises:
        KeyError: there is no such page.
    """
    if name != HOSTILE_PAGE:
        return sample_page(name)
    attributes = " ".join(f"a{i}=x" for i in range(_HOSTILE_ATTRIBUTES))
    return f"<html><body><p {attributes}>Click here.</p></body></html>".encode()


def share(values: Sequence[float], part: float) -> float:
    """Return the least value that this part of all values does not exceed."""
    place = -int(-part * len(values) // 1)
    return round(sorted(values)[max(0, place - 1)], 4)


async def measure(seconds: float) -> dict[str, float]:
    """Load the bot, and return the figures of both platforms together."""
    # Then no pause of this process is taken for the bot's.
    gc.disable()
    # The page that hangs parsers takes a while to be made.
    with serve_pages(cache(_page)) as base:
        async with opened_platforms() as (peer, town):
            places = Office(peer), Square(town)
            first, *others = (f"{base}/{name}" for name in PAGES[:3])
            async with running_bot(places, first) as bot:
                waits = await asyncio.gather(
                    ask(places[0], seconds, (first, f"{base}/{HOSTILE_PAGE}")),
                    ask(places[1], seconds, others),
                )
                lag = await bot.stop()
    every = [*waits[0], *waits[1]]
    return {
        "commands": len(every),
        "p50_s": share(every, 0.5),
        "p99_s": share(every, 0.99),
        "p999_s": share(every, 0.999),
        "max_s": share(every, 1.0),
        "loop_lag_max_s": round(lag, 4),
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="benchmarks.acknowledge")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    print(json.dumps(asyncio.run(measure(parser.parse_args().seconds))))


if __name__ == "__main__":
    main()
