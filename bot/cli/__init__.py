"""The command line ``sitrep``: results go to stdout, messages to stderr."""

from __future__ import annotations

from bot.cli.entry import main

__all__ = ["main"]
