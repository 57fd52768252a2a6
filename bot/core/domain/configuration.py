"""The configuration as values: topics, sources, digests and destinations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from typing_extensions import override

from bot.core.domain.allowed_servers import AllowedServer
from bot.core.domain.engines import DEFAULT_ENGINE
from bot.core.domain.logins import SourceLogin
from bot.core.domain.programs import Program
from bot.core.domain.timelines import TimelineTheme
from bot.core.domain.workspaces import Workspace

FILE_VARIABLE = "SITREP_CONFIG"
"""The environment variable with the path of the configuration file."""

FILE_PLACES = ("sitrep.yaml", "config/sitrep.yaml")
"""The paths at which the configuration file is looked for if no path is given."""

CONSOLE, CONSOLE_CHANNEL = "console", "stdout"
"""The platform that needs no account, and its only channel."""


class SourceKind(StrEnum):
    """The kind of a source: a feed of items, one page, or a file or folder of texts."""

    FEED = "feed"
    PAGE = "page"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Source:
    """A feed, page, file or folder that articles come from.

    ``url`` identifies it: an http(s) URL, or the path of a file or folder. ``lang`` is
    the configured language of all its articles, ``name`` the configured name of their
    publisher. If ``follow`` is true, the links of the page are read as articles;
    ``None`` lets the page decide. ``login`` is sent to its server.
    """

    kind: SourceKind
    url: str
    lang: str | None = None
    name: str | None = None
    follow: bool | None = None
    login: SourceLogin | None = None


@dataclass(frozen=True, slots=True)
class WatchedActor:
    """An actor that a topic watches, with other forms of the name."""

    name: str
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject that a team follows.

    An article belongs to it if one of the topic's sources listed the article, a term of
    ``include`` matches (or the list is empty) and no term of ``exclude`` does. A term
    is a word, a phrase, a name, or a regular expression between slashes.
    """

    id: str
    title: str
    sources: tuple[Source, ...]
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    actors: tuple[WatchedActor, ...] = ()


class Weekday(StrEnum):
    """Days of the week as the configuration writes them."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours of each day, from ``start`` up to ``end``, which may be on the next day.

    Both are in the digest's time zone and never equal.
    """

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Destination:
    """A channel on a platform. A digest waits for the end of its ``quiet`` hours."""

    platform: str
    channel: str
    quiet: QuietHours | None = None


class DigestKind(StrEnum):
    """The origin of a digest: the configuration file or a person's subscription."""

    CONFIGURED = "configured"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class DigestPlan:
    """A configured or personal digest: topics, times, days, time zone and destinations.

    ``title`` is its headline, by default the id; ``note`` is printed at the end.
    ``language`` is that of its labels, ``timeline`` the look of its timelines.
    ``remind`` are the times before an event at which its channels are reminded.
    ``spread`` is the time after ``at`` over which its channels are distributed.
    """

    id: str
    topics: tuple[Topic, ...]
    at: tuple[time, ...]
    days: frozenset[Weekday]
    timezone: ZoneInfo
    to: tuple[Destination, ...]
    title: str = ""
    note: str = ""
    kind: DigestKind = DigestKind.CONFIGURED
    language: str = "en"
    timeline: TimelineTheme = TimelineTheme.LIGHT
    remind: tuple[timedelta, ...] = ()
    spread: timedelta = timedelta()

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return every source of the plan's topics once, in configured order."""
        return _sources(self.topics)


@dataclass(frozen=True, slots=True)
class AlertCondition:
    """The parts of an alert's condition; a story must meet all that are given.

    ``papers`` is the least number of independent papers. If ``any_actor`` is set, the
    story must name a watched actor of its topic; if ``actors`` are given, it must name
    one of them. ``match`` are terms as in a topic; at least one must match.
    """

    papers: int | None = None
    any_actor: bool = False
    actors: tuple[str, ...] = ()
    match: tuple[str, ...] = ()


DEFAULT_COOL_DOWN = timedelta(hours=6)
DEFAULT_MAX_PER_DAY = 10


