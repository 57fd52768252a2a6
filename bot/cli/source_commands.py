"""The commands ``topics`` and ``sources``, which list topics and manage sources."""

from __future__ import annotations

import asyncio
import os
import sys
from difflib import unified_diff
from pathlib import Path

from bot.bootstrap.configuration import read_configuration
from bot.bootstrap.terminal import show
from bot.cli.streams import print_message, read_error
from bot.core.domain.configuration import Configuration, Topic
from bot.core.domain.errors import UsageError
from bot.core.messages.listings import counted, sources_message, topics_message
from bot.core.text.suggest import unknown_name

_MAX_OPML_BYTES = 5_000_000


def list_topics(config: Path | None) -> None:
    """Print the configured topics.

    Raises:
        ConfigError: the configuration is invalid.
    """
    _, configuration = read_configuration(config, os.environ)
    show(topics_message(configuration), sys.stdout)


def list_sources(topic: str | None, config: Path | None) -> None:
    """Print the configured sources, of one topic or of all.

    Raises:
        ConfigError: the configuration is invalid.
        UsageError: the topic does not exist.
        StoreError: the database cannot be used.
    """
    from bot.bootstrap.runtime import make_runtime
    from bot.bootstrap.store import source_states

    path, configuration = read_configuration(config, os.environ)
    topics = _select_topics(topic, configuration)
    runtime = make_runtime(path, os.environ, log=sys.stderr, allow_private=False)
    states = asyncio.run(source_states(runtime))
    show(sources_message(topics, states, configuration.timezone), sys.stdout)


def import_feeds(
    file: Path, topic: str | None, config: Path | None, *, dry_run: bool
) -> None:
    """Add the feeds of an OPML file to the configuration, or print the changes.

    Raises:
        BadInputError: the file cannot be read.
        ParseError: the file is not OPML.
        ConfigError: the configuration is invalid, or cannot take the feeds.
    """
    from bot.bootstrap.feeds import keep_feeds, plan_feeds

    change = plan_feeds(_read(file), topic, config, os.environ)
    for url, reason in change.plan.skipped:
        print_message(f"skipped: {url}: {reason}")
    if dry_run:
        before, after = change.before.decode(), change.after.decode()
        lines = unified_diff(
            before.splitlines(keepends=True),
            after.splitlines(keepends=True),
            change.path,
            f"{change.path} (new)",
        )
        sys.stdout.writelines(lines)
        return
    if change.plan.count:
        keep_feeds(change)
    for addition in change.plan.additions:
        print(f"{addition.topic}: {counted(len(addition.feeds), 'feed')} added")
    skipped = len(change.plan.skipped)
    rest = f", {skipped:,} skipped" if skipped else ""
    print_message(f"{counted(change.plan.count, 'feed')} added to {change.path}{rest}")


def export_feeds(topic: str | None, config: Path | None) -> None:
    """Print the configured feeds as OPML, each topic as a folder.

    Raises:
        ConfigError: the configuration is invalid.
        UsageError: the topic does not exist.
    """
    from bot.bootstrap.feeds import feeds_opml

    _, configuration = read_configuration(config, os.environ)
    sys.stdout.flush()
    sys.stdout.buffer.write(feeds_opml(_select_topics(topic, configuration)))
    sys.stdout.buffer.flush()


def _select_topics(id_: str | None, configuration: Configuration) -> tuple[Topic, ...]:
    """Return the topic with this ID; without an ID, all topics."""
    topics = {topic.id: topic for topic in configuration.topics}
    if id_ is None:
        return configuration.topics
    if id_ not in topics:
        raise UsageError(unknown_name("topic", id_, topics))
    return (topics[id_],)


def _read(file: Path) -> bytes:
    try:
        if str(file) == "-":
            return sys.stdin.buffer.read(_MAX_OPML_BYTES)
        with file.open("rb") as opened:
            return opened.read(_MAX_OPML_BYTES)
    except OSError as error:
        raise read_error(str(file), error) from error
