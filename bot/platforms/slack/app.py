"""The app on Slack's framework: acknowledges each event, then handles it."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.core.messages.briefing_json import Json
from bot.platforms.slack.event_handlers import SlackHandlers
from bot.platforms.slack.http_api import SlackApi
from bot.platforms.slack.views import DIALOG

MESSAGE_SHORTCUT, GLOBAL_SHORTCUT = "brief_link", "brief_links"
"""The callback ids of the shortcuts in the manifest."""

_ANY = re.compile("")
_HOME, _LEAVING = "app_home_opened", ("app_uninstalled", "tokens_revoked")
EVENTS = (_HOME, *_LEAVING)
"""The events that the app subscribes to."""

Body = Mapping[str, Json]


def make_app(
    api: SlackApi, handlers: SlackHandlers, *, signing_secret: str
) -> AsyncApp:
    """Build the app; the caller must have verified that requests come from Slack."""

    async def authorize() -> AuthorizeResult:
        # The library's default asks Slack about the token before it acknowledges.
        return AuthorizeResult(
            enterprise_id=None, team_id=None, bot_token=api.token, bot_id="", user_id=""
        )

    app = AsyncApp(
        client=api.client,
        logger=_logger(),
        authorize=authorize,
        signing_secret=signing_secret,
        ssl_check_enabled=False,
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
    )
    _add_requests(app, handlers)
    _add_interactions(app, handlers)
    _add_events(app, api, handlers)
    return app


def _add_requests(app: AsyncApp, handlers: SlackHandlers) -> None:
    # Any name: the command is renamed in workspaces that have another /brief.
    @app.command(_ANY)
    async def command(ack: AsyncAck, body: Body) -> None:
        await ack()
        await handlers.command(body)

    @app.message_shortcut(MESSAGE_SHORTCUT)
    async def message(ack: AsyncAck, body: Body) -> None:
        await ack()
        await handlers.message(body)

    @app.global_shortcut(GLOBAL_SHORTCUT)
    async def paste(ack: AsyncAck, body: Body) -> None:
        await ack()
        await handlers.paste(body)


def _add_interactions(app: AsyncApp, handlers: SlackHandlers) -> None:
    @app.block_action(_ANY)
    async def press(ack: AsyncAck, body: Body) -> None:
        await ack()
        await handlers.press(body)

    @app.view(DIALOG)
    async def submission(ack: AsyncAck, body: Body) -> None:
        await ack()
        await handlers.submitted(body)


def _add_events(app: AsyncApp, api: SlackApi, handlers: SlackHandlers) -> None:
    @app.event(_HOME)
    async def home(ack: AsyncAck, body: Body) -> None:
        await ack()
        await handlers.home(body)

    async def leaving(ack: AsyncAck) -> None:
        await ack()
        await api.has_valid_token()

    async def ignoring(ack: AsyncAck) -> None:
        # Slack repeats events that are not acknowledged.
        await ack()

    for name in _LEAVING:
        app.event(name)(leaving)
    app.event(_ANY)(ignoring)


def _logger() -> logging.Logger:
    """A logger for errors only: the framework logs the bodies of forged requests."""
    logger = logging.getLogger("sitrep.slack")
    logger.setLevel(logging.ERROR)
    return logger
