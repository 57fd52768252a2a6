"""What people do in Slack reaches an app of Slack's own framework, and its answers them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.fakes.slack.apps import RunningApp, http_app, socket_app
from tests.fakes.slack.deliveries import NotAcknowledgedError
from tests.fakes.slack.peer import SlackPeer

pytestmark = pytest.mark.equipment


@pytest.fixture(params=("socket", "http"))
async def app(
    request: pytest.FixtureRequest, slack: SlackPeer
) -> AsyncIterator[RunningApp]:
    """The app, reached in either way."""
    run = socket_app if request.param == "socket" else http_app
    async with run(slack) as running:
        yield running


@pytest.mark.usefixtures("app")
async def test_a_command_is_acknowledged_and_answered(slack: SlackPeer) -> None:
    act = await slack.desk.slash("amara", "desk", "/brief link https://example.org")

    seen = await act.seen("Briefing")
    assert (seen.text, seen.user) == (
        "Briefing link https://example.org",
        slack.desk.user("amara"),
    )


@pytest.mark.usefixtures("app")
async def test_a_button_changes_the_message_that_bears_it(slack: SlackPeer) -> None:
    act = await slack.desk.slash("amara", "desk", "/brief topics")
    message = await act.seen("Briefing")

    await (await slack.desk.click("amara", message, "More")).seen(change="edit")

    (shown,) = slack.screen.now(slack.desk.channel("desk"))
    assert shown.text == "All of ports"


@pytest.mark.usefixtures("app")
async def test_a_shortcut_opens_a_modal(slack: SlackPeer) -> None:
    act = await slack.desk.shortcut("amara", "brief_link")

    modal = await act.seen("Brief links", change="modal")
    assert [one["action_id"] for one in modal.elements()] == ["links", "topic"]


@pytest.mark.usefixtures("app")
async def test_a_modal_is_sent_with_what_was_filled_in(slack: SlackPeer) -> None:
    act = await slack.desk.shortcut("amara", "brief_link")
    modal = await act.seen(change="modal")

    sent = await slack.desk.submit("amara", modal, {"links": "https://example.org/a"})

    assert "https://example.org/a" in (await sent.seen("Thank you")).words()


@pytest.mark.usefixtures("app")
async def test_a_modal_that_is_wrong_stays_open(slack: SlackPeer) -> None:
    act = await slack.desk.shortcut("amara", "brief_link")
    modal = await act.seen(change="modal")

    sent = await slack.desk.submit("amara", modal, {"links": "nowhere"})

    assert sent.ack["errors"] == {"links": "This is no link"}
    assert sent.sights == []


@pytest.mark.usefixtures("app")
async def test_a_modal_may_be_followed_by_another(slack: SlackPeer) -> None:
    act = await slack.desk.shortcut("amara", "brief_link")
    modal = await act.seen(change="modal")

    sent = await slack.desk.submit("amara", modal, {"links": "another"})

    after = await sent.seen("Brief links", change="modal")
    assert after.body["previous_view_id"] == modal.id


@pytest.mark.usefixtures("app")
async def test_a_modal_that_is_done_is_closed(slack: SlackPeer) -> None:
    act = await slack.desk.shortcut("amara", "brief_link")
    modal = await act.seen(change="modal")

    sent = await slack.desk.submit("amara", modal, {"links": "clear"})

    assert (await sent.seen(change="closed")).id == modal.id


@pytest.mark.usefixtures("app")
async def test_a_modal_can_be_closed(slack: SlackPeer) -> None:
    act = await slack.desk.shortcut("amara", "brief_link")
    modal = await act.seen(change="modal")

    closed = await slack.desk.close("amara", modal)

    told = await closed.seen("Another time")
    assert told.channel.startswith("D")


@pytest.mark.usefixtures("app")
async def test_a_shortcut_of_a_message_tells_the_message(slack: SlackPeer) -> None:
    ts = await slack.desk.say("jonas", "desk", "https://example.org/ports")

    act = await slack.desk.message_shortcut("amara", "desk", ts, "brief_message")

    seen = await act.seen("https://example.org/ports")
    assert (seen.user, seen.is_ephemeral) == (slack.desk.user("amara"), True)


@pytest.mark.usefixtures("app")
async def test_what_an_app_did_well_has_no_mistake(tidy_slack: SlackPeer) -> None:
    act = await tidy_slack.desk.slash("amara", "desk", "/brief topics")

    assert (await act.seen("Briefing")).elements()
    assert {one.method for one in tidy_slack.requests} >= {"response_url"}


@pytest.mark.usefixtures("app")
async def test_a_select_is_given_options_while_somebody_types(slack: SlackPeer) -> None:
    act = await slack.desk.shortcut("amara", "brief_link")
    modal = await act.seen(change="modal")

    options = await slack.desk.suggest("amara", modal, "topic", "russia")

    assert options == ["russia-china"]


@pytest.mark.usefixtures("app")
async def test_the_home_tab_is_published_to_who_opens_it(slack: SlackPeer) -> None:
    act = await slack.desk.home("mei")

    home = await act.seen("Your topics", change="home")
    assert home.user == slack.desk.user("mei")


@pytest.mark.usefixtures("app")
async def test_what_nobody_handles_is_not_acknowledged(slack: SlackPeer) -> None:
    slack.desk.delivery.seconds = 0.2

    with pytest.raises(NotAcknowledgedError):
        await slack.desk.shortcut("amara", "unknown")
