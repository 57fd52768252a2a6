"""What a reader sees of a payload, and what in it would come alive.

Written from the platforms' own rules, and sharing nothing with what writes payloads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.core.messages.briefing_json import Json, JsonObject
from tests.fakes.discord.records import Recorded as DiscordRequest
from tests.fakes.slack.requests import Recorded as SlackRequest

_QUIET = {
    "unfurl_links": False,
    "unfurl_media": False,
    "link_names": False,
    "parse": "none",
}
_PLAIN = frozenset({"text", "link", "plain_text"})
_BLOCKS = frozenset(
    {
        *("header", "context", "rich_text", "actions", "button", "static_select"),
        *(
            "rich_text_section",
            "rich_text_list",
            "rich_text_quote",
            "divider",
            "home",
            "modal",
        ),
    }
)
_INSIDE = ("title", "blocks", "text", "placeholder", "elements", "options")
_UNESCAPED = re.compile(r"[<>]|&(?!(?:amp|lt|gt);)")

_SUPPRESS_EMBEDS = 1 << 2
_TEXT = 10
_ALIVE = re.compile(
    r"<(?:@|#|:|a:|id:|t:|/)|@(?:everyone|here)\b|https?://|`|~~|\|\|"
    r"|(?:^|\n)(?:>{1,3} (?!\*\*)|#{1,3} (?!\[?\w)|[*+] )"
)
_LINK = re.compile(r"(?<!\\)\[((?:\\.|[^\]\\])*)\]\(<([^>\s]*)>\)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_OURS = re.compile(r"(?m)^(?:### |-# )|\*{1,3}")
_HIDDEN = "\ue000"

_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}", re.IGNORECASE)


@dataclass(slots=True)
class Reading:
    """What was sent: its words, its links with their labels, and what is wrong.

    ``aloud`` are the texts that are read aloud instead, as a listener hears them.
    """

    words: list[str] = field(default_factory=list[str])
    links: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    faults: list[str] = field(default_factory=list[str])
    aloud: list[str] = field(default_factory=list[str])

    @property
    def text(self) -> str:
        """All words, piece by piece."""
        return "\n".join(self.words)

    def misleading(self, home: str) -> list[str]:
        """Links that lead elsewhere than home, or whose label names another host."""
        return [
            f"[{label}]({url})"
            for label, url in self.links
            if urlsplit(url).netloc != home
            or "://" in label
            or any(name not in home for name in _HOST.findall(label))
        ]


def read_slack(requests: Iterable[SlackRequest]) -> Reading:
    """All that was said to Slack."""
    found = Reading()
    for request in requests:
        payload = request.payload
        if "blocks" in payload or "text" in payload:
            found.faults += [
                f"{request.method}: {name} is {payload.get(name)}"
                for name, value in _QUIET.items()
                if payload.get(name) != value
            ]
            _read_aloud(str(payload.get("text", "")), found)
        for root in (payload.get("blocks"), payload.get("view")):
            _read_block(root, found)
    return found


def _read_aloud(text: str, found: Reading) -> None:
    """The text beside the blocks, in which three signs would come alive."""
    found.faults += [f"unescaped: {text}"] if _UNESCAPED.search(text) else []
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    found.aloud.append(text)


def _read_block(root: Json, found: Reading) -> None:
    for one in _objects(root):
        kind = one.get("type")
        if isinstance(kind, str) and kind not in _PLAIN | _BLOCKS:
            found.faults.append(f"{kind} is alive: {one}")
        if one.get("emoji") is True:
            found.faults.append(f"emojis are drawn: {one}")
        if kind in _PLAIN:
            found.words.append(str(one.get("text", "")))
        if kind == "link":
            found.links.append((str(one.get("text", "")), str(one.get("url"))))


def _objects(value: Json) -> Iterator[JsonObject]:
    """Every object in a view or a block, from outside to inside."""
    if isinstance(value, list):
        for one in value:
            yield from _objects(one)
    elif isinstance(value, dict):
        yield value
        for name in _INSIDE:
            yield from _objects(value.get(name))


def read_discord(requests: Iterable[DiscordRequest]) -> Reading:
    """All that was said to Discord."""
    found = Reading()
    for request in requests:
        for message in _messages(request.body):
            flags = int(str(message.get("flags", 0)))
            if message.get("allowed_mentions") != {"parse": []}:
                found.faults.append(f"{request.path}: may mention: {message}")
            if not flags & _SUPPRESS_EMBEDS:
                found.faults.append(f"{request.path}: may unfold: {message}")
            for content in _contents(message.get("components")):
                _read_markdown(content, found)
    return found


def _messages(body: Json) -> Iterator[JsonObject]:
    """The messages in a request: itself, a forum's first, or an answer's."""
    if not isinstance(body, dict):
        return
    if "content" in body or "components" in body:
        yield body
    for name in ("message", "data"):
        yield from _messages(body.get(name))


def _contents(components: Json) -> Iterator[str]:
    for one in components if isinstance(components, list) else []:
        if isinstance(one, dict):
            if one.get("type") == _TEXT:
                yield str(one.get("content"))
            yield from _contents(one.get("components"))


def _read_markdown(content: str, found: Reading) -> None:
    """Read as Discord does: escapes first, then links, then what would come alive."""
    for label, url in _LINK.findall(content):
        found.links.append((_ESCAPED.sub(r"\1", label), url))
    unlinked = _LINK.sub(lambda match: match[1], content)
    # An escaped sign begins nothing: what would come alive is looked for without it.
    bare = _OURS.sub("", _ESCAPED.sub(_HIDDEN, unlinked))
    found.faults += [f"{one!r} is alive: {content}" for one in _ALIVE.findall(bare)]
    found.words.append(_ESCAPED.sub(r"\1", _unstyled(unlinked)))


def _unstyled(text: str) -> str:
    """Without the stars and beginnings of lines that are ours, but not escaped ones."""
    kept = re.sub(r"\\\*", "\ue001", text)
    return _OURS.sub("", kept).replace("\ue001", r"\*")
