"""Which file the configuration is in, and reading it again when it changes."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path

from typing_extensions import override

from bot.core.domain.configuration import Configuration
from bot.core.domain.errors import ConfigError
from bot.core.ports.services import ConfigurationSource, EventLog
from bot.settings.checks import parse_configuration
from bot.settings.schema import Platforms
from bot.settings.yaml import MAX_BYTES

PLACES = (Path("sitrep.yaml"), Path("config/sitrep.yaml"))
"""Where the file is looked for when nobody names it."""

_VARIABLE = "SITREP_CONFIG"


def find_file(named: Path | None, environment: Mapping[str, str]) -> Path:
    """The file that was named, else the one of the environment, else one in place.

    Raises:
        ConfigError: there is none, or not where the environment says.
    """
    if named is not None:
        return named
    if environment.get(_VARIABLE):
        return _existing(Path(environment[_VARIABLE]))
    for place in PLACES:
        if place.is_file():
            return place
    places = " nor ".join(str(place) for place in PLACES)
    told = f"there is no configuration, neither {places}; name one by --config"
    raise ConfigError(told)


def _existing(path: Path) -> Path:
    """The path that the environment names.

    Raises:
        ConfigError: nothing is there.
    """
    if not path.exists():
        told = f'{_VARIABLE} is "{path}", and there is no such file: change or unset it'
        raise ConfigError(told)
    return path


def load_configuration(path: Path, platforms: Platforms) -> Configuration:
    """Read the configuration file.

    Raises:
        ConfigError: it cannot be read, or it is wrong.
    """
    return parse_configuration(read_content(path), str(path), platforms)


def read_content(path: Path) -> bytes:
    """The bytes of a file of a bearable size.

    Raises:
        ConfigError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigError(f"{path}: {reason}") from error


def replace_content(path: Path, content: bytes) -> None:
    """Write the file whole or not at all; where it is a link, what it leads to.

    Raises:
        ConfigError: it cannot be written.
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
        raise ConfigError(f"{path} cannot be written: {error.strerror}") from error


class FileConfiguration(ConfigurationSource):
    """A file that is read again when it changes; a broken one changes nothing.

    ``problem`` is what is wrong with the file as it is now.
    """

    def __init__(self, path: Path, event_log: EventLog, platforms: Platforms) -> None:
        self._path = path
        self._journal = event_log
        self._platforms = platforms
        self._seen = _stamp(path)
        self._good = load_configuration(path, platforms)
        self.problem: str | None = None

    @override
    async def current(self) -> Configuration:
        seen = _stamp(self._path)
        if seen != self._seen:
            self._seen = seen
            await self._reload()
        return self._good

    async def _reload(self) -> None:
        try:
            # In a thread: a long file takes longer than the event loop may wait.
            read = await asyncio.to_thread(
                load_configuration, self._path, self._platforms
            )
        except ConfigError as error:
            self.problem = str(error)
            self._journal.error("configuration refused", reason=self.problem)
            return
        self.problem = None
        self._journal.info("configuration read", path=str(self._path))
        if read.engine != self._good.engine:
            self._journal.warning("engine changes at the next start", name=read.engine)
        if read.health != self._good.health:
            self._journal.warning("health changes at the next start")
        self._good = read


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """What changes when the file does; ``None`` while there is no file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
