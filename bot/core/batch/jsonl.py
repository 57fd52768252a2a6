"""Turns each line of JSON Lines into one output line, errors included."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.core.batch.input_rows import InputRow, parse_object, parse_row
from bot.core.domain.errors import BadInputError, BotError
from bot.core.messages.briefing_json import (
    JsonObject,
    RowId,
    article_document,
    briefing_document,
    error_document,
    to_line,
)
from bot.core.ports.services import Page
from summarizers.errors import InputError
from summarizers.model import Article, Briefing
from summarizers.page import select_page

ParsePage = Callable[[Page], Article]
BriefArticle = Callable[[Article], Briefing]
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class OutputLine:
    """One line of output, and whether it is an error."""

    line: str
    failed: bool = False


def brief_line(
    raw: bytes, *, parse: ParsePage, brief: BriefArticle, everything: bool
) -> OutputLine:
    """Brief the article of one input line; on failure return an error line.

    With ``everything`` the output has all lines of the briefing, not only the best
    ones.
    """

    def answer(row: InputRow) -> OutputLine:
        briefing = brief(_article(row, parse))
        shown = briefing if everything else select_page(briefing).briefing
        with_text = row.html is not None
        document = briefing_document(shown, id=row.id, with_text=with_text)
        return OutputLine(to_line(document))

    return _or_error(raw, answer)


def extract_line(raw: bytes, *, parse: ParsePage) -> OutputLine:
    """Extract the article of one line; on failure return an error line."""

    def answer(row: InputRow) -> OutputLine:
        article = _article(row, parse)
        return OutputLine(to_line(article_document(article, id=row.id)))

    return _or_error(raw, answer)


def parse_line(raw: bytes) -> InputRow | OutputLine:
    """Parse one line into a row; on failure return an error line."""
    return _or_error(raw, lambda row: row)


def error_line(raw: bytes, kind: str, message: str) -> OutputLine:
    """Return the error line for ``raw``, a line whose worker process was ended."""
    try:
        document = parse_object(raw)
    except BadInputError:
        document = {}
    return _error(document, kind, message)


def _article(row: InputRow, parse: ParsePage) -> Article:
    if row.html is None:
        return row.article
    return row.complete(parse(row.page()))


def _or_error(raw: bytes, answer: Callable[[InputRow], Result]) -> Result | OutputLine:
    document: JsonObject = {}
    try:
        document = parse_object(raw)
        return answer(parse_row(document))
    except (BotError, InputError) as error:
        return _error(document, error.kind, str(error))
    except Exception as error:  # noqa: BLE001 - one bad line never costs the others
        return _error(document, "internal", f"{type(error).__name__}: {error}")


def _error(document: JsonObject, kind: str, message: str) -> OutputLine:
    id_ = document.get("id")
    row_id: RowId = id_ if isinstance(id_, str | int) else None
    return OutputLine(to_line(error_document(kind, message, id=row_id)), failed=True)
