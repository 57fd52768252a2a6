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
    "content",
    [
        {"articleBody": "It sank."},
        [{"@type": "WebPage"}, {"articleBody": "It sank."}],
        {"@graph": [{"mainEntity": {"articleBody": "It sank."}}]},
        {"articleBody": "It.", "hasPart": [{"articleBody": "It sank."}]},
    ],
)
def test_text_is_found_wherever_it_is_declared(content: object) -> None:
    assert article_body([json.dumps(content)]) == "It sank."


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


def test_markup_in_the_declared_text_parts_its_paragraphs() -> None:
    body = "&lt;p&gt;It sank.&lt;/p&gt;<p>Bo &amp;amp; Mia saw it.</p>"

    lines = article_body([json.dumps({"articleBody": body})]).split("\n")

    assert [line for line in lines if line] == ["It sank.", "Bo & Mia saw it."]


def test_declared_text_stands_in_for_one_that_a_script_would_show() -> None:
    article = parse_html(
        page(WHOLE, shown="Please allow scripts to read this article.")
    )

    assert article.text == WHOLE


def test_declared_text_has_no_control_characters() -> None:
    article = parse_html(page("\ud800\x07" + WHOLE, shown="Please allow scripts."))

    assert article.text == WHOLE


def test_short_declared_text_stands_in_for_nothing() -> None:
    article = parse_html(page("It sank. " * 20, shown=STORY[0]))

    assert article.text == STORY[0]


def test_text_that_is_shown_comes_before_the_declared_one() -> None:
    article = parse_html(page("It sank. " * 60, shown=WHOLE))

    assert article.text == WHOLE
