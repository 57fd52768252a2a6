"""The command group ``workspaces``: lists installations, and makes a key."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from bot.bootstrap.configuration import read_configuration


def list_workspaces(config: Path | None) -> None:
    """Print a line for each workspace that is configured or has the app.

    Raises:
        ConfigError: the configuration is invalid, or the key for tokens is not set.
        StoreError: the database cannot be used.
    """
    from bot.bootstrap.runtime import make_runtime
    from bot.bootstrap.workspaces import installed, workspace_names

    path, configuration = read_configuration(config, os.environ)
    runtime = make_runtime(path, os.environ, log=sys.stderr)
    waiting = dict(workspace_names(configuration))
    for each in asyncio.run(installed(runtime, os.environ)):
        name = waiting.pop((each.platform, each.server), None)
        note = "" if name else "; to use it, add this ID under workspaces"
        print(
            f"{name or '-'}  {each.platform} {each.server}  {each.title}: "
            f"installed {each.installed:%Y-%m-%d %H:%M} UTC{note}"
        )
    for (platform, server), name in waiting.items():
        print(f"{name}  {platform} {server}: not installed; open /slack/install there")


def print_key() -> None:
    """Print a new key for SITREP_ENCRYPTION_KEYS."""
    from bot.bootstrap.workspaces import new_key

    print(new_key())
