from __future__ import annotations

from bot.core.listings import counted, sources_message, summary, topics_message
from bot.core.markdown import to_markdown
from bot.core.model import Configuration
from tests.fakes.plans import make_configuration, make_plan, make_topic

PORTS = make_topic("https://example.org/a", "https://example.org/b")


def test_topics_are_listed_with_their_digests() -> None:
    configuration = make_configuration(make_plan(PORTS))

    text = to_markdown(topics_message(configuration))

    assert "- **ports** Ports *(2 sources, in morning)*\n" in text


def test_a_topic_that_goes_nowhere_says_so() -> None:
    text = to_markdown(topics_message(Configuration((PORTS,), ())))

    assert "in no digest" in text


def test_sources_are_listed_by_topic() -> None:
    message = sources_message((PORTS,))

    (section,) = message.sections
    assert section.heading == "ports"
    assert [row.parts[0].text for row in section.rows] == [
        "https://example.org/a",
        "https://example.org/b",
    ]


def test_what_is_configured_is_summed_up() -> None:
    assert summary(make_configuration(make_plan(PORTS))) == (
        "1 topic, 2 sources, 1 digest"
    )


def test_numbers_have_their_nouns() -> None:
    assert (counted(0, "page"), counted(1, "page"), counted(1200, "page")) == (
        *("0 pages", "1 page"),
        "1,200 pages",
    )
