"""Adds imported feeds to the text of a configuration file."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bot.core.batch.feed_import import (
    ConfigChange,
    FeedAddition,
    ImportedFeed,
    ImportPlan,
)
from bot.core.domain.configuration import Configuration, Source, SourceKind, Topic
from bot.core.domain.errors import ConfigError
from bot.settings.configuration_parser import parse_configuration
from bot.settings.files import read_content, replace_content
from bot.settings.problems import KeyPath, TextPosition
from bot.settings.schema import Platforms
from bot.settings.value_checks import (
    MAX_NAME_LENGTH,
    plain_address,
    wrong_address,
    wrong_name,
)
from bot.settings.yaml import YamlDocument, parse_yaml

_DEFAULT_TITLE = "Feeds"
_MAX_ID_LENGTH, _MAX_TITLE_LENGTH = 64, 200
_MARK = "\ufeff"
_PLAIN = re.compile(r"https?://[A-Za-z0-9._~:/?&=%+@-]{1,2000}(?<!:)", re.ASCII)
_ENDS = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")
_ITEM = re.compile(r" *(?:- +)+")


def plan_change(
    path: Path,
    subscriptions: Sequence[ImportedFeed],
    topic: str | None,
    platforms: Platforms,
) -> ConfigChange:
    """Plan how the file changes when these feeds are added.

    Raises:
        ConfigError: the file is invalid, or would become invalid.
    """
    before = read_content(path)
    plan = plan_import(
        parse_configuration(before, str(path), platforms), subscriptions, topic
    )
    after = with_additions(before, str(path), plan.additions)
    check_added(parse_configuration(after, str(path), platforms), plan, path)
    return ConfigChange(str(path), before, after, plan)


def check_added(configuration: Configuration, plan: ImportPlan, path: Path) -> None:
    """Make sure that every feed was added to its topic.

    Raises:
        ConfigError: a feed is missing.
    """
    present = {
        (topic.id, source.url)
        for topic in configuration.topics
        for source in topic.sources
    }
    for addition in plan.additions:
        for feed in addition.feeds:
            if (addition.topic, feed.url) not in present:
                raise ConfigError(
                    f"{path}: {feed.url} cannot be added automatically; the file is unchanged, "
                    "so add it by hand"
                )


def make_change(change: ConfigChange) -> None:
    """Write the file, unless it changed after the plan was made.

    Raises:
        ConfigError: the file was changed in the meantime, or cannot be written.
    """
    path = Path(change.path)
    if read_content(path) != change.before:
        raise ConfigError(
            f"{path} was changed in the meantime; nothing was written, so try again"
        )
    replace_content(path, change.after)


def plan_import(
    configuration: Configuration,
    subscriptions: Iterable[ImportedFeed],
    topic: str | None = None,
) -> ImportPlan:
    """Plan which feeds to add to which topics.

    If ``topic`` is given, all feeds go there. Otherwise the feeds of a folder go to the
    topic whose title or id is the folder's name; it may be a new topic.
    """
    planning = _Planning(configuration)
    for subscription in subscriptions:
        planning.take(subscription, topic)
    additions = (
        FeedAddition(id_, title, tuple(feeds))
        for id_, (title, feeds) in planning.added.items()
    )
    return ImportPlan(tuple(additions), tuple(planning.skipped))


class _Planning:
    """Collects the feeds to add, by topic, and those to skip."""

    def __init__(self, configuration: Configuration) -> None:
        self._topics = {topic.id: topic for topic in configuration.topics}
        self._sources = {
            plain_address(source.url): source for source in configuration.sources
        }
        self._present = {
            (topic.id, plain_address(source.url))
            for topic in configuration.topics
            for source in topic.sources
        }
        self.added: dict[str, tuple[str, list[Source]]] = {}
        self.skipped: list[tuple[str, str]] = []

    def take(self, subscription: ImportedFeed, topic: str | None) -> None:
        """Plan to add the feed, or note why it is skipped."""
        id_, title = self._place(subscription.folder, topic)
        plain = plain_address(subscription.url)
        configured = self._sources.get(plain)
        reason = wrong_address(subscription.url)
        if reason is None and (id_, plain) in self._present:
            reason = f"is already in the topic {id_}"
        elif (
            reason is None
            and configured is not None
            and configured.kind is not SourceKind.FEED
        ):
            reason = f"is already read as a {configured.kind}"
        if reason is not None:
            self.skipped.append((subscription.url, reason))
            return
        self._present.add((id_, plain))
        name = _valid_name(subscription)
        feed = Source(SourceKind.FEED, subscription.url, name=name)
        if configured is not None:
            feed = replace(feed, lang=configured.lang, name=configured.name)
        self._sources[plain] = feed
        self.added.setdefault(id_, (title, []))[1].append(feed)

    def _place(self, folder: str | None, topic: str | None) -> tuple[str, str]:
        """Return the id and title of a feed's topic: ``topic``, or that of the folder."""
        if topic is not None:
            return topic, topic.replace("-", " ").capitalize()
        title = (folder or _DEFAULT_TITLE)[:_MAX_TITLE_LENGTH]
        for other in self._topics.values():
            if other.title.casefold() == title.casefold():
                return other.id, other.title
        return topic_id(title), title


def _valid_name(subscription: ImportedFeed) -> str | None:
    """Return the feed's name, or ``None`` if the file may not contain it."""
    name = (subscription.name or "")[:MAX_NAME_LENGTH].strip()
    is_name = name and name != subscription.url and wrong_name(name) is None
    return name if is_name else None


