"""Addresses that take answers, triggers that open views: each for a while."""

from __future__ import annotations

from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.core.messages.briefing_json import Json
from tests.fakes.platforms.haste import HastyClock
from tests.fakes.ports import FakeClock
from tests.fakes.slack.apps import HOME, MODAL, socket_app, web_client
from tests.fakes.slack.emulator import Emulator, running_emulator
from tests.fakes.slack.loopback import slack_peer
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.seeds import INNER

pytestmark = pytest.mark.equipment


async def answer(url: str, **payload: Json) -> str:
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, json=payload) as response,
    ):
        if response.content_type != "application/json":
            return await response.text()
        told = await response.json()
        return str(told["error"])


def address(slack: SlackPeer) -> str:
    """An address that takes answers to somebody in the desk's channel."""
    desk = slack.desk
    return desk.responses.issue(desk.channel("desk"), desk.user("amara"))


async def trigger(slack: SlackPeer) -> str:
    user = slack.desk.user("amara")
    found = await slack.upstream.ask(
        "views.generateTriggerId", {"user_id": user}, INNER
    )
    return str(found["trigger_id"])


async def test_an_address_takes_five_answers(slack: SlackPeer) -> None:
    url = address(slack)

    told = [await answer(url, text=f"Line {number}") for number in range(6)]

    assert told == ["ok"] * 5 + ["used_url"]
    assert len(slack.screen.sights) == 5


async def test_an_address_is_good_for_half_an_hour(slack_emulator: Emulator) -> None:
    clock = FakeClock()
    async with slack_peer(slack_emulator, clock) as peer:
        url = address(peer)

        clock.move(timedelta(minutes=30))
        last = await answer(url, text="News")
        clock.move(timedelta(seconds=1))
        late = await answer(url, text="News")

    assert (last, late) == ("ok", "expired_url")


async def test_an_answer_is_for_one_person_unless_it_is_for_all(
    slack: SlackPeer,
) -> None:
    await answer(address(slack), text="For you")
    await answer(address(slack), text="For all", response_type="in_channel")

    users = [one.user for one in slack.screen.now()]
    assert users == [slack.desk.user("amara"), None]
    assert (await slack.messages("desk"))[0]["text"] == "For all"


async def test_an_answer_that_slack_would_not_take_is_refused(slack: SlackPeer) -> None:
    divider: Json = {"type": "divider"}

    assert await answer(address(slack), text="") == "no_text"
    assert await answer(address(slack), blocks=[divider] * 51) == "invalid_blocks"
    assert slack.screen.sights == []


async def test_a_message_that_was_clicked_can_be_deleted(slack: SlackPeer) -> None:
    async with socket_app(slack):
        act = await slack.desk.slash("amara", "desk", "/brief topics")
        sight = await act.seen("Briefing")
    desk = slack.desk
    url = desk.responses.issue(sight.channel, desk.user("amara"), sight)

    told = await answer(url, delete_original=True)

    assert (told, slack.screen.now()) == ("ok", [])


async def test_a_trigger_opens_one_view(slack: SlackPeer) -> None:
    client, once = web_client(slack), await trigger(slack)

    await client.views_open(trigger_id=once, view=MODAL)

    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await client.views_open(trigger_id=once, view=MODAL)


async def test_a_trigger_is_good_for_three_seconds() -> None:
    clock = HastyClock.started(1_000_000)
    with running_emulator(clock=str(clock)) as emulator:
        async with slack_peer(emulator, clock) as peer:
            client, old = web_client(peer), await trigger(peer)

            with pytest.raises(SlackApiError, match="expired_trigger_id"):
                await client.views_open(trigger_id=old, view=MODAL)


async def test_a_view_that_slack_would_not_take_is_refused(slack: SlackPeer) -> None:
    client, once = web_client(slack), await trigger(slack)

    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await client.views_open(trigger_id=once, view=MODAL | {"blocks": []})


async def test_a_home_tab_is_that_of_its_last_publication(slack: SlackPeer) -> None:
    client, user = web_client(slack), slack.desk.user("mei")
    first = await client.views_publish(user_id=user, view=HOME)

    second = await client.views_publish(user_id=user, view=HOME)

    assert first["view"]["id"] == second["view"]["id"]
    assert [one.change for one in slack.screen.sights] == ["home", "home"]
