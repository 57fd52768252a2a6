"""The models of Slack and Discord behave as their platforms are documented."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.core.domain.errors import PostError
from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.messages.json_values import list_in
from bot.core.messages.splitting import split
from bot.core.ports.services import Messenger
from bot.platforms.discord.lines import LIMITS as DISCORD_LIMITS
from bot.platforms.discord.message_markers import marker
from bot.platforms.slack.blocks import LIMITS as SLACK_LIMITS
from tests.fakes.platforms.apis import MODELS, make_messenger
from tests.fakes.platforms.discord import DiscordModel
from tests.fakes.platforms.faults import Fault, Strike, scripted
from tests.fakes.platforms.pace import Pace
from tests.fakes.platforms.platform import PlatformModel
from tests.fakes.platforms.slack import SlackModel
from tests.fakes.platforms.wires import Answer, MemoryWire, Request
from tests.fakes.ports import FakeClock

pytestmark = pytest.mark.equipment

MINUTE = timedelta(minutes=1)
EARLIER = timedelta(hours=1)
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


async def test_discord_knows_a_nonce_for_some_minutes() -> None:
    model, clock = DiscordModel(memory=5 * MINUTE), FakeClock()
    messenger = discord(model, clock)
    await messenger.post("desk", LINE, idempotency_key="a")

    clock.move(4 * MINUTE)
    await messenger.post("desk", LINE, idempotency_key="a")

    assert model.keys("desk") == ("a",)


async def test_the_history_of_discord_tells_no_nonce() -> None:
    model = DiscordModel()
    await discord(model, FakeClock()).post(
        "desk", LINE, idempotency_key="abcdefghijklmnop"
    )

    told = ask(model, "channels/desk/messages", "GET", after="0")

    assert "abcdefghijklmnop" not in str(told)


async def test_a_mark_that_others_quote_is_not_taken_for_the_message() -> None:
    model, clock = DiscordModel(), FakeClock()
    model.chatter("desk", marker("abc"), clock.now())

    found = await discord(model, clock).find("desk", "abc", since=clock.now() - EARLIER)

    assert found is None


async def test_a_late_post_to_discord_is_the_one_that_was_sent_again() -> None:
    model, clock = DiscordModel(scripted({0: Strike(Fault.LATE, 25)})), FakeClock()
    messenger = discord(model, clock)
    with pytest.raises(PostError):
        await messenger.post("desk", LINE, idempotency_key="a")
    await messenger.post("desk", LINE, idempotency_key="a")

    clock.move(MINUTE)
    model.settle(clock.now())

    assert model.keys("desk") == ("a",)


async def test_a_late_post_to_slack_stands_beside_the_one_that_was_sent_again() -> None:
    model, clock = SlackModel(scripted({0: Strike(Fault.LATE, 25)})), FakeClock()
    messenger = slack(model, clock)
    with pytest.raises(PostError):
        await messenger.post("desk", LINE, idempotency_key="a")
    await messenger.post("desk", LINE, idempotency_key="a")

    clock.move(MINUTE)
    model.settle(clock.now())

    assert model.keys("desk") == ("a", "a")


async def test_slack_tells_metadata_to_who_asks_for_it() -> None:
    model = SlackModel()
    await slack(model, FakeClock()).post("desk", LINE, idempotency_key="a")

    history = "conversations.history"
    plain = ask(model, history, "POST", channel="desk")
    full = ask(model, history, "POST", channel="desk", include_all_metadata=True)

    assert ["metadata" in str(told["messages"]) for told in (plain, full)] == [
        False,
        True,
    ]


async def test_a_reply_does_not_stand_in_slacks_channel_history() -> None:
    model, clock = SlackModel(), FakeClock()
    messenger = slack(model, clock)
    front = await messenger.post("desk", LINE, idempotency_key="a")
    await messenger.post("desk", LINE, idempotency_key="b", parent=front)

    since = clock.now() - EARLIER

    assert await messenger.find("desk", "b", since=since) is None
    assert await messenger.find("desk", "b", since=since, parent=front)


def test_slack_shows_pages_from_the_newest_on() -> None:
    model, clock = SlackModel(page=2), FakeClock()
    ids = [model.chatter("desk", "Hello", clock.now()) for _ in range(3)]

    told = ask(model, "conversations.history", "POST", channel="desk")

    shown = [one["ts"] for one in list_in(told, "messages") if isinstance(one, dict)]
    assert (shown, told["has_more"]) == ([ids[2], ids[1]], True)


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


@pytest.mark.parametrize(
    ("texts", "nonce"),
    [
        (["a"] * 41, "a"),
        (["a" * 900] * 5, "a"),
        ([""], "a"),
        ([], "a"),
        ("a", "a" * 26),
    ],
)
def test_discord_refuses_what_it_cannot_show(texts: Sequence[str], nonce: str) -> None:
    model = DiscordModel()
    components: list[Json] = [{"type": 10, "content": text} for text in texts]

    path = "channels/desk/messages"
    told = ask(model, path, "POST", components=components, nonce=nonce)

    assert told["code"] == 50035
    assert not model.posted


@pytest.mark.parametrize("model", [SlackModel(), DiscordModel()])
def test_ids_grow_even_when_the_clock_goes_back(model: PlatformModel) -> None:
    clock = FakeClock()
    ids = []
    for _ in range(20):
        ids.append(model.chatter("desk", "Hello", clock.now()))
        clock.move(-MINUTE)

    assert ids == sorted(set(ids))


async def test_a_channel_takes_one_post_a_second() -> None:
    model, clock = SlackModel(pace=Pace(channel=1)), FakeClock()
    messenger = slack(model, clock)
    await messenger.post("desk", LINE, idempotency_key="a")
    with pytest.raises(PostError, match="rate limit"):
        await messenger.post("desk", LINE, idempotency_key="b")
    await messenger.post("harbour", LINE, idempotency_key="c")

    clock.move(timedelta(seconds=1))
    await messenger.post("desk", LINE, idempotency_key="b")

    assert [one.key for one in model.posted] == ["a", "c", "b"]


async def test_a_bot_has_so_many_requests_a_second() -> None:
    model, clock = DiscordModel(pace=Pace(everywhere=40, burst=40)), FakeClock()
    messenger = discord(model, clock)

    # Each post to another channel asks for the channel's type first.
    for number in range(20):
        await messenger.post(f"desk{number}", LINE, idempotency_key=f"{number}")

    with pytest.raises(PostError, match="rate limit"):
        await messenger.post("desk20", LINE, idempotency_key="20")


LIMITS = {"slack": SLACK_LIMITS, "discord": DISCORD_LIMITS}


@pytest.mark.parametrize("length", [1, 9, 40, 400])
@pytest.mark.parametrize("kind", ["slack", "discord"])
async def test_a_message_that_was_split_is_taken(kind: str, length: int) -> None:
    model, clock = MODELS[kind](), FakeClock()
    messenger = make_messenger(kind, MemoryWire(model, clock), clock)
    said = Row(
        (Text("Ports may *close* [soon]. " * length),), proof="https://a.example"
    )
    message = Message((Section("WHO SAID WHAT", (said,) * 200),))

    parts = split(message, LIMITS[kind])
    for number, part in enumerate(parts):
        await messenger.post("desk", part, idempotency_key=f"{number}")

    assert len(model.posted) == len(parts) > 1
