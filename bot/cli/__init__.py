"""The command line, ``sitrep``: results on stdout, everything else on stderr."""

from __future__ import annotations

from bot.cli.entry import main

__all__ = ["main"]
