from __future__ import annotations

import io
import re

import pytest
from typing_extensions import override

from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.messages.briefing import briefing_message
from bot.platforms.console.terminal import Screen
from tests.fakes.samples import make_briefing

PROOF = "https://example.org/a#:~:text=Ports"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    @override
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


def printed(message: Message, stream: io.StringIO | None = None) -> str:
    stream = io.StringIO() if stream is None else stream
    Screen(stream).show(message)
    return stream.getvalue()


def outlook(*rows: Row) -> Message:
    return Message((Section("OUTLOOK", rows, sign="▲"),))


PRINTED = """\
Night ferries to end [1]           news.example.org · Tue 10 Feb 2026 · 41 words

ACTORS   Ada Linn, manager · Unions

● IN SHORT
  • The ferry line Norbat will stop its night service in March, manager Ada Linn
    said on Tuesday. [2]

■ WHO SAID WHAT
  • Ada Linn: “We lose money every night,” … “and nobody pays for it.” [3]
  • Unions: fear that forty jobs may go [4]

▲ OUTLOOK
  • Mar: The ferry line Norbat will stop its night service in March, manager Ada
    Linn said on Tuesday. [2]

"""


def test_a_briefing_is_printed_as_a_person_reads_it() -> None:
    text = printed(briefing_message(make_briefing())).replace("\xa0", " ")

    assert text.startswith(PRINTED)


def test_an_output_that_is_no_terminal_has_addresses_at_its_end() -> None:
    text = printed(briefing_message(make_briefing()))

    page = "https://news.example.org/ferries?id=7"
    assert "\x1b" not in text
    assert "↗" not in text
    assert text.splitlines()[-6:-3] == [
        "",
        f"[1] {page}",
        f"[2] {page}#:~:text=The%20ferry%20line,said%20on%20Tuesday.",
    ]


def test_on_a_terminal_each_line_ends_in_a_link() -> None:
    row = Row((Text("Ports may close."),), "▲", PROOF)

    text = printed(outlook(row), Terminal())

    assert f";{PROOF}\x1b\\" in text
    assert text.count("↗") == 1


def test_lines_are_wrapped_to_the_width_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "40")

    text = printed(outlook(Row((Text("word " * 30),))), Terminal())

    assert max(len(line) for line in text.splitlines()) <= 40


@pytest.mark.parametrize("width", ["20", "30", "200"])
def test_a_briefing_fits_every_terminal(
    width: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)

    text = printed(briefing_message(make_briefing()), Terminal())

    seen = re.sub(r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", text)
    assert "every" in seen
    # A label has its own line where it is wide; a line of words has room for 20 columns.
    assert max(map(len, seen.splitlines())) <= max(int(width), 32)


def test_a_link_of_an_article_cannot_leave_its_sequence() -> None:
    proof = "https://example.org/\x1b]8;;https://evil.test"
    row = Row((Text("Ports may close."),), "▲", proof)

    text = printed(outlook(row), Terminal())

    assert "\x1b]8;;https://evil" not in text
