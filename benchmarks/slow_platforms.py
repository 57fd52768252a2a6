"""Slack and Discord as machines that only take posts, each after 150 ms.

The emulators of the tests check every request, which costs more CPU than the bot needs
for its post; this server leaves the machine to the bot and the database. With ``limits``
it refuses what is more than Slack's message a second and channel, and Discord's 50
requests a second. ``python -m benchmarks.slow_platforms`` serves both on loopback and
prints its address.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections import deque
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.request import urlopen

from aiohttp import web

from tests.fakes.command import surroundings

SECONDS = 0.15
"""How long each answer takes."""

SLACK_SECONDS, DISCORD_REQUESTS = 1.0, 50
"""The limits: the distance in a channel of Slack, and Discord's requests a second."""

DEAD = "C0000DEAD"
"""A channel of Slack for which no request is answered."""

_SLACK_ALLOWS = 0.02
"""How much earlier a message may come: a request takes longer than the one before."""

_LOOPBACK = "127.0.0.1"
_SERVER, _FIRST_CHANNEL = "9", 100_000


def discord_channel(number: int) -> str:
    """Return the id of a text channel of the server that Discord has here."""
    return str(_FIRST_CHANNEL + number)


class Post(NamedTuple):
    """A post: its platform and channel, its idempotency key, and when it came in seconds."""

    channel: str
    key: str
    at: float


@dataclass(frozen=True, slots=True)
class SlowPlatforms:
    """The server in a process of its own, at ``url``."""

    url: str
    process: int

    def environment(self, names: Collection[str]) -> dict[str, str]:
        """Return what points the bot at these platforms."""
        every = {
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_SIGNING_SECRET": "secret",
            "SLACK_API_URL": f"{self.url}/api",
            "DISCORD_TOKEN": "benchmark",
            "DISCORD_API_URL": f"{self.url}/discord",
        }
        wanted = {name.upper() for name in names}
        return {
            name: value
            for name, value in every.items()
            if name.partition("_")[0] in wanted
        }

    def shared_environment(self, key: str) -> dict[str, str]:
        """Return what points a bot of several workspaces at Slack."""
        return {
            "SLACK_CLIENT_ID": "1.2",
            "SLACK_CLIENT_SECRET": "secret",
            "SLACK_SIGNING_SECRET": "secret",
            "SLACK_API_URL": f"{self.url}/api",
            "SITREP_ENCRYPTION_KEYS": key,
        }

    def count(self) -> int:
        """Return the number of posts."""
        return int(self._ask("count"))

    def refused(self) -> int:
        """Return how many requests were refused for a limit since the last time."""
        return int(self._ask("refused"))

    def posts(self) -> list[Post]:
        """Return the posts since the last time, as they came."""
        return [Post(*post) for post in json.loads(self._ask("posts"))]

    def _ask(self, what: str) -> bytes:
        with urlopen(f"{self.url}/{what}") as answer:  # noqa: S310 - our own server
            found: bytes = answer.read()
            return found


@contextmanager
def running_platforms(*, limits: bool = False) -> Iterator[SlowPlatforms]:
    """Run the server until the end of the block."""
    command = [sys.executable, "-m", "benchmarks.slow_platforms"]
    command += ["limits"] if limits else []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, env=surroundings({}), text=True
    ) as process:
        try:
            url = process.stdout.readline().strip() if process.stdout else ""
            yield SlowPlatforms(url, process.pid)
        finally:
            process.kill()


