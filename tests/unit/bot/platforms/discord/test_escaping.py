from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.messages.markdown import escaped_address
from bot.core.text.sanitize import sanitized
from bot.platforms.discord.lines import escaped

NASTY = st.lists(
    st.sampled_from(
        [
            *("*", "_", "~~", "||", "`", "```", "\\", "[", "](", ")", "<", ">"),
            *("@everyone", "@here", "<@1>", "<@&2>", "<#3>", "<:wave:4>", "<a:b:5>"),
            *("<t:6:R>", "<id:browse>", "</brief:7>", ":wave:", "https://a.example"),
            *("# ", "- ", "1. ", "> ", ">>> ", "-# ", "\n", "\u202e", "\u200b", "word"),
        ]
    ),
    max_size=12,
).map("".join)

# What Discord reads as something other than words, where no backslash is before it.
MARKUP = re.compile(
    r"(?<!\\)[*_~|`\[\]<>]"
    r"|(?<!\\)@(?:everyone|here)"
    r"|(?<!\\):[\w+-]+:"
    r"|https?://"
    r"|^(?:#{1,3} |-# |[-*+] |\d+[.)] |>)"
)
SIGN = re.compile(r"\\([^0-9A-Za-z\s])")


def read(text: str) -> str:
    """What a reader sees: a backslash before a sign is not shown."""
    return SIGN.sub(r"\1", text)


def unescaped_signs(text: str) -> list[str]:
    """The markup that is left once what is escaped is taken out."""
    return MARKUP.findall(SIGN.sub("\N{REPLACEMENT CHARACTER}", text))


@given(NASTY | st.text(max_size=80))
@example("\\<@1>")
@example("\\\\*bold*")
@example("1.")
@example(":a:b:")
def test_no_text_becomes_markup(text: str) -> None:
    assert not unescaped_signs(escaped(text))


@given(NASTY | st.text(max_size=80))
@example("\\*")
def test_every_text_is_shown_letter_by_letter(text: str) -> None:
    assert read(escaped(text)) == sanitized(text)


@given(NASTY | st.text(max_size=80))
def test_a_text_stays_on_its_line(text: str) -> None:
    assert len(escaped(text).splitlines()) <= 1


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("@everyone", r"\@everyone"),
        ("<@123>", r"\<\@123\>"),
        ("<t:1700000000:R>", r"\<t\:1700000000:R\>"),
        ("[ok](https://a.example)", r"\[ok\](https\://a.example)"),
        (":smile:", r"\:smile:"),
        ("# Not a title", r"\# Not a title"),
        ("2. Second", r"2\. Second"),
        ("-# small", r"\-# small"),
    ],
)
def test_what_would_be_markup_is_escaped(text: str, written: str) -> None:
    assert escaped(text) == written


@pytest.mark.parametrize(
    "text", ["Prices rose by 4 %.", "At 10:30 she said: no.", "A $5m, C# and R&D plan"]
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert escaped(text) == text


@given(st.text(max_size=60))
def test_no_address_ends_its_link(text: str) -> None:
    assert not re.search(
        r"[()<>\s\[\]\\`]", escaped_address(f"https://a.example/{text}")
    )
