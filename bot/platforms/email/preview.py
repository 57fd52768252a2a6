"""Draws an answer as a mail program shows it, for ``sitrep preview``."""

from __future__ import annotations

import re
from html import unescape

from bot.core.commands.responses import Answer
from bot.core.domain.messages import Message
from bot.core.platforms.spec import LinkHtml
from bot.platforms.email.html import ARROW, COLOURS, to_card

_ARROWS = re.compile(rf'<a href="([^"]*)"[^>]*>{re.escape(ARROW)}</a>')


def draw_answer(answer: Answer, link: LinkHtml) -> tuple[str, ...]:
    """The answer as one e-mail; its arrows lead where the page's other links do."""
    messages = (answer.message, *answer.thread)
    sections = (section for message in messages for section in message.sections)
    card = to_card(Message(tuple(sections)))
    drawn = _ARROWS.sub(lambda arrow: link(unescape(arrow[1]), ARROW), card)
    return (f"<style>{_style()}</style>{drawn}",)


def _style() -> str:
    """Both looks, by the theme that is chosen on the page."""
    rules = (
        ".email .px{padding-left:16px!important;padding-right:16px!important}"
        ".email .card h1{text-transform:none;letter-spacing:normal}"
    )
    return rules + "".join(
        f".email .{name}{{{colour.property}:light-dark({colour.light},{colour.dark})"
        "!important}"
        for name, colour in COLOURS.items()
    )
