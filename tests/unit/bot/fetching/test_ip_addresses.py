"""Public and private IP addresses."""

from __future__ import annotations

import pytest

from bot.fetching import is_public
from bot.fetching.ip_addresses import is_numeric, parse_address

NOT_PUBLIC = {
    "this network": ("0.0.0.0", "0.1.2.3"),  # noqa: S104
    "private": ("10.0.0.0", "10.255.255.255", "172.16.0.1", "172.31.255.255"),
    "home": ("192.168.0.1", "192.168.255.255"),
    "carrier NAT": ("100.64.0.0", "100.100.100.200", "100.127.255.255"),
    "loopback": ("127.0.0.1", "127.255.255.254"),
    "link-local and metadata": ("169.254.0.1", "169.254.169.254"),
    "assignments": ("192.0.0.1", "192.0.0.192"),
    "documentation": ("192.0.2.1", "198.51.100.7", "203.0.113.9"),
    "6to4 relays": ("192.88.99.1",),
    "benchmarks": ("198.18.0.1", "198.19.255.255"),
    "multicast": ("224.0.0.1", "239.255.255.250"),
    "reserved and broadcast": ("240.0.0.1", "255.255.255.255"),
    "unspecified v6": ("::",),
    "loopback v6": ("::1",),
    "v4 compatible": ("::127.0.0.1", "::8.8.8.8", "::7f00:1"),
    "v4 mapped": ("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe"),
    "NAT64 of private": ("64:ff9b::7f00:1", "64:ff9b::10.0.0.1"),
    "local NAT64": ("64:ff9b:1::a00:1", "64:ff9b:1::808:808"),
    "discard": ("100::1",),
    "Teredo": ("2001:0:4136:e378:8000:63bf:3fff:fdd2",),
    "ORCHID and benchmarks v6": ("2001:10::1", "2001:2::1", "2001:20::1"),
    "documentation v6": ("2001:db8::1", "3fff::1"),
    "6to4": ("2002:7f00:1::1", "2002:808:808::1"),
    "segment routing": ("5f00::1",),
    "unique local": ("fc00::1", "fd00:ec2::254", "fdff::1"),
    "link-local v6": ("fe80::1", "febf::1"),
    "site-local": ("fec0::1", "feff::1"),
    "multicast v6": ("ff02::1", "ff0e::1"),
    "with a zone": ("fe80::1%eth0", "2606:4700::1111%eth0"),
    "no address": ("", "example.org", "127.1", "0x7f000001", "1.2.3.4.5", "08.8.8.8"),
}
PUBLIC = (
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "169.253.255.255",
    "169.255.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.0.1.1",
    "192.88.98.1",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "2001:200::1",
    "2001:4860:4860::8888",
    "2003::1",
    "2606:4700:4700::1111",
    "2a00:1450:4001:82b::200e",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
)


@pytest.mark.parametrize(
    "address", [address for group in NOT_PUBLIC.values() for address in group]
)
def test_special_address_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_ordinary_address_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    ["0", "127.1", "0x7f000001", "017700000001", "2130706433", "0X7F.1", "127.0.0.1."],
)
def test_odd_notation_of_an_address_is_seen(host: str) -> None:
    assert is_numeric(host)


@pytest.mark.parametrize("host", ["example.org", "1.example", "0xbeef.org", "a1", "7x"])
def test_name_with_digits_stays_a_name(host: str) -> None:
    assert not is_numeric(host)


@pytest.mark.parametrize("host", ["127.1", "0x7f.0.0.1", "010.0.0.1", "localhost"])
def test_only_the_usual_notation_is_an_address(host: str) -> None:
    assert parse_address(host) is None
