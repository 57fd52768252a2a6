"""Texts that pages declare; all are our own writing."""

from __future__ import annotations

import json

import pytest

from bot.sources.pages.articles import parse_html
from bot.sources.pages.extraction import article_body
from tests.fakes.trees import STORY

WHOLE = " ".join(STORY * 2)


def page(body: str, *, shown: str) -> str:
    declared = json.dumps({"@type": "NewsArticle", "articleBody": body})
    script = f'<script type="application/ld+json">{declared}</script>'
    return f"<html><head>{script}</head><body><p>{shown}</p></body></html>"


@pytest.mark.parametrize(
    "script",
    [
        "",
        "var articleBody = 1",
        '{"articleBody": 5}',
        '{"articleBody"',
        '"articleBody"',
        '["articleBody", ' + "[" * 100_000,
        '{"a": {"a": {"a": {"a": {"a": {"a": {"a": {"articleBody": "x"}}}}}}}}',
    ],
    ids=range(7),
)
def test_other_scripts_declare_nothing(script: str) -> None:
    assert article_body([script]) == ""


def test_declared_text_stands_in_for_one_that_a_script_would_show() -> None:
    article = parse_html(
        page(WHOLE, shown="Please allow scripts to read this article.")
    )

    assert article.text == WHOLE


def test_text_that_is_shown_comes_before_the_declared_one() -> None:
    article = parse_html(page("It sank. " * 60, shown=WHOLE))

    assert article.text == WHOLE
