"""Each bad configuration is refused with its reason, or taken as it is meant."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.core.domain.errors import ConfigError
from bot.core.text.topics.matcher import TopicMatcher
from bot.platforms import PLATFORMS
from bot.settings.configuration_parser import parse_configuration
from bot.settings.files import FileConfiguration
from summarizers.model import Article
from tests.conformance.rows import Row, rows
from tests.fakes.ports import FakeJournal

GOOD = """\
topics:
  ports:
    title: Ports
    sources:
      - page: https://example.org/ports
"""
BOMB = "x0: &x0 [a, a]\n" + "".join(
    f"x{level}: &x{level} [*x{level - 1}, *x{level - 1}]\n" for level in range(1, 10)
)
FILES = {
    "config-04": (
        f"country: no\n{GOOD}",
        'country: YAML can read this in two ways; write it in quotes: "no"',
    ),
    "config-06": (f"timezone: Mars/Phobos\n{GOOD}", "timezone: "),
    "config-09": (BOMB, "alias"),
    "config-10": ("#" * 50_000_000, "the file is too big"),
    "config-11": (f"feedz: []\n{GOOD}", 'did you mean "feed'),
    "config-13": (GOOD.replace("ports:", '"../../etc":', 1), "write an id"),
    "config-15": (GOOD.replace("Ports", "${NEWS_TITLE}"), "NEWS_TITLE"),
    "config-16": ("topics: [", "expected"),
    "config-17": (
        f"\ufeff{GOOD}\n\tdigests: {{}}\n".replace("\n", "\r\n"),
        ":7:1: the line begins with a tab",
    ),
}
"""A file for each row, and a part of what is told about it."""


@rows("config")
def test_a_bad_configuration_is_refused_with_its_reason(
    row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWS_TITLE", "hush-hush")
    content, reason = FILES[row.id]

    with pytest.raises(ConfigError) as caught:
        parse_configuration(content.encode(), "sitrep.yaml", PLATFORMS)

    assert reason in str(caught.value)
    assert "hush-hush" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", ":1:1: the file is empty"),
        ("# only a comment\n", ":1:1: the file is empty"),
        (f"{GOOD}{GOOD}", "topics: this key is already in line 1"),
        (
            f"{GOOD}digests: {{d: {{topics: [ports], at: 12:30, to: [console]}}}}\n",
            'digests.d.at: YAML can read this in two ways; write it in quotes: "12:30"',
        ),
        (
            f"{GOOD}    include: [no]\n",
            'YAML can read this in two ways; write it in quotes: "no"',
        ),
        (
            f"{GOOD}\tinclude: [sea]\n",
            ":6:1: the line begins with a tab: indent with spaces",
        ),
        (f"{GOOD}    includ: [sea]\n", 'did you mean "include"?'),
        (f"{GOOD}    include: ['/(a+/']\n", "topics.ports.include[0]: missing )"),
        (
            f"{GOOD}    include: ['/(?=a)/']\n",
            "lookahead and lookbehind are not supported (RE2)",
        ),
        (f"{GOOD}    actors: {{A: [x], B: [X]}}\n", "is already the name of an actor"),
        (
            f"{GOOD}poll: 0 minutes\n",
            "poll: 0 minutes is too short: write 1 minute to 1 day",
        ),
        (f"{GOOD}keep: &k 90 days\n", "as an anchor"),
        (f"{GOOD}contact: ${{MAIL}}\n", "the variable MAIL is not expanded"),
    ],
)
def test_other_traps_are_refused_with_their_reason(content: str, reason: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_configuration(content.encode(), "sitrep.yaml", PLATFORMS)

    assert reason in str(caught.value)


def test_a_pattern_made_to_stall_is_taken_and_does_not() -> None:
    content = f"{GOOD}    include: ['/(a+)+$/']\n"
    (topic,) = parse_configuration(content.encode(), "sitrep.yaml", PLATFORMS).topics

    found = TopicMatcher(topic).match(Article("a" * 50_000, title="a" * 50_000 + "!"))

    assert found.belongs


def test_a_byte_order_mark_and_windows_line_ends_are_taken() -> None:
    content = f"\ufeff{GOOD}".replace("\n", "\r\n")

    configuration = parse_configuration(content.encode(), "sitrep.yaml", PLATFORMS)

    assert [topic.title for topic in configuration.topics] == ["Ports"]


async def test_a_broken_file_leaves_the_old_one_in_force(tmp_path: Path) -> None:
    path = tmp_path / "sitrep.yaml"
    path.write_text(GOOD)
    event_log = FakeJournal()
    configuration = FileConfiguration(path, event_log, PLATFORMS)

    path.write_text(FILES["config-16"][0])
    os.utime(path, ns=(1, 1))
    current = await configuration.current()

    assert [topic.title for topic in current.topics] == ["Ports"]
    assert event_log.events("error") == [
        "configuration file is invalid; Sitrep keeps the last valid one"
    ]
