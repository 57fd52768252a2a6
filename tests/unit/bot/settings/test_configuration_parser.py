from __future__ import annotations

from datetime import time

import pytest

from bot.core.domain.configuration import (
    Access,
    Configuration,
    Destination,
    QuietHours,
    Source,
    SourceKind,
    Weekday,
)
from bot.core.domain.engines import ENGINES
from bot.core.domain.errors import ConfigError
from bot.core.domain.timelines import TimelineTheme
from bot.platforms import PLATFORMS
from bot.settings.configuration_parser import parse_configuration
from bot.settings.schema import json_schema

TOPIC = """\
topics:
  ports:
    title: Ports
    sources:
      - page: https://example.org/ports
"""
DIGEST = (
    TOPIC
    + """\
digests:
  morning:
    topics: [ports]
    at: "07:30"
    to: [console]
"""
)


def read(text: str) -> Configuration:
    return parse_configuration(text.encode(), "f", PLATFORMS)


def told(text: str) -> list[str]:
    """What is told about a wrong file."""
    with pytest.raises(ConfigError) as caught:
        read(text)
    return str(caught.value).splitlines()


def with_line(line: str) -> str:
    """A good file with one more line for its digest."""
    return f"{DIGEST}    {line}\n"


def test_topics_have_their_sources() -> None:
    (topic,) = read(TOPIC).topics

    assert (topic.id, topic.title) == ("ports", "Ports")
    assert topic.sources == (Source(SourceKind.PAGE, "https://example.org/ports"),)


def test_a_digest_has_the_topics_it_names() -> None:
    configuration = read(DIGEST)

    (plan,) = configuration.digests
    assert (plan.id, plan.topics) == ("morning", configuration.topics)
    assert plan.to == (Destination("console", "stdout"),)


def test_what_is_left_out_has_its_usual_value() -> None:
    configuration = read(DIGEST)

    (plan,) = configuration.digests
    assert plan.days == frozenset(Weekday)
    assert (plan.timezone.key, configuration.engine) == ("UTC", "fast")


def test_several_times_are_taken_in_their_order() -> None:
    (plan,) = read(DIGEST.replace('"07:30"', '["18:00", "07:30", "18:00"]')).digests

    assert plan.at == (time(7, 30), time(18))


def test_a_digest_takes_the_files_time_zone_unless_it_has_its_own() -> None:
    berlin = f"timezone: Europe/Berlin\n{DIGEST}"

    (first,) = read(berlin).digests
    (second,) = read(f"{berlin}    timezone: Asia/Singapore\n").digests

    assert (first.timezone.key, second.timezone.key) == (
        *("Europe/Berlin", "Asia/Singapore"),
    )


def test_a_digest_takes_the_files_language_unless_it_has_its_own() -> None:
    french = f"language: fr\n{DIGEST}"

    configuration = read(french)
    (second,) = read(f"{french}    language: en\n").digests

    (first,) = configuration.digests
    languages = (configuration.language, first.language, second.language)
    assert languages == ("fr", "fr", "en")


def test_days_are_taken() -> None:
    (plan,) = read(with_line("days: [mon, fri]")).digests

    assert plan.days == {Weekday.MON, Weekday.FRI}


def test_quiet_hours_of_a_digest_are_those_of_its_destinations() -> None:
    (plan,) = read(with_line('quiet: "22:00-07:00"')).digests

    assert [to.quiet for to in plan.to] == [QuietHours(time(22), time(7))]


def test_a_destination_has_its_own_quiet_hours_instead_of_the_digests() -> None:
    own = DIGEST.replace("[console]", '[{console: {quiet: "13:00-14:30"}}]')

    (plan,) = read(f'{own}    quiet: "22:00-07:00"\n').digests

    assert plan.to == (
        Destination("console", "stdout", QuietHours(time(13), time(14, 30))),
    )


