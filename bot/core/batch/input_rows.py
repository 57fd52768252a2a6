"""Parses the input rows of JSON Lines: an article or a page each.

A row is ``{"id", "text" | "html", "title"?, "url"?, "published"?, "lang"?}``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.core.domain.errors import BadDateError, BadInputError
from bot.core.messages.briefing_json import Json, JsonObject, RowId
from bot.core.ports.services import Page
from bot.core.text.decoding import decode, parse_text
from summarizers.errors import EmptyTextError, NotTextError, TooLongError
from summarizers.model import Article

MAX_BYTES = 5_000_000
"""The maximum length of a text that is briefed, in bytes of UTF-8."""

_FIRST_YEAR, _LAST_YEAR = 1000, 2999
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?=$|[T ])", re.ASCII)
_LANG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffd]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# Text copied from PDF files has a stray control character in about every thousand
# characters. In images and archives every third one is a control character.
_CONTROL_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class InputRow:
    """One row; if ``html`` is set, ``article`` has no text until that is extracted."""

    id: RowId
    article: Article
    html: str | None = None

    def page(self) -> Page:
        """Return the HTML in the form of a fetched page."""
        body = (self.html or "").encode("utf-8", "surrogatepass")
        return Page(self.article.url or "", body, "text/html", "utf-8")

    def complete(self, extracted: Article) -> Article:
        """Return ``extracted`` with the row's metadata in place of the page's."""
        stated = self.article
        return replace(
            extracted,
            title=stated.title or extracted.title,
            url=stated.url or extracted.url or None,
            published=stated.published or extracted.published,
            lang=stated.lang or extracted.lang,
        )


def parse_row(document: JsonObject) -> InputRow:
    """Parse the JSON object of one row.

    Raises:
        BadInputError: a field is missing or has the wrong type.
        BadDateError: ``published`` is not a date.
        InputError: the text is not readable text, is empty or is too long.
    """
    html = _string(document, "html")
    text = _string(document, "text")
    if (text is None) == (html is None):
        raise BadInputError(
            'the line has neither or both of "text" and "html": write exactly one of them'
        )
    article = Article(
        text=text or "",
        title=_string(document, "title") or None,
        url=_string(document, "url") or None,
        published=parse_published(_string(document, "published")),
        lang=parse_lang(_string(document, "lang")),
    )
    if html is None:
        check_text(article.text)
    else:
        check_size(html)
    return InputRow(parse_id(document), article, html)


def parse_object(line: bytes) -> JsonObject:
    """Decode the JSON object of one line.

    Raises:
        BadInputError: the line is not UTF-8, not JSON or not an object.
    """
    try:
        document: Json = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadInputError(
            "the line is not UTF-8: save the file with the encoding UTF-8"
        ) from error
    except (ValueError, RecursionError) as error:
        raise BadInputError(f"the line is not JSON, so correct it: {error}") from error
    if not isinstance(document, dict):
        raise BadInputError(
            'the line is not a JSON object: write {"id": ..., "text": ...}'
        )
    return document


def parse_id(document: JsonObject) -> str | int:
    """Return the row's id.

    Raises:
        BadInputError: the id is missing, or neither a string nor a whole number.
    """
    match document.get("id"):
        case bool() | None:
            raise BadInputError('a line needs an "id": add a string or a whole number')
        case str() | int() as id_:
            return id_
        case _:
            raise BadInputError(
                'the "id" is neither a string nor a whole number: write one of them'
            )


def parse_published(value: str | None) -> date | None:
    """Parse ``YYYY-MM-DD``, or an ISO date and time; ``None`` if blank.

    The day is the one that is written: the publisher's local date.

    Raises:
        BadDateError: the text is not a date.
    """
    if value is None or not value.strip():
        return None
    text = value.strip()
    message = f'"{text[:40]}" is not a date: write it as YYYY-MM-DD'
    if not _DAY.match(text):
        raise BadDateError(message)
    try:
        day = datetime.fromisoformat(text).date()
    except ValueError as error:
        raise BadDateError(message) from error
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise BadDateError(
            f'the year of "{text[:40]}" is not plausible: write the date as YYYY-MM-DD'
        )
    return day


def parse_lang(value: str | None) -> str | None:
    """Return the two-letter language of a tag such as ``en-GB``; ``None`` if blank.

    Raises:
        BadInputError: the text is not a language tag.
    """
    if value is None or not value.strip():
        return None
    if not _LANG.fullmatch(value.strip()):
        raise BadInputError(f'"{value[:20]}" is not a language code such as "en"')
    return re.split(r"[-_]", value.strip())[0].lower()


def parse_plain(page: Page) -> Article:
    """Make an article of a page without markup.

    Raises:
        InputError: the text is empty, too long or not readable text.
    """
    text = decode(page.body, page.charset)
    check_text(text)
    return parse_text(text, page.url or None)


def check_size(text: str) -> None:
    """Refuse a text that exceeds the limit.

    Raises:
        TooLongError: the text has more than ``MAX_BYTES`` bytes of UTF-8.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise TooLongError(
            f"the text has more than {MAX_BYTES // 1_000_000} MB: give a shorter one"
        )


def check_text(text: str) -> None:
    """Refuse a text that is not readable.

    Raises:
        TooLongError: it exceeds the limit.
        EmptyTextError: it contains no words.
        NotTextError: it contains binary data or lone surrogates.
    """
    check_size(text)
    controls = len(_CONTROL.findall(text))
    if "\0" in text or controls > _CONTROL_SHARE * len(text):
        raise NotTextError("this is binary data, not text: give a text or HTML file")
    if _SURROGATE.search(text):
        raise NotTextError(
            "the text contains incomplete characters (lone surrogates): remove them"
        )
    if not any(character.isalnum() for character in text):
        raise EmptyTextError("the text has no words: give the text of an article")


def _string(document: JsonObject, field: str) -> str | None:
    value = document.get(field)
    if value is None or isinstance(value, str):
        return value
    raise BadInputError(f'"{field}" is not a string: put the value in quotation marks')
