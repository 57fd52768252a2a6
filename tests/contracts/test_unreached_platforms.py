"""The contract of Messenger without a connection to its platform."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.core.domain.errors import NotSentError, RejectedError
from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.ports.services import Messenger
from bot.platforms.discord.http_api import DiscordApi
from bot.platforms.discord.messenger import DiscordMessenger
from bot.platforms.email.client import MailClient
from bot.platforms.email.messenger import EmailMessenger
from bot.platforms.email.servers import Mailbox, MailServer, Security
from bot.platforms.slack.http_api import SlackApi
from bot.platforms.slack.messenger import SlackMessenger
from tests.fakes.loopback import reserve_port
from tests.fakes.ports import FakeClock

MESSAGE = Message((Section(None, (Row((Text("Ports may close."),)),)),))
SINCE = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(params=("slack", "discord", "email"))
async def messenger(request: pytest.FixtureRequest) -> AsyncIterator[Messenger]:
    """A messenger whose platform's address has no server."""
    port = reserve_port()
    url = f"http://127.0.0.1:{port}/"
    if request.param == "email":
        client = MailClient(MailServer("127.0.0.1", port, Security.NONE))
        yield EmailMessenger(client, Mailbox("sitrep@example.org"), FakeClock())
        return
    if request.param == "slack":
        async with SlackApi("xoxb-1", url) as slack:
            yield SlackMessenger(slack)
        return
    discord = DiscordApi("token", url=url)
    yield DiscordMessenger(discord, FakeClock())
    await discord.close()


@pytest.mark.parametrize("parent", [None, "17"])
async def test_a_message_was_surely_not_posted(
    messenger: Messenger, parent: str | None
) -> None:
    with pytest.raises(NotSentError) as caught:
        await messenger.post(
            "c1@example.org", MESSAGE, idempotency_key="a", parent=parent
        )

    assert not isinstance(caught.value, RejectedError)


@pytest.mark.parametrize("messenger", ["slack", "discord"], indirect=True)
async def test_nothing_is_said_of_what_was_posted_before(messenger: Messenger) -> None:
    with pytest.raises(NotSentError) as caught:
        await messenger.find("C1", "a", since=SINCE)

    assert not isinstance(caught.value, RejectedError)
