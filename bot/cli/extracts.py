"""The verb ``extract``."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence

from bot.cli.batches import Batch, answer_batch
from bot.cli.sources import open_sources
from bot.cli.streams import tell, write_line
from bot.core.batch.jsonl import OutputLine
from bot.core.domain.errors import BotError
from bot.core.messages.briefing_json import article_document, to_line
from summarizers.errors import InputError

_LIGHTEST_ENGINE = "fast"


def extract_batch(batch: Batch) -> None:
    """Answer each line with the article in its page.

    Raises:
        BadInputError: the lines cannot be read, or the answers cannot be written.
    """
    from bot.bootstrap.batch import extract_lines

    def work(lines: Iterable[bytes]) -> Iterator[OutputLine]:

        return extract_lines(lines, workers=batch.workers)

    answer_batch(batch, work, label="extracting")


def extract_sources(sources: Sequence[str]) -> int:
    """Print the article of each source as one line of JSON; the exit status."""
    return asyncio.run(_extract_all(sources))


async def _extract_all(sources: Sequence[str]) -> int:
    failed = False
    async with open_sources(sources, _LIGHTEST_ENGINE) as (reader, pages):
        for source in sources:
            try:
                article = await reader.extract(await pages.page(source))
            except (BotError, InputError) as error:
                tell(str(error), about=source)
                failed = True
            else:
                write_line(to_line(article_document(article, id=source)))
    return int(failed)
