"""A model of the record: what its store promises, in a few lists."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.core.domain.record import (
    RecordedArticle,
    RecordedClaim,
    RecordEntry,
    StatementQuery,
)


@dataclass(frozen=True, slots=True)
class Said:
    """The parts of a statement that the model predicts."""

    article: str
    speaker: str | None
    text: str
    sentence: str


@dataclass(slots=True)
class RecordModel:
    """Entries by the number of their article."""

    entries: dict[int, RecordEntry] = field(default_factory=dict)

    def record(self, entries: Iterable[RecordEntry]) -> None:
        """Record entries in place of earlier ones of the same articles."""
        for entry in entries:
            self.entries[entry.article.number] = entry

    def set_stories(self, stories: Mapping[str, str]) -> None:
        """Note the stories of articles."""
        for number, entry in self.entries.items():
            story = stories.get(entry.article.id, entry.article.story)
            article = replace(entry.article, story=story)
            self.entries[number] = replace(entry, article=article)

    def purge(self, *, plain: datetime, before: datetime) -> None:
        """Delete old entries, and of less old ones what carries nothing."""
        for number, entry in list(self.entries.items()):
            article = entry.article
            is_empty = not entry.claims and article.original == article.id
            if article.seen < before or (article.seen < plain and is_empty):
                del self.entries[number]

    def statements(self, query: StatementQuery) -> list[Said]:
        """Return the statements of these topics, the newest first."""
        found = [
            Said(
                entry.article.id,
                claim.speaker.name if claim.speaker else None,
                claim.text,
                entry.sentences[claim.sentence].text,
            )
            for entry, claim in self._claims(query.topics)
            if query.since is None or entry.article.at >= query.since
        ]
        return found[: query.limit]

    def stories(self, topics: Collection[str]) -> dict[str, str | None]:
        """Return the story of each article with a statement."""
        return {
            entry.article.id: entry.article.story for entry, _ in self._claims(topics)
        }

    def names(self, prefix: str, topics: Collection[str]) -> list[str]:
        """Return the names that begin so, that of the latest statement first."""
        newest: dict[str, None] = {}
        for _, claim in self._claims(topics):
            speaker = claim.speaker
            if speaker and any(
                each.startswith(prefix) for each in (speaker.key, speaker.surname)
            ):
                newest.setdefault(speaker.name)
        return list(newest)

    def role(self, name: str, topics: Collection[str]) -> str | None:
        """Return the latest role that a visible claim gives a speaker."""
        roles = (
            claim.role
            for _, claim in self._claims(topics)
            if claim.speaker and claim.speaker.name == name
        )
        return next(filter(None, roles), None)

    def copies(self, original: str, topics: Collection[str]) -> list[str]:
        """Return the ids of the articles with this text, by time."""
        articles = [
            entry.article
            for entry in self._visible(topics)
            if entry.article.original == original
        ]
        return [article.id for article in sorted(articles, key=_time)]

    def originals(self) -> dict[str, set[str]]:
        """Map each text to the topics of the entries that have its sentences."""
        topics: dict[str, set[str]] = {}
        for entry in self.entries.values():
            if entry.sentences:
                topics.setdefault(entry.article.original, set()).update(entry.topics)
        return topics

    def _claims(
        self, topics: Collection[str]
    ) -> Iterator[tuple[RecordEntry, RecordedClaim]]:
        for entry in self._visible(topics):
            for claim in reversed(entry.claims):
                yield entry, claim

    def _visible(self, topics: Collection[str]) -> Iterator[RecordEntry]:
        """Yield the entries of these topics, the newest first."""
        for number in sorted(self.entries, reverse=True):
            if not set(topics).isdisjoint(self.entries[number].topics):
                yield self.entries[number]


def _time(article: RecordedArticle) -> tuple[datetime, int]:
    return article.at, article.number
