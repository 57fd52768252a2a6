"""The app's messages as people see them in Slack: posts, edits, ephemeral ones, views."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from tests.fakes.json_types import Json, JsonObject
from tests.fakes.slack.values import inner, objects

PATIENCE = 60.0
"""So many seconds a test waits for something to be seen."""


@dataclass(frozen=True, slots=True)
class Sight:
    """One change on a screen.

    ``change`` is post, edit, delete, modal, home, or closed; ``id`` is the message's ts
    or the view's id. ``user`` is who alone sees it; None if all in the channel do.
    """

    change: str
    id: str
    channel: str = ""
    user: str | None = None
    parent: str | None = None
    body: Mapping[str, Json] = field(default_factory=dict[str, Json])
    via: str = ""

    @property
    def text(self) -> str:
        """What is read aloud of a message, or a view's title."""
        title = self.body.get("title")
        value = title if isinstance(title, dict) else self.body
        return str(value.get("text", ""))

    @property
    def blocks(self) -> list[Json]:
        """Its blocks."""
        return list(objects(self.body, "blocks"))

    @property
    def is_view(self) -> bool:
        """Whether it is a modal or a home tab."""
        return self.change in {"modal", "home"}

    @property
    def is_ephemeral(self) -> bool:
        """Whether only one person sees it, in a channel."""
        return self.user is not None and not self.is_view

    def words(self) -> str:
        """All that can be read in its blocks, a line each."""
        return "\n".join(_words(self.blocks))

    def elements(self) -> list[JsonObject]:
        """All that can be clicked or filled in, each with its block's id."""
        found: list[JsonObject] = []
        for number, block in enumerate(self.blocks):
            if isinstance(block, dict):
                place = str(block.get("block_id") or f"block-{number}")
                found.extend(one | {"block_id": place} for one in _elements(block))
        return found


class Screen:
    """All changes in their order, and what there is to be seen now."""

    def __init__(self) -> None:
        self.sights: list[Sight] = []
        self._changed = asyncio.Condition()

    async def show(self, sight: Sight) -> None:
        """Let something be seen."""
        async with self._changed:
            self.sights.append(sight)
            self._changed.notify_all()

    def now(self, channel: str | None = None) -> list[Sight]:
        """What messages stand there now, edited; in one channel or all."""
        standing: dict[str, Sight] = {}
        for sight in self.sights:
            if sight.change == "delete":
                standing.pop(sight.id, None)
            elif not sight.is_view and sight.change != "closed":
                before = standing.get(sight.id, sight)
                standing[sight.id] = replace(before, body=sight.body)
        return [one for one in standing.values() if channel in {None, one.channel}]

    async def until(self, wanted: Callable[[Sight], bool], *, after: int = 0) -> Sight:
        """The first such change from number ``after`` on, waiting for it.

        Raises:
            AssertionError: it does not come about.
        """
        try:
            async with asyncio.timeout(PATIENCE), self._changed:
                while True:
                    for sight in self.sights[after:]:
                        if wanted(sight):
                            return sight
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(f"not seen; seen: {self.sights[after:]}") from None


def _elements(block: JsonObject) -> list[JsonObject]:
    """The interactive elements of a block."""
    one = [inner(block, "element"), inner(block, "accessory")]
    return [part for part in objects(block, "elements") + one if "action_id" in part]


def _words(value: Json) -> list[str]:
    if isinstance(value, list):
        return [line for one in value for line in _words(one)]
    if not isinstance(value, dict):
        return []
    text = value.get("text")
    own = [text] if isinstance(text, str) else []
    return own + [line for one in value.values() for line in _words(one)]
