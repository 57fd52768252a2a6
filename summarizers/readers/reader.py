"""The interface of a reader, and the findings that a reader returns."""

from __future__ import annotations

from abc import abstractmethod
from typing import NamedTuple, Protocol

from typing_extensions import override

from summarizers.model import NO_REASONS, Actor, Article, Claim, Line, Reasons, Risk
from summarizers.text.layout import Layout


class Findings(NamedTuple):
    """The lines that a reader finds in one article: a list per section, best first."""

    actors: tuple[Actor, ...] = ()
    claims: tuple[Claim, ...] = ()
    risks: tuple[Risk, ...] = ()
    summary: tuple[Line, ...] = ()


class LanguageReader(Protocol):
    """Reads articles in one language; a process has one instance per language."""

    @abstractmethod
    def read(
        self, layout: Layout, article: Article, summary: tuple[Line, ...] = ()
    ) -> Findings:
        """Return the actors, claims and risks of an article, and its summary.

        ``summary`` has the sentences that a ranker chose. A reader with models of the
        score scores every line, also of the summary. The work grows linearly with the
        text.
        """

    def explain(self, layout: Layout, article: Article) -> Reasons:
        """Return why each line was chosen; empty if the reader has no weights."""
        del layout, article
        return NO_REASONS


class NullReader(LanguageReader):
    """The reader for languages without a reader: it finds no actor, claim or risk."""

    @override
    def read(
        self, layout: Layout, article: Article, summary: tuple[Line, ...] = ()
    ) -> Findings:
        return Findings(summary=summary)
