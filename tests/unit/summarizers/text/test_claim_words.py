"""The words of a claim that a page prints."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from summarizers.model import Article, Claim, ClaimKind, Span
from summarizers.text.claim_words import display_spans, is_asserted
from tests.fakes.readers import TABLES, words
from tests.tables import blocks


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_claim_is_printed_alone_from_its_verb_or_with_its_sentence(
    subtests: pytest.Subtests, lang: str
) -> None:
    for case in blocks(f"{TABLES[lang]}/statements"):
        article = Article(case["text"].replace(" ¶ ", "\n\n"))
        with subtests.test(text=article.text):
            parts = display_spans(
                article,
                _claim(article, case),
                case.get("lang", lang),
                is_clause=case.get("frame") != "phrase",
            )

            whole = case["printed"] == "all"
            assert words(parts) == (article.text if whole else case["printed"])


@pytest.mark.parametrize(
    ("verb", "plain"),
    [("said", True), ("denied", False), ("hopes", False), ("never said", False)],
)
def test_plain_claim_is_asserted_by_its_speaker(verb: str, *, plain: bool) -> None:
    article = Article(f"Ada Linn {verb} that the dam leaks.")
    case = {
        "source": "Ada Linn",
        "cue": verb.rsplit(maxsplit=1)[-1],
        "content": "the dam leaks",
    }

    assert is_asserted(article, _claim(article, case)) is plain


def _claim(article: Article, case: Mapping[str, str]) -> Claim:
    def span(part: str) -> Span:
        start = article.text.index(part.replace(" ¶ ", "\n\n"))
        return article.span(start, start + len(part))

    return Claim(
        "Ada Linn",
        span(case["source"]),
        span(case["cue"]),
        tuple(span(part) for part in case["content"].split(" … ")),
        article.span(0, len(article.text)),
        ClaimKind(case.get("kind", "indirect")),
    )
