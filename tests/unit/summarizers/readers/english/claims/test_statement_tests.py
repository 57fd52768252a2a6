"""What both engines print of a claim, and what they take for no statement at all."""

from __future__ import annotations

import pytest

from summarizers.model import Article, Claim
from summarizers.readers.english import actors
from summarizers.readers.english.claims import extract
from summarizers.readers.english.dependency.spacy_parser import SpacyParser
from summarizers.readers.english.shallow.fast_parser import FastParser
from summarizers.readers.parse import Parser
from summarizers.text.splitting import split_text

LEAD = "The ferry company Norlinie lost money in March.\n\n"


@pytest.fixture(scope="module", params=[SpacyParser, FastParser], ids=["spacy", "fast"])
def parser(request: pytest.FixtureRequest) -> Parser:
    made: Parser = request.param()
    return made


def claims_of(parser: Parser, text: str) -> tuple[Claim, ...]:
    article = Article(text=LEAD + text)
    parse = parser.parse(split_text(article))
    return extract(parse, article, actors.extract(parse, article))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ada Brandt said the ferry had sunk.", "the ferry had sunk"),
        (
            "“The old ferry that sank”, Ada Brandt told Lenna.example, “was unsafe.”",
            "“The old ferry that sank” … “was unsafe.”",
        ),
        (
            "Ada Brandt said in a note posted on the firm's site that the ferry sank.",
            "the ferry sank",
        ),
        (
            "Ada Brandt said in Lind the ferry that sank was old.",
            "the ferry that sank was old",
        ),
        ("Ada Brandt told the court the ferry had sunk.", "the ferry had sunk"),
        (
            "Ada Brandt claimed responsibility for the fire.",
            "claimed responsibility for the fire",
        ),
        (
            "Ada Brandt announced the closure of two lines.",
            "announced the closure of two lines",
        ),
        (
            "Ada Brandt described the new ferry as unsafe for children.",
            "described the new ferry as unsafe for children",
        ),
        (
            "Ada Brandt rejected the demands of the 40 sailors.",
            "rejected the demands of the 40 sailors",
        ),
        (
            "Ada Brandt added that sailors who sign up will get a medal.",
            "sailors who sign up will get a medal",
        ),
        (
            "“The ferry sank at night,” which shocked the town, Ada Brandt said.",
            "“The ferry sank at night,”",
        ),
        (
            "Ada Brandt said “it could not be reached” when asked about the ferry.",
            "“it could not be reached”",
        ),
        (
            "Ada Brandt said “we should go” while Ola Lind said, “we should stay here”.",
            "“we should go”",
        ),
        (
            "Ada Brandt said the ferry “is old”, but the owner wants to keep it.",
            "Ada Brandt said the ferry “is old”, but the owner wants to keep it.",
        ),
        (
            "The ferry “is not for sale,” Ada Brandt told the town.",
            "The ferry “is not for sale,”",
        ),
        (
            "Ada Brandt says it's “a lost ferry,” part of a quarrel since the fire.",
            "it's “a lost ferry,”",
        ),
    ],
)
def test_printed_words_have_a_verb_and_their_objection(
    parser: Parser, text: str, shown: str
) -> None:
    (claim, *_) = claims_of(parser, text)

    words = " … ".join(part.text for part in claim.shown)
    assert words in {shown, text}
    assert claim.acceptance > 0


def test_an_answer_to_a_charge_is_never_left_out(parser: Parser) -> None:
    text = "Ada Brandt denied any guilt."

    (claim,) = claims_of(parser, text)

    assert [part.text for part in claim.shown] == ["denied any guilt"]


