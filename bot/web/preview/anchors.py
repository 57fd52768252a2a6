"""Links between the lines of a message and the sentences of its article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape


@dataclass(slots=True)
class Anchors:
    """The links of one message as it is drawn; ``side`` is the message's name.

    ``numbers`` gives the number of each sentence by the address that leads to it. The
    first link to a sentence is where the article leads back to.
    """

    side: str
    numbers: Mapping[str, int]
    drawn: set[int] = field(default_factory=set)

    def link(self, url: str, label: str) -> str:
        """A link with a label in HTML: into the article, else to where it leads."""
        number = self.numbers.get(url)
        if number is None:
            return _outward(url, label)
        place = "" if number in self.drawn else f' id="{self.side}-{number}"'
        self.drawn.add(number)
        return f'<a class="proof"{place} href="#sentence-{number}">{label}</a>'


def _outward(url: str, label: str) -> str:
    if not url.startswith(("https://", "http://")):
        return label
    return f'<a href="{escape(url)}" rel="noreferrer noopener">{label}</a>'
