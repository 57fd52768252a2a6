"""Values of an import of feeds into the configuration file."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.domain.configuration import Source


@dataclass(frozen=True, slots=True)
class ImportedFeed:
    """One feed of an imported list; ``folder`` is the name of its group in the list.

    ``name`` is the name that the list gives to the feed.
    """

    url: str
    folder: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class FeedAddition:
    """Feeds to add to the topic with the id ``topic``.

    If the topic does not exist, it is created with ``title``.
    """

    topic: str
    title: str
    feeds: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The feeds to add, and each skipped URL or entry with the reason."""

    additions: tuple[FeedAddition, ...]
    skipped: tuple[tuple[str, str], ...]

    @property
    def count(self) -> int:
        """Return the number of feeds to add."""
        return sum(len(addition.feeds) for addition in self.additions)


@dataclass(frozen=True, slots=True)
class ConfigChange:
    """The content of the configuration file ``path`` before and after an import."""

    path: str
    before: bytes
    after: bytes
    plan: ImportPlan
