"""What the adapter relies on inside discord.py; a new version may change it."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.delivery.reconciliation import posting_in_time
from bot.core.domain.errors import LateError, RateLimitedError
from bot.platforms.discord.vendor_patches import MAX_HOLD, Bucket


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
