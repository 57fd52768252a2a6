"""Configured digests."""

from __future__ import annotations

from datetime import time
from zoneinfo import ZoneInfo

from bot.core.domain.configuration import (
    Configuration,
    Destination,
    DigestPlan,
    Source,
    SourceKind,
    Topic,
    Weekday,
)


def make_topic(*urls: str, name: str = "ports") -> Topic:
    """A topic that reads these pages."""
    sources = tuple(Source(SourceKind.PAGE, url) for url in urls)
    return Topic(name, name.title(), sources)


def make_plan(
    *topics: Topic,
    at: str = "07:30",
    zone: str = "UTC",
    days: str = "mon tue wed thu fri sat sun",
    platform: str = "fake",
) -> DigestPlan:
    """A digest at these times, which are separated by blanks."""
    return DigestPlan(
        id="morning",
        topics=topics,
        at=tuple(time.fromisoformat(wall) for wall in at.split()),
        days=frozenset(Weekday(day) for day in days.split()),
        timezone=ZoneInfo(zone),
        to=(Destination(platform, "desk"),),
    )


def make_configuration(*plans: DigestPlan) -> Configuration:
    """A configuration of these digests and their topics."""
    topics = tuple(topic for plan in plans for topic in plan.topics)
    return Configuration(topics, plans, "fast")
