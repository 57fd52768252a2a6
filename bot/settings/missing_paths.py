"""Finds configured files and folders that do not exist."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.settings.cross_checks import named_sources
from bot.settings.files import read_content
from bot.settings.problems import problem
from bot.settings.yaml import parse_yaml


@dataclass(frozen=True, slots=True)
class MissingPath:
    """A source that does not exist: a message with its place in the file.

    A folder may be created ``later``.
    """

    message: str
    later: bool


def missing_paths(path: Path) -> Iterator[MissingPath]:
    """The missing sources of a configuration file, in its order.

    Raises:
        ConfigError: it cannot be read, or is not YAML.
    """
    tree = parse_yaml(read_content(path), str(path))
    for source in named_sources(tree, path.parent):
        if source.kind not in {"file", "folder"} or _exists(Path(source.name)):
            continue
        place = tree.place(source.path)
        message = f"the {source.kind} {source.name} does not exist"
        later = source.kind == "folder"
        if later:
            message += " yet; it is read once it exists"
        yield MissingPath(
            problem(place, source.path, message).formatted(str(path)), later
        )


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False
