"""How TLS is spoken: with the certificates that are trusted, and at what price."""

from __future__ import annotations

import ssl
from functools import cached_property
from pathlib import Path

from typing_extensions import override

_QUICK_GROUP = "X25519"
_MOST_HOSTS = 2_000


class _Leaving(ssl.SSLObject):
    """A connection that is left without waiting for the other side's goodbye.

    Its one answer is complete by then, and asyncio would wait for 30 seconds.
    """

    @override
    def unwrap(self) -> None:
        """Say nothing more."""


class Handshakes:
    """One context for nearly all hosts, and another for those that it does not suit.

    A handshake is half of what a poll costs. What the machine offers by default guards
    against quantum computers too, which takes .16 ms of .58 (OpenSSL 3.5) and has
    little to hide here: what is read is published. So the most common group is offered
    alone, and everything to a host that does not know it.

    ``authorities`` is a file of certificates to trust, instead of the machine's.
    """

    def __init__(self, authorities: Path | None = None) -> None:
        self._authorities = authorities
        self._particular: dict[str, None] = {}

    def context(self, host: str) -> ssl.SSLContext:
        """What to speak to a host with."""
        return self._wide if host in self._particular else self._quick

    def widen(self, host: str) -> bool:
        """Offer a host everything from now on; whether it was not offered before."""
        if host in self._particular:
            return False
        if len(self._particular) >= _MOST_HOSTS:
            del self._particular[next(iter(self._particular))]
        self._particular[host] = None
        return True

    @cached_property
    def _quick(self) -> ssl.SSLContext:
        context = self._context()
        context.set_ecdh_curve(_QUICK_GROUP)
        return context

    @cached_property
    def _wide(self) -> ssl.SSLContext:
        return self._context()

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self._authorities)
        # Some systems leave the least version to their own configuration.
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols(["http/1.1"])
        context.sslobject_class = _Leaving
        return context
