"""Prepares the images of messages, and leaves them out if the platform refuses them.

A message never waits for its image. If the platform refuses a message with an image, a
later attempt posts the message without the image.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from bot.core.domain.errors import NotSentError, RejectedError
from bot.core.domain.messages import Image, Message

IMAGE_SECONDS = 10.0
"""How long preparing an image may take; the message is then posted without it."""

_MAX_KEYS = 1_000
_MAX_IMAGES = 20

Prepared = TypeVar("Prepared")
"""The form in which a platform takes an image, such as its bytes or a file's id."""

Value = TypeVar("Value")


@dataclass(slots=True)
class PreparedImages(Generic[Prepared]):
    """Keeps the prepared images by the idempotency key of their message.

    After ``refusals`` refused posts of a message, its image is left out.
    """

    refusals: int = 1
    _images: dict[str, Prepared] = field(default_factory=dict[str, Prepared])
    _refused: Counter[str] = field(default_factory=Counter[str])

    async def prepare(
        self,
        message: Message,
        key: str,
        make: Callable[[Image], Awaitable[Prepared | None]],
    ) -> None:
        """Prepare the image of a message with ``make``, and keep it under ``key``.

        Do nothing without an image, or if the image was made or refused before.
        """
        done = key in self._images or self._refused[key] >= self.refusals
        if message.image is None or done:
            return
        image = await make(message.image)
        if image is not None:
            self._images[key] = image
            _limit(self._images, _MAX_IMAGES)

    @contextmanager
    def posting(self, key: str) -> Iterator[Prepared | None]:
        """Yield the prepared image to post with the message, or ``None``.

        Post the message within the ``with`` block, so that a refusal is recorded.

        Raises:
            NotSentError: the platform refused the message with its image; a later attempt
                leaves the image out.
        """
        image = self._images.get(key)
        try:
            yield image
        except RejectedError as error:
            if image is None:
                raise
            self._refuse(key)
            words = f"the platform refused the message with its image; a later attempt posts the text alone: {error}"
            raise NotSentError(words, code=error.code) from error
        self._images.pop(key, None)

    def _refuse(self, key: str) -> None:
        self._refused[key] += 1
        _limit(self._refused, _MAX_KEYS)
        if self._refused[key] >= self.refusals:
            self._images.pop(key, None)


def _limit(values: dict[str, Value], most: int) -> None:
    """Delete the oldest values until at most ``most`` are left."""
    while len(values) > most:
        del values[next(iter(values))]
