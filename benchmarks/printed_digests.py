"""Read which sentences of which reports an edition prints.

A printed line is a slice of an article. ``TextIndex`` finds the sentence of the
newsroom's files that contains it; figures are found by their offsets in the stored text.
In the JSON of an edition, ``was`` of a story names its earlier line or lines, in the
form of ``sentence``: these repeat an older digest on purpose.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from benchmarks.newsroom_files import (
    CountedNumber,
    NewsroomSet,
    PaperReport,
    TextLine,
    lines_of,
)
from bot.core.digests.editions import rendered_digest
from bot.core.domain.messages import Message, Row, Style
from bot.core.domain.records import Edition, StoredArticle

_FEWEST_WORDS = 3
_DIFFERENCE = "≠"
_ELLIPSIS = "…"

Place: TypeAlias = tuple[str, int, int]
"""The words of a sentence, and the first and last of them that are printed."""


@dataclass(frozen=True, slots=True)
class PrintedFigures:
    """A row of numbers that differ, and the marked numbers that it prints.

    A number that the newsroom's files do not mark is ``None``.
    """

    text: str
    numbers: tuple[CountedNumber | None, ...]


@dataclass(frozen=True, slots=True)
class PrintedStory:
    """A story of a digest: its reports, its title's report and its first line.

    ``first`` are the sentences of the first line, ``further`` those of the lines below
    it. ``figures`` are the rows of numbers
    that differ. A story with ``has_summary`` is more than a link.
    """

    reports: tuple[str, ...]
    lead: str | None
    title: str
    first: tuple[TextLine, ...] = ()
    further: tuple[TextLine, ...] = ()
    figures: tuple[PrintedFigures, ...] = ()
    has_summary: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class PrintedDigest:
    """What a channel is posted at one time; ``hidden`` stories are not printed."""

    channel: str
    at: datetime
    stories: tuple[PrintedStory, ...]
    hidden: tuple[PrintedStory, ...] = ()
    rows: tuple[tuple[Place, ...], ...] = ()


class TextIndex:
    """Finds sentences of the reports by printed words."""

    def __init__(self, reports: Sequence[PaperReport]) -> None:
        self._lines = [
            (report.name, words_of(line.text), line)
            for report, line in lines_of(reports)
        ]

    def lines(
        self, printed: str, reports: Iterable[str] = ()
    ) -> list[tuple[Place, TextLine]]:
        """Return the sentences that printed words are part of, or that they contain.

        Sentences of ``reports`` are preferred.
        """
        named = frozenset(reports)
        every = [
            (name, place, line)
            for piece in printed.split(_ELLIPSIS)
            for name, place, line in self._of_piece(words_of(piece))
        ]
        near = [match for match in every if match[0] in named]
        return [(place, line) for _, place, line in near or every]

    def _of_piece(self, piece: str) -> Iterator[tuple[str, Place, TextLine]]:
        if piece.count(" ") < _FEWEST_WORDS - 1:
            return
        padded = f" {piece} "
        for name, words, line in self._lines:
            whole = f" {words} "
            if padded in whole:
                start = whole.index(padded)
                first = whole[:start].count(" ")
                yield name, (words, first, first + piece.count(" ")), line
            elif whole in padded:
                yield name, (words, 0, words.count(" ")), line


def words_of(text: str) -> str:
    """Return the words of a text in lower case, separated by blanks."""
    return " ".join(re.findall(r"\w+", text.lower()))


class EditionReader:
    """Reads editions of the newsrooms; ``articles`` are those in the store."""

    def __init__(
        self, newsrooms: NewsroomSet, articles: Iterable[StoredArticle]
    ) -> None:
        self._index = TextIndex(newsrooms.reports)
        by_address: dict[str, list[PaperReport]] = {}
        for report in newsrooms.reports:
            by_address.setdefault(newsrooms.address(report), []).append(report)
        self._texts = {article.id: article.article.text for article in articles}
        self._reports = {
            article.id: _best(article, by_address.get(article.article.url or "", ()))
            for article in articles
        }
        self._by_address = by_address

    def read(self, channel: str, edition: Edition) -> PrintedDigest:
        """Read all that an edition prints."""
        document = json.loads(edition.document)
        rendered = rendered_digest(edition)
        rows = _story_rows(rendered.front)
        stories = [self._story(story, rows) for story in document["stories"]]
        stories += [self._story(story, {}) for story in document["more"]]
        hidden = [
            self._story({"title": None, "url": None, **story}, {})
            for story in (*document["passed"], *document["repeated"])
        ]
        printed = [
            row
            for story in document["stories"]
            for row in self._without_earlier(story, rows)
        ]
        printed += [row for message in rendered.stories for row in _content(message)]
        places = tuple(tuple(self._places(row)) for row in printed)
        return PrintedDigest(channel, edition.at, tuple(stories), tuple(hidden), places)

    def _story(
        self, story: Mapping[str, Any], rows: Mapping[str, Sequence[Row]]
    ) -> PrintedStory:
        ids = [article["id"] for article in story["articles"]]
        lead = next(
            (
                article["id"]
                for article in story["articles"]
                if (article["title"], article["url"]) == (story["title"], story["url"])
            ),
            None,
        )
        content = self._without_earlier(story, rows)
        lines = [tuple(line for _, line in self._found(row)) for row in content]
        return PrintedStory(
            reports=tuple(filter(None, map(self._name, ids))),
            lead=None if lead is None else self._name(lead),
            title=story["title"] or "",
            first=lines[0] if lines else (),
            further=tuple(line for row in lines[1:] for line in row),
            figures=tuple(
                self._figures(difference) for difference in story.get("differences", ())
            ),
            has_summary=bool(content),
            id=story["id"],
        )

    def _name(self, id_: str) -> str | None:
        report = self._reports.get(id_)
        return None if report is None else report.name

    def _without_earlier(
        self, story: Mapping[str, Any], rows: Mapping[str, Sequence[Row]]
    ) -> list[Row]:
        """Return the rows of a story without the lines of older digests."""
        remaining = list(rows.get(_page(story["url"]), ()))
        earlier = story.get("was") or ()
        for quote in (earlier,) if isinstance(earlier, Mapping) else earlier:
            old = words_of(str(quote.get("text", "")))
            same = (row for row in remaining if _agree(old, words_of(_printed(row))))
            repeated = next(same, None)
            if repeated is not None:
                remaining.remove(repeated)
        return remaining

    def _found(self, row: Row) -> list[tuple[Place, TextLine]]:
        near = self._by_address.get(_page(row.proof), ())
        return self._index.lines(_printed(row), [report.name for report in near])

    def _places(self, row: Row) -> Iterator[Place]:
        yield from dict.fromkeys(place for place, _ in self._found(row))

    def _figures(self, difference: Mapping[str, Any]) -> PrintedFigures:
        given = difference["figures"]
        text = " / ".join(figure["text"] for figure in given)
        return PrintedFigures(
            f"{difference['label']}: {text}", tuple(map(self._number, given))
        )

    def _number(self, figure: Mapping[str, Any]) -> CountedNumber | None:
        """Return the marked number at the offsets of a figure."""
        report, text = self._reports.get(figure["article"]), None
        if report is not None:
            text = self._texts[figure["article"]]
        if report is None or text is None:
            return None
        for line in report.lines:
            start = text.find(line.text)
            for number in line.numbers if start >= 0 else ():
                begins, ends = start + number.start, start + number.end
                if begins < figure["end"] and figure["start"] < ends:
                    return number
        return None


def _best(
    article: StoredArticle, versions: Sequence[PaperReport]
) -> PaperReport | None:
    """Return the version of the page that has the most sentences of the article."""

    def shared(report: PaperReport) -> int:
        return sum(line.text in article.article.text for line in report.lines)

    return max(versions, key=shared, default=None)


def _agree(earlier: str, printed: str) -> bool:
    """Return whether a row prints an earlier line, or the start of it."""
    return bool(earlier and printed) and (earlier in printed or printed in earlier)


def _page(url: str | None) -> str:
    return (url or "").partition("#")[0]


def _printed(row: Row) -> str:
    return " ".join(part.text for part in row.parts if part.style is Style.PLAIN)


def _content(message: Message) -> list[Row]:
    return [
        row
        for section in message.sections
        for row in section.rows
        if row.marker != _DIFFERENCE and _printed(row)
    ]


def _story_rows(front: Message) -> dict[str, list[Row]]:
    """Return the rows below each linked title, by the title's address.

    A section with a heading, such as that of further links, belongs to no story.
    """
    rows: dict[str, list[Row]] = {}
    address = ""
    stories = (section for section in front.sections if not section.heading)
    for row in (row for section in stories for row in section.rows):
        titles = (part.url for part in row.parts if part.style is Style.TITLE)
        title = next(filter(None, titles), None)
        if title is not None:
            address = _page(title)
            rows.setdefault(address, [])
        elif address and row.marker != _DIFFERENCE and _printed(row):
            rows[address].append(row)
    return rows
