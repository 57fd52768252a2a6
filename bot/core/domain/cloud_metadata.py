"""The addresses of cloud metadata services, which are never fetched.

Such a service hands the machine's own credentials to any program that asks it. It has
no pages to read, so no setting allows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

Network = IPv4Network | IPv6Network

_SERVICES = tuple(
    map(
        ip_network,
        (
            "169.254.0.0/16",  # nearly all clouds, and their containers' credentials
            "100.100.100.200",  # Alibaba Cloud
            "100.96.0.96",  # Volcano Engine
            "192.0.0.192",  # Oracle Cloud Classic
            "168.63.129.16",  # Azure's agent, in a public range
            "fe80::/10",  # link-local: OpenStack
            "fd00:ec2::/32",  # Amazon
            "fd20:ce::254",  # Google
            "fd00:c1::a9fe:a9fe",  # Oracle
            "fd00:42::42",  # Scaleway
            "fd00:a9fe:a9fe::1",  # Akamai
            "fd00:100::100:200",  # Alibaba Cloud
        ),
    )
)
# Names that some clouds resolve themselves. A proxy would resolve them, too.
_NAMES = frozenset(
    {
        "metadata",
        "metadata.goog",
        "metadata.google.internal",
        "metadata.tencentyun.com",
        "metadata.exoscale.com",
        "api.metadata.cloud.ibm.com",
        "instance-data",
        "instance-data.ec2.internal",
    }
)
_TEREDO, _SIX_TO_FOUR = IPv6Network("2001::/32"), IPv6Network("2002::/16")
# Translators put the bytes of an IPv4 address here, by the length of their prefix
# (RFC 6052). Networks choose prefixes of their own, so every address is read each way.
_TRANSLATED = (
    (12, 13, 14, 15),
    (9, 10, 11, 12),
    (7, 9, 10, 11),
    (6, 7, 9, 10),
    (5, 6, 7, 9),
    (4, 5, 6, 7),
)
# Of those, only whole addresses count: a /16 occurs in ordinary addresses by chance.
_SINGLE = frozenset(
    map(
        IPv4Address,
        (
            *("169.254.169.254", "169.254.170.2", "169.254.170.23", "169.254.0.23"),
            *("100.100.100.200", "100.96.0.96", "192.0.0.192", "168.63.129.16"),
        ),
    )
)
_EMBEDDING = tuple(
    map(
        IPv6Network,
        (
            "::/96",  # compatible
            "::ffff:0:0/96",  # mapped
            "::ffff:0:0:0/96",  # translated
            "64:ff9b::/96",  # NAT64
        ),
    )
)


def is_metadata(address: str) -> bool:
    """Return whether an IP address leads to a metadata service, in any IPv6 form of it.

    Return false for texts that are not an IP address.
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if any(parsed in service for service in _SERVICES):
        return True
    return isinstance(parsed, IPv6Address) and _embeds_metadata(parsed)


def is_metadata_name(host: str) -> bool:
    """Return whether a host name is known as that of a metadata service."""
    return host.lower().removesuffix(".") in _NAMES


def is_metadata_network(network: Network) -> bool:
    """Return whether a network consists of metadata services only."""
    return any(
        network.subnet_of(service)  # type: ignore[arg-type] # of the same version
        for service in _SERVICES
        if network.version == service.version
    )


def _embeds_metadata(address: IPv6Address) -> bool:
    inner = set(_translated(address))
    if inner & _SINGLE:
        return True
    return any(address in network for network in _EMBEDDING) and any(
        _last_four(address) in service for service in _SERVICES
    )


def _last_four(address: IPv6Address) -> IPv4Address:
    return IPv4Address(address.packed[12:])


def _translated(address: IPv6Address) -> Iterator[IPv4Address]:
    """Yield the IPv4 addresses that an IPv6 address may stand for."""
    packed = address.packed
    for positions in _TRANSLATED:
        yield IPv4Address(bytes(packed[position] for position in positions))
    if address in _SIX_TO_FOUR:
        yield IPv4Address(packed[2:6])
    if address in _TEREDO:
        yield IPv4Address(bytes(byte ^ 0xFF for byte in packed[12:]))
