from __future__ import annotations

import json
from uuid import RFC_4122, UUID

from bot.core.commands.programs.feeds import DigestFeed, digest_feed
from bot.core.domain.records import Edition
from bot.core.messages.briefing_json import JsonObject
from bot.core.messages.codec import message_document
from tests.fakes.programs import URL, make_front, make_programs, plan_of
from tests.fakes.records import NOW

PLAN = plan_of(make_programs(), "tide")
PAGE = "https://gazette.example/a"


def edition(
    slot: str | None = "tide/2026-03-02/0/fake/tide",
    url: str = PAGE,
    title: str = "Storm",
) -> Edition:
    front = message_document(make_front(title, "The ferry stays.", url))
    story: JsonObject = {"articles": [{"id": "a", "title": title, "url": url}]}
    document: JsonObject = {"front": front, "briefings": [], "stories": [story]}
    return Edition("tide-1", "tide", "fake/tide", NOW, json.dumps(document), slot)


def feed(*editions: Edition, home: str = URL, path: str = "p") -> DigestFeed:
    return digest_feed(PLAN, editions, home, f"{home}/feeds/{path}/tide.json")


def test_ids_stay_wherever_the_feed_is_served() -> None:
    here, there = feed(edition()), feed(edition(), home="http://x:1", path="other")
    other = feed(edition("tide/2026-03-03/0/fake/tide"), edition(None))

    assert here.id == there.id
    assert here.items[0].id == there.items[0].id
    ids = {here.id, *(item.id for item in (*here.items, *other.items))}
    assert len(ids) == 4
    for each in ids:
        uuid = UUID(each)
        assert (uuid.variant, uuid.version) == (RFC_4122, 8)
