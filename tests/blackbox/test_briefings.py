"""Briefings of some 400 articles in every format are those of the golden files."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.blackbox.articles import FOREIGN, OWN, SHARED, Row, as_page, rows
from tests.blackbox.driver import sitrep
from tests.blackbox.golden import assert_golden
from tests.blackbox.readable import (
    briefing_lines,
    numbers_rounded,
    offset_lines,
    page_line,
)

METHODS = ("lexrank", "lsa", "luhn", "textrank", "sum-basic", "edmundson", "random")


pytestmark = pytest.mark.process


def brief(articles: Iterable[Row], place: Path, *more: str) -> list[dict[str, Any]]:
    """Brief articles in one run; the documents, in order."""
    source = place / "in.jsonl"
    source.write_text("".join(f"{json.dumps(row)}\n" for row in articles), "utf8")
    done = sitrep("brief", "--jsonl", source, "--workers", "1", *more)
    assert (done.status, done.messages) == (0, "")
    return [json.loads(line) for line in done.output.splitlines()]


def joined(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def write_pages(articles: Iterable[Row], place: Path) -> list[str]:
    names = []
    for row in articles:
        names.append(f"{row['id'].replace('/', '-')}.html")
        (place / names[-1]).write_text(as_page(row), "utf8")
    return names


@pytest.mark.parametrize("name", OWN)
def test_all_findings_and_the_page_as_json(name: str, tmp_path: Path) -> None:
    articles = rows(name)

    everything = brief(articles, tmp_path, "--all")
    pages = brief(articles, tmp_path)

    lines: list[str] = []
    for document, page in zip(everything, pages, strict=True):
        lines += [*briefing_lines(document), page_line(page)]
    assert_golden(f"brief/{name}.json.txt", joined(lines))


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize(("format_", "ending"), [("text", "txt"), ("markdown", "md")])
def test_the_printed_page(name: str, format_: str, ending: str, tmp_path: Path) -> None:
    names = write_pages(rows(name), tmp_path)

    done = sitrep("brief", *names, "--format", format_, place=tmp_path)

    assert (done.status, done.messages) == (0, "")
    assert_golden(f"brief/{name}.{ending}", done.output)


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared/data")
@pytest.mark.parametrize("name", FOREIGN)
def test_offsets_in_articles_of_others(name: str, tmp_path: Path) -> None:
    documents = brief(rows(name), tmp_path, "--all")

    lines = [line for document in documents for line in offset_lines(document)]
    assert_golden(f"brief/{name}.offsets.txt", joined(lines))


GONE = 'the engine "spacy" is gone: use "fast", the default\n'


def test_the_engine_that_is_gone_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sitrep.yaml").write_text("engine: spacy\ntopics: {}\n")
    paths = ("--jsonl", "-", "--output", "out.jsonl")

    briefed = sitrep("brief", *paths, "--engine", "spacy", place=tmp_path)
    checked = sitrep("check", "--config", "sitrep.yaml", place=tmp_path)

    assert (briefed.status, briefed.output, briefed.messages) == (2, "", GONE)
    assert not (tmp_path / "out.jsonl").exists()
    assert (checked.status, checked.output) == (2, "")
    assert f"sitrep.yaml:1:1: engine: {GONE}" in checked.messages


def test_the_default_engine_can_be_named(tmp_path: Path) -> None:
    articles = rows("samples")[:2]

    named = brief(articles, tmp_path, "--engine", "fast")

    assert named == brief(articles, tmp_path)


def test_sentences_that_each_other_method_chooses(tmp_path: Path) -> None:
    articles = rows("samples")[:4]

    lines: list[str] = []
    for method in METHODS:
        lines.append(f"# {method}")
        for page in brief(articles, tmp_path, "--engine", method):
            assert page["engine"] == method
            spans = (f"{line['start']}-{line['end']}" for line in page["summary"])
            lines.append(f"{page['id']} {' '.join(spans)}")
    assert_golden("brief/methods.txt", joined(lines))


def test_the_document_of_a_briefing_as_it_is(tmp_path: Path) -> None:
    write_pages(rows("samples")[:2], tmp_path)
    names = sorted(path.name for path in tmp_path.glob("*.html"))

    done = sitrep("brief", *names, "--format", "json", "--all", place=tmp_path)

    documents = [numbers_rounded(json.loads(line)) for line in done.output.splitlines()]
    shown = json.dumps(documents, indent=1, ensure_ascii=False)
    assert_golden("brief/document.json", f"{shown}\n")


@pytest.mark.parametrize("more", [(), ("--all",)])
def test_each_line_is_explained(more: tuple[str, ...], tmp_path: Path) -> None:
    names = write_pages([*rows("samples")[:3], *rows("french")[:2]], tmp_path)

    done = sitrep("brief", *names, "--explain", *more, place=tmp_path)

    assert done.status == 0
    assert_golden(f"brief/explained{''.join(more)}.txt", done.output)


@pytest.mark.parametrize("name", OWN)
def test_every_span_is_copied_from_the_article(name: str, tmp_path: Path) -> None:
    articles = rows(name)

    for row, document in zip(articles, brief(articles, tmp_path, "--all"), strict=True):
        text = document["article"].get("text", row.get("text"))
        spans = list(
            _spans({key: document[key] for key in document if key != "article"})
        )
        assert spans
        for span in spans:
            assert span["text"] == text[span["start"] : span["end"]]


def _spans(value: Any) -> Iterable[dict[str, Any]]:
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys():
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _spans(item)
