"""Opens the platforms whose environment variables are set, and says which are off."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial

from bot.core.commands.ports import CommandService
from bot.core.domain.configuration import Configuration
from bot.core.domain.errors import ConfigError
from bot.core.domain.installations import Installation
from bot.core.domain.proxies import proxies_of
from bot.core.domain.workspaces import Workspace, split_workspace
from bot.core.operations.check_results import Finding
from bot.core.platforms.spec import (
    PlatformContext,
    PlatformSpec,
    Webhook,
    WebPage,
)
from bot.core.ports.services import Messenger
from bot.platforms import PLATFORMS
from bot.settings import wrong_values

Environment = Mapping[str, str]


def enabled_platforms(
    environment: Environment, *, workspaces: bool = False
) -> tuple[PlatformSpec, ...]:
    """Return the platforms whose required variables are set.

    ``workspaces`` says whether the configuration names workspaces.

    Raises:
        ConfigError: a variable of some platform has the wrong form.
    """
    problems = [
        problem
        for spec in PLATFORMS
        for problem in wrong_values(spec.variables, environment)
    ]
    if problems:
        raise ConfigError("\n".join(problems))
    return tuple(
        spec
        for spec in PLATFORMS
        if not spec.missing(environment, workspaces=workspaces)
    )


def disabled_platforms(
    environment: Environment, configuration: Configuration
) -> Iterator[Finding]:
    """Yield a finding for each platform that is off or accepts no commands.

    The finding is bad only if the configuration posts a digest to the platform.
    """
    workspaces = configuration.has_workspaces
    for spec in PLATFORMS:
        missing = spec.missing(environment, workspaces=workspaces)
        if missing:
            yield _disabled(spec, missing, configuration)
        elif spec.command_variables and not any(
            environment.get(name) for name in spec.command_variables
        ):
            names = " or ".join(spec.command_variables)
            words = f"people cannot use commands: set {names}"
            yield Finding(good=True, about=spec.name, words=words)


def has_commands(environment: Environment, *, workspaces: bool = False) -> bool:
    """Return whether any platform that is on accepts commands.

    ``workspaces`` says whether the configuration names workspaces.

    Raises:
        ConfigError: a variable of some platform has the wrong form.
    """
    specs = enabled_platforms(environment, workspaces=workspaces)
    return any(spec.capabilities.commands for spec in specs)


def missing_variables(
    environment: Environment, *, workspaces: bool = False
) -> Mapping[str, tuple[str, ...]]:
    """Map each platform that is off to its required variables that are missing.

    ``workspaces`` says whether the configuration names workspaces.
    """
    missing = {
        spec.name: spec.missing(environment, workspaces=workspaces)
        for spec in PLATFORMS
    }
    return {name: variables for name, variables in missing.items() if variables}


def mentioned_platforms(environment: Environment) -> frozenset[str]:
    """Return the names of the platforms for which at least one variable is set."""
    return frozenset(spec.name for spec in PLATFORMS if spec.values(environment))


def require_platforms(environment: Environment, configuration: Configuration) -> None:
    """Raise an error unless the platform of every digest is on.

    Raises:
        ConfigError: the message has a line per platform, with its missing variables.
    """
    findings = disabled_platforms(environment, configuration)
    lost = [finding for finding in findings if not finding.good]
    if lost:
        raise ConfigError(
            "\n".join(f"{finding.about}: {finding.words}" for finding in lost)
        )


async def check_platforms(
    environment: Environment, configuration: Configuration
) -> tuple[Finding, ...]:
    """Try the tokens and channels of each platform that is on; return the findings."""
    findings: list[Finding] = []
    proxies, shared = proxies_of(environment), configuration.has_workspaces
    for spec in enabled_platforms(environment, workspaces=shared):
        if spec.check is not None and not (shared and spec.installing):
            channels = _channels(configuration, spec.name)
            values = spec.values(environment)
            findings += await spec.check(values, channels, proxies)
    return tuple(findings)


async def check_workspace(
    environment: Environment,
    configuration: Configuration,
    workspace: Workspace,
    installation: Installation,
) -> tuple[Finding, ...]:
    """Try the token and the channels of one workspace; return the findings."""
    spec = next(each for each in PLATFORMS if each.name == installation.platform)
    if spec.check is None:
        return ()
    channels = [
        inner
        for name, inner in map(split_workspace, _channels(configuration, spec.name))
        if name == workspace.name
    ]
    values = {**spec.values(environment), spec.token: installation.token}
    findings = await spec.check(values, channels, proxies_of(environment))
    return tuple(
        replace(finding, about=f"{workspace.name}: {finding.about}")
        for finding in findings
    )


@dataclass(frozen=True, slots=True)
class Platforms:
    """The open platforms: their messengers, and the webhooks and pages by path."""

    messengers: tuple[Messenger, ...] = ()
    webhooks: Mapping[str, Webhook] = field(default_factory=dict)
    pages: Mapping[str, WebPage] = field(default_factory=dict)


@asynccontextmanager
async def open_platforms(
    environment: Environment,
    commands: CommandService | None,
    context: PlatformContext,
    connected: Callable[[str, bool], None] = lambda _, __: None,
) -> AsyncIterator[Platforms]:
    """Open each platform that is on; close all when the block ends.

    Without a command service the platforms only post. ``connected`` is called with a
    platform's name and whether the platform is connected.

    Raises:
        ConfigError: a variable of some platform, or of a proxy, has the wrong form.
    """
    workspaces = context.workspaces is not None
    specs = enabled_platforms(environment, workspaces=workspaces)
    proxies = proxies_of(environment)
    for name in _redirects(specs, environment):
        context.event_log.warning(
            "environment variable replaces a platform's URL, which is for tests only; unset it "
            "and restart Sitrep to reach the platform",
            variable=name,
        )
    async with AsyncExitStack() as stack:
        opened = [
            await stack.enter_async_context(
                spec.open(
                    spec.values(environment),
                    commands,
                    replace(
                        context,
                        connected=partial(connected, spec.name),
                        proxies=proxies,
                    ),
                )
            )
            for spec in specs
        ]
        yield Platforms(
            tuple(platform.messenger for platform in opened),
            dict(ChainMap(*(dict(platform.webhooks) for platform in opened))),
            dict(ChainMap(*(dict(platform.pages) for platform in opened))),
        )


def _disabled(
    spec: PlatformSpec, missing: tuple[str, ...], configuration: Configuration
) -> Finding:
    verb = "is" if len(missing) == 1 else "are"
    words = f"{' and '.join(missing)} {verb} not set"
    lost = [
        plan.id
        for plan in configuration.plans
        if any(to.platform == spec.name for to in plan.to)
    ]
    if lost:
        words = f"{words}, so Sitrep cannot post there: {', '.join(lost)}"
    return Finding(not lost, spec.name, words)


def _redirects(
    specs: tuple[PlatformSpec, ...], environment: Environment
) -> Iterator[str]:
    """Yield the names of set variables that replace the URL of a platform."""
    for spec in specs:
        for variable in spec.variables:
            if variable.redirects and environment.get(variable.name):
                yield variable.name


def _channels(configuration: Configuration, platform: str) -> tuple[str, ...]:
    """Return the channels of a platform that get digests or operator notices, each once."""
    digests = (to for plan in configuration.plans for to in plan.to)
    destinations = (*digests, *configuration.operator)
    channels = (to.channel for to in destinations if to.platform == platform)
    return tuple(dict.fromkeys(channels))
