"""The workspaces in which the app is installed, each with its own client of Slack."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from typing_extensions import override

from bot.core.commands.ports import CommandService
from bot.core.delivery.reconciliation import before_posting
from bot.core.domain.errors import (
    AuthenticationError,
    NotSentError,
    PostError,
    StoreError,
)
from bot.core.domain.installations import Installation
from bot.core.domain.messages import Message
from bot.core.domain.workspaces import acting_for_all, qualified, split_workspace
from bot.core.messages.briefing_json import Json
from bot.core.platforms.workspaces import WorkspaceDirectory
from bot.core.ports.services import ChannelNames, MessageImages, MessageLinks, Messenger
from bot.platforms.slack.channels import SlackChannels
from bot.platforms.slack.connections import ClientSession, open_session
from bot.platforms.slack.event_handlers import SlackHandlers
from bot.platforms.slack.events import SlackEvent, read_event
from bot.platforms.slack.http_api import ClientKeys, SlackApi
from bot.platforms.slack.messenger import PLATFORM, SlackMessenger
from bot.platforms.slack.socket_mode import SlackDeps
from bot.platforms.slack.token_rotation import TokenRotator
from bot.platforms.slack.users import SlackUsers

MAX_AGE = 30.0
"""Seconds for which an installation is cached; another process may change it."""

WATCH_SECONDS = 6 * 3600.0
"""The seconds between two checks whether the app is still installed.

Slack reports a removal at once, but not to a bot that is not running.
"""

FIRST_SECONDS = 600.0
"""The seconds from the start to the first check whether the app is installed.

They keep a bot that is often restarted from checking often.
"""

OPENING_SECONDS = 5.0
"""The maximum number of seconds that a post waits for the workspace's token.

