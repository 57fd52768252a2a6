"""Plans a change of the configuration file, and makes it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.core.batch.feed_import import ConfigChange, ImportedFeed, ImportPlan
from bot.core.domain.configuration import Configuration
from bot.core.domain.errors import ConfigError
from bot.settings.checks import parse_configuration
from bot.settings.files import read_content, replace_content
from bot.settings.import_plan import plan_import
from bot.settings.insertions import with_additions
from bot.settings.schema import Platforms


def plan_change(
    path: Path,
    subscriptions: Sequence[ImportedFeed],
    topic: str | None,
    platforms: Platforms,
) -> ConfigChange:
    """How the file changes when these feeds are added.

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
                    f"{path}: {feed.url} cannot be added automatically; add it by hand"
                )


def make_change(change: ConfigChange) -> None:
    """Write the file, unless it changed after the plan was made.

    Raises:
        ConfigError: it was changed in the meantime, or cannot be written.
    """
    path = Path(change.path)
    if read_content(path) != change.before:
        raise ConfigError(f"{path} was changed in the meantime; try again")
    replace_content(path, change.after)
