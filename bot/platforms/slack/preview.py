"""Draws Slack's blocks as HTML, similar to its own apps.

The drawing interprets the payload: text that Slack would read as markup is visible as
markup here, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape, unescape
from typing import cast

from bot.core.commands.responses import Answer
from bot.core.platforms.spec import LinkHtml
from bot.platforms.slack.payloads import answer_payloads

Block = Mapping[str, object]

_MARKUP = re.compile(
    r"<(?P<url>https?://[^|>\s]{1,3000})(?:\|(?P<label>[^>]{0,400}))?>"
    r"|(?P<ping><[@#!][^>]{1,300}>)"
    r"|(?P<mark>[*_~`])"
)
_TAGS = {"*": "b", "_": "i", "~": "s", "`": "code"}
_STYLES = {"bold": "b", "italic": "i", "strike": "s", "code": "code"}
_RUNS = {
    "rich_text_section": "div",
    "rich_text_quote": "blockquote",
    "rich_text_preformatted": "pre",
}


def draw_answer(answer: Answer, link: LinkHtml) -> tuple[str, ...]:
    """The messages of an answer."""
    return tuple(
        draw_blocks(cast("Iterable[Block]", payload["blocks"]), link)
        for payload in answer_payloads(answer)
    )


def draw_blocks(blocks: Iterable[Block], link: LinkHtml) -> str:
    """The blocks of a message."""
    return "".join(_block(block, link) for block in blocks)


def _block(block: Block, link: LinkHtml) -> str:
    kind = str(block.get("type"))
    if kind not in _DRAWINGS:
        raise ValueError(f"there is no drawing of the block {kind!r}")
    return _DRAWINGS[kind](block, link)


def _header(block: Block, link: LinkHtml) -> str:
    return f'<div class="line h3">{_text(_in(block, "text"), link)}</div>'


def _section(block: Block, link: LinkHtml) -> str:
    texts = (_in(block, "text"), *_each(block, "fields"))
    drawn = "".join(_text(text, link) for text in texts if text)
    accessory = _in(block, "accessory")
    return f'<div class="line">{drawn}{_control(accessory) if accessory else ""}</div>'


def _context(block: Block, link: LinkHtml) -> str:
    drawn = " ".join(_text(text, link) for text in _each(block, "elements"))
    return f'<div class="line small">{drawn}</div>'


def _rich_text(block: Block, link: LinkHtml) -> str:
    drawn = "".join(_run(element, link) for element in _each(block, "elements"))
    return f'<div class="block">{drawn}</div>'


def _actions(block: Block, _: LinkHtml) -> str:
    drawn = "".join(map(_control, _each(block, "elements")))
    return f'<div class="actions">{drawn}</div>'


def _divider(_: Block, __: LinkHtml) -> str:
    return "<hr>"


_DRAWINGS: Mapping[str, Callable[[Block, LinkHtml], str]] = {
    "actions": _actions,
    "context": _context,
    "divider": _divider,
    "header": _header,
    "rich_text": _rich_text,
    "section": _section,
}


def _run(element: Block, link: LinkHtml) -> str:
    if element.get("type") == "rich_text_list":
        items = _each(element, "elements")
        drawn = "".join(f"<li>{_pieces(item, link)}</li>" for item in items)
        return f'<ul class="line">{drawn}</ul>'
    tag = _RUNS[str(element.get("type"))]
    return f'<{tag} class="line {tag}">{_pieces(element, link)}</{tag}>'


def _pieces(element: Block, link: LinkHtml) -> str:
    return "".join(_piece(piece, link) for piece in _each(element, "elements"))


def _piece(element: Block, link: LinkHtml) -> str:
    match element.get("type"):
        case "text":
            drawn = escape(str(element.get("text", ""))).replace("\n", "<br>")
        case "link":
            url = str(element.get("url", ""))
            drawn = link(url, escape(str(element.get("text", url))))
        case "emoji":
            drawn = f":{escape(str(element.get('name', '')))}:"
        case kind:
            return f'<span class="ping">{escape(str(kind))}</span>'
    styles = _in(element, "style")
    for style, tag in _STYLES.items():
        if styles.get(style):
            drawn = f"<{tag}>{drawn}</{tag}>"
    return drawn


def _control(element: Block) -> str:
    label = _in(element, "text") or _in(element, "placeholder")
    text = escape(str(label.get("text", "")))
    if element.get("type") == "button":
        main = " main" if element.get("style") == "primary" else ""
        return f'<span class="button{main}">{text}</span>'
    return f'<span class="button menu">{text} ▾</span>'


def _text(text: Block, link: LinkHtml) -> str:
    words = str(text.get("text", ""))
    if text.get("type") != "mrkdwn":
        return escape(words)
    drawn: list[str] = []
    open_: list[str] = []
    at = 0
    for match in _MARKUP.finditer(words):
        drawn.append(_plain(words[at : match.start()]))
        drawn.append(_markup(match, open_, link))
        at = match.end()
    drawn.append(_plain(words[at:]))
    drawn.extend(f"</{_TAGS[mark]}>" for mark in reversed(open_))
    return "".join(drawn)


def _markup(match: re.Match[str], open_: list[str], link: LinkHtml) -> str:
    match match.lastgroup:
        case "url" | "label":
            url = unescape(match["url"])
            return link(url, _plain(match["label"] or match["url"]))
        case "mark":
            return _mark(match["mark"], open_)
        case _:
            return f'<span class="ping">{escape(match[0])}</span>'


def _mark(mark: str, open_: list[str]) -> str:
    if mark in open_:
        inner = []
        while open_[-1] != mark:
            inner.append(open_.pop())
        open_.pop()
        return "".join(f"</{_TAGS[open_mark]}>" for open_mark in (*inner, mark))
    open_.append(mark)
    return f"<{_TAGS[mark]}>"


def _plain(words: str) -> str:
    return escape(unescape(words)).replace("\n", "<br>")


def _in(block: Block, key: str) -> Block:
    return cast("Block", block.get(key) or {})


def _each(block: Block, key: str) -> Iterable[Block]:
    return cast("Iterable[Block]", block.get(key) or ())
