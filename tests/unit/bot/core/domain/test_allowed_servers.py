"""Servers that the operator allows: how they are written, and what they cover."""

from __future__ import annotations

import pytest

from bot.core.domain.allowed_servers import parse_allowed


@pytest.mark.parametrize(
    ("written", "host", "address", "port"),
    [
        ("intranet.example", "intranet.example", "10.0.0.1", 80),
        ("intranet.example", "INTRANET.example.", "10.0.0.1", 443),
        ("Intranet.Example.", "intranet.example", "fd12::1", 443),
        ("intranet.example:8080", "intranet.example", "10.0.0.1", 8080),
        ("wiki", "wiki", "10.0.0.1", 80),
        ("10.20.0.0/16", "any.example", "10.20.255.255", 80),
        ("10.20.0.0/16", "any.example", "::ffff:10.20.1.2", 443),
        ("10.20.0.5", "10.20.0.5", "10.20.0.5", 443),
        ("10.20.0.5:8080", "10.20.0.5", "10.20.0.5", 8080),
        ("fd12:3456::/32", "any.example", "fd12:3456:1::5", 80),
        ("fd12:3456::5", "fd12:3456::5", "fd12:3456::5", 80),
        ("[fd12:3456::5]:8080", "fd12:3456::5", "fd12:3456::5", 8080),
    ],
)
def test_server_is_covered(written: str, host: str, address: str, port: int) -> None:
    server = parse_allowed(written)

    assert server.covers(host, address)
    assert server.may_be(host)
    assert server.has_port(port)


@pytest.mark.parametrize(
    ("written", "host", "address"),
    [
        ("intranet.example", "evil.example", "10.0.0.1"),
        ("intranet.example", "www.intranet.example", "10.0.0.1"),
        ("intranet.example", "intranet.example.evil.example", "10.0.0.1"),
        ("10.20.0.0/16", "intranet.example", "10.21.0.1"),
        ("10.20.0.0/16", "intranet.example", "fd12::1"),
        ("10.20.0.0/16", "intranet.example", "64:ff9b::10.20.0.1"),
        ("10.20.0.5", "10.20.0.6", "10.20.0.6"),
        ("fd12:3456::/32", "intranet.example", "fd12:3457::1"),
    ],
)
def test_other_server_is_not_covered(written: str, host: str, address: str) -> None:
    assert not parse_allowed(written).covers(host, address)


@pytest.mark.parametrize(
    ("written", "port"),
    [("intranet.example", 8080), ("intranet.example:8080", 80), ("10.0.0.0/8", 22)],
)
def test_other_port_is_not_permitted(written: str, port: int) -> None:
    assert not parse_allowed(written).has_port(port)


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("", "write a host name"),
        ("*", "write a host name"),
        ("*.example.org", "write a host name"),
        ("https://intranet.example", "write a host name"),
        ("intranet.example/path", "write a host name"),
        ("me@intranet.example", "write a host name"),
        ("bücher.example", "write a host name"),
        ("127.1", "write a host name"),
        ("0x7f000001", "write a host name"),
        ("10.20.0.0/33", "write a host name"),
        ("a" * 64, "write a host name"),
        ("a." * 200 + "a", "write a host name"),
        ("10.20.0.5/16", 'the network of this address is "10.20.0.0/16": write that'),
        ("intranet.example:0", "a port is a number"),
        ("intranet.example:99999", "a port is a number"),
        ("169.254.169.254", "this is a metadata service"),
        ("169.254.169.254:8080", "this is a metadata service"),
        ("169.254.0.0/16", "this is a metadata service"),
        ("100.100.100.200", "this is a metadata service"),
        ("fd00:ec2::254", "this is a metadata service"),
        ("metadata.google.internal", "this is a metadata service"),
    ],
)
def test_wrong_server_is_refused_with_advice(written: str, advice: str) -> None:
    with pytest.raises(ValueError, match=advice):
        parse_allowed(written)
