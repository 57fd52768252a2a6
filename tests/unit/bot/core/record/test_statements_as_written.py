"""Statements of short articles: whom the record names, and what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.core.record.article_speakers import ArticleSpeakers
from summarizers.model import Actor, ActorKind, Article, Briefing, ClaimKind, Span
from tests.fakes.statements import said
from tests.tables import blocks


def actor_of(line: str, text: str) -> Actor:
    """The actor of a line ``kind: name | role | other names``."""
    kind, _, told = line.partition(": ")
    name, role, *aliases = (part.strip() for part in f"{told}|".split("|"))
    start = text.index(role)
    span = Span(start, start + len(role), role) if role else None
    return Actor(name, ActorKind(kind), span, tuple(filter(None, aliases)))


def briefing_of(block: Mapping[str, str]) -> Briefing:
    """The briefing of an article with one statement.

    The options are the kind of the claim, the language and the title of the article.
    """
    text, (kind, lang, title) = block["text"], block["options"].split(" ", 2)
    found = tuple(actor_of(line, text) for line in block["actors"].splitlines())
    claim = said(
        *(text, *block["words"].split(" | ")),
        source=block["source"],
        cue=block.get("cue", "said"),
        kind=ClaimKind(kind),
        speaker=found[0].name,
    )
    article = Article(text, title=title, lang=lang)
    return Briefing(article, "fast", lang, actors=found, claims=(claim,))


@pytest.mark.parametrize("block", blocks("record/speakers"))
def test_the_speaker_of_a_statement(block: Mapping[str, str]) -> None:
    briefing, text = briefing_of(block), block["text"]
    starts = [0, *(at + 1 for at, letter in enumerate(text) if letter == "\n")]

    found = ArticleSpeakers(briefing, starts).of(briefing.claims[0])

    assert (found.name if found else "nobody") == block["speaker"]
    assert (found.role.text if found and found.role else None) == block.get("role")
