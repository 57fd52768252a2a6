from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.core.domain.configuration import Configuration, SourceKind
from bot.core.domain.records import SourceState
from bot.core.messages.listings import counted, sources_message, summary, topics_message
from bot.core.messages.markdown import to_markdown
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
    message = sources_message((PORTS,), {}, ZoneInfo("UTC"))

    (section,) = message.sections
    assert section.heading == "ports"
    assert [row.parts[0].text for row in section.rows] == [
        "https://example.org/a",
        "https://example.org/b",
    ]


def listed(state: SourceState | None) -> tuple[str, ...]:
    """The remarks on the first source in this state."""
    states = {} if state is None else {state.url: state}
    message = sources_message((PORTS,), states, ZoneInfo("Asia/Tokyo"))
    return message.sections[0].rows[0].remarks


STATE = SourceState(
    "https://example.org/a",
    SourceKind.FEED,
    due=datetime(2026, 3, 2, 7, 45, tzinfo=UTC),
    tried=datetime(2026, 3, 2, 7, 30, tzinfo=UTC),
    read=datetime(2026, 3, 2, 7, 30, tzinfo=UTC),
    items=1200,
)


def test_a_source_that_was_never_read_says_so() -> None:
    assert listed(None) == ("never read",)


def test_a_followed_page_is_listed_as_an_index() -> None:
    remarks = listed(replace(STATE, kind=SourceKind.PAGE, followed=True))

    assert remarks[1:] == (
        "an index of articles; Sitrep reads the pages that it links to",
    )


def test_a_source_tells_what_it_brought_and_when_it_is_read_next() -> None:
    told = "read 2 Mar 2026, 16:30, 1,200 items, next 2 Mar 2026, 16:45"

    assert listed(STATE) == (told,)


def test_a_failing_source_tells_since_when_and_why() -> None:
    state = replace(STATE, failures=3, failing=STATE.tried, error="too slow")

    assert listed(state)[1] == "failing since 2 Mar 2026, 16:30, 3 times: too slow"


def test_a_source_that_moved_tells_the_address_to_write() -> None:
    state = replace(STATE, moved="https://example.org/new")

    assert "moved to https://example.org/new" in listed(state)[1]


def test_a_source_that_is_gone_is_not_read_next() -> None:
    state = replace(STATE, gone=True, failing=STATE.tried, error="410 Gone")

    assert listed(state) == (
        "read 2 Mar 2026, 16:30, 1,200 items",
        "no longer exists, so Sitrep stopped reading it: 410 Gone",
    )


def test_what_is_configured_is_summed_up() -> None:
    assert summary(make_configuration(make_plan(PORTS))) == (
        "1 topic, 2 sources, 1 digest"
    )


def test_numbers_have_their_nouns() -> None:
    assert (counted(0, "page"), counted(1, "page"), counted(1200, "page")) == (
        *("0 pages", "1 page"),
        "1,200 pages",
    )
