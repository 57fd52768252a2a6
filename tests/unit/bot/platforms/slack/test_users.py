"""Who asks, and where: what Slack tells of them, remembered for a while."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.core.commands.requests import Person
from bot.platforms.slack.channels import SlackChannels
from bot.platforms.slack.http_api import SlackApi
from bot.platforms.slack.users import SlackUsers
from bot.scheduling import SystemClock
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.seeds import ADMIN, BOT_TOKEN


@pytest.fixture
async def people(slack: SlackPeer) -> AsyncIterator[SlackUsers]:
    """The people of a workspace."""
    async with SlackApi(BOT_TOKEN, slack.api) as api:
        yield SlackUsers(api, SlackChannels(api), SystemClock())


async def test_an_administrator_may_manage(
    people: SlackUsers, slack: SlackPeer
) -> None:
    member = await people.person(slack.desk.user("amara"))

    assert (await people.person(ADMIN)).may_manage
    assert not member.may_manage


async def test_a_person_is_asked_about_once(
    people: SlackUsers, slack: SlackPeer
) -> None:
    for _ in range(3):
        await people.person(slack.desk.user("amara"))

    assert len(slack.asked("users.info")) == 1


async def test_who_is_not_known_may_nothing_until_they_are(
    people: SlackUsers, slack: SlackPeer
) -> None:
    slack.gateway.refusals["users.info"] = "internal_error"
    before = await people.person(ADMIN)

    slack.gateway.refusals.clear()

    assert (before, (await people.person(ADMIN)).may_manage) == (Person(ADMIN), True)
