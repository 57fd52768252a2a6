"""Builds the first configuration: questions, the file, and a check of its platform."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.bootstrap.app_context import try_configured
from bot.bootstrap.network import NetworkSettings
from bot.bootstrap.platforms import check_platforms, missing_variables
from bot.core.domain.configuration import Configuration, Source, SourceKind, Topic
from bot.core.domain.errors import ConfigError
from bot.core.ingest.poller import ProbeResult
from bot.core.operations.check_results import Finding
from bot.core.operations.setup_questions import Answers, Question
from bot.platforms import PLATFORMS
from bot.settings import (
    find_zone,
    first_file,
    load_configuration,
    questions,
    replace_content,
)

_LOCAL_TIME, _ZONES = Path("/etc/localtime"), "zoneinfo/"


def setup_questions(environment: Mapping[str, str]) -> tuple[Question, ...]:
    """Return the questions, with this machine's time zone as a default."""
    named = environment.get("TZ") or str(_LOCAL_TIME.resolve()).partition(_ZONES)[2]
    return questions(PLATFORMS, named if find_zone(named) is not None else "UTC")


def content_of(answers: Answers) -> bytes:
    """Return the content of a valid configuration file.

    Raises:
        ConfigError: the answers make no valid file.
    """
    return first_file(answers, PLATFORMS)


def write_first(path: Path, content: bytes, *, replace: bool) -> None:
    """Write the file; without ``replace``, only if there is none.

    Raises:
        ConfigError: the file cannot be written, or exists.
    """
    if replace:
        replace_content(path, content)
        return
    try:
        with path.open("xb") as file:
            file.write(content)
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}") from error


async def tried_source(
    address: str, include: Sequence[str], network: NetworkSettings
) -> ProbeResult:
    """Try an address as a feed, or else as a page; the result has the kind that works.

    ``include`` are the terms that its articles must have.
    """

    async def attempt(kind: SourceKind) -> ProbeResult:
        source = Source(kind, address)
        topic = Topic("topic", "Topic", (source,), include=tuple(include))
        (trial,) = await try_configured(Configuration((topic,), ()), network)
        return trial

    trial = await attempt(SourceKind.FEED)
    return await attempt(SourceKind.PAGE) if trial.is_page else trial


async def tried_platforms(
    path: Path, environment: Mapping[str, str]
) -> tuple[Mapping[str, tuple[str, ...]], tuple[Finding, ...]]:
    """Return the missing variables of the platforms in the file, and what a test found.

    Raises:
        ConfigError: a variable is malformed.
    """
    configuration = load_configuration(path, PLATFORMS)
    used = {to.platform for plan in configuration.digests for to in plan.to}
    every = missing_variables(environment)
    missing = {name: names for name, names in every.items() if name in used}
    if not used - set(every):
        return missing, ()
    return missing, await check_platforms(environment, configuration)
