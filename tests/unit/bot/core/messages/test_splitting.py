from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.core.domain.messages import Limits, Message, Row, Section, Style, Text
from bot.core.messages.markdown import to_markdown
from bot.core.messages.splitting import split
from bot.platforms.discord.lines import LIMITS as DISCORD_LIMITS
from tests.fakes.timelines import TIMELINE

NUMBER = re.compile(r"\((\d+)/(\d+)\)")
SEEDS = st.integers(0, 1_000_000)
WORDS = ("harbour", "*strike*", "vote", "“never”", "1_000", "[dam]", "at noon", "£4m")


def quote(text: str = "The harbour stays shut.", speaker: str = "Ada Holm") -> Row:
    return Row(
        (Text(speaker, Style.SPEAKER), Text(text)), proof="https://example.org/#:~:text"
    )


def said(*rows: Row) -> Section:
    return Section("WHO SAID WHAT", rows)


def titled(title: str = "Harbour closes") -> Section:
    return Section(None, (Row((Text(title, Style.TITLE),)),))


def rows_of(message: Message) -> list[Row]:
    return [row for section in message.sections for row in section.rows]


def unnumbered(message: Message) -> list[Row]:
    """The rows of a part without its number."""
    rows = [
        Row(tuple(part for part in row.parts if not is_number(part)), row.marker)
        if any(map(is_number, row.parts))
        else row
        for row in rows_of(message)
    ]
    return [row for row in rows if row.parts]


def is_number(part: Text) -> bool:
    return part.style is Style.NOTE and NUMBER.fullmatch(part.text) is not None


def taken(message: Message) -> tuple[int, int]:
    """The characters and rows that a message takes, counted from what is shown."""
    headings = [
        section
        for section in message.sections
        if section.heading and not section.inline
    ]
    return len(to_markdown(message)), len(headings) + len(rows_of(message))


def random_row(dice: random.Random, longest: int) -> Row:
    text = " ".join(dice.choices(WORDS, k=dice.randint(1, longest)))
    first = dice.choice((Style.PLAIN, Style.SPEAKER, Style.NAME))
    proof = dice.choice((None, "https://example.org/news/harbour_(1)#:~:text=noon"))
    remarks = ("because it is cited",) * dice.randint(0, 2)
    return Row((Text("Ada", first), Text(text)), proof=proof, remarks=remarks)


def random_sections(dice: random.Random) -> Iterator[Section]:
    for _ in range(dice.randint(1, 9)):
        heading = dice.choice((None, "", "", "IN SHORT", "OUTLOOK"))
        rows = tuple(random_row(dice, 30) for _ in range(dice.randint(1, 6)))
        yield titled() if heading is None else Section(heading, rows)
    yield Section("ACTORS", (random_row(dice, 20),), inline=True)


def random_message(seed: int) -> Message:
    """A message; no row of it is too long for the limits of its seed."""
    return Message(tuple(random_sections(random.Random(seed))))  # noqa: S311


def random_limits(seed: int) -> Limits:
    dice = random.Random(-seed)  # noqa: S311
    return Limits(dice.randint(600, 3_000), dice.randint(4, 20))


def test_sections_stay_whole_where_they_can() -> None:
    first, second = said(quote(), quote()), Section("OUTLOOK", (quote(), quote()))

    parts = split(Message((first, second)), Limits(10_000, 5))

    assert [part.sections[-1] for part in parts] == [first, second]


def test_a_heading_is_repeated_where_its_section_goes_on() -> None:
    parts = split(Message((said(*[quote()] * 5),)), Limits(10_000, 4))

    headings = [part.sections[-1].heading for part in parts]
    assert headings == [
        "WHO SAID WHAT",
        "WHO SAID WHAT (continued)",
        "WHO SAID WHAT (continued)",
    ]


def test_a_title_is_not_left_alone_at_the_end_of_a_part() -> None:
    long = (titled("Dam holds"), *[Section("", (quote(),)) for _ in range(6)])

    first, *_ = split(Message((said(quote(), quote()), *long)), Limits(10_000, 5))

    assert "Dam holds" not in to_markdown(first)


def test_a_row_that_is_too_long_is_replaced_by_a_note_with_its_link() -> None:
    long = quote("never " * 900)

    (part,) = split(Message((said(long, quote()),)), DISCORD_LIMITS)

    note, after = rows_of(part)
    assert after == quote()
    assert note.proof == long.proof
    assert note.parts == (
        Text("(too long to be shown here: 5,408 characters)", Style.NOTE),
    )


@given(SEEDS)
def test_the_rows_of_the_parts_are_those_of_the_message(seed: int) -> None:
    message = random_message(seed)

    parts = split(message, random_limits(seed))

    assert [row for part in parts for row in unnumbered(part)] == rows_of(message)


@given(SEEDS)
def test_every_part_is_within_the_limits(seed: int) -> None:
    limits = random_limits(seed)

    parts = split(random_message(seed), limits)

    sizes = [taken(part) for part in parts]
    assert all(c <= limits.characters and r <= limits.rows for c, r in sizes)


@given(SEEDS)
def test_no_two_parts_could_be_one(seed: int) -> None:
    limits = random_limits(seed)

    parts = split(random_message(seed), limits)

    pairs = [(taken(one), taken(two)) for one, two in pairwise(parts)]
    # Their numbers take some room.
    room = limits.characters - 40, limits.rows - 1
    assert all(a[0] + b[0] > room[0] or a[1] + b[1] > room[1] for a, b in pairs)


@given(SEEDS)
def test_each_part_knows_its_number(seed: int) -> None:
    parts = split(random_message(seed), random_limits(seed))

    numbers = [
        part.text
        for message in parts
        for part in rows_of(message)[0].parts
        if is_number(part)
    ]
    several = len(parts) > 1
    expected = [f"({number}/{len(parts)})" for number in range(1, len(parts) + 1)]
    assert numbers == (expected if several else [])


def test_what_is_far_too_long_is_replaced_at_once() -> None:
    message = Message((Section(None, (Row((Text("*" * 2_000_000),)),)),))

    (part,) = split(message, Limits(1_000, 9))

    assert "2,000,000 characters" in part.sections[0].rows[0].parts[0].text


def test_the_first_part_has_the_timeline() -> None:
    rows = tuple(Row((Text(f"Line {number} of the story."),)) for number in range(9))
    message = Message((Section("", rows),), image=TIMELINE)

    parts = split(message, Limits(characters=120, rows=9))

    assert len(parts) > 1
    assert [part.image for part in parts] == [TIMELINE, *[None] * (len(parts) - 1)]
    assert split(message, Limits(characters=9_000, rows=99)) == (message,)
    assert split(replace(message, image=None), Limits(9_000, 99))[0].image is None
