"""The interface of a reader, and its findings."""

from __future__ import annotations

from abc import abstractmethod
from typing import NamedTuple, Protocol

from typing_extensions import override

from summarizers.model import NO_REASONS, Actor, Article, Claim, Reasons, Risk
from summarizers.text.layout import Layout


class Findings(NamedTuple):
    """The findings of one article, each list best first."""

    actors: tuple[Actor, ...] = ()
    claims: tuple[Claim, ...] = ()
    risks: tuple[Risk, ...] = ()


class LanguageReader(Protocol):
    """Reads articles in one language; one instance per process."""

    @abstractmethod
    def read(self, layout: Layout, article: Article) -> Findings:
        """The actors, claims and risks of a laid-out article.

        The work grows linearly with the text.
        """

    def explain(self, layout: Layout, article: Article) -> Reasons:
        """Why each line was chosen; empty for a reader without learned weights."""
        del layout, article
        return NO_REASONS


class NullReader(LanguageReader):
    """Stands for the reader of a language that has none: it finds nothing."""

    @override
    def read(self, layout: Layout, article: Article) -> Findings:
        return Findings()
