"""What the adapter relies on inside discord.py; a new version may change it."""

from __future__ import annotations

import asyncio
import inspect

import discord
import pytest
from discord.gateway import DiscordWebSocket, KeepAliveHandler
from discord.http import HTTPClient, Ratelimit

from bot.core.delivery.reconciliation import posting_in_time
from bot.core.domain.errors import LateError, RateLimitedError
from bot.platforms.discord.http_api import RetryingClient, SingleTryClient
from bot.platforms.discord.vendor_patches import MAX_HOLD, Bucket, use_http_client


async def test_the_library_keeps_its_buckets_where_they_are_replaced() -> None:
    client = SingleTryClient()

    bucket = client.get_ratelimit("some key")

    assert isinstance(bucket, Bucket)
    assert client._buckets == {"some key": bucket}
    assert client.get_ratelimit("some key") is bucket
    assert inspect.signature(HTTPClient.get_ratelimit).parameters.keys() == {
        "self",
        "key",
    }
    assert callable(client._try_clear_expired_ratelimits)


def test_a_bucket_of_the_library_has_the_fields_that_are_used() -> None:
    fields = {"expires", "remaining", "outgoing", "_last_request"}

    assert fields <= set(Ratelimit.__slots__)
    assert inspect.iscoroutinefunction(Ratelimit.acquire)
    assert inspect.iscoroutinefunction(Ratelimit.__aexit__)


async def test_a_bucket_refuses_a_long_wait() -> None:
    bucket = Bucket(None)
    bucket.remaining = 0
    bucket.expires = asyncio.get_running_loop().time() + 2 * MAX_HOLD

    with pytest.raises(RateLimitedError):
        await bucket.acquire()


async def test_a_post_that_waited_for_too_long_is_not_sent() -> None:
    bucket, begun = Bucket(None), asyncio.get_running_loop().time()
    bucket.remaining, bucket.expires = 0, begun + 0.05

    def check() -> None:
        if asyncio.get_running_loop().time() >= begun + 0.05:
            raise LateError

    with posting_in_time(check), pytest.raises(LateError):
        await bucket.acquire()

    assert bucket.outgoing == 0
    await bucket.acquire()
    assert bucket.outgoing == 1


async def test_a_gateway_client_takes_another_http_client() -> None:
    client = discord.AutoShardedClient(intents=discord.Intents.none())
    http = RetryingClient("http://127.0.0.1:1/api")

    use_http_client(client, http)

    assert client.http is client._connection.http is http


def test_the_heartbeat_is_where_it_is_taken_from() -> None:
    assert callable(discord.AutoShardedClient._get_websocket)
    assert "_keep_alive" in inspect.getsource(DiscordWebSocket.received_message)
    assert callable(KeepAliveHandler.beat)
    assert inspect.iscoroutinefunction(DiscordWebSocket.send_heartbeat)
