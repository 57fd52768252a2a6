from __future__ import annotations

import pytest

from benchmarks.presence import Addresses, wait_for

BOTH = Addresses("http://127.0.0.1:1/api/", "http://127.0.0.1:2/api/v10")


def test_the_bot_is_told_where_the_platforms_are() -> None:
    told = BOTH.environment()

    assert told["SLACK_API_URL"] == "http://127.0.0.1:1/api/"
    assert told["DISCORD_API_URL"] == "http://127.0.0.1:2/api/v10"
    assert told["DISCORD_GATEWAY_URL"] == "ws://127.0.0.1:2"


def test_a_platform_without_an_address_has_no_token() -> None:
    assert set(Addresses(discord="http://127.0.0.1:2/").environment()) == {
        "SITREP_ALLOW_PRIVATE",
        "DISCORD_TOKEN",
        "DISCORD_API_URL",
        "DISCORD_GATEWAY_URL",
    }


def test_waiting_in_vain_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="in vain"):
        wait_for(lambda: False, 0.0)
