"""An image never costs its message: the text is posted, once, whatever comes of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from typing_extensions import override

from bot.core.delivery.images import PreparedImages
from bot.core.domain.errors import (
    AuthenticationError,
    PostError,
    RejectedError,
)
from bot.core.domain.messages import Image, Message, Row, Section, Text
from bot.core.messages.codec import message_document
from bot.core.ports.services import MessageImages
from tests.fakes.postroom import Postman, Postroom, body, key
from tests.fakes.timelines import TIMELINE

PLAIN = Message((Section(None, (Row((Text("The course."),)),)),))
DRAWN = replace(PLAIN, image=TIMELINE)
MINUTES = timedelta(minutes=2)


async def draw(image: Image) -> str | None:
    return image.title


@dataclass(slots=True)
class Gallery(Postman, MessageImages):
    """Posts with images; ``trouble`` is raised while one is prepared.

    With ``refuses`` it refuses every message that has an image.
    """

    trouble: Exception | None = None
    refuses: bool = False
    prepared: list[str] = field(default_factory=list)
    shown: list[bool] = field(default_factory=list)
    images: PreparedImages[str] = field(default_factory=PreparedImages[str])

    @override
    async def prepare(
        self, channel: str, message: Message, *, idempotency_key: str
    ) -> None:
        self.prepared.append(idempotency_key)
        if self.trouble is not None:
            raise self.trouble
        await self.images.prepare(message, idempotency_key, draw)

    @override
    async def post(
        self,
        channel: str,
        message: Message,
        *,
        idempotency_key: str,
        parent: str | None = None,
    ) -> str:
        with self.images.posting(idempotency_key) as image:
            if image is not None and self.refuses:
                raise RejectedError("no images here")
            self.shown.append(image is not None)
            return await Postman.post(
                self, channel, message, idempotency_key=idempotency_key, parent=parent
            )


async def postroom(gallery: Gallery, *, timeline: bool = True) -> Postroom:
    """A front, and below it a message with or without a timeline."""
    room = Postroom(gallery)
    drawn = json.dumps(message_document(DRAWN))
    below = drawn if timeline else body("The course.")
    await room.fill_raw(key(), [body("Front"), below])
    return room


async def deliver(room: Postroom) -> None:
    """Send what is due, now and in the next minutes."""
    for _ in range(3):
        while await room.sender().send_next():
            pass
        room.clock.move(MINUTES)


async def test_a_message_is_posted_with_its_image() -> None:
    gallery = Gallery()

    await deliver(await postroom(gallery))

    assert gallery.texts == ["Front", "The course."]
    assert gallery.shown == [False, True]


@pytest.mark.parametrize(
    "trouble",
    [PostError("lost"), AuthenticationError("no"), ValueError("bug"), TimeoutError()],
)
async def test_an_image_that_fails_leaves_its_text(trouble: Exception) -> None:
    gallery = Gallery(trouble=trouble)
    room = await postroom(gallery)

    await deliver(room)

    assert gallery.texts == ["Front", "The course."]
    assert gallery.shown == [False, False]
    assert room.event_log.events("warning") == [
        "image not prepared; the message is posted without it"
    ]


async def test_a_message_that_is_refused_with_its_image_goes_out_without() -> None:
    gallery = Gallery(refuses=True)

    await deliver(await postroom(gallery))

    assert gallery.texts == ["Front", "The course."]
    assert gallery.shown == [False, False]