@pytest.mark.parametrize("to", ["console", "console: {}"])
def test_a_destination_without_quiet_hours_is_never_quiet(to: str) -> None:
    (plan,) = read(DIGEST.replace("[console]", f"[{to}]")).digests

    assert plan.to == (Destination("console", "stdout"),)


@pytest.mark.parametrize(
    ("to", "platform", "channel"),
    [
        ('slack: "#ports"', "slack", "#ports"),
        ('slack: {channel: "#häfen"}', "slack", "#häfen"),
        ("slack: C012AB3CD", "slack", "C012AB3CD"),
        ('slack: "@U012AB3CD"', "slack", "@U012AB3CD"),
        ("discord: 123456789012345678", "discord", "123456789012345678"),
        ('discord: "123456789012345678"', "discord", "123456789012345678"),
        ("discord: {channel: 123456789012345678}", "discord", "123456789012345678"),
        ('discord: "@123456789012345678"', "discord", "@123456789012345678"),
        ("email: desk@example.org", "email", "desk@example.org"),
        ("email: {channel: desk@bücher.example}", "email", "desk@bücher.example"),
    ],
)
def test_a_channel_is_named_as_its_platform_does(
    to: str, platform: str, channel: str
) -> None:
    (plan,) = read(DIGEST.replace("[console]", f"[{{{to}}}]")).digests

    assert plan.to == (Destination(platform, channel),)


def test_a_channel_has_its_own_quiet_hours() -> None:
    to = '{slack: {channel: "#ports", quiet: "13:00-14:30"}}'

    (plan,) = read(DIGEST.replace("[console]", f"[{to}]")).digests

    assert plan.to == (
        Destination("slack", "#ports", QuietHours(time(13), time(14, 30))),
    )


def test_the_operator_may_be_told_in_a_channel() -> None:
    found = read(f'{DIGEST}operator: [console, {{slack: "#operators"}}]\n')

    assert found.operator == (
        Destination("console", "stdout"),
        Destination("slack", "#operators"),
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [("true", True), ("false", False), ('"off"', False), ('"on"', True)],
)
def test_corrections_can_be_switched_off(written: str, *, expected: bool) -> None:
    assert read(DIGEST).corrections
    assert read(f"{DIGEST}corrections: {written}\n").corrections is expected


def test_another_word_for_corrections_is_refused() -> None:
    (problem,) = told(f"{DIGEST}corrections: never\n")

    assert problem.endswith("corrections: write true or false")


@pytest.mark.parametrize(
    ("written", "theme"),
    [
        ("light", TimelineTheme.LIGHT),
        ("dark", TimelineTheme.DARK),
        ("true", TimelineTheme.LIGHT),
        ("false", TimelineTheme.NONE),
        ('"off"', TimelineTheme.NONE),
    ],
)
def test_timelines_are_light_or_dark_or_off(written: str, theme: TimelineTheme) -> None:
    configuration = read(f"{DIGEST}timeline: {written}\n")

    (plan,) = configuration.digests
    assert (configuration.timeline, plan.timeline) == (theme, theme)
    assert read(DIGEST).timeline is TimelineTheme.LIGHT


@pytest.mark.parametrize("written", ["blue", "[dark]", "3"])
def test_another_word_for_timelines_is_refused(written: str) -> None:
    (problem,) = told(f"{DIGEST}timeline: {written}\n")

    assert problem.endswith("timeline: write light, dark or false")


def test_access_names_workspaces_and_servers() -> None:
    found = read(
        f"{DIGEST}access: {{slack: [T012AB3CD], discord: [123456789012345678], "
        "direct: false}\n"
    )

    assert found.access == Access(
        {
            "slack": frozenset({"T012AB3CD"}),
            "discord": frozenset({"123456789012345678"}),
        },
        direct=False,
    )


