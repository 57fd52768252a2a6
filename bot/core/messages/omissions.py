"""Renders the lines that a page leaves out, each with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from bot.core.domain.messages import Row, Section, Style, Text
from summarizers.model import Actor, Claim, Line, Risk
from summarizers.page import Cause, Omission

HEADING = "LEFT OUT"


def omissions_section(omissions: Iterable[Omission]) -> Section:
    """Render the lines that the page refused, each with its reason.

    The last row gives the number of the other omitted lines: those past the limit of
    their section.
    """
    omissions = tuple(omissions)
    refused = [o for o in omissions if o.cause is not Cause.PAST_LIMIT]
    rows = [_row(omission) for omission in refused]
    if len(rows) < len(omissions):
        count = len(omissions) - len(rows)
        note = (
            f"{count} more left out because their sections are full; --all shows them"
        )
        rows.append(Row((Text(note, Style.NOTE),), marker="–"))
    return Section(HEADING, tuple(rows))


def _row(omission: Omission) -> Row:
    kind, parts = _words(omission.line)
    chance = f" ({omission.line.score:.2f})"
    doubt = chance if omission.cause is Cause.IMPROBABLE else ""
    return Row(parts, marker="–", remarks=(f"{kind} · {omission.cause}{doubt}",))


def _words(line: Actor | Line | Claim | Risk) -> tuple[str, tuple[Text, ...]]:
    """Return the kind of a line, and the words of the line."""
    match line:
        case Actor():
            return "actor", (Text(line.name, Style.NAME),)
        case Line():
            return "sentence", (Text(line.span.text),)
        case Claim():
            content = Text(" … ".join(span.text for span in line.shown))
            if line.speaker is None:
                return "claim", (content,)
            return "claim", (Text(line.speaker, Style.SPEAKER), content)
        case Risk():
            return "risk", (Text(line.span.text),)
        case _:
            assert_never(line)
