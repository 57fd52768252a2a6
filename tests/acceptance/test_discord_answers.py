"""What people get who ask the bot on Discord, over its real wire."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.core.commands.requests import (
    AutocompleteQuery,
    ButtonClick,
    ModalSubmit,
    Request,
    Verb,
)
from bot.core.commands.responses import (
    Answer,
    Button,
    Choice,
    ChoiceField,
    Menu,
    Modal,
    TextField,
    Visibility,
)
from bot.core.commands.user_errors import sentence
from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.messages.briefing_json import JsonObject
from bot.core.ports.metrics import HistogramName
from bot.platforms.discord.event_handlers import FAILED, UNPOSTED, UNSHOWN
from bot.platforms.discord.events import DiscordEvent, InteractionKind
from bot.platforms.discord.http_api import DiscordApi
from bot.platforms.discord.responses import ChannelPost, DiscordResponses
from tests.fakes.discord.clerk import Clerk, Presence, presence
from tests.fakes.discord.people import DIRECT
from tests.fakes.discord.requests import refused
from tests.fakes.discord.seen import Exchange
from tests.fakes.discord.town import Town, open_town
from tests.fakes.platforms.wires import Answer as Reply

BUTTONS = (
    Button("Show all claims", "v|0123456789abcdef|c"),
    Button("Post here", "p|0123456789abcdef|", main=True),
)
BRIEFING = Answer(sentence("Ports may close."), buttons=BUTTONS)
POSTED = Answer(
    sentence("Ports may close."),
    visibility=Visibility.CHANNEL,
    buttons=BUTTONS[:1],
    told=sentence("Posted."),
)
LINKS = Modal(
    "links",
    "Brief links",
    (
        ChoiceField("links", "Which?", (Choice("a.example", "0"),), most=1),
        TextField("more", "More", lines=True),
    ),
)


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with open_town() as opened:
        yield opened
    assert not opened.gaps


@pytest.fixture
async def bot(town: Town) -> AsyncIterator[Presence]:
    async with presence(town) as present:
        await town.pulse.until(lambda: present.connected == [True])
        yield present


async def ask(town: Town, bot: Presence, answer: Answer | None = BRIEFING) -> Exchange:
    """Let somebody ask for a link's briefing, and get this answer."""
    bot.clerk.answers = [answer]
    return await town.slash("ben", "desk", "brief link", url="https://a.example/b")


def requests(town: Town, method: str, ending: str) -> list[JsonObject]:
    """The bodies of what was asked."""
    found = town.records.of(method, ending)
    return [one.body for one in found if isinstance(one.body, dict)]


async def test_only_who_asks_sees_the_answer(town: Town, bot: Presence) -> None:
    exchange = await ask(town, bot)

    assert exchange.message.text == "Ports may close."
    assert [one.label for one in exchange.message.buttons] == [
        "Show all claims",
        "Post here",
    ]
    assert not town.history("desk", viewer="ada")


async def test_the_options_come_as_they_were_typed(town: Town, bot: Presence) -> None:
    await ask(town, bot)

    (request,) = bot.clerk.heard
    assert isinstance(request, Request)
    assert (request.verb, request.options) == (
        Verb.LINK,
        {"url": "https://a.example/b"},
    )


async def test_who_asks_and_where_is_told(town: Town, bot: Presence) -> None:
    await ask(town, bot)

    (request,) = bot.clerk.heard
    assert isinstance(request, Request)
    context = request.context
    assert context.person.id == str(town.users["ben"].id)
    assert context.place.channel == str(town.channels["desk"].id)
    assert context.place.server == str(town.guild.id)
    assert not context.place.direct


@pytest.mark.parametrize(("who", "may"), [("ada", True), ("ben", False)])
async def test_the_owner_of_a_server_may_change_its_channels(
    town: Town, bot: Presence, who: str, *, may: bool
) -> None:
    await town.slash(who, "desk", "brief mute", what="sport")

    (request,) = bot.clerk.heard
    assert isinstance(request, Request)
    assert request.context.person.may_manage is may


async def test_a_direct_talk_is_no_secret_from_itself(
    town: Town, bot: Presence
) -> None:
    exchange = await town.slash("ben", DIRECT, "brief topics")

    (request,) = bot.clerk.heard
    assert isinstance(request, Request)
    assert request.context.place.direct
    assert not exchange.message.ephemeral


