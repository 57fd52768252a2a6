"""Use case: each configured source is tried once, and nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.domain.configuration import Source, SourceKind
from bot.core.domain.errors import BotError
from bot.core.ingest.poll_policy import Poll, new_state
from bot.core.ingest.poller import SourceReaders
from bot.core.ports.services import Clock
from bot.core.text.bounded_gather import in_turns
from summarizers.errors import InputError

TRIALS_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Trial:
    """How a source fared: what it has, or in ``error`` what is wrong with it."""

    source: Source
    found: str = ""
    error: str | None = None


async def try_sources(
    sources: Sequence[Source], readers: SourceReaders, clock: Clock
) -> tuple[Trial, ...]:
    """Ask every source; one that fails costs no other. In the order given."""
    trials: dict[str, Trial] = {}

    async def attempt(source: Source) -> None:
        try:
            answer = await readers.ask(Poll(source, new_state(source, clock.now())))
        except (BotError, InputError) as error:
            trials[source.url] = Trial(source, error=str(error))
        except Exception as error:  # noqa: BLE001 - no source ends the trials
            trials[source.url] = Trial(source, error=repr(error))
        else:
            trials[source.url] = Trial(source, _told(source, len(answer.found)))

    await in_turns(sources, attempt, at_once=TRIALS_AT_ONCE)
    return tuple(trials[source.url] for source in sources)


def _told(source: Source, number: int) -> str:
    match source.kind:
        case SourceKind.PAGE:
            return "an article"
        case SourceKind.FEED:
            return f"{number} item{'' if number == 1 else 's'}"
        case SourceKind.FILE:
            return f"{number} text{'' if number == 1 else 's'}"
