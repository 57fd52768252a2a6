"""Encodes messages as JSON and decodes them, without any loss."""

from __future__ import annotations

from datetime import datetime

from bot.core.domain.messages import Image, Message, Row, Section, Style, Text
from bot.core.domain.timelines import Timeline
from bot.core.domain.weeks import Week
from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.messages.image_codec import image_document, parse_image
from bot.core.messages.json_values import (
    as_text,
    boolean_in,
    list_in,
    optional_text,
    text_in,
)


def message_document(message: Message) -> JsonObject:
    """Encode the message as a JSON object."""
    return {
        "sections": [_section(section) for section in message.sections],
        "language": message.language,
        **_image(message.image),
        **({"thread": message.thread} if message.thread else {}),
        **({} if message.until is None else {"until": message.until.isoformat()}),
    }


def _image(image: Image | None) -> JsonObject:
    match image:
        case None:
            return {}
        case Timeline():
            return {"timeline": image_document(image)}
        case Week():
            return {"week": image_document(image)}


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
    """Decode the output of ``message_document``, also that of an earlier version.

    Raises:
        ValueError: the document is not an encoded message.
    """
    until = _added(document, "until", None)
    return Message(
        tuple(map(_parse_section, list_in(document, "sections"))),
        language=as_text(_added(document, "language", "en")),
        image=_parse_image(document),
        thread=as_text(_added(document, "thread", "")),
        until=None if until is None else datetime.fromisoformat(as_text(until)),
    )


def _parse_image(document: Json) -> Image | None:
    match document:
        case {"timeline": timeline}:
            return parse_image(Timeline, timeline)
        case {"week": week}:
            return parse_image(Week, week)
        case _:
            return None


def _parse_section(document: Json) -> Section:
    return Section(
        heading=optional_text(document, "heading"),
        rows=tuple(map(_parse_row, list_in(document, "rows"))),
        inline=boolean_in(document, "inline"),
        sign=as_text(_added(document, "sign", "")),
    )


def _parse_row(document: Json) -> Row:
    return Row(
        parts=tuple(map(_parse_text, list_in(document, "parts"))),
        marker=text_in(document, "marker"),
        proof=optional_text(document, "proof"),
        remarks=tuple(map(as_text, list_in(document, "remarks"))),
        paper=as_text(_added(document, "paper", "")),
    )


def _parse_text(document: Json) -> Text:
    return Text(
        text=text_in(document, "text"),
        style=Style(text_in(document, "style")),
        url=optional_text(document, "url"),
    )


def _added(document: Json, key: str, default: str | None) -> Json:
    """Return the value of ``key``, or ``default`` if the key is missing.

    Messages that an earlier version encoded lack this key.
    """
    return document.get(key, default) if isinstance(document, dict) else default
