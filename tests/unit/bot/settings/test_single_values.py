"""A list of the configuration may be written as a single value."""

from __future__ import annotations

import json

import pytest

from bot.core.batch.feed_import import FeedAddition
from bot.core.domain.configuration import (
    Configuration,
    Destination,
    Source,
    SourceKind,
    WatchedActor,
    Weekday,
)
from bot.core.domain.errors import ConfigError
from bot.platforms import PLATFORMS
from bot.settings.configuration_parser import parse_configuration
from bot.settings.feed_additions import with_additions
from bot.settings.schema.file import schema_text

FILE = """\
topics:
  ports:
    title: Ports
    sources:
      feed: https://example.org/rss

      # daily
      lang: en
    actors: Ost Line
digests:
  morning:
    topics: ports
    at: "07:30"
    days: mon-fri
    to: console
operator: "#ops"
access:
  slack: T012AB3CD
  discord: 123456789012345678
"""


def read(text: str) -> Configuration:
    return parse_configuration(text.encode(), "f", PLATFORMS)


def told(text: str) -> list[str]:
    """The messages about a wrong file."""
    with pytest.raises(ConfigError) as caught:
        read(text)
    return str(caught.value).splitlines()


def test_a_single_value_is_a_list_of_one() -> None:
    configuration = read(FILE)

    (topic,), (plan,) = configuration.topics, configuration.digests
    assert topic.sources == (Source(SourceKind.FEED, "https://example.org/rss", "en"),)
    assert topic.actors == (WatchedActor("Ost Line"),)
    assert plan.topics == (topic,)
    assert plan.to == (Destination("console", "stdout"),)
    assert configuration.access.servers == {
        "slack": frozenset({"T012AB3CD"}),
        "discord": frozenset({"123456789012345678"}),
    }


@pytest.mark.parametrize(
    ("days", "weekdays"),
    [
        ("mon", "mon"),
        ("mon-fri", "mon tue wed thu fri"),
        ("sat-mon", "sat sun mon"),
        ("[mon-wed, sat]", "mon tue wed sat"),
        ("mon-sun", "mon tue wed thu fri sat sun"),
        ("thu-wed", "mon tue wed thu fri sat sun"),
    ],
)
def test_days_are_names_or_ranges(days: str, weekdays: str) -> None:
    (plan,) = read(FILE.replace("mon-fri", days)).digests

    assert plan.days == frozenset(map(Weekday, weekdays.split()))


@pytest.mark.parametrize(
    ("written", "platform", "channel"),
    [
        ('"#ops"', "slack", "#ops"),
        ("C012AB3CD", "slack", "C012AB3CD"),
        ('"@U012AB3CD"', "slack", "@U012AB3CD"),
        ("123456789012345678", "discord", "123456789012345678"),
        ('"@123456789012345678"', "discord", "@123456789012345678"),
        ("desk@example.org", "email", "desk@example.org"),
        ("console", "console", "stdout"),
        ('{slack: "#ops"}', "slack", "#ops"),
        ('["#ops"]', "slack", "#ops"),
    ],
)
def test_the_form_of_a_channel_says_its_platform(
    written: str, platform: str, channel: str
) -> None:
    operator = read(FILE.replace('"#ops"', written)).operator

    assert operator == (Destination(platform, channel),)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("mon-fri", "mon-fry", '14:5: digests.morning.days: this is not a day; did you mean "fri"?'),
        ("mon-fri", "7", "14:5: digests.morning.days: this is not a day; write one such as mon, or mon-fri"),
        ("topics: ports", "topics: port", '12:5: digests.morning.topics: unknown topic "port"; did you mean "ports"?'),
        ("feed: https", "fed: https", '5:7: topics.ports.sources.fed: unknown key; did you mean "feed"?'),
        ("to: console", "to: {slak: x}", '15:10: digests.morning.to.slak: unknown key; did you mean "slack"?'),
        ("to: console", 'to: ["#a", {slack: "#a"}]', "15:16: digests.morning.to[1]: this destination is already in line 15: remove one"),
        ('"#ops"', "ops", "16:1: operator: unknown destination; use `- console`, `- slack: '#news'`, `- discord: 123456789012345678`, `- email: desk@example.org`"),
        ("T012AB3CD", "acme", '18:3: access.slack: write the id of a workspace, such as "T012AB3CD"'),
        ("actors: Ost Line", "actors: [OL, ol]", '9:18: topics.ports.actors[1]: "ol" is already the name of an actor in line 9: remove one'),
    ],
)  # fmt: skip
def test_a_wrong_single_value_is_told_where_it_stands(
    old: str, new: str, problem: str
) -> None:
    assert problem in [line.removeprefix("f:") for line in told(FILE.replace(old, new))]


@pytest.mark.parametrize(
    ("part", "key"),
    [
        *[("DigestSettings", key) for key in ("topics", "at", "days", "to", "remind")],
        *[("AlertSettings", key) for key in ("topics", "to")],
        *[("ConditionSettings", key) for key in ("actors", "match")],
        *[("TopicSettings", key) for key in ("sources", "include", "exclude")],
        *[("ClientSettings", key) for key in ("use", "topics", "digests")],
        *[("AccessSettings", key) for key in ("slack", "discord")],
        ("", "operator"),
    ],
)
def test_the_schema_accepts_a_single_value(part: str, key: str) -> None:
    schema = json.loads(schema_text(PLATFORMS))
    described = (schema["$defs"][part] if part else schema)["properties"][key]

    single, many = described["anyOf"]
    assert many["type"] == "array"
    assert many["items"] == single


@pytest.mark.parametrize(
    "single",
    [
        "\n      feed: https://example.org/rss\n\n      # daily\n      lang: en\n",
        "\n      # daily\n      feed: https://example.org/rss\n",
        " {feed: https://example.org/rss, lang: en} # daily\n",
    ],
)
def test_a_feed_is_added_to_a_single_source(single: str) -> None:
    before, _, rest = FILE.partition("\n      feed")
    text = before + single + rest.partition("lang: en\n")[2]
    feeds = (Source(SourceKind.FEED, "https://example.com/b"),)

    after = with_additions(text.encode(), "f", [FeedAddition("ports", "P", feeds)])

    (topic,) = read(after.decode()).topics
    assert [source.url for source in topic.sources] == [
        "https://example.org/rss",
        "https://example.com/b",
    ]
    assert "# daily" in after.decode()
