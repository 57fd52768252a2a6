"""However a line is mutilated, it gets one answer, and that is one line of JSON."""

from __future__ import annotations

import json
import random

from bot.core.batch.jsonl import OutputLine, brief_line
from bot.core.ports.services import Page
from summarizers.model import Article, Briefing, Line

GOOD = json.dumps(
    {
        "id": "a",
        "text": "Ports close. Ships wait.",
        "title": "Ports “close”",
        "url": "https://example.org/a",
        "published": "2026-02-10",
        "lang": "en",
    },
    ensure_ascii=False,
).encode()


def answer(raw: bytes) -> OutputLine:
    def parse(page: Page) -> Article:
        return Article(page.body.decode("utf-8", "replace"))

    def brief(article: Article) -> Briefing:
        span = article.span(0, len(article.text))
        return Briefing(article, "fast", "en", summary=(Line(span, 1.0),))

    return brief_line(raw, parse=parse, brief=brief, everything=True)


def is_whole(found: OutputLine) -> bool:
    """Whether the answer is one line: a briefing, or an expected error."""
    document = json.loads(found.line.encode())
    error = document.get("error")
    known = error is None or (error["kind"] != "internal" and error["message"])
    return (
        len(found.line.split("\n")) == 1
        and "id" in document
        and bool(known)
        and found.failed == (error is not None)
    )


def test_a_line_with_a_changed_byte_is_answered() -> None:
    dice = random.Random(7)  # noqa: S311
    lines = [bytearray(GOOD) for _ in range(500)]
    for line in lines:
        line[dice.randrange(len(line))] = dice.randrange(256)

    assert all(is_whole(answer(bytes(line))) for line in lines)
