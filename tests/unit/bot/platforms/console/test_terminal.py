from __future__ import annotations

import io
import re

import pytest
from typing_extensions import override

from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.messages.briefing import Presentation, briefing_message
from bot.platforms.console.terminal import PLAIN_WIDTH, Screen, progress
from tests.fakes.samples import make_article, make_briefing

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


def watch(*rows: Row) -> Message:
    return Message((Section("WATCH", rows, sign="▲"),))


PRINTED = """\
Night ferries to end [1]           news.example.org · Tue 10 Feb 2026 · 41 words

ACTORS   Ada Linn, manager · Unions

● IN SHORT
  • The ferry line Norbat will stop its night service in March, manager Ada Linn
    said on Tuesday. [2]

■ WHO SAID WHAT
  • Ada Linn: “We lose money every night,” … “and nobody pays for it.” [3]
  • Unions: fear that forty jobs may go [4]

▲ WATCH
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


def test_numbers_start_again_with_each_message() -> None:
    stream = io.StringIO()
    screen, message = Screen(stream), watch(Row((Text("Ports."),), "▲", PROOF))

    screen.show(message)
    screen.show(message)

    assert stream.getvalue().count(f"[1] {PROOF}") == 2


def test_notes_at_the_end_stand_apart() -> None:
    text = printed(briefing_message(make_briefing(None, "Short.")))

    assert "\n\nShort.\n\n" in text


def test_labels_of_a_message_are_in_its_language() -> None:
    row = Row((Text("Ada Linn", Style.SPEAKER), Text("« Non. »")))

    text = printed(Message((Section("QUI DIT QUOI", (row,), sign="■"),), "fr"))

    assert text == "■ QUI DIT QUOI\n  • Ada Linn\xa0: « Non. »\n\n"


@pytest.mark.parametrize("width", range(24, 60))
def test_neither_an_arrow_nor_a_part_of_a_day_wraps_alone(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    day = Text("Fri\xa06\xa0Nov", Style.DAY)
    row = Row((Text("Two tugs will try to pull her off"), day), "▲", PROOF)

    text = printed(watch(row), Terminal())

    seen = re.sub(r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", text)
    assert "Fri\xa06\xa0Nov\xa0↗" in seen


def test_on_a_terminal_each_line_ends_in_a_link() -> None:
    row = Row((Text("Ports may close."),), "▲", PROOF)

    text = printed(watch(row), Terminal())

    assert f";{PROOF}\x1b\\" in text
    assert text.count("↗") == 1


def test_a_line_without_a_proof_has_no_link_on_a_terminal() -> None:
    assert "↗" not in printed(watch(Row((Text("Ports may close."),), "▲")), Terminal())


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    text = printed(watch(Row((Text("Ports may close."),), "▲")), Terminal())

    assert "\x1b[33" not in text
    assert "\x1b[1;33" not in text


def test_lines_are_wrapped_to_the_width_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "40")

    text = printed(watch(Row((Text("word " * 30),))), Terminal())

    assert max(len(line) for line in text.splitlines()) <= 40


@pytest.mark.parametrize("words", ["word " * 60, "w" * 300, "字" * 100])
def test_no_line_is_wider_than_a_plain_output(words: str) -> None:
    lines = printed(watch(Row((Text(words),), "▲"))).splitlines()

    assert max(len(line) for line in lines) <= PLAIN_WIDTH
    assert "".join(lines).count("w") == words.count("w")


def test_no_line_ends_in_blanks() -> None:
    note = (
        "a note that is so long that it takes more than one line to print it all " * 3
    )
    briefing = make_briefing(make_article(title="long title " * 20), note)

    text = printed(briefing_message(briefing, Presentation(explained=True)))

    assert [line for line in text.splitlines() if line != line.rstrip()] == []


def test_a_long_title_has_its_facts_below() -> None:
    row = Row((Text("title " * 20, Style.TITLE), Text("41 words", Style.NOTE)))

    lines = printed(Message((Section(None, (row,)),))).splitlines()

    assert lines[-2:] == ["41 words", ""]


def test_a_long_label_stands_above_its_line() -> None:
    name = "The committee for harbours and inland ports"
    row = Row((Text(name, Style.NAME), Text("ports may close")))

    lines = printed(watch(row)).splitlines()

    assert lines[1:3] == [f"  {name}", "    ports may close"]


def test_a_label_may_stand_alone() -> None:
    row = Row((Text("Ada Linn", Style.NAME),), remarks=("named twice",))

    lines = printed(watch(row)).splitlines()

    assert lines[1:3] == ["  Ada Linn", "            named twice"]


def test_a_title_has_a_blank_line_before_it() -> None:
    title = Section(None, (Row((Text("Ports", Style.TITLE),)),))

    assert printed(Message((title, title))) == "Ports\n\nPorts\n\n"


def test_markup_of_the_printer_is_printed_as_it_is_written() -> None:
    assert "[red]Ports[/red] :smile:" in printed(
        watch(Row((Text("[red]Ports[/red] :smile:"),), "▲"))
    )


def test_progress_is_shown_on_a_terminal() -> None:
    stream = Terminal()

    with progress(stream, label="briefing", total=2) as advance:
        advance()
        advance()

    assert "briefing" in stream.getvalue()


def test_progress_is_silent_elsewhere() -> None:
    stream = io.StringIO()

    with progress(stream, label="briefing", total=None) as advance:
        advance()

    assert stream.getvalue().strip() == ""


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

    text = printed(watch(row), Terminal())

    assert "\x1b]8;;https://evil" not in text