@pytest.mark.parametrize(
    ("to", "problem"),
    [
        (
            '{console: {quiet: "22:00-22:00"}}',
            (
                "21: digests.morning.to[0].console.quiet: these hours start and end "
                "at the same time; write two times"
            ),
        ),
        (
            '{console: {quiet: "22-7"}}',
            (
                "21: digests.morning.to[0].console.quiet: write from when to when, in "
                'quotes: "22:00-07:00"'
            ),
        ),
        (
            "{console: {quiet: 22:00-07:00}}",
            (
                "28: digests.morning.to[0].console.quiet: YAML can read this in two ways; write it in quotes: "
                '"22:00-07:00"'
            ),
        ),
        (
            '{console: {quit: "22:00-07:00"}}',
            (
                "21: digests.morning.to[0].console.quit: unknown key; did you "
                'mean "quiet"?'
            ),
        ),
        (
            "{console: loud}",
            "11: digests.morning.to[0].console: write keys with values here",
        ),
        (
            "slack",
            (
                "10: digests.morning.to[0]: write the channel after it, such as "
                "\"slack: '#news'\""
            ),
        ),
        (
            "slack: News",
            (
                "10: digests.morning.to[0].slack: write a channel in quotes, such as "
                '"#news" or "C012AB3CD"'
            ),
        ),
        (
            'discord: "#news"',
            (
                "10: digests.morning.to[0].discord: write the channel's id, a number such "
                'as 123456789012345678 (in Discord: "Copy Channel ID")'
            ),
        ),
        (
            '{discord: {quiet: "22:00-07:00"}}',
            "11: digests.morning.to[0].discord.channel: this key is missing: add it",
        ),
        (
            '{console: {}, slack: "#news"}',
            (
                "10: digests.morning.to[0]: console and slack are two destinations; give "
                "each its own line"
            ),
        ),
        (
            "[console]",
            (
                "10: digests.morning.to[0]: unknown destination; use `- console`, "
                "`- slack: '#news'`, `- discord: 123456789012345678`, "
                "`- email: desk@example.org`"
            ),
        ),
    ],
)
def test_a_wrong_destination_is_told_with_its_remedy(to: str, problem: str) -> None:
    assert told(DIGEST.replace("[console]", f"[{to}]")) == [f"f:10:{problem}"]


