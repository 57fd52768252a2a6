from __future__ import annotations

import json

import pytest

from bot.core.messages.briefing_json import (
    article_document,
    briefing_document,
    error_document,
    to_line,
)
from summarizers.model import Article, Briefing
from tests.fakes.samples import TEXT, find, make_article, make_briefing


def test_a_briefing_has_the_keys_of_the_schema_in_order() -> None:
    document = briefing_document(make_briefing(), id="a", with_text=False)

    assert list(document) == [
        *("id", "schema", "engine", "lang", "article"),
        *("summary", "actors", "claims", "risks", "noise"),
    ]


def test_the_article_part_says_what_was_briefed() -> None:
    document = briefing_document(make_briefing(), id="a", with_text=False)

    assert document["article"] == {
        "title": "Night ferries to end",
        "url": "https://news.example.org/ferries?id=7",
        "published": "2026-02-10",
        "site": None,
        "words": len(TEXT.split()),
    }


def test_the_text_comes_along_where_the_reader_does_not_have_it() -> None:
    document = briefing_document(make_briefing(), id="a", with_text=True)

    assert json.loads(to_line(document))["article"]["text"] == TEXT


def test_an_actor_has_role_aliases_and_marked_pronouns() -> None:
    article = make_article()
    ada, she = find(article, "Ada Linn"), find(article, "she")

    document = briefing_document(make_briefing(), id="a", with_text=False)

    assert json.loads(to_line(document))["actors"][0] == {
        "name": "Ada Linn",
        "kind": "person",
        "role": {
            "start": find(article, "manager").start,
            "end": find(article, "manager").end,
            "text": "manager",
        },
        "aliases": ["Linn"],
        "mentions": [
            {"start": ada.start, "end": ada.end, "text": "Ada Linn"},
            {"start": she.start, "end": she.end, "text": "she", "pronoun": True},
        ],
        "salience": 2.5,
    }


def test_an_interrupted_quotation_has_its_parts() -> None:
    document = json.loads(
        to_line(briefing_document(make_briefing(), id="a", with_text=False))
    )

    claim = document["claims"][0]

    assert [part["text"] for part in claim["content"]] == [
        "We lose money every night,",
        "and nobody pays for it.",
    ]
    assert (claim["speaker"], claim["source"]["text"]) == ("Ada Linn", "she")
    assert (claim["cue"]["text"], claim["kind"], claim["score"]) == (
        *("told", "direct"),
        0.8,
    )


def test_an_unresolved_speaker_is_null() -> None:
    document = json.loads(
        to_line(briefing_document(make_briefing(), id="a", with_text=False))
    )

    assert document["claims"][1]["speaker"] is None


def test_a_risk_is_a_span_with_resolved_days() -> None:
    document = json.loads(
        to_line(briefing_document(make_briefing(), id="a", with_text=False))
    )

    risk = document["risks"][0]

    assert risk["text"] == TEXT[risk["start"] : risk["end"]]
    assert risk["when"] == {"from": "2026-03-01", "to": "2026-03-31", "text": "March"}
    assert risk["basis"] == ["forward", "hazard"]


def test_what_is_unknown_is_null_and_what_was_not_found_is_empty() -> None:
    briefing = Briefing(Article("Ports close."), "fast", "en")

    document = briefing_document(briefing, id=None, with_text=False)

    assert document["claims"] == []
    assert document["article"] == {
        "title": None,
        "url": None,
        "published": None,
        "site": None,
        "words": 2,
    }


def test_notes_are_only_there_when_something_is_to_be_noted() -> None:
    noted = briefing_document(
        make_briefing(None, "Short text."), id="a", with_text=False
    )

    assert noted["notes"] == ["Short text."]


def test_an_extracted_article_has_the_keys_of_the_contract() -> None:
    article = Article("Ports close.", title="Ports", authors=("Jo Lind",), lang="en")

    assert article_document(article, id=4) == {
        "id": 4,
        "title": "Ports",
        "text": "Ports close.",
        "published": None,
        "authors": ["Jo Lind"],
        "site": None,
        "lang": "en",
    }


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("The ports will close for a week, and the ferries stay where they are.", "en"),
        ("Le port sera fermé pendant une semaine et les bacs restent à quai.", "fr"),
    ],
)
def test_where_a_page_names_no_language_it_is_that_of_its_text(
    text: str, lang: str
) -> None:
    assert article_document(Article(text), id="a")["lang"] == lang


def test_an_error_has_kind_and_message() -> None:
    assert error_document("empty", "there is no text", id="a") == {
        "id": "a",
        "error": {"kind": "empty", "message": "there is no text"},
    }


def test_a_line_keeps_its_characters_and_has_no_break() -> None:
    assert to_line({"id": "Łódź\n“x”"}) == '{"id": "Łódź\\n“x”"}'


def test_a_line_with_half_a_character_can_still_be_written() -> None:
    line = to_line({"id": "\ud800ł"})

    assert json.loads(line.encode()) == {"id": "\ud800ł"}
