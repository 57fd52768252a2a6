"""Feeds and pages of every known form, read from servers on this machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.blackbox.driver import sitrep
from tests.blackbox.golden import assert_golden
from tests.blackbox.press import ENVIRONMENT, Press, served
from tests.tables import blocks

pytestmark = pytest.mark.process

NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:atom="http://www.w3.org/2005/Atom"'
)


def test_each_known_feed_is_read_or_refused(tmp_path: Path) -> None:
    press, sources = Press(15), []
    for number, block in enumerate(blocks("feeds/feeds"), 1):
        address = f"http://{press.host(1)}/{number}"
        press.pages[address] = block["feed"].lstrip().replace("NAMESPACES", NAMESPACES)
        sources.append(f"{{feed: '{address}'}}")
    (tmp_path / "sitrep.yaml").write_text(
        f"topics: {{a: {{title: A, sources: [{', '.join(sources)}]}}}}\n"
        'digests: {d: {topics: a, at: "07:30", to: console}}\nkeep: 10 years\n'
    )

    with served(press, 1):
        checked = sitrep("check", "--online", place=tmp_path, environment=ENVIRONMENT)
        read = sitrep(
            *("digest", "--now", "2026-03-02T07:30", "--format", "json"),
            place=tmp_path,
            environment=ENVIRONMENT,
        )

    assert read.status == 0
    assert_golden("sources/feeds.txt", checked.output)


@pytest.mark.parametrize("name", ["repairs", "boilerplate", "dates", "index_links"])
def test_each_known_page_is_extracted(name: str, tmp_path: Path) -> None:
    names = []
    for number, block in enumerate(blocks(f"pages/{name}"), 1):
        names.append(f"{number:03}.html")
        (tmp_path / names[-1]).write_text(block["page"], "utf8")

    done = sitrep("extract", *names, place=tmp_path)

    documents: list[Any] = [json.loads(line) for line in done.output.splitlines()]
    shown = [
        "\n".join(f"{key}: {value}" for key, value in document.items() if value)
        for document in documents
    ]
    assert_golden(f"sources/{name}.txt", "\n\n".join([*shown, done.messages]))
