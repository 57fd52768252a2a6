"""Describes Slack as a platform: limits, variables, and how to open and check it."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from contextlib import AbstractAsyncContextManager

from bot.core.commands.ports import CommandService
from bot.core.commands.responses import Answer
from bot.core.domain.installations import ENCRYPTION_KEYS
from bot.core.domain.platforms import Capabilities, InteractionLimits
from bot.core.domain.proxies import Proxies
from bot.core.domain.workspaces import WORKSPACE
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
from bot.platforms.slack.blocks import LIMITS

_VISIBLE = r"[!#-&(-~]"
"""The characters of a token: no quotation marks, which copying a token may add."""

_TEST_TOKEN = rf"(?!xoxb-|xapp-){_VISIBLE}{{1,500}}"


def _open(
    values: Values, commands: CommandService | None, context: PlatformContext
) -> AbstractAsyncContextManager[OpenPlatform]:
    if context.workspaces is not None:
        from bot.platforms.slack.shared_service import open_shared

        return open_shared(values, commands, context, context.workspaces)
    from bot.platforms.slack.service import open_platform

    return open_platform(values, commands, context)


def _check(
    values: Values, channels: Sequence[str], proxies: Proxies
) -> Awaitable[Sequence[Finding]]:
    from bot.platforms.slack.diagnostics import check_slack
    from bot.platforms.slack.service import api_url, tokens

    keys, url = tokens(values), api_url(values)
    return check_slack(keys, channels, api_url=url, proxies=proxies)


def _preview(answer: Answer, link: LinkHtml) -> Sequence[str]:
    from bot.platforms.slack.preview import draw_answer

    return draw_answer(answer, link)


SPEC = PlatformSpec(
    name="slack",
    title="Slack",
    limits=LIMITS,
    interaction=InteractionLimits(state=150, label=75, choices=100),
    capabilities=Capabilities(
        commands=True,
        ephemeral=True,
        buttons=True,
        threads=True,
        images=True,
    ),
    open=_open,
    check=_check,
    preview=_preview,
    variables=(
        Variable(
            "SLACK_BOT_TOKEN",
            'is not a bot token: copy the one that begins with "xoxb-" from the app\'s page '
            "“OAuth & Permissions”, without quotes or blanks",
            rf"(?:xoxe\.)?xoxb-{_VISIBLE}{{1,500}}",
            required=True,
            secret=True,
            test_pattern=_TEST_TOKEN,
        ),
        Variable(
            "SLACK_APP_TOKEN",
            'is not an app token: copy the one that begins with "xapp-" from the app\'s page '
            "“Basic Information”, without quotes or blanks",
            rf"xapp-{_VISIBLE}{{1,500}}",
            secret=True,
            test_pattern=_TEST_TOKEN,
        ),
        Variable(
            "SLACK_SIGNING_SECRET",
            "is not a signing secret: copy it from the app's page “Basic Information”, without "
            "quotes or blanks",
            rf"{_VISIBLE}(?:[ -~]{{0,500}}{_VISIBLE})?",
            secret=True,
        ),
        Variable(
            "SLACK_CLIENT_ID",
            "is not a client ID: copy it from the app's page “Basic Information”, without "
            "quotes or blanks",
            r"[\w.-]{3,100}",
        ),
        Variable(
            "SLACK_CLIENT_SECRET",
            "is not a client secret: copy it from the app's page “Basic Information”, without "
            "quotes or blanks",
            rf"{_VISIBLE}{{1,500}}",
            secret=True,
        ),
        Variable(
            "SLACK_API_URL",
            'is not an address: write one such as "http://127.0.0.1:8080/api", or unset it',
            kind=ValueKind.HTTP_URL,
            redirects=True,
        ),
    ),
    command_variables=("SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"),
    channel=ChannelFormat(
        pattern=rf"({WORKSPACE}/)?"
        r"(#[^\s#@:,/\"'<>&A-Z]{1,80}|[CGD][A-Z0-9]{6,20}|@[UW][A-Z0-9]{6,20})",
        example="'#news'",
        message='write a channel in quotes, such as "#news" or "C012AB3CD"',
        description='Its name or id, in quotes: "#news" or "C012AB3CD"; with workspaces, '
        '"acme/#news".',
        destination="A channel of Slack: its name or id, or a mapping that also sets its quiet hours.",
        mapping="A channel of Slack with its own quiet hours.",
    ),
    server=IdFormat(
        pattern=r"[TE][A-Z0-9]{6,20}",
        example="T012AB3CD",
        message='write the id of a workspace, such as "T012AB3CD"',
        description="Ids of the workspaces whose members may use commands; by default, all.",
    ),
    secret_patterns=(
        # tokens of bots, apps and people, and refresh tokens
        r"(?:xox[a-z]|xapp|xoxe\.xox[a-z])-[\w-]{8,300}",
        # addresses by which anybody may post: the rest of the path is the secret
        r"(?<=hooks\.slack\.com/)[\w/-]{8,300}",
    ),
    installing=(
        *("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET"),
        ENCRYPTION_KEYS,
    ),
    token="SLACK_BOT_TOKEN",  # noqa: S106 - the name of a variable
)
