from __future__ import annotations

import json
from dataclasses import replace
from uuid import RFC_4122, UUID

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from bot.core.commands.programs.feeds import DigestFeed, digest_feed, json_feed
from bot.core.domain.records import Edition
from bot.core.messages.briefing_json import JsonObject
from bot.core.messages.codec import message_document
from tests.fakes.programs import URL, make_front, make_programs, plan_of
from tests.fakes.records import NOW

PLAN = plan_of(make_programs(), "tide")
PAGE = "https://gazette.example/a"
TEXT = {"type": "string", "minLength": 1}
SITE = {**TEXT, "pattern": "^https?://"}
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        **dict.fromkeys(("title", "language"), TEXT),
        **dict.fromkeys(("home_page_url", "feed_url"), SITE),
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["id", "content_html"],
                "properties": {
                    **dict.fromkeys(("id", "title", "content_html"), TEXT),
                    "url": SITE,
                    "date_published": {
                        **TEXT,
                        "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+Z]",
                    },
                },
            },
        },
    },
}
"""The parts of JSON Feed 1.1 that we use, as its specification demands them."""


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


def test_an_item_is_a_digest_with_its_lines() -> None:
    (item,) = feed(edition()).items

    assert (item.title, item.url, item.at) == ("Tide · Monday", PAGE, NOW)
    assert "<li><b>Mon</b>: The ferry stays." in item.html
    assert f'<a href="{PAGE}"><b>Storm</b></a>' in item.html


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


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "javascript:alert(1)"])
def test_a_story_without_a_page_links_to_the_site(url: str) -> None:
    (item,) = feed(edition(url=url)).items

    assert item.url == URL


def test_the_document_is_a_json_feed() -> None:
    document = json_feed(feed(edition(), edition(None)))

    Draft202012Validator(SCHEMA).validate(document)
    assert document["feed_url"] == f"{URL}/feeds/p/tide.json"
    assert len({json.dumps(item) for item in document["items"]}) == 2  # type: ignore[union-attr]
    Draft202012Validator(SCHEMA).validate(json_feed(feed()))


def test_the_plan_names_the_feed() -> None:
    titled = replace(PLAN, title="Tides \u202eof the day")

    assert digest_feed(titled, [], URL, URL).title == "Tides of the day"
    assert feed().title == "tide"
