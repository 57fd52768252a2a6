"""What a check of the set-up finds, and what it says is to be done."""

from __future__ import annotations

from bot.core.operations.check_results import Finding
from bot.platforms.slack.diagnostics import check_slack
from bot.platforms.slack.service import SlackTokens
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.seeds import ADMIN, APP_TOKEN, BOT_TOKEN, SIGNING_SECRET

KEYS = SlackTokens(BOT_TOKEN, app_token=APP_TOKEN)


async def bad(peer: SlackPeer, keys: SlackTokens, *channels: str) -> list[Finding]:
    """What is found to be wrong."""
    found = await check_slack(keys, channels, api_url=peer.api)
    return [one for one in found if not one.good]


async def test_a_good_set_up_has_no_problem(slack: SlackPeer) -> None:
    found = await check_slack(KEYS, ("#desk", "#board", f"@{ADMIN}"), api_url=slack.api)

    assert all(one.good for one in found)
    about = [one.about for one in found]
    hearing = ["SLACK_APP_TOKEN", "#board", "#desk", f"@{ADMIN}"]
    assert about == ["SLACK_BOT_TOKEN", "scopes", *hearing]


async def test_nothing_is_posted(slack: SlackPeer) -> None:
    await check_slack(KEYS, ("#desk", f"@{ADMIN}"), api_url=slack.api)

    planned = await slack.upstream.as_app("chat.scheduledMessages.list", {})
    assert len(slack.asked("chat.scheduleMessage")) == 2
    assert slack.posted == []
    assert planned["scheduled_messages"] == []


async def test_channels_that_cannot_be_posted_to_say_what_to_do(
    slack: SlackPeer,
) -> None:
    await slack.archive("harbour")
    await slack.remove("desk")

    found = await bad(slack, KEYS, "#desk", "#harbour", "#nowhere", "#geopolitics")

    told = {one.about: one.words for one in found}
    assert set(told) == {"#desk", "#harbour", "#nowhere"}
    assert "/invite @sitrep" in told["#desk"]
    assert "unarchive" in told["#harbour"]
    assert "the channel does not exist" in told["#nowhere"]


def test_keys_are_never_shown() -> None:
    keys = SlackTokens(BOT_TOKEN, APP_TOKEN, SIGNING_SECRET)

    assert BOT_TOKEN not in repr(keys)
    assert SIGNING_SECRET not in repr(keys)
