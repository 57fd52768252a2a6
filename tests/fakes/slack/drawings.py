"""Payloads for Slack as text, line by line, as a person reads them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

from tests.fakes.json_types import Json, JsonObject
from tests.fakes.slack.values import inner, objects, text_in

_MARKS = {"bold": "**", "italic": "*"}


def drawn(payload: JsonObject) -> str:
    """A message or a view; small print is behind ``|``, what is read aloud at the end."""
    lines = list(_drawn(payload))
    text = text_in(payload, "text")
    if text:
        lines += ["", "read aloud:", *(f"  {line}" for line in text.splitlines())]
    return "\n".join(lines) + "\n"


def written(payload: JsonObject) -> str:
    """The payload itself, as Slack's Block Kit Builder takes it."""
    return json.dumps(payload, ensure_ascii=False, indent=1) + "\n"


def _drawn(payload: JsonObject) -> Iterator[str]:
    title = _plain(payload, "title")
    if title:
        sent, left = _plain(payload, "submit"), _plain(payload, "close")
        yield f"[[ {title} ]]  ({left}) (*{sent})"
        about = text_in(payload, "private_metadata")
        yield f"about {about}"
    for number, block in enumerate(objects(payload, "blocks")):
        if number:
            yield ""
        yield from _DRAWINGS[text_in(block, "type")](block)


def _header(block: JsonObject) -> Iterator[str]:
    yield f"# {_plain(block, 'text')}"


def _context(block: JsonObject) -> Iterator[str]:
    for element in objects(block, "elements"):
        yield from (f"| {line}" for line in text_in(element, "text").splitlines())


def _rich(block: JsonObject) -> Iterator[str]:
    for part in objects(block, "elements"):
        if text_in(part, "type") == "rich_text_quote":
            quoted = "".join(map(_run, objects(part, "elements"))).split("\n")
            yield from (f"> {line}" for line in quoted)
            continue
        listed = text_in(part, "type") == "rich_text_list"
        for section in objects(part, "elements") if listed else [part]:
            lines = "".join(map(_run, objects(section, "elements"))).split("\n")
            yield f"{'• ' if listed else ''}{lines[0]}"
            yield from (f"{'  ' if listed else ''}{line}" for line in lines[1:])


def _run(element: JsonObject) -> str:
    """Words; the marks are ours, since those of an article are not read as marks."""
    mark = next((_MARKS[name] for name in inner(element, "style")), "")
    words = f"{mark}{text_in(element, 'text')}{mark}"
    return f"[{words}](<{element['url']}>)" if "url" in element else words


def _actions(block: JsonObject) -> Iterator[str]:
    buttons = objects(block, "elements")
    shown = [line for one in buttons for line in _element(one)]
    yield "  ".join(shown) if len(shown) == len(buttons) else "\n".join(shown)


def _input(block: JsonObject) -> Iterator[str]:
    yield f"{_plain(block, 'label')} = {text_in(block, 'block_id')}"
    yield from _element(inner(block, "element"))


def _element(one: JsonObject) -> Iterator[str]:
    if text_in(one, "type") == "button":
        star = "*" if one.get("style") == "primary" else ""
        yield f"({star}{_plain(one, 'text')}) = {text_in(one, 'value')}"
        return
    most = one.get("max_selected_items") or one.get("max_length") or 1
    hint = _plain(one, "placeholder")
    yield f"[{hint} … {most}]"
    for option in objects(one, "options"):
        yield f"  - {_plain(option, 'text')} = {text_in(option, 'value')}"


def _plain(value: JsonObject, name: str) -> str:
    return text_in(inner(value, name), "text")


_DRAWINGS: Mapping[Json, Callable[[JsonObject], Iterator[str]]] = {
    "header": _header,
    "context": _context,
    "rich_text": _rich,
    "actions": _actions,
    "input": _input,
}
