"""Messages as JSON and back, so that what was frozen is posted to the letter."""

from __future__ import annotations

from bot.core.documents import Document, Json
from bot.core.model import Message, Row, Section, Style, Text


def message_document(message: Message) -> Document:
    """The message as JSON; what is empty is left out."""
    return {"sections": [_section(section) for section in message.sections]}


def _section(section: Section) -> Document:
    return {
        "heading": section.heading,
        "inline": section.inline,
        "rows": [_row(row) for row in section.rows],
    }


def _row(row: Row) -> Document:
    return {
        "parts": [_text(part) for part in row.parts],
        "marker": row.marker,
        "proof": row.proof,
        "remarks": list(row.remarks),
    }


def _text(text: Text) -> Document:
    return {"text": text.text, "style": text.style.value, "url": text.url}


def read_message(document: Json) -> Message:
    """The message that ``message_document`` wrote.

    Raises:
        ValueError: the document is none of a message.
    """
    return Message(tuple(map(_read_section, _list(document, "sections"))))


def _read_section(document: Json) -> Section:
    return Section(
        heading=_optional(document, "heading"),
        rows=tuple(map(_read_row, _list(document, "rows"))),
        inline=_get(document, "inline") is True,
    )


def _read_row(document: Json) -> Row:
    return Row(
        parts=tuple(map(_read_text, _list(document, "parts"))),
        marker=_optional(document, "marker") or "",
        proof=_optional(document, "proof"),
        remarks=tuple(str(remark) for remark in _list(document, "remarks")),
    )


def _read_text(document: Json) -> Text:
    return Text(
        text=_optional(document, "text") or "",
        style=Style(_optional(document, "style") or ""),
        url=_optional(document, "url"),
    )


def _get(document: Json, key: str) -> Json:
    if not isinstance(document, dict) or key not in document:
        message = f"there is no {key!r}"
        raise ValueError(message)
    return document[key]


def _list(document: Json, key: str) -> list[Json]:
    found = _get(document, key)
    if not isinstance(found, list):
        message = f"{key!r} is no list"
        raise ValueError(message)  # noqa: TRY004 - one error for all
    return found


def _optional(document: Json, key: str) -> str | None:
    found = _get(document, key)
    return found if isinstance(found, str) else None
