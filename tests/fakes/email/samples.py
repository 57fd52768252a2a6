"""Messages as an e-mail has them: a front, briefings in full, and notes."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.domain.messages import Message, Row, Section, Style, Text

PAGE = "https://kessary-courier.example/ferries"
TITLE = "Ferries to Varra stay in port"
STAY = "No ferry will cross the strait before Monday, the operator Tarnline said."
LETTER = "“The letter reached us on 28 October,”"
BARGE = "A freight barge is due at Varra on Friday if the wind stays below gale force."


def proof(words: str) -> str:
    """The address of a sentence."""
    return f"{PAGE}#:~:text={words}"


def summary(words: str = STAY, number: int = 0) -> Row:
    """A sentence of the summary."""
    return Row((Text(words),), marker="•", proof=proof(f"No%20ferry{number}"))


def claim(words: str = LETTER, speaker: str = "Matthis Quill") -> Row:
    """Who said what."""
    return Row((Text(speaker, Style.SPEAKER), Text(words)), proof=proof("The%20letter"))


def risk(words: str = BARGE, when: str = "(Fri 6 Nov)") -> Row:
    """What may happen."""
    parts = (Text(words), Text(when, Style.NOTE))
    return Row(parts, marker="▲", proof=proof("A%20freight"))


def title(words: str = TITLE, facts: str = "3 sources · Wed 4 Nov") -> Section:
    """A story's title with its facts."""
    return Section(
        None, (Row((Text(words, Style.TITLE, PAGE), Text(facts, Style.NOTE))),)
    )


def notes(*words: str) -> Section:
    """Small print."""
    return Section(None, tuple(Row((Text(note, Style.NOTE),)) for note in words))


def differing() -> Row:
    """A number that two papers give differently."""
    return Row(
        (
            Text("people:", Style.NOTE),
            Text("17 people", url=proof("17%20people")),
            Text("(courier.example) ·", Style.NOTE),
            Text("19", url="https://weekly.example/nineteen"),
            Text("(weekly.example)", Style.NOTE),
        ),
        marker="≠",
    )


def front(name: str = "Ports and shipping") -> tuple[Section, ...]:
    """The front of a digest."""
    headline = (Text(name, Style.TITLE), Text("Thu 5 Nov 2026, 07:30", Style.NOTE))
    more = Text("Night tariff is put off", Style.TITLE, f"{PAGE}/tariff")
    return (
        Section(None, (Row(headline),)),
        title(),
        *(Section("", (row,)) for row in (summary(), claim(), risk(), differing())),
        Section("MORE", (Row((more, Text("· courier.example", Style.NOTE)), "•"),)),
    )


def briefing(lines: int = 2) -> Iterator[Section]:
    """A briefing in full."""
    yield Section("IN FULL", ())
    yield title(facts="kessary-courier.example · Wed 4 Nov · 512 words")
    actors = (Text("Tarnline", Style.NAME), Text("the operator", Style.ROLE))
    yield Section("ACTORS", (Row(actors),), inline=True)
    yield Section("IN SHORT", tuple(summary(number=n) for n in range(lines)))
    yield Section("WHO SAID WHAT", (claim(), claim("said it", "Ilse Tormund")))
    yield Section("OUTLOOK", (risk(),))


def digest(
    stories: int = 1, lines: int = 2, name: str = "Ports and shipping"
) -> Message:
    """A digest as one message."""
    bodies = (section for _ in range(stories) for section in briefing(lines))
    last = notes("Not read: gazette.example (too slow)", "Edition 5f2c91")
    return Message((*front(name), *bodies, last))
