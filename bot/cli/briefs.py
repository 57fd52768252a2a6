"""The verb ``brief``."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.bootstrap.terminal import show
from bot.cli.batches import Batch, answer_batch
from bot.cli.sources import open_sources
from bot.cli.streams import tell, write_line
from bot.core.batch.briefs import NO_OVERRIDES, Overrides, PageBriefer
from bot.core.batch.input_rows import parse_lang, parse_published
from bot.core.batch.jsonl import OutputLine
from bot.core.domain.configuration import ENGINES
from bot.core.domain.errors import BadDateError, BadInputError, BotError, UsageError
from bot.core.messages.briefing import briefing_message
from bot.core.messages.briefing_json import briefing_document, to_line
from bot.core.messages.markdown import to_markdown
from bot.core.ports.services import Page
from summarizers.errors import InputError
from summarizers.model import NO_REASONS, Briefing, Reasons

_FALLBACK = "fast"
_AT_ONCE = 4


class Format(StrEnum):
    """How briefings are printed."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


def refuse_reasons(format_: Format, *, explained: bool) -> None:
    """Make sure that reasons are only asked for where they are printed.

    Raises:
        UsageError: the format has none.
    """
    if explained and format_ is Format.JSON:
        raise UsageError("--explain goes with --format text or markdown, not with json")


@dataclass(frozen=True, slots=True)
class BriefOptions:
    """What is asked of a briefing.

    Raises:
        UsageError: the engine has no such name, or they do not go together.
    """

    format: Format = Format.TEXT
    everything: bool = False
    explained: bool = False
    engine: str = "spacy"
    given: Overrides = NO_OVERRIDES

    def __post_init__(self) -> None:
        """Refuse an engine that is none, and reasons where none are printed."""
        refuse_reasons(self.format, explained=self.explained)
        if self.engine not in ENGINES:
            names = ", ".join(ENGINES)
            raise UsageError(f'there is no engine "{self.engine}"; known are {names}')


def parse_given(
    *, title: str | None, published: str | None, lang: str | None
) -> Overrides:
    """What the command line says about the article.

    Raises:
        UsageError: the date or the language is none.
    """
    try:
        day, code = parse_published(published), parse_lang(lang)
    except (BadDateError, BadInputError) as error:
        raise UsageError(str(error)) from error
    return Overrides(title, day, code)


def brief_batch(batch: Batch, options: BriefOptions) -> None:
    """Answer each line with its briefing.

    Raises:
        UsageError: an option does not go with lines.
        BadInputError: the lines cannot be read, or the answers cannot be written.
    """
    from bot.bootstrap.batch import brief_lines

    if options != BriefOptions(
        format=options.format, everything=options.everything, engine=options.engine
    ):
        raise UsageError("--jsonl takes title, day and language from each line")
    if options.format is Format.MARKDOWN:
        raise UsageError("--jsonl answers in JSON")

    def work(lines: Iterable[bytes]) -> Iterator[OutputLine]:

        return brief_lines(
            lines,
            engine=options.engine,
            everything=options.everything,
            workers=batch.workers,
        )

    report = answer_batch(batch, work, label="briefing")
    _tell_fallback(report.engines, options)


def brief_sources(sources: Sequence[str], options: BriefOptions) -> int:
    """Print the briefing of each source, in order; the exit status.

    Raises:
        UsageError: one title or day is given for several sources.
    """
    if len(sources) > 1 and (options.given.title or options.given.published):
        raise UsageError("--title and --published go with one source")
    return asyncio.run(_brief_all(sources, options))


async def _brief_all(sources: Sequence[str], options: BriefOptions) -> int:
    turn = asyncio.Semaphore(_AT_ONCE)
    engines: set[str] = set()
    failed = False
    async with open_sources(sources, options.engine) as (reader, pages):

        async def answer(source: str) -> tuple[Page, Briefing, Reasons]:
            async with turn:
                page = await pages.page(source)
                briefing = await reader.brief(page, options.given)
                return page, briefing, await _reasons(reader, briefing, options)

        tasks = [asyncio.create_task(answer(source)) for source in sources]
        for source, task in zip(sources, tasks, strict=True):
            try:
                page, briefing, reasons = await task
            except (BotError, InputError) as error:
                tell(str(error), about=source)
                failed = True
            else:
                engines.add(briefing.engine)
                if options.format is Format.JSON:
                    _print_document(briefing, source, page, options)
                else:
                    _print(briefing, reasons, options)
    _tell_fallback(engines, options)
    return int(failed)


async def _reasons(
    reader: PageBriefer, briefing: Briefing, options: BriefOptions
) -> Reasons:
    """Why each line was chosen, when that is asked for."""
    if not options.explained or options.format is Format.JSON:
        return NO_REASONS
    return await reader.reasons(briefing.article)


def _print_document(
    briefing: Briefing, source: str, page: Page, options: BriefOptions
) -> None:
    found = briefing if options.everything else briefing.printed()
    document = briefing_document(found, id=source, with_text=not page.is_plain)
    write_line(to_line(document))


def _print(briefing: Briefing, reasons: Reasons, options: BriefOptions) -> None:
    found = briefing if options.everything else briefing.printed()
    message = briefing_message(found, explained=options.explained, reasons=reasons)
    if options.format is Format.MARKDOWN:
        write_line(to_markdown(message))
    else:
        show(message, sys.stdout)


def _tell_fallback(engines: Iterable[str], options: BriefOptions) -> None:
    if options.engine != _FALLBACK and _FALLBACK in engines:
        tell(
            f"the language model of the engine {options.engine} is missing: "
            f"{_FALLBACK} was used, which finds less"
        )
