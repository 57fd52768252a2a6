"""Read English, and give the reasons that ``--explain`` prints for each line.

``syntax`` and ``attribution`` make a ``Parse`` of an article. ``actors``, ``claims`` and
``risks`` read from the parse.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from typing_extensions import override

from summarizers.model import Article, Line, Reason, Reasons
from summarizers.rankers.summary import rank_summary
from summarizers.readers.english import actors, claims, risks
from summarizers.readers.english.attribution.attributions import parse_article
from summarizers.readers.english.interviews import limit_interview
from summarizers.readers.english.score import Candidates, Scored, score
from summarizers.readers.parse import Findings, LanguageReader, Parse
from summarizers.text.layout import Layout

_Key = TypeVar("_Key")
# The lowest scores of listed claims and risks: below them, most claims are attitudes
# and deeds, and most risks are not events.
LEAST_CLAIM, LEAST_RISK = 0.1, 0.5
# The maximum number of reasons that are shown, and the least effect that is visible.
STRONGEST = 4
LEAST_REASON = 0.05


def find_candidates(
    parse: Parse, article: Article, summary: tuple[Line, ...]
) -> Candidates:
    """Return all lines of an article, without scores."""
    entities = actors.extract(parse, article)
    claimed = claims.extract(parse, article, entities)
    ahead = risks.extract(parse, article, claimed)
    return Candidates(entities, claimed, ahead, summary)


class EnglishReader(LanguageReader):
    """Reads English with word lists and rules."""

    @override
    def read(
        self, layout: Layout, article: Article, summary: tuple[Line, ...] = ()
    ) -> Findings:
        parse = parse_article(layout)
        people, claimed, ahead, lines = score(
            parse, article, find_candidates(parse, article, summary)
        )
        listed = [claim for claim in claimed.lines if claim.score >= LEAST_CLAIM]
        foreseen = [risk for risk in ahead.lines if risk.score >= LEAST_RISK]
        foreseen.sort(key=lambda risk: (risk.refusal is not None, -risk.score))
        findings = Findings(
            tuple(people.lines),
            claims.finish(parse, article, listed),
            tuple(foreseen),
            tuple(lines.lines),
        )
        return limit_interview(parse, article, findings)

    @override
    def explain(self, layout: Layout, article: Article) -> Reasons:
        parse = parse_article(layout)
        candidates = find_candidates(parse, article, rank_summary(layout, article))
        people, claimed, ahead, lines = score(parse, article, candidates)
        return Reasons(
            summary=_reasons(lines, lambda line: line.span),
            actors=_reasons(people, lambda actor: actor.name),
            claims=_reasons(claimed, lambda claim: claim.content),
            risks=_reasons(ahead, lambda risk: risk.span),
        )


def _reasons(
    scored: Scored, key: Callable[[Any], _Key]
) -> dict[_Key, tuple[Reason, ...]]:
    """Map the key of each line to the features with the largest effect on its score."""
    reasons = {}
    for line, added in zip(scored.lines, scored.contributions(), strict=True):
        ranked = sorted(added.items(), key=lambda pair: (-abs(pair[1]), pair[0]))
        strong = [
            Reason(words, round(x, 2)) for words, x in ranked if abs(x) >= LEAST_REASON
        ]
        reasons[key(line)] = tuple(strong[:STRONGEST])
    return reasons
