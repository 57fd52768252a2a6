"""Describes Discord as a platform: limits, variables, and how to open and check it."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from contextlib import AbstractAsyncContextManager

from bot.core.commands.ports import CommandService
from bot.core.commands.responses import Answer
from bot.core.domain.platforms import Capabilities, InteractionLimits
from bot.core.domain.proxies import Proxies
from bot.core.operations.check_results import Finding
from bot.core.platforms.spec import (
    ChannelFormat,
    IdFormat,
    LinkHtml,
    OpenPlatform,
    PlatformContext,
    PlatformSpec,
    ValueKind,
    Values,
    Variable,
)
from bot.platforms.discord.lines import LIMITS

_ID = r"[1-9][0-9]{14,19}"
_ADDRESS = (
    'is not an address: write one such as "http://127.0.0.1:8080/api", or unset it'
)


def _open(
    values: Values, commands: CommandService | None, context: PlatformContext
) -> AbstractAsyncContextManager[OpenPlatform]:
    from bot.platforms.discord.service import open_platform

    return open_platform(values, commands, context)


def _check(
    values: Values, channels: Sequence[str], proxies: Proxies
) -> Awaitable[Sequence[Finding]]:
    from bot.platforms.discord.diagnostics import check_discord
    from bot.platforms.discord.service import api_url

    token, url = values["DISCORD_TOKEN"], api_url(values)
    return check_discord(token, channels, api_url=url, proxies=proxies)


def _preview(answer: Answer, link: LinkHtml) -> Sequence[str]:
    from bot.platforms.discord.preview import draw_answer

    return draw_answer(answer, link)


SPEC = PlatformSpec(
    name="discord",
    title="Discord",
    limits=LIMITS,
    interaction=InteractionLimits(state=93, label=80, choices=25, key=25),
    capabilities=Capabilities(
        commands=True,
        ephemeral=True,
        buttons=True,
        threads=True,
        images=True,
        idempotency_key=True,
    ),
    open=_open,
    check=_check,
    preview=_preview,
    variables=(
        Variable(
            "DISCORD_TOKEN",
            "is not a token: copy it from the application's page, Bot, without quotes, "
            'blanks and "Bot"',
            r"[!#-&(-~]{1,500}",
            required=True,
            secret=True,
        ),
        Variable(
            "DISCORD_PUBLIC_KEY",
            "is not a public key: copy the public key from the application's page: 64 digits "
            "and letters",
            r"[0-9a-fA-F]{64}",
        ),
        Variable(
            "DISCORD_GATEWAY",
            "is neither on nor off: write off if DISCORD_PUBLIC_KEY is set and no gateway is "
            "needed, or remove it",
            "(?i:on|off)",
        ),
        Variable("DISCORD_API_URL", _ADDRESS, kind=ValueKind.HTTP_URL, redirects=True),
        Variable(
            "DISCORD_GATEWAY_URL",
            'is not an address: write one such as "ws://127.0.0.1:8080", or unset it',
            kind=ValueKind.WEBSOCKET_URL,
            redirects=True,
        ),
    ),
    channel=ChannelFormat(
        pattern=f"@?{_ID}",
        example="123456789012345678",
        message=(
            "write the channel's id, a number such as 123456789012345678 "
            '(in Discord: "Copy Channel ID")'
        ),
        description='Its id: "Copy Channel ID" in its menu.',
        numeric=True,
        destination="A channel, thread or forum of Discord: its id, or a mapping that also sets its quiet hours.",
        mapping="A channel, thread or forum of Discord with its own quiet hours.",
    ),
    server=IdFormat(
        pattern=_ID,
        example="123456789012345678",
        message='write the id of a server (in Discord: "Copy Server ID")',
        description="Ids of the servers whose members may use commands; by default, all servers.",
        numeric=True,
    ),
    secret_patterns=(
        # tokens of bots and of people
        r"(?<![\w-])[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,40}|mfa\.[\w-]{60,100}",
        # addresses by which anybody may post: the rest of the path is the secret
        r"(?<=/webhooks/)\d{5,25}/[\w-]{8,500}",
        r"(?<=/interactions/)\d{5,25}/[\w-]{8,500}",
    ),
)
