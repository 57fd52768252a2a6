"""Clusters the articles of JSON Lines into stories."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.core.batch.input_rows import parse_published
from bot.core.batch.jsonl import OutputLine, parse_line
from bot.core.messages.briefing_json import JsonObject, RowId, to_line
from summarizers.model import Article
from summarizers.stories.clustering import cluster
from summarizers.stories.copies import CopyIndex, fingerprint
from summarizers.stories.vectors import LEAD, StoryDocument
from summarizers.text.language import language_of_words

Extract = Callable[[Iterable[bytes]], Iterator[OutputLine]]
"""A function that extracts the articles of lines with pages, in order."""


@dataclass(frozen=True, slots=True)
class _ArticleLine:
    """A line with an article.

    ``counted`` is true if the clusterer has already called ``advance`` for this line.
    """

    id: RowId
    document: StoryDocument
    counted: bool


class JsonlClusterer:
    """Clusters the articles of one JSON Lines file into stories.

    It calls ``advance`` once for each line. For a line with a page, it does so when
    ``extract`` has extracted the page; for a line with a text, when the text is compared
    with the others; for an invalid line, at once.
    """

    def __init__(self, extract: Extract, advance: Callable[[], None]) -> None:
        self._extract = extract
        self._advance = advance
        self._lines: list[_ArticleLine | OutputLine | None] = []
        self._pages: deque[int] = deque()
        self._fingerprints: CopyIndex[str] = CopyIndex()
        self._copies: dict[str, str] = {}

    def cluster(self, lines: Iterable[bytes]) -> Iterator[OutputLine]:
        """Read all ``lines``, then yield one output line with the story of each."""
        for extracted in self._extract(self._page_lines(lines)):
            number = self._pages.popleft()
            self._lines[number] = self._extracted_line(number, extracted)
            self._advance()
        stories = self._stories()
        for number, line in enumerate(self._lines):
            if isinstance(line, OutputLine):
                yield line
            elif line is not None:
                row: JsonObject = {"id": line.id, "story": stories[str(number)]}
                yield OutputLine(to_line(row))

    def _page_lines(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the lines with pages; store the articles and errors of the others."""
        for number, raw in enumerate(lines):
            row = parse_line(raw)
            self._lines.append(None)
            if isinstance(row, OutputLine):
                self._lines[number] = row
                self._advance()
            elif row.html is None:
                self._lines[number] = self._article_line(
                    number, row.id, row.article, counted=False
                )
            else:
                self._pages.append(number)
                yield raw

    def _extracted_line(
        self, number: int, extracted: OutputLine
    ) -> _ArticleLine | OutputLine:
        if extracted.failed:
            return extracted
        row = json.loads(extracted.line)
        article = Article(
            text=row["text"],
            title=row["title"],
            published=parse_published(row["published"]),
            lang=row.get("lang"),
        )
        return self._article_line(number, row["id"], article, counted=True)

    def _article_line(
        self, number: int, row_id: RowId, article: Article, *, counted: bool
    ) -> _ArticleLine:
        """Make a line with only the parts of the article that clustering needs."""
        name = str(number)
        self._find_original(name, article.text)
        lead, title = article.text[:LEAD], article.title or ""
        lang = language_of_words(article.lang, lead)
        document = StoryDocument(name, lead, title, article.published, lang)
        return _ArticleLine(row_id, document, counted)

    def _find_original(self, name: str, text: str) -> None:
        hashes = fingerprint(text)
        original = self._fingerprints.copy_of(hashes)
        if original is not None:
            self._copies[name] = original
        self._fingerprints.add(name, hashes)

    def _stories(self) -> dict[str, str]:
        """Map each line's number to its story's name: the id of the first line."""
        by_name = {
            line.document.id: line
            for line in self._lines
            if isinstance(line, _ArticleLine)
        }

        def compared(name: str) -> None:
            if not by_name[name].counted:
                self._advance()

        documents = [line.document for line in by_name.values()]
        names: dict[str, str] = {}
        taken: set[str] = set()
        for story in cluster(documents, self._copies, compared):
            title = _unused(str(by_name[story[0]].id), taken)
            taken.add(title)
            names.update(dict.fromkeys(story, title))
        return names


def _unused(name: str, taken: set[str]) -> str:
    """Return the name; if another story has it, add a number, as in "a~2"."""
    number, unused = 1, name
    while unused in taken:
        number += 1
        unused = f"{name}~{number}"
    return unused
