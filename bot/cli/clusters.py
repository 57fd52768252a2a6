"""The verb ``cluster``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from bot.cli.batches import Batch, answer_together
from bot.core.batch.jsonl import OutputLine


def cluster_batch(batch: Batch) -> None:
    """Answer each line with the story that its article belongs to.

    Raises:
        BadInputError: the lines cannot be read, or the answers cannot be written.
    """
    from bot.bootstrap.batch import cluster_lines

    def work(
        lines: Iterable[bytes], advance: Callable[[], None]
    ) -> Iterator[OutputLine]:

        return cluster_lines(lines, advance, workers=batch.workers)

    answer_together(batch, work, label="clustering")
