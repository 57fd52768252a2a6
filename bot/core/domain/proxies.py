"""The proxies that the environment names, and the servers that are reached without one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from bot.core.domain.cloud_metadata import Network
from bot.core.domain.errors import ConfigError

HTTPS_PROXY, HTTP_PROXY, NO_PROXY = "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"
"""The variables; a name in lower case takes precedence, as in other programs."""

PROXY_VARIABLES = (HTTPS_PROXY, HTTP_PROXY)
"""The variables with the address of a proxy, which may contain a password."""

_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])"
_WORD = r"(?:[^\s\x00-\x1f\x7f:@/?#%]|%[2-9A-Fa-f][0-9A-Fa-f]){1,300}"
PROXY_PATTERN = rf"https?://(?:{_WORD}:{_WORD}@)?{_HOST}(?::\d{{1,5}})?/?"
"""The form of the address of a proxy."""

_REMEDY = (
    'is not the address of a proxy: write "http://HOST:PORT" or '
    '"http://USER:PASSWORD@HOST:PORT", and @ : / ? # % in user and password as %40 %3A '
    "%2F %3F %23 %25"
)
_PORTS = {"http": 80, "ws": 80, "https": 443, "wss": 443}
_ENTRY = re.compile(r"(\[[^\]]{1,60}\]|[^:]{1,260})(?::(\d{1,5}))?")


@dataclass(frozen=True, slots=True)
class _Exemption:
    """An entry of NO_PROXY: servers that are reached without a proxy.

    They are a host name and all names below it, or a network. ``port`` is the only port
    to which the entry applies; ``None`` means all.
    """

    suffix: str
    network: Network | None = None
    port: int | None = None

    def covers(self, host: str, port: int) -> bool:
        if self.port is not None and self.port != port:
            return False
        if self.network is not None:
            address = _parse_address(host)
            return address is not None and address in self.network
        return host == self.suffix or host.endswith(f".{self.suffix}")


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies for http and https; empty texts mean none.

    This machine is always reached without a proxy.
    """

    http: str = field(default="", repr=False)
    https: str = field(default="", repr=False)
    exemptions: tuple[_Exemption, ...] = ()
    exempts_all: bool = False

    def of_url(self, url: str) -> str | None:
        """Return the proxy for requests to a URL, or ``None`` to connect directly.

        WebSockets use the proxy of the matching HTTP scheme.
        """
        parts = urlsplit(url)
        proxy = self.https if parts.scheme in {"https", "wss"} else self.http
        host = (parts.hostname or "").removesuffix(".")
        if not proxy or self.exempts_all or _is_this_machine(host):
            return None
        port = parts.port or _PORTS.get(parts.scheme, 0)
        is_exempt = any(entry.covers(host, port) for entry in self.exemptions)
        return None if is_exempt else proxy


NO_PROXIES = Proxies()


def proxy_values(environment: Mapping[str, str]) -> Mapping[str, str]:
    """Return the proxy variables by their names in capitals, each with its value."""
    names = (HTTPS_PROXY, HTTP_PROXY, NO_PROXY)
    values = {
        name: environment.get(name.lower()) or environment.get(name) for name in names
    }
    return {name: value.strip() for name, value in values.items() if value}


def wrong_proxies(environment: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence, without the value, for each malformed address of a proxy."""
    values = proxy_values(environment)
    for name in PROXY_VARIABLES:
        value = values.get(name, "")
        if value and not re.fullmatch(PROXY_PATTERN, value):
            yield f"{name} {_REMEDY}"


def proxies_of(environment: Mapping[str, str]) -> Proxies:
    """Return the proxies that an environment names.

    Raises:
        ConfigError: the address of a proxy is malformed.
    """
    for problem in wrong_proxies(environment):
        raise ConfigError(problem)
    values = proxy_values(environment)
    entries = re.split(r"[\s,]+", values.get(NO_PROXY, "").lower())
    return Proxies(
        values.get(HTTP_PROXY, ""),
        values.get(HTTPS_PROXY, ""),
        tuple(_exemptions(entries)),
        exempts_all="*" in entries,
    )


def _exemptions(entries: list[str]) -> Iterator[_Exemption]:
    """Parse the entries of NO_PROXY; skip malformed ones, as other programs do."""
    for entry in entries:
        network = _parse_network(entry)
        match = None if network else _ENTRY.fullmatch(entry)
        if network is not None:
            yield _Exemption("", network)
        elif match is not None:
            host = match[1].strip("[]").removeprefix("*").strip(".")
            port = int(match[2]) if match[2] else None
            if host:
                yield _Exemption(host, _parse_network(host), port)


def _parse_network(text: str) -> Network | None:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def _parse_address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _is_this_machine(host: str) -> bool:
    address = _parse_address(host)
    if address is not None:
        return address.is_loopback
    return host == "localhost" or host.endswith(".localhost")
