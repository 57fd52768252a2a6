"""Loads the configuration file and checks the environment.

Adapters are imported when they are needed: the command line loads this module first.
"""

from __future__ import annotations

import os.path
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from bot.bootstrap.network import may_fetch_private
from bot.core.domain.configuration import FILE_PLACES, FILE_VARIABLE, Configuration
from bot.core.domain.errors import ConfigError


def read_configuration(
    named: Path | None, environment: Mapping[str, str]
) -> tuple[Path, Configuration]:
    """Load the configuration file; return its path and its values.

    Without ``named``, search for the file in the environment and the standard places.

    Raises:
        ConfigError: the file is missing or invalid.
    """
    from bot.platforms import PLATFORMS
    from bot.settings import find_file, load_configuration

    path = find_file(named, environment)
    return path, load_configuration(path, PLATFORMS)


def optional_configuration(environment: Mapping[str, str]) -> Configuration | None:
    """Load the configuration file for a command that also works without one.

    Return ``None`` if the environment names no file and none is at a standard path.

    Raises:
        ConfigError: the file is invalid.
    """
    # Importing the parser takes longer than briefing an article.
    is_named = bool(environment.get(FILE_VARIABLE))
    if not is_named and not any(map(os.path.isfile, FILE_PLACES)):
        return None
    return read_configuration(None, environment)[1]


def absent_sources(path: Path) -> Iterator[tuple[str, bool]]:
    """Yield a message and a flag for each configured file or folder that is missing.

    The flag is true for a folder, which may be created later.
    """
    from bot.settings import missing_paths

    return ((missing.message, missing.later) for missing in missing_paths(path))


def suspicious_parts(
    path: Path, configuration: Configuration, environment: Mapping[str, str]
) -> Iterator[str]:
    """Yield a line about each part of the valid file that is probably a mistake."""
    from bot.fetching import refusal
    from bot.settings import advice

    if may_fetch_private(environment):
        return advice(path)
    return advice(path, partial(refusal, allow=configuration.allow))


def wrong_environment(environment: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each problem of the environment; it contains no values."""
    from bot.platforms import PLATFORMS
    from bot.settings import wrong_variables
    from bot.stores import VARIABLE, wrong_database

    yield from wrong_variables(environment, PLATFORMS)
    if environment.get(VARIABLE):
        problem = wrong_database(environment)
        if problem is not None:
            yield problem


def examine(
    named: Path | None,
    environment: Mapping[str, str],
    *,
    serves_programs: bool = True,
) -> tuple[Path, Configuration, tuple[str, ...]]:
    """Load the configuration; also return the problems of the environment it needs.

    A problem is a wrong variable, a source without its login, a program without a token
    of its own, or a platform of a digest or alert without its token.

    Raises:
        ConfigError: the file is missing or invalid; the message has one line for each
            problem, with those of the variables.
    """
    from bot.bootstrap.platforms import disabled_platforms
    from bot.settings import wrong_logins, wrong_tokens

    problems = [*wrong_environment(environment)]
    try:
        path, configuration = read_configuration(named, environment)
    except ConfigError as error:
        raise ConfigError("\n".join((str(error), *problems))) from error
    problems += wrong_logins(configuration.sources, environment)
    if serves_programs and configuration.programs is not None:
        problems += wrong_tokens(configuration.programs.programs, environment)
    problems += (
        f"{finding.about}: {finding.words}"
        for finding in disabled_platforms(environment, configuration)
        if not finding.good
    )
    return path, configuration, tuple(problems)


def read_runnable(
    named: Path | None,
    environment: Mapping[str, str],
    *,
    serves_programs: bool = True,
) -> tuple[Path, Configuration]:
    """Load the configuration for a process that posts digests.

    Raises:
        ConfigError: the configuration is invalid, or the environment lacks something
            that it needs; the message has one line for each problem.
    """
    path, configuration, problems = examine(
        named, environment, serves_programs=serves_programs
    )
    if problems:
        raise ConfigError("\n".join(problems))
    return path, configuration


def configuration_schema() -> str:
    """Return the JSON Schema of the configuration file."""
    from bot.platforms import PLATFORMS
    from bot.settings import schema_text

    return schema_text(PLATFORMS)
