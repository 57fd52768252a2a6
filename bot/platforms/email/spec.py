"""Describes e-mail as a platform: limits, variables, and how to open and check it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager

from bot.core.commands.ports import CommandService
from bot.core.commands.responses import Answer
from bot.core.domain.proxies import Proxies
from bot.core.operations.check_results import Finding
from bot.core.platforms.spec import (
    ChannelFormat,
    LinkHtml,
    OpenPlatform,
    PlatformContext,
    PlatformSpec,
    Values,
    Variable,
)
from bot.platforms.email.servers import (
    MAILBOX,
    SENDER,
    SERVER,
    STOP,
    read_mailbox,
    read_server,
)


@asynccontextmanager
async def _open(
    values: Values, _: CommandService | None, context: PlatformContext
) -> AsyncIterator[OpenPlatform]:
    from bot.platforms.email.client import TIMEOUT_SECONDS, MailClient
    from bot.platforms.email.messenger import EmailMessenger

    seconds = context.timeout or TIMEOUT_SECONDS
    client = MailClient(read_server(values["SMTP_URL"]), timeout=seconds)
    messenger = EmailMessenger(
        client,
        read_mailbox(values["EMAIL_FROM"]),
        context.clock,
        unsubscribe=values.get("EMAIL_UNSUBSCRIBE", ""),
        connected=context.connected,
    )
    # Each e-mail has its own connection; the first shows whether the server works.
    context.connected(True)  # noqa: FBT003 - its only argument
    yield OpenPlatform(messenger)


def _check(
    values: Values, channels: Sequence[str], _: Proxies
) -> Awaitable[Sequence[Finding]]:
    from bot.platforms.email.client import check_email

    server, sender = read_server(values["SMTP_URL"]), read_mailbox(values["EMAIL_FROM"])
    return check_email(server, sender, channels)


def _preview(answer: Answer, link: LinkHtml) -> Sequence[str]:
    from bot.platforms.email.html import draw_answer

    return draw_answer(answer, link)


SPEC = PlatformSpec(
    name="email",
    title="E-mail",
    open=_open,
    check=_check,
    preview=_preview,
    variables=(
        Variable(
            "SMTP_URL",
            'is not the address of a mail server: write "smtps://USER:PASSWORD@HOST" or '
            '"smtp://USER:PASSWORD@HOST:587", and @ : / ? # % in user and password as '
            "%40 %3A %2F %3F %23 %25. ?starttls=no turns encryption off; then a password "
            "is sent to this machine only",
            SERVER,
            required=True,
            secret=True,
        ),
        Variable(
            "EMAIL_FROM",
            'is not an e-mail address: write "Sitrep <sitrep@example.org>", with ASCII '
            "characters only before the @",
            SENDER,
            required=True,
        ),
        Variable(
            "EMAIL_UNSUBSCRIBE",
            'is not an address for readers: write "mailto:desk@example.org" or '
            '"https://intranet.example.org/digests", or leave it out',
            STOP,
        ),
    ),
    channel=ChannelFormat(
        pattern=MAILBOX,
        example="desk@example.org",
        message=(
            "write one e-mail address, such as desk@example.org, with ASCII characters "
            "only before the @"
        ),
        description="Its address.",
        destination="An e-mail address, or a mapping that also sets its quiet hours.",
        mapping="An e-mail address with its own quiet hours.",
    ),
)
