"""The command ``check``: lists problems of the configuration and the environment."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.bootstrap.configuration import (
    absent_sources,
    examine,
    suspicious_parts,
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
    path, configuration, problems = examine(config, os.environ)
    for warning in suspicious_parts(path, configuration, os.environ):
        print_message(warning)
    for note in _notes(configuration):
        print_message(note)
    if problems:
        raise ConfigError("\n".join(problems))
    print(f"{path} is valid: {summary(configuration)}")
    failed = [_report_missing_paths(path)]
    if online:
        failed += [_try_sources(configuration), _try_platforms(path, configuration)]
    return _FAILED if any(failed) else 0


def _notes(configuration: Configuration) -> Iterator[str]:
    """Yield a line for each platform that is off although a variable names it."""
    from bot.bootstrap.platforms import disabled_platforms, mentioned_platforms

    mentioned = mentioned_platforms(os.environ)
    for finding in disabled_platforms(os.environ, configuration):
        if finding.good and finding.about in mentioned:
            yield f"{finding.about}: {finding.words}"


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
