"""Opens the installations of the app in the workspaces that the configuration names."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from bot.bootstrap.platforms import check_workspace
from bot.bootstrap.runtime import Runtime
from bot.core.domain.configuration import Configuration
from bot.core.domain.errors import ConfigError
from bot.core.domain.installations import ENCRYPTION_KEYS, Installation
from bot.core.operations.check_results import Finding
from bot.core.platforms.workspaces import WorkspaceDirectory
from bot.core.ports.services import ConfigurationSource
from bot.platforms import PLATFORMS
from bot.stores.sql import SqlInstallations, open_installations

_BYPASSING = (
    "its role bypasses row-level security, which separates workspaces: use a role that "
    "is not a superuser"
)
_ABSENT = (
    "the app is not installed there: one of its administrators opens /slack/install"
)


@asynccontextmanager
async def open_directory(
    environment: Mapping[str, str], configuration: ConfigurationSource, database: str
) -> AsyncIterator[WorkspaceDirectory | None]:
    """Open the directory of workspaces; yield ``None`` if the file names none.

    Raises:
        ConfigError: the key that encrypts tokens is not set.
        StoreError: the database cannot be used, or a key is missing.
    """
    current = await configuration.current()
    if not current.has_workspaces:
        yield None
        return
    async with open_stored(environment, database) as store:
        yield WorkspaceDirectory(configuration, store)


@asynccontextmanager
async def open_stored(
    environment: Mapping[str, str], database: str
) -> AsyncIterator[SqlInstallations]:
    """Open the stored installations.

    Raises:
        ConfigError: the key that encrypts tokens is not set.
        StoreError: the database cannot be used, or a key is missing.
    """
    keys = environment.get(ENCRYPTION_KEYS)
    if not keys:
        raise ConfigError(
            f"{ENCRYPTION_KEYS} is not set: it encrypts the tokens of workspaces; "
            "set it to what `sitrep workspaces key` prints"
        )
    async with open_installations(database, keys) as store:
        yield store


async def installed(
    runtime: Runtime, environment: Mapping[str, str]
) -> Sequence[Installation]:
    """Return all installations of the app, in the order of their times.

    Raises:
        ConfigError: the key that encrypts tokens is not set.
        StoreError: the database cannot be used, or a key is missing.
    """
    async with open_stored(environment, runtime.database) as store:
        return [
            installation
            for spec in PLATFORMS
            if spec.installing
            for installation in await store.installations(spec.name)
        ]


def workspace_names(configuration: Configuration) -> Mapping[tuple[str, str], str]:
    """Map platforms and ids of workspaces to their names in the configuration."""
    return {
        (platform, server): workspace.name
        for workspace in configuration.workspaces or ()
        for platform, server in workspace.servers.items()
    }


def new_key() -> str:
    """Return a new random key for the encryption of tokens."""
    from bot.stores.sql.token_cipher import make_key

    return make_key()


async def check_workspaces(
    runtime: Runtime, configuration: Configuration, environment: Mapping[str, str]
) -> tuple[Finding, ...]:
    """Try the token and the channels of each workspace; return the findings.

    Raises:
        ConfigError: the key that encrypts tokens is not set.
        StoreError: the database cannot be used, or a key is missing.
    """
    stored = {
        (each.platform, each.server): each
        for each in await installed(runtime, environment)
    }
    async with open_stored(environment, runtime.database) as store:
        is_isolated = await store.is_isolated()
    findings = (
        [] if is_isolated else [Finding(good=False, about="database", words=_BYPASSING)]
    )
    for workspace in configuration.workspaces or ():
        for key in workspace.servers.items():
            installation = stored.get(key)
            if installation is None:
                findings.append(
                    Finding(good=False, about=workspace.name, words=_ABSENT)
                )
                continue
            findings += await check_workspace(
                environment, configuration, workspace, installation
            )
    return tuple(findings)
