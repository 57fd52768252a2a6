"""Contains all code that relies on internals of discord.py, one function or class each.

Each has a test in ``tests/unit/bot/platforms/discord/test_vendor_patches.py`` that fails
if a new version of the library changes what it relies on. pyproject.toml limits the
version to those that were tested.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

import discord
from discord.http import HTTPClient, Ratelimit, Route
from typing_extensions import override

from bot.core.delivery.reconciliation import check_time
from bot.core.domain.errors import RateLimitedError

MAX_HOLD = 10.0
"""The maximum number of seconds for which a rate-limited request is held back."""

RATE_LIMITED = "Discord's rate limit is reached"
_CLEAN_AFTER = 256


class RateLimitBuckets(HTTPClient):
    """Replaces the library's rate-limit buckets with ``Bucket``."""

    _opened = 0

    @override
    def get_ratelimit(self, key: str) -> Ratelimit:
        if key not in self._buckets:
            self._buckets[key] = Bucket(None)
            # Each interaction opens buckets; the library deletes unused ones too slowly.
            self._opened += 1
            if self._opened % _CLEAN_AFTER == 0:
                self._try_clear_expired_ratelimits()
        return self._buckets[key]

    def known_wait(self, route: Route) -> float:
        """Return the seconds until the route's bucket admits a request."""
        name = self._bucket_hashes.get(route.key, route.key)
        bucket = self._buckets.get(f"{name}:{route.major_parameters}")
        return max(0.0, bucket.wait()) if isinstance(bucket, Bucket) else 0.0


class Bucket(Ratelimit):
    """A rate-limit bucket: requests wait for at most ``MAX_HOLD``, or are refused.

    The library's own bucket also waits after a request whose answer has arrived.
    """

    @override
    async def acquire(self) -> None:
        """Wait until the next request is allowed.

        Raises:
            RateLimitedError: the wait is longer than ``MAX_HOLD``.
            LateError: the request belongs to a post that would come too late.
        """
        while (wait := self.wait()) > 0:
            if wait > MAX_HOLD:
                raise RateLimitedError(RATE_LIMITED, timedelta(seconds=wait))
            await asyncio.sleep(wait)
        check_time()
        self._last_request = asyncio.get_running_loop().time()
        self.remaining -= 1
        self.outgoing += 1

    @override
    async def __aexit__(self, *_: object) -> None:
        self.outgoing -= 1

    def wait(self) -> float:
        """Return the seconds until the next request is allowed."""
        if self.expires is None or self.remaining > 0:
            return 0.0
        wait = self.expires - asyncio.get_running_loop().time()
        if wait <= 0:
            self.reset()  # type: ignore[no-untyped-call]
        return wait


def use_http_client(client: discord.Client, http: HTTPClient) -> None:
    """Make the gateway client ``client`` send its requests through ``http``."""
    client.http = client._connection.http = http  # noqa: SLF001 - the library has no setter


async def send_heartbeat(client: discord.AutoShardedClient, shard: int) -> None:
    """Send a heartbeat on a shard's connection now, not at the server's interval."""
    websocket = client._get_websocket(shard_id=shard)  # noqa: SLF001 - no public access
    keep_alive = websocket._keep_alive  # noqa: SLF001 - counts the heartbeats
    if keep_alive is not None:
        await websocket.send_heartbeat(keep_alive.beat())


def silence_voice_warnings() -> None:
    """Stop the library's warnings about missing voice dependencies."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