async def test_the_first_thing_said_is_that_it_was_heard(
    town: Town, bot: Presence
) -> None:
    bot.clerk.hold.clear()
    exchange = await town.slash("ben", "desk", "brief topics", wait=False)

    await exchange.until(lambda one: one.acknowledged)

    assert not exchange.finished
    bot.clerk.hold.set()
    await exchange.end()
    assert [name for name, _ in bot.metrics.times] == [HistogramName.ACK]


async def test_a_long_answer_goes_on_in_further_messages(
    town: Town, bot: Presence
) -> None:
    rows = tuple(Row((Text("It may rain again tomorrow. " * 20),)) for _ in range(12))
    answer = Answer(Message((Section("OUTLOOK", rows),)), buttons=BUTTONS)

    exchange = await ask(town, bot, answer)

    await exchange.until(lambda one: len(one.messages) > 1)
    first, *_, last = exchange.messages
    assert first.text.startswith("-# (1/")
    assert all(one.ephemeral for one in exchange.messages)
    assert (len(first.buttons), len(last.buttons)) == (0, 2)


async def test_a_button_changes_the_message_that_it_belongs_to(
    town: Town, bot: Presence
) -> None:
    exchange = await ask(town, bot)
    bot.clerk.answers = [Answer(sentence("All claims."))]

    pressed = await town.click("ben", exchange.message, "Show all claims")

    assert pressed.message.text == "All claims."
    assert pressed.message.id == exchange.message.id
    assert state_of(bot) == "v|0123456789abcdef|c"


async def test_a_button_works_after_a_restart(town: Town) -> None:
    async with presence(town) as before:
        await town.pulse.until(lambda: before.connected == [True])
        exchange = await ask(town, before)
    clerk = Clerk([Answer(sentence("All claims."))])

    async with presence(town, clerk) as after:
        await town.pulse.until(lambda: after.connected == [True])
        pressed = await town.click("ben", exchange.message, "Show all claims")

    assert pressed.message.text == "All claims."


async def test_a_choice_in_a_menu_comes_back(town: Town, bot: Presence) -> None:
    menu = Menu("Which topic?", (Choice("Ports", "r|topic|ports"),))
    exchange = await ask(town, bot, Answer(sentence("Which?"), menu=menu))

    await town.select("ben", exchange.message, "r|topic|ports")

    assert state_of(bot) == "r|topic|ports"


async def test_what_is_refused_leaves_the_message_as_it_is(
    town: Town, bot: Presence
) -> None:
    exchange = await ask(town, bot)
    bot.clerk.answers = [Answer(sentence("Too often."), refused="too_often")]

    pressed = await town.click("ben", exchange.message, "Show all claims")

    assert [one.text for one in pressed.messages][-1] == "Too often."
    assert town.history("desk", viewer="ben")[0].text == "Ports may close."


async def test_an_answer_is_posted_for_all_as_the_bots_own(
    town: Town, bot: Presence
) -> None:
    exchange = await ask(town, bot)
    bot.clerk.answers = [POSTED]

    await town.click("ben", exchange.message, "Post here")

    assert [one.text for one in town.history("desk", viewer="ada")] == [
        "Ports may close."
    ]
    (body,) = requests(town, "POST", "/messages")
    assert body["enforce_nonce"] is True
    assert len(str(body["nonce"])) == 24


async def test_the_stories_of_what_is_posted_go_into_a_thread(
    town: Town, bot: Presence
) -> None:
    exchange = await ask(town, bot)
    bot.clerk.answers = [
        Answer(
            sentence("Front."),
            visibility=Visibility.CHANNEL,
            thread=(sentence("One."), sentence("Two.")),
            told=sentence("Posted."),
        )
    ]

    await town.click("ben", exchange.message, "Post here")

    (thread,) = town.threads("desk").values()
    assert [one.text for one in town.messages(thread)][-2:] == ["One.", "Two."]


async def test_where_the_bot_may_not_write_the_answer_is_posted_as_a_reply(
    town: Town, bot: Presence
) -> None:
    exchange = await ask(town, bot)
    bot.clerk.answers = [POSTED]
    town.forbid("desk", "send_messages")

    await town.click("ben", exchange.message, "Post here")

    assert "Ports may close." in [
        one.text for one in town.history("desk", viewer="ada")
    ]


