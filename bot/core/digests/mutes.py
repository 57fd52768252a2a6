"""What a channel does not want to see, and which articles that is: pure.

A mute is a word, a phrase or a name, found as in a topic's ``exclude`` but in the whole
text; or the host of a source.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.core.domain.records import StoredArticle
from bot.core.ports.services import ChannelNames
from bot.core.ports.stores import ChatStore
from bot.core.text.deep_links import host
from bot.core.text.domains import domain, has_known_suffix
from bot.core.topics.normalize import make_search_text
from bot.core.topics.terms import TermIndex, make_term

_QUOTES = "\"'“”„‘’«»"
_DOTTED = re.compile(r"[^\s./]{1,63}(?:\.[^\s./]{1,63}){1,8}")
_LAST_LABEL = re.compile(r"[^\W\d_][^\s.]{1,62}")


@dataclass(frozen=True, slots=True)
class Muted:
    """How a mute is understood: ``word`` stands in texts, ``host`` is a source's.

    What may be either, such as "node.js", is both; in quotation marks it is a word.
    """

    what: str
    word: str | None
    host: str | None


def understood(what: str) -> Muted:
    """What is meant by this: the host of an address, a word, or what may be either."""
    bare = what.strip(_QUOTES)
    name = _host_in(what)
    if name is None:
        return Muted(what, bare, None)
    is_surely_one = "://" in what or has_known_suffix(name)
    return Muted(what, None if is_surely_one else bare, name)


class Silencer:
    """Finds what is muted; made once for many articles."""

    def __init__(self, muted: Sequence[str]) -> None:
        self._muted = tuple(map(understood, muted))
        terms = [make_term(one.word or "") for one in self._muted]
        self._index = TermIndex(terms)

    def __bool__(self) -> bool:
        """Whether anything is muted."""
        return bool(self._muted)

    def hit(self, article: StoredArticle, sources: Collection[str]) -> str | None:
        """The first mute by which the article is left out, as it was typed.

        It is left out for a host when its own is muted, or that of each of the
        ``sources``, given by address, that brought it.
        """
        by_host = self._numbers(article.article.url)
        brought = [one for one in article.sources if one in sources]
        if brought:
            numbers = (set(self._numbers(source)) for source in brought)
            by_host = [*by_host, *set.intersection(*numbers)]
        found = article.article
        passage = make_search_text(found.title or "", found.text)
        by_word = (number for number, _ in self._index.found(passage))
        first = min((*by_host, *by_word), default=None)
        return None if first is None else self._muted[first].what

    def mutes_source(self, url: str) -> bool:
        """Whether the host of this source is muted."""
        return any(True for _ in self._numbers(url))

    def _numbers(self, url: str | None) -> list[int]:
        """The mutes of this address's host."""
        name = host(url)
        if name is None:
            return []
        return [
            number
            for number, one in enumerate(self._muted)
            if one.host and f".{name.lower()}".endswith(f".{one.host}")
        ]


@dataclass(frozen=True, slots=True)
class MuteBook:
    """Looks up what is muted; ``names`` knows a channel's other names."""

    chats: ChatStore
    names: ChannelNames | None = None

    async def of(self, channel: str) -> Silencer:
        """What is muted in a channel, the oldest first.

        Raises:
            StoreError: the store cannot be used.
            PostError: the platform does not say how else it names the channel.
        """
        others = await self.names.aliases(channel) if self.names else ()
        mutes = [
            mute
            for name in dict.fromkeys((channel, *others))
            for mute in await self.chats.mutes(name)
        ]
        return Silencer([one.what for one in sorted(mutes, key=lambda one: one.since)])


def _may_be_one(what: str) -> bool:
    """Whether it is an address, or written as hosts are."""
    if what[:1] in _QUOTES:
        return False
    return "://" in what or _DOTTED.fullmatch(what.partition("/")[0]) is not None


def _host_in(what: str) -> str | None:
    """The host that is named, in ASCII and without ``www.``; ``None`` for words."""
    address = what if "://" in what else f"https://{what}"
    name = host(address) if _may_be_one(what) else None
    if name is None:
        return None
    name = name.lower().removeprefix("www.").rstrip(".")
    labels = name.split(".")
    # Whoever mutes "co.uk" means no source.
    is_one = len(labels) > 1 and _LAST_LABEL.fullmatch(labels[-1])
    return name if is_one and domain(f"https://x.{name}") != f"x.{name}" else None