A message must be posted soon after its lease was checked; otherwise a later attempt
posts it.
"""

_REMOVED = frozenset({"account_inactive", "token_revoked"})
"""The codes with which Slack refuses the token of an app that was removed."""

NOT_ENABLED = "Sitrep is not enabled in this workspace. Ask its operator to add it."

_REVOKED = "tokens_revoked"


@dataclass(slots=True)
class SlackWorkspace:
    """A workspace with its ``name``; ``read`` is when its installation was loaded.

    ``installed`` is the time at which the app was installed there. Its token is valid
    until ``expires``. ``handlers`` are missing if the bot only posts.
    """

    name: str
    api: SlackApi
    messenger: SlackMessenger
    handlers: SlackHandlers | None
    read: float
    installed: datetime
    expires: datetime | None = None


@dataclass(slots=True)
class SlackWorkspaces:
    """Opens the workspaces when they are used; all share one set of connections.

    Without a command ``service`` the bot only posts.
    """

    directory: WorkspaceDirectory
    service: CommandService | None
    deps: SlackDeps
    keys: ClientKeys
    rotator: TokenRotator = field(init=False)
    _open: dict[str, SlackWorkspace] = field(default_factory=dict, init=False)
    _session: ClientSession | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.rotator = TokenRotator(
            *(self.directory, self.keys, self.api, self.deps.clock),
            self.deps.event_log,
        )

    async def of_channel(self, channel: str) -> tuple[SlackWorkspace, str]:
        """Return the workspace of a channel such as ``acme/#ops``, and ``#ops``.

        Raises:
            AuthenticationError: the app is not installed in the workspace.
            StoreError: the installation cannot be read.
        """
        name, inner = split_workspace(channel)
        server = await self.directory.server_of(PLATFORM, name)
        workspace = None if server is None else await self._installed(server, name)
        if workspace is None:
            raise AuthenticationError(
                f'the app is not installed in the workspace "{name}": one of its '
                "administrators opens /slack/install"
            )
        return workspace, inner

    async def handlers_of(self, body: Mapping[str, Json]) -> SlackHandlers | None:
        """Return the handlers of an event's workspace.

        If the configuration does not name the workspace, tell the person and return
        ``None``.
        """
        event = read_event(body)
        try:
            workspace = await self._of_server(event.team)
        except StoreError as error:
            self.deps.event_log.error(
                "command or button on slack not answered, because the workspace's tokens cannot be read",
                reason=str(error),
            )
            return None
        if workspace is None:
            await self._refuse(event)
            return None
        return workspace.handlers

    async def left(self, body: Mapping[str, Json]) -> None:
        """Forget the workspace from which the app or its bot token was removed.

        Slack may deliver the event late; an installation made after it stays.
        """
        event, inner = read_event(body), body.get("event")
        details = inner if isinstance(inner, dict) else {}
        if event.team is None or not _is_bots(details):
            return
        # Slack tells the second of the event without its fraction.
        at = (event.at or self.deps.clock.now()) + timedelta(seconds=1)
        await self.remove(event.team, at)

    async def remove(self, server: str, at: datetime) -> None:
        """Delete all data of a workspace, unless the app was installed after ``at``."""
        name = await self.directory.name_of(PLATFORM, server)
        store, event_log = self.directory.installations, self.deps.event_log
        self._open.pop(server, None)
        try:
            removed = await store.remove_workspace(PLATFORM, server, name, before=at)
        except StoreError as error:
            event_log.error(
                "data of a workspace that removed the slack app not deleted; Sitrep tries again within 6 hours",
                workspace=name or "",
                reason=str(error),
            )
            return
        if removed:
            self._open.pop(server, None)
            event_log.warning(
                "a workspace removed the slack app; Sitrep deleted all its data",
                workspace=name or "",
            )

    async def watch(self) -> None:
        """Remove workspaces that removed the app while the bot missed it.

        The check is repeated until the task is cancelled.
        """
        wait = FIRST_SECONDS
        while True:
            await asyncio.sleep(wait)
            wait = WATCH_SECONDS
            try:
                await self.remove_gone()
            except Exception as error:  # noqa: BLE001 - the next look may succeed
                self.deps.event_log.error(
                    "not checked which workspaces removed the slack app; Sitrep tries again",
                    reason=str(error) or type(error).__name__,
                )

    async def remove_gone(self) -> None:
        """Remove each workspace whose token Slack refuses because the app is gone.

        Raises:
            StoreError: the store cannot be used, or its keys do not fit.
        """
        for each in await self.directory.installations.installations(PLATFORM):
            api, asked = self.api(each.token), self.deps.clock.now()
            if not await api.has_valid_token() and api.refused in _REMOVED:
                await self.remove(each.server, asked)

    async def close(self) -> None:
        """Let running answers end, and close the connections."""
        handlers = [each.handlers for each in self._open.values() if each.handlers]
        tasks = (each.tasks.finish(self.deps.closing) for each in handlers)
        await asyncio.gather(*tasks)
        if self._session is not None:
            await self._session.close()

    def api(self, token: str) -> SlackApi:
        """Return a client with a token, on the shared connections."""
        if self._session is None:
            self._session = open_session()
        deps = self.deps
        return SlackApi(
            token,
            deps.api_url,
            deps.patience,
            rest=deps.timings.rest,
            proxies=deps.proxies,
            session=self._session,
        )

    async def _of_server(self, server: str | None) -> SlackWorkspace | None:
        """Return the workspace with this id, if it is configured and installed."""
        if server is None:
            return None
        name = await self.directory.name_of(PLATFORM, server)
        return None if name is None else await self._installed(server, name)

    async def _installed(self, server: str, name: str) -> SlackWorkspace | None:
        workspace, now = self._open.get(server), asyncio.get_running_loop().time()
        if (
            workspace is not None
            and workspace.name == name
            and self._is_fresh(workspace, now)
        ):
            return workspace
        try:
            stored = await self._stored(server)
        except StoreError:
            # Tell the operator of the outage, and people, while the token is valid.
            if workspace is None or workspace.name != name or self._is_bad(workspace):
                raise
            return workspace
        if stored is None:
            self._open.pop(server, None)
            return None
        # Another request may have opened it meanwhile.
        workspace = self._open.get(server)
        if workspace is None or not _is_same(workspace, name, stored):
            workspace = self._opened(name, stored, now)
            self._open[server] = workspace
        workspace.api.replace_token(stored.token)
        workspace.read, workspace.expires = now, stored.expires
        return workspace

    async def _stored(self, server: str) -> Installation | None:
        """Return an installation with a token that is valid, if Slack renews it.

        Raises:
            StoreError: the store cannot be used, or its keys do not fit.
        """
        # The database hides installations from commands, which post as the app, too.
        with acting_for_all():
            stored = await self.directory.installations.installation(PLATFORM, server)
            if stored is not None and self._is_over(stored.expires):
                stored = await self.rotator.refresh(server)
        return stored

    def _is_fresh(self, workspace: SlackWorkspace, now: float) -> bool:
        """Return whether a workspace was loaded recently and its token works."""
        return not self._is_bad(workspace) and now - workspace.read < MAX_AGE

    def _is_bad(self, workspace: SlackWorkspace) -> bool:
        """Return whether Slack refused the token, or it has ended."""
        return workspace.api.refused is not None or self._is_over(workspace.expires)

    def _is_over(self, expires: datetime | None) -> bool:
        return expires is not None and expires <= self.deps.clock.now()

    def _opened(self, name: str, stored: Installation, now: float) -> SlackWorkspace:
        api = self.api(stored.token)
        channels = SlackChannels(api)
        users = SlackUsers(api, channels, self.deps.clock, name)
        handlers = None
        if self.service is not None:
            handlers = SlackHandlers(self.service, api, users, self.deps.event_log)
        pace = self.deps.pace
        messenger = SlackMessenger(api, channels, pace=pace, workspace=name)
        return SlackWorkspace(name, api, messenger, handlers, now, stored.installed)

    async def _refuse(self, event: SlackEvent) -> None:
        if event.response_url is None:
            return
        payload: dict[str, Json] = {"response_type": "ephemeral", "text": NOT_ENABLED}
        try:
            await self.api("").respond(event.response_url, payload)
        except PostError as error:
            self.deps.event_log.warning(
                "person in a workspace that is not configured got no answer on slack",
                reason=str(error),
            )


class WorkspacesMessenger(Messenger, ChannelNames, MessageImages, MessageLinks):
    """Posts to channels such as ``acme/#ops``, as the app in that workspace."""

    platform = PLATFORM
    memory = timedelta()

    def __init__(self, workspaces: SlackWorkspaces) -> None:
        self._workspaces = workspaces

    @override
    def pause(self, channel: str, parent: str | None = None) -> float:
        pace = self._workspaces.deps.pace
        return 0.0 if pace is None else pace.wait(f"{PLATFORM}/{channel}")

    @override
    async def prepare(
        self, channel: str, message: Message, *, idempotency_key: str
    ) -> None:
        workspace, inner = await self._workspaces.of_channel(channel)
        with _naming(workspace):
            await workspace.messenger.prepare(
                inner, message, idempotency_key=idempotency_key
            )

    @override
    async def post(
        self,
        channel: str,
        message: Message,
        *,
        idempotency_key: str,
        parent: str | None = None,
    ) -> str:
        with before_posting():
            workspace, inner = await self._opened(channel)
        with _naming(workspace):
            return await workspace.messenger.post(
                inner, message, idempotency_key=idempotency_key, parent=parent
            )

    async def _opened(self, channel: str) -> tuple[SlackWorkspace, str]:
        """Return the workspace of a channel, and the channel's name there.

        Raises:
            NotSentError: the app is not installed, its installation cannot be read, or
                its token is not renewed in time.
        """
        try:
            async with asyncio.timeout(OPENING_SECONDS):
                return await self._workspaces.of_channel(channel)
        except StoreError as error:
            raise NotSentError(str(error)) from error
        except TimeoutError as error:
            raise NotSentError(
                "the workspace's token is not renewed yet; Sitrep tries again"
            ) from error

    @override
    async def find(
        self,
        channel: str,
        idempotency_key: str,
        *,
        since: datetime,
        parent: str | None = None,
    ) -> str | None:
        workspace, inner = await self._workspaces.of_channel(channel)
        with _naming(workspace):
            return await workspace.messenger.find(
                inner, idempotency_key, since=since, parent=parent
            )

    @override
    async def aliases(self, channel: str) -> tuple[str, ...]:
        try:
            workspace, inner = await self._workspaces.of_channel(_inner(channel))
        except AuthenticationError:
            # The digest is built, and its messages wait until the app is installed.
            return ()
        names = await workspace.messenger.aliases(f"{PLATFORM}/{inner}")
        return tuple(
            f"{PLATFORM}/{qualified(workspace.name, _inner(name))}" for name in names
        )

    @override
    async def message_link(self, channel: str, message_id: str) -> str | None:
        workspace, inner = await self._workspaces.of_channel(channel)
        return await workspace.messenger.message_link(inner, message_id)


def _is_same(workspace: SlackWorkspace, name: str, stored: Installation) -> bool:
    """Return whether an open workspace is still that of this name and installation.

    An app that is installed again may have another bot and other direct messages.
    """
    return workspace.name == name and workspace.installed == stored.installed


def _inner(channel: str) -> str:
    """Return the name of a channel in the store without its platform."""
    return channel.partition("/")[2]


@contextmanager
def _naming(workspace: SlackWorkspace) -> Iterator[None]:
    """Name the workspace in errors about the app's token.

    Raises:
        AuthenticationError: Slack refuses the token.
    """
    try:
        yield
    except AuthenticationError as error:
        raise AuthenticationError(
            f'Slack refuses the app in the workspace "{workspace.name}" ({error.code}):'
            " install it there again",
            code=error.code,
        ) from error


def _is_bots(event: Mapping[str, Json]) -> bool:
    """Return whether an event says that the app is removed or its bot token revoked."""
    if event.get("type") != _REVOKED:
        return True
    tokens = event.get("tokens")
    return isinstance(tokens, dict) and bool(tokens.get("bot"))
