from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

import pytest

from summarizers.briefing import Briefer
from summarizers.lexicons.weights import weights_of
from summarizers.model import Article, Briefing, Span
from summarizers.rankers.summary import rank_summary
from summarizers.readers.english.acceptance import (
    ESTIMATED,
    SECTIONS,
    FindingFeatures,
    Signs,
    accept,
    model_of,
    read_features,
)
from summarizers.readers.english.english_reader import read_findings
from summarizers.readers.english.shallow.fast_parser import FastParser
from summarizers.readers.parse import Parse
from summarizers.readers.reader import Findings
from summarizers.text.splitting import split_text

ARTICLE = Article(
    title="Norlinie closes its route to Port Lenna",
    text="""\
The ferry company Norlinie closed its route to Port Lenna on Monday, its chief \
executive Ada Brandt said.

"We lose money on every crossing," said Brandt, the chief executive of Norlinie.

Brandt said that 40 sailors would move to other ships and that the terminal would be \
sold.

The mayor of Port Lenna, Jon Halvet, warned that the hospital could run out of oxygen.

It was built in 1950.

Visitors from Tarn like the old lamps in the hall.
""",
)


class Reading(NamedTuple):
    """An article as it is read, with the features of its lines."""

    parse: Parse
    findings: Findings
    signs: Signs
    features: FindingFeatures


def read(article: Article) -> Reading:
    layout = split_text(article)
    parse = FastParser().parse(layout)
    lines = rank_summary(layout, article)
    findings, signs = read_findings(parse, article, lines)
    features = read_features(parse, article, findings, signs)
    return Reading(parse, findings, signs, features)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(ARTICLE)


@pytest.fixture(scope="module", params=["spacy", "fast"])
def briefing(request: pytest.FixtureRequest) -> Briefing:
    return Briefer(request.param).brief(ARTICLE)


def test_who_acts_is_accepted_before_a_setting(briefing: Briefing) -> None:
    chance = {actor.name: actor.acceptance for actor in briefing.actors}

    assert chance["Ada Brandt"] > 0.6
    assert all(chance["Ada Brandt"] > chance[n] for n in chance if n == "Tarn")


def test_the_news_is_accepted_before_a_dangling_sentence(briefing: Briefing) -> None:
    chance = {line.span.text: line.acceptance for line in briefing.summary}

    first = briefing.summary[0]
    assert first.acceptance > 0.6
    assert first.acceptance > chance["It was built in 1950."]


def test_every_line_has_a_probability(briefing: Briefing) -> None:
    chances = [
        *(actor.acceptance for actor in briefing.actors),
        *(claim.acceptance for claim in briefing.claims),
        *(risk.acceptance for risk in briefing.risks),
        *(line.acceptance for line in briefing.summary),
    ]

    assert all(0.0 < chance < 1.0 for chance in chances)


def test_lines_that_are_too_low_to_be_printed_get_0(reading: Reading) -> None:
    line = reading.findings.summary[0]
    many = reading.findings._replace(summary=(line,) * (ESTIMATED + 2))

    accepted = accept(reading.parse, ARTICLE, many, reading.signs).summary

    assert [x.acceptance > 0 for x in accepted] == [True] * ESTIMATED + [False] * 2


def test_a_summary_by_another_ranker_has_no_estimate() -> None:
    briefing = Briefer("lexrank").brief(ARTICLE)

    assert {line.acceptance for line in briefing.summary} == {1.0}
    assert any(actor.acceptance < 1.0 for actor in briefing.actors)


def test_another_language_has_no_estimate() -> None:
    briefing = Briefer("fast").brief(replace(ARTICLE, lang="de"))

    assert {line.acceptance for line in briefing.summary} == {1.0}


