"""Draws Discord's components as HTML, similar to its own apps.

The drawing interprets the payload: text that Discord would read as markup is visible as
markup here, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import cast

from bot.core.commands.responses import Answer
from bot.core.platforms.spec import LinkHtml
from bot.platforms.discord.components import own_parts

Component = Mapping[str, object]

_ROW, _BUTTON, _SELECT, _SECTION, _TEXT = 1, 2, 3, 9, 10
_SEPARATOR, _CONTAINER = 14, 17
_GAP = '<div class="gap"></div>'
_PRIMARY = 1
_GROUPS: Mapping[object, str] = {
    _ROW: '<div class="actions">{}</div>',
    _SECTION: "{}",
    _CONTAINER: '<div class="card">{}</div>',
}
# One look a piece: an escaped character, a link, or a pair of marks around text.
_MARKUP = re.compile(
    r"\\(?P<literal>[^a-zA-Z0-9\s])"
    r"|\[(?P<label>(?:\\.|[^\]\\]){1,400})\]\((?P<url><[^>\s]{1,2000}>|[^)\s]{1,2000})\)"
    r"|(?P<mark>\*\*\*|\*\*|\*|__|_|~~|`)"
    r"|(?P<ping>@everyone|@here|<[@#:a-z][^>\s]{1,100}>)"
    r"|(?P<bare>https?://[^\s<>]{1,2000})"
)
_TAGS = {
    "***": "b",
    "**": "b",
    "*": "i",
    "__": "u",
    "_": "i",
    "~~": "s",
    "`": "code",
}
_STARTS = (
    ("-# ", "small"),
    ("### ", "h4"),
    ("## ", "h3"),
    ("# ", "h2"),
    ("> ", "blockquote"),
)


def draw_answer(answer: Answer, link: LinkHtml) -> tuple[str, ...]:
    """The messages of an answer."""
    return tuple(
        draw_components(cast("Iterable[Component]", components), link)
        for components in own_parts(answer)
    )


def draw_components(components: Iterable[Component], link: LinkHtml) -> str:
    """The components of a message."""
    return "".join(_component(component, link) for component in components)


def _component(component: Component, link: LinkHtml) -> str:
    kind = component.get("type")
    if kind == _TEXT:
        return draw_text(str(component.get("content", "")), link)
    if kind in _GROUPS:
        return _GROUPS[kind].format(_inside(component, link))
    if kind in {_BUTTON, _SELECT}:
        return _control(component)
    if kind == _SEPARATOR:
        return "<hr>" if component.get("divider", True) else _GAP
    raise ValueError(f"there is no drawing of the component {kind!r}")


def _control(component: Component) -> str:
    if component.get("type") == _SELECT:
        text = escape(str(component.get("placeholder", "")))
        return f'<span class="button menu">{text} ▾</span>'
    main = " main" if component.get("style") == _PRIMARY else ""
    label = escape(str(component.get("label", "")))
    return f'<span class="button{main}">{label}</span>'


def _inside(component: Component, link: LinkHtml) -> str:
    inside = cast("Iterable[Component]", component.get("components", ()))
    return draw_components(inside, link)


def draw_text(content: str, link: LinkHtml) -> str:
    """Discord's Markdown, line by line."""
    return "".join(_line(line, link) for line in content.split("\n"))


def _line(line: str, link: LinkHtml) -> str:
    for start, tag in _STARTS:
        if line.startswith(start):
            words = _words(line.removeprefix(start), link)
            return f'<div class="line {tag}">{words}</div>'
    return f'<div class="line">{_words(line, link)}</div>'


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
            label = re.sub(r"\\(.)", r"\1", match["label"])
            return link(match["url"].strip("<>"), escape(label))
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
