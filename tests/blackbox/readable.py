"""Shows JSON results line by line, so that a golden file's difference can be read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

SECTIONS = ("summary", "actors", "claims", "risks", "noise")
_NUMBERS = ("score", "salience")


def briefing_lines(document: dict[str, Any]) -> Iterable[str]:
    """Show a briefing: one line for the article, then one for each entry."""
    about = {key: document[key] for key in document if key not in SECTIONS}
    if "article" in about:
        about["article"] = {
            key: value for key, value in about["article"].items() if key != "text"
        }
    yield f"== {_shown(about)}"
    for section in SECTIONS:
        for entry in document.get(section, ()):
            yield f"{section}: {_shown(entry)}"


def page_line(document: dict[str, Any]) -> str:
    """Show where the entries of a printed page begin and end."""
    parts = (
        f"{section} {' '.join(map(_place, document.get(section, ())))}"
        for section in SECTIONS
    )
    return f"page: {'; '.join(parts)}"


def offset_lines(document: dict[str, Any]) -> Iterable[str]:
    """Show a briefing without words: offsets, and hashes of the names."""
    yield f"== {document['id']} {document['lang']}"
    for section in SECTIONS:
        entries = (
            f"{_place(entry)}{_hash(entry.get('name') or entry.get('speaker'))}"
            for entry in document[section]
        )
        yield f"{section}: {' '.join(entries)}"


def numbers_rounded(value: Any) -> Any:
    """Round all numbers, whose last digits differ between processors."""
    match value:
        case float():
            return round(value, 3)
        case dict():
            return {key: numbers_rounded(item) for key, item in value.items()}
        case list():
            return [numbers_rounded(item) for item in value]
        case _:
            return value


def _place(entry: dict[str, Any]) -> str:
    """Show where an entry is in its article: an actor's mentions, a claim's words."""
    spans = entry.get("mentions") or entry.get("content") or [entry]
    return "+".join(f"{span['start']}-{span['end']}" for span in spans)


def _hash(name: str | None) -> str:
    return f"#{sha256(name.encode()).hexdigest()[:6]}" if name else ""


def _shown(value: Any) -> str:
    match value:
        case {"start": start, "end": end, "text": text, **more}:
            rest = {key: item for key, item in more.items() if key not in _NUMBERS}
            behind = f" ({_shown(rest)})" if rest else ""
            return f"{start}-{end} {json.dumps(text, ensure_ascii=False)}{behind}"
        case dict():
            return ", ".join(
                f"{key}={_shown(item)}"
                for key, item in value.items()
                if key not in _NUMBERS and item not in (None, [])
            )
        case list():
            return f"[{' | '.join(map(_shown, value))}]"
        case _:
            return json.dumps(value, ensure_ascii=False)