def test_an_article_without_sentences_is_read() -> None:
    assert not any(read(Article(text="Menu")).features.claims)


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        pytest.param("The dam may break on Friday.", "may", id="listed word"),
        pytest.param("Berg saw these lamps.", "points back", id="demonstrative"),
        pytest.param("It broke.", "opens unclear", id="pronoun"),
        pytest.param("But Berg left the hall.", "opens with a link", id="link"),
        pytest.param("When he came, Berg left.", "pronoun before names", id="he"),
        pytest.param(
            '"The dam is old," Berg said.', "opens with a quotation", id="quote"
        ),
        pytest.param("The old dam of the town.", "no finite verb", id="fragment"),
        pytest.param("Who saw Berg?", "asks", id="question"),
        pytest.param("I suspect Berg likes it.", "first person", id="writer"),
        pytest.param("You cannot blame Berg for it.", "first person", id="reader"),
        pytest.param("Berg built the dam in 1950.", "past year", id="old year"),
        pytest.param("Berg is here.", "few words", id="short"),
        pytest.param("See Berg at http://dam.example now.", "post", id="address"),
        pytest.param("The dam is a wall of stone.", "tells a state", id="state"),
        pytest.param("Berg left the dam today.", "names the day", id="today"),
        pytest.param("It broke on Monday.", "names the day", id="weekday"),
        pytest.param("It broke last year.", "looks back", id="last year"),
        pytest.param("Two men were injured.", "counts the outcome", id="toll"),
        pytest.param("Shares of Berg fell 3%.", "counts the outcome", id="amount"),
        pytest.param("Berg sold 30 ferries.", "counts the outcome", id="deed"),
    ],
)
def test_the_wording_of_a_line_is_read(text: str, feature: str) -> None:
    article = Article(text=text, published=date(1960, 5, 2))

    assert feature in read(article).features.summary[0].present


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Two men were injured last year.", id="of another time"),
        pytest.param("Berg sold the Norlinie 3.", id="a number in a name"),
        pytest.param("Berg left in 1950.", id="a year"),
        pytest.param("The dam has 30 doors.", id="no deed"),
    ],
)
def test_a_number_that_is_no_outcome(text: str) -> None:
    assert "counts the outcome" not in read(Article(text)).features.summary[0].present


def test_a_sentence_amid_a_quotation_is_inside_it() -> None:
    article = Article(
        '"The dam broke on Monday. Three men of the town saw it. They ran away," Berg said.'
    )

    _, findings, _, features = read(article)

    pairs = zip(findings.summary, features.summary, strict=True)
    inside = {x.span.text for x, f in pairs if "inside a quotation" in f.present}
    assert "Three men of the town saw it." in inside
    assert not any("said" in text for text in inside)


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        pytest.param("It must close, Ada Brandt said.", "modal", id="modal"),
        pytest.param(
            "Ada Brandt said that it sank.", "past tense alone", id="past tense"
        ),
        pytest.param(
            "Ada Brandt said that they sank.",
            "opens with another than the speaker",
            id="several for one person",
        ),
        pytest.param(
            "“He sank it,” Ada Brandt said.",
            "opens with another than the speaker",
            id="he in a quotation",
        ),
        pytest.param(
            "Ada Brandt said that she sank the boat.",
            "only claim of its speaker",
            id="one claim",
        ),
        pytest.param("Ada Brandt said that she sank.", "few words", id="short"),
        pytest.param(
            "Lenna Council said it would repair the pier.", "opens with it", id="it"
        ),
        pytest.param("The mayor said the pier sank.", "speaker untold", id="mayor"),
    ],
)
def test_the_link_of_a_claim_to_the_page_is_read(text: str, feature: str) -> None:
    article = Article(f"The pier of Lenna leaks.\n\n{text}", title="Pier leaks")

    assert feature in read(article).features.claims[0].present


def test_a_claim_beside_the_news_has_no_word_of_the_summary() -> None:
    text = f"{ARTICLE.text}\nTom Ried, a guide, said that lions roar."
    _, findings, _, features = read(replace(ARTICLE, text=text))
    at = [claim.speaker for claim in findings.claims].index("Tom Ried")

    beside = ["no word of the summary" in f.present for f in features.claims]
    assert beside[at]
    assert not all(beside)


def test_a_claim_may_have_one_word_of_the_summary() -> None:
    text = f"{ARTICLE.text}\nTom Ried, a guide, said that lions like Norlinie."
    _, findings, _, features = read(replace(ARTICLE, text=text))
    at = [claim.speaker for claim in findings.claims].index("Tom Ried")

    linked = ["one word of the summary" in f.present for f in features.claims]
    assert linked[at]
    assert not all(linked)


def test_a_woman_who_speaks_of_herself_opens_with_the_speaker() -> None:
    text = "The pier of Lenna leaks.\n\nAda Brandt said that she sank the boat."

    assert "opens with another than the speaker" not in (
        read(Article(text)).features.claims[0].present
    )


def test_a_demonstrative_before_a_time_does_not_point_back() -> None:
    features = read(Article(text="Berg left the town this week.")).features

    assert "points back" not in features.summary[0].present


@pytest.mark.parametrize(
    ("text", "is_teaser"),
    [
        pytest.param("A warm bed is not always good for you.", True, id="general"),
        pytest.param("Norlinie closed its route on Monday.", False, id="deed"),
        pytest.param("Norlinie is to close its route.", False, id="words of the title"),
    ],
)
def test_an_opening_without_the_news_is_a_teaser(text: str, *, is_teaser: bool) -> None:
    article = Article(title=ARTICLE.title, text=text)

    assert ("teaser" in read(article).features.summary[0].present) is is_teaser


