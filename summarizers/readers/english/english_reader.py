"""The reader of English, and the reasons that ``--explain`` prints for each line."""

from __future__ import annotations

from collections.abc import Mapping

from typing_extensions import override

from summarizers.lexicons import table
from summarizers.lexicons.weights import shares
from summarizers.model import Article, Line, Reason, Reasons
from summarizers.rankers.summary import rank_summary
from summarizers.readers.english import actors, claims, risks
from summarizers.readers.english.acceptance import (
    SECTIONS,
    Signs,
    accept,
    model_of,
    read_features,
)
from summarizers.readers.english.attribution.attributions import parse_article
from summarizers.readers.english.interviews import limit_interview
from summarizers.readers.parse import Parse
from summarizers.readers.reader import Findings, LanguageReader
from summarizers.text.layout import Layout

# The maximum number of reasons that are shown.
STRONGEST = 4
# A smaller effect is not visible in the score.
LEAST = 0.05
# Features that every line has.
_SAME = frozenset(("constant",))


def read_findings(
    parse: Parse,
    article: Article,
    summary: tuple[Line, ...],
    *,
    least_risk: float = risks.LEAST,
) -> tuple[Findings, Signs]:
    """Return all lines of an article, and the signs from which acceptance is computed.

    The lines have no acceptance yet. ``least_risk`` is the lowest score of a risk.
    """
    entities = actors.extract(parse, article)
    claimed = claims.extract(parse, article, entities)
    ranked = risks.extract(parse, article, claimed, least=least_risk)
    foreseen = tuple([read.risk for read in ranked])
    signs = Signs(entities.signs, [read.outlook for read in ranked])
    return Findings(entities.actors, claimed, foreseen, summary), signs


def read_reasons(parse: Parse, article: Article) -> Reasons:
    """Return the reasons for every line that the reader finds in an article."""
    lines = rank_summary(parse.layout, article)
    findings, signs = read_findings(parse, article, lines)
    features = read_features(parse, article, findings, signs, most=len(parse.tokens))
    reasons = {
        section: [
            strongest(shares(line.by_name(), model_of(section))) for line in lines
        ]
        for section, lines in zip(SECTIONS, features, strict=True)
    }
    names = [actor.name for actor in findings.actors]
    contents = [claim.content for claim in findings.claims]
    risky = [risk.span for risk in findings.risks]
    sentences = [line.span for line in findings.summary]
    return Reasons(
        summary=dict(zip(sentences, reasons["summary"], strict=True)),
        actors=dict(zip(names, reasons["actors"], strict=True)),
        claims=dict(zip(contents, reasons["claims"], strict=True)),
        risks=dict(zip(risky, reasons["risks"], strict=True)),
    )


def strongest(added: Mapping[str, float]) -> tuple[Reason, ...]:
    """Return the features with the largest effect on a score, as reasons in words.

    ``added`` maps each feature to the amount that it adds to the score.
    """
    ranked = sorted(added.items(), key=lambda pair: (-abs(pair[1]), pair[0]))
    reasons = [
        Reason(in_words(name), round(share, 2))
        for name, share in ranked
        if name not in _SAME and abs(share) >= LEAST
    ]
    return tuple(reasons[:STRONGEST])


def in_words(name: str) -> str:
    """Return the plain words for the feature ``name``, or ``name`` itself."""
    return table("feature_words").get(name, name)


class EnglishReader(LanguageReader):
    """Reads English by patterns of words."""

    @override
    def read(
        self, layout: Layout, article: Article, summary: tuple[Line, ...] = ()
    ) -> Findings:
        parse = parse_article(layout)
        findings = accept(parse, article, *read_findings(parse, article, summary))
        return limit_interview(article, findings)

    @override
    def explain(self, layout: Layout, article: Article) -> Reasons:
        return read_reasons(parse_article(layout), article)