def test_all_mistakes_are_told_at_once_in_their_order() -> None:
    problems = told("engin: fast\ntimezone: Mars/Phobos\ntopics: {}\n")

    assert [problem.split(": ")[0] for problem in problems] == [
        *("f:1:1", "f:2:1", "f:3:1")
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            f"engin: fast\n{TOPIC}",
            'f:1:1: engin: unknown key; did you mean "engine"?',
        ),
        (
            f"engine: fst\n{TOPIC}",
            'f:1:1: engine: "fst" is not an engine; did you mean "fast"?',
        ),
        (
            f"engine: gpt\n{TOPIC}",
            f'f:1:1: engine: "gpt" is not an engine; use one of {", ".join(ENGINES)}',
        ),
        (
            TOPIC.replace("title: Ports", 'title: "a\\ud800"'),
            "f:3:5: topics.ports.title: this contains an incomplete character, such as \\ud800: remove it",
        ),
        (
            f"timezone: Berlin\n{TOPIC}",
            'f:1:1: timezone: "Berlin" is not a time zone; did you mean "Europe/Berlin"?',
        ),
        (
            f"zebra: here\n{TOPIC}",
            (
                "f:1:1: zebra: unknown key; use one of timezone, language, "
                "topics, digests, alerts, engine, contact, allow, poll, keep, record, corrections, timeline, operator, health, programs, access, workspaces"
            ),
        ),
        (
            f"feedz: []\n{TOPIC}",
            'f:1:1: feedz: unknown key; did you mean "feed"?',
        ),
        (
            TOPIC.replace("https://example.org/ports", "example.org"),
            (
                "f:5:9: topics.ports.sources[0].page: write a whole address, such as "
                '"https://example.org/news"'
            ),
        ),
        (
            TOPIC.replace("https://", "https://me:secret@"),
            "f:5:9: topics.ports.sources[0].page: an address must not contain a user name: remove it",
        ),
        (
            TOPIC.replace("https://example.org", "http://[::1"),
            'f:5:9: topics.ports.sources[0].page: this is not an address; write one such as "https://example.org/news"',
        ),
        (
            TOPIC.replace("ports:", "../../etc:"),
            (
                'f:2:3: topics.../../etc: write an id of small letters, digits and "-", '
                'such as "world-news"'
            ),
        ),
        (
            TOPIC.replace("Ports", '""'),
            "f:3:5: topics.ports.title: this is empty: write a value",
        ),
        (
            TOPIC.replace("Ports", "2024"),
            "f:3:5: topics.ports.title: write text here, in quotes if need be",
        ),
        (
            DIGEST.replace('"07:30"', "7:30"),
            'f:9:9: digests.morning.at: YAML can read this in two ways; write it in quotes: "07:30"',
        ),
        (
            DIGEST.replace('"07:30"', '"7:30"'),
            (
                "f:9:5: digests.morning.at: a time has two digits for hour and minute, "
                'in quotes: write "07:30"'
            ),
        ),
        (
            DIGEST.replace('"07:30"', '["07:30", "25:00"]'),
            (
                "f:9:19: digests.morning.at[1]: a time has two digits for hour and "
                'minute, in quotes: "07:30"'
            ),
        ),
        (
            with_line("days: [monday]"),
            'f:11:12: digests.morning.days[0]: this is not a day; did you mean "mon"?',
        ),
        (
            DIGEST.replace("[ports]", "[port]"),
            (
                'f:8:14: digests.morning.topics[0]: unknown topic "port"; did you '
                'mean "ports"?'
            ),
        ),
        (
            DIGEST.replace("console", "fax"),
            (
                "f:10:10: digests.morning.to[0]: unknown destination; use `- console`, "
                "`- slack: '#news'`, `- discord: 123456789012345678`, "
                "`- email: desk@example.org`"
            ),
        ),
        (
            f"{DIGEST}access: {{slack: [news]}}\n",
            (
                "f:11:18: access.slack[0]: write the id of a workspace, such as "
                '"T012AB3CD"'
            ),
        ),
        (
            f'{DIGEST}access: {{direct: "true"}}\n',
            "f:11:10: access.direct: write true or false",
        ),
        (
            DIGEST.replace('    at: "07:30"\n', ""),
            "f:7:3: digests.morning.at: this key is missing: add it",
        ),
        ("- ports\n", "f:1:1: write keys with values here"),
        ("topics: [ports]\n", "f:1:1: topics: write keys with values here"),
    ],
)
def test_a_mistake_is_told_with_place_key_and_remedy(text: str, problem: str) -> None:
    assert told(text) == [problem]


def test_an_unknown_key_hides_that_the_right_one_is_missing() -> None:
    problems = told(TOPIC.replace("page:", "pages:"))

    assert problems == [
        ('f:5:9: topics.ports.sources[0].pages: unknown key; did you mean "page"?')
    ]


def test_an_empty_file_is_told_where_to_look() -> None:
    assert told("# nothing\n") == [
        "f:1:1: the file is empty; config/sitrep.example.yaml shows what it holds"
    ]


def test_no_character_of_the_file_can_steer_the_terminal() -> None:
    (problem,) = told(f'"\\e[31m\\u202e": x\n{TOPIC}')

    assert problem.startswith("f:1:1: ?[31m?: unknown key")


def test_of_thousands_of_unknown_keys_each_is_told() -> None:
    number = 3000

    problems = told(TOPIC + "".join(f"key{i}: 1\n" for i in range(number)))

    assert len(problems) == number
    assert json_schema(PLATFORMS) is json_schema(PLATFORMS)
