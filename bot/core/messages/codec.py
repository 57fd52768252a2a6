"""Messages as JSON and back, so that what was frozen is posted to the letter."""

from __future__ import annotations

from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.messages.briefing_json import Json, JsonObject


def message_document(message: Message) -> JsonObject:
    """The message as JSON."""
    return {"sections": [_section(section) for section in message.sections]}


def _section(section: Section) -> JsonObject:
    return {
        "heading": section.heading,
        "inline": section.inline,
        "rows": [_row(row) for row in section.rows],
    }


def _row(row: Row) -> JsonObject:
    return {
        "parts": [_text(part) for part in row.parts],
        "marker": row.marker,
        "proof": row.proof,
        "remarks": list(row.remarks),
    }


def _text(text: Text) -> JsonObject:
    return {"text": text.text, "style": text.style.value, "url": text.url}


def read_message(document: Json) -> Message:
    """The message that ``message_document`` wrote.

    Raises:
        ValueError: the document is none of a message.
    """
    return Message(tuple(map(_read_section, list_in(document, "sections"))))


def _read_section(document: Json) -> Section:
    return Section(
        heading=_optional(document, "heading"),
        rows=tuple(map(_read_row, list_in(document, "rows"))),
        inline=_is_true(document, "inline"),
    )


def _read_row(document: Json) -> Row:
    return Row(
        parts=tuple(map(_read_text, list_in(document, "parts"))),
        marker=_words(value_in(document, "marker")),
        proof=_optional(document, "proof"),
        remarks=tuple(map(_words, list_in(document, "remarks"))),
    )


def _read_text(document: Json) -> Text:
    return Text(
        text=_words(value_in(document, "text")),
        style=Style(_words(value_in(document, "style"))),
        url=_optional(document, "url"),
    )


def value_in(document: Json, key: str) -> Json:
    """The value of this key.

    Raises:
        ValueError: the document has none.
    """
    if not isinstance(document, dict) or key not in document:
        raise ValueError(f"there is no {key!r}")
    return document[key]


def list_in(document: Json, key: str) -> list[Json]:
    """The list of this key.

    Raises:
        ValueError: the document has none.
    """
    found = value_in(document, key)
    if not isinstance(found, list):
        raise ValueError(f"{key!r} is no list")  # noqa: TRY004 - one error for all
    return found


def _is_true(document: Json, key: str) -> bool:
    found = value_in(document, key)
    if not isinstance(found, bool):
        raise ValueError(f"{key!r} is neither true nor false")  # noqa: TRY004
    return found


def _optional(document: Json, key: str) -> str | None:
    found = value_in(document, key)
    return None if found is None else _words(found)


def _words(found: Json) -> str:
    if not isinstance(found, str):
        raise ValueError(f"{found!r} is no text")  # noqa: TRY004
    return found
