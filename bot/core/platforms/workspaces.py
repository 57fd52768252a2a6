"""Looks up the configured workspaces by name and by id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.domain.configuration import Configuration
from bot.core.ports.installations import InstallationStore
from bot.core.ports.services import ConfigurationSource


@dataclass(slots=True)
class WorkspaceDirectory:
    """The workspaces of the configuration, and the app's installations in them."""

    configuration: ConfigurationSource
    installations: InstallationStore
    _base: Configuration | None = field(default=None, init=False)
    _servers: Mapping[tuple[str, str], str] = field(default_factory=dict, init=False)
    _names: Mapping[tuple[str, str], str] = field(default_factory=dict, init=False)

    async def server_of(self, platform: str, name: str) -> str | None:
        """Return the platform's id of the workspace with this name, if configured."""
        await self._update()
        return self._servers.get((platform, name))

    async def name_of(self, platform: str, server: str) -> str | None:
        """Return the name of the workspace with this id, if configured."""
        await self._update()
        return self._names.get((platform, server))

    async def _update(self) -> None:
        """Index the workspaces again if the configuration changed."""
        configuration = await self.configuration.current()
        if configuration is self._base:
            return
        ids = [
            (platform, workspace.name, server)
            for workspace in configuration.workspaces or ()
            for platform, server in workspace.servers.items()
        ]
        self._servers = {(platform, name): server for platform, name, server in ids}
        self._names = {(platform, server): name for platform, name, server in ids}
        self._base = configuration
