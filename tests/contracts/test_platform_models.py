"""The models of Slack and Discord behave as their platforms are documented."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.ports.services import Messenger
from bot.platforms.discord.lines import LIMITS as DISCORD_LIMITS
from bot.platforms.slack.blocks import LIMITS as SLACK_LIMITS
from tests.fakes.platforms.apis import make_messenger
from tests.fakes.platforms.discord import DiscordModel
from tests.fakes.platforms.platform import PlatformModel
from tests.fakes.platforms.slack import SlackModel
from tests.fakes.platforms.wires import Answer, MemoryWire, Request
from tests.fakes.ports import FakeClock

pytestmark = pytest.mark.equipment

MINUTE = timedelta(minutes=1)
LINE = Message((Section(None, (Row((Text("Ports may close."),)),)),))


def slack(model: SlackModel, clock: FakeClock) -> Messenger:
    return make_messenger("slack", MemoryWire(model, clock), clock)


def discord(model: DiscordModel, clock: FakeClock) -> Messenger:
    return make_messenger("discord", MemoryWire(model, clock), clock)


def ask(model: PlatformModel, path: str, method: str, **payload: Json) -> JsonObject:
    answer = model.handle(Request(method, path, payload), FakeClock().now())
    assert isinstance(answer, Answer)
    return answer.body


async def test_discord_posts_a_nonce_again_after_some_minutes() -> None:
    model, clock = DiscordModel(memory=5 * MINUTE), FakeClock()
    messenger = discord(model, clock)
    await messenger.post("desk", LINE, idempotency_key="a")

    clock.move(5 * MINUTE)
    await messenger.post("desk", LINE, idempotency_key="a")

    assert model.keys("desk") == ("a", "a")


async def test_the_history_of_discord_tells_no_nonce() -> None:
    model = DiscordModel()
    await discord(model, FakeClock()).post(
        "desk", LINE, idempotency_key="abcdefghijklmnop"
    )

    told = ask(model, "channels/desk/messages", "GET", after="0")

    assert "abcdefghijklmnop" not in str(told)


def section(text: str) -> JsonObject:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


@pytest.mark.parametrize(
    "texts", [["a"] * 51, ["a" * 2_900] * 5, ["a" * 3_001], [""], []]
)
def test_slack_refuses_what_it_cannot_show(texts: list[str]) -> None:
    model = SlackModel()
    blocks: list[Json] = [section(text) for text in texts]

    told = ask(model, "chat.postMessage", "POST", channel="desk", blocks=blocks)

    assert told["ok"] is False
    assert not model.posted


LIMITS = {"slack": SLACK_LIMITS, "discord": DISCORD_LIMITS}
