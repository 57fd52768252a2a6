"""Tags that do not match: each end gets its start, and each start its end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bot.sources.feeds.fragments import cdata_parts

_TAG = re.compile(r"<(/?)([A-Za-z_][\w:.-]{0,60})(/|\s[^<>]{0,2000})?(?:>|(?=<))")
_ATTRIBUTE = re.compile(
    r"""\s([A-Za-z_][\w:.-]{0,60})\s{0,5}=\s{0,5}("[^"]*"|'[^']*'|[^\s"'/]{1,500})"""
)
_ENTRIES = frozenset({"item", "entry"})


def balance(text: str) -> str:
    """The document with every element closed, its attributes in quotes.

    An entry in an entry is taken for one whose end is missing.
    """
    return "".join(_Balance(text).pieces())


class _Balance:
    """The elements that are open at a place of the text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._stack: list[str] = []
        self._open: Counter[str] = Counter()

    def pieces(self) -> Iterator[str]:
        """The text's pieces, with the ends that were missing."""
        done = 0
        for tag in self._tags():
            slash, name, rest = tag.groups()
            yield self._text[done : tag.start()]
            done = tag.end()
            if slash:
                yield self._close(name)
                continue
            start = f"<{name}{_attributes(rest or '')}"
            if (rest or "").endswith("/"):
                yield f"{start}/>"
            else:
                yield (self._close(name) if name in _ENTRIES else "") + f"{start}>"
                self._stack.append(name)
                self._open[name] += 1
        yield self._text[done:]
        yield "".join(self._pop() for _ in range(len(self._stack)))

    def _tags(self) -> Iterator[re.Match[str]]:
        for is_cdata, start, end in cdata_parts(self._text):
            if not is_cdata:
                yield from _TAG.finditer(self._text, start, end)

    def _close(self, name: str) -> str:
        """The ends up to this element's; none when it is not open."""
        open_before = self._open[name]
        ends = []
        while self._open[name] == open_before > 0:
            ends.append(self._pop())
        return "".join(ends)

    def _pop(self) -> str:
        name = self._stack.pop()
        self._open[name] -= 1
        return f"</{name}>"


def _attributes(written: str) -> str:
    """The attributes that can be read, each once and in quotes."""
    found = {name: value.strip("\"'") for name, value in _ATTRIBUTE.findall(written)}
    return "".join(
        f""" {name}="{value.replace('"', "&quot;")}\""""
        for name, value in found.items()
    )