@pytest.mark.parametrize(
    "text",
    [
        "Water samples suggested that the hull had cracked.",
        "The probe concluded that the hull had cracked.",
        "The tests showed that the hull had cracked.",
        "Many said that the hull had cracked.",
        "Some rumors said that the hull had cracked.",
        "The owners plan to sell the ferry in June.",
        "Ada Brandt thanked the sailors for their help.",
        "Ada Brandt told reporters in a brief speech after the fire.",
        "Norlinie agreed to sell the ferry in June.",
        "Ada Brandt decided to sell the ferry in June.",
        "Ada Brandt did not say when the ferry would sail again.",
        "Ada Brandt asked why the ferry had sunk.",
        "“Thank you all for coming,” Ada Brandt said.",
        "“I would like to thank Captain Ried for his long service,” Ada Brandt said.",
        "“The thoughts of all at Norlinie are with the families,” Ada Brandt said.",
        "“We extend our deepest sympathies to the families,” Ada Brandt said.",
        "“Why did the ferry sink?” Ada Brandt asked.",
        "Ada Brandt saw a sign on the ferry: “Women and children.”",
        "Ada Brandt rejected the allegation.",
    ],
)
def test_things_deeds_questions_and_silence_are_never_accepted(
    parser: Parser, text: str
) -> None:
    assert not [claim for claim in claims_of(parser, text) if claim.acceptance]


@pytest.mark.parametrize(
    "text",
    [
        "A boxer said that the hull had cracked.",
        "The zoo said that the hull had cracked.",
        "A letter said that the hull of the ferry had cracked.",
        "A Tarn Institute study said that 40 of the ferries had cracked.",
        "Ada Brandt did not believe that the hull had cracked.",
        "Ada Brandt discussed the hull and said that it had cracked.",
        "Ada Brandt asked the town to mend the hull.",
    ],
)
def test_people_bodies_documents_and_doubts_state_something(
    parser: Parser, text: str
) -> None:
    assert [claim for claim in claims_of(parser, text) if claim.acceptance]


def test_a_product_does_not_speak(parser: Parser) -> None:
    text = "The Norlinie Galax B7 is new. Galax B7 said that the hull had cracked."

    claims = claims_of(parser, text)

    assert not [c for c in claims if c.acceptance and c.speaker == "Galax B7"]


def test_an_aside_in_brackets_is_all_that_is_claimed(parser: Parser) -> None:
    text = "The new hull saves oil (Ada Brandt says it saves a tenth) and is light."

    (claim,) = claims_of(parser, text)

    assert [part.text for part in claim.content] == ["it saves a tenth"]


@pytest.mark.parametrize("title", ["Interview with Tom Ried", "Norlinie is in trouble"])
def test_the_words_of_others_in_an_interview_are_not_accepted(
    parser: Parser, title: str
) -> None:
    text = LEAD + "I was there. Ada Brandt said that the hull had cracked."
    article = Article(text=text, title=title)
    parse = parser.parse(split_text(article))
    claims = extract(parse, article, actors.extract(parse, article))
    accepted = {claim.speaker for claim in claims if claim.acceptance}

    assert ("Ada Brandt" in accepted) is not title.startswith("Interview")


def test_a_transcript_has_the_words_of_those_who_answer() -> None:
    turns = (
        "TOM RIED: Is the hull safe after all these years?",
        "ADA BRANDT: The hull is safe and will last for years.",
        "TOM RIED: Tell us what you found on the ferry.",
        "ADA BRANDT: We found one crack. Thanks very much.",
        "Conclusion: The ferry sails again when the hull is mended.",
    )

    claims = claims_of(SpacyParser(), "\n\n".join(turns))

    accepted = [claim.content[0].text for claim in claims if claim.acceptance]
    assert accepted == ["The hull is safe and will last for years."]


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("Ada Brandt insisted she had not discussed that with Tom Ried.", False),
        ("Ada Brandt insisted she had not discussed the ferry with Tom Ried.", True),
        ("Ada Brandt insisted she knew that with help the ferry would sail.", True),
    ],
)
def test_a_claim_that_only_points_back_is_not_accepted(
    text: str, *, accepted: bool
) -> None:
    claims = claims_of(FastParser(), text)

    assert any(claim.acceptance for claim in claims) is accepted


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "Ada Brandt announced a plan to pay crews who had left ships launched in 2012.",
            "announced a plan to pay crews who had left ships launched in 2012",
        ),
        (
            "Ada Brandt announced a plan of injured sailors who had left the old ferry.",
            "announced a plan of injured sailors who had left the old ferry",
        ),
        (
            "Ada Brandt said just because the crack was small did not mean it was safe.",
            "just because the crack was small did not mean it was safe",
        ),
    ],
)
def test_a_claim_keeps_the_words_that_it_needs(text: str, shown: str) -> None:
    (claim, *_) = claims_of(FastParser(), text)

    assert [part.text for part in claim.shown] == [shown]
