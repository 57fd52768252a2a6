"""Workspaces install the app, and each gets its own messages and answers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.core.domain.errors import AuthenticationError
from bot.platforms.slack.installing import REDIRECT
from bot.scheduling import SystemClock
from tests.fakes.slack.clerk import message
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.shared_bots import ACME, GLOBEX, SharedBot, shared_bot

NEWS, CLOCK = message("Ports may close."), SystemClock()


@pytest.fixture
async def bot(slack: SlackPeer, tmp_path: Path) -> AsyncIterator[SharedBot]:
    async with shared_bot(slack, f"sqlite:///{tmp_path / 'sitrep.db'}") as running:
        yield running


def posters(bot: SharedBot) -> list[str]:
    """The workspaces whose tokens posted, in order."""
    distribution = bot.slack.gateway.distribution
    asked = bot.slack.asked("chat.postMessage")
    return [distribution.team_of(one.token) for one in asked]


async def test_a_workspace_installs_the_app_and_is_posted_to(bot: SharedBot) -> None:
    status, page = await bot.install(ACME, "Acme & Sons")

    await bot.messenger.post("acme/#desk", NEWS, idempotency_key="a")

    assert status == 200
    assert "Sitrep is installed in Acme &amp; Sons" in page
    assert posters(bot) == [ACME]


@pytest.mark.parametrize(
    ("state", "cookie", "reason"),
    [
        ("", "{cookie}", "invalid_browser"),
        ("{state}", "", "invalid_browser"),
        ("{other}", "{cookie}", "invalid_browser"),
        ("{state}x", "{cookie}x", "invalid_state"),
        ("a.b.c", "slack-app-oauth-state=a.b.c", "invalid_state"),
    ],
)
async def test_without_the_state_of_this_browser_nothing_is_installed(
    bot: SharedBot, state: str, cookie: str, reason: str
) -> None:
    own, sent = await bot.begun()
    code = bot.slack.gateway.distribution.allow(ACME)
    values = {"state": own, "cookie": sent, "other": "another"}

    status, _, page = await bot.get(
        f"{REDIRECT}?code={code}&state={state.format(**values)}",
        cookie.format(**values),
    )

    assert status in {400, 401}
    assert reason in page
    assert await bot.store.installations("slack") == ()


async def test_a_code_installs_once(bot: SharedBot) -> None:
    state, cookie = await bot.begun()
    code = bot.slack.gateway.distribution.allow(ACME)
    path = f"{REDIRECT}?code={code}&state={state}"

    statuses = [(await bot.get(path, cookie))[0] for _ in range(2)]

    assert statuses == [200, 401]
    assert len(await bot.store.installations("slack")) == 1


async def test_a_workspace_that_removes_the_app_is_posted_to_no_more(
    bot: SharedBot,
) -> None:
    await bot.install(ACME)
    await bot.install(GLOBEX)
    await bot.messenger.post("acme/#desk", NEWS, idempotency_key="a")

    await bot.slack.desk.event("app_uninstalled")
    await left(bot, 1)

    with pytest.raises(AuthenticationError, match="not installed"):
        await bot.messenger.post("acme/#desk", NEWS, idempotency_key="b")
    await bot.messenger.post("globex/#desk", NEWS, idempotency_key="c")
    assert posters(bot) == [ACME, GLOBEX]


async def test_a_late_event_does_not_remove_a_new_installation(bot: SharedBot) -> None:
    await bot.install(ACME)
    event = {"type": "app_uninstalled", "event_ts": "1.0"}

    await send(bot, event, at=CLOCK.now() - timedelta(minutes=2))
    await bot.slack.desk.event("app_home_opened", tab="messages", user="U1")

    assert len(await bot.store.installations("slack")) == 1


async def test_no_log_line_holds_a_token_or_the_id_of_a_workspace(
    bot: SharedBot,
) -> None:
    await bot.install(ACME)
    await bot.messenger.post("acme/#desk", NEWS, idempotency_key="a")
    await bot.slack.desk.event("app_uninstalled")
    await left(bot, 0)

    written = repr(bot.event_log.entries)

    assert "slack app installed" in written
    assert ACME not in written
    assert "xoxb" not in written


async def send(bot: SharedBot, event: Mapping[str, object], at: datetime) -> None:
    """Send an event of the first workspace, as Slack signs it."""
    delivery = bot.slack.over_http(f"{bot.url}/slack/events")
    payload = {
        "type": "event_callback",
        "team_id": ACME,
        "event_id": f"Ev{at.timestamp()}",
        "event_time": int(at.timestamp()),
        "event": event,
    }
    body = json.dumps(payload)
    now = str(int(delivery.clock.now().timestamp()))
    headers = {"Content-Type": "application/json", **delivery.signed(body, now)}
    status, _, _ = await delivery.post(body, headers)
    assert status == 200


async def left(bot: SharedBot, number: int) -> None:
    """Wait until so many installations are left.

    Raises:
        AssertionError: there are more, or fewer.
    """
    for _ in range(3_000):
        if len(await bot.store.installations("slack")) == number:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(await bot.store.installations("slack"))
