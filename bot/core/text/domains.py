"""Finds the registrable domain of a URL with the Public Suffix List.

The only module that imports publicsuffixlist. The package contains the list; nothing is
downloaded.
"""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

_NUMBERS = re.compile(r"[\d.]+|.*:.*", re.DOTALL)


def domain(url: str | None) -> str | None:
    """Return the registrable domain: ``bbc.co.uk`` for ``https://news.bbc.co.uk/1``.

    A host without a registrable domain, such as an IP address, is returned with its
    port. Names in other scripts are returned in ASCII. Return ``None`` for a URL
    without a host.
    """
    try:
        parts = urlsplit(url or "")
        host = _ascii((parts.hostname or "").rstrip("."))
    except ValueError:
        return None
    if not host:
        return None
    registrable = None if _NUMBERS.fullmatch(host) else _suffixes().privatesuffix(host)
    return registrable or parts.netloc.rpartition("@")[2].lower()


def host_of(url: str) -> str:
    """Return the host of a URL; without a host, return the text unchanged."""
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url


def has_known_suffix(host: str) -> bool:
    """Return whether the host has a listed suffix: "bbc.co.uk", but not "node.js"."""
    return _suffixes().privatesuffix(_ascii(host), accept_unknown=False) is not None


def _ascii(host: str) -> str:
    """Return the name in IDNA form; a name that IDNA refuses is returned unchanged."""
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
