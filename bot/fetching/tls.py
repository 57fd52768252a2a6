"""TLS contexts: trusted certificates and offered key exchange groups."""

from __future__ import annotations

import ssl
from functools import cached_property
from pathlib import Path

from typing_extensions import override

_FAST_GROUP = "X25519"
_MAX_HOSTS = 2_000


class _NoCloseNotify(ssl.SSLObject):
    """A connection that closes without waiting for the server's close_notify.

    The response is complete by then, and asyncio would wait for 30 seconds.
    """

    @override
    def unwrap(self) -> None: ...


class TlsContexts:
    """A fast TLS context for nearly all hosts, and a full context for the others.

    A handshake is half of what a poll costs. By default OpenSSL 3.5 offers a
    post-quantum group. The group takes .16 of the handshake's .58 ms and protects
    little here: the pages are public. So the fast context offers only the most common
    group. The full context offers all groups, to hosts that refused the fast context.

    ``authorities`` is a file of certificates to trust instead of the machine's.
    """

    def __init__(self, authorities: Path | None = None) -> None:
        self._authorities = authorities
        self._full_hosts: dict[str, None] = {}

    def context(self, host: str) -> ssl.SSLContext:
        """Return the context for connections to a host."""
        return self._full if host in self._full_hosts else self._fast

    def use_full(self, host: str) -> bool:
        """Use the full context for a host from now on.

        Return false if the host uses it already.
        """
        if host in self._full_hosts:
            return False
        if len(self._full_hosts) >= _MAX_HOSTS:
            del self._full_hosts[next(iter(self._full_hosts))]
        self._full_hosts[host] = None
        return True

    @cached_property
    def _fast(self) -> ssl.SSLContext:
        context = self._context()
        context.set_ecdh_curve(_FAST_GROUP)
        return context

    @cached_property
    def _full(self) -> ssl.SSLContext:
        return self._context()

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self._authorities)
        # Some systems lower the minimum version in their own configuration.
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols(["http/1.1"])
        context.sslobject_class = _NoCloseNotify
        return context
