from __future__ import annotations

from datetime import date

import pytest

from summarizers.model import Article, Claim, ClaimKind, Risk, RiskBasis, Span
from summarizers.readers.english import risks
from summarizers.readers.english.dependency.spacy_parser import SpacyParser
from summarizers.readers.english.shallow.fast_parser import FastParser
from summarizers.readers.parse import Parser
from summarizers.text.splitting import split_text

LINES = (
    "The harbour authority will close the northern dock on Monday, officials said.",
    "At the end of 2021, the two navies will hold a joint drill near the strait.",
    "The flood could have destroyed the old bridge.",
    "The mayor warned that the dam may collapse if the rain continues.",
    "In 1998 the factory was destroyed by a fire and forty workers died.",
    "She said she loved the new museum.",
    "The council is to vote on the flood budget next month.",
    "Photo: The dam will collapse / Port Lenna Press",
)
TEXT = "\n\n".join(LINES)
ARTICLE = Article(TEXT, "Port to close as storm nears", published=date(2022, 9, 16))


def _risks(
    parser: Parser, article: Article, claims: tuple[Claim, ...] = ()
) -> tuple[Risk, ...]:
    ranked = risks.extract(parser.parse(split_text(article)), article, claims)
    return tuple(read.risk for read in ranked)


@pytest.fixture(scope="module", params=[SpacyParser, FastParser])
def parser(request: pytest.FixtureRequest) -> Parser:
    made: Parser = request.param()
    return made


@pytest.fixture(scope="module")
def found(parser: Parser) -> tuple[Risk, ...]:
    return _risks(parser, ARTICLE)


def _texts(found: tuple[Risk, ...]) -> set[str]:
    return {risk.span.text for risk in found}


@pytest.mark.parametrize("line", [LINES[0], LINES[3], LINES[6]])
def test_what_lies_ahead_is_a_risk(found: tuple[Risk, ...], line: str) -> None:
    assert line in _texts(found)


@pytest.mark.parametrize("line", [LINES[1], LINES[2], LINES[4], LINES[5], LINES[7]])
def test_what_is_over_or_noise_is_no_risk(found: tuple[Risk, ...], line: str) -> None:
    assert line not in _texts(found)


def test_what_the_writer_hopes_is_no_risk(parser: Parser) -> None:
    text = "We are still hoping that more ferries will sail over the next few days."
    quoted = f"“{text}” the mayor said."

    assert _risks(parser, Article(text, published=date(2022, 9, 16))) == ()
    assert _texts(_risks(parser, Article(quoted, published=date(2022, 9, 16))))


def test_best_risk_stands_first(found: tuple[Risk, ...]) -> None:
    scores = [risk.score for risk in found]

    assert scores == sorted(scores, reverse=True)
    assert min(scores) >= risks.LEAST


def test_span_is_a_whole_sentence(found: tuple[Risk, ...]) -> None:
    for risk in found:
        assert TEXT[risk.span.start : risk.span.end] == risk.span.text


def test_when_is_resolved_from_the_publication_date(found: tuple[Risk, ...]) -> None:
    vote = next(risk for risk in found if "vote" in risk.span.text)

    assert vote.when is not None
    assert (vote.when.first, vote.when.last) == (date(2022, 10, 1), date(2022, 10, 31))


def test_hazard_to_come_has_both_bases(found: tuple[Risk, ...]) -> None:
    dam = next(risk for risk in found if "dam" in risk.span.text)

    assert dam.basis == (RiskBasis.FORWARD, RiskBasis.HAZARD)


def test_speaker_is_the_one_of_the_claim_in_the_sentence(parser: Parser) -> None:
    start = TEXT.index("the dam may")
    words = "the dam may collapse"
    sentence = Span(
        TEXT.index(LINES[3]), TEXT.index(LINES[3]) + len(LINES[3]), LINES[3]
    )
    content = (Span(start, start + len(words), words),)
    claim = Claim("Ivo Kersten", None, None, content, sentence, ClaimKind.INDIRECT)

    found = _risks(parser, ARTICLE, (claim,))

    speakers = {risk.span.text: risk.speaker for risk in found}
    assert speakers[LINES[3]] == "Ivo Kersten"
    assert speakers[LINES[6]] is None


def test_text_without_words_has_no_risks(parser: Parser) -> None:
    article = Article(text="… — …")

    assert _risks(parser, article) == ()


def test_undated_article_keeps_its_risks(parser: Parser) -> None:
    article = Article(text=TEXT, title=ARTICLE.title)

    found = _risks(parser, article)

    dam = next(risk for risk in found if "dam" in risk.span.text)
    assert dam.when is None


@pytest.mark.parametrize(
    "text",
    [
        "The owner of the ferry could not be reached on Monday.",
        "The navy had said it would test the ferry in December, and the test came early.",
        "Ferry to sail next month with a crew. — Ida Brandt (@ida) August 2, 2022",
        "— Brandt, on whether the ferry will sail next month.",
        "Lund asked Brandt whether that would take place before the December vote.",
    ],
)
def test_what_is_overtaken_or_of_another_day_is_no_risk(
    parser: Parser, text: str
) -> None:
    article = Article(text, published=date(2022, 9, 16))
    assert not _risks(parser, article)


@pytest.mark.parametrize(
    "text",
    [
        "The navy said it would test the ferry in December.",
        "The ferry could sink on Monday, the mayor warned.",
        "The navy had said that the ferry will sail on Monday.",
    ],
)
def test_what_was_said_of_the_time_ahead_is_a_risk(parser: Parser, text: str) -> None:
    article = Article(text, published=date(2022, 9, 16))
    assert _risks(parser, article)


def test_a_span_after_another_event_is_no_day(parser: Parser) -> None:
    text = (
        "The council is due to vote on Monday on a rule that would force owners to "
        "report a leak within 24 hours."
    )

    (vote,) = _risks(parser, Article(text, published=date(2022, 9, 16)))

    assert vote.when is not None
    assert vote.when.span.text == "Monday"


def test_the_ruling_of_today_is_no_event_to_come() -> None:
    text = (
        "“The decision today is a reminder that we all need to exercise that right and "
        "cast our ballot for owners who will protect the right to sail.”"
    )

    found = _risks(FastParser(), Article(text, published=date(2022, 9, 16)))

    assert "today" not in [risk.when.span.text for risk in found if risk.when]
