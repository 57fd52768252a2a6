"""Parses a channel's mutes and finds the articles that they leave out.

A mute is a word, a phrase or a name, which matches like a topic's ``exclude`` but in
the whole text; or the host of a source.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.core.digests.channel_names import all_names
from bot.core.domain.records import StoredArticle
from bot.core.ports.services import ChannelNames
from bot.core.ports.stores import ChatStore
from bot.core.text.deep_links import host
from bot.core.text.domains import domain, has_known_suffix
from bot.core.text.topics.normalize import make_search_text
from bot.core.text.topics.terms import TermIndex, make_term

QUOTES = "\"'“”„‘’«»"
_DOTTED = re.compile(r"[^\s./]{1,63}(?:\.[^\s./]{1,63}){1,8}")
_LAST_LABEL = re.compile(r"[^\W\d_][^\s.]{1,62}")


@dataclass(frozen=True, slots=True)
class ParsedMute:
    """A mute: the text ``what``, and what it means.

    It may be a ``word``, the ``host`` of a source, or both: "node.js" may be both. In
    quotation marks it is a word.
    """

    what: str
    word: str | None
    host: str | None


def parse_mute(text: str) -> ParsedMute:
    """Parse the text of a mute, which means a host, a word, or both."""
    bare = text.strip(QUOTES)
    name = _host_in(text)
    if name is None:
        return ParsedMute(text, bare, None)
    is_certain = "://" in text or has_known_suffix(name)
    return ParsedMute(text, None if is_certain else bare, name)


class MuteFilter:
    """Finds the articles that a channel's mutes leave out; serves many articles."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = tuple(texts)
        self._mutes = tuple(map(parse_mute, texts))
        terms = [make_term(mute.word or "") for mute in self._mutes]
        self._index = TermIndex(terms)

    def __bool__(self) -> bool:
        """Return whether the channel has mutes."""
        return bool(self._mutes)

    def hit(self, article: StoredArticle, sources: Collection[str]) -> str | None:
        """Return the first mute that applies to the article, as typed, if any.

        A muted host applies if the article's URL is on it, or if all ``sources`` (the
        URLs that listed the article) are on it.
        """
        by_host = self._numbers(article.article.url)
        origins = [source for source in article.sources if source in sources]
        if origins:
            numbers = (set(self._numbers(source)) for source in origins)
            by_host = [*by_host, *set.intersection(*numbers)]
        content = article.article
        search_text = make_search_text(content.title or "", content.text)
        by_word = (number for number, _ in self._index.matches(search_text))
        first = min((*by_host, *by_word), default=None)
        return None if first is None else self._mutes[first].what

    def mutes_line(self, url: str | None, title: str, text: str) -> bool:
        """Return whether a mute applies to a line, if its article's text is not known.

        A mute applies if it is the host of ``url``, or a word of ``title`` or of the
        line ``text``.
        """
        words = self._index.matches(make_search_text(title, text))
        return bool(self._numbers(url)) or any(True for _ in words)

    def mutes_source(self, url: str) -> bool:
        """Return whether the host of this source is muted."""
        return any(True for _ in self._numbers(url))

    def _numbers(self, url: str | None) -> list[int]:
        """Return the indexes of the mutes whose host is that of this URL."""
        name = host(url)
        if name is None:
            return []
        return [
            number
            for number, mute in enumerate(self._mutes)
            if mute.host and f".{name.lower()}".endswith(f".{mute.host}")
        ]


@dataclass(frozen=True, slots=True)
class ChannelMutes:
    """Loads the mutes of channels; ``names`` looks up a channel's other names."""

    chats: ChatStore
    names: ChannelNames | None = None

    async def filter_for(self, channel: str) -> MuteFilter:
        """Return the filter for a channel's mutes, the oldest first.

        Raises:
            StoreError: the store cannot be used.
            PostError: the platform did not give the channel's other names.
        """
        return MuteFilter(await self.texts(channel))

    async def texts(self, channel: str) -> tuple[str, ...]:
        """Return the mutes of a channel as typed, the oldest first.

        Raises:
            StoreError: the store cannot be used.
            PostError: the platform did not give the channel's other names.
        """
        mutes = [
            mute
            for name in await all_names(channel, self.names)
            for mute in await self.chats.mutes(name)
        ]
        return tuple(mute.what for mute in sorted(mutes, key=lambda mute: mute.since))


def _may_be_host(text: str) -> bool:
    """Return whether the text is a URL, or has the form of a host."""
    if text[:1] in QUOTES:
        return False
    return "://" in text or _DOTTED.fullmatch(text.partition("/")[0]) is not None


def _host_in(text: str) -> str | None:
    """Return the host that the text names, in ASCII without ``www.``, if any."""
    address = text if "://" in text else f"https://{text}"
    name = host(address) if _may_be_host(text) else None
    if name is None:
        return None
    name = name.lower().removeprefix("www.").rstrip(".")
    labels = name.split(".")
    # A public suffix such as "co.uk" is not the host of a source.
    is_host = len(labels) > 1 and _LAST_LABEL.fullmatch(labels[-1])
    return name if is_host and domain(f"https://x.{name}") != f"x.{name}" else None
