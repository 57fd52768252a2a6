from __future__ import annotations

import pytest

from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.messages.briefing import Presentation, briefing_message
from bot.core.messages.markdown import escaped, to_markdown
from bot.core.text.deep_links import ARROW
from tests.fakes.samples import make_article, make_briefing

PROOF = (
    "https://news.example.org/ferries?id=7"
    "#:~:text=The%20ferry%20line,said%20on%20Tuesday."
)


def one_line(*parts: Text, proof: str | None = None) -> str:
    """The only line of a message's only section."""
    message = Message((Section("IN SHORT", (Row(parts, "•", proof),)),))
    return to_markdown(message).splitlines()[-1]


def test_a_briefing_is_headed_by_its_linked_title() -> None:
    lines = to_markdown(briefing_message(make_briefing())).splitlines()

    assert lines[:4] == [
        "## [Night ferries to end](https://news.example.org/ferries?id=7)",
        "",
        "*news.example.org · Tue\xa010\xa0Feb\xa02026 · 41 words*",
        "",
    ]


def test_each_line_ends_in_its_deep_link() -> None:
    text = to_markdown(briefing_message(make_briefing()))

    assert f" said on Tuesday.\xa0[{ARROW}]({PROOF})" in text


def test_signs_stand_before_the_headings_alone() -> None:
    text = to_markdown(briefing_message(make_briefing()))

    assert "**▲ WATCH**\n\n- **Mar**: The ferry line" in text
    assert text.count("▲") == 1


def test_without_headings_the_sign_of_a_risk_stays() -> None:
    row = Row((Text("Fri 6 Nov", Style.DAY), Text("Ports close.")), "▲")

    text = to_markdown(Message((Section("", (row,)),)))

    assert text == "- ▲ **Fri 6 Nov**: Ports close.\n"


def test_a_colon_is_written_as_the_language_writes_it() -> None:
    row = Row((Text("Ada Linn", Style.SPEAKER), Text("« Non. »")))

    text = to_markdown(Message((Section("QUI DIT QUOI", (row,)),), "fr"))

    assert "- **Ada Linn**\xa0: « Non. »\n" in text


def test_a_line_without_an_address_ends_in_its_words() -> None:
    briefing = make_briefing(make_article(url=None))

    text = to_markdown(briefing_message(briefing))

    assert "said on Tuesday.\n" in text
    assert "](" not in text


def test_a_speaker_stands_out_before_the_words() -> None:
    text = to_markdown(briefing_message(make_briefing()))

    assert "- **Ada Linn**: “We lose money every night," in text


def test_actors_stand_on_the_line_of_their_heading() -> None:
    text = to_markdown(briefing_message(make_briefing()))

    assert "**ACTORS** **Ada Linn**, manager · **Unions**\n" in text


def test_remarks_are_listed_below_their_line() -> None:
    text = to_markdown(briefing_message(make_briefing(), Presentation(explained=True)))

    assert "\n  - *score 0.90 · 0 % into the text*\n" in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*bold* _it_ `code`", r"\*bold\* \_it\_ \`code\`"),
        ("[bank](https://evil.test)", r"\[bank\](https\://evil.test)"),
        ("<script>alert(1)</script>", r"\<script\>alert(1)\</script\>"),
        ("<@123> @everyone <!here>", r"\<\@123\> \@everyone \<!here\>"),
        ("&lt;b&gt; a & b", r"\&lt;b\&gt; a \& b"),
        ("www.evil.test", r"www\.evil.test"),
        ("C:\\new | ~gone~ $x$", r"C:\\new \| \~gone\~ \$x\$"),
        ("# heading", r"\# heading"),
        ("- item", r"\- item"),
        ("+ item", r"\+ item"),
        ("1. item", r"1\. item"),
        ("12) item", r"12\) item"),
        ("2022 was so", "2022 was so"),
    ],
)
def test_no_markup_of_an_article_comes_alive(text: str, shown: str) -> None:
    assert escaped(text) == shown


def test_a_line_stays_one_line() -> None:
    assert one_line(Text("one\n\n- two\u202e")) == "- one - two"


def test_an_address_cannot_end_its_link() -> None:
    line = one_line(Text("Go"), proof="https://example.org/a)b(c<d>")

    assert line == f"- Go\xa0[{ARROW}](https://example.org/a%29b%28c%3Cd%3E)"


def test_a_part_that_is_empty_when_shown_makes_no_marks() -> None:
    assert one_line(Text("\u200b", Style.NOTE), Text("words")) == "-  words"


def test_a_line_above_all_sections_may_be_a_plain_one() -> None:
    message = Message((Section(None, (Row((Text("Too short.", Style.NOTE),)),)),))

    assert to_markdown(message) == "*Too short.*\n"
