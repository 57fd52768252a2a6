"""JSON Lines as stories: which articles of a file report one event."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.core.batch.input_rows import parse_published
from bot.core.batch.jsonl import Answer, read_line
from bot.core.messages.briefing_json import Document as Row
from bot.core.messages.briefing_json import Id, to_line
from summarizers.model import Article
from summarizers.stories.clustering import cluster
from summarizers.stories.copies import CopyIndex, fingerprint
from summarizers.stories.documents import LEAD, StoryDocument
from summarizers.text.language import language_of_lists

Extract = Callable[[Iterable[bytes]], Iterator[Answer]]
"""Answers lines that hold pages with the articles in them, in order."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A line that is an article; ``counted`` is whether the bar has moved for it."""

    id: Id
    document: StoryDocument
    counted: bool


class Clusters:
    """The lines of one file; ``advance`` is called once for each of them.

    For a page that is when it was extracted, for a text when it is compared with the
    others: that is what takes time.
    """

    def __init__(self, extract: Extract, advance: Callable[[], None]) -> None:
        self._extract = extract
        self._advance = advance
        self._lines: list[_Known | Answer | None] = []
        self._pages: deque[int] = deque()
        self._fingerprints: CopyIndex[str] = CopyIndex()
        self._copies: dict[str, str] = {}

    def answer(self, lines: Iterable[bytes]) -> Iterator[Answer]:
        """Read all, then answer each line with its story, in order."""
        for found in self._extract(self._texts_kept(lines)):
            number = self._pages.popleft()
            self._lines[number] = self._page(number, found)
            self._advance()
        stories = self._stories()
        for number, line in enumerate(self._lines):
            if isinstance(line, Answer):
                yield line
            elif line is not None:
                row: Row = {"id": line.id, "story": stories[str(number)]}
                yield Answer(to_line(row))

    def _texts_kept(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """The lines that hold pages; all others are dealt with on the way."""
        for number, raw in enumerate(lines):
            found = read_line(raw)
            self._lines.append(None)
            if isinstance(found, Answer):
                self._lines[number] = found
                self._advance()
            elif found.html is None:
                self._lines[number] = self._known(
                    number, found.id, found.article, counted=False
                )
            else:
                self._pages.append(number)
                yield raw

    def _page(self, number: int, found: Answer) -> _Known | Answer:
        if found.failed:
            return found
        row = json.loads(found.line)
        article = Article(
            text=row["text"],
            title=row["title"],
            published=parse_published(row["published"]),
            lang=row.get("lang"),
        )
        return self._known(number, row["id"], article, counted=True)

    def _known(
        self, number: int, id_: Id, article: Article, *, counted: bool
    ) -> _Known:
        """Keep of the article what tells its story."""
        name = str(number)
        self._find_original(name, article.text)
        lead, title = article.text[:LEAD], article.title or ""
        lang = language_of_lists(article.lang, lead)
        document = StoryDocument(name, lead, title, article.published, lang)
        return _Known(id_, document, counted)

    def _find_original(self, name: str, text: str) -> None:
        runs = fingerprint(text)
        original = self._fingerprints.copy_of(runs)
        if original is not None:
            self._copies[name] = original
        self._fingerprints.add(name, runs)

    def _stories(self) -> dict[str, str]:
        """The name of each document's story: the id of its first line."""
        known = {
            line.document.id: line for line in self._lines if isinstance(line, _Known)
        }

        def compared(name: str) -> None:
            if not known[name].counted:
                self._advance()

        documents = [line.document for line in known.values()]
        names: dict[str, str] = {}
        taken: set[str] = set()
        for story in cluster(documents, self._copies, compared):
            title = _unused(str(known[story.ids[0]].id), taken)
            taken.add(title)
            names.update(dict.fromkeys(story.ids, title))
        return names


def _unused(name: str, taken: set[str]) -> str:
    """The name, told apart from those of other stories: ids may be given twice."""
    number, unused = 1, name
    while unused in taken:
        number += 1
        unused = f"{name}~{number}"
    return unused
