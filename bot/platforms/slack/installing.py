"""Installs the app in workspaces, by the OAuth flow of Slack's framework."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from http import HTTPStatus
from secrets import token_urlsafe

from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import (
    AsyncCallbackOptions,
    AsyncFailureArgs,
    AsyncSuccessArgs,
)
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store.async_installation_store import (
    AsyncInstallationStore,
)
from slack_sdk.oauth.installation_store.models.installation import (
    Installation as SlackInstallation,
)
from slack_sdk.oauth.state_store.stateless import StatelessOAuthStateStore
from typing_extensions import override

from bot.core.domain.errors import StoreError
from bot.core.domain.installations import Installation
from bot.core.platforms.spec import WebhookReply, WebPage
from bot.core.platforms.workspaces import WorkspaceDirectory
from bot.core.ports.services import Clock, EventLog
from bot.platforms.slack.diagnostics import NEEDED
from bot.platforms.slack.http_api import ClientKeys, SlackApi
from bot.platforms.slack.messenger import PLATFORM
from bot.platforms.slack.service import quiet_logger

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
"""The paths of two pages: one begins an installation, to the other Slack returns."""

STATE_SECONDS = 600
"""The maximum number of seconds between the two pages."""

_HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}
_PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Sitrep</title>'
    "<h1>{title}</h1><p>{words}</p></html>"
)
_AGAIN = f'<a href="{INSTALL}">Install it again.</a>'


@dataclass(frozen=True, slots=True)
class InstallDeps:
    """The dependencies of an installation; ``api`` has no token."""

    directory: WorkspaceDirectory
    api: SlackApi
    clock: Clock
    event_log: EventLog


class InstallPages:
    """Begins installations, and stores them when Slack sends the browser back.

    The state is a random text that is signed, sent to Slack and kept in a cookie. So a
    link from another person does not install the app. Slack's code works once.
    """

    def __init__(self, keys: ClientKeys, deps: InstallDeps) -> None:
        self._deps = deps
        logger = quiet_logger()
        settings = AsyncOAuthSettings(
            client_id=keys.client_id,
            client_secret=keys.client_secret,
            scopes=NEEDED,
            user_scopes=(),
            install_path=INSTALL,
            install_page_rendering_enabled=False,
            redirect_uri_path=REDIRECT,
            callback_options=AsyncCallbackOptions(self._installed, self._failed),
            installation_store=_Store(deps),
            installation_store_bot_only=True,
            state_store=_States(
                expiration_seconds=STATE_SECONDS,
                signing_secret=keys.client_secret,
                logger=logger,
            ),
            state_expiration_seconds=STATE_SECONDS,
            logger=logger,
        )
        self._flow = AsyncOAuthFlow(
            client=deps.api.client, logger=logger, settings=settings
        )

    @property
    def pages(self) -> Mapping[str, WebPage]:
        """Return the two pages by their paths."""
        return {INSTALL: self.begin, REDIRECT: self.complete}

    async def begin(self, query: str, headers: Mapping[str, str]) -> WebhookReply:
        """Send the browser to Slack."""
        # The library copies a value of the query into Slack's address without quoting it.
        del query
        return _reply(await self._flow.handle_installation(_request("", headers)))

    async def complete(self, query: str, headers: Mapping[str, str]) -> WebhookReply:
        """Check the state, exchange the code, and store the installation."""
        try:
            response = await self._flow.handle_callback(_request(query, headers))
        except Exception as error:  # noqa: BLE001 - a lost connection, or a strange reply
            # The error may contain the code.
            response = self._refusal(type(error).__name__, HTTPStatus.BAD_GATEWAY)
        return _reply(response)

    async def _installed(self, args: AsyncSuccessArgs) -> BoltResponse:
        installation = args.installation
        server = installation.team_id or ""
        name = await self._deps.directory.name_of(PLATFORM, server)
        self._deps.event_log.info(
            "slack app installed",
            workspace=name or "not in the configuration: see sitrep workspaces",
        )
        words = "Invite it to a channel there: <code>/invite @sitrep</code>"
        if name is None:
            words = (
                "The operator of Sitrep still has to add the workspace. Its ID is "
                f"<code>{escape(server)}</code>."
            )
        title = f"Sitrep is installed in {installation.team_name or server}"
        return _page(HTTPStatus.OK, title, words)

    async def _failed(self, args: AsyncFailureArgs) -> BoltResponse:
        return self._refusal(args.reason, HTTPStatus(args.suggested_status_code))

    def _refusal(self, reason: str, status: HTTPStatus) -> BoltResponse:
        # The reason may come from the address, so it is not logged as it is.
        code = reason if reason.isidentifier() else "unknown"
        self._deps.event_log.warning("slack app not installed", reason=code)
        return _page(status, "Sitrep was not installed", f"{escape(code)}. {_AGAIN}")


class _States(StatelessOAuthStateStore):
    """Issues a different state to each browser.

    The library's state has only a time, so that all browsers of one second would get
    the same.
    """

    @override
    def issue(self, *args: object, **kwargs: object) -> str:
        _, payload, _ = super().issue(*args, **kwargs).split(".")
        message = f"{token_urlsafe()}.{payload}"
        return f"{message}.{self._sign(message)}"


class _Store(AsyncInstallationStore):
    """Stores the installations of the framework in the bot's own store."""

    def __init__(self, deps: InstallDeps) -> None:
        self._deps = deps

    @override
    async def async_save(self, installation: SlackInstallation) -> None:
        expires, token = installation.bot_token_expires_at, installation.bot_token
        if not installation.team_id or not token or installation.is_enterprise_install:
            raise BoltError("not an installation in one workspace")
        scopes = installation.bot_scopes or ()
        stored = Installation(
            platform=PLATFORM,
            server=installation.team_id,
            title=installation.team_name or "",
            token=token,
            installed=self._deps.clock.now(),
            scopes=tuple(scopes.split(",") if isinstance(scopes, str) else scopes),
            refresh_token=installation.bot_refresh_token,
            expires=None if expires is None else datetime.fromtimestamp(expires, UTC),
        )
        try:
            await self._deps.directory.installations.save_installation(stored)
        except StoreError as error:
            self._deps.event_log.error(
                "slack app not installed, because its tokens could not be stored",
                reason=str(error),
            )
            raise BoltError("the installation cannot be stored") from error


def _request(query: str, headers: Mapping[str, str]) -> AsyncBoltRequest:
    lists = {name.lower(): [value] for name, value in headers.items()}
    return AsyncBoltRequest(body="", query=query, headers=dict(lists))


def _page(status: HTTPStatus, title: str, words: str) -> BoltResponse:
    body = _PAGE.format(title=escape(title), words=words)
    return BoltResponse(status=status.value, body=body)


def _reply(response: BoltResponse) -> WebhookReply:
    sent = ("location", "set-cookie")
    kept = {
        name: value for name, value in response.first_headers().items() if name in sent
    }
    return response.status, {**_HEADERS, **kept}, response.body.encode()
