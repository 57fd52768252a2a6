"""Inserts feeds into the text of a configuration, and keeps the rest as it is.

A library that writes YAML would move comments and reflow lines. This module inserts
lines where the values around them end.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from bot.core.batch.feed_import import FeedAddition
from bot.core.domain.configuration import Source
from bot.core.domain.errors import ConfigError
from bot.settings.problems import Path, TextPosition
from bot.settings.yaml import Tree, parse_yaml

_MARK = "\ufeff"
_PLAIN = re.compile(r"https?://[A-Za-z0-9._~:/?&=%+@-]{1,2000}(?<!:)", re.ASCII)
_ENDS = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")
_ITEM = re.compile(r" *(?:- +)+")


def with_additions(
    content: bytes, name: str, additions: Iterable[FeedAddition]
) -> bytes:
    """The valid configuration ``content`` of the file ``name`` with more feeds.

    Raises:
        ConfigError: its layout leaves no place for them.
    """
    for addition in additions:
        tree = parse_yaml(content, name)
        text = content.decode()
        mark = _MARK if text.startswith(_MARK) else ""
        lines = _ENDS.split(text.removeprefix(_MARK))
        try:
            _insert(lines, tree, addition)
        except (LookupError, TypeError, ValueError) as error:
            advice = f'write the topic "{addition.topic}" over several lines first'
            raise ConfigError(f"{name}: feeds cannot be inserted: {advice}") from error
        content = (mark + "".join(lines)).encode()
    return content


def _insert(lines: list[str], tree: Tree, addition: FeedAddition) -> None:
    topics = tree.value["topics"] if isinstance(tree.value, dict) else None
    if not isinstance(topics, dict):
        raise TypeError
    if addition.topic not in topics:
        _add_topic(lines, tree, addition)
        return
    path: Path = ("topics", addition.topic, "sources")
    if _character(lines, tree.values[path]) == "[":
        place = tree.ends[path]
        line = lines[place.line - 1]
        items = "".join(f", {_written(feed)}" for feed in addition.feeds)
        column = place.column - 1
        lines[place.line - 1] = line[:column].rstrip() + items + line[column:]
    else:
        first = tree.values[(*path, 0)]
        indent = _indent(lines, first)
        _add(lines, tree.ends[path], [f"{indent}{_written(f)}" for f in addition.feeds])


def _add_topic(lines: list[str], tree: Tree, addition: FeedAddition) -> None:
    topics: Path = ("topics",)
    if _character(lines, tree.values[topics]) == "{":
        raise ValueError("in braces")
    first = min(
        (place for path, place in tree.keys.items() if path[:-1] == topics),
        key=lambda place: place.line,
    )
    indent = " " * (first.column - 1)
    written = [
        f"{addition.topic}:",
        f"  title: {json.dumps(addition.title, ensure_ascii=False)}",
        "  sources:",
        *(f"    - {_written(feed)}" for feed in addition.feeds),
    ]
    _add(lines, tree.ends[topics], [f"{indent}{line}" for line in written])


def _add(lines: list[str], end: TextPosition, new: list[str]) -> None:
    """Insert lines below the end of a value, with the same line endings."""
    above = lines[end.line - 1]
    ending = above[len(above.rstrip("\r\n")) :]
    lines[end.line - 1] = above if ending else f"{above}\n"
    lines[end.line : end.line] = [line + (ending or "\n") for line in new]


def _indent(lines: list[str], place: TextPosition) -> str:
    """The text before an item of a list: blanks and a hyphen."""
    before = lines[place.line - 1][: place.column - 1]
    if not _ITEM.fullmatch(before):
        raise ValueError("no item")
    return before


def _character(lines: list[str], place: TextPosition) -> str:
    return lines[place.line - 1][place.column - 1 : place.column]


def _written(feed: Source) -> str:
    url = feed.url
    if not _PLAIN.fullmatch(url):
        url = json.dumps(url, ensure_ascii=False)
    if feed.lang is None:
        return f"feed: {url}"
    return f'{{feed: {json.dumps(feed.url)}, lang: "{feed.lang}"}}'
