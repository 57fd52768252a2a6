"""The commands on articles: ``brief``, ``extract`` and ``cluster``."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.bootstrap.terminal import show
from bot.cli.batches import Batch, answer_batch, answer_together
from bot.cli.source_pages import open_sources, usual_configuration
from bot.cli.streams import print_message, write_line
from bot.core.batch.briefs import NO_OVERRIDES, Overrides, PageBriefer
from bot.core.batch.input_rows import parse_lang, parse_published
from bot.core.batch.jsonl import OutputLine
from bot.core.domain.configuration import Configuration
from bot.core.domain.engines import DEFAULT_ENGINE, ENGINES, removed_engine
from bot.core.domain.errors import BadDateError, BadInputError, BotError, UsageError
from bot.core.domain.messages import Message
from bot.core.messages.briefing import Presentation, briefing_message
from bot.core.messages.briefing_json import (
    article_document,
    briefing_document,
    to_line,
)
from bot.core.messages.markdown import to_markdown
from bot.core.messages.omissions import omissions_section
from bot.core.ports.services import Page
from summarizers.errors import InputError
from summarizers.model import NO_REASONS, Briefing, Reasons
from summarizers.page import PrintedPage, select_page

_MAX_CONCURRENT = 4


class Format(StrEnum):
    """The output formats of briefings and digests."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


def check_engine(name: str) -> str:
    """Check that the engine ``name`` exists; return its name.

    Raises:
        UsageError: the engine does not exist; the message says what to use instead.
    """
    if name in ENGINES:
        return name
    unknown = f'unknown engine "{name}"; use one of {", ".join(ENGINES)}'
    raise UsageError(removed_engine(name) or unknown)


def check_optional_engine(name: str | None) -> str | None:
    """Check the name of an engine, if one is given; return the name.

    Raises:
        UsageError: as for ``check_engine``.
    """
    return None if name is None else check_engine(name)


def check_explain(format_: Format, *, explained: bool) -> None:
    """Check that ``--explain`` is used with a format that prints reasons.

    Raises:
        UsageError: the format is JSON.
    """
    if explained and format_ is Format.JSON:
        raise UsageError("--explain works with --format text or markdown, not json")


@dataclass(frozen=True, slots=True)
class BriefOptions:
    """The options of ``brief``.

    Raises:
        UsageError: the options exclude each other.
    """

    format: Format = Format.TEXT
    everything: bool = False
    explained: bool = False
    engine: str = DEFAULT_ENGINE
    given: Overrides = NO_OVERRIDES

    def __post_init__(self) -> None:
        """Check that the format can print the reasons that ``--explain`` asks for."""
        check_explain(self.format, explained=self.explained)


def parse_given(
    *, title: str | None, published: str | None, lang: str | None
) -> Overrides:
    """Parse the options that replace the article's title, date and language.

    Raises:
        UsageError: the date or the language code is invalid.
    """
    try:
        day, code = parse_published(published), parse_lang(lang)
    except (BadDateError, BadInputError) as error:
        raise UsageError(str(error)) from error
    return Overrides(title, day, code)


def brief_batch(batch: Batch, options: BriefOptions) -> None:
    """Brief the article in each line of the batch's input file.

    Raises:
        UsageError: an option does not work with --jsonl.
        BadInputError: the input cannot be read, or the output cannot be written.
    """
    from bot.bootstrap.batch import brief_lines

    if options != BriefOptions(
        format=options.format, everything=options.everything, engine=options.engine
    ):
        raise UsageError(
            "--jsonl takes title, date and language from each line; omit the options for them"
        )
    if options.format is Format.MARKDOWN:
        raise UsageError("--jsonl writes JSON; omit --format")

    def work(lines: Iterable[bytes]) -> Iterator[OutputLine]:
        return brief_lines(
            lines,
            engine=options.engine,
            everything=options.everything,
            workers=batch.workers,
        )

    answer_batch(batch, work, label="briefing")


def brief_sources(sources: Sequence[str], options: BriefOptions) -> int:
    """Print the briefing of each source, in order; return the exit status.

    Raises:
        UsageError: a title or date is given for several sources.
    """
    if len(sources) > 1 and (options.given.title or options.given.published):
        raise UsageError(
            "--title and --published work with one source only: omit them, or name one"
        )
    return asyncio.run(_brief_all(sources, options))


