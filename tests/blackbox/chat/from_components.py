"""Reads Discord's components as the lines and controls that a reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tests.blackbox.chat.looks import Control, Kind, Line, Piece, line_of
from tests.fakes.json_types import Json, JsonObject
from tests.fakes.slack.values import inner, objects, only_objects, text_in

MARK = re.compile(r"-# Sitrep · [0-9a-f]{12}")
"""The line by which the bot knows a digest again; Slack has metadata for it."""

_ROW, _LABEL, _BUTTON = 1, 18, 2
_MAIN = 1
_TOKEN = re.compile(
    r"\\(?P<sign>.)|(?P<bold>\*\*)|(?P<italic>\*)"
    r"|\[(?P<label>(?:\\.|[^\\\[\]]){1,4000})\]\(<(?P<url>[^>]{1,4000})>\)"
    r"|(?P<words>[^\\*\[]{1,4000}|\[)"
)


def lines_in(components: Sequence[Json]) -> tuple[Line, ...]:
    """Return all lines of text, from the top."""
    found = (line for one in only_objects(components) for line in _lines(one))
    return tuple(line for line in found if line is not None)


def controls_in(components: Sequence[Json]) -> tuple[Control, ...]:
    """Return all buttons, menus and fields, from the top."""
    return tuple(one for part in only_objects(components) for one in _controls(part))


def _lines(component: JsonObject) -> Iterator[Line | None]:
    match component["type"]:
        case 17:
            for one in objects(component, "components"):
                yield from _lines(one)
        case 10:
            for words in text_in(component, "content").split("\n"):
                if not MARK.fullmatch(words):
                    yield _line(words)
        case 12:
            texts = (text_in(one, "description") for one in objects(component, "items"))
            yield from (line_of([Piece(text)], Kind.NOTE) for text in texts)
        case 14 | 1 | 18:
            return
        case kind:
            raise AssertionError(f"nothing here reads a component of type {kind}")


def _line(words: str) -> Line | None:
    for sign, kind in (("### ", Kind.TITLE), ("-# ", Kind.NOTE)):
        if words.startswith(sign):
            return line_of(_pieces(words.removeprefix(sign)), kind)
    if words.startswith("- "):
        return line_of([Piece("• "), *_pieces(words.removeprefix("- "))])
    if words.startswith("> "):
        return line_of([Piece("│ "), *_pieces(words.removeprefix("> "))])
    return line_of(_pieces(words))


def _pieces(words: str) -> Iterator[Piece]:
    """Parse the part of Discord's Markdown that the bot writes."""
    bold = italic = False
    at = 0
    while at < len(words):
        found = _TOKEN.match(words, at)
        assert found is not None, words[at:]
        at = found.end()
        if found["bold"]:
            bold = not bold
        elif found["italic"]:
            italic = not italic
        elif found["label"]:
            inside = tuple(_pieces(found["label"]))
            yield from (
                replace(one, bold=one.bold or bold, link=found["url"]) for one in inside
            )
        else:
            yield Piece(found["sign"] or found["words"], bold=bold, italic=italic)


def _controls(component: JsonObject) -> Iterator[Control]:
    if component["type"] == _ROW:
        yield from map(_control, objects(component, "components"))
    elif component["type"] == _LABEL:
        field = inner(component, "component")
        yield Control(text_in(component, "label"), _options(field))


def _control(one: JsonObject) -> Control:
    if one["type"] == _BUTTON:
        return Control(text_in(one, "label"), main=one["style"] == _MAIN)
    return Control(text_in(one, "placeholder"), _options(one))


def _options(one: JsonObject) -> tuple[str, ...]:
    return tuple(text_in(option, "label") for option in objects(one, "options"))