def exported(topics: Iterable[Topic]) -> Iterator[ImportedFeed]:
    """Yield the feeds of topics, each in a folder with the topic's title."""
    for topic in topics:
        for source in topic.sources:
            if source.kind is SourceKind.FEED:
                yield ImportedFeed(source.url, topic.title, source.name)


def topic_id(title: str) -> str:
    """Turn a title into an id."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return (
        re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_MAX_ID_LENGTH] or "feeds"
    )


def with_additions(
    content: bytes, name: str, additions: Iterable[FeedAddition]
) -> bytes:
    """Add feeds to the valid configuration ``content`` of the file ``name``.

    Raises:
        ConfigError: the file's layout does not allow to insert the feeds.
    """
    for addition in additions:
        tree = parse_yaml(content, name)
        text = content.decode()
        mark = _MARK if text.startswith(_MARK) else ""
        lines = _ENDS.split(text.removeprefix(_MARK))
        try:
            _insert(lines, tree, addition)
        except (LookupError, TypeError, ValueError) as error:
            topic = addition.topic
            advice = (
                f'write the topic "{topic}" over several lines first'
                if ("topics", topic) in tree.keys
                else 'write "topics" over several lines, without braces, first'
            )
            problem = f'no feed was added, because Sitrep cannot insert one into the topic "{topic}" as it is written'
            raise ConfigError(f"{name}: {problem}: {advice}") from error
        content = (mark + "".join(lines)).encode()
    return content


def _insert(lines: list[str], tree: YamlDocument, addition: FeedAddition) -> None:
    topics = tree.value["topics"] if isinstance(tree.value, dict) else None
    if not isinstance(topics, dict):
        raise TypeError
    if addition.topic not in topics:
        _add_topic(lines, tree, addition)
        return
    path: KeyPath = ("topics", addition.topic, "sources")
    first, end = tree.values[path], tree.ends[path]
    items = "".join(f", {_written(feed)}" for feed in addition.feeds)
    match _character(lines, first):
        case "[":
            before = _cut(lines, end)[0].rstrip()
            lines[end.line - 1] = before + items + _cut(lines, end)[1]
        case "{":
            after = TextPosition(end.line, end.column + 1)
            lines[end.line - 1] = f"{items}]".join(_cut(lines, after))
            lines[first.line - 1] = "[".join(_cut(lines, first))
        case _:
            if (*path, 0) not in tree.values:
                _begin_list(lines, first, end)
            indent = _indent(lines, tree.values.get((*path, 0), _behind_hyphen(first)))
            _add(lines, end, [f"{indent}{_written(feed)}" for feed in addition.feeds])


def _cut(lines: list[str], place: TextPosition) -> tuple[str, str]:
    """Return the part of a line before a position, and the part from it on."""
    line, column = lines[place.line - 1], place.column - 1
    return line[:column], line[column:]


def _begin_list(lines: list[str], first: TextPosition, end: TextPosition) -> None:
    """Turn the single source between two positions into the first item of a list."""
    lines[first.line - 1] = "- ".join(_cut(lines, first))
    for index in range(first.line, end.line):
        lines[index] = f"  {lines[index]}" if lines[index].strip() else lines[index]


def _behind_hyphen(place: TextPosition) -> TextPosition:
    return TextPosition(place.line, place.column + len("- "))


def _add_topic(lines: list[str], tree: YamlDocument, addition: FeedAddition) -> None:
    topics: KeyPath = ("topics",)
    if _character(lines, tree.values[topics]) == "{":
        raise ValueError("the topics are written in braces, not over several lines")
    first = min(
        (place for path, place in tree.keys.items() if path[:-1] == topics),
        key=lambda place: place.line,
    )
    indent = " " * (first.column - 1)
    written = [
        f"{addition.topic}:",
        f"  title: {json.dumps(addition.title, ensure_ascii=False)}",
        "  sources:",
        *(f"    - {_written(feed)}" for feed in addition.feeds),
    ]
    _add(lines, tree.ends[topics], [f"{indent}{line}" for line in written])


def _add(lines: list[str], end: TextPosition, new: list[str]) -> None:
    """Insert the lines ``new`` below the line of ``end``, with the same line ending."""
    above = lines[end.line - 1]
    ending = above[len(above.rstrip("\r\n")) :]
    lines[end.line - 1] = above if ending else f"{above}\n"
    lines[end.line : end.line] = [line + (ending or "\n") for line in new]


def _indent(lines: list[str], place: TextPosition) -> str:
    """Return the blanks and the hyphen before the list item at ``place``.

    Raises:
        ValueError: no item of a list starts there.
    """
    before = lines[place.line - 1][: place.column - 1]
    if not _ITEM.fullmatch(before):
        raise ValueError("the place in the file is not an item of a list")
    return before


def _character(lines: list[str], place: TextPosition) -> str:
    return lines[place.line - 1][place.column - 1 : place.column]


def _written(feed: Source) -> str:
    url = feed.url
    if not _PLAIN.fullmatch(url):
        url = json.dumps(url, ensure_ascii=False)
    extras = {"lang": feed.lang, "name": feed.name}
    written = [
        f"{key}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in extras.items()
        if value is not None
    ]
    if not written:
        return f"feed: {url}"
    return f"{{{', '.join((f'feed: {json.dumps(feed.url)}', *written))}}}"
