"""However a message is made, its parts are within what Slack takes."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.messages.splitting import split
from bot.platforms.slack.blocks import LIMITS as SLACK_LIMITS
from bot.platforms.slack.blocks import to_blocks
from bot.platforms.slack.elements import length
from tests.fakes.slack.blocks import block_mistakes

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


@given(st.randoms(use_true_random=False))
def test_each_part_of_any_message_is_within_the_limits(dice: Random) -> None:
    message = any_message(dice)

    blocks = [to_blocks(part) for part in split(message, SLACK_LIMITS)]

    assert max(map(len, blocks)) <= SLACK_LIMITS.rows
    assert max(map(length, blocks)) <= SLACK_LIMITS.characters
    assert [line for one in blocks for line in block_mistakes(one)] == []
