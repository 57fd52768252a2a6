"""Polls each configured source once and stores nothing, to check the configuration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.domain.configuration import Source, SourceKind
from bot.core.domain.errors import BotError
from bot.core.ingest.poll_policy import Poll, new_state
from bot.core.ingest.poller import SourceReaders
from bot.core.ports.services import Clock
from bot.core.text.bounded_gather import bounded_gather
from summarizers.errors import InputError

MAX_PROBES = 8
"""Sources that are probed at the same time."""


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """The number of items a source returned, as text, or the ``error`` it raised."""

    source: Source
    summary: str = ""
    error: str | None = None


async def probe_sources(
    sources: Sequence[Source], readers: SourceReaders, clock: Clock
) -> tuple[ProbeResult, ...]:
    """Poll every source, even if some fail; results are in the order of ``sources``."""
    results: dict[str, ProbeResult] = {}

    async def probe(source: Source) -> None:
        try:
            result = await readers.poll(Poll(source, new_state(source, clock.now())))
        except (BotError, InputError) as error:
            results[source.url] = ProbeResult(source, error=str(error))
        except Exception as error:  # noqa: BLE001 - one source must not stop the others
            results[source.url] = ProbeResult(source, error=repr(error))
        else:
            summary = _summary(source, len(result.items))
            results[source.url] = ProbeResult(source, summary)

    await bounded_gather(sources, probe, limit=MAX_PROBES)
    return tuple(results[source.url] for source in sources)


def _summary(source: Source, number: int) -> str:
    match source.kind:
        case SourceKind.PAGE:
            return "an article"
        case SourceKind.FEED:
            return f"{number} item{'' if number == 1 else 's'}"
        case SourceKind.FILE:
            return f"{number} text{'' if number == 1 else 's'}"
