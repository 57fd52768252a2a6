"""Who stands behind an address: its registrable domain, by the Public Suffix List.

The sole owner of publicsuffixlist, whose list is part of its package: nothing is
fetched.
"""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList


def domain(url: str | None) -> str | None:
    """The registrable domain: ``bbc.co.uk`` for ``https://news.bbc.co.uk/1``.

    A host without one, such as an address of numbers, stands for itself with its port.
    ``None`` for what has no host.
    """
    try:
        parts = urlsplit(url or "")
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    return (_suffixes().privatesuffix(host) or parts.netloc.lower()) if host else None


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
