from __future__ import annotations

import pytest
from typing_extensions import override

from bot.core.domain.errors import NotSentError, PostError
from bot.core.domain.messages import Message, Row, Section, Text
from bot.platforms.slack.channels import SlackChannels
from bot.platforms.slack.http_api import SlackApi
from bot.platforms.slack.messenger import SlackMessenger

API = SlackApi("xoxb-none", "http://127.0.0.1:1/api/")


class Listed(SlackChannels):
    """Channels of which one is known; or Slack says something else."""

    error: PostError | None = None

    @override
    async def id_of(self, channel: str) -> str:
        if self.error is not None:
            raise self.error
        return {"#news": "C1"}[channel]


def messenger(error: PostError | None = None) -> SlackMessenger:
    channels = Listed(API)
    channels.error = error
    return SlackMessenger(API, channels)


async def test_a_message_whose_channel_slack_does_not_tell_was_surely_not_posted() -> (
    None
):
    message = Message((Section(None, (Row((Text("Ports may close."),)),)),))

    with pytest.raises(NotSentError, match="cut off"):
        await messenger(PostError("cut off")).post(
            "#news", message, idempotency_key="a"
        )
