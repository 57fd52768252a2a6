from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simcord.components import validate_message_state, walk_components

from bot.core.commands.responses import Button, Choice, Menu
from bot.core.commands.user_errors import sentence
from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.messages.briefing import briefing_message
from bot.core.messages.briefing_json import Json
from bot.core.messages.splitting import split
from bot.platforms.discord.components import (
    to_components,
    to_payload,
)
from bot.platforms.discord.lines import LIMITS as DISCORD_LIMITS
from bot.platforms.discord.message_markers import marker
from tests.fakes.samples import make_briefing

NONCE = "0123456789abcdef01234567"
BUTTONS = tuple(Button(f"Button {number}", f"v|{number}") for number in range(6))
MENU = Menu("Which?", tuple(Choice(f"Topic {n}", f"t|{n}") for n in range(25)))

COMMANDS = st.text(max_size=60) | st.sampled_from(
    (":a:b:c:d:" * 40, "**[x](y)** <@1> || " * 20, "https://a.example/ " * 20)
)
URLS = st.none() | st.sampled_from(
    ("https://a.example/x_(y)#:~:text=a,b.", f"https://{'long-' * 8}host.example/a:b:c")
)
PARTS = st.builds(Text, COMMANDS, st.sampled_from(Style), URLS)
ROWS = st.builds(
    Row,
    st.lists(PARTS, min_size=1, max_size=4).map(tuple),
    st.sampled_from(("", "•", "▲")),
    URLS,
    st.lists(COMMANDS, max_size=1).map(tuple),
)
SECTIONS = st.builds(
    Section,
    st.sampled_from((None, "", "IN SHORT", "WHO SAID: WHAT")),
    st.lists(ROWS, max_size=9).map(tuple),
    st.booleans(),
    st.sampled_from(("", "●", "▲")),
)
MESSAGES = st.builds(Message, st.lists(SECTIONS, min_size=1, max_size=9).map(tuple))


def texts(components: Json) -> list[str]:
    return [one["content"] for one in walk_components(components) if "content" in one]


def accept(components: list[Json]) -> None:
    """See that Discord would take a message of these components."""
    flags = int(str(to_payload(components)["flags"]))
    validate_message_state(components, flags=flags, content="", embeds=[])


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(MESSAGES)
def test_every_message_is_taken_in_parts(message: Message) -> None:
    for part in split(message, DISCORD_LIMITS):
        components = to_components(part, buttons=BUTTONS, menu=MENU, mark=marker(NONCE))

        accept(components)


def test_a_title_with_a_stray_bracket_is_followed_by_its_link() -> None:
    title = Row((Text("Ports [close", Style.TITLE, "https://a.example/"),))

    (text,) = texts(to_components(Message((Section(None, (title,)),))))

    link = "\N{NO-BREAK SPACE}[↗\ufe0e](<https://a.example/>)"
    assert text == rf"### Ports \[close{link}"


def test_nobody_is_mentioned_and_no_link_unfolds() -> None:
    payload = to_payload(to_components(sentence("Hello @everyone.")))

    assert payload["allowed_mentions"] == {"parse": []}
    assert payload["flags"] == 1 << 15 | 1 << 2


def test_no_word_of_a_page_links_to_another() -> None:
    nasty = "[https://bank.example](https://bad.example) https://bad.example <https://x.example>"
    row = Row((Text(nasty, Style.TITLE, "https://a.example/"),))

    (text,) = texts(to_components(Message((Section(None, (row,)),))))

    assert re.findall(r"https?://[^)>]+", text) == ["https://a.example/"]


def test_each_section_of_a_briefing_is_a_card_in_its_colour() -> None:
    components = to_components(briefing_message(make_briefing(None, "Short.")))

    *cards, note = components
    accents = [card.get("accent_color") for card in cards if isinstance(card, dict)]
    assert accents == [None, 0x69727F, 0x2F6FD6, 0xB86A00]
    assert note == {"type": 10, "content": "-# Short."}


def test_a_message_with_many_cards_is_one_card() -> None:
    rows = tuple(Section(f"PART {n}", (Row((Text("Words."),)),)) for n in range(30))

    components = to_components(Message(rows), buttons=BUTTONS[:1])

    assert [one["type"] for one in walk_components(components)].count(17) == 1
    accept(components)
