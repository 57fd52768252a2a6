"""Checks URLs before they are fetched."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from yarl import URL

from bot.core.domain.allowed_servers import USUAL_PORTS, AllowedServer, parse_allowed
from bot.core.domain.cloud_metadata import is_metadata, is_metadata_name
from bot.core.domain.errors import (
    BadResponseError,
    BadUrlError,
    BlockedAddressError,
    FetchError,
)
from bot.fetching.ip_addresses import is_numeric, is_public, parse_address

MAX_LENGTH = 2048
"""The maximum length of a URL that is fetched, in characters."""

_UNSAFE = re.compile(
    r"[\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
    r"\ud800-\udfff\\]"
)
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL}){{0,126}}\.?")
_MAX_NAME = 253
# Names that always belong to this machine or its network.
_LOCAL_NAMES = re.compile(
    r"(?:.{1,253}\.)?(?:localhost|localdomain|local|internal|intranet|lan|home\.arpa)"
    r"\.?"
)
_LOOPBACK = "127.0.0.1"


def _anywhere(_address: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Reach:
    """The IP addresses and ports to which the client may connect.

    ``ports=None`` allows all ports. The ``servers`` are allowed in addition. The
    metadata services of clouds are never allowed.
    """

    is_allowed: Callable[[str], bool] = is_public
    ports: frozenset[int] | None = USUAL_PORTS
    servers: tuple[AllowedServer, ...] = ()

    def permits(self, host: str, address: str, port: int) -> bool:
        """Return whether a request to a host may connect to an IP address and port."""
        if is_metadata(address):
            return False
        if self.is_allowed(address) and self._is_usual(port):
            return True
        return any(
            server.has_port(port) and server.covers(host, address)
            for server in self.servers
        )

    def permits_address(self, address: str) -> bool:
        """Return whether a URL may contain this IP address."""
        if is_metadata(address):
            return False
        return self.is_allowed(address) or any(
            server.covers(address, address) for server in self.servers
        )

    def permits_name(self, host: str) -> bool:
        """Return whether a URL may contain this name; its addresses are not known yet."""
        if is_metadata_name(host):
            return False
        return (
            not _LOCAL_NAMES.fullmatch(host)
            or self.is_allowed(_LOOPBACK)
            or any(server.may_be(host) for server in self.servers)
        )

    def permits_port(self, host: str, port: int) -> bool:
        """Return whether a URL of this host may have this port."""
        return self._is_usual(port) or any(
            server.has_port(port) and server.may_be(host) for server in self.servers
        )

    def permits_unresolved(self, host: str, port: int) -> bool:
        """Return whether a proxy may resolve a name that has no IP address here.

        An allowed network does not permit it: its servers are known by address only.
        """
        if any(each.is_named(host) and each.has_port(port) for each in self.servers):
            return True
        is_local = _LOCAL_NAMES.fullmatch(host) or "." not in host.removesuffix(".")
        return self._is_usual(port) and (not is_local or self.is_allowed(_LOOPBACK))

    def _is_usual(self, port: int) -> bool:
        return self.ports is None or port in self.ports


INTERNET = Reach()
"""Web servers on the public internet."""

ANYWHERE = Reach(_anywhere, None)
"""Any IP address and port, this machine included, except metadata services.

For tests and demonstrations only.
"""


def check_url(text: str, reach: Reach) -> URL:
    """Parse a URL into its canonical form.

    Host names are not resolved here: the client checks their IP addresses when it
    connects.

    Raises:
        BadUrlError: the text is not an http(s) URL, or ``reach`` forbids its port.
        BlockedAddressError: the host is an IP address that ``reach`` forbids.
    """
    url = _parse(text)
    host = (url.raw_host or "").lower()
    if parse_address(host) is not None or is_numeric(host) or "%" in host:
        _check_literal(host, reach)
    else:
        _check_name(host, reach)
    if url.raw_user is not None or url.raw_password is not None:
        raise BadUrlError("links with a user name or password are not supported")
    if url.port is None or not reach.permits_port(host, url.port):
        allowed = " or ".join(map(str, sorted(reach.ports or ())))
        raise BadUrlError(f"port {url.port} is not allowed; use {allowed}")
    return url.with_fragment(None)


def refusal(text: str, allow: tuple[AllowedServer, ...]) -> str | None:
    """Return why the URL of a source is never fetched, or ``None`` if it may be."""
    try:
        check_url(text, Reach(servers=allow))
    except FetchError as error:
        url = _parse(text)
        usual = url.explicit_port is None or url.is_default_port()
        server = url.host if usual else url.host_port_subcomponent
        try:
            parse_allowed(server or "")
        except ValueError:
            return f"{error}: remove this source"
        return f'{error}: add "{server}" to "allow", or remove this source'
    return None


def check_redirect(source: URL, location: str | None, reach: Reach) -> URL:
    """Resolve and check the target of a redirect from ``source``.

    ``location`` is the value of the response's header.

    Raises:
        BadResponseError: the redirect has no target.
        FetchError: the target must not be fetched; see ``check_url``.
    """
    if not location or not location.strip():
        raise BadResponseError("the server sends a redirect without a target")
    try:
        target = urljoin(str(source), location.strip())
    except ValueError as error:
        raise BadUrlError("the server redirects to an invalid link") from error
    return check_url(target, reach)


def blocked() -> BlockedAddressError:
    """Make the error for a blocked IP address; its message never names the address."""
    return BlockedAddressError("this address is not on the public internet")


def _parse(text: str) -> URL:
    if len(text) > MAX_LENGTH:
        raise BadUrlError(f"the link has more than {MAX_LENGTH:,} characters")
    if _UNSAFE.search(text):
        raise BadUrlError("the link contains a blank or an invisible character")
    try:
        url = URL(text)
        port = url.port
    except (ValueError, UnicodeError) as error:
        raise BadUrlError("the link is not valid") from error
    if url.scheme not in {"http", "https"}:
        raise BadUrlError("only http and https links are supported")
    if not url.raw_host or port == 0:
        raise BadUrlError("the link has no host")
    return url


def _check_literal(host: str, reach: Reach) -> None:
    """Check that a host written as an IP address is allowed and in its usual notation.

    Raises:
        BlockedAddressError: ``reach`` forbids the address, or its notation is unusual.
    """
    if parse_address(host) is None or not reach.permits_address(host):
        raise blocked()


def _check_name(host: str, reach: Reach) -> None:
    if not reach.permits_name(host):
        raise blocked()
    if len(host) > _MAX_NAME or not _NAME.fullmatch(host) or not _is_idna(host):
        raise BadUrlError("the link's host is not a valid name")


def _is_idna(host: str) -> bool:
    try:
        for label in host.split("."):
            if label.startswith("xn--"):
                label.encode().decode("idna")
    except UnicodeError:
        return False
    return True
