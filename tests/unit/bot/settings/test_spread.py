from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.domain.errors import ConfigError
from bot.platforms import PLATFORMS
from bot.settings.configuration_parser import parse_configuration

FILE = """\
topics: {coast: {title: The coast, sources: [{folder: texts}]}}
digests:
  morning:
    topics: coast
    at: "07:30"
    to: console
"""


def spread(line: str = "") -> timedelta:
    """The spread of a digest with this further line."""
    content = f"{FILE}{line}".encode()
    return parse_configuration(content, "f", PLATFORMS).digests[0].spread


def test_a_digest_is_spread_over_so_many_minutes() -> None:
    assert spread("    spread: 5 minutes\n") == timedelta(minutes=5)


def test_without_the_key_all_channels_are_due_at_once() -> None:
    assert spread() == timedelta()


@pytest.mark.parametrize("value", ["2 hours", "soon", "0 minutes"])
def test_other_times_are_refused(value: str) -> None:
    with pytest.raises(ConfigError, match=r"digests\.morning\.spread"):
        spread(f"    spread: {value}\n")
