from __future__ import annotations

import json
from typing import NoReturn

import pytest

from bot.core.batch.jsonl import OutputLine, brief_line, error_line, extract_line
from bot.core.domain.errors import NoTextError
from bot.core.ports.services import Page
from summarizers.model import Article, Briefing, Line


def parse(page: Page) -> Article:
    """The page's bytes as text, if there are any."""
    if not page.body:
        raise NoTextError("there is no text to read in the page")
    return Article(page.body.decode(), title="Found", url=page.url or None)


def brief(article: Article) -> Briefing:
    """Every word is a line."""
    spans = (
        article.span(article.text.index(word), article.text.index(word) + len(word))
        for word in article.text.split()
    )
    return Briefing(article, "fast", "en", tuple(Line(span, 1.0) for span in spans))


def answer(line: str, *, everything: bool = False) -> OutputLine:
    return brief_line(line.encode(), parse=parse, brief=brief, everything=everything)


def test_a_line_is_answered_by_its_briefing() -> None:
    found = answer('{"id": "a", "text": "Ports close."}')

    document = json.loads(found.line)
    assert (document["id"], document["engine"]) == ("a", "fast")
    assert not found.failed


def test_a_line_lists_what_a_briefing_prints() -> None:
    found = answer('{"id": "a", "text": "one two three four five"}')

    assert len(json.loads(found.line)["summary"]) == 3


def test_everything_is_listed_when_asked_for() -> None:
    found = answer('{"id": "a", "text": "one two three four five"}', everything=True)

    assert len(json.loads(found.line)["summary"]) == 5


def test_the_text_of_html_comes_along() -> None:
    found = answer('{"id": "a", "html": "Ports close.", "title": "Given"}')

    article = json.loads(found.line)["article"]
    assert (article["text"], article["title"]) == ("Ports close.", "Given")


@pytest.mark.parametrize(
    ("line", "id_", "kind"),
    [
        ("garbage", None, "bad_input"),
        ('{"text": "Ports close."}', None, "bad_input"),
        ('{"id": [1], "text": "Ports close."}', None, "bad_input"),
        ('{"id": "a", "text": "Ports.", "published": "soon"}', "a", "bad_date"),
        ('{"id": "a", "text": " "}', "a", "empty"),
        ('{"id": "a", "text": "\\u0000"}', "a", "not_text"),
        ('{"id": 7, "html": ""}', 7, "no_text"),
    ],
)
def test_a_bad_line_is_answered_by_its_error(
    line: str, id_: str | int | None, kind: str
) -> None:
    found = answer(line)

    document = json.loads(found.line)
    assert (document["id"], document["error"]["kind"]) == (id_, kind)
    assert found.failed


def test_a_mistake_of_ours_costs_one_line_only() -> None:
    def fail(_: Article) -> NoReturn:
        raise ZeroDivisionError("by zero")

    found = brief_line(
        b'{"id": "a", "text": "Ports close."}',
        parse=parse,
        brief=fail,
        everything=False,
    )

    assert json.loads(found.line)["error"] == {
        "kind": "internal",
        "message": "ZeroDivisionError: by zero",
    }


def test_a_page_is_extracted() -> None:
    found = extract_line(b'{"id": "a", "html": "Ports close."}', parse=parse)

    document = json.loads(found.line)
    assert (document["title"], document["text"]) == ("Found", "Ports close.")


def test_a_line_whose_worker_was_ended_keeps_its_id() -> None:
    found = error_line(b'{"id": "a", "text": "x"}', "parse_timeout", "too slow")

    assert json.loads(found.line) == {
        "id": "a",
        "error": {"kind": "parse_timeout", "message": "too slow"},
    }


def test_a_line_that_cannot_be_read_has_no_id() -> None:
    found = error_line(b"garbage", "parse_timeout", "too slow")

    assert json.loads(found.line)["id"] is None
