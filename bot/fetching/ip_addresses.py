"""Parses IP addresses, and distinguishes public addresses from private ones.

``ipaddress.is_global`` is wrong for IPv4 inside IPv6, site-local, multicast and 6to4
relay addresses, and differs between Python versions. The tables here follow the IANA
special-purpose registries.
"""

from __future__ import annotations

import re
from ipaddress import (
    AddressValueError,
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
)

_NOT_PUBLIC_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT, and some clouds' metadata
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, and most clouds' metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments, and one cloud's metadata
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
_UNICAST_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, ORCHID, benchmarks
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: any IPv4 address, through a relay
        "3fff::/20",  # documentation
    )
)
# The last four bytes are the IPv4 address of the connection.
_EMBEDDING = (IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96"))
_LAST_FOUR_BYTES = 0xFFFF_FFFF

_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


def is_public(address: str) -> bool:
    """Return whether ``address`` is a public IP address in its usual notation.

    Return false for an address with a zone ("fe80::1%eth0") and for other texts.
    """
    parsed = parse_address(address)
    if isinstance(parsed, IPv4Address):
        return not any(parsed in network for network in _NOT_PUBLIC_4)
    if parsed is None or parsed.scope_id is not None:
        return False
    if any(parsed in network for network in _EMBEDDING):
        return is_public(str(IPv4Address(int(parsed) & _LAST_FOUR_BYTES)))
    return parsed in _UNICAST_6 and not any(
        parsed in network for network in _NOT_PUBLIC_6
    )


def parse_address(host: str) -> IPv4Address | IPv6Address | None:
    """Parse an IP address in its usual notation; return ``None`` for other texts."""
    for kind in (IPv4Address, IPv6Address):
        try:
            return kind(host)
        except AddressValueError:
            continue
    return None


def is_numeric(host: str) -> bool:
    """Return whether resolvers read ``host`` as an IPv4 address, in any notation.

    Examples are 0x7f000001, 127.1, 017700000001 and 2130706433. The last label of a
    host name is never a number, so a host that ends in a number is an address.
    """
    label = host.lower().removesuffix(".").rpartition(".")[2]
    return _NUMBER.fullmatch(label) is not None
