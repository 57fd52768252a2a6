"""Whatever a message holds, both platforms let the reader see the same of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.core.commands.user_errors import sentence
from bot.core.digests.rendering import front_message
from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.messages.briefing import briefing_message, note_row
from bot.platforms.discord.components import to_components
from bot.platforms.slack.blocks import to_blocks
from tests.fakes.discord.gallery import HOSTILE as DISCORD_HOSTILE
from tests.fakes.samples import make_article, make_briefing
from tests.fakes.slack.gallery import HOSTILE as SLACK_HOSTILE
from tests.fakes.stories import Lines, make_digest, make_report, make_story
from tests.parity import from_blocks, from_components
from tests.parity.looks import Kind, Line, Piece

PAGE = "https://paper.example/a"
TEXT = "The port closes on Friday. Crews fear that ships may turn back."


def story(*notes: str) -> Message:
    lines = Lines(claims=[("Olof Lind", "The port closes on Friday.")])
    told = make_story(make_report("port", TEXT, lines))
    late = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
    return front_message(make_digest(told), *notes, due=late, explained=True)


def grouped(heading: str | None, *rows: Row) -> Message:
    return Message((Section(heading, rows),))


MESSAGES = {
    "explained": briefing_message(make_briefing(), explained=True),
    "without an address": briefing_message(make_briefing(make_article(url=None))),
    "without a title": briefing_message(make_briefing(make_article(title=None))),
    "with notes": briefing_message(make_briefing(make_article(), "Too short.")),
    "digest": story("20260302-1"),
    "nothing new": front_message(make_digest(), None),
    "hostile to Slack": SLACK_HOSTILE,
    "hostile to Discord": DISCORD_HOSTILE,
    "sentence": sentence("Posted."),
    "notes of a group": grouped("YOUR DIGESTS", note_row("None yet.")),
    "lines without signs": grouped(
        "TOPICS", Row((Text("Ports"),)), Row((Text("Sea"),))
    ),
    "lines of a title": Message(
        (
            Section(None, (Row((Text("Ports", Style.TITLE, PAGE),)),)),
            Section("", (Row((Text("Ada", Style.SPEAKER), Text("No.")), proof=PAGE),)),
            Section("", (Row((Text("It may close."),), "▲", PAGE, ("a guess",)),)),
        )
    ),
    "figures": grouped(
        "",
        Row((Text("dead:", Style.NOTE), Text("12", url=PAGE), Text("(a)")), "≠"),
    ),
}


def on_slack(message: Message) -> list[str]:
    return [line.drawn() for line in from_blocks.lines_in(to_blocks(message))]


def on_discord(message: Message) -> list[str]:
    return [line.drawn() for line in from_components.lines_in(to_components(message))]


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_reads_the_same_on_both(name: str) -> None:
    assert on_slack(MESSAGES[name])
    assert on_slack(MESSAGES[name]) == on_discord(MESSAGES[name])


def test_words_that_differ_are_told_apart() -> None:
    assert on_slack(sentence("Posted.")) != on_discord(sentence("Posted!"))


def test_a_link_that_leads_elsewhere_is_told_apart() -> None:
    rows = (Row((Text("It closes."),), proof=f"{PAGE}{name}") for name in "bc")
    one, other = (grouped("WATCH", row) for row in rows)

    assert on_slack(one) != on_discord(other)


@pytest.mark.parametrize("style", [Style.SPEAKER, Style.NOTE])
def test_a_look_that_differs_is_told_apart(style: Style) -> None:
    plain = grouped("WATCH", Row((Text("Ada"), Text("It closes."))))
    other = grouped("WATCH", Row((Text("Ada", style), Text("It closes."))))

    assert on_slack(plain) != on_discord(other)


def test_a_line_is_read_back_with_all_that_it_has() -> None:
    row = Row((Text("Ada", Style.SPEAKER), Text("It *closes*.")), proof=PAGE)

    (_, line) = from_components.lines_in(to_components(grouped("WATCH", row)))

    link = Piece("paper.example ↗", link=PAGE)
    pieces = (Piece("Ada", bold=True), Piece("It *closes*."), link)
    assert line == Line(Kind.LINE, pieces, "•")
