"""Encodes messages as JSON and decodes them, without any loss."""

from __future__ import annotations

from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.messages.briefing_json import Json, JsonObject


def message_document(message: Message) -> JsonObject:
    """Encode the message as a JSON object."""
    return {
        "sections": [_section(section) for section in message.sections],
        "language": message.language,
    }


def _section(section: Section) -> JsonObject:
    return {
        "heading": section.heading,
        "inline": section.inline,
        "rows": [_row(row) for row in section.rows],
        "sign": section.sign,
    }


def _row(row: Row) -> JsonObject:
    return {
        "parts": [_text(part) for part in row.parts],
        "marker": row.marker,
        "proof": row.proof,
        "remarks": list(row.remarks),
        "paper": row.paper,
    }


def _text(text: Text) -> JsonObject:
    return {"text": text.text, "style": text.style.value, "url": text.url}


def parse_message(document: Json) -> Message:
    """Decode the output of ``message_document``, also of the version before.

    Raises:
        ValueError: it is not an encoded message.
    """
    return Message(
        tuple(map(_parse_section, list_in(document, "sections"))),
        language=_string(_added(document, "language", "en")),
    )


def _parse_section(document: Json) -> Section:
    return Section(
        heading=_optional(document, "heading"),
        rows=tuple(map(_parse_row, list_in(document, "rows"))),
        inline=_boolean(document, "inline"),
        sign=_string(_added(document, "sign", "")),
    )


def _parse_row(document: Json) -> Row:
    return Row(
        parts=tuple(map(_parse_text, list_in(document, "parts"))),
        marker=_string(value_in(document, "marker")),
        proof=_optional(document, "proof"),
        remarks=tuple(map(_string, list_in(document, "remarks"))),
        paper=_string(_added(document, "paper", "")),
    )


def _parse_text(document: Json) -> Text:
    return Text(
        text=_string(value_in(document, "text")),
        style=Style(_string(value_in(document, "style"))),
        url=_optional(document, "url"),
    )


def _added(document: Json, key: str, default: str) -> Json:
    """Return a value that messages of an earlier version do not have."""
    return document.get(key, default) if isinstance(document, dict) else default


def value_in(document: Json, key: str) -> Json:
    """Return the value of this key.

    Raises:
        ValueError: the key is missing.
    """
    if not isinstance(document, dict) or key not in document:
        raise ValueError(f"{key!r} is missing")
    return document[key]


def list_in(document: Json, key: str) -> list[Json]:
    """Return the list with this key.

    Raises:
        ValueError: the key is missing, or its value is not a list.
    """
    value = value_in(document, key)
    if not isinstance(value, list):
        raise ValueError(f"{key!r} is not a list")  # noqa: TRY004 - one error for all
    return value


def _boolean(document: Json, key: str) -> bool:
    value = value_in(document, key)
    if not isinstance(value, bool):
        raise ValueError(f"{key!r} is neither true nor false")  # noqa: TRY004
    return value


def _optional(document: Json, key: str) -> str | None:
    value = value_in(document, key)
    return None if value is None else _string(value)


def _string(value: Json) -> str:
    if not isinstance(value, str):
        raise ValueError(f"a string is expected, not {value!r:.60}")  # noqa: TRY004
    return value
