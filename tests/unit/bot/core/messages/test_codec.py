from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.messages.briefing import Presentation, briefing_message
from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.messages.codec import message_document, parse_message
from tests.fakes.samples import make_briefing
from tests.fakes.timelines import TIMELINE
from tests.fakes.weeks import WEEK

WHOLE = Message(
    (
        Section(None, (Row((Text("Ferry", Style.TITLE, "https://a.example/f"),)),)),
        Section("ACTORS", (Row((Text("Dahl", Style.NAME),)),), inline=True),
        Section(
            "OUTLOOK",
            (
                Row(
                    (Text("It may sink."), Text("(May 2026)", Style.NOTE)),
                    marker="▲",
                    proof="https://a.example/f#:~:text=sink",
                    remarks=("looks ahead", "names a hazard"),
                ),
            ),
        ),
    )
)


def written(message: Message) -> Json:
    """The document as it comes back from a file."""
    document: Json = json.loads(json.dumps(message_document(message)))
    return document


@pytest.mark.parametrize(
    "message",
    [
        WHOLE,
        Message(()),
        Message((Section("", ()),)),
        Message((Section(None, (Row(()),)),)),
        briefing_message(make_briefing(), Presentation(explained=True)),
        replace(WHOLE, image=TIMELINE),
        replace(WHOLE, image=WEEK),
        replace(WHOLE, thread="morning · 2 Mar 2026"),
    ],
)
def test_a_message_comes_back_as_it_was(message: Message) -> None:
    assert parse_message(written(message)) == message


@pytest.mark.parametrize(
    "document", [None, [], "sections", 1, {}, {"sections": None}, {"sections": [1]}]
)
def test_what_is_no_message_is_refused(document: Json) -> None:
    with pytest.raises(ValueError, match=r"is missing|is not a list"):
        parse_message(document)


def first_section(document: JsonObject) -> JsonObject:
    """The place in a message's document where its heading stands."""
    sections = document["sections"]
    assert isinstance(sections, list)
    assert isinstance(sections[2], dict)
    return sections[2]


def first_row(document: JsonObject) -> JsonObject:
    """The place where its marker stands."""
    rows = first_section(document)["rows"]
    assert isinstance(rows, list)
    assert isinstance(rows[0], dict)
    return rows[0]


def test_a_message_of_an_earlier_version_is_read() -> None:
    document = message_document(WHOLE)
    del document["language"]
    del first_section(document)["sign"]
    del first_row(document)["paper"]

    assert parse_message(document) == WHOLE
