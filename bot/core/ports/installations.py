"""The port of the store that keeps the app's installations in workspaces."""

from __future__ import annotations

from abc import abstractmethod
from datetime import datetime
from typing import Protocol

from bot.core.domain.installations import Installation


class InstallationStore(Protocol):
    """Stores installations; tokens and ids of workspaces are encrypted."""

    @abstractmethod
    async def save_installation(self, installation: Installation) -> None:
        """Store an installation in place of the earlier one of the same workspace.

        Raises:
            StoreError: the store cannot be used.
        """

    @abstractmethod
    async def installation(self, platform: str, server: str) -> Installation | None:
        """Return the installation in the workspace with the id ``server``, if any.

        Raises:
            StoreError: the store cannot be used, or its keys do not fit.
        """

    @abstractmethod
    async def installations(self, platform: str) -> tuple[Installation, ...]:
        """Return all installations on a platform, in the order of their times.

        Raises:
            StoreError: the store cannot be used, or its keys do not fit.
        """

    @abstractmethod
    async def due_installations(
        self, platform: str, *, due: datetime, now: datetime
    ) -> tuple[str, ...]:
        """Return the ids of the workspaces whose tokens expire by ``due``.

        A workspace is left out if a process is exchanging its token at ``now``.

        Raises:
            StoreError: the store cannot be used, or its keys do not fit.
        """

    @abstractmethod
    async def claim_refresh(
        self, platform: str, server: str, *, due: datetime, now: datetime
    ) -> Installation | None:
        """Reserve the exchange of a token that expires until ``due`` for this process.

        Return the installation as it is stored now; ``None`` if another process
        exchanges the token, or has exchanged it. The claim ends after a minute.

        Raises:
            StoreError: the store cannot be used, or its keys do not fit.
        """

    @abstractmethod
    async def save_refreshed(self, claimed: Installation, new: Installation) -> bool:
        """Store the new token in place of the claimed one.

        Return false, and store nothing, if the installation changed meanwhile.

        Raises:
            StoreError: the store cannot be used, or its keys do not fit.
        """

    @abstractmethod
    async def postpone_refresh(self, claimed: Installation, until: datetime) -> None:
        """Let no process exchange the claimed token before ``until``.

        Raises:
            StoreError: the store cannot be used, or its keys do not fit.
        """

    @abstractmethod
    async def remove_workspace(
        self, platform: str, server: str, name: str | None, *, before: datetime
    ) -> bool:
        """Delete an installation, and all data of the workspace with this ``name``.

        An installation that was made after ``before`` stays with its data: the app was
        installed again. Return whether there was one to delete.

        Raises:
            StoreError: the store cannot be used.
        """
