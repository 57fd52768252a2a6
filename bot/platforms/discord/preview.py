"""Draws Discord's components as HTML, as Discord's apps show them.

The drawing interprets the payload: text that Discord would read as markup is visible as
markup in the drawing, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from html import escape

from bot.core.commands.responses import Answer
from bot.core.messages.briefing_json import Json
from bot.core.platforms.spec import LinkHtml
from bot.drawing import image_svg
from bot.platforms.discord.components import own_parts
from bot.templates import load_template

# One look a piece: an escaped character, a link, or a pair of marks around text.
_MARKUP = re.compile(
    r"\\(?P<literal>[^a-zA-Z0-9\s])"
    r"|\[(?P<label>(?:\\.|[^\]\\]){1,400})\]\((?P<url><[^>\s]{1,2000}>|[^)\s]{1,2000})\)"
    r"|(?P<mark>\*\*\*|\*\*|\*|__|_|~~|`)"
    r"|(?P<ping>@everyone|@here|<[@#:a-z][^>\s]{1,100}>)"
    r"|(?P<bare>https?://[^\s<>]{1,2000})"
)
_TAGS = {"***": "b", "**": "b", "*": "i", "__": "u", "_": "i", "~~": "s", "`": "code"}
_STARTS = {
    "-# ": "small",
    "### ": "h4",
    "## ": "h3",
    "# ": "h2",
    "> ": "blockquote",
    "- ": "item",
}


def draw_answer(answer: Answer, link: LinkHtml) -> Sequence[str]:
    """Draw each message of an answer as HTML."""
    image = answer.message.image
    drawing = "" if image is None else image_svg(image)
    return [
        draw_components(part, link, drawing) for part in own_parts(answer, image=True)
    ]


def draw_components(
    components: Sequence[Json], link: LinkHtml, drawing: str = ""
) -> str:
    """Draw the components of a message; ``drawing`` is the SVG of its image."""
    return load_template(__name__, "preview.html")(
        components=components, lines=partial(_lines, link), drawing=drawing
    )


def _lines(link: LinkHtml, content: str) -> Iterator[tuple[str, str]]:
    """Yield the CSS class of each line of Discord's Markdown, and its words as HTML."""
    for line in content.split("\n"):
        start = next(filter(line.startswith, _STARTS), "")
        yield _STARTS.get(start, ""), _words(line.removeprefix(start), link)


def _words(line: str, link: LinkHtml) -> str:
    drawn: list[str] = []
    open_: list[str] = []
    at = 0
    for match in _MARKUP.finditer(line):
        drawn.append(escape(line[at : match.start()]))
        drawn.append(_piece(match, open_, link))
        at = match.end()
    drawn.append(escape(line[at:]))
    drawn.extend(f"</{_TAGS[mark]}>" for mark in reversed(open_))
    return "".join(drawn)


def _piece(match: re.Match[str], open_: list[str], link: LinkHtml) -> str:
    match match.lastgroup:
        case "literal":
            return escape(match["literal"])
        case "url":
            label = _words(match["label"], lambda _, words: words)
            return link(match["url"].strip("<>"), label)
        case "bare":
            return link(match["bare"], escape(match["bare"]))
        case "mark":
            return _mark(match["mark"], open_)
        case _:
            return f'<span class="ping">{escape(match[0])}</span>'


def _mark(mark: str, open_: list[str]) -> str:
    if open_ and open_[-1] == mark:
        open_.pop()
        return f"</{_TAGS[mark]}>"
    if mark in open_:
        return escape(mark)
    open_.append(mark)
    return f"<{_TAGS[mark]}>"
