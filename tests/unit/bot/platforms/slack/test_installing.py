"""Workspaces install the app, and each gets its own messages and answers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.core.domain.configuration import Configuration
from bot.core.domain.errors import AuthenticationError, NotSentError, StoreError
from bot.core.domain.installations import Installation
from bot.core.domain.workspaces import ACTING_FOR
from bot.platforms.slack.http_api import ClientKeys
from bot.platforms.slack.installing import INSTALL, REDIRECT
from bot.platforms.slack.socket_mode import SlackDeps
from bot.platforms.slack.workspaces import (
    NOT_ENABLED,
    SlackWorkspaces,
    WorkspacesMessenger,
)
from bot.scheduling import SystemClock
from tests.fakes.slack.clerk import message
from tests.fakes.slack.distribution import CLIENT_ID, CLIENT_SECRET
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


async def test_the_page_sends_the_browser_to_slack_with_all_scopes(
    bot: SharedBot,
) -> None:
    status, headers, _ = await bot.get(INSTALL)

    assert status == 302
    assert headers["Location"].startswith("https://slack.com/oauth/v2/authorize?state=")
    assert "chat:write" in headers["Location"]
    assert "Secure; HttpOnly" in headers["Set-Cookie"]


async def test_a_link_to_the_page_adds_nothing_to_the_address_at_slack(
    bot: SharedBot,
) -> None:
    _, headers, _ = await bot.get(f"{INSTALL}?team=T1%26user_scope=admin")

    assert "admin" not in headers["Location"]


async def test_no_other_browser_has_the_state_of_a_browser(bot: SharedBot) -> None:
    states = {(await bot.begun())[0] for _ in range(20)}

    assert len(states) == 20


async def test_each_workspace_is_posted_to_with_its_own_token(bot: SharedBot) -> None:
    await bot.install(ACME)
    await bot.install(GLOBEX)

    for channel in ("globex/#desk", "acme/#desk", "globex/#harbour"):
        await bot.messenger.post(channel, NEWS, idempotency_key=channel[-9:-1])

    assert posters(bot) == [GLOBEX, ACME, GLOBEX]


async def test_a_message_is_found_in_its_own_workspace_by_its_key(
    bot: SharedBot,
) -> None:
    await bot.install(GLOBEX)
    posted = await bot.messenger.post("globex/#desk", NEWS, idempotency_key="a")

    since = CLOCK.now() - timedelta(hours=1)
    found = await bot.messenger.find("globex/#desk", "a", since=since)

    assert found == posted


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


async def test_a_person_who_does_not_allow_it_sees_why(bot: SharedBot) -> None:
    _, _, page = await bot.get(f"{REDIRECT}?error=access_denied")
    _, _, strange = await bot.get(f"{REDIRECT}?error=<script>alert(1)</script>")

    assert "access_denied" in page
    assert "script" not in strange
    assert await bot.store.installations("slack") == ()


async def test_commands_are_answered_in_the_workspace_that_installed_it(
    bot: SharedBot,
) -> None:
    await bot.install(ACME)

    exchange = await bot.slack.desk.slash("mei", "desk", "/brief topics")
    await exchange.seen("Here you are.")

    (asked,) = bot.clerk.asked
    assert not isinstance(asked, tuple)
    place, person = asked.context.place, asked.context.person
    user, desk = bot.slack.desk.user("mei"), bot.slack.desk.channel("desk")
    assert (place.server, place.channel) == ("acme", f"acme/{desk}")
    assert person.id == f"acme/{user}"


async def test_the_home_page_of_a_workspace_is_drawn_with_its_token(
    bot: SharedBot,
) -> None:
    await bot.install(ACME)

    exchange = await bot.slack.desk.home("mei")
    await exchange.seen("Your topics", change="home")

    (asked,) = bot.slack.asked("views.publish")
    assert bot.slack.gateway.distribution.team_of(asked.token) == ACME


async def test_a_workspace_without_a_name_is_told_so(bot: SharedBot) -> None:
    bot.configuration.value = Configuration((), (), workspaces=())
    _, page = await bot.install(ACME)

    exchange = await bot.slack.desk.slash("mei", "desk", "/brief topics")
    await exchange.seen(NOT_ENABLED)

    assert ACME in page
    assert bot.clerk.asked == []


async def test_a_workspace_that_is_named_later_needs_no_second_installation(
    bot: SharedBot,
) -> None:
    named = bot.configuration.value
    bot.configuration.value = Configuration((), (), workspaces=())
    await bot.install(ACME)
    bot.configuration.value = named

    await bot.messenger.post("acme/#desk", NEWS, idempotency_key="a")

    assert posters(bot) == [ACME]


async def test_without_an_installation_messages_wait(bot: SharedBot) -> None:
    with pytest.raises(AuthenticationError, match='installed in the workspace "acme"'):
        await bot.messenger.post("acme/#desk", NEWS, idempotency_key="a")
    with pytest.raises(AuthenticationError, match='"nobody"'):
        await bot.messenger.find("nobody/#desk", "a", since=CLOCK.now())


async def test_a_channel_has_the_names_of_its_own_workspace(bot: SharedBot) -> None:
    names = bot.messenger
    assert isinstance(names, WorkspacesMessenger)
    assert await names.aliases("slack/acme/#desk") == ()

    await bot.install(ACME)

    desk = bot.slack.desk.channel("desk")
    assert await names.aliases("slack/acme/#desk") == (f"slack/acme/{desk}",)
    assert await names.aliases("slack/globex/#desk") == ()
    link = await names.message_link("acme/#desk", "1.2")
    assert link is not None
    assert link.endswith(f"/archives/{desk}/p12")


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


@pytest.mark.parametrize(
    ("tokens", "number"), [({"oauth": ["U1"]}, 1), ({"bot": ["U2"]}, 0)]
)
async def test_only_the_token_of_the_bot_ends_an_installation(
    bot: SharedBot, tokens: dict[str, list[str]], number: int
) -> None:
    await bot.install(ACME)

    await send(
        bot,
        {"type": "tokens_revoked", "tokens": tokens},
        at=CLOCK.now() + timedelta(seconds=2),
    )
    await left(bot, number)

    assert len(await bot.store.installations("slack")) == number


@pytest.mark.parametrize(
    ("error", "left_over"),
    [("account_inactive", 1), ("token_revoked", 1), ("token_expired", 2), ("", 2)],
)
async def test_a_workspace_that_left_unheard_is_removed_later(
    bot: SharedBot, error: str, left_over: int
) -> None:
    for team in (ACME, GLOBEX):
        await bot.install(team)
    bot.slack.gateway.distribution.uninstall(ACME, error)
    deps = SlackDeps(CLOCK, bot.event_log, lambda _: None, api_url=bot.slack.api)
    keys = ClientKeys(CLIENT_ID, CLIENT_SECRET)
    workspaces = SlackWorkspaces(bot.directory, None, deps, keys)

    await workspaces.remove_gone()
    await workspaces.close()

    assert len(await bot.store.installations("slack")) == left_over


async def test_the_first_look_for_workspaces_that_left_is_soon_after_the_start(
    bot: SharedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bot.install(ACME)
    bot.slack.gateway.distribution.uninstall(ACME)
    monkeypatch.setattr("bot.platforms.slack.workspaces.FIRST_SECONDS", 0.0)
    deps = SlackDeps(CLOCK, bot.event_log, lambda _: None, api_url=bot.slack.api)
    keys = ClientKeys(CLIENT_ID, CLIENT_SECRET)
    workspaces = SlackWorkspaces(bot.directory, None, deps, keys)

    watching = asyncio.create_task(workspaces.watch())
    await left(bot, 0)
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    await workspaces.close()

    assert await bot.store.installations("slack") == ()


async def test_a_refused_token_is_read_again_and_told_with_the_workspace(
    bot: SharedBot,
) -> None:
    await bot.install(ACME)
    await bot.messenger.post("acme/#desk", NEWS, idempotency_key="a")
    bot.slack.gateway.distribution.uninstall(ACME)

    with pytest.raises(
        AuthenticationError, match='refuses the app in the workspace "acme"'
    ):
        await bot.messenger.post("acme/#desk", NEWS, idempotency_key="b")
    await bot.install(ACME)
    await bot.messenger.post("acme/#desk", NEWS, idempotency_key="b")

    assert len(bot.slack.posted) == 2


async def test_a_command_reads_the_installation_that_the_database_hides_from_it(
    bot: SharedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bot.install(ACME)
    read = bot.store.installation
    acting: list[str] = []

    async def noted(platform: str, server: str) -> Installation | None:
        acting.append(ACTING_FOR.get())
        return await read(platform, server)

    monkeypatch.setattr(bot.store, "installation", noted)
    token = ACTING_FOR.set("acme")
    await bot.messenger.post("acme/#desk", NEWS, idempotency_key="a")

    assert acting == [""]
    assert ACTING_FOR.get() == "acme"
    ACTING_FOR.reset(token)


async def test_a_post_that_waits_for_a_token_is_made_by_a_later_attempt(
    bot: SharedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bot.install(ACME)

    async def waiting(_: str, __: str) -> Installation | None:
        await asyncio.Event().wait()
        return None

    with monkeypatch.context() as patch:
        patch.setattr(bot.store, "installation", waiting)
        patch.setattr("bot.platforms.slack.workspaces.OPENING_SECONDS", 0.05)
        with pytest.raises(NotSentError, match="not renewed yet"):
            await bot.messenger.post("acme/#desk", NEWS, idempotency_key="a")
    await bot.messenger.post("acme/#desk", NEWS, idempotency_key="a")

    assert posters(bot) == [ACME]


async def test_while_the_database_fails_open_workspaces_are_posted_to(
    bot: SharedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for team in (ACME, GLOBEX):
        await bot.install(team)
    await bot.messenger.post("acme/#desk", NEWS, idempotency_key="a")

    async def failing(_: str, __: str) -> Installation | None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(bot.store, "installation", failing)
    monkeypatch.setattr("bot.platforms.slack.workspaces.MAX_AGE", 0.0)
    await bot.messenger.post("acme/#desk", NEWS, idempotency_key="b")
    with pytest.raises(NotSentError, match="disk is full"):
        await bot.messenger.post("globex/#desk", NEWS, idempotency_key="c")
    bot.slack.gateway.distribution.uninstall(ACME)
    for _ in range(2):
        with pytest.raises(NotSentError):
            await bot.messenger.post("acme/#desk", NEWS, idempotency_key="d")

    assert posters(bot)[:2] == [ACME, ACME]


async def test_a_second_installation_may_have_another_bot(
    bot: SharedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.slack.workspaces.MAX_AGE", 0.0)
    since = CLOCK.now() - timedelta(hours=1)
    asked: list[int] = []
    await bot.install(ACME)
    await bot.messenger.post("acme/#desk", NEWS, idempotency_key="a")

    for again in (False, False, True):
        if again:
            await bot.install(ACME)
        before = len(bot.slack.asked("auth.test"))
        await bot.messenger.find("acme/#desk", "a", since=since)
        asked.append(len(bot.slack.asked("auth.test")) - before)

    assert asked == [1, 0, 1]


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