async def test_what_nobody_takes_is_told(town: Town, bot: Presence) -> None:
    exchange = await ask(town, bot)
    bot.clerk.answers = [POSTED]
    town.script("POST", "channels/*/messages", Reply(502, {}), times=2)

    pressed = await town.click("ben", exchange.message, "Post here")

    assert pressed.message.text == UNPOSTED
    assert not town.history("desk", viewer="ada")
    # It may stand there after all.
    assert bot.clerk.withdrawn == []


async def test_what_discord_surely_refuses_may_be_posted_again(
    town: Town, bot: Presence
) -> None:
    exchange = await ask(town, bot)
    bot.clerk.answers = [POSTED]
    town.script("POST", "channels/*/messages", refused(403, 50013, "No"))
    town.script("POST", "webhooks/*", refused(400, 50035, "No"), times=2)

    await town.click("ben", exchange.message, "Post here")

    (withdrawn,) = bot.clerk.withdrawn
    assert withdrawn.state == BUTTONS[1].state


async def test_what_stands_in_part_is_not_posted_again_in_another_way(
    town: Town, bot: Presence
) -> None:
    exchange = await ask(town, bot)
    bot.clerk.answers = [
        Answer(
            sentence("Front."),
            visibility=Visibility.CHANNEL,
            thread=(sentence("One."),),
            told=sentence("Posted."),
        )
    ]
    town.script("POST", "channels/*/messages/*/threads", refused(403, 50013, "No"))

    await town.click("ben", exchange.message, "Post here")

    assert [one.text for one in town.history("desk", viewer="ada")] == ["Front."]
    assert bot.clerk.withdrawn == []


async def test_an_answer_whose_posting_went_wrong_once_is_posted_once(
    town: Town, bot: Presence
) -> None:
    exchange = await ask(town, bot)
    bot.clerk.answers = [POSTED]
    town.script("POST", "channels/*/messages", Reply(502, {}))

    pressed = await town.click("ben", exchange.message, "Post here")

    assert pressed.message.text == "Posted."
    assert len(town.history("desk", viewer="ada")) == 1


async def test_an_answer_that_discord_refuses_ends_in_a_plain_sentence(
    town: Town, bot: Presence
) -> None:
    town.script(
        "PATCH", "webhooks/*", refused(400, 50035, "Invalid Form Body"), times=1
    )

    exchange = await ask(town, bot)

    assert exchange.message.text == UNSHOWN


async def test_an_answer_is_given_again_after_a_fault(
    town: Town, bot: Presence
) -> None:
    busy: JsonObject = {"message": "Slow down", "retry_after": 0.01, "global": False}
    town.script("PATCH", "webhooks/*", Reply(429, busy))

    exchange = await ask(town, bot)

    assert exchange.message.text == "Ports may close."


async def test_an_event_that_was_answered_before_shows_nothing(
    town: Town, bot: Presence
) -> None:
    bot.clerk.answers = [None]

    await town.slash("ben", "desk", "brief topics", wait=False)

    await town.pulse.until(lambda: bool(town.records.of("DELETE", "/@original")))
    assert not town.history("desk", viewer="ben")


async def test_what_discord_waits_for_no_more_is_not_worked(
    town: Town, bot: Presence
) -> None:
    unknown = refused(404, 10062, "Unknown interaction")
    town.script("POST", "interactions/*/callback", unknown)

    await town.slash("ben", "desk", "brief topics", wait=False)

    await town.pulse.until(lambda: bool(town.records.of("POST", "/callback")))
    assert not bot.clerk.heard


async def test_a_broken_acknowledgement_is_said_again(
    town: Town, bot: Presence
) -> None:
    town.script("POST", "interactions/*/callback", Reply(500, {}))

    exchange = await ask(town, bot)

    assert exchange.message.text == "Ports may close."


async def test_suggestions_are_offered_while_typing(town: Town, bot: Presence) -> None:
    bot.clerk.choices = (Choice("Russia and China", "russia-china"),)

    offered = await town.autocomplete("ben", "desk", "brief topic", name="rus")

    assert offered == ("Russia and China",)
    (query,) = bot.clerk.heard
    assert isinstance(query, AutocompleteQuery)
    assert (query.verb, query.option, query.typed) == (Verb.TOPIC, "name", "rus")