@dataclass(frozen=True, slots=True)
class AlertPlan:
    """A configured or personal alert: a story that meets ``condition`` is posted at once.

    ``max_per_day`` limits the messages in one channel on one day. After a message on a
    story, later developments of it wait for the end of ``cool_down``. The other fields
    are those of a digest.
    """

    id: str
    topics: tuple[Topic, ...]
    condition: AlertCondition
    to: tuple[Destination, ...]
    timezone: ZoneInfo = ZoneInfo("UTC")  # noqa: RUF009 - a frozen value
    language: str = "en"
    title: str = ""
    note: str = ""
    kind: DigestKind = DigestKind.CONFIGURED
    max_per_day: int = DEFAULT_MAX_PER_DAY
    cool_down: timedelta = DEFAULT_COOL_DOWN

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return every source of the plan's topics once, in configured order."""
        return _sources(self.topics)

    @property
    def digest(self) -> DigestPlan:
        """Return a digest plan with the alert's topics and labels but without times."""
        return DigestPlan(
            id=self.id,
            topics=self.topics,
            at=(),
            days=frozenset(),
            timezone=self.timezone,
            to=self.to,
            title=self.title,
            note=self.note,
            kind=self.kind,
            language=self.language,
            timeline=TimelineTheme.NONE,
        )


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The host name or IP address and the port on which the bot listens."""

    host: str
    port: int

    @override
    def __str__(self) -> str:
        """Format as ``127.0.0.1:8099`` or ``[::1]:8099``."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class ProgramAccess:
    """The endpoint on which programs read from Sitrep, and these programs.

    ``url`` is the address of the endpoint as programs reach it, without a final slash.
    """

    at: Endpoint
    url: str
    programs: tuple[Program, ...] = ()

    @property
    def is_public(self) -> bool:
        """Return whether ``url`` differs from the address on which the bot listens."""
        return self.url != f"http://{self.at}"

    def program(self, id_: str) -> Program | None:
        """Return the program with this id; ``None`` if there is none."""
        return next((each for each in self.programs if each.id == id_), None)


@dataclass(frozen=True, slots=True)
class Access:
    """The servers whose members may use commands: ids by platform.

    A platform without listed servers is open to all. ``direct`` says whether direct
    messages are answered; ``None`` means: only if the platform is open.
    """

    servers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    direct: bool | None = None

    def allows(self, platform: str, server: str | None, *, direct: bool) -> bool:
        """Return whether a person may use commands on this server or in private.

        ``server`` is ``None`` if the platform does not send it, as in some direct
        messages. ``direct`` marks a conversation with the bot alone.
        """
        servers = self.servers.get(platform)
        if server is None:
            return not servers if self.direct is None else self.direct
        if direct and self.direct is False:
            return False
        return not servers or server in servers


@dataclass(frozen=True, slots=True)
class Configuration:
    """The contents of one configuration file.

    ``engine`` is the engine of all briefings. ``contact`` is sent in the User-Agent
    header. ``allow`` are servers that may be fetched from, though they are not public.
    Each source is polled once per ``poll``. Stored articles are deleted after ``keep``,
    and their record after ``record``. ``timezone``, ``language`` (of the labels) and
    ``timeline`` are the defaults for all digests.

    ``operator`` receives operator notices, and ``health`` serves ``/livez``,
    ``/readyz`` and metrics. ``programs`` may read through JSON, feeds or MCP.
    ``access`` limits who may use commands. If ``corrections`` is set, the articles of
    printed lines are read again. ``workspaces`` are those in which the app is
    installed; ``None`` means that the environment has the tokens of the only one.
    """

    topics: tuple[Topic, ...]
    digests: tuple[DigestPlan, ...]
    engine: str = DEFAULT_ENGINE
    contact: str | None = None
    allow: tuple[AllowedServer, ...] = ()
    poll: timedelta = timedelta(minutes=15)
    keep: timedelta = timedelta(days=90)
    record: timedelta = timedelta(days=730)
    timezone: ZoneInfo = ZoneInfo("UTC")  # noqa: RUF009 - a frozen value
    operator: tuple[Destination, ...] = ()
    health: Endpoint | None = None
    programs: ProgramAccess | None = None
    access: Access = field(default_factory=Access)
    language: str = "en"
    corrections: bool = True
    alerts: tuple[AlertPlan, ...] = ()
    timeline: TimelineTheme = TimelineTheme.LIGHT
    workspaces: tuple[Workspace, ...] | None = None

    @property
    def has_workspaces(self) -> bool:
        """Return whether the file names workspaces; then each channel has one."""
        return self.workspaces is not None

    @property
    def plans(self) -> tuple[DigestPlan | AlertPlan, ...]:
        """Return every digest and alert: all that is posted."""
        return (*self.digests, *self.alerts)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return every source once, in configured order."""
        return _sources(self.topics)


def _sources(topics: tuple[Topic, ...]) -> tuple[Source, ...]:
    sources = (source for topic in topics for source in topic.sources)
    return tuple({source.url: source for source in sources}.values())
