"""Channels as they may stand in the file."""

from __future__ import annotations

import re

SLACK = re.compile(
    r"#[^\s#@:,/\"'<>&A-Z]{1,80}|[CGD][A-Z0-9]{6,20}|@[UW][A-Z0-9]{6,20}"
)
"""A name, the id of a channel, or that of a person; also what editors check by."""

DISCORD = re.compile(r"@?[1-9][0-9]{14,19}")
"""The id of a channel, or that of a person; also what editors check by."""

WORKSPACE = re.compile(r"[TE][A-Z0-9]{6,20}")
SERVER = re.compile(r"[1-9][0-9]{14,19}")

_SLACK_TOLD = 'write a channel in quotes, such as "#news" or "C012AB3CD"'
_DISCORD_TOLD = (
    "write the channel's id, a number such as 123456789012345678 "
    '(in Discord: "Copy Channel ID")'
)


def wrong_slack(channel: object) -> str | None:
    """What is wrong with a channel of Slack; ``None`` if nothing."""
    return _wrong(SLACK, channel, _SLACK_TOLD)


def wrong_discord(channel: object) -> str | None:
    """What is wrong with a channel of Discord; ``None`` if nothing."""
    return _wrong(DISCORD, channel, _DISCORD_TOLD)


def wrong_workspace(id_: object) -> str | None:
    """What is wrong with the id of a workspace; ``None`` if nothing."""
    return _wrong(WORKSPACE, id_, 'write the id of a workspace, such as "T012AB3CD"')


def wrong_server(id_: object) -> str | None:
    """What is wrong with the id of a server; ``None`` if nothing."""
    told = 'write the id of a server (in Discord: "Copy Server ID")'
    return _wrong(SERVER, id_, told)


def _wrong(right: re.Pattern[str], value: object, told: str) -> str | None:
    found = isinstance(value, str) and right.fullmatch(value)
    return None if found else told
