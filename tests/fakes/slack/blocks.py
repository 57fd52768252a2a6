"""Rules for blocks: those of Slack's own library, and those that it lacks.

Limits are those of Slack's reference of Block Kit; that of all blocks' characters
together is not documented and lies at about 13,200.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from tests.fakes.json_types import Json, JsonObject
from tests.fakes.slack.values import inner, objects, text_in

MESSAGE, VIEW = 50, 100
"""The most blocks in each."""

CHARACTERS, MARKDOWN, FIELD = 13_000, 12_000, 2_000
OPTION, OPTION_VALUE, OPTIONS = 75, 150, 100
ROWS, COLUMNS = 100, 20

_PLAIN = {
    "header": ("text",),
    "button": ("text",),
    "modal": ("title", "submit", "close"),
    "input": ("label", "hint"),
    "static_select": ("placeholder",),
    "plain_text_input": ("placeholder",),
}
"""Where text must be plain, by the type of what holds it."""


def block_mistakes(blocks: Sequence[Json], *, most: int = MESSAGE) -> list[str]:
    """What Slack has against blocks; nothing if it takes them."""
    found = [one for one in blocks if isinstance(one, dict)]
    mistakes = [f"{len(blocks)} blocks"] if len(blocks) > most else []
    if len(found) < len(blocks):
        mistakes.append("a block that is no object")
    for block in found:
        mistakes += _by_models(block)
        mistakes += [line for value in within(block) for line in _by_rules(value)]
    return mistakes + _together(found)


def view_mistakes(view: Mapping[str, Json]) -> list[str]:
    """What Slack has against a modal or a home tab."""
    blocks = view.get("blocks")
    listed = blocks if isinstance(blocks, list) else []
    known = {name: value for name, value in view.items() if name != "blocks"}
    mistakes = block_mistakes(listed, most=VIEW) + _by_rules(known)
    try:
        View(**view).to_dict()  # type: ignore[arg-type] # a caller's JSON
    except (SlackObjectFormationError, TypeError, ValueError) as error:
        mistakes.append(f"view: {error}")
    if not listed:
        mistakes.append("view: no blocks")
    return mistakes


def characters(blocks: Sequence[Json]) -> int:
    """The characters that can be read in blocks."""
    texts = (one.get("text") for block in blocks for one in within(block))
    return sum(len(text) for text in texts if isinstance(text, str))


def within(value: Json) -> Iterator[JsonObject]:
    """An object and all objects in it."""
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from within(one)
    elif isinstance(value, list):
        for one in value:
            yield from within(one)


def _by_models(block: JsonObject) -> list[str]:
    """What the library says, and what of a block it does not know or leaves out."""
    kind = text_in(block, "type")
    try:
        parsed = Block.parse(block)
        kept: Json = None if parsed is None else parsed.to_dict()
    except (SlackObjectFormationError, TypeError, ValueError) as error:
        return [f"{kind}: {error}"]
    if kept is None:
        return [f"{kind}: no such block"]
    return [f"{kind}: {place}" for place in _lost(block, kept, "")]


def _lost(given: Json, kept: Json, place: str) -> Iterator[str]:
    if isinstance(given, dict) and isinstance(kept, dict):
        for name, value in given.items():
            if value is not None and name not in kept:
                yield f"{place}.{name} is empty or unknown"
            else:
                yield from _lost(value, kept.get(name), f"{place}.{name}")
    elif isinstance(given, list) and isinstance(kept, list):
        for number, (one, other) in enumerate(zip(given, kept, strict=False)):
            yield from _lost(one, other, f"{place}[{number}]")
    elif isinstance(given, dict):
        yield f"{place} is unknown"


def _by_rules(value: JsonObject) -> list[str]:
    """What one object breaks that the models let through."""
    kind = text_in(value, "type")
    mistakes = [
        f"{kind}: {name} must be plain_text"
        for name in _PLAIN.get(kind, ())
        if isinstance(one := value.get(name), dict) and one.get("type") != "plain_text"
    ]
    if kind in {"mrkdwn", "plain_text", "text"} and not text_in(value, "text"):
        mistakes.append(f"{kind}: empty text")
    if any(len(text_in(one, "text")) > FIELD for one in objects(value, "fields")):
        mistakes.append(f"{kind}: a field of more than {FIELD} characters")
    return mistakes + _options(value) + _rows(value)


def _options(value: JsonObject) -> list[str]:
    options = objects(value, "options")
    mistakes = [f"{len(options)} options"] if len(options) > OPTIONS else []
    for option in options:
        words = text_in(inner(option, "text"), "text")
        if not 0 < len(words) <= OPTION:
            mistakes.append(f"option: text of {len(words)} characters")
        if not 0 < len(text_in(option, "value")) <= OPTION_VALUE:
            mistakes.append("option: no value, or one that is too long")
    return mistakes


def _rows(value: JsonObject) -> list[str]:
    rows = value.get("rows")
    if text_in(value, "type") != "table" or not isinstance(rows, list):
        return []
    wide = max((len(row) for row in rows if isinstance(row, list)), default=0)
    big = len(rows) > ROWS or wide > COLUMNS
    return [f"table: {len(rows)} rows of {wide}"] if big else []


def _together(blocks: list[JsonObject]) -> list[str]:
    """What blocks break together."""
    kinds = Counter(text_in(block, "type") for block in blocks)
    mistakes = ["two tables"] if kinds["table"] > 1 else []
    if (number := characters(list(blocks))) > CHARACTERS:
        mistakes.append(f"{number} characters in all")
    marked = [one for one in blocks if text_in(one, "type") == "markdown"]
    if sum(len(text_in(one, "text")) for one in marked) > MARKDOWN:
        mistakes.append("too much markdown")
    names = Counter(text_in(block, "block_id") for block in blocks)
    mistakes += [
        f"block_id {name} twice" for name, n in names.items() if name and n > 1
    ]
    return mistakes + [line for block in blocks for line in _actions(block)]


def _actions(block: JsonObject) -> list[str]:
    names = Counter(text_in(one, "action_id") for one in objects(block, "elements"))
    return [f"action_id {name} twice" for name, n in names.items() if name and n > 1]
