"""Exchanges tokens before they expire.

Slack's framework exchanges a token only when an event arrives. A workspace that only
receives posts would therefore lose its token after 12 hours.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.core.domain.errors import PostError
from bot.core.domain.installations import Installation
from bot.core.messages.briefing_json import JsonObject
from bot.core.platforms.workspaces import WorkspaceDirectory
from bot.core.ports.services import Clock, EventLog
from bot.platforms.slack.http_api import ClientKeys, SlackApi, malformed
from bot.platforms.slack.messenger import PLATFORM

EARLY = timedelta(hours=2)
"""The time before its end at which a token is exchanged; the old one still works."""

LOOK_SECONDS = 600.0
"""Seconds between two looks for tokens that expire soon."""

_REFUSED = timedelta(hours=1)
"""The pause after Slack refused a refresh token; the app must be installed again."""

_WAITS, _WAIT_SECONDS, _END_SECONDS = 100, 0.2, 5.0


@dataclass(slots=True)
class TokenRotator:
    """Exchanges tokens; of all processes, one exchanges a workspace's token.

    A refresh token works once: two exchanges would make one of the results invalid.
    ``open_api`` returns a client with a token.
    """

    directory: WorkspaceDirectory
    keys: ClientKeys
    open_api: Callable[[str], SlackApi]
    clock: Clock
    event_log: EventLog
    _running: dict[str, asyncio.Task[Installation | None]] = field(
        default_factory=dict, init=False
    )
    _stuck: dict[str, Installation] = field(default_factory=dict, init=False)
    """Maps a workspace to the installation whose token did not arrive in time."""

    async def run(self) -> None:
        """Exchange the tokens that expire soon, until cancelled."""
        while True:
            # A command that posts once has ended by then; a post renews an ended token.
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self.refresh_due()
            except Exception as error:  # noqa: BLE001 - tokens are renewed as long as it runs
                self.event_log.error(
                    "slack tokens of workspaces not renewed; Sitrep tries again",
                    reason=str(error) or type(error).__name__,
                )

    async def finish(self) -> None:
        """Wait until running exchanges end.

        A token that is exchanged but not stored is lost.
        """
        if self._running:
            await asyncio.wait(self._running.values(), timeout=_END_SECONDS)

    async def refresh_due(self) -> None:
        """Exchange each token that expires soon.

        Raises:
            StoreError: the store cannot be used, or its keys do not fit.
        """
        now, store = self.clock.now(), self.directory.installations
        due = await store.due_installations(PLATFORM, due=now + EARLY, now=now)
        for server in due:
            await self.refresh(server)

    async def refresh(self, server: str) -> Installation | None:
        """Exchange a workspace's token if it expires soon; return the installation.

        If another process exchanges the token, wait for the result. Do not wait if the
        old token is still valid, or if this process already waited for the same token
        without result. So a workspace whose app must be installed again does not delay
        the posts to others.

        Raises:
            StoreError: the store cannot be used, or its keys do not fit.
        """
        task = self._running.get(server)
        if task is None:
            task = asyncio.create_task(self._refresh(server))
            self._running[server] = task
            task.add_done_callback(lambda _: self._running.pop(server, None))
        return await asyncio.shield(task)

    async def _refresh(self, server: str) -> Installation | None:
        store, stored = self.directory.installations, None
        for _ in range(_WAITS):
            now = self.clock.now()
            claimed = await store.claim_refresh(
                PLATFORM, server, due=now + EARLY, now=now
            )
            if claimed is not None:
                return await self._exchange(claimed)
            stored = await store.installation(PLATFORM, server)
            if stored is None or stored.expires is None or stored.expires > now:
                break
            if stored == self._stuck.get(server):
                break
            await asyncio.sleep(_WAIT_SECONDS)
        else:
            self._note_stuck(stored)
        return stored

    async def _exchange(self, claimed: Installation) -> Installation | None:
        store = self.directory.installations
        try:
            api = self.open_api("")
            reply = await api.exchange(self.keys, claimed.refresh_token or "")
            new = _renewed(claimed, reply, self.clock)
        except PostError as error:
            await self._fail(claimed, error)
            return claimed
        if await store.save_refreshed(claimed, new):
            return new
        return await store.installation(PLATFORM, claimed.server)

    def _note_stuck(self, stored: Installation | None) -> None:
        if stored is not None:
            self._stuck[stored.server] = stored

    async def _fail(self, claimed: Installation, error: PostError) -> None:
        self._note_stuck(claimed)
        name = await self.directory.name_of(PLATFORM, claimed.server)
        if error.code == "invalid_refresh_token":
            until = self.clock.now() + _REFUSED
            await self.directory.installations.postpone_refresh(claimed, until)
        self.event_log.error(
            "slack token of a workspace not renewed; if this happens again, install the app there again",
            workspace=name or "",
            reason=str(error),
        )


def _renewed(claimed: Installation, reply: JsonObject, clock: Clock) -> Installation:
    """Return the installation with the tokens of a reply.

    Raises:
        PostError: the reply has no tokens.
    """
    match reply:
        case {
            "access_token": str(token),
            "refresh_token": str(refresh),
            "expires_in": int(seconds),
        }:
            expires = clock.now() + timedelta(seconds=seconds)
            return replace(claimed, token=token, refresh_token=refresh, expires=expires)
        case _:
            raise malformed("oauth.v2.access", "it has no new token")
