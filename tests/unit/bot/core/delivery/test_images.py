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
    NotSentError,
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


async def fail(_: Image) -> str | None:
    raise PostError("the upload failed")


async def lack(_: Image) -> str | None:
    return None


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


async def test_only_messages_with_timelines_are_prepared() -> None:
    gallery = Gallery()

    await deliver(await postroom(gallery, timeline=False))

    assert gallery.texts == ["Front", "The course."]
    assert gallery.prepared == []


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


def refuse(images: PreparedImages[str], seen: list[str | None]) -> None:
    """Let the platform refuse a message, with the image that it has then."""
    with images.posting("a") as image:
        seen.append(image)
        raise RejectedError("not yet")


async def test_an_image_may_be_refused_as_often_as_a_platform_says() -> None:
    images = PreparedImages[str](refusals=2)
    seen: list[str | None] = []
    for _ in range(3):
        await images.prepare(DRAWN, "a", draw)
        with pytest.raises(NotSentError) as error:
            refuse(images, seen)
        seen.append(type(error.value).__name__)

    pair = [TIMELINE.title, "NotSentError"]
    assert seen == [*pair, *pair, None, "RejectedError"]


async def test_an_error_about_something_else_keeps_the_image() -> None:
    images = PreparedImages[str]()
    await images.prepare(DRAWN, "a", draw)

    with pytest.raises(AuthenticationError), images.posting("a"):
        raise AuthenticationError("no token")

    await images.prepare(DRAWN, "a", fail)
    with images.posting("a") as image:
        assert image == TIMELINE.title


async def test_an_image_is_used_once_and_for_its_message() -> None:
    images = PreparedImages[str]()
    await images.prepare(DRAWN, "a", draw)

    with images.posting("b") as other, images.posting("a") as own:
        assert (other, own) == (None, TIMELINE.title)
    with images.posting("a") as again:
        assert again is None


async def test_what_cannot_be_drawn_has_no_image() -> None:
    images = PreparedImages[str]()
    await images.prepare(DRAWN, "a", lack)
    await images.prepare(PLAIN, "b", draw)

    with images.posting("a") as first, images.posting("b") as second:
        assert (first, second) == (None, None)


async def test_the_oldest_images_are_forgotten() -> None:
    images = PreparedImages[str]()
    for number in range(30):
        await images.prepare(DRAWN, str(number), draw)

    with images.posting("0") as first, images.posting("29") as last:
        assert (first, last) == (None, TIMELINE.title)
