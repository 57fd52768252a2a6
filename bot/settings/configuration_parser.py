"""Parses the bytes of the configuration file, or reports all problems at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.core.batch.input_rows import parse_lang
from bot.core.domain.allowed_servers import parse_allowed
from bot.core.domain.configuration import (
    CONSOLE,
    CONSOLE_CHANNEL,
    Access,
    AlertCondition,
    AlertPlan,
    Configuration,
    Destination,
    DigestPlan,
    ProgramAccess,
    Source,
    SourceKind,
    Topic,
    WatchedActor,
)
from bot.core.domain.logins import LoginKind, SourceLogin
from bot.core.domain.programs import Interface, Program
from bot.core.domain.timelines import TimelineTheme
from bot.core.domain.workspaces import Workspace
from bot.core.text.periods import ordered_periods
from bot.settings.cross_checks import cross_check
from bot.settings.error_messages import explain
from bot.settings.problems import Problem, TextPosition, config_error, problem
from bot.settings.schema import (
    ANY_ACTOR,
    AccessSettings,
    AlertSettings,
    ConditionSettings,
    DestinationSettings,
    DigestSettings,
    FileSettings,
    LoginSettings,
    Mistake,
    Platforms,
    ProgramsSettings,
    SourceSettings,
    TopicSettings,
    validate,
)
from bot.settings.value_checks import (
    absolute,
    parse_days,
    parse_duration,
    parse_endpoint,
    parse_hours,
)
from bot.settings.yaml import YamlDocument, parse_yaml


def parse_configuration(
    content: bytes, name: str, platforms: Platforms
) -> Configuration:
    """Parse the bytes of the file with the path ``name``.

    Raises:
        ConfigError: the file is invalid; the message lists every mistake with its line
            and column.
    """
    tree = parse_yaml(content, name)
    folder = Path(name).parent
    if tree.value is None:
        empty = "the file is empty; config/sitrep.example.yaml shows what it holds"
        raise config_error(name, [problem(TextPosition(1, 1), (), empty)])
    settings = validate(tree.value, platforms)
    problems = [*tree.problems, *cross_check(tree, folder, platforms)]
    if isinstance(settings, FileSettings) and not problems:
        parsed = _configuration(settings, folder)
        return replace(parsed, workspaces=_workspaces(settings, platforms))
    if not isinstance(settings, FileSettings):
        problems = [*problems, *_mistakes(settings, tree, platforms)]
    raise config_error(name, problems)


def _mistakes(
    mistakes: Iterable[Mistake], tree: YamlDocument, platforms: Platforms
) -> Iterator[Problem]:
    """Yield the problems of values, except those that a misspelled key explains.

    Unknown keys come first: a misspelled key also makes the right one missing.
    """
    misspelled = {(spelling.line, spelling.key) for spelling in tree.problems}
    wrong: set[tuple[int, int]] = set()
    for mistake in sorted(mistakes, key=lambda mistake: mistake.kind == "missing"):
        located = explain(mistake, tree, platforms)
        spot = located.line, located.key
        is_new = mistake.kind == "extra_forbidden" or spot not in misspelled
        if is_new and (located.line, located.column) not in wrong:
            wrong.add((located.line, located.column))
            yield located


def _configuration(settings: FileSettings, folder: Path) -> Configuration:
    topics = {id_: _topic(id_, topic, folder) for id_, topic in settings.topics.items()}
    digests = (
        _digest(id_, digest, settings, topics)
        for id_, digest in settings.digests.items()
    )
    return Configuration(
        topics=tuple(topics.values()),
        digests=tuple(digests),
        engine=settings.engine,
        contact=settings.contact or None,
        allow=tuple(map(parse_allowed, settings.allow)),
        poll=parse_duration(settings.poll),
        keep=parse_duration(settings.keep),
        record=parse_duration(settings.record),
        timezone=ZoneInfo(settings.timezone),
        operator=tuple(map(_destination, settings.operator)),
        health=parse_endpoint(settings.health) if settings.health else None,
        programs=_programs(settings.programs) if settings.programs else None,
        access=_access(settings.access),
        language=settings.language,
        corrections=settings.corrections,
        timeline=TimelineTheme(settings.timeline),
        alerts=tuple(
            _alert(id_, alert, settings, topics)
            for id_, alert in settings.alerts.items()
        ),
    )


def _workspaces(
    settings: FileSettings, platforms: Platforms
) -> tuple[Workspace, ...] | None:
    if settings.workspaces is None:
        return None
    installing = [spec.name for spec in platforms if spec.installing]
    return tuple(
        Workspace(name, dict.fromkeys(installing, server))
        for name, server in settings.workspaces.items()
    )


def _topic(id_: str, topic: TopicSettings, folder: Path) -> Topic:
    return Topic(
        id=id_,
        title=topic.title,
        sources=tuple(_source(source, folder) for source in topic.sources),
        include=tuple(topic.include),
        exclude=tuple(topic.exclude),
        actors=tuple(_watched(topic.actors)),
    )


def _source(source: SourceSettings, folder: Path) -> Source:
    lang, name = parse_lang(source.lang), source.name or None
    login = _login(source.auth) if source.auth else None
    if source.feed:
        return Source(SourceKind.FEED, source.feed, lang, name, login=login)
    if source.page:
        return Source(SourceKind.PAGE, source.page, lang, name, source.follow, login)
    path = absolute(source.file or source.folder, folder)
    return Source(SourceKind.FILE, path, lang, name)


def _login(auth: LoginSettings) -> SourceLogin:
    if auth.basic:
        return SourceLogin(LoginKind.BASIC, auth.basic)
    return SourceLogin(LoginKind.HEADER, auth.header)


def _watched(actors: list[str] | dict[str, list[str]]) -> Iterator[WatchedActor]:
    if isinstance(actors, list):
        yield from map(WatchedActor, actors)
    else:
        for name, forms in actors.items():
            yield WatchedActor(name, tuple(forms))


def _digest(
    id_: str, digest: DigestSettings, settings: FileSettings, topics: dict[str, Topic]
) -> DigestPlan:
    return DigestPlan(
        id=id_,
        topics=tuple(topics[topic] for topic in digest.topics),
        at=tuple(sorted({time.fromisoformat(at) for at in digest.at})),
        days=frozenset(day for days in digest.days for day in parse_days(days)),
        timezone=ZoneInfo(digest.timezone or settings.timezone),
        to=tuple(_destination(to, digest.quiet) for to in digest.to),
        language=digest.language or settings.language,
        timeline=TimelineTheme(settings.timeline),
        remind=ordered_periods(map(parse_duration, digest.remind)),
        spread=parse_duration(digest.spread) if digest.spread else timedelta(),
    )


def _alert(
    id_: str, alert: AlertSettings, settings: FileSettings, topics: dict[str, Topic]
) -> AlertPlan:
    return AlertPlan(
        id=id_,
        topics=tuple(topics[topic] for topic in alert.topics),
        condition=_condition(alert.when),
        to=tuple(_destination(to, alert.quiet) for to in alert.to),
        timezone=ZoneInfo(alert.timezone or settings.timezone),
        language=alert.language or settings.language,
        max_per_day=alert.max_per_day,
        cool_down=parse_duration(alert.cool_down),
    )


def _condition(when: ConditionSettings) -> AlertCondition:
    any_actor = ANY_ACTOR in when.actors
    return AlertCondition(
        papers=when.papers,
        any_actor=any_actor,
        actors=() if any_actor else tuple(when.actors),
        match=tuple(when.match),
    )


def _destination(to: str | DestinationSettings, quiet: str = "") -> Destination:
    """Make the destination; without quiet hours of its own, it gets ``quiet``."""
    named = (CONSOLE, CONSOLE_CHANNEL, "")
    platform, channel, own = named if isinstance(to, str) else to.place()
    return Destination(platform, channel, parse_hours(own or quiet))


def _access(access: AccessSettings) -> Access:
    return Access(access.servers(), access.answers_direct())


def _programs(programs: ProgramsSettings) -> ProgramAccess:
    endpoint = parse_endpoint(programs.at)
    clients = (
        Program(
            id=id_,
            interfaces=frozenset(map(Interface, client.use)),
            topics=frozenset(client.topics),
            digests=frozenset(client.digests),
        )
        for id_, client in programs.clients.items()
    )
    url = (programs.url or f"http://{endpoint}").rstrip("/")
    return ProgramAccess(endpoint, url, tuple(clients))
