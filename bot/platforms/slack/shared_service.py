"""Opens Slack for several workspaces, which install the app themselves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.core.commands.ports import CommandService
from bot.core.platforms.spec import OpenPlatform, PlatformContext, Values
from bot.core.platforms.workspaces import WorkspaceDirectory
from bot.platforms.slack.http_api import TIMEOUT_SECONDS, ClientKeys
from bot.platforms.slack.installing import InstallDeps, InstallPages
from bot.platforms.slack.service import EventRoutes, api_url, channel_pace, make_app
from bot.platforms.slack.socket_mode import SlackDeps
from bot.platforms.slack.webhook import PATH, SlackWebhook
from bot.platforms.slack.workspaces import SlackWorkspaces, WorkspacesMessenger


@asynccontextmanager
async def open_shared(
    values: Values,
    commands: CommandService | None,
    context: PlatformContext,
    directory: WorkspaceDirectory,
) -> AsyncIterator[OpenPlatform]:
    """Open Slack until the block ends; yield its messenger, webhooks and pages.

    Without ``commands`` the bot only posts. Commands come as signed requests: Slack
    does not list apps with Socket Mode in its Marketplace.
    """
    timeout = context.timeout or TIMEOUT_SECONDS
    deps = SlackDeps(
        context.clock,
        context.event_log,
        context.connected,
        context.metrics,
        api_url(values),
        patience=timeout,
        proxies=context.proxies,
        pace=channel_pace(timeout, context.reservations),
    )
    keys = ClientKeys(values["SLACK_CLIENT_ID"], values["SLACK_CLIENT_SECRET"])
    workspaces = SlackWorkspaces(directory, commands, deps, keys)
    messenger = WorkspacesMessenger(workspaces)
    tasks = [asyncio.create_task(workspaces.rotator.run())]
    try:
        if commands is None:
            yield OpenPlatform(messenger)
            return
        tasks.append(asyncio.create_task(workspaces.watch()))
        context.connected(True)  # noqa: FBT003 - its only argument
        webhook = _webhook(values, workspaces, deps)
        clock, event_log = context.clock, context.event_log
        pages = InstallPages(
            keys, InstallDeps(directory, workspaces.api(""), clock, event_log)
        )
        yield OpenPlatform(messenger, {PATH: webhook.handle}, pages.pages)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await workspaces.rotator.finish()
        await workspaces.close()


def _webhook(
    values: Values, workspaces: SlackWorkspaces, deps: SlackDeps
) -> SlackWebhook:
    secret = values["SLACK_SIGNING_SECRET"]
    routes = EventRoutes(workspaces.handlers_of, workspaces.left)
    app = make_app(workspaces.api(""), routes, signing_secret=secret)
    return SlackWebhook(app, secret, deps.clock, deps.event_log, deps.metrics)
