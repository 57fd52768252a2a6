"""What is sent to Slack, to be read in tests/data/slack.

Each file can be pasted into Slack's Block Kit Builder.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.chat.answers import (
    Answer,
    Button,
    Choice,
    ChoiceField,
    Dialog,
    Menu,
    TextField,
)
from bot.core.documents import Document
from bot.core.model import Message, Row, Section, Style, Text
from bot.platforms.slack.payloads import answer_payloads, message_payload
from bot.platforms.slack.views import to_home, to_modal
from tests.fakes.slack.blocks import block_mistakes, view_mistakes
from tests.fakes.slack.clerk import message
from tests.fakes.slack.manners import links, pings

FOLDER = Path(__file__).parents[4] / "data" / "slack"
PAGE = "https://harbour.example/quay"


def proof(words: str) -> str:
    return f"{PAGE}#:~:text={words}"


def title(words: str, facts: str) -> Section:
    row = Row((Text(words, Style.TITLE, PAGE), Text(facts, Style.NOTE)))
    return Section(None, (row,))


def claim(speaker: str, words: str) -> Row:
    return Row((Text(speaker, Style.SPEAKER), Text(words)), proof=proof("she,said"))


def risk(words: str, when: str) -> Row:
    return Row((Text(words), Text(when, Style.NOTE)), "▲", proof("may,close"))


BRIEFING = Message(
    (
        title("Dockers <!channel> & the *quay*", "harbour.example · 3 Mar 2026"),
        Section(
            "ACTORS",
            (
                Row(
                    (
                        Text("Ida Moreno", Style.NAME),
                        Text("harbour master", Style.ROLE),
                        Text("Dockers' Union", Style.NAME),
                    )
                ),
            ),
            inline=True,
        ),
        Section(
            "IN SHORT",
            (Row((Text("The quay <@U012AB3CD> was shut."),), "•", proof("the,quay")),),
        ),
        Section(
            "WHO SAID WHAT",
            (
                claim("Ida Moreno", '"We wait for `rain` & talks."'),
                Row((Text("not named", Style.NOTE), Text("Nobody pays.")), "", PAGE),
            ),
        ),
        Section(
            "WATCH",
            (
                risk("The port may close on Monday.", "(9 Mar 2026)"),
                Row((Text("Prices could rise."),), "▲", proof("prices"), ("hedged",)),
            ),
        ),
        Section(None, (Row((Text("One source only.", Style.NOTE),)),)),
    )
)

FRONT = Message(
    (
        Section(
            None,
            (Row((Text("morning", Style.TITLE), Text("3 Mar 2026", Style.NOTE))),),
        ),
        title("Dockers walk out", "reported by 2 sources · harbour.example"),
        Section("", (Row((Text("The quay was shut."),), "•", proof("the,quay")),)),
        Section("", (claim("Ida Moreno", '"We wait."'),)),
        Section("", (risk("The port may close.", "(9 Mar 2026)"),)),
        title("Dam holds", "valley.example"),
        Section("", (Row((Text("Water fell by 2 m."),), "•", proof("water")),)),
        Section(
            "MORE",
            (
                Row((Text("Fever", url=PAGE), Text("· a.example", Style.NOTE)), "•"),
                Row((Text("Vote", url=PAGE), Text("· b.example", Style.NOTE)), "•"),
            ),
        ),
        Section(None, (Row((Text("Edition morning 2026-03-03", Style.NOTE),)),)),
    )
)

ANSWER = Answer(
    BRIEFING,
    buttons=(Button("Show all claims", "v:1:c"), Button("Post here", "p:1", main=True)),
)

CHOICES = (Choice("Ports and docks", "r:topic:ports"), Choice("Dams", "r:topic:dams"))

MENU = replace(
    Answer(message("There is no topic “prots”.")), menu=Menu("Choose a topic", CHOICES)
)

PASTE = Dialog("paste", "Brief links", (TextField("text", "Links", "https://…", True),))  # noqa: FBT003

CHOOSE = Dialog("choose", "Brief links", (ChoiceField("links", "Links", CHOICES, 2),))

HOME = Answer(
    Message(
        (
            Section(None, (Row((Text("Sitrep", Style.TITLE),)),)),
            Section("TOPICS", (Row((Text("Ports and docks"),)),)),
        )
    ),
    buttons=(Button("Help", "r:help"),),
)


def answered(answer: Answer) -> Document:
    (payload,) = answer_payloads(answer)
    return payload


MESSAGES: dict[str, Callable[[], Document]] = {
    "briefing": lambda: answered(ANSWER),
    "digest": lambda: message_payload(FRONT),
    "menu": lambda: answered(MENU),
}
VIEWS: dict[str, Callable[[], Document]] = {
    "paste": lambda: to_modal(PASTE, about='{"dialog": "paste"}'),
    "choose": lambda: to_modal(CHOOSE, about='{"dialog": "choose"}'),
    "home": lambda: to_home(HOME),
}


@pytest.mark.parametrize("name", [*MESSAGES, *VIEWS])
def test_what_is_sent_is_what_can_be_read(name: str) -> None:
    payload = (MESSAGES | VIEWS)[name]()

    assert payload == json.loads((FOLDER / f"{name}.json").read_text("utf8"))


@pytest.mark.parametrize("name", MESSAGES)
def test_slack_takes_each_message(name: str) -> None:
    payload = MESSAGES[name]()

    assert isinstance(payload["blocks"], list)
    assert block_mistakes(payload["blocks"]) == []


@pytest.mark.parametrize("name", VIEWS)
def test_slack_takes_each_view(name: str) -> None:
    assert view_mistakes(VIEWS[name]()) == []


def test_no_word_of_an_article_pings_or_links() -> None:
    payload = answered(ANSWER)

    assert pings(payload) == []
    assert {address.partition("#")[0] for address in links(payload)} == {PAGE}


def test_each_line_ends_in_a_link_that_names_its_host() -> None:
    written = json.dumps(message_payload(FRONT), ensure_ascii=False)

    proofs = [row.proof for section in FRONT.sections for row in section.rows]
    assert written.count('"↗ harbour.example"') == len(list(filter(None, proofs)))


def test_what_is_read_aloud_has_no_markup() -> None:
    text = str(answered(ANSWER)["text"])

    assert "Dockers &lt;!channel&gt; &amp; the *quay*" in text
    assert "http" not in text


def test_a_long_text_is_read_aloud_by_whole_lines() -> None:
    long = message(*(f"Line {number} " + "x" * 500 for number in range(9)))

    lines = str(message_payload(long)["text"]).splitlines()

    assert lines[-1] == "…"
    assert {len(line) for line in lines[:-1]} == {len("Line 0 ") + 500}


def test_buttons_stand_below_the_last_part_only() -> None:
    rows = tuple(f"Ports {'may ' * 200}close {number}." for number in range(30))
    answer = replace(ANSWER, message=message(*rows))

    *others, last = answer_payloads(answer)

    assert others
    assert "Post here" in json.dumps(last)
    assert "Post here" not in json.dumps(others)


def test_a_label_that_is_too_long_is_cut() -> None:
    answer = replace(ANSWER, buttons=(Button("x" * 400, "s"), Button("\u200b", "t")))

    payload = answered(answer)

    assert isinstance(payload["blocks"], list)
    assert block_mistakes(payload["blocks"]) == []


def test_a_page_of_many_topics_is_within_what_slack_takes() -> None:
    topics = tuple(
        Section(f"TOPIC {number}", (Row((Text("Read today", Style.NOTE),)),))
        for number in range(150)
    )

    assert view_mistakes(to_home(replace(HOME, message=Message(topics)))) == []