@dataclass(slots=True)
class _Platforms:
    limits: bool
    posts: list[Post] = field(default_factory=list[Post])
    refused: int = 0
    last: dict[str, float] = field(default_factory=dict[str, float])
    recent: deque[float] = field(default_factory=deque[float])
    threads: dict[str, str] = field(default_factory=dict[str, str])

    async def slack(self, request: web.Request) -> web.Response:
        at = time.monotonic()
        answer: dict[str, object] = {
            "ok": True,
            "bot_id": "B0BENCH",
            "user_id": "U0BENCH",
        }
        if request.match_info["method"] == "chat.postMessage":
            asked = await request.json()
            channel = asked["channel"]
            if channel == DEAD:
                await asyncio.Event().wait()
            soonest = self.last.get(channel, at - SLACK_SECONDS) + SLACK_SECONDS
            if self.limits and at < soonest - _SLACK_ALLOWS:
                self.refused += 1
                error = {"ok": False, "error": "ratelimited"}
                return web.json_response(
                    error, status=429, headers={"Retry-After": "1"}
                )
            self.last[channel] = at
            key = asked["metadata"]["event_payload"]["key"]
            self.posts.append(Post(f"slack/{channel}", key, at))
            answer |= {"channel": channel, "ts": f"{len(self.posts)}.000100"}
        await asyncio.sleep(SECONDS)
        return web.json_response(answer)

    async def discord(self, request: web.Request) -> web.Response:
        at = time.monotonic()
        if self.limits and (wait := self._too_many(at)):
            self.refused += 1
            body = {"message": "too many", "retry_after": wait, "global": True}
            return _json(body, 429)
        answer = self._answer(request.method, request.match_info["path"].split("/"))
        if answer is None:
            return _json({"message": "unknown", "code": 0}, 503)
        if request.path.endswith("/messages"):
            asked = await request.json()
            where = request.path.split("/")[-2]
            answer = {"id": str(10_000_000 + len(self.posts))}
            self.threads[answer["id"]] = channel = self.threads.get(where, where)
            self.posts.append(Post(f"discord/{channel}", asked["nonce"], at))
        await asyncio.sleep(SECONDS)
        return _json(answer, 200)

    def _too_many(self, at: float) -> float:
        """Return the seconds until another request is allowed; count an allowed one."""
        while self.recent and self.recent[0] <= at - 1.0:
            self.recent.popleft()
        if len(self.recent) >= DISCORD_REQUESTS:
            return self.recent[0] + 1.0 - at
        self.recent.append(at)
        return 0.0

    def _answer(self, method: str, path: list[str]) -> object:
        answer: object = None
        match (method, *path):
            case ("GET", "users", "@me"):
                answer = {"id": "1", "username": "bench", "discriminator": "0"}
            case ("GET", "channels", channel):
                answer = {"id": channel, "type": 0, "guild_id": _SERVER}
            case ("GET", "guilds", _, "channels"):
                every = range(1_000)
                answer = [
                    {"id": discord_channel(number), "type": 0} for number in every
                ]
            case ("POST", "channels", _, "messages", message, "threads"):
                answer = {"id": message, "type": 11}
            case ("POST", "channels", _, "messages"):
                answer = {}
            case _:
                pass
        return answer

    async def count(self, _: web.Request) -> web.Response:
        return web.Response(text=str(len(self.posts)))

    async def tell_refused(self, _: web.Request) -> web.Response:
        refused, self.refused = self.refused, 0
        return web.Response(text=str(refused))

    async def tell(self, _: web.Request) -> web.Response:
        posts, self.posts = self.posts, []
        return web.json_response(posts)


def _json(content: object, status: int) -> web.Response:
    """Make an answer with a type that discord.py reads: without a character set."""
    kind = {"Content-Type": "application/json"}
    return web.Response(body=json.dumps(content), status=status, headers=kind)


async def _serve(*, limits: bool) -> None:
    platforms, application = _Platforms(limits), web.Application()
    application.router.add_post("/api/{method}", platforms.slack)
    application.router.add_route("*", "/discord/{path:.*}", platforms.discord)
    application.router.add_get("/count", platforms.count)
    application.router.add_get("/refused", platforms.tell_refused)
    application.router.add_get("/posts", platforms.tell)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, _LOOPBACK, 0)
    await site.start()
    (address,) = runner.addresses
    print(f"http://{_LOOPBACK}:{address[1]}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(limits="limits" in sys.argv))
