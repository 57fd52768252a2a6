"""Workspaces in which the app is installed, and names that belong to one of them.

With several workspaces, the name of the workspace stands before a channel or person:
``acme/#ops``, ``acme/@U012AB3CD``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

WORKSPACE = r"[a-z0-9][a-z0-9-]{0,63}"
"""The form of a workspace's name in the configuration."""

ACTING_FOR: ContextVar[str] = ContextVar("workspace", default="")
"""The workspace of the person whose command runs; empty for the bot's own work."""


@contextmanager
def acting_for_all() -> Iterator[None]:
    """Run the block as the bot's own work, even if a command called it."""
    token = ACTING_FOR.set("")
    try:
        yield
    finally:
        ACTING_FOR.reset(token)


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace with its ``name`` in the configuration.

    ``servers`` maps a platform's name to the platform's own id of the workspace.
    """

    name: str
    servers: Mapping[str, str]


def qualified(workspace: str, name: str) -> str:
    """Return a channel or person with the workspace before it, if there is one."""
    return f"{workspace}/{name}" if workspace else name


def split_workspace(name: str) -> tuple[str, str]:
    """Return the workspace of a channel or person, and the name within it.

    The workspace is empty if none stands before the name.
    """
    workspace, _, inner = name.rpartition("/")
    return workspace, inner


def workspace_of(channel: str) -> str:
    """Return the workspace of a channel of the store: that of ``slack/acme/#ops``.

    It is empty if none stands before the channel.
    """
    return split_workspace(channel.partition("/")[2])[0]


def direct_channel(person: str) -> str:
    """Return the name of a person's direct messages: ``@U1``, ``acme/@U1``."""
    workspace, inner = split_workspace(person)
    return qualified(workspace, f"@{inner}")
