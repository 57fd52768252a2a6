"""Lists of feeds from elsewhere on their way into a configuration, as values."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.domain.configuration import Source


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed of a list; ``folder`` is the name of the group that it is in."""

    url: str
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class Addition:
    """Feeds for one topic, which is made with this title if there is none."""

    topic: str
    title: str
    feeds: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What is to be added; and each address that is not, with the reason."""

    additions: tuple[Addition, ...]
    skipped: tuple[tuple[str, str], ...]

    @property
    def count(self) -> int:
        """How many feeds are to be added."""
        return sum(len(addition.feeds) for addition in self.additions)


@dataclass(frozen=True, slots=True)
class Change:
    """The bytes of the file ``path`` before and after an import."""

    path: str
    before: bytes
    after: bytes
    plan: ImportPlan
