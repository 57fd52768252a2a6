"""Public and private IP addresses."""

from __future__ import annotations

import pytest

from bot.fetching import is_public
from bot.fetching.ip_addresses import is_numeric, parse_address
from tests.tables import lines


def test_only_public_addresses_are_public(subtests: pytest.Subtests) -> None:
    for line in lines("fetching/ip_addresses"):
        address, _, kind = line.rpartition(" ")
        with subtests.test(address):
            assert is_public(address) is (kind == "public")


@pytest.mark.parametrize(
    "host",
    ["127.1", "0x7f000001", "2130706433", "127.0.0.1."],
)
def test_odd_notation_of_an_address_is_seen(host: str) -> None:
    assert is_numeric(host)


@pytest.mark.parametrize("host", ["127.1", "0x7f.0.0.1", "010.0.0.1", "localhost"])
def test_only_the_usual_notation_is_an_address(host: str) -> None:
    assert parse_address(host) is None