def extract_batch(batch: Batch) -> None:
    """Extract the article in each line of the batch's input file.

    Raises:
        BadInputError: the input cannot be read, or the output cannot be written.
    """
    from bot.bootstrap.batch import extract_lines

    def work(lines: Iterable[bytes]) -> Iterator[OutputLine]:
        return extract_lines(lines, workers=batch.workers)

    answer_batch(batch, work, label="extracting")


def extract_sources(sources: Sequence[str]) -> int:
    """Print the article of each source as one line of JSON; return the exit status."""
    return asyncio.run(_extract_all(sources))


def cluster_batch(batch: Batch) -> None:
    """Group the articles of the input file into stories; write each article's story.

    Raises:
        BadInputError: the input cannot be read, or the output cannot be written.
    """
    from bot.bootstrap.batch import cluster_lines

    def work(
        lines: Iterable[bytes], advance: Callable[[], None]
    ) -> Iterator[OutputLine]:
        return cluster_lines(lines, advance, workers=batch.workers)

    answer_together(batch, work, label="clustering")


async def _brief_all(sources: Sequence[str], options: BriefOptions) -> int:
    semaphore = asyncio.Semaphore(_MAX_CONCURRENT)
    failed = False
    usual = usual_configuration()
    opening = open_sources(sources, options.engine, usual)
    async with opening as (reader, pages):

        async def answer(source: str) -> tuple[Page, Briefing, Reasons]:
            async with semaphore:
                page = await pages.page(source)
                briefing = await reader.brief(page, options.given)
                return page, briefing, await _reasons(reader, briefing, options)

        tasks = [asyncio.create_task(answer(source)) for source in sources]
        for source, task in zip(sources, tasks, strict=True):
            try:
                page, briefing, reasons = await task
            except (BotError, InputError) as error:
                print_message(str(error), about=source)
                failed = True
            else:
                if options.format is Format.JSON:
                    _print_document(briefing, source, page, options)
                else:
                    language = label_language(usual, briefing)
                    presentation = Presentation(language, options.explained, reasons)
                    _print(briefing, presentation, options)
    return int(failed)


async def _extract_all(sources: Sequence[str]) -> int:
    failed = False
    opening = open_sources(sources, DEFAULT_ENGINE, usual_configuration())
    async with opening as (reader, pages):
        for source in sources:
            try:
                article = await reader.extract(await pages.page(source))
            except (BotError, InputError) as error:
                print_message(str(error), about=source)
                failed = True
            else:
                write_line(to_line(article_document(article, id=source)))
    return int(failed)


def label_language(configuration: Configuration | None, briefing: Briefing) -> str:
    """Return the configured language of the labels that Sitrep adds to lines.

    Without a configuration, return the article's language.
    """
    return briefing.lang if configuration is None else configuration.language


async def _reasons(
    reader: PageBriefer, briefing: Briefing, options: BriefOptions
) -> Reasons:
    """Return the reasons for each line if ``--explain`` asks for them, else none."""
    if not options.explained or options.format is Format.JSON:
        return NO_REASONS
    return await reader.reasons(briefing.article)


def _print_document(
    briefing: Briefing, source: str, page: Page, options: BriefOptions
) -> None:
    shown = briefing if options.everything else select_page(briefing).briefing
    document = briefing_document(shown, id=source, with_text=not page.is_plain)
    write_line(to_line(document))


def _print(
    briefing: Briefing, presentation: Presentation, options: BriefOptions
) -> None:
    message = _message(briefing, presentation, options)
    if options.format is Format.MARKDOWN:
        write_line(to_markdown(message))
    else:
        show(message, sys.stdout)


def _message(
    briefing: Briefing, presentation: Presentation, options: BriefOptions
) -> Message:
    """Render the lines of the printed page; with ``--all`` render all lines.

    With ``--explain`` add a section that says what the page leaves out.
    """
    page = PrintedPage(briefing) if options.everything else select_page(briefing)
    message = briefing_message(page.briefing, presentation, actors=briefing.actors)
    if not (options.explained and page.omissions):
        return message
    sections = (*message.sections, omissions_section(page.omissions))
    return replace(message, sections=sections)
