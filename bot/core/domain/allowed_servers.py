"""Servers that the operator allows to fetch from, though they are not public."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from bot.core.domain.cloud_metadata import (
    Network,
    is_metadata_name,
    is_metadata_network,
)

USUAL_PORTS = frozenset({80, 443})
"""The ports of web servers."""

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL}){{0,126}}", re.ASCII)
_PORT = re.compile(r"(\[[^\]]{2,45}\]|[^:\[\]]{1,253}):([0-9]{1,5})", re.ASCII)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LAST_PORT = 65535
_SERVER = 'write a host name, an IP address or a network, such as "10.20.0.0/16"'
_METADATA = (
    "this is a metadata service, which gives away the machine's credentials and is "
    "never fetched: remove it"
)


@dataclass(frozen=True, slots=True)
class AllowedServer:
    """A server, given by a host name or by a network of IP addresses.

    One of ``host`` and ``network`` is set. A host name stands for all IP addresses to
    which it resolves. ``port`` is the only permitted port; ``None`` means the usual
    ones.
    """

    host: str = ""
    network: Network | None = None
    port: int | None = None

    def covers(self, host: str, address: str) -> bool:
        """Return whether this is the server ``host``, reached at the IP ``address``.

        The host name resolved to this address.
        """
        if self.network is None:
            return self.is_named(host)
        parsed = ip_address(address)
        if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
            parsed = parsed.ipv4_mapped
        return parsed in self.network

    def may_be(self, host: str) -> bool:
        """Return whether this may be the server ``host``, which is not resolved yet."""
        return self.network is not None or self.is_named(host)

    def is_named(self, host: str) -> bool:
        """Return whether this entry is the host name ``host``, and not a network."""
        return self.host == host.lower().removesuffix(".")

    def has_port(self, port: int) -> bool:
        """Return whether the server may be reached on this port."""
        return port == self.port if self.port is not None else port in USUAL_PORTS


def parse_allowed(text: str) -> AllowedServer:
    """Parse a host name, an IP address or a network; names and addresses take a port.

    Raises:
        ValueError: it is invalid; the message says what to write.
    """
    match = _PORT.fullmatch(text)
    name = (match[1].strip("[]") if match else text).lower().removesuffix(".")
    port = int(match[2]) if match else None
    if port is not None and not 0 < port <= _LAST_PORT:
        raise ValueError(f"a port is a number from 1 to {_LAST_PORT}")
    network = _parse_network(name)
    if network is None and not _is_name(name):
        raise ValueError(_SERVER)
    if is_metadata_name(name) or (network and is_metadata_network(network)):
        raise ValueError(_METADATA)
    return AllowedServer("" if network else name, network, port)


def _parse_network(text: str) -> Network | None:
    """Parse a network or an IP address; ``None`` for a text in another form.

    Raises:
        ValueError: the network has bits behind its prefix.
    """
    try:
        loose = ip_network(text, strict=False)
    except ValueError:
        return None
    address, _, prefix = text.partition("/")
    if prefix and ip_address(address) != loose.network_address:
        raise ValueError(f'the network of this address is "{loose}": write that')
    return loose


def _is_name(text: str) -> bool:
    last = text.rpartition(".")[2]
    return _NAME.fullmatch(text) is not None and not _NUMBER.fullmatch(last)
