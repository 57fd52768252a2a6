"""Installations of the app in workspaces, with the tokens that the platform gave."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

ENCRYPTION_KEYS = "SITREP_ENCRYPTION_KEYS"
"""The environment variable with the keys, separated by commas, that encrypt tokens.

The first one encrypts; all decrypt.
"""


@dataclass(frozen=True, slots=True)
class Installation:
    """The app in one workspace of a platform.

    ``server`` is the platform's id of the workspace and ``title`` the name that people
    see. ``scopes`` are the permissions of ``token``. ``expires`` is the time at which
    the token ends, if it ends. ``refresh_token`` exchanges the token for a new one, and
    works once.
    """

    platform: str
    server: str = field(repr=False)
    title: str
    token: str = field(repr=False)
    installed: datetime
    scopes: tuple[str, ...] = ()
    refresh_token: str | None = field(default=None, repr=False)
    expires: datetime | None = None
