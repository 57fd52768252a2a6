"""The reader of English, and the reasons that ``--explain`` prints for each line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from typing_extensions import override

from summarizers.lexicons import table
from summarizers.lexicons.weights import shares
from summarizers.model import Article, Entities, Reason, Reasons, Span
from summarizers.rankers.lead_tfidf import SIGNS, LeadTfidf
from summarizers.readers.english import actors, claims, risks
from summarizers.readers.english.actors import salience
from summarizers.readers.english.actors.entity_pipeline import candidates
from summarizers.readers.english.claims import read_claims
from summarizers.readers.english.dependency.spacy_parser import SpacyParser
from summarizers.readers.english.shallow.fast_parser import FastParser
from summarizers.readers.parse import Parse, Parser
from summarizers.readers.reader import Findings, LanguageReader
from summarizers.text.layout import Layout

# The most reasons that are shown.
STRONGEST = 4
# A smaller effect is not visible in the score.
LEAST = 0.05
# Features that every line has.
_SAME = frozenset(("bias", "constant"))


def read_reasons(parse: Parse, article: Article) -> Reasons:
    """Return the reasons for every actor, claim, risk and sentence of an article."""
    family = "grammar" if parse.has_grammar else "windows"
    entities = actors.extract(parse, article)
    return Reasons(
        summary=read_summary(parse.layout, article),
        actors=_actors(parse, article, entities),
        claims={
            candidate.claim.content: strongest(
                shares(candidate.features, f"claim_weights_{family}")
            )
            for candidate in read_claims(parse, article, entities)
        },
        risks={
            candidate.sentence.span: strongest(
                shares(candidate.features.by_name(), f"risk_weights_{family}")
            )
            for candidate in risks.candidates(parse, article)
        },
    )


def _actors(
    parse: Parse, article: Article, entities: Entities
) -> dict[str, tuple[Reason, ...]]:
    """Map each actor to its reasons; the subjects of the article use other features."""
    about = {actor.name for actor in entities.actors if actor.salience > 1}
    return {
        actor.name: strongest(
            {name: worth * signs[name] for name, worth in salience.ABOUT.items()}
            if actor.name in about
            else shares(signs, salience.MODEL)
        )
        for actor, signs in candidates(parse, article)
    }


def read_summary(layout: Layout, article: Article) -> dict[Span, tuple[Reason, ...]]:
    """Map each sentence outside noise to the reasons of the default ranker's score."""
    sentences = [s for s in layout.sentences if s.noise is None]
    rows = LeadTfidf().signs(sentences, article.title)
    signs = (dict(zip(SIGNS, row, strict=True)) for row in rows)
    reasons = (strongest(shares(row, "summary_weights")) for row in signs)
    return dict(zip((s.span for s in sentences), reasons, strict=True))


def strongest(added: Mapping[str, float]) -> tuple[Reason, ...]:
    """Return the features with the largest effect on a score, in plain words.

    ``added`` maps a feature to the amount that it adds to the score.
    """
    ranked = sorted(added.items(), key=lambda pair: (-abs(pair[1]), pair[0]))
    reasons = [
        Reason(in_words(name), round(share, 2))
        for name, share in ranked
        if name not in _SAME and abs(share) >= LEAST
    ]
    return tuple(reasons[:STRONGEST])


@cache
def in_words(name: str) -> str:
    """Return a feature's name in plain words; "a+b" becomes "a and b"."""
    if "+" in name:
        return " and ".join(map(in_words, name.split("+")))
    listed = table("feature_words")
    if name in listed:
        return listed[name]
    starts = [k for k in listed if k.endswith("*") and name.startswith(k[:-1])]
    if not starts:
        return name.replace("_", " ")
    start = max(starts, key=len)
    return listed[start].format(name[len(start) - 1 :].replace("_", " "))


class EnglishReader(LanguageReader):
    """Reads English with the parser of an engine.

    Raises:
        ModelMissingError: the engine needs a language model that does not load.
    """

    def __init__(self, *, fast: bool) -> None:
        self._parser: Parser = FastParser() if fast else SpacyParser()

    @override
    def read(self, layout: Layout, article: Article) -> Findings:
        parse = self._parser.parse(layout)
        entities = actors.extract(parse, article)
        claimed = claims.extract(parse, article, entities)
        return Findings(
            entities.actors, claimed, risks.extract(parse, article, claimed)
        )

    @override
    def explain(self, layout: Layout, article: Article) -> Reasons:
        return read_reasons(self._parser.parse(layout), article)
