"""What people do in Slack, and what they see then: over a socket and over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.core.commands.requests import ButtonClick, ModalSubmit, Place, Request, Verb
from bot.core.commands.responses import (
    Answer,
    Button,
    Choice,
    ChoiceField,
    Menu,
    Modal,
    Visibility,
)
from bot.core.ports.metrics import HistogramName
from bot.platforms.slack.responses import FAILED
from tests.fakes.platforms.faults import Fault, Strike, scripted
from tests.fakes.slack.bots import RunningBot, running_bot
from tests.fakes.slack.clerk import message, said
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.screen import Sight
from tests.fakes.slack.seeds import TEAM

MORE = Button("Show all claims", "v:1:c")
POST = Button("Post here", "p:1", main=True)
BRIEFING = replace(said("Ports may close."), buttons=(MORE, POST))
CHOOSER = Modal(
    "choose",
    "Brief links",
    (ChoiceField("links", "Links", (Choice("a.example", "1"), Choice("b", "2")), 2),),
)


@pytest.fixture(params=("socket", "http"))
async def bot(
    request: pytest.FixtureRequest, tidy_slack: SlackPeer
) -> AsyncIterator[RunningBot]:
    """The bot, reached in either way."""
    async with running_bot(tidy_slack, request.param) as running:
        yield running


@pytest.fixture
async def socket_bot(tidy_slack: SlackPeer) -> AsyncIterator[RunningBot]:
    """The bot, reached over a socket."""
    async with running_bot(tidy_slack) as running:
        yield running


async def briefed(slack: SlackPeer, bot: RunningBot, channel: str = "desk") -> Sight:
    """What somebody sees who has asked for a briefing."""
    bot.clerk.reply = BRIEFING
    act = await slack.desk.slash("amara", channel, "/brief link https://a.example/1")
    return await act.seen("Ports may close.")


async def test_a_command_is_answered_to_who_asked(
    bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    act = await tidy_slack.desk.slash("amara", "desk", "/brief topic Ports and docks")

    seen = await act.seen("Here you are.")
    (asked,) = bot.clerk.asked
    assert isinstance(asked, Request)
    assert (asked.verb, dict(asked.options)) == (
        Verb.TOPIC,
        {"name": "Ports and docks"},
    )
    assert seen.user == asked.context.person.id == tidy_slack.desk.user("amara")
    channel = tidy_slack.desk.channel("desk")
    assert asked.context.place == Place("slack", channel, TEAM)


async def test_a_command_is_acknowledged_while_it_is_worked_on(
    bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    bot.clerk.busy.clear()

    act = await tidy_slack.desk.slash("amara", "desk", "/brief topics")
    before = act.sights
    bot.clerk.busy.set()
    await act.seen("Here you are.")

    assert (before, act.ack) == ([], {})
    assert [name for name, _ in bot.metrics.times] == [HistogramName.ACK]


async def test_a_word_that_is_no_command_is_answered_with_those_that_may_be_meant(
    bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    act = await tidy_slack.desk.slash("amara", "desk", "/brief topcs")

    seen = await act.seen("There is no command")
    await (
        await tidy_slack.desk.click("amara", seen, "sitrep:menu", "/brief topics")
    ).seen()

    (asked,) = bot.clerk.asked
    assert isinstance(asked, ButtonClick)
    assert "topics" in asked.state


async def test_a_button_changes_the_message_that_bears_it(
    bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    shown = await briefed(tidy_slack, bot)
    bot.clerk.reply = said("All claims.")

    act = await tidy_slack.desk.click("amara", shown, "Show all claims")
    await act.seen("All claims.", change="edit")

    pressed = bot.clerk.asked[-1]
    assert isinstance(pressed, ButtonClick)
    assert pressed.state == MORE.state
    (left,) = tidy_slack.screen.now(tidy_slack.desk.channel("desk"))
    assert left.text == "All claims."


async def test_what_is_refused_leaves_the_message_as_it_was(
    socket_bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    shown = await briefed(tidy_slack, socket_bot)
    socket_bot.clerk.reply = replace(said("Ask again in 40 s."), refused="too_often")

    act = await tidy_slack.desk.click("amara", shown, "Show all claims")
    seen = await act.seen("Ask again")

    assert (seen.change, seen.user) == ("post", tidy_slack.desk.user("amara"))


async def test_what_is_posted_here_is_seen_by_all(
    bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    shown = await briefed(tidy_slack, bot)
    bot.clerk.reply = replace(
        said("Ports may close."),
        visibility=Visibility.CHANNEL,
        thread=(message("The story in full."),),
        told=message("Posted."),
    )

    act = await tidy_slack.desk.click("amara", shown, "Post here")
    await act.seen("Posted.", change="edit")

    front, story = tidy_slack.posted
    assert (front.parent, story.parent) == (None, front.id)


async def test_what_is_posted_where_the_bot_is_not_goes_by_the_answer(
    socket_bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    shown = await briefed(tidy_slack, socket_bot, "elsewhere")
    socket_bot.clerk.reply = replace(
        said("For all."), visibility=Visibility.CHANNEL, told=message("Posted.")
    )

    act = await tidy_slack.desk.click("amara", shown, "Post here")
    seen = await act.seen("For all.")

    await act.seen("Posted.")
    assert (seen.user, seen.via) == (None, "response_url")


async def test_who_wants_something_posted_is_told_why_it_was_not(
    socket_bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    shown = await briefed(tidy_slack, socket_bot)
    tidy_slack.gateway.refusals["chat.postMessage"] = "restricted_action"
    socket_bot.clerk.reply = replace(said("For all."), visibility=Visibility.CHANNEL)

    act = await tidy_slack.desk.click("amara", shown, "Post here")

    seen = await act.seen("This was not posted")
    assert "an administrator must allow it" in seen.text
    (withdrawn,) = await socket_bot.clerk.taken_back()
    assert withdrawn.state == "p:1"


async def test_who_wants_something_posted_is_told_if_nobody_knows(
    socket_bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    shown = await briefed(tidy_slack, socket_bot)
    tidy_slack.plan = scripted({0: Strike(Fault.CUT_AFTER)})
    socket_bot.clerk.reply = replace(said("For all."), visibility=Visibility.CHANNEL)

    act = await tidy_slack.desk.click("amara", shown, "Post here")

    await act.seen("Look at the channel before you post it again.")
    assert len(tidy_slack.posted) == 1
    assert socket_bot.clerk.withdrawn == []


async def test_a_busy_slack_is_waited_for(
    socket_bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    shown = await briefed(tidy_slack, socket_bot)
    tidy_slack.plan = scripted({0: Strike(Fault.RATE_LIMITED, 1)})
    socket_bot.clerk.reply = replace(
        said("For all."), visibility=Visibility.CHANNEL, told=message("Posted.")
    )

    act = await tidy_slack.desk.click("amara", shown, "Post here")

    await act.seen("Posted.", change="edit")


async def test_a_choice_from_a_menu_comes_back(
    bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    menu = Menu("Read a story in full", (Choice("Ports", "v:2"), Choice("Dams", "v:3")))
    bot.clerk.reply = replace(said("Two stories."), menu=menu)
    shown = await (await tidy_slack.desk.slash("mei", "desk", "/brief topic x")).seen()

    await (await tidy_slack.desk.click("mei", shown, "sitrep:menu", "v:3")).seen()

    pressed = bot.clerk.asked[-1]
    assert isinstance(pressed, ButtonClick)
    assert pressed.state == "v:3"


async def test_the_link_in_a_message_is_briefed(
    bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    ts = await tidy_slack.desk.say("jonas", "desk", "See <https://a.example/1|this>")

    act = await tidy_slack.desk.message_shortcut("amara", "desk", ts, "brief_link")
    await act.seen("Here you are.")

    (asked,) = bot.clerk.asked
    assert isinstance(asked, tuple)
    assert "https://a.example/1" in asked[1].split()


async def test_links_of_a_message_are_chosen_in_a_window(
    bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    bot.clerk.chooser = CHOOSER
    bot.clerk.answers = (said("First."), said("Second."))
    ts = await tidy_slack.desk.say("jonas", "desk", "Two links")
    act = await tidy_slack.desk.message_shortcut("amara", "desk", ts, "brief_link")
    window = await act.seen(change="modal")

    sent = await tidy_slack.desk.submit("amara", window, {"sitrep:value": ("1", "2")})
    first, second = await sent.seen("First."), await sent.seen("Second.")

    submitted = bot.clerk.asked[-1]
    assert isinstance(submitted, ModalSubmit)
    assert (submitted.dialog, submitted.values) == ("choose", {"links": ("1", "2")})
    assert first.channel == second.channel == tidy_slack.desk.channel("desk")
    assert first.user == tidy_slack.desk.user("amara")


async def test_links_are_pasted_in_a_window_and_answered_directly(
    bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    bot.clerk.answers = (said("Briefed."),)
    act = await tidy_slack.desk.shortcut("amara", "brief_links")
    window = await act.seen(change="modal")

    sent = await tidy_slack.desk.submit(
        "amara", window, {"sitrep:value": "https://a.example/1"}
    )
    await sent.seen("Briefed.")

    submitted = bot.clerk.asked[-1]
    assert isinstance(submitted, ModalSubmit)
    assert submitted.values == {"text": ("https://a.example/1",)}
    assert submitted.context.place.direct


async def test_the_page_of_the_app_is_drawn(
    bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    act = await tidy_slack.desk.home("amara")

    seen = await act.seen("Your topics", change="home")

    assert seen.user == tidy_slack.desk.user("amara")
    assert bot.clerk.homes[0].place.direct


async def test_a_button_of_the_page_is_answered_directly_and_the_page_drawn_anew(
    socket_bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    socket_bot.clerk.page = replace(said("Your topics"), buttons=(MORE,))
    page = await (await tidy_slack.desk.home("amara")).seen("Your topics")

    act = await tidy_slack.desk.click("amara", page, "Show all claims")

    await act.seen("Here you are.", change="post")
    await act.seen("Your topics", change="home")


async def test_the_app_s_messages_are_no_page(
    socket_bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    await tidy_slack.desk.home("amara", "messages")
    await (await tidy_slack.desk.slash("amara", "desk", "/brief help")).seen()

    assert socket_bot.clerk.homes == []


async def test_an_event_that_comes_again_is_not_worked_again(
    bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    command = await tidy_slack.desk.slash("amara", "desk", "/brief topics")
    home = await tidy_slack.desk.home("amara")
    window = await tidy_slack.desk.shortcut("amara", "brief_links")
    for act in (command, home, window):
        await act.seen()

    for act in (command, home, window):
        await tidy_slack.desk.again(act)
    await (await tidy_slack.desk.slash("amara", "desk", "/brief help")).seen()

    assert len(bot.clerk.asked) == 2
    assert len(bot.clerk.homes) == 1
    assert len(tidy_slack.asked("views.open")) == 1


async def test_a_mistake_of_ours_ends_in_a_sentence(
    socket_bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    socket_bot.clerk.error = ValueError("a mistake")

    act = await tidy_slack.desk.slash("amara", "desk", "/brief topics")

    await act.seen(FAILED)
    assert socket_bot.event_log.events("error") == [
        "command or button on slack failed; the person was asked to repeat it"
    ]


async def test_more_answers_than_an_address_takes_come_directly(
    socket_bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    thread = tuple(message(f"Story {number}.") for number in range(6))
    socket_bot.clerk.reply = Answer(message("Front."), thread=thread)

    act = await tidy_slack.desk.slash("amara", "desk", "/brief digest morning")
    await act.seen("Story 5.")

    ways = [one.via for one in act.sights]
    assert ways == ["response_url"] * 5 + ["chat.postMessage"] * 2


async def test_a_member_may_not_manage(
    socket_bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    await (await tidy_slack.desk.slash("amara", "desk", "/brief topics")).seen()

    (asked,) = socket_bot.clerk.asked
    assert isinstance(asked, Request)
    assert not asked.context.person.may_manage


async def test_what_was_begun_ends_when_the_bot_does(tidy_slack: SlackPeer) -> None:
    async with running_bot(tidy_slack) as bot:
        bot.clerk.busy.clear()
        act = await tidy_slack.desk.slash("amara", "desk", "/brief topics")
        asyncio.get_running_loop().call_later(0.05, bot.clerk.busy.set)

    assert [one.text for one in act.sights] == ["Here you are."]


async def test_in_a_talk_with_the_bot_an_answer_stays(
    socket_bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    person = tidy_slack.desk.user("amara")
    direct = await socket_bot.messenger.channels.id_of(f"@{person}")

    act = await tidy_slack.desk.slash("amara", direct, "/brief topics")
    seen = await act.seen("Here you are.")

    assert not seen.is_ephemeral
    (asked,) = socket_bot.clerk.asked
    assert isinstance(asked, Request)
    assert asked.context.place.direct


async def test_a_command_may_have_another_name(
    bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    act = await tidy_slack.desk.slash("amara", "desk", "/sitrep topics")

    await act.seen("Here you are.")
    assert len(bot.clerk.asked) == 1


async def test_what_the_bot_did_not_ask_to_be_told_is_acknowledged(
    bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    act = await tidy_slack.desk.event("team_join")

    assert (act.ack, bot.clerk.asked, bot.clerk.homes) == ({}, [], [])


async def test_stories_do_not_follow_where_the_bot_is_not(
    socket_bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    shown = await briefed(tidy_slack, socket_bot, "elsewhere")
    socket_bot.clerk.reply = replace(
        said("Front."), visibility=Visibility.CHANNEL, thread=(message("A story."),)
    )

    act = await tidy_slack.desk.click("amara", shown, "Post here")
    seen = await act.seen("without the stories")

    assert "/invite @sitrep" in seen.text
    assert act.sights[0].text == "Front."


async def test_a_window_that_does_not_open_is_told(
    socket_bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    socket_bot.clerk.chooser = CHOOSER
    tidy_slack.gateway.refusals["views.open"] = "expired_trigger_id"
    ts = await tidy_slack.desk.say("jonas", "desk", "Two links")

    act = await tidy_slack.desk.message_shortcut("amara", "desk", ts, "brief_link")

    seen = await act.seen("Slack did not open the window")
    assert seen.user == tidy_slack.desk.user("amara")


async def test_an_answer_to_a_command_may_be_for_all(
    socket_bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    socket_bot.clerk.reply = replace(said("For all."), visibility=Visibility.CHANNEL)

    act = await tidy_slack.desk.slash("amara", "desk", "/brief topics")

    assert (await act.seen("For all.")).user is None
    assert (await act.seen("Posted.")).user == tidy_slack.desk.user("amara")


async def test_a_long_answer_to_a_button_goes_on_below_it(
    socket_bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    shown = await briefed(tidy_slack, socket_bot)
    lines = (f"Ports {'may ' * 200}close {number}." for number in range(30))
    socket_bot.clerk.reply = replace(BRIEFING, message=message(*lines))

    act = await tidy_slack.desk.click("amara", shown, "Show all claims")
    await act.seen("close 29.")

    assert [one.change for one in act.sights][:2] == ["edit", "post"]
    assert "Post here" in act.sights[-1].words()


async def test_what_takes_too_long_in_the_end_is_given_up(
    tidy_slack: SlackPeer,
) -> None:
    async with running_bot(tidy_slack, closing=0.05) as bot:
        bot.clerk.busy.clear()
        act = await tidy_slack.desk.slash("amara", "desk", "/brief topics")

    assert act.sights == []
