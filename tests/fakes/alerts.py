"""Messages of alerts for the store."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from bot.core.domain.alerts import AlertedStory, AlertPost
from bot.core.domain.records import EditionKind
from bot.core.domain.slots import NewMessage
from tests.fakes.records import NOW, make_edition, make_line

DESK = "console/desk"


def make_alerted(*articles: str, posts: int = 1, at: datetime = NOW) -> AlertedStory:
    """A story of these articles; the first names it."""
    return AlertedStory(articles[0], frozenset(articles), posts, at, papers=3)


def make_post(
    story: AlertedStory,
    *earlier: AlertedStory,
    alert: str = "outages",
    channel: str = DESK,
    limit: int = 10,
    shown: Collection[str] = ("id-ferry", "id-bridge"),
) -> AlertPost:
    """A message of an alert on a story, with an edition of one line.

    The edition shows the articles ``shown``, given by id.
    """
    day: date = story.at.date()
    post = AlertPost(
        alert,
        channel,
        day,
        limit,
        story,
        replace(
            make_edition(),
            digest=alert,
            channel=channel,
            at=story.at,
            kind=EditionKind.ALERT,
            articles=tuple(shown),
            lines=(replace(make_line(), at=story.at),),
        ),
        (NewMessage(0, "{}"),),
        earlier,
    )
    return replace(post, edition=replace(post.edition, slot=str(post.slot)))
