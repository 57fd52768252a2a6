"""The verb ``check``: all that is wrong with the configuration and the environment."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

from bot.bootstrap.configuration import (
    absent_sources,
    read_configuration,
    wrong_environment,
)
from bot.cli.sources import allow_private
from bot.cli.streams import tell
from bot.core.domain.configuration import Configuration
from bot.core.domain.errors import ConfigError
from bot.core.messages.listings import summary
from bot.core.operations.check_results import Finding

_FAILED = 1


def check(config: Path | None, *, online: bool) -> int:
    """Say what is wrong or how much is configured; the exit status.

    Raises:
        ConfigError: the configuration or the environment is wrong.
    """
    path, configuration = _read(config)
    print(f"{path} is right: {summary(configuration)}")
    _tell_engine(configuration)
    failed = [_tell_model(), _tell_absent(path)]
    if online:
        failed += [_try_sources(configuration), _try_chats(configuration)]
    return _FAILED if any(failed) else 0


def _read(config: Path | None) -> tuple[Path, Configuration]:
    """The configuration, once nothing is wrong with it or with the environment.

    Raises:
        ConfigError: something is; the message tells all of it, a line each.
    """
    wrong = list(wrong_environment(os.environ))
    try:
        path, configuration = read_configuration(config, os.environ)
    except ConfigError as error:
        raise ConfigError("\n".join((str(error), *wrong))) from error
    for one in _left_out(configuration):
        told = f"{one.about}: {one.words}"
        if one.good:
            tell(told)
        else:
            wrong.append(told)
    if wrong:
        raise ConfigError("\n".join(wrong))
    return path, configuration


def _left_out(configuration: Configuration) -> Iterator[Finding]:
    """What platforms lack, of those that anything is configured for."""
    from bot.bootstrap.platforms import disabled_platforms, mentioned_platforms

    mentioned = mentioned_platforms(os.environ)
    for one in disabled_platforms(os.environ, configuration):
        if not one.good or one.about in mentioned:
            yield one


def _tell_engine(configuration: Configuration) -> None:
    from bot.bootstrap.engine import has_engine

    if not has_engine(configuration.engine):
        tell(
            f"the language model of the engine {configuration.engine} is missing: "
            "fast will be used, which finds less"
        )


def _tell_model() -> bool:
    """Say whether the language model is another than the tested one."""
    from bot.bootstrap.engine import changed_model_files

    changed = changed_model_files()
    if changed:
        tell(
            "the language model is not the one that was tested (changed: "
            f"{', '.join(changed)}): run make setup again"
        )
    return bool(changed)


def _tell_absent(path: Path) -> bool:
    """Say which files and folders are not there; whether any should be."""
    found = list(absent_sources(path))
    for told, _ in found:
        tell(told)
    return not all(later for _, later in found)


def _try_chats(configuration: Configuration) -> bool:
    """Try every token and channel, and say how it went; whether any failed."""
    from bot.bootstrap.platforms import check_platforms

    found = asyncio.run(check_platforms(os.environ, configuration))
    for one in found:
        print(f"{'good  ' if one.good else 'failed'}  {one.about}: {one.words}")
    return not all(one.good for one in found)


def _try_sources(configuration: Configuration) -> bool:
    """Ask every configured source once, and say how it went; whether any failed."""
    from bot.bootstrap.app_context import try_configured

    trials = asyncio.run(try_configured(configuration, allow_private=allow_private()))
    for trial in trials:
        if trial.error is None:
            print(f"read    {trial.source.url}: {trial.summary}")
        else:
            print(f"failed  {trial.source.url}: {trial.error}")
    return any(trial.error for trial in trials)
