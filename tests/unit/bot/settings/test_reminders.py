from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.domain.errors import ConfigError
from bot.platforms import PLATFORMS
from bot.settings.configuration_parser import parse_configuration

FILE = """\
topics:
  ferries:
    title: Ferries
    sources: [{feed: https://example.org/rss}]
digests:
  morning:
    topics: [ferries]
    at: "07:30"
    to: [console]
    remind: """
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def remind(value: str) -> tuple[timedelta, ...]:
    """The periods of the digest with this value."""
    content = f"{FILE}{value}\n".encode()
    return parse_configuration(content, "f", PLATFORMS).digests[0].remind


@pytest.mark.parametrize(
    ("value", "periods"),
    [
        ("[2 hours, 1 day]", (DAY, 2 * HOUR)),
        ("1 week", (7 * DAY,)),
        ("[1 day, 24 hours]", (DAY,)),
        ('["90 minutes"]', (1.5 * HOUR,)),
    ],
)
def test_a_digest_reminds_so_long_before_events(
    value: str, periods: tuple[timedelta, ...]
) -> None:
    assert remind(value) == periods


def test_without_the_key_a_digest_reminds_of_nothing() -> None:
    content = FILE.removesuffix("    remind: ").encode()

    assert parse_configuration(content, "f", PLATFORMS).digests[0].remind == ()


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("[]", "10:5: digests.morning.remind: this is empty: write a value"),
        (
            "[1 day, soon]",
            (
                "10:21: digests.morning.remind[1]: write a number and a unit, such as "
                '"15 minutes" or "90 days"'
            ),
        ),
        (
            "5 minutes",
            "10:5: digests.morning.remind: 5 minutes is too short: write 1 hour to 30 days",
        ),
        (
            "31 days",
            "10:5: digests.morning.remind: 31 days is too long: write 1 hour to 30 days",
        ),
        (
            "[1 day, 2 days, 3 days, 4 days, 5 days, 6 days]",
            "10:5: digests.morning.remind: this has too many items: remove some",
        ),
    ],
)
def test_a_mistake_is_named_with_its_place(value: str, problem: str) -> None:
    with pytest.raises(ConfigError) as caught:
        remind(value)

    assert str(caught.value) == f"f:{problem}"
