"""Files and folders that a configuration names and that are not there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.settings.files import read_content
from bot.settings.problems import problem
from bot.settings.relations import named_sources
from bot.settings.yaml import parse_yaml


@dataclass(frozen=True, slots=True)
class Absence:
    """A source that is not there: what is told of it, with its place in the file.

    A folder may come ``later``, when it is first filled.
    """

    told: str
    later: bool


def absences(path: Path) -> Iterator[Absence]:
    """The absent sources of the configuration in a file, in its order.

    Raises:
        ConfigError: it cannot be read, or it is no YAML.
    """
    tree = parse_yaml(read_content(path), str(path))
    for source in named_sources(tree, path.parent):
        if source.kind not in {"file", "folder"} or _is_there(Path(source.name)):
            continue
        place = tree.place(source.path)
        told = f"there is no {source.kind} {source.name}"
        later = source.kind == "folder"
        if later:
            told += " yet; nothing is read from it until it is there"
        yield Absence(problem(place, source.path, told).told(str(path)), later)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False
