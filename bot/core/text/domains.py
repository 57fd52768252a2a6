"""Who stands behind an address: its registrable domain, by the Public Suffix List.

The sole owner of publicsuffixlist, whose list is part of its package: nothing is
fetched.
"""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

_NUMBERS = re.compile(r"[\d.]+|.*:.*", re.DOTALL)


def domain(url: str | None) -> str | None:
    """The registrable domain: ``bbc.co.uk`` for ``https://news.bbc.co.uk/1``.

    A host without one, such as an address of numbers, stands for itself with its port.
    A name in another script is told in its ASCII form. ``None`` for what has no host.
    """
    try:
        parts = urlsplit(url or "")
        host = _ascii((parts.hostname or "").rstrip("."))
    except ValueError:
        return None
    if not host:
        return None
    named = None if _NUMBERS.fullmatch(host) else _suffixes().privatesuffix(host)
    return named or parts.netloc.rpartition("@")[2].lower()


def host_of(url: str) -> str:
    """The host that is asked for an address; what has none stands for itself."""
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url


def has_known_suffix(host: str) -> bool:
    """Whether it is a name below a suffix of the list: "bbc.co.uk", not "node.js"."""
    return _suffixes().privatesuffix(_ascii(host), accept_unknown=False) is not None


def _ascii(host: str) -> str:
    """The name as servers know it; one that they cannot know stays as it is."""
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