async def test_a_message_with_a_link_is_briefed_from_its_menu(
    town: Town, bot: Presence
) -> None:
    message = town.say("ada", "desk", "Read https://a.example/b")

    exchange = await town.menu("ben", "desk", "Brief this link", message)

    assert exchange.message.text == "Hello."
    assert bot.clerk.heard == ["Read https://a.example/b"]


async def test_a_message_with_several_links_opens_a_dialog(
    town: Town, bot: Presence
) -> None:
    bot.clerk.shown = LINKS
    message = town.say("ada", "desk", "https://a.example/b https://a.example/c")

    exchange = await town.menu("ben", "desk", "Brief this link", message)

    assert exchange.modal is not None
    assert exchange.modal["title"] == "Brief links"


async def test_a_dialog_is_answered_in_as_many_messages_as_there_are_links(
    town: Town, bot: Presence
) -> None:
    bot.clerk.shown = LINKS
    bot.clerk.answers = [Answer(sentence("One.")), Answer(sentence("Two."))]
    message = town.say("ada", "desk", "https://a.example/b https://a.example/c")
    shown = await town.menu("ben", "desk", "Brief this link", message)

    sent = await town.submit("ben", shown, {"links": ["0"], "more": "none"})

    await sent.until(lambda one: len(one.messages) == 2)
    assert [one.text for one in sent.messages] == ["One.", "Two."]
    (submitted,) = bot.clerk.heard
    assert isinstance(submitted, ModalSubmit)
    assert submitted.dialog == "links"
    assert submitted.values == {"links": ("0",), "more": ("none",)}


async def test_nothing_pings_anybody(town: Town, bot: Presence) -> None:
    exchange = await ask(town, bot, Answer(sentence("@everyone <@1> come.")))

    assert not exchange.message.pings
    assert exchange.message.text == r"\@everyone \<\@1\> come."


def state_of(bot: Presence) -> str:
    """The state that came back last."""
    pressed = bot.clerk.heard[-1]
    assert isinstance(pressed, ButtonClick)
    return pressed.state


async def test_a_fault_of_ours_ends_in_a_plain_sentence(
    town: Town, bot: Presence
) -> None:
    bot.clerk.answers = []

    exchange = await town.slash("ben", "desk", "brief topics")

    assert exchange.message.text == FAILED
    assert bot.event_log.events("error") == [
        "command or button on discord failed; the person was asked to repeat it"
    ]


async def test_a_fault_while_typing_is_only_noted(town: Town, bot: Presence) -> None:
    town.script("POST", "interactions/*/callback", refused(404, 10062, "Unknown"))
    query = asyncio.create_task(
        town.autocomplete("ben", "desk", "brief topic", name="rus")
    )

    await town.pulse.until(lambda: bool(bot.event_log.entries))

    assert bot.event_log.events("warning") == [
        "command or button on discord not answered; the person can repeat it"
    ]
    query.cancel()


@pytest.mark.usefixtures("bot")
async def test_an_edit_that_is_never_taken_is_given_up(town: Town) -> None:
    busy: JsonObject = {"message": "Slow down", "retry_after": 0.01, "global": False}
    town.script("PATCH", "webhooks/*", Reply(429, busy), times=3)

    await town.slash("ben", "desk", "brief topics", wait=False)

    await town.pulse.until(lambda: len(town.records.of("PATCH", "/@original")) == 3)
    assert [one.status for one in town.records.of("PATCH", "/@original")] == [429] * 3


async def test_a_person_who_brings_the_bot_along_posts_by_replies(
    town: Town, bot: Presence
) -> None:
    exchange = await ask(town, bot)
    thread = tuple(sentence(f"Story {number}.") for number in range(9))
    bot.clerk.answers = [
        Answer(sentence("Front."), visibility=Visibility.CHANNEL, thread=thread)
    ]
    event = DiscordEvent(
        "1", InteractionKind.PRESS, application(town), exchange.token, "3", "4", {}
    )
    publication = ChannelPost(
        event, bot.messenger, DiscordResponses(api_of(bot), event)
    )

    await publication.publish(bot.clerk.answers[0] or BRIEFING)

    assert [one.text for one in town.history("desk", viewer="ada")] == [
        "Front.",
        *(f"Story {number}." for number in range(4)),
    ]


def api_of(bot: Presence) -> DiscordApi:
    return bot.messenger._api


def application(town: Town) -> str:
    return str(town.world.backend.application_id)
