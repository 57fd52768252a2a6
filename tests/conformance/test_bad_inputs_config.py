"""Each bad configuration is refused with its reason, or taken as it is meant."""

from __future__ import annotations

import pytest

from bot.core.domain.errors import ConfigError
from bot.core.text.topics.matcher import TopicMatcher
from bot.platforms import PLATFORMS
from bot.settings.configuration_parser import parse_configuration
from summarizers.model import Article
from tests.conformance.rows import Row, rows

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


def test_a_pattern_made_to_stall_is_taken_and_does_not() -> None:
    content = f"{GOOD}    include: ['/(a+)+$/']\n"
    (topic,) = parse_configuration(content.encode(), "sitrep.yaml", PLATFORMS).topics

    found = TopicMatcher(topic).match(Article("a" * 50_000, title="a" * 50_000 + "!"))

    assert found.belongs


def test_a_pattern_that_the_engine_does_not_know_is_refused() -> None:
    content = f"{GOOD}    include: ['/(?=a)/']\n"

    with pytest.raises(ConfigError, match="lookahead and lookbehind are not supported"):
        parse_configuration(content.encode(), "sitrep.yaml", PLATFORMS)


def test_a_byte_order_mark_and_windows_line_ends_are_taken() -> None:
    content = f"\ufeff{GOOD}".replace("\n", "\r\n")

    configuration = parse_configuration(content.encode(), "sitrep.yaml", PLATFORMS)

    assert [topic.title for topic in configuration.topics] == ["Ports"]
