from __future__ import annotations

import pytest

from bot.bootstrap.network import may_fetch_private
from bot.bootstrap.sources import (
    open_fetcher,
)
from bot.fetching import GuardedFetcher


@pytest.mark.parametrize(
    ("value", "allowed"),
    [("1", True), ("", False), ("0", False), ("true", False), (None, False)],
)
def test_private_addresses_are_only_allowed_by_the_plain_word(
    value: str | None, *, allowed: bool
) -> None:
    environment = {} if value is None else {"SITREP_ALLOW_PRIVATE": value}

    assert may_fetch_private(environment) is allowed


async def test_the_network_is_guarded() -> None:
    async with open_fetcher() as fetcher:
        assert isinstance(fetcher, GuardedFetcher)
