"""However a message is made, its parts are within what Slack takes."""

from __future__ import annotations

from random import Random

import pytest

from bot.core.digests.front_lines import BriefedArticle
from bot.core.digests.rendering import front_message
from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.messages.splitting import split
from bot.platforms.slack.blocks import LIMITS as SLACK_LIMITS
from bot.platforms.slack.blocks import to_blocks
from bot.platforms.slack.elements import length
from tests.fakes.slack.blocks import block_mistakes
from tests.fakes.stories import Lines, make_digest, make_report, make_story

WORDS = (
    *("Ports may close.", '"', "\\", "<!here> & <@U1>", "*_`~|", "", " ", "\u202e"),
    *("x" * 900, '"' * 700, "é" * 400, "😀" * 90, "word " * 500, "\x00\n\t"),
)
URLS = (None, "https://a.example/1", f"https://{'b' * 60}.example/2", "no address")
STYLES = list(Style)


def any_message(dice: Random) -> Message:
    """A message that no composer would make."""

    def row() -> Row:
        texts = tuple(
            Text(dice.choice(WORDS), dice.choice(STYLES), dice.choice(URLS))
            for _ in range(dice.randint(1, 8))
        )
        remarks = tuple(dice.choice(WORDS) for _ in range(dice.randint(0, 2)))
        return Row(texts, dice.choice(("", "•", "▲", "≠")), dice.choice(URLS), remarks)

    def section() -> Section:
        heading = dice.choice((None, "", *WORDS))
        rows = tuple(row() for _ in range(dice.randint(1, 20)))
        return Section(heading, rows, inline=dice.random() < 0.2)

    return Message(tuple(section() for _ in range(dice.randint(1, 8))))


@pytest.mark.parametrize("seed", range(40))
def test_each_part_of_any_message_is_within_the_limits(seed: int) -> None:
    message = any_message(Random(seed))  # noqa: S311 - dice that fall alike

    blocks = [to_blocks(part) for part in split(message, SLACK_LIMITS)]

    assert max(map(len, blocks)) <= SLACK_LIMITS.rows
    assert max(map(length, blocks)) <= SLACK_LIMITS.characters
    assert [line for one in blocks for line in block_mistakes(one)] == []


@pytest.mark.parametrize(
    "row",
    [
        Row((Text("Ports", Style.TITLE, "https://a.example"), Text("x", Style.NOTE))),
        Row((Text("Ports may close."),), "▲", "https://a.example/1"),
        Row((Text("A note", Style.NOTE),)),
        Row(tuple(Text("A", Style.NAME) for _ in range(9))),
    ],
    ids=["titles", "lines", "notes", "names"],
)
@pytest.mark.parametrize("heading", [None, "", "WATCH"])
def test_as_many_rows_as_are_let_in_are_within_the_limits(
    row: Row, heading: str | None
) -> None:
    message = Message(tuple(Section(heading, (row,)) for _ in range(120)))

    blocks = [to_blocks(part) for part in split(message, SLACK_LIMITS)]

    assert max(map(len, blocks)) <= SLACK_LIMITS.rows
    assert max(map(length, blocks)) <= SLACK_LIMITS.characters


def usual_report(number: int) -> BriefedArticle:
    """A report whose lines and address are as long as most papers' are."""
    short = (
        f"Engineers who looked at the harbour's basin {number} found that nobody had "
        "checked its gates for eleven years, although rules ask for it every spring."
    )
    claim = (
        f"The company that runs it will keep basin {number} closed until the end of the "
        "month, because divers have found cracks in the gates that hold back the tide."
    )
    risk = (
        f"Unless the council agrees on money for gate {number} by Friday, the ferry line "
        "could lose its licence, and forty jobs would go by the end of next year."
    )
    lines = Lines(summary=[short], claims=[("Olof Lind", claim)], risks=[(risk, None)])
    name = f"2026/03/02/harbour-authority-keeps-northern-basin-closed-{number}"
    return make_report(name, f"{short} {claim} {risk}", lines)


def test_a_digest_of_five_stories_is_one_message() -> None:
    stories = [make_story(usual_report(number)) for number in range(5)]

    front = front_message(make_digest(*stories), "20260302-1")

    assert [len(story.quotes) for story in stories] == [3] * 5
    assert split(front, SLACK_LIMITS) == (front,)


def test_a_note_of_a_group_has_no_bullet() -> None:
    note = Row((Text("None yet.", Style.NOTE),))

    (block,) = to_blocks(Message((Section("YOUR DIGESTS", (note,)),)))

    assert "rich_text_list" not in str(block)
