"""Platform-neutral messages, and the limits on their size."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from bot.core.domain.timelines import Timeline
from bot.core.domain.weeks import Week

Image: TypeAlias = Timeline | Week
"""A value that can be drawn as an image; its ``alt`` describes the image in words."""

BAR = "│"
"""The marker of two lines that belong together, such as an old line and the new one.

Platforms draw a bar at the left of both.
"""


class Style(StrEnum):
    """The style of a part of a line; each platform renders it in its own form."""

    PLAIN = "plain"
    TITLE = "title"
    NAME = "name"
    ROLE = "role"
    SPEAKER = "speaker"
    DAY = "day"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Text:
    """A part of a line in one style, with an optional link."""

    text: str
    style: Style = Style.PLAIN
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a message.

    ``marker`` tells lists apart: "•" for a sentence, "▲" for a risk, "≠" for numbers
    that differ, ``BAR`` for a pair of an old and a new line. A line without a marker
    starts with its label, such as a speaker. ``proof`` is the URL that opens the
    article's page at the sentence; ``paper`` is the name of the page's publisher.
    ``remarks`` are printed below the line in small print.
    """

    parts: tuple[Text, ...]
    marker: str = ""
    proof: str | None = None
    remarks: tuple[str, ...] = ()
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading, such as "WHO SAID WHAT".

    If ``heading`` is ``None``, the section is the top of the message. An empty heading
    is not shown: the lines belong to the title above them. An ``inline`` section fits
    on one line with its heading. ``sign`` stands before the heading: ●, ■ or ▲.
    """

    heading: str | None
    rows: tuple[Row, ...]
    inline: bool = False
    sign: str = ""

    @property
    def signed_heading(self) -> str:
        """Return the heading with its sign; empty if the section has neither."""
        return f"{self.sign} {self.heading or ''}".strip()

    def marker_of(self, row: Row) -> str:
        """Return the marker to print beside a row; empty if the row needs none.

        A row needs none if the section has a sign, or if the marker is a plain bullet.
        """
        return "" if self.sign or row.marker in {"•", "–", BAR} else row.marker


@dataclass(frozen=True, slots=True)
class Message:
    """A platform-neutral message; ``language`` is that of its labels.

    ``image`` is drawn where the platform shows images; the sections say the same.
    ``thread`` is the headline of the message in whose thread this one belongs, if it is
    known: some platforms give threads a name. From the time ``until`` on, the message
    is no longer worth posting.
    """

    sections: tuple[Section, ...]
    language: str = "en"
    image: Image | None = None
    thread: str = ""
    until: datetime | None = None

    @property
    def headline(self) -> str:
        """Return the first title, with the text beside it; empty without a title.

        For a message about one story, return the title only: the text beside it changes
        with the story's state.
        """
        number = 1 if self.is_about_one_story else 2
        titled = (
            row.parts[:number]
            for section in self.sections
            for row in section.rows
            if row.parts and row.parts[0].style is Style.TITLE
        )
        return " · ".join(part.text for part in next(titled, ()) if part.text)

    @property
    def is_about_one_story(self) -> bool:
        """Return whether it opens with a heading, as alerts and reminders do."""
        return bool(self.sections) and not self.sections[0].rows


@dataclass(frozen=True, slots=True)
class Limits:
    """The maximum size of one message on a platform.

    ``rows`` is the maximum number of rows and headings, ``row`` the maximum number of
    characters in a row, ``None`` if unlimited. ``per_row`` and ``per_part`` are the
    characters that the platform's format adds to each row and each part of a row, if
    they count; ``per_plain`` is the same for a part without style and link.
    """

    characters: int
    rows: int
    row: int | None = None
    per_row: int = 0
    per_part: int = 0
    per_plain: int = 0
