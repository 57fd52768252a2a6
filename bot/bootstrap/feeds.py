"""Builds the import and export of feeds as OPML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bot.core.batch.feed_import import ConfigChange, ImportedFeed
from bot.core.domain.configuration import Topic
from bot.platforms import PLATFORMS
from bot.settings import exported, find_file, make_change, plan_change
from bot.sources.opml import Outline, parse_opml, skipped_outlines, write_opml


def plan_feeds(
    opml: bytes, topic: str | None, named: Path | None, environment: Mapping[str, str]
) -> ConfigChange:
    """Return how the configuration changes when the feeds of an OPML file are added.

    All feeds go to ``topic``. Without it, each folder's feeds go to a topic with the
    folder's name. ``named`` is the configuration file, if the person named one.

    Raises:
        ParseError: the file is not OPML.
        ConfigError: the configuration is missing or invalid, or would become invalid.
    """
    feeds = [
        ImportedFeed(outline.url, " / ".join(outline.folders) or None, outline.title)
        for outline in parse_opml(opml)
    ]
    change = plan_change(find_file(named, environment), feeds, topic, PLATFORMS)
    skipped = (*skipped_outlines(opml), *change.plan.skipped)
    return replace(change, plan=replace(change.plan, skipped=skipped))


def keep_feeds(change: ConfigChange) -> None:
    """Write the configuration file with the feeds that ``change`` adds.

    Raises:
        ConfigError: the file was changed in the meantime, or cannot be written.
    """
    make_change(change)


def feeds_opml(topics: Sequence[Topic]) -> bytes:
    """Return the feeds of these topics as an OPML document."""
    return write_opml(
        Outline(feed.name, feed.url, (feed.folder,) if feed.folder else ())
        for feed in exported(topics)
    )
