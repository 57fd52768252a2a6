"""Finds, loads and replaces the configuration file; reloads it when it changes."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import override

from bot.core.domain.configuration import FILE_PLACES, FILE_VARIABLE, Configuration
from bot.core.domain.errors import ConfigError
from bot.core.ports.services import ConfigurationSource, EventLog
from bot.settings.configuration_parser import parse_configuration
from bot.settings.cross_checks import named_sources
from bot.settings.problems import problem
from bot.settings.schema import Platforms
from bot.settings.yaml import MAX_BYTES, parse_yaml


def find_file(named: Path | None, environment: Mapping[str, str]) -> Path:
    """Return the path of the configuration file.

    The path is ``named``; else the one in the environment variable; else the first
    standard path at which a file exists.

    Raises:
        ConfigError: the environment's file does not exist, or none was found.
    """
    if named is not None:
        return named
    if environment.get(FILE_VARIABLE):
        return _existing(Path(environment[FILE_VARIABLE]))
    for place in FILE_PLACES:
        if os.path.isfile(place):  # noqa: PTH113 - false also in a closed folder
            return Path(place)
    places = " nor ".join(FILE_PLACES)
    message = (
        f"no configuration found: neither {places} exists; name a file with --config"
    )
    raise ConfigError(message)


def _existing(path: Path) -> Path:
    """Check the path that the environment variable gives, and return it.

    Raises:
        ConfigError: the file does not exist, or its folder cannot be opened.
    """
    try:
        exists = path.exists()
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    if not exists:
        message = (
            f'{FILE_VARIABLE} is "{path}", which does not exist: change or unset it'
        )
        raise ConfigError(message)
    return path


def load_configuration(path: Path, platforms: Platforms) -> Configuration:
    """Load and parse the configuration file.

    Raises:
        ConfigError: the file cannot be read, or is invalid.
    """
    return parse_configuration(read_content(path), str(path), platforms)


def read_content(path: Path) -> bytes:
    """Return the bytes of the file, at most one more than ``MAX_BYTES``.

    The parser refuses a file above the limit.

    Raises:
        ConfigError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigError(f"{path}: {reason}") from error


def replace_content(path: Path, content: bytes) -> None:
    """Replace the file atomically; if ``path`` is a link, replace its target.

    Raises:
        ConfigError: the file cannot be written.
    """
    real = path.resolve()
    beside = real.with_name(f".{real.name}.new")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(real.stat().st_mode)
        beside.replace(real)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise ConfigError(
            f"{path} cannot be written and is unchanged: {error.strerror}"
        ) from error


class FileConfiguration(ConfigurationSource):
    """Reloads the configuration file when it changes.

    If the new content is invalid, keeps the last valid configuration. ``problem`` is
    the error of the current content, or ``None``.
    """

    def __init__(self, path: Path, event_log: EventLog, platforms: Platforms) -> None:
        self._path = path
        self._event_log = event_log
        self._platforms = platforms
        self._seen = _stamp(path)
        self._valid = load_configuration(path, platforms)
        self.problem: str | None = None

    @override
    async def current(self) -> Configuration:
        seen = _stamp(self._path)
        if seen != self._seen:
            self._seen = seen
            await self._reload()
        return self._valid

    async def _reload(self) -> None:
        try:
            # Reading a long file would block the event loop.
            read = await asyncio.to_thread(
                load_configuration, self._path, self._platforms
            )
        except ConfigError as error:
            self.problem = str(error)
            self._event_log.error(
                "configuration file is invalid; Sitrep keeps the last valid one",
                reason=self.problem,
            )
            return
        self.problem = None
        self._event_log.info("changed configuration loaded", path=str(self._path))
        if read.engine != self._valid.engine:
            self._event_log.warning(
                'restart Sitrep to apply the changed key "engine"', engine=read.engine
            )
        for key in ("contact", "health", "allow"):
            if getattr(read, key) != getattr(self._valid, key):
                self._event_log.warning(
                    f'restart Sitrep to apply the changed key "{key}"'
                )
        self._valid = read


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """Return the file's time, size and inode, to notice a change.

    Return ``None`` if the file does not exist.
    """
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


@dataclass(frozen=True, slots=True)
class MissingPath:
    """A message about a file or folder that a source names and that does not exist.

    The message contains the line of the configuration file. ``later`` is true for a
    folder, which may be created later.
    """

    message: str
    later: bool


def missing_paths(path: Path) -> Iterator[MissingPath]:
    """Find the sources whose file or folder does not exist, in the file's order.

    Raises:
        ConfigError: the configuration file cannot be read, or is not YAML.
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
