"""Reads from the environment how pages and feeds are fetched.

The command line loads this module first, so it imports no network library.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.domain.logins import LOGIN_VARIABLE
from bot.core.domain.proxies import NO_PROXIES, Proxies, proxies_of

ALLOW_PRIVATE = "SITREP_ALLOW_PRIVATE"
"""If this variable is 1, pages of private IP addresses may be fetched, for tests."""


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """How to fetch: whether private IP addresses are allowed, proxies and logins.

    ``logins`` maps the names of environment variables to the logins of sources.
    """

    allow_private: bool = False
    proxies: Proxies = NO_PROXIES
    logins: Mapping[str, str] = field(default_factory=dict, repr=False)


DEFAULT_NETWORK = NetworkSettings()


def may_fetch_private(environment: Mapping[str, str]) -> bool:
    """Return whether the environment allows private IP addresses."""
    return environment.get(ALLOW_PRIVATE) == "1"


def network_settings(
    environment: Mapping[str, str], *, allow_private: bool
) -> NetworkSettings:
    """Return the settings that an environment has.

    Raises:
        ConfigError: the address of a proxy is malformed.
    """
    logins = {
        name: value
        for name, value in environment.items()
        if name.startswith(LOGIN_VARIABLE)
    }
    return NetworkSettings(allow_private, proxies_of(environment), logins)
