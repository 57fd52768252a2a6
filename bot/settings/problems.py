"""Problems of a configuration, each with its line and column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.domain.errors import ConfigError

KeyPath = tuple[str | int, ...]
"""Keys and list positions from the top of the file to a value."""

_HIDDEN = re.compile(r"[^\x20-\x7e\u00a1-\u2027\u2030-\u205e\u2070-\ud7ff]")


@dataclass(frozen=True, slots=True)
class TextPosition:
    """A line and a column, both counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A mistake in the file: its line, column and key, and what to write instead."""

    line: int
    column: int
    key: str
    message: str

    def formatted(self, name: str) -> str:
        """Format the problem as editors parse it: ``file:line:column: key: …``."""
        key = f"{self.key}: " if self.key else ""
        return _HIDDEN.sub(
            "?", f"{name}:{self.line}:{self.column}: {key}{self.message}"
        )


def problem(place: TextPosition, path: KeyPath, message: str) -> Problem:
    """Make a problem about the key or value at ``path``, which stands at ``place``."""
    return Problem(place.line, place.column, dotted(path), message)


def config_error(name: str, problems: Iterable[Problem]) -> ConfigError:
    """Make the error with all problems of the file ``name``, one per line."""
    return ConfigError(
        "\n".join(each.formatted(name) for each in sorted(set(problems)))
    )


def dotted(path: KeyPath) -> str:
    """Write the path with dots and brackets: ``topics.ports.sources[0].page``."""
    written = ""
    for part in path:
        if isinstance(part, int):
            written += f"[{part}]"
        else:
            written += f".{part[:64]}" if written else part[:64]
    return written
