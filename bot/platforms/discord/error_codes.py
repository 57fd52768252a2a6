"""Discord's error codes, with what the operator can do about each."""

from __future__ import annotations

from collections.abc import Mapping

REFUSED_BOT = (
    "Discord does not accept the bot's token: open the application's page on Discord, "
    "Bot, Reset Token, and put the new one into DISCORD_TOKEN"
)

UNAUTHORIZED = 401

_REMEDIES: Mapping[int, str] = {
    10003: "the channel does not exist, or the bot is not in its server: copy its id "
    "again (right click, Copy Channel ID), or invite the bot",
    10004: "the bot is no longer in that server: invite it again",
    50001: "the bot cannot see the channel: invite the bot to that server, and let it "
    "have View Channel there",
    50007: "that person does not accept direct messages from the bot: the person must allow messages from members of the server",
    50013: "the bot may not write there: let it have Send Messages, Create Public "
    "Threads, Send Messages in Threads and Read Message History",
    50083: "the thread is archived: open it again, or choose another channel",
    160005: "the thread is locked: unlock it, or choose another channel",
}


def error_message(status: int, code: int, words: str) -> str:
    """Turn Discord's error into a sentence for the operator, with a remedy if known.

    ``status`` is the HTTP status and ``words`` Discord's message. ``code`` is Discord's
    error code, or 0 if there is none.
    """
    if status == UNAUTHORIZED and not code:
        return REFUSED_BOT
    remedy = _REMEDIES.get(code)
    said = f"Discord says: {words} ({code or status})"
    return said if remedy is None else f"{said}: {remedy}"
