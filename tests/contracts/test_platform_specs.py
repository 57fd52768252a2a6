"""Every platform's value keeps what the core relies on."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest

from bot.core.commands.responses import LABEL_LENGTH, MOST_CHOICES, STATE_LENGTH
from bot.core.domain.slots import IDEMPOTENCY_KEY_LENGTH
from bot.core.platforms.spec import PlatformContext, PlatformSpec
from bot.platforms import PLATFORMS
from tests.fakes.ports import FakeClock, FakeJournal

ENVIRONMENT = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "DISCORD_TOKEN": "d",
    "SMTP_URL": "smtp://localhost:25",
    "EMAIL_FROM": "Sitrep <desk@example.org>",
}

every_platform = pytest.mark.parametrize("spec", PLATFORMS, ids=lambda one: one.name)


@every_platform
def test_a_platform_accepts_what_the_core_makes(spec: PlatformSpec) -> None:
    limits = spec.interaction

    if spec.capabilities.buttons:
        assert limits.state is not None
        assert limits.state >= STATE_LENGTH
        assert limits.label is not None
        assert limits.label >= LABEL_LENGTH
        assert limits.choices is not None
        assert limits.choices >= MOST_CHOICES
    assert limits.key is None or limits.key >= IDEMPOTENCY_KEY_LENGTH


@every_platform
def test_commands_need_variables_of_the_platform(spec: PlatformSpec) -> None:
    names = {variable.name for variable in spec.variables}

    assert names.issuperset(spec.command_variables)
    assert spec.capabilities.commands or not spec.command_variables


@every_platform
async def test_a_platform_opens_to_post_only(spec: PlatformSpec) -> None:
    context = PlatformContext(FakeClock(), FakeJournal(), StringIO())

    async with spec.open(spec.values(ENVIRONMENT), None, context) as opened:
        messenger = opened.messenger

    assert messenger.platform == spec.name
    assert spec.capabilities.idempotency_key == (messenger.memory > timedelta())
    assert not opened.webhooks
