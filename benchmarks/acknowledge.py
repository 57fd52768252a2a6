"""How soon a command is acknowledged while the bot works: ``python -m benchmarks.acknowledge``.

``sitrep run`` on an SQLite file, with its workers and the engine ``spacy``, is on a fake
of Slack over Socket Mode and on a fake of Discord over its gateway. On each 50 commands
a second are sent for ``--seconds``, at times that do not depend on the answers; all the
while three briefings of sample pages are in work, and one of a page that hangs parsers.
Seconds are counted in the fake's own process, from the event's sending to its
acknowledgement; ``loop_lag_max_s`` is the worst that the bot's own watch found, from its
start to its end.

The peer is the same bot with the same handlers, which parses and briefs on its event
loop (``on_the_loop``), under the same load for a shorter while; what it has not
acknowledged in the end counts as waited for until then. Nothing ends the page that hangs
there: so it is tried once more without that page, ``peer_unhung_p99_s``.

Bot, workers, both fakes and Node share the cores of one machine. With two cores they
use both fully: whatever else runs there is in the figures, above all in the last three.
The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.crowd import CrowdProcess, Order, Outcome, share, standing
from benchmarks.presence import Addresses, BotProcess, present
from bot.demo import HOSTILE_PAGE, PAGES, sample_page, serve_pages

SECONDS, PEER_SECONDS = 60.0, 15.0
RATE = 50.0
PATIENCE, PEER_PATIENCE = 30.0, 15.0
PEER = (sys.executable, "-m", "benchmarks.on_the_loop")

_SLACK, _DISCORD = "benchmarks.slack_crowd", "benchmarks.discord_crowd"


@dataclass(frozen=True, slots=True)
class Load:
    """For how many seconds commands are sent, and then waited for.

    ``hostile`` is whether a page that hangs parsers is among the pages.
    """

    seconds: float
    patience: float
    hostile: bool = True

    def order(self, *pages: str) -> Order:
        """Return what one crowd does."""
        return Order(RATE, self.seconds, self.patience, pages)


@dataclass(frozen=True, slots=True)
class Scene:
    """Both crowds, and where the pages are that they have briefed."""

    slack: CrowdProcess
    discord: CrowdProcess
    base: str

    @contextmanager
    def bot(self, folder: Path, peer: Sequence[str] = ()) -> Iterator[BotProcess]:
        """Run a bot there."""
        addresses = Addresses(self.slack.url, self.discord.url)
        with present(addresses, folder, f"{self.base}/{PAGES[0]}", peer) as bot:
            yield bot

    def load(self, load: Load) -> dict[str, Outcome]:
        """Let both crowds do their part, at the same time."""
        first, *others = (f"{self.base}/{name}" for name in PAGES[:3])
        hostile = (f"{self.base}/{HOSTILE_PAGE}",) if load.hostile else ()
        self.slack.begin(load.order(first, *hostile))
        self.discord.begin(load.order(*others))
        return {"slack": self.slack.end(), "discord": self.discord.end()}


@contextmanager
def opened() -> Iterator[Scene]:
    """Both fakes with their crowds, and the pages."""
    with (
        standing(_SLACK) as slack,
        standing(_DISCORD) as discord,
        # The page that hangs parsers takes a while to be made.
        serve_pages(cache(sample_page)) as base,
    ):
        yield Scene(slack, discord, base)


def together(outcomes: Mapping[str, Outcome]) -> list[float]:
    """Return the seconds of both platforms."""
    return [one for outcome in outcomes.values() for one in outcome.seconds]


def figures(
    ours: Mapping[str, Outcome], peer: Mapping[str, Outcome], lag: float
) -> dict[str, float]:
    """Return the figures of both platforms together."""
    seconds, theirs = together(ours), together(peer)
    return {
        "p50_s": round(share(seconds, 0.5), 4),
        "p99_s": round(share(seconds, 0.99), 4),
        "p999_s": round(share(seconds, 0.999), 4),
        "max_s": round(max(seconds), 4),
        "loop_lag_max_s": round(lag, 4),
        "peer_p99_s": round(share(theirs, 0.99), 4),
    }


def told(name: str, outcomes: Mapping[str, Outcome]) -> Iterator[str]:
    """Yield a line on each platform."""
    for platform, one in outcomes.items():
        yield (
            f"{name} on {platform}: {len(one.seconds)} commands, p50 "
            f"{share(one.seconds, 0.5):.3f} s, p99.9 {share(one.seconds, 0.999):.3f} s, "
            f"max {max(one.seconds):.3f} s, {one.unanswered} unanswered; "
            f"{one.briefed} briefings, {one.unread} pages unread; "
            f"sent up to {one.tardy:.3f} s late"
        )


def measure(seconds: float, peer_seconds: float) -> dict[str, float]:
    """Load both bots, one after the other; a line on each, and the figures."""
    ours, lag = loaded((), Load(seconds, PATIENCE))
    print(*told("ours", ours), f"loop lag: {lag:.3f} s", sep="\n", flush=True)
    peer, _ = loaded(PEER, Load(peer_seconds, PEER_PATIENCE))
    print(*told("briefings on the event loop", peer), sep="\n", flush=True)
    unhung, _ = loaded(PEER, Load(peer_seconds, PEER_PATIENCE, hostile=False))
    print(
        *told("briefings on the event loop, no slow pages", unhung),
        sep="\n",
        flush=True,
    )
    more = round(share(together(unhung), 0.99), 4)
    return figures(ours, peer, lag) | {"peer_unhung_p99_s": more}


def loaded(peer: Sequence[str], load: Load) -> tuple[dict[str, Outcome], float]:
    """What came of one bot under a load, and its loop's lag; the peer tells none."""
    with (
        tempfile.TemporaryDirectory() as folder,
        opened() as scene,
        scene.bot(Path(folder), peer) as bot,
    ):
        outcomes = scene.load(load)
        return outcomes, 0.0 if peer else bot.stop()


def main() -> None:
    """Print what was found, then the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.acknowledge")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--peer-seconds", type=float, default=PEER_SECONDS)
    given = parser.parse_args()
    print(json.dumps(measure(given.seconds, given.peer_seconds)))


if __name__ == "__main__":
    main()
