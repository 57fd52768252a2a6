"""The data contract's other side: one line of input as an article or a page.

A line is ``{"id", "text" | "html", "title"?, "url"?, "published"?, "lang"?}``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.core.domain.errors import BadDateError, BadInputError
from bot.core.messages.briefing_json import Document, Id, Json
from bot.core.ports.services import Page
from bot.core.text.decoding import decode, parse_text
from summarizers.errors import EmptyTextError, NotTextError, TooLongError
from summarizers.model import Article

MAX_BYTES = 5_000_000
"""The longest text that is briefed, in bytes of UTF-8."""

_FIRST_YEAR, _LAST_YEAR = 1000, 2999
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?=$|[T ])", re.ASCII)
_LANG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffd]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# Stray control characters turn up in prose that was copied from PDF files, about one
# in some thousand; in pictures and archives they are every third.
_CONTROL_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of input; ``article.text`` is empty when ``html`` is to be read."""

    id: Id
    article: Article
    html: str | None = None

    def page(self) -> Page:
        """The HTML as if it had been fetched."""
        body = (self.html or "").encode("utf-8", "surrogatepass")
        return Page(self.article.url or "", body, "text/html", "utf-8")

    def completed(self, found: Article) -> Article:
        """The article that was found in the page, with what the line says about it."""
        given = self.article
        return replace(
            found,
            title=given.title or found.title,
            url=given.url or found.url or None,
            published=given.published or found.published,
            lang=given.lang or found.lang,
        )


def parse_entry(row: Document) -> Entry:
    """Read one line's object.

    Raises:
        BadInputError: a field is missing or of the wrong type.
        BadDateError: ``published`` is no date.
        InputError: the text is none, is empty or is too long.
    """
    html = _string(row, "html")
    text = _string(row, "text")
    if (text is None) == (html is None):
        raise BadInputError('a line needs either "text" or "html"')
    article = Article(
        text=text or "",
        title=_string(row, "title") or None,
        url=_string(row, "url") or None,
        published=parse_published(_string(row, "published")),
        lang=parse_lang(_string(row, "lang")),
    )
    if html is None:
        check_text(article.text)
    else:
        check_size(html)
    return Entry(parse_id(row), article, html)


def parse_row(line: bytes) -> Document:
    """Decode one line of JSON Lines.

    Raises:
        BadInputError: the line is not UTF-8, not JSON or not an object.
    """
    try:
        row: Json = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadInputError("the line is not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise BadInputError(f"the line is not JSON: {error}") from error
    if not isinstance(row, dict):
        raise BadInputError("the line is not a JSON object")
    return row


def parse_id(row: Document) -> str | int:
    """The line's id.

    Raises:
        BadInputError: there is none, or it is neither a string nor a number.
    """
    match row.get("id"):
        case bool() | None:
            raise BadInputError('a line needs an "id", a string')
        case str() | int() as id_:
            return id_
        case _:
            raise BadInputError('the "id" is not a string')


def parse_published(value: str | None) -> date | None:
    """The day in ``YYYY-MM-DD`` or in an ISO date and time; ``None`` when blank.

    The day is the one that is written: the publisher's.

    Raises:
        BadDateError: there is no such day.
    """
    if value is None or not value.strip():
        return None
    text = value.strip()
    told = f'"{text[:40]}" is not a date: write it as YYYY-MM-DD'
    if not _DAY.match(text):
        raise BadDateError(told)
    try:
        day = datetime.fromisoformat(text).date()
    except ValueError as error:
        raise BadDateError(told) from error
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise BadDateError(f'the year of "{text[:40]}" is not plausible')
    return day


def parse_lang(value: str | None) -> str | None:
    """The two-letter language of a tag such as ``en`` or ``en-GB``.

    Raises:
        BadInputError: it is not a language tag.
    """
    if value is None or not value.strip():
        return None
    if not _LANG.fullmatch(value.strip()):
        raise BadInputError(f'"{value[:20]}" is not a language code such as "en"')
    return re.split(r"[-_]", value.strip())[0].lower()


def parse_plain(page: Page) -> Article:
    """The text of a page that is no markup, whole.

    Raises:
        InputError: it is empty, too long or no text.
    """
    text = decode(page.body, page.charset)
    check_text(text)
    return parse_text(text, page.url or None)


def check_size(text: str) -> None:
    """Let nothing pass that is longer than the limit.

    Raises:
        TooLongError: the text has more than ``MAX_BYTES`` bytes of UTF-8.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise TooLongError(f"the text has more than {MAX_BYTES // 1_000_000} MB")


def check_text(text: str) -> None:
    """Let only readable text pass.

    Raises:
        TooLongError: it is longer than the limit.
        EmptyTextError: there is no word in it.
        NotTextError: it holds binary data or broken characters.
    """
    check_size(text)
    controls = len(_CONTROL.findall(text))
    if "\0" in text or controls > _CONTROL_SHARE * len(text):
        raise NotTextError("this is binary data, not text")
    if _SURROGATE.search(text):
        raise NotTextError("the text holds half characters (lone surrogates)")
    if not any(character.isalnum() for character in text):
        raise EmptyTextError("there is no text")


def _string(row: Document, field: str) -> str | None:
    value = row.get(field)
    if value is None or isinstance(value, str):
        return value
    raise BadInputError(f'"{field}" is not a string')