def test_a_scene_before_the_news_is_a_teaser() -> None:
    text = "The hall is full. Boats lie in the sun. Norlinie closed its route to Lenna."
    _, findings, _, features = read(Article(title=ARTICLE.title, text=text))
    pairs = zip(findings.summary, features.summary, strict=True)
    teasers = [line.span.text for line, f in pairs if "teaser" in f.present]

    assert sorted(teasers) == ["Boats lie in the sun.", "The hall is full."]


def test_the_features_of_an_actor_tell_its_part(reading: Reading) -> None:
    names = [actor.name for actor in reading.findings.actors]
    brandt = reading.features.actors[names.index("Ada Brandt")].present

    assert {"person speaks", "person with a role"} <= brandt


def test_a_claim_is_read_as_it_is_printed(reading: Reading) -> None:
    claim = reading.findings.claims[0]
    sentence = Span(claim.sentence.start, claim.sentence.end, claim.sentence.text)
    whole = replace(claim, shown=(sentence,))

    findings = reading.findings._replace(claims=(whole,))
    features = read_features(reading.parse, ARTICLE, findings, reading.signs).claims[0]

    assert features.amounts["share of the sentence"] == 1.0


@pytest.mark.parametrize(
    ("text", "is_self"),
    [
        ("The storm will reach the harbour of our town.", True),
        ("The storm will reach the harbour of our town tomorrow.", False),
    ],
)
def test_an_undated_risk_with_a_word_for_the_writer_is_marked(
    text: str, *, is_self: bool
) -> None:
    _, _, _, features = read(replace(ARTICLE, text=text, published=date(2026, 3, 4)))

    assert ["self outside quotations" in f.present for f in features.risks] == [is_self]


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_has_weights(section: str) -> None:
    assert "constant" in weights_of(model_of(section))


@pytest.mark.parametrize(
    ("title", "text", "name", "feature"),
    [
        (
            "Interview with Anna Berg",
            "Interview with Anna Berg\n\nWhy a mill?\n\nMy friend Jon Halvet sold it.",
            "Jon Halvet",
            "beside an interview",
        ),
        (
            "A mill is sold",
            "Then Mr Halvet sold it to Mr Halvet.",
            "Halvet",
            "bare surname",
        ),
        (
            "A mill burns",
            "The mill belonged to the Lenna Company.",
            "Lenna Company",
            "owns the thing",
        ),
        (
            "A mill burns",
            "The mill belonged to the Lenna Company.",
            "Lenna Company",
            "word for a body",
        ),
        (
            "A mill burns",
            "The Lenna Company burned the mill on Monday.",
            "Lenna Company",
            "body acts in the lead",
        ),
        (
            "A mill burns",
            "The mill was sold to Jon Halvet by the Lenna Company.",
            "Lenna Company",
            "body has a part in the lead",
        ),
        (
            "A mill burns",
            "The Lenna Company mill burned. A Lenna Company spokesman said it was old.",
            "Lenna Company",
            "its spokesman speaks",
        ),
    ],
)
def test_actor_has_the_feature(title: str, text: str, name: str, feature: str) -> None:
    reading = read(Article(title=title, text=text))
    names = [actor.name for actor in reading.findings.actors]

    features = reading.features.actors[names.index(name)]

    assert feature in features.present


def test_constant_counts_once(reading: Reading) -> None:
    for features in reading.features.actors:
        assert ("constant" in features.present) + features.amounts.get(
            "constant", 0
        ) == 1


def _signs_of(title: str, text: str, name: str) -> set[str]:
    reading = read(Article(title=title, text=text))
    pairs = zip(reading.findings.actors, reading.features.actors, strict=False)
    return next(set(f.present) for actor, f in pairs if actor.name == name)


LATER = """\
Norlinie, Lenna Council and Tarn Bank met on Monday.

Norlinie asked Lenna Council for a pier.

Tarn Bank offered Norlinie a loan.

Lenna Council agreed with Tarn Bank."""


@pytest.mark.parametrize(
    ("sentence", "feature"),
    [
        ('"It was loud," said Anna Berg, a visitor.', "private role"),
        ('"It was loud," said Anna Berg, a former mayor of Lenna.', "past office"),
        ('"It was loud," said Anna Berg.', "unknown person"),
        ('"It was loud," said Anna Berg, a sailor from Tarn.', "role without a body"),
    ],
)
def test_person_beside_the_news(sentence: str, feature: str) -> None:
    features = _signs_of(
        "Council, bank and Norlinie meet", f"{LATER}\n\n{sentence}", "Anna Berg"
    )

    assert feature in features


