"""A change of the configuration file that is planned, looked at, and then made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.core.errors import ConfigError
from bot.settings.checks import parse_configuration
from bot.settings.files import read_content, replace_content
from bot.settings.insertions import with_additions
from bot.settings.subscriptions import Plan, Subscription, plan_import


@dataclass(frozen=True, slots=True)
class Change:
    """The file's bytes before and after; both are right configurations."""

    path: Path
    before: bytes
    after: bytes
    plan: Plan


def plan_change(
    path: Path, subscriptions: Sequence[Subscription], topic: str | None
) -> Change:
    """How the file changes when these feeds are added.

    Raises:
        ConfigError: the file is wrong, or would be.
    """
    before = read_content(path)
    plan = plan_import(parse_configuration(before, str(path)), subscriptions, topic)
    after = with_additions(before, str(path), plan.additions)
    found = parse_configuration(after, str(path))
    wanted = {
        (addition.topic, feed.url)
        for addition in plan.additions
        for feed in addition.feeds
    }
    there = {(one.id, source.url) for one in found.topics for source in one.sources}
    if not wanted <= there:
        raise ConfigError(f"{path}: feeds do not fit in; add them by hand")
    return Change(path, before, after, plan)


def make_change(change: Change) -> None:
    """Write the file, unless it is no longer what the change was planned for.

    Raises:
        ConfigError: it was changed in the meantime, or cannot be written.
    """
    if read_content(change.path) != change.before:
        raise ConfigError(f"{change.path} was changed in the meantime; try again")
    replace_content(change.path, change.after)
