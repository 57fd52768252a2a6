"""Each bad text is shown safely, and its offsets stay what they were.

What the chat platforms' own limits are is for their adapters to say.
"""

from __future__ import annotations

import io
import re
from contextlib import suppress

from bot.core.domain.messages import Message
from bot.core.messages.briefing import briefing_message
from bot.core.messages.markdown import to_markdown
from bot.platforms.console.terminal import PLAIN_WIDTH, Screen
from summarizers.briefing import Briefer
from summarizers.errors import InputError
from summarizers.model import Article, Briefing, Line
from tests.conformance.rows import Row, rows

UNSAFE = re.compile(r"[\u202a-\u202e\u2066-\u2069\u200b\ufeff\x00-\x09\x0b-\x1f]")


def shown_briefing(row: Row) -> Briefing:
    """A briefing that prints the input, as title and inside a line."""
    words = row.input.replace("\\n", "\n")
    article = Article(f"On Monday {words} was said.", title=words)
    line = Line(article.span(0, len(article.text)), 1.0)
    return Briefing(article, "fast", "en", summary=(line,))


def printed(message: Message) -> str:
    stream = io.StringIO()
    Screen(stream).show(message)
    return stream.getvalue()


@rows("text")
def test_a_bad_text_is_shown_without_what_may_mislead(row: Row) -> None:
    message = briefing_message(shown_briefing(row))

    assert UNSAFE.search(printed(message)) is None
    assert UNSAFE.search(to_markdown(message)) is None


@rows("text")
def test_a_bad_text_stays_within_its_line(row: Row) -> None:
    lines = printed(briefing_message(shown_briefing(row))).splitlines()

    assert max(map(len, lines)) <= PLAIN_WIDTH


@rows("text")
def test_a_bad_text_is_briefed_with_its_own_offsets_or_refused(row: Row) -> None:
    text = f"The minister said on Monday that the port will close. {row.input}"

    with suppress(InputError):
        briefing = Briefer("fast").brief(Article(text))

        assert all(
            text[span.start : span.end] == span.text for span in briefing.spans()
        )


def test_markup_in_a_title_is_shown_as_it_is_written() -> None:
    title = "<script>alert(1)</script>hi"
    briefing = Briefing(Article("Ports close.", title=title), "fast", "en")

    message = briefing_message(briefing)

    assert printed(message).startswith(title)
    assert to_markdown(message).startswith(r"## \<script\>alert(1)\</script\>hi")