@pytest.mark.parametrize(
    "role",
    [
        "a director of Norlinie",
        "a spokeswoman of sailors",
        "Ivo Lund's sister",
        "the writer and mayor",
    ],
)
def test_person_with_a_part_in_the_news(role: str) -> None:
    text = f'{LATER}\n\n"It was loud," said Anna Berg, {role}.'
    features = _signs_of("Council, bank and Norlinie meet", text, "Anna Berg")

    assert features.isdisjoint(
        {"private role", "past office", "unknown person", "role without a body"}
    )


def test_person_in_the_title() -> None:
    text = "The court fined Anna Berg on Monday."

    assert "person in the title" in _signs_of("Fine for Anna Berg", text, "Anna Berg")


@pytest.mark.parametrize(
    ("sentence", "is_thing"),
    [
        ("Velotar fell by half on Monday.", True),
        ("Velotar has also announced a sale on Monday.", False),
    ],
)
def test_body_does_what_a_thing_cannot_do(sentence: str, *, is_thing: bool) -> None:
    text = f"Prices of Velotar moved. {sentence}"
    features = _signs_of("Prices move", text, "Velotar")

    assert ("may be a thing" in features) is is_thing


@pytest.mark.parametrize(
    ("name", "is_thing"), [("Zumo Velotar", True), ("Anna Velotar", False)]
)
def test_name_may_be_no_person(name: str, *, is_thing: bool) -> None:
    features = _signs_of("Prices move", f"Prices of {name} moved in May.", name)

    assert ("may be no person" in features) is is_thing


def test_body_in_the_lead() -> None:
    text = "A pier of the Lenna Council fell on Monday."

    assert "body in the lead" in _signs_of("Pier falls", text, "Lenna Council")


@pytest.mark.parametrize(
    ("sentence", "is_aside"),
    [
        ('"The pier is loud," said Anna Berg, a visitor.', True),
        ('"The pier is loud," said Anna Berg, a director of Norlinie.', False),
    ],
)
def test_claim_of_a_speaker_beside_the_news(sentence: str, *, is_aside: bool) -> None:
    article = Article(title="Council and bank meet", text=f"{LATER}\n\n{sentence}")
    reading = read(article)
    pairs = zip(reading.findings.claims, reading.features.claims, strict=False)
    features = next(f.present for claim, f in pairs if claim.speaker == "Anna Berg")

    assert ("speaker beside the news" in features) is is_aside


@pytest.mark.parametrize(
    ("sentence", "asks"),
    [
        ("Ivo Lund told Anna Berg that the strike goes on.", True),
        ("Ivo Lund told Lenna News' Anna Berg that the strike goes on.", True),
        ("Ivo Lund spoke on Anna Berg's show on Monday.", True),
        ("Ivo Lund said so in an interview with Anna Berg.", True),
        ("Ivo Lund was asked by the host, Anna Berg, on Monday.", True),
        ("Ivo Lund told the mayor, Anna Berg, of the strike.", False),
        ("Ivo Lund walked with Anna Berg on Monday.", False),
        ("Ivo Lund saw Anna Berg's mill on Monday.", False),
    ],
)
def test_person_who_asks_others(sentence: str, *, asks: bool) -> None:
    features = _signs_of("Lund sees no end of the strike", sentence, "Anna Berg")

    assert ("interviewer" in features) is asks


def test_interviewer_in_the_title_is_part_of_the_news() -> None:
    text = "Ivo Lund told Anna Berg that the strike goes on."

    assert "interviewer" not in _signs_of("Lund attacks Anna Berg", text, "Anna Berg")


@pytest.mark.parametrize(
    ("sentence", "is_idle"),
    [
        ("Ivo Lund stood at the doors of the Lenna Council.", True),
        ("The Lenna Council closed its doors on Monday.", False),
        ("The Lenna Council said that its doors are shut.", False),
    ],
)
def test_body_that_neither_acts_nor_speaks(sentence: str, *, is_idle: bool) -> None:
    features = _signs_of("Doors shut", sentence, "Lenna Council")

    assert ("idle body" in features) is is_idle


@pytest.mark.parametrize(
    ("sentence", "is_background"),
    [
        ("The lamp is a bowl of clay.", True),
        ("Last year the lamp fell.", True),
        ("The lamp fell at once.", False),
        ("The mill is a house of clay.", False),
    ],
)
def test_later_sentence_without_the_event(
    sentence: str, *, is_background: bool
) -> None:
    article = Article(title="Mill sold", text=f"Berg sold the mill. {sentence}")
    reading = read(article)
    pairs = zip(reading.findings.summary, reading.features.summary, strict=False)
    features = next(f.present for line, f in pairs if line.span.start)

    assert ("background after the lead" in features) is is_background
