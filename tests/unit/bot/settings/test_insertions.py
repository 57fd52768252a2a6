from __future__ import annotations

from difflib import ndiff

import pytest

from bot.core.batch.feed_import import FeedAddition
from bot.core.domain.configuration import Source, SourceKind
from bot.core.domain.errors import ConfigError
from bot.platforms import PLATFORMS
from bot.settings.configuration_parser import parse_configuration
from bot.settings.feed_additions import with_additions

FILE = """\
# what we read
timezone: "UTC"   # for now

topics:
  ports:   # the first
    title: 'Ports'
    sources:
      - page: https://example.org/a   # daily

      - feed: "https://example.org/b"
        lang: de # German

  # for the other desk
  fish: {title: Fish, sources: [page: https://example.org/c]}   # short

digests: {}
"""


def feeds(*urls: str, lang: str | None = None) -> tuple[Source, ...]:
    return tuple(Source(SourceKind.FEED, url, lang) for url in urls)


def added(text: str, topic: str, *urls: str, lang: str | None = None) -> str:
    """The text with feeds for a topic; what comes out is a right configuration."""
    addition = FeedAddition(topic, "New: one", feeds(*urls, lang=lang))
    found = with_additions(text.encode(), "f", [addition])
    topics = {one.id: one for one in parse_configuration(found, "f", PLATFORMS).topics}
    assert set(feeds(*urls, lang=lang)) <= set(topics[topic].sources)
    return found.decode()


def new_lines(before: str, after: str) -> list[str]:
    """The lines that were put in; all others are there and in their order."""
    found = list(ndiff(before.split("\n"), after.split("\n")))
    assert not [line for line in found if line.startswith("-")]
    return [line[2:] for line in found if line.startswith("+")]


def test_feeds_come_below_the_last_source() -> None:
    text = added(FILE, "ports", "https://example.org/x", "https://example.org/y")

    assert new_lines(FILE, text) == [
        "      - feed: https://example.org/x",
        "      - feed: https://example.org/y",
    ]
    assert "lang: de # German\n      - feed: https://example.org/x\n" in text


def test_feeds_come_into_a_list_in_brackets() -> None:
    text = added(FILE, "fish", "https://example.org/x")

    assert text == FILE.replace(
        "example.org/c]", "example.org/c, feed: https://example.org/x]"
    )


def test_a_new_topic_comes_below_the_last() -> None:
    text = added(FILE, "new", "https://example.org/x")

    assert new_lines(FILE, text) == [
        "  new:",
        '    title: "New: one"',
        "    sources:",
        "      - feed: https://example.org/x",
    ]
    assert "# short\n  new:\n" in text


def test_windows_line_ends_and_the_mark_at_the_start_stay() -> None:
    before = "\ufeff" + FILE.replace("\n", "\r\n")

    after = added(before, "ports", "https://example.org/x")

    assert after.startswith("\ufeff#")
    assert after.count("\n") == after.count("\r\n") == before.count("\n") + 1


@pytest.mark.parametrize("topic", ["ports", "new"])
def test_a_file_without_a_last_line_end_is_taken(topic: str) -> None:
    before = FILE[: FILE.index("\n\n  # for the other")]

    after = added(before, topic, "https://example.org/x")

    assert after.startswith(before + "\n")
    assert after.endswith("- feed: https://example.org/x\n")


@pytest.mark.parametrize(
    "text",
    [
        "topics:\n- a\n",
        "topics: {a: {title: A, sources: [page: https://example.org/a]}}\n",
    ],
)
def test_a_file_in_which_a_topic_does_not_fit_is_told(text: str) -> None:
    with pytest.raises(ConfigError, match='write "topics" over several lines'):
        with_additions(
            text.encode(), "f", [FeedAddition("new", "New", feeds("https://x"))]
        )


def test_a_name_comes_along() -> None:
    named = Source(SourceKind.FEED, "https://example.org/x", name='The "Häfen": one')
    text = with_additions(FILE.encode(), "f", [FeedAddition("ports", "P", (named,))])

    topics = parse_configuration(text, "f", PLATFORMS).topics
    assert named in topics[0].sources
