"""The command ``check``: lists problems of the configuration and the environment."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.bootstrap.configuration import (
    absent_sources,
    login_problems,
    read_configuration,
    suspicious_parts,
    token_problems,
    wrong_environment,
)
from bot.cli.source_pages import network
from bot.cli.streams import print_message
from bot.core.domain.configuration import Configuration
from bot.core.domain.errors import ConfigError
from bot.core.messages.listings import summary
from bot.core.operations.check_results import Finding
from bot.core.text.sanitize import sanitized

_FAILED = 1


def check(config: Path | None, *, online: bool) -> int:
    """Check configuration and environment and print the result; return the exit status.

    ``online`` also tries every source, token and channel.

    Raises:
        ConfigError: the configuration or the environment is invalid.
    """
    path, configuration = _read(config)
    print(f"{path} is valid: {summary(configuration)}")
    for warning in suspicious_parts(path):
        print_message(warning)
    failed = [_report_missing_paths(path)]
    if online:
        failed += [_try_sources(configuration), _try_platforms(path, configuration)]
    return _FAILED if any(failed) else 0


def _read(config: Path | None) -> tuple[Path, Configuration]:
    """Read the configuration and check the environment.

    Raises:
        ConfigError: one of them is invalid; the message has one line per problem.
    """
    problems = list(wrong_environment(os.environ))
    try:
        path, configuration = read_configuration(config, os.environ)
    except ConfigError as error:
        raise ConfigError("\n".join((str(error), *problems))) from error
    problems += login_problems(configuration, os.environ)
    problems += token_problems(configuration, os.environ)
    for finding in _disabled_platforms(configuration):
        message = f"{finding.about}: {finding.words}"
        if finding.good:
            print_message(message)
        else:
            problems.append(message)
    if problems:
        raise ConfigError("\n".join(problems))
    return path, configuration


def _disabled_platforms(configuration: Configuration) -> Iterator[Finding]:
    """Yield the platforms that are off although a variable or the file names them."""
    from bot.bootstrap.platforms import disabled_platforms, mentioned_platforms

    mentioned = mentioned_platforms(os.environ)
    for finding in disabled_platforms(os.environ, configuration):
        if not finding.good or finding.about in mentioned:
            yield finding


def _report_missing_paths(path: Path) -> bool:
    """Print missing files and folders of sources; return whether a file is missing."""
    missing = list(absent_sources(path))
    for message, _ in missing:
        print_message(message)
    return not all(is_optional for _, is_optional in missing)


def _try_platforms(path: Path, configuration: Configuration) -> bool:
    """Try every token and channel and print the results; return whether any failed."""
    from bot.bootstrap.platforms import check_platforms

    findings = asyncio.run(check_platforms(os.environ, configuration))
    if configuration.has_workspaces:
        from bot.bootstrap.runtime import make_runtime
        from bot.bootstrap.workspaces import check_workspaces

        runtime = make_runtime(path, os.environ, log=sys.stderr)
        trying = check_workspaces(runtime, configuration, os.environ)
        findings += asyncio.run(trying)
    return not print_findings(findings)


def print_findings(findings: Iterable[Finding]) -> bool:
    """Print what a test of the platforms found; return whether all of it is good."""
    from bot.bootstrap.redaction import redaction

    hide, good = redaction(os.environ).text, True
    for finding in findings:
        status = "good  " if finding.good else "failed"
        # A platform's own words may contain anything.
        print(f"{status}  {finding.about}: {sanitized(hide(finding.words))}")
        good = good and finding.good
    return good


def _try_sources(configuration: Configuration) -> bool:
    """Try every source once and print the results; return whether any failed."""
    from bot.bootstrap.app_context import try_configured

    trials = asyncio.run(try_configured(configuration, network()))
    for trial in trials:
        if trial.error is None:
            print(f"read    {trial.source.url}: {trial.summary}")
        else:
            print(f"failed  {trial.source.url}: {trial.error}")
    return any(trial.error for trial in trials)
