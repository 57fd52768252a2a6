"""Checks the set-up of Slack, and says how to repair problems; posts no message."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from datetime import timedelta

from bot.core.domain.errors import PostError, RateLimitedError
from bot.core.domain.proxies import NO_PROXIES, Proxies
from bot.core.messages.briefing_json import JsonObject
from bot.core.operations.check_results import Finding
from bot.platforms.slack.channels import SlackChannels
from bot.platforms.slack.error_codes import REMEDIES, SOCKET_REMEDY
from bot.platforms.slack.http_api import API_URL, SlackApi, malformed
from bot.platforms.slack.service import SlackTokens

NEEDED = (
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:write",
    "users:read",
)
"""The bot's scopes, as in the manifest."""

_AHEAD = timedelta(days=100)
_TRIES = 3
_TEST_TEXT = "Sitrep tried whether it can post here."
_SCOPES = "add it on the app's page “OAuth & Permissions” and install the app again"
_NO_COMMANDS = (
    "people cannot use commands: set SLACK_APP_TOKEN (Socket Mode), or"
    " SLACK_SIGNING_SECRET (HTTP)"
)


def _finding(about: str, problem: str | None, good: str = "fine") -> Finding:
    return Finding(problem is None, about, good if problem is None else problem)


async def check_slack(
    keys: SlackTokens,
    channels: Collection[str] = (),
    *,
    api_url: str = API_URL,
    proxies: Proxies = NO_PROXIES,
) -> tuple[Finding, ...]:
    """Check the tokens, the scopes and each configured channel; return findings."""
    async with SlackApi(keys.bot_token, api_url, proxies=proxies) as api:
        findings = [finding async for finding in _token(api)]
        if findings[0].good:
            findings += [finding async for finding in _commands(keys, api)]
            findings += [finding async for finding in _channels(api, channels)]
    return tuple(findings)


async def _token(api: SlackApi) -> AsyncIterator[Finding]:
    try:
        who, scopes = await api.scopes()
    except PostError as error:
        yield Finding(good=False, about="SLACK_BOT_TOKEN", words=str(error))
        return
    name = f"the bot is {who.get('user')} in {who.get('team')}"
    yield Finding(good=True, about="SLACK_BOT_TOKEN", words=name)
    if scopes is None:
        return
    missing = [scope for scope in NEEDED if scope not in scopes]
    for scope in missing:
        yield _finding(f"scope {scope}", f"the app lacks this scope: {_SCOPES}")
    if not missing:
        yield _finding("scopes", None, "all required scopes are granted")


async def _commands(keys: SlackTokens, api: SlackApi) -> AsyncIterator[Finding]:
    if keys.app_token is None:
        is_missing = keys.signing_secret is None
        yield _finding("commands", _NO_COMMANDS if is_missing else None, "over HTTP")
        return
    try:
        async with SlackApi(keys.app_token, api.url, proxies=api.proxies) as app:
            await app.write("apps.connections.open")
    except PostError as error:
        yield _finding(
            "SLACK_APP_TOKEN",
            f"Slack says {error.code}: {SOCKET_REMEDY}" if error.code else str(error),
        )
    else:
        yield _finding("SLACK_APP_TOKEN", None, "commands come over Socket Mode")


async def _channels(api: SlackApi, channels: Collection[str]) -> AsyncIterator[Finding]:
    """Check each channel and person, and whether Slack accepts a message to them."""
    places = SlackChannels(api)
    people = {channel for channel in channels if channel.startswith("@")}
    if not channels:
        return
    try:
        post_at = int((await api.server_time() + _AHEAD).timestamp())
        listed = await places.listed() if set(channels) - people else {}
    except PostError as error:
        yield _finding("channels", str(error))
        return
    by_name = {f"#{name}": channel for name, channel in listed.items()}
    by_name |= {str(channel.get("id")): channel for channel in listed.values()}
    for name in sorted({*channels}):
        problem = None if name in people else _channel_problem(by_name.get(name))
        if problem is None:
            id_ = str(by_name.get(name, {}).get("id", name))
            problem = await _post_problem(places, id_, post_at)
        yield _finding(name, problem, "the bot can post there")


async def _post_problem(
    places: SlackChannels, channel: str, post_at: int
) -> str | None:
    """Return why Slack accepts no message to a channel or person, or ``None``.

    The message is planned for the distant time ``post_at`` and deleted at once, so it
    is never shown.
    """
    for _ in range(_TRIES):
        try:
            id_ = await places.id_of(channel)
            await _plan_and_delete(places.api, id_, post_at)
        except RateLimitedError as error:
            await asyncio.sleep(error.wait.total_seconds())
        except PostError as error:
            return str(error)
        else:
            return None
    return "Slack's rate limit is reached: try again in a minute"


async def _plan_and_delete(api: SlackApi, channel: str, post_at: int) -> None:
    planned = await api.write(
        "chat.scheduleMessage", channel=channel, text=_TEST_TEXT, post_at=post_at
    )
    id_ = planned.get("scheduled_message_id")
    if not isinstance(id_, str):
        raise malformed("chat.scheduleMessage", 'it has no "scheduled_message_id"')
    await api.write(
        "chat.deleteScheduledMessage", channel=channel, scheduled_message_id=id_
    )


def _channel_problem(channel: JsonObject | None) -> str | None:
    if channel is None:
        return REMEDIES["channel_not_found"]
    if channel.get("is_archived") is True:
        return REMEDIES["is_archived"]
    return None if channel.get("is_member") is True else REMEDIES["not_in_channel"]
