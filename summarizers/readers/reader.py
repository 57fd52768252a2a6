"""What a reader of one language is, and what it finds."""

from __future__ import annotations

from abc import abstractmethod
from typing import NamedTuple, Protocol

from summarizers.model import Actor, Article, Claim, Risk
from summarizers.text.layout import Layout


class Findings(NamedTuple):
    """What was found in one article, each list best first."""

    actors: tuple[Actor, ...]
    claims: tuple[Claim, ...]
    risks: tuple[Risk, ...]


class ArticleReader(Protocol):
    """Reads articles in one language; one instance a process."""

    @abstractmethod
    def read(self, layout: Layout, article: Article) -> Findings:
        """The actors, claims and risks of a laid-out article.

        The work grows linearly with the text.
        """
