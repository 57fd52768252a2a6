"""Draws Slack's blocks as HTML, as Slack's apps show them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.commands.responses import Answer
from bot.core.messages.briefing_json import Json
from bot.core.platforms.spec import LinkHtml
from bot.drawing import image_svg
from bot.platforms.slack.payloads import answer_payloads, image_block
from bot.templates import load_template


def draw_answer(answer: Answer, link: LinkHtml) -> Sequence[str]:
    """Draw each message of an answer as HTML."""
    return [*_drawn(answer, link)]


def _drawn(answer: Answer, link: LinkHtml) -> Iterator[str]:
    image = answer.message.image
    drawing = "" if image is None else image_svg(image)
    for number, payload in enumerate(answer_payloads(answer)):
        blocks = payload["blocks"]
        if isinstance(blocks, list) and image is not None and number == 0:
            blocks = [*blocks, image_block(image, "image")]
        yield draw_blocks(blocks, link, drawing)


def draw_blocks(blocks: Json, link: LinkHtml, drawing: str = "") -> str:
    """Draw the blocks of a message; ``drawing`` is the SVG of its image."""
    draw = load_template(__name__, "preview.html")
    return draw(blocks=blocks, link=link, drawing=drawing)
