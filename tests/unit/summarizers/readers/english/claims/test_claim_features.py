from __future__ import annotations

import pytest

from summarizers.model import Article, Claim
from summarizers.readers.english import actors
from summarizers.readers.english.claims import LEAST_OF_CHARGE, extract, read_claims
from summarizers.readers.english.dependency.spacy_parser import SpacyParser
from summarizers.text.splitting import split_text

LEAD = "The ferry company Norlinie lost money in March.\n\n"


@pytest.fixture(scope="module")
def parser() -> SpacyParser:
    return SpacyParser()


def _features(parser: SpacyParser, text: str) -> dict[str, float]:
    article = Article(text=LEAD + text)
    parse = parser.parse(split_text(article))
    entities = actors.extract(parse, article)
    (found,) = read_claims(parse, article, entities)
    return found.features


def _claims(parser: SpacyParser, text: str) -> tuple[Claim, ...]:
    article = Article(text=LEAD + text)
    parse = parser.parse(split_text(article))
    return extract(parse, article, actors.extract(parse, article))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Ada Brandt did not say that the ferry sank.", True, id="not"),
        pytest.param("Ada Brandt said that the ferry had not sunk.", False, id="later"),
    ],
)
def test_denied_cues_are_told_from_denied_content(
    parser: SpacyParser, text: str, *, expected: bool
) -> None:
    features = _features(parser, text)

    assert ("negated" in features) is expected


def test_the_kind_of_speaker_is_a_feature(parser: SpacyParser) -> None:
    features = _features(parser, "Ada Brandt, a sailor, said that the ferry sank.")

    assert "speaker_person" in features


def test_unlikely_claims_are_left_out(parser: SpacyParser) -> None:
    text = "Many owners favour ferries with masts.\n\nAda Brandt said that 40 people must go."

    claims = _claims(parser, text)

    assert [claim.speaker for claim in claims] == ["Ada Brandt"]
    assert all(claim.score >= LEAST_OF_CHARGE for claim in claims)
