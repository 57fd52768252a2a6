"""The programs that may read from Sitrep, and what each may read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.core.domain.extras import is_installed

TOKEN_VARIABLE = "SITREP_TOKEN_"  # noqa: S105 - a name, not a token
"""The beginning of the names of the environment variables with programs' tokens."""


class Interface(StrEnum):
    """A way in which programs read: JSON documents, feeds of digests, or MCP tools."""

    API = "api"
    FEEDS = "feeds"
    MCP = "mcp"


@dataclass(frozen=True, slots=True)
class Program:
    """A program with a token.

    ``topics`` and ``digests`` are the ids of those that the program may read, and
    ``interfaces`` are the ways in which it may read them.
    """

    id: str
    interfaces: frozenset[Interface]
    topics: frozenset[str] = frozenset()
    digests: frozenset[str] = frozenset()

    @property
    def variable(self) -> str:
        """Return the name of the environment variable with the token."""
        return TOKEN_VARIABLE + self.id.upper().replace("-", "_")


def missing_tools() -> str | None:
    """Return how to install the packages for MCP; ``None`` if they are installed."""
    if is_installed("mcp"):
        return None
    return "MCP needs the extra \"mcp\", which is not installed: run pip install 'sitrep-bot[mcp]'"
