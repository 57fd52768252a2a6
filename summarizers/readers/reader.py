"""The interface of a reader, and its findings."""

from __future__ import annotations

from abc import abstractmethod
from typing import NamedTuple, Protocol

from typing_extensions import override

from summarizers.model import NO_REASONS, Actor, Article, Claim, Line, Reasons, Risk
from summarizers.text.layout import Layout


class Findings(NamedTuple):
    """The lines of one article for each section, each list best first."""

    actors: tuple[Actor, ...] = ()
    claims: tuple[Claim, ...] = ()
    risks: tuple[Risk, ...] = ()
    summary: tuple[Line, ...] = ()


class LanguageReader(Protocol):
    """Reads articles in one language; one instance per process."""

    @abstractmethod
    def read(
        self, layout: Layout, article: Article, summary: tuple[Line, ...] = ()
    ) -> Findings:
        """Return the actors, claims and risks of an article.

        A reader with a model of acceptance adds it to each of them, and to the lines of
        the summary. The work grows linearly with the text.
        """

    def explain(self, layout: Layout, article: Article) -> Reasons:
        """Return why each line was chosen; empty if the reader has no weights."""
        del layout, article
        return NO_REASONS


class NullReader(LanguageReader):
    """The reader of a language that has no reader of its own: it returns no findings."""

    @override
    def read(
        self, layout: Layout, article: Article, summary: tuple[Line, ...] = ()
    ) -> Findings:
        return Findings(summary=summary)
