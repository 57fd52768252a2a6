"""From the file's bytes to a configuration, or to all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import time
from zoneinfo import ZoneInfo

from bot.core.model import (
    CONSOLE_CHANNEL,
    Configuration,
    Destination,
    DigestPlan,
    Source,
    SourceKind,
    Topic,
    Weekday,
)
from bot.core.spelling import nearest
from bot.settings.problems import Path, Place, Problem, problem, refusal
from bot.settings.schema import (
    DigestSettings,
    FileSettings,
    Mistake,
    TopicSettings,
    validate,
)
from bot.settings.wording import told
from bot.settings.yaml import Tree, Value, parse_yaml


def parse_configuration(content: bytes, name: str) -> Configuration:
    """Read the bytes of the file that is called ``name``.

    Raises:
        ConfigError: it is wrong; the message tells every mistake with its place.
    """
    tree = parse_yaml(content, name)
    if tree.value is None:
        empty = "the file is empty; config/sitrep.example.yaml shows what it holds"
        raise refusal(name, [problem(Place(1, 1), (), empty)])
    found = validate(tree.value)
    problems = [*tree.problems, *_unknown_topics(tree)]
    if isinstance(found, FileSettings) and not problems:
        return _configuration(found)
    if not isinstance(found, FileSettings):
        problems = [*problems, *_mistakes(found, tree)]
    raise refusal(name, problems)


def _mistakes(found: Iterable[Mistake], tree: Tree) -> Iterator[Problem]:
    """What is told about the values, where their spelling is not already refused.

    Unknown keys come first: where one is told, that the right one is missing is no
    news.
    """
    misspelled = {(spelling.line, spelling.key) for spelling in tree.problems}
    wrong: set[tuple[int, int]] = set()
    for mistake in sorted(found, key=lambda mistake: mistake.kind == "missing"):
        one = told(mistake, tree)
        known = {(one.line, one.key), (one.line, one.key.rpartition("[")[0])}
        news = mistake.kind == "extra_forbidden" or not known & misspelled
        if news and (one.line, one.column) not in wrong:
            wrong.add((one.line, one.column))
            yield one


def _unknown_topics(tree: Tree) -> Iterator[Problem]:
    """The topics that a digest names and the file does not have."""
    topics = _mapping(_mapping(tree.value).get("topics"))
    for digest, settings in _mapping(_mapping(tree.value).get("digests")).items():
        named = _mapping(settings).get("topics")
        for index, topic in enumerate(named if isinstance(named, list) else []):
            if isinstance(topic, str) and topic not in topics:
                path: Path = ("digests", digest, "topics", index)
                message = f'there is no topic "{topic[:64]}"{nearest(topic, topics)}'
                yield problem(tree.place(path), path, message)


def _mapping(value: Value) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}


def _configuration(settings: FileSettings) -> Configuration:
    topics = {id_: _topic(id_, topic) for id_, topic in settings.topics.items()}
    digests = (
        _digest(id_, digest, settings, topics)
        for id_, digest in settings.digests.items()
    )
    return Configuration(tuple(topics.values()), tuple(digests), settings.engine)


def _topic(id_: str, topic: TopicSettings) -> Topic:
    sources = tuple(Source(SourceKind.PAGE, found.page) for found in topic.sources)
    return Topic(id_, topic.title, sources)


def _digest(
    id_: str, digest: DigestSettings, settings: FileSettings, topics: dict[str, Topic]
) -> DigestPlan:
    return DigestPlan(
        id=id_,
        topics=tuple(topics[topic] for topic in digest.topics),
        at=tuple(sorted({time.fromisoformat(at) for at in digest.at})),
        days=frozenset(Weekday(day) for day in digest.days),
        timezone=ZoneInfo(digest.timezone or settings.timezone),
        to=tuple(Destination(to, CONSOLE_CHANNEL) for to in digest.to),
    )
