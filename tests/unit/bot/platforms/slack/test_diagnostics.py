"""What a check of the set-up finds, and what it says is to be done."""

from __future__ import annotations

from bot.core.operations.check_results import Finding
from bot.platforms.slack.diagnostics import check_slack
from bot.platforms.slack.service import SlackTokens
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.seeds import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET

KEYS = SlackTokens(BOT_TOKEN, app_token=APP_TOKEN)


async def bad(peer: SlackPeer, keys: SlackTokens, *channels: str) -> list[Finding]:
    """What is found to be wrong."""
    found = await check_slack(keys, channels, api_url=peer.api)
    return [one for one in found if not one.good]


async def test_a_good_set_up_has_no_problem(slack: SlackPeer) -> None:
    found = await check_slack(KEYS, ("#desk", "#board", "@U1"), api_url=slack.api)

    assert all(one.good for one in found)
    about = [one.about for one in found]
    hearing = ["SLACK_APP_TOKEN", "#board", "#desk"]
    assert about == ["SLACK_BOT_TOKEN", "scopes", *hearing]


async def test_nothing_is_posted(slack: SlackPeer) -> None:
    await check_slack(KEYS, ("#desk",), api_url=slack.api)

    assert slack.posted == []


async def test_a_token_that_is_refused_ends_the_check(slack: SlackPeer) -> None:
    (problem,) = await bad(
        slack, SlackTokens("xoxb-wrong", app_token=APP_TOKEN), "#desk"
    )

    assert (problem.about, "OAuth & Permissions" in problem.words) == (
        "SLACK_BOT_TOKEN",
        True,
    )


async def test_an_app_token_that_is_refused_says_where_to_make_one(
    slack: SlackPeer,
) -> None:
    (problem,) = await bad(slack, SlackTokens(BOT_TOKEN, app_token="xapp-wrong"))  # noqa: S106

    assert problem.about == "SLACK_APP_TOKEN"
    assert "connections:write" in problem.words


async def test_a_bot_that_nobody_can_ask_is_told(slack: SlackPeer) -> None:
    (problem,) = await bad(slack, SlackTokens(BOT_TOKEN))

    assert "SLACK_SIGNING_SECRET" in problem.words


async def test_over_http_a_secret_is_enough(slack: SlackPeer) -> None:
    keys = SlackTokens(BOT_TOKEN, signing_secret=SIGNING_SECRET)

    assert await bad(slack, keys) == []


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


async def test_channels_that_cannot_be_listed_are_told(slack: SlackPeer) -> None:
    slack.gateway.refusals["conversations.list"] = "missing_scope"

    (problem,) = await bad(slack, KEYS, "#desk")

    assert "install it again" in problem.words


def test_keys_are_never_shown() -> None:
    keys = SlackTokens(BOT_TOKEN, APP_TOKEN, SIGNING_SECRET)

    assert BOT_TOKEN not in repr(keys)
    assert SIGNING_SECRET not in repr(keys)
