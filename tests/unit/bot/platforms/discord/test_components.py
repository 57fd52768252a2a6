from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simcord.components import validate_message_state, walk_components

from bot.core.commands.responses import Answer, Button, Choice, Menu, Modal, TextField
from bot.core.commands.user_errors import sentence
from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.messages.briefing import briefing_message
from bot.core.messages.briefing_json import Json
from bot.core.messages.splitting import split
from bot.platforms.discord.components import (
    PREFIX,
    answer_parts,
    to_choices,
    to_components,
    to_modal,
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


def said(*rows: Row) -> Message:
    return Message((Section("WATCH", rows),))


def texts(components: Json) -> list[str]:
    return [one["content"] for one in walk_components(components) if "content" in one]


def labels(components: Json) -> Iterator[str]:
    return (one["label"] for one in walk_components(components) if "label" in one)


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


def test_each_line_ends_in_an_arrow_that_never_wraps_alone() -> None:
    row = Row((Text("It may rain."),), "▲", "https://a.example/b#:~:text=rain")

    (text,) = texts(to_components(said(row)))

    assert text.endswith(
        "rain.\N{NO-BREAK SPACE}[↗\ufe0e](<https://a.example/b#:~:text=rain>)"
    )


def test_a_title_with_a_stray_bracket_is_followed_by_its_link() -> None:
    title = Row((Text("Ports [close", Style.TITLE, "https://a.example/"),))

    (text,) = texts(to_components(Message((Section(None, (title,)),))))

    link = "\N{NO-BREAK SPACE}[↗\ufe0e](<https://a.example/>)"
    assert text == rf"### Ports \[close{link}"


def test_what_belongs_to_a_title_stands_in_its_block() -> None:
    title = Section(None, (Row((Text("Ports", Style.TITLE),)),))
    quote = Section("", (Row((Text("They close."),)),))

    found = texts(to_components(Message((title, quote, title))))

    assert found == ["### Ports\n- They close.", "### Ports"]


def test_a_remark_of_ours_is_in_small_print() -> None:
    note = Row((Text("3 sources failed", Style.NOTE),))

    assert texts(to_components(said(note))) == ["**WATCH**\n-# 3 sources failed"]


def test_the_mark_is_the_last_of_all() -> None:
    components = to_components(
        sentence("Hello."), buttons=BUTTONS, menu=MENU, mark=marker(NONCE)
    )

    assert components[-1] == {"type": 10, "content": "-# Sitrep · 0123456789ab"}


def test_nobody_is_mentioned_and_no_link_unfolds() -> None:
    payload = to_payload(to_components(sentence("Hello @everyone.")))

    assert payload["allowed_mentions"] == {"parse": []}
    assert payload["flags"] == 1 << 15 | 1 << 2


def test_what_is_for_the_asker_is_ephemeral() -> None:
    payload = to_payload([], private=True)

    assert payload["flags"] == 1 << 15 | 1 << 2 | 1 << 6


def test_buttons_stand_below_the_last_part_of_a_long_answer() -> None:
    row = Row((Text("It may rain again tomorrow. " * 20),))
    answer = Answer(said(*[row] * 20), buttons=BUTTONS[:1])

    first, *_, last = answer_parts(answer)

    assert not list(labels(first))
    assert list(labels(last)) == ["Button 0"]


def test_a_thread_follows_its_answer() -> None:
    answer = Answer(sentence("Front."), thread=(sentence("One."), sentence("Two.")))

    assert list(map(texts, answer_parts(answer))) == [["Front."], ["One."], ["Two."]]


def test_a_menu_without_choices_is_left_out() -> None:
    components = to_components(sentence("Nothing."), menu=Menu("Which?", ()))

    assert [one["type"] for one in walk_components(components)] == [17, 10]


def test_ids_hold_the_state() -> None:
    components = to_components(sentence("Hello."), buttons=BUTTONS[:1])

    ids = [one.get("custom_id") for one in walk_components(components)]
    assert f"{PREFIX}v|0" in ids


def test_long_labels_are_cut() -> None:
    (choice,) = to_choices((Choice("Harbour " * 40, "h"),))

    assert isinstance(choice, dict)
    assert len(str(choice["name"])) <= 100


def test_a_dialog_with_nothing_to_choose_from_asks_for_text_alone() -> None:
    fields = (TextField("links", "Links"),)

    modal = to_modal(Modal("paste", "Brief links", fields))

    assert modal["custom_id"] == "sitrep:paste"
    assert [
        one["label"] for one in walk_components(modal["components"]) if "label" in one
    ] == ["Links"]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html;base64,PGI+",
        "https://bank.example@bad.example/",
        "ftp://a.example/",
        "//a.example/",
    ],
)
def test_what_leads_to_no_page_is_no_link(url: str) -> None:
    row = Row((Text("Ports close.", url=url),), proof=url)

    assert texts(to_components(said(row))) == ["**WATCH**\n- Ports close."]


def test_no_word_of_a_page_links_to_another() -> None:
    nasty = "[https://bank.example](https://bad.example) https://bad.example <https://x.example>"
    row = Row((Text(nasty, Style.TITLE, "https://a.example/"),))

    (text,) = texts(to_components(Message((Section(None, (row,)),))))

    assert re.findall(r"https?://[^)>]+", text) == ["https://a.example/"]


def test_a_line_of_a_group_begins_with_a_sign() -> None:
    rows = (
        Row((Text("Ada", Style.SPEAKER), Text("It closes."))),
        Row((Text("Now."),), "▲"),
    )

    found = texts(to_components(said(*rows)))

    assert found == ["**WATCH**\n- **Ada** It closes.\n- ▲ Now."]


def test_each_section_of_a_briefing_is_a_card_in_its_colour() -> None:
    components = to_components(briefing_message(make_briefing(None, "Short.")))

    *cards, note = components
    accents = [card.get("accent_color") for card in cards if isinstance(card, dict)]
    assert accents == [None, 0x69727F, 0x2F6FD6, 0xB86A00]
    assert note == {"type": 10, "content": "-# Short."}


def test_the_actors_stand_in_the_card_of_the_title() -> None:
    first, *_ = to_components(briefing_message(make_briefing()))

    assert len(texts([first])) == 2


def test_under_a_sign_no_line_repeats_it() -> None:
    row = Row((Text("Fri 6 Nov", Style.DAY), Text("Ports close.")), "▲")

    (text,) = texts(to_components(Message((Section("WATCH", (row,), sign="▲"),))))

    assert text == "**▲ WATCH**\n- **Fri 6 Nov** Ports close."


def test_a_message_with_many_cards_is_one_card() -> None:
    rows = tuple(Section(f"PART {n}", (Row((Text("Words."),)),)) for n in range(30))

    components = to_components(Message(rows), buttons=BUTTONS[:1])

    assert [one["type"] for one in walk_components(components)].count(17) == 1
    accept(components)
