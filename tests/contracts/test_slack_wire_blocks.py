"""What Slack would refuse of blocks is found, and what an app must not do."""

from __future__ import annotations

import pytest

from bot.core.messages.briefing_json import Json, JsonObject
from tests.fakes.slack.apps import HOME, MODAL, plain
from tests.fakes.slack.blocks import block_mistakes, view_mistakes
from tests.fakes.slack.manners import links, mistakes
from tests.fakes.slack.requests import Recorded

pytestmark = pytest.mark.equipment


def marked(text: str) -> JsonObject:
    return {"type": "mrkdwn", "text": text}


def section(text: Json, **more: Json) -> JsonObject:
    return {"type": "section", "text": text, **more}


def actions(*elements: Json) -> JsonObject:
    return {"type": "actions", "elements": list(elements)}


def button(words: str = "More", **more: Json) -> JsonObject:
    return {"type": "button", "action_id": "a", "text": plain(words), **more}


def select(*options: Json) -> JsonObject:
    return {"type": "static_select", "action_id": "s", "options": list(options)}


def option(words: str, value: str = "v") -> JsonObject:
    return {"text": plain(words), "value": value}


def rich(*elements: Json) -> JsonObject:
    inner: JsonObject = {"type": "rich_text_section", "elements": list(elements)}
    return {"type": "rich_text", "elements": [inner]}


def literal(text: str) -> JsonObject:
    return {"type": "text", "text": text}


def table(rows: int, columns: int) -> JsonObject:
    cell: Json = {"type": "raw_text", "text": "x"}
    return {"type": "table", "rows": [[cell] * columns for _ in range(rows)]}


GOOD: tuple[JsonObject, ...] = (
    {"type": "header", "text": plain("Ports")},
    section(marked("*Ports* may close.")),
    section(plain("Ports"), accessory=button()),
    {"type": "section", "fields": [marked("a"), marked("b")]},
    {"type": "context", "elements": [marked("example.org")]},
    actions(button(), {**button("Open", url="https://example.org"), "action_id": "b"}),
    actions(select(option("Russia and China"))),
    rich(literal("“Ports may close.” <!channel>")),
    rich({"type": "link", "url": "https://example.org", "text": "example.org"}),
    {"type": "divider"},
    table(100, 20),
)


@pytest.mark.parametrize("block", GOOD)
def test_a_good_block_is_taken(block: JsonObject) -> None:
    assert block_mistakes([block]) == []


def test_good_blocks_are_taken_together() -> None:
    assert block_mistakes(list(GOOD)) == []


BAD: dict[str, list[JsonObject]] = {
    "too many": [{"type": "divider"}] * 51,
    "unknown": [{"type": "data_tables"}],
    "no type": [{"text": plain("Ports")}],
    "an unknown key": [section(plain("Ports"), colour="red")],
    "an empty section": [{"type": "section"}],
    "an empty text": [section(marked(""))],
    "a long section": [section(marked("a" * 3_001))],
    "a long field": [{"type": "section", "fields": [marked("a" * 2_001)]}],
    "many fields": [{"type": "section", "fields": [marked("a")] * 11}],
    "a long header": [{"type": "header", "text": plain("a" * 151)}],
    "a marked header": [{"type": "header", "text": marked("Ports")}],
    "a marked button": [actions({**button(), "text": marked("More")})],
    "a long button": [actions(button("a" * 76))],
    "a button's long value": [actions(button(value="a" * 2_001))],
    "a button's long url": [actions(button(url="https://e.org/" + "a" * 3_000))],
    "many actions": [actions(*({**button(), "action_id": str(n)} for n in range(26)))],
    "the same action": [actions(button(), button())],
    "an unknown element": [actions({"type": "slider", "action_id": "a"})],
    "a long option": [actions(select(option("a" * 76)))],
    "an option's long value": [actions(select(option("a", "v" * 151)))],
    "many options": [actions(select(*(option(str(n)) for n in range(101))))],
    "much context": [{"type": "context", "elements": [marked("a")] * 11}],
    "an empty rich text": [rich(literal(""))],
    "a long block_id": [section(marked("a"), block_id="a" * 256)],
    "the same block_id": [section(marked("a"), block_id="a")] * 2,
    "two tables": [table(1, 1), table(1, 1)],
    "a long table": [table(101, 1)],
    "a wide table": [table(1, 21)],
    "too long together": [section(marked("a" * 2_700))] * 5,
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_block_is_found(name: str) -> None:
    assert block_mistakes(BAD[name])


@pytest.mark.parametrize("view", [MODAL, HOME])
def test_a_good_view_is_taken(view: JsonObject) -> None:
    assert view_mistakes(view) == []


@pytest.mark.parametrize(
    "change",
    [
        {"title": plain("a" * 25)},
        {"title": marked("Brief links")},
        {"blocks": []},
        {"blocks": [{"type": "divider"}] * 101},
        {"type": "window"},
        {"private_metadata": "a" * 3_001},
    ],
)
def test_a_bad_view_is_found(change: JsonObject) -> None:
    assert view_mistakes(MODAL | change)


QUIET: JsonObject = {
    "channel": "C1",
    "text": "Ports may close.",
    "blocks": [rich(literal("<!channel> <@U1>"))],
    "unfurl_links": False,
    "unfurl_media": False,
}


def test_a_quiet_message_has_no_mistake() -> None:
    assert mistakes(Recorded("chat.postMessage", QUIET)) == []


@pytest.mark.parametrize(
    "change",
    [
        {"text": ""},
        {"text": " "},
        {"text": "<!here> Ports"},
        {"blocks": [section(marked("<!channel> Ports"))]},
        {"blocks": [section(marked("<@U0AMARA> said"))]},
        {"blocks": [section(marked("<!subteam^S1> Ports"))]},
        {"blocks": [rich({"type": "broadcast", "range": "channel"})]},
        {"blocks": [rich({"type": "user", "user_id": "U1"})]},
        {"link_names": True},
        {"parse": "full"},
        {"unfurl_links": True},
        {"unfurl_media": None},
        {"text": "a" * 40_001},
    ],
)
def test_a_message_that_is_not_quiet_is_found(change: JsonObject) -> None:
    assert mistakes(Recorded("chat.postMessage", QUIET | change))


@pytest.mark.parametrize("method", ["chat.update", "response_url", "ack"])
def test_every_way_to_say_something_is_looked_at(method: str) -> None:
    assert mistakes(Recorded(method, {"text": "<!channel>"}))


def test_what_says_nothing_has_no_mistake() -> None:
    assert mistakes(Recorded("ack", {})) == []
    assert mistakes(Recorded("response_url", {"delete_original": True})) == []
    assert mistakes(Recorded("ack", {"options": []})) == []


def test_a_view_is_looked_at_however_it_is_shown() -> None:
    pinging = MODAL | {"blocks": [section(marked("<!here>"))]}

    assert mistakes(Recorded("views.open", {"view": pinging}))
    assert mistakes(Recorded("ack", {"response_action": "update", "view": pinging}))


def test_links_are_found_wherever_they_are() -> None:
    blocks: list[Json] = [
        rich({"type": "link", "url": "https://a.example"}),
        actions(button(url="https://b.example")),
        section(marked("<https://c.example|there>")),
        section(plain("<https://d.example>")),
    ]

    found = links({"text": "see <https://e.example>", "blocks": blocks})

    assert found == {f"https://{letter}.example" for letter in "abce"}
