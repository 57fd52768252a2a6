"""JSON Lines: one line of input answered by one line of output, whatever is in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.core.batch.input_rows import Entry, parse_entry, parse_row
from bot.core.domain.errors import BadInputError, BotError
from bot.core.messages.briefing_json import (
    Document,
    Id,
    article_document,
    briefing_document,
    error_document,
    to_line,
)
from bot.core.ports.services import Page
from summarizers.errors import InputError
from summarizers.model import Article, Briefing

ParsePage = Callable[[Page], Article]
BriefArticle = Callable[[Article], Briefing]
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of output; ``engine`` is the one that worked, if one did."""

    line: str
    failed: bool = False
    engine: str | None = None


def brief_line(
    raw: bytes, *, parse: ParsePage, brief: BriefArticle, everything: bool
) -> Answer:
    """Brief one line; a line that fails is answered by an error.

    ``everything`` lists all that was found instead of what a briefing prints.
    """

    def answer(entry: Entry) -> Answer:
        briefing = brief(_article(entry, parse))
        shown = briefing if everything else briefing.printed()
        with_text = entry.html is not None
        document = briefing_document(shown, id=entry.id, with_text=with_text)
        return Answer(to_line(document), engine=briefing.engine)

    return _answered(raw, answer)


def extract_line(raw: bytes, *, parse: ParsePage) -> Answer:
    """Extract one line's article; a line that fails is answered by an error."""

    def answer(entry: Entry) -> Answer:
        article = _article(entry, parse)
        return Answer(to_line(article_document(article, id=entry.id)))

    return _answered(raw, answer)


def read_line(raw: bytes) -> Entry | Answer:
    """What a line holds; a line that fails is answered by an error."""
    return _answered(raw, lambda entry: entry)


def failed_line(raw: bytes, kind: str, message: str) -> Answer:
    """The error for a line whose work was ended from outside."""
    try:
        row = parse_row(raw)
    except BadInputError:
        row = {}
    return _error(row, kind, message)


def _article(entry: Entry, parse: ParsePage) -> Article:
    if entry.html is None:
        return entry.article
    return entry.completed(parse(entry.page()))


def _answered(raw: bytes, answer: Callable[[Entry], Result]) -> Result | Answer:
    row: Document = {}
    try:
        row = parse_row(raw)
        return answer(parse_entry(row))
    except (BotError, InputError) as error:
        return _error(row, error.kind, str(error))
    except Exception as error:  # noqa: BLE001 - one bad line never costs the others
        return _error(row, "internal", f"{type(error).__name__}: {error}")


def _error(row: Document, kind: str, message: str) -> Answer:
    id_ = row.get("id")
    known: Id = id_ if isinstance(id_, str | int) else None
    return Answer(to_line(error_document(kind, message, id=known)), failed=True)
