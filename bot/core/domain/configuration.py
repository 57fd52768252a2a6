"""The configuration as values: topics, sources, digests and their destinations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from typing_extensions import override

ENGINES = (
    *("spacy", "fast"),
    *("lexrank", "lsa", "luhn", "textrank", "sum-basic", "kl", "reduction"),
    *("edmundson", "random", "sumy-lexrank"),
)
"""What can read an article, by name; as the summarizers name them, which are costly to
import. All but the first two are methods for the summary alone."""

CONSOLE, CONSOLE_CHANNEL = "console", "stdout"
"""The platform that is always there, and its only channel."""


class SourceKind(StrEnum):
    """What a source is: a feed of items, one page, or a file or folder of texts."""

    FEED = "feed"
    PAGE = "page"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Source:
    """A place that articles come from.

    ``url`` names it everywhere: an http(s) address, or the path of a file or folder.
    ``lang`` is the language of all its articles, where the configuration says it.
    """

    kind: SourceKind
    url: str
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Watched:
    """An actor to look out for, with the other forms of the name."""

    name: str
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject that a team follows.

    An article belongs to it when a source brings it, one of ``include`` stands in it
    (or there is none) and none of ``exclude`` does: words, phrases, names, or
    expressions between slashes.
    """

    id: str
    title: str
    sources: tuple[Source, ...]
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    actors: tuple[Watched, ...] = ()


class Weekday(StrEnum):
    """Days as they stand in the configuration."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of each day: from ``start`` up to ``end``, which may be the next day's.

    Both are times of the digest's zone, and never the same.
    """

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a digest goes: a platform and the channel on it.

    In its ``quiet`` hours nothing is posted; it waits for their end.
    """

    platform: str
    channel: str
    quiet: Quiet | None = None


@dataclass(frozen=True, slots=True)
class DigestPlan:
    """A digest as configured: what, when, in which zone, to whom.

    Its ``title`` stands above it in place of the id, and ``note`` below it.
    """

    id: str
    topics: tuple[Topic, ...]
    at: tuple[time, ...]
    days: frozenset[Weekday]
    timezone: ZoneInfo
    to: tuple[Destination, ...]
    title: str = ""
    note: str = ""

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source of its topics once, in the order of the configuration."""
        return _sources(self.topics)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the bot listens: a host's name or address, and a port."""

    host: str
    port: int

    @override
    def __str__(self) -> str:
        """``127.0.0.1:8099``, ``[::1]:8099``."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Access:
    """Where people are answered: the ids of servers, by platform.

    A platform without named servers is open. ``direct`` says whether direct messages
    are answered; ``None`` leaves it to what is known of the server.
    """

    servers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    direct: bool | None = None

    def allows(self, platform: str, server: str | None, *, direct: bool) -> bool:
        """Whether a person in this place is answered.

        ``server`` is ``None`` where the platform does not tell it, as in some direct
        messages; ``direct`` says that the place is a talk with the bot alone.
        """
        named = self.servers.get(platform)
        if server is None:
            return not named if self.direct is None else self.direct
        if direct and self.direct is False:
            return False
        return not named or server in named


@dataclass(frozen=True, slots=True)
class Configuration:
    """All that one configuration file says; ``engine`` briefs every article.

    ``contact`` is told to the servers that are asked. Each source is read once in
    ``poll``; what the store holds is forgotten after ``keep``. Times are told in
    ``timezone`` where no digest has its own. ``operator`` hears of troubles;
    ``health`` is where the bot tells how it fares. ``access`` is where people are
    answered.
    """

    topics: tuple[Topic, ...]
    digests: tuple[DigestPlan, ...]
    engine: str = "spacy"
    contact: str | None = None
    poll: timedelta = timedelta(minutes=15)
    keep: timedelta = timedelta(days=90)
    timezone: ZoneInfo = ZoneInfo("UTC")  # noqa: RUF009 - a frozen value
    operator: tuple[Destination, ...] = ()
    health: Endpoint | None = None
    access: Access = field(default_factory=Access)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source once, in the order of the configuration."""
        return _sources(self.topics)


def _sources(topics: tuple[Topic, ...]) -> tuple[Source, ...]:
    found = (source for topic in topics for source in topic.sources)
    return tuple({source.url: source for source in found}.values())
