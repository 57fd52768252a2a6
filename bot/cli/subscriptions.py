"""The verbs ``sources import`` and ``sources export``."""

from __future__ import annotations

import os
import sys
from difflib import unified_diff
from pathlib import Path

from bot.bootstrap.configuration import read_configuration
from bot.cli.streams import tell, unread
from bot.core.domain.errors import UsageError
from bot.core.messages.listings import counted
from bot.core.text.suggest import did_you_mean

_LONGEST = 5_000_000


def import_feeds(
    file: Path, topic: str | None, config: Path | None, *, dry_run: bool
) -> None:
    """Add the feeds of an OPML file to the configuration, or show how.

    Raises:
        BadInputError: the file cannot be read.
        ParseError: it is no OPML.
        ConfigError: the configuration is wrong, or they do not fit into it.
    """
    from bot.bootstrap.feeds import keep_feeds, plan_feeds

    change = plan_feeds(_read(file), topic, config, os.environ)
    for url, reason in change.plan.skipped:
        tell(f"left out: {url}: {reason}")
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
    tell(f"{counted(change.plan.count, 'feed')} added to {change.path}")


def export_feeds(topic: str | None, config: Path | None) -> None:
    """Print the configured feeds as OPML, each topic as a folder.

    Raises:
        ConfigError: the configuration is wrong.
        UsageError: there is no such topic.
    """
    from bot.bootstrap.feeds import feeds_opml

    _, configuration = read_configuration(config, os.environ)
    topics = {found.id: found for found in configuration.topics}
    if topic is not None and topic not in topics:
        raise UsageError(f'there is no topic "{topic}"{did_you_mean(topic, topics)}')
    chosen = configuration.topics if topic is None else (topics[topic],)
    sys.stdout.flush()
    sys.stdout.buffer.write(feeds_opml(chosen))
    sys.stdout.buffer.flush()


def _read(file: Path) -> bytes:
    try:
        if str(file) == "-":
            return sys.stdin.buffer.read(_LONGEST)
        with file.open("rb") as opened:
            return opened.read(_LONGEST)
    except OSError as error:
        raise unread(str(file), error) from error
