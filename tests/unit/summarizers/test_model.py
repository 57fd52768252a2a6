from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, replace

import pytest

from summarizers.errors import NotVerbatimError
from summarizers.model import (
    Actor,
    ActorKind,
    Article,
    Briefing,
    Claim,
    ClaimKind,
    Line,
    Mention,
    Noise,
    Risk,
    RiskBasis,
    Span,
)

ARTICLE = Article(text="The dam broke. Voss said so.")


def test_span_length_must_match_its_text() -> None:
    with pytest.raises(NotVerbatimError, match="0:3"):
        Span(0, 3, "dam broke")


def test_span_cannot_start_before_the_text() -> None:
    with pytest.raises(NotVerbatimError):
        Span(-3, 0, "dam")


def test_spans_overlap_if_they_share_a_character() -> None:
    span = Span(4, 7, "dam")

    for start, end in ((0, 5), (5, 6), (6, 9), (4, 7), (0, 9)):
        assert span.overlaps(Span(start, end, "x" * (end - start)))
    for start, end in ((0, 4), (7, 9)):
        assert not span.overlaps(Span(start, end, "x" * (end - start)))


def test_span_cannot_be_changed() -> None:
    span = Span(0, 3, "dam")

    with pytest.raises(FrozenInstanceError):
        span.start = 1  # type: ignore[misc]  # the test is that it raises


def test_span_survives_a_way_to_another_process() -> None:
    span = Span(4, 7, "dam")

    copy = pickle.loads(pickle.dumps(span))  # noqa: S301 - our own bytes

    assert copy == span
    assert hash(copy) == hash(span)


def test_span_stays_checked_when_a_part_is_replaced() -> None:
    with pytest.raises(NotVerbatimError):
        replace(Span(4, 7, "dam"), end=9)


def test_article_cuts_spans_of_its_own_text() -> None:
    assert ARTICLE.span(4, 7) == Span(4, 7, "dam")


def _claim(content: Span, source: Span | None = None) -> Claim:
    sentence = ARTICLE.span(15, 28)
    return Claim("Voss", source, None, (content,), sentence, ClaimKind.INDIRECT)


WRONG = Span(4, 7, "dyn")


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param({"summary": (Line(WRONG, 1.0),)}, id="summary"),
        pytest.param({"noise": (Noise(WRONG, "caption"),)}, id="noise"),
        pytest.param({"risks": (Risk(WRONG, (RiskBasis.HAZARD,)),)}, id="risk"),
        pytest.param({"claims": (_claim(WRONG),)}, id="claim"),
        pytest.param({"claims": (_claim(Span(4, 7, "dam"), WRONG),)}, id="source"),
        pytest.param(
            {"claims": (replace(_claim(Span(4, 7, "dam")), shown=(WRONG,)),)},
            id="shown",
        ),
        pytest.param(
            {"actors": (Actor("Voss", ActorKind.PERSON, WRONG),)},
            id="role",
        ),
        pytest.param(
            {"actors": (Actor("Voss", ActorKind.PERSON, mentions=(Mention(WRONG),)),)},
            id="mention",
        ),
    ],
)
def test_briefing_refuses_a_line_that_is_not_in_the_article(
    parts: dict[str, tuple[Line, ...]],
) -> None:
    with pytest.raises(NotVerbatimError, match="not in the article"):
        Briefing(article=ARTICLE, engine="fast", lang="en", **parts)  # type: ignore[arg-type]  # one section a case


def test_a_claim_shows_its_content_if_nothing_else_is_given() -> None:
    content = ARTICLE.span(0, 14)

    assert _claim(content).shown == (content,)


def test_words_are_counted_by_white_space() -> None:
    assert ARTICLE.words == 6
