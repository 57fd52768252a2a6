"""A digest's page: a column for each platform, the thread, and links to the papers."""

from __future__ import annotations

from dataclasses import replace

from bot.core.commands.responses import Answer
from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.platforms.spec import LinkHtml
from bot.core.text.deep_links import ARROW
from bot.web.preview import DigestColumn, DigestPreview, digest_pages

PROOF = "https://example.org/a#:~:text=the%20ferry"
FRONT = Message((Section(None, (Row((Text("Front"),), proof=PROOF, paper="A & B"),)),))
REPLY = Message((Section(None, (Row((Text("Reply"),)),)),))


def draw(answer: Answer, link: LinkHtml) -> tuple[str, ...]:
    (section,) = answer.message.sections
    (row,) = section.rows
    words = row.parts[0].text
    if row.proof is None:
        return (f"<p>{words}</p>",)
    return (f"<p>{words} {link(row.proof, ARROW)} {link(row.proof, words)}</p>",)


COLUMN = DigestColumn("chat", "Chat", "#news", (FRONT, REPLY), draw, threaded=True)


def page(column: DigestColumn, legend: tuple[tuple[str, str], ...] = ()) -> str:
    preview = DigestPreview("morning <b>", "07:30", [column], legend)
    return digest_pages(preview)["/"][1].decode()


def test_replies_are_in_the_thread_below_the_first_message() -> None:
    before, _, thread = page(COLUMN).partition('<details class="thread">')

    assert "<p>Front" in before
    assert "<p>Reply" not in before
    assert "<p>Reply" in thread
    assert "Thread: 1 message</summary>" in thread


def test_words_from_outside_stay_words() -> None:
    drawn = page(replace(COLUMN, where="#<i>"), legend=(("was <u>", "before"),))

    assert "<title>morning &lt;b&gt; · Sitrep preview</title>" in drawn
    assert "#&lt;i&gt;" in drawn
    assert "was &lt;u&gt;" in drawn


def test_the_page_has_its_style_and_runs_no_script() -> None:
    files = digest_pages(DigestPreview("morning", "07:30", [COLUMN]))

    assert set(files) == {"/", "/preview.css", "/logo.svg"}
    assert "<script" not in files["/"][1].decode()
    assert ".platform:not(.chat)" in files["/preview.css"][1].decode()
