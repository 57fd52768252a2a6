"""Images of messages: prepared before a post, and left out if the platform refuses them.

An image never holds up the text of its message, and a message is never posted twice for
its sake: a post that was refused with an image is tried again later, without it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from bot.core.domain.errors import NotSentError, RejectedError
from bot.core.domain.messages import Message
from bot.core.domain.timelines import Timeline

IMAGE_SECONDS = 10.0
"""How long preparing an image may take; the message is then posted without it."""

_MAX_KEYS = 1_000
_MAX_IMAGES = 20

Prepared = TypeVar("Prepared")
"""The form in which a platform takes an image, such as its bytes or a file's id."""

Value = TypeVar("Value")


@dataclass(slots=True)
class PreparedImages(Generic[Prepared]):
    """The prepared images by the idempotency key of their message.

    After ``refusals`` posts that the platform refused, a message is without its image.
    """

    refusals: int = 1
    _images: dict[str, Prepared] = field(default_factory=dict[str, Prepared])
    _refused: Counter[str] = field(default_factory=Counter[str])

    async def prepare(
        self,
        message: Message,
        key: str,
        make: Callable[[Timeline], Awaitable[Prepared | None]],
    ) -> None:
        """Make the image of the message, if it has one, unless that was done before."""
        done = key in self._images or self._refused[key] >= self.refusals
        if message.timeline is None or done:
            return
        image = await make(message.timeline)
        if image is not None:
            self._images[key] = image
            _limit(self._images, _MAX_IMAGES)

    @contextmanager
    def posting(self, key: str) -> Iterator[Prepared | None]:
        """Yield the image to post with the message, if one is prepared.

        Raises:
            NotSentError: the platform refused the message with its image, which a later
                attempt leaves out.
        """
        image = self._images.get(key)
        try:
            yield image
        except RejectedError as error:
            if image is None:
                raise
            self._refuse(key)
            words = f"refused with its image, which a later attempt leaves out: {error}"
            raise NotSentError(words, code=error.code) from error
        self._images.pop(key, None)

    def _refuse(self, key: str) -> None:
        self._refused[key] += 1
        _limit(self._refused, _MAX_KEYS)
        if self._refused[key] >= self.refusals:
            self._images.pop(key, None)


def _limit(values: dict[str, Value], most: int) -> None:
    """Forget the oldest values beyond ``most``."""
    while len(values) > most:
        del values[next(iter(values))]
