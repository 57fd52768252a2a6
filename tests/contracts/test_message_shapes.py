"""Whatever a message holds, both platforms let the reader see the same of it."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from html import unescape
from urllib.parse import unquote

import pytest

from bot.core.commands.user_errors import sentence
from bot.core.digests.rendering import front_message
from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.messages.briefing import Presentation, briefing_message, note_row
from bot.core.text.deep_links import ARROW
from bot.platforms.discord.components import to_components
from bot.platforms.email.html import to_card
from bot.platforms.email.plain import to_plain
from bot.platforms.slack.blocks import to_blocks
from tests.blackbox.chat import from_blocks, from_components
from tests.blackbox.chat.looks import Kind, Line, Piece
from tests.fakes.discord.gallery import HOSTILE as DISCORD_HOSTILE
from tests.fakes.samples import make_article, make_briefing
from tests.fakes.slack.gallery import HOSTILE as SLACK_HOSTILE
from tests.fakes.stories import Lines, make_digest, make_report, make_story

PAGE = "https://paper.example/a"
TEXT = "The port closes on Friday. Crews fear that the port may lose its ships."


def story(*notes: str) -> Message:
    lines = Lines(claims=[("Olof Lind", "The port closes on Friday.")])
    told = make_story(make_report("port", TEXT, lines))
    late = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
    return front_message(make_digest(told), *notes, due=late, explained=True)


def grouped(heading: str | None, *rows: Row) -> Message:
    return Message((Section(heading, rows),))


MESSAGES = {
    "explained": briefing_message(make_briefing(), Presentation(explained=True)),
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
    one, other = (grouped("OUTLOOK", row) for row in rows)

    assert on_slack(one) != on_discord(other)


@pytest.mark.parametrize("style", [Style.SPEAKER, Style.NOTE])
def test_a_look_that_differs_is_told_apart(style: Style) -> None:
    plain = grouped("OUTLOOK", Row((Text("Ada"), Text("It closes."))))
    other = grouped("OUTLOOK", Row((Text("Ada", style), Text("It closes."))))

    assert on_slack(plain) != on_discord(other)


def test_a_line_is_read_back_with_all_that_it_has() -> None:
    row = Row((Text("Ada", Style.SPEAKER), Text("It *closes*.")), proof=PAGE)

    (_, line) = from_components.lines_in(to_components(grouped("OUTLOOK", row)))

    link = Piece(ARROW, link=PAGE)
    pieces = (Piece("Ada", bold=True), Piece(": It *closes*."), link)
    assert line == Line(Kind.LINE, pieces, "•")


def words(text: str) -> Counter[str]:
    """How often each word stands in a text, whatever its case; editions differ."""
    return Counter(
        re.findall(r"\w+", re.sub(r"Edition \S+", "Edition", text).casefold())
    )


def chat(message: Message) -> tuple[Counter[str], set[str]]:
    """The words of a message in a chat but those of arrows, and all addresses."""
    lines = from_components.lines_in(to_components(message))
    pieces = [piece for line in lines for piece in line.pieces]
    text = " ".join(one.words for one in pieces if not one.words.endswith(ARROW))
    return words(text), {one.link for one in pieces if one.link is not None}


@pytest.mark.parametrize("name", MESSAGES)
def test_an_email_has_the_same_words_and_links(name: str) -> None:
    message = MESSAGES[name]
    card = to_card(message)
    hrefs = {unquote(unescape(url)) for url in re.findall(r'href="([^"]*)"', card)}
    seen = unescape(re.sub(r"<[^>]*>", "", re.sub("</?(?:p|td|h[1-3])", " <", card)))

    text, links = chat(message)

    assert words(seen) - Counter(["sitrep"]) == text - Counter(["sitrep"])
    assert hrefs == links


@pytest.mark.parametrize("name", MESSAGES)
def test_an_email_without_html_has_the_same_words_and_links(name: str) -> None:
    plain = to_plain(MESSAGES[name], ()).removesuffix("\n\n-- \n")
    numbered = re.findall(r"^\[\d+\] (.*)$", plain, re.MULTILINE)
    seen = re.sub(r"^\[\d+\] .*$|\[\d+\]", "", plain, flags=re.MULTILINE)

    text, links = chat(MESSAGES[name])

    assert words(seen) == text
    assert {unquote(url) for url in numbered} == links
