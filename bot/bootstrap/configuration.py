"""Loads the configuration file and checks the environment.

Adapters are imported when they are needed: the command line loads this module first.
"""

from __future__ import annotations

import os.path
from collections.abc import Iterator, Mapping
from pathlib import Path

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


def suspicious_parts(path: Path) -> Iterator[str]:
    """Yield a line about each part of the valid file that is probably a mistake."""
    from bot.settings import advice

    return advice(path)


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


def check_environment(environment: Mapping[str, str]) -> None:
    """Raise an error if the bot would not run as configured in this environment.

    Raises:
        ConfigError: the message has one line for each problem.
    """
    problems = "\n".join(wrong_environment(environment))
    if problems:
        raise ConfigError(problems)


def token_problems(
    configuration: Configuration, environment: Mapping[str, str]
) -> Iterator[str]:
    """Yield a sentence for each program whose token is missing or wrong."""
    from bot.settings import wrong_tokens

    if configuration.programs is not None:
        yield from wrong_tokens(configuration.programs.programs, environment)


def login_problems(
    configuration: Configuration, environment: Mapping[str, str]
) -> Iterator[str]:
    """Find the logins of sources that are missing or wrong: one sentence each."""
    from bot.settings import wrong_logins

    return wrong_logins(configuration.sources, environment)


def check_tokens(
    configuration: Configuration,
    environment: Mapping[str, str],
    *,
    serves_programs: bool = True,
) -> None:
    """Raise an error if a source has no valid login, or a program no token of its own.

    Raises:
        ConfigError: the message has one line for each problem.
    """
    problems = "\n".join(
        (
            *login_problems(configuration, environment),
            *(token_problems(configuration, environment) if serves_programs else ()),
        )
    )
    if problems:
        raise ConfigError(problems)


def configuration_schema() -> str:
    """Return the JSON Schema of the configuration file."""
    from bot.platforms import PLATFORMS
    from bot.settings import schema_text

    return schema_text(PLATFORMS)
