"""Reads Slack's blocks as the lines and controls that a reader sees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.blackbox.chat.looks import Control, Kind, Line, Piece, line_of
from tests.fakes.json_types import Json, JsonObject
from tests.fakes.slack.values import inner, objects, only_objects, text_in


def lines_in(blocks: Sequence[Json]) -> tuple[Line, ...]:
    """Return all lines of text, from the top."""
    found = (line for block in only_objects(blocks) for line in _lines(block))
    return tuple(line for line in found if line is not None)


def controls_in(blocks: Sequence[Json]) -> tuple[Control, ...]:
    """Return all buttons, menus and fields, from the top."""
    return tuple(one for block in only_objects(blocks) for one in _controls(block))


def _lines(block: JsonObject) -> Iterator[Line | None]:
    match block["type"]:
        case "header":
            yield line_of([Piece(text_in(inner(block, "text"), "text"))], Kind.TITLE)
        case "context":
            texts = (text_in(element, "text") for element in objects(block, "elements"))
            lines = "\n".join(texts).split("\n")
            yield from (line_of([Piece(words)], Kind.NOTE) for words in lines)
        case "rich_text":
            for element in objects(block, "elements"):
                yield from _rich(element)
        case "image":
            yield line_of([Piece(text_in(block, "alt_text"))], Kind.NOTE)
        case "actions" | "input":
            return
        case kind:
            raise AssertionError(f"nothing here reads a block of type {kind}")


def _rich(element: JsonObject) -> Iterator[Line | None]:
    if element["type"] == "rich_text_section":
        yield from map(line_of, _broken(element))
        return
    if element["type"] == "rich_text_quote":
        yield from (line_of([Piece("│ "), *line]) for line in _broken(element))
        return
    assert element["type"] == "rich_text_list", element
    for item in objects(element, "elements"):
        first, *remarks = _broken(item)
        yield line_of([Piece("• "), *first])
        yield from map(line_of, remarks)


def _broken(section: JsonObject) -> list[list[Piece]]:
    """Return the pieces of each line of a section."""
    lines: list[list[Piece]] = [[]]
    for element in objects(section, "elements"):
        style = inner(element, "style")
        for number, words in enumerate(text_in(element, "text").split("\n")):
            if number:
                lines.append([])
            piece = Piece(
                words,
                bold=style.get("bold") is True,
                italic=style.get("italic") is True,
                link=text_in(element, "url") or None,
            )
            lines[-1].append(piece)
    return lines


def _controls(block: JsonObject) -> Iterator[Control]:
    if block["type"] == "input":
        label = text_in(inner(block, "label"), "text")
        yield Control(label, _options(inner(block, "element")))
    elif block["type"] == "actions":
        for element in objects(block, "elements"):
            words = inner(element, "placeholder") or inner(element, "text")
            main = element.get("style") == "primary"
            yield Control(text_in(words, "text"), _options(element), main=main)


def _options(element: JsonObject) -> tuple[str, ...]:
    options = objects(element, "options")
    return tuple(text_in(inner(one, "text"), "text") for one in options)
