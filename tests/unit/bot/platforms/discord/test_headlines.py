from __future__ import annotations

from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.platforms.discord.channels import ChannelKind, DiscordChannel
from bot.platforms.discord.headlines import (
    headline,
    tags_for,
)


def titled(*rows: tuple[str, str]) -> Message:
    sections = (
        Section(None, (Row((Text(title, Style.TITLE), Text(note, Style.NOTE))),))
        for title, note in rows
    )
    return Message(tuple(sections))


def forum(*names: str) -> DiscordChannel:
    tags = tuple((name.casefold(), f"id of {name}") for name in names)
    return DiscordChannel("1", ChannelKind.FORUM, "2", tags)


def test_a_headline_is_the_first_title_with_its_note() -> None:
    message = titled(("morning", "2 Mar 2026, 07:30"), ("Ports", "a.example"))

    assert headline(message) == "morning · 2 Mar 2026, 07:30"


def test_a_long_headline_is_cut() -> None:
    name = headline(titled(("Harbour " * 30, "today")))

    assert len(name) <= 100
    assert name.endswith("…")


def test_a_headline_has_nothing_that_is_unseen() -> None:
    assert headline(titled(("Ports\u202e\nclose", ""))) == "Ports close"


def test_tags_are_named_in_titles_and_beside_them() -> None:
    message = titled(("Morning", "today"), ("Strike", "update · Ports · a.example"))

    tags = tags_for(message, forum("morning", "PORTS", "Energy"))

    assert tags == ("id of morning", "id of PORTS")


def test_there_are_five_tags_at_most() -> None:
    names = [f"topic {number}" for number in range(9)]
    message = titled(("morning", " · ".join(names)))

    assert len(tags_for(message, forum(*names))) == 5
