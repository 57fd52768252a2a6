"""The values that clustering takes and returns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from summarizers.text.language import ENGLISH

LEAD = 1_500
"""Only this number of characters at the start of a text is compared."""


@dataclass(frozen=True, slots=True)
class StoryDocument:
    """The parts of an article that decide to which story it belongs; ``id`` is unique.

    ``lang`` is the language of its word lists, or ``UNLISTED``. Documents of different
    languages are in one story only if one is a copy of the other. If the document is one
    of several versions of a page, ``page`` names the page; versions of a page are not
    compared.
    """

    id: str
    text: str
    title: str = ""
    published: date | None = None
    lang: str = ENGLISH
    page: str = ""


@dataclass(frozen=True, slots=True)
class StoryLinks:
    """Pairs of document ids that people keep ``apart`` or put ``together``.

    If the two contradict each other, ``apart`` wins.
    """

    apart: tuple[tuple[str, str], ...] = ()
    together: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        """Return whether there are pairs."""
        return bool(self.apart or self.together)


NO_LINKS = StoryLinks()


@dataclass(frozen=True, slots=True)
class Cluster:
    """The ids of the documents that report one event, in the order of the input."""

    ids: tuple[str, ...]
