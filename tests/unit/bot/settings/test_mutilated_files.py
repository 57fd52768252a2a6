"""However a file is mutilated, it is taken or refused in words, never a surprise."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bot.core.domain.configuration import Configuration
from bot.core.domain.errors import ConfigError
from bot.platforms import PLATFORMS
from bot.settings.configuration_parser import parse_configuration

EXAMPLE = (Path(__file__).parents[4] / "config" / "sitrep.example.yaml").read_bytes()
SPICE = [b"\t", b"\x00", b"\xff", b"&", b"*", b"!", b"{", b"[", b":", b"-", b'"', b"\n"]
SPICE += [b"${A}", b"no", b"12:30", b"\xe2\x80\xae", b"<<: ", b"? ", b"|", b"%"]


def outcome(content: bytes) -> Configuration | list[str]:
    """The configuration, or the lines of the refusal."""
    try:
        return parse_configuration(content, "f", PLATFORMS)
    except ConfigError as error:
        return str(error).splitlines()


def is_told(found: Configuration | list[str]) -> bool:
    """Whether it is a configuration, or every line has its place and printable words."""
    if isinstance(found, Configuration):
        return True
    places = [line.split(":")[:3] for line in found]
    return bool(found) and all(
        name == "f" and line.isdecimal() and column.isdecimal()
        for name, line, column in places
    )


def test_a_file_that_is_cut_off_is_taken_or_refused_in_words() -> None:
    found = [outcome(EXAMPLE[:end]) for end in range(0, len(EXAMPLE), 9)]

    assert all(map(is_told, found))
    assert any(isinstance(one, list) for one in found)


@pytest.mark.parametrize("spice", SPICE, ids=repr)
def test_a_file_with_something_strange_in_it_is_taken_or_refused_in_words(
    spice: bytes,
) -> None:
    places = random.Random(7).sample(range(len(EXAMPLE)), 20)  # noqa: S311

    found = [outcome(EXAMPLE[:at] + spice + EXAMPLE[at:]) for at in places]

    assert all(map(is_told, found))
