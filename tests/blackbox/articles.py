"""Sets of articles whose briefings are golden files; all but ``shared`` are our own."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any, TypeAlias

from benchmarks.newsroom_files import load_newsrooms

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data"
"""Development data of which only offsets are kept here; CI has it, a clone may not."""

Row: TypeAlias = dict[str, Any]
"""A line of the input: id, text or html, title, published, lang."""

OWN = ("minicases", "samples", "french", "newsroom-a", "newsroom-b", "newsroom-c")
FOREIGN = ("wikinews", "gum")

_FILES = {
    "minicases": (ROOT / "tests/data/minicases.jsonl",),
    "wikinews": (SHARED / "wikinews/dev.jsonl", SHARED / "wikinews/train.jsonl"),
    "gum": (SHARED / "gum/news.jsonl.gz",),
}
_PAGE = """<html lang="{lang}"><head><title>{title}</title>
<meta property="article:published_time" content="{published}"></head>
<body><article><h1>{title}</h1>{text}</article></body></html>"""


def rows(name: str) -> list[Row]:
    """Read the articles of a set."""
    return list(_read(name))


def as_page(row: Row) -> str:
    """Make an HTML page of an article, as a news site would show it."""
    if "html" in row:
        return str(row["html"])
    text = "".join(f"<p>{escape(part)}</p>" for part in row["text"].split("\n\n"))
    title = escape(row["title"])
    lang = row.get("lang", "en")
    return _PAGE.format(lang=lang, title=title, published=row["published"], text=text)


def _read(name: str) -> Iterator[Row]:
    match name.split("-"):
        case ["samples"]:
            for path in sorted((ROOT / "bot/demo").glob("*.html")):
                yield {"id": path.stem, "html": path.read_text("utf8")}
        case ["french"]:
            paths = sorted((ROOT / "tests/data/french").glob("*.txt"))
            yield from map(_annotated, paths)
        case ["newsroom", letter]:
            yield from _reports(letter)
        case _:
            yield from _lines("".join(map(_text, _FILES[name])))


def _reports(letter: str) -> Iterator[Row]:
    for report in load_newsrooms(ROOT / "benchmarks/newsrooms" / letter).reports:
        yield {
            "id": report.name,
            "title": report.title.text,
            "published": report.at.date().isoformat(),
            "text": report.text,
        }


def _text(path: Path) -> str:
    content = path.read_bytes()
    return (gzip.decompress(content) if path.suffix == ".gz" else content).decode()


def _lines(text: str) -> Iterator[Row]:
    for line in text.splitlines():
        row = json.loads(line)
        yield {key: row[key] for key in ("id", "title", "published", "text")}


def _annotated(path: Path) -> Row:
    """Read an article below its title and date and above its annotations."""
    whole, _, _ = path.read_text("utf8").partition("\n---\n")
    head, _, text = whole.partition("\n\n")
    about = dict(line.split("\t") for line in head.splitlines())
    wanted = {key: about[key] for key in ("title", "published")}
    return {"id": path.stem, "lang": "fr", "text": text, **wanted}
