"""The outcome of one action of a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.fakes.json_types import JsonObject
from tests.fakes.slack.deliveries import Parcel
from tests.fakes.slack.screen import Screen, Sight


@dataclass(frozen=True, slots=True)
class Exchange:
    """Something that was sent to the app and that it acknowledged.

    ``ack`` is what the acknowledgement said, empty for a bare one; ``seconds`` how long
    it took. What is seen since stands on the screen from number ``since`` on.
    """

    parcel: Parcel
    ack: JsonObject
    seconds: float
    since: int
    screen: Screen

    @property
    def sights(self) -> list[Sight]:
        """All that was seen since, so far."""
        return self.screen.sights[self.since :]

    async def seen(self, words: str = "", *, change: str = "") -> Sight:
        """The first thing seen since that says these words, waiting for it.

        ``change`` is what kind of change it must be.

        Raises:
            AssertionError: it is not seen.
        """

        def wanted(sight: Sight) -> bool:
            said = f"{sight.text}\n{sight.words()}"
            return words in said and change in {"", sight.change}

        return await self.until(wanted)

    async def until(self, wanted: Callable[[Sight], bool]) -> Sight:
        """The first thing seen since of which this holds, waiting for it.

        Raises:
            AssertionError: it is not seen.
        """
        return await self.screen.until(wanted, after=self.since)
