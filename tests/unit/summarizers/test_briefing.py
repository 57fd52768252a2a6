"""The briefing of an article: its sections, its notes, and what cannot be briefed."""

from __future__ import annotations

import base64
import gc
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizers.briefing import (
    MOST_CHARACTERS,
    READ_SENTENCES,
    Briefer,
    engine_names,
)
from summarizers.errors import (
    EmptyTextError,
    InputError,
    NotTextError,
    TooLongError,
    UnknownEngineError,
)
from summarizers.model import NO_REASONS, Article, Briefing, Claim, ClaimKind
from summarizers.page import select_page

STORY = """\
The ferry company Norlinie closed its route to Port Lenna on Monday, its chief \
executive Ada Brandt said.

"We lose money on every crossing," said Brandt, the chief executive of Norlinie.

Brandt said that 40 sailors would move to other ships and that the terminal would be \
sold in spring.

The mayor of Port Lenna, Jon Halvet, called the decision "a blow to the island". He \
warned that the hospital could run out of oxygen.

It was built in 1950.

Visitors from Tarn like the old lamps in the hall.
"""
ARTICLE = Article(
    STORY, "Norlinie closes its route to Port Lenna", published=date(2026, 3, 3)
)
GERMAN = (
    "Der Damm oberhalb von Veldmark wird im Herbst geleert, teilte der "
    "Wasserverband mit. Nach der Flut im Frühjahr fanden Ingenieure Risse in der "
    "Mauer. Die Bauern im Tal sollen ihr Vieh vorher wegbringen. Der "
    "Verband rechnet damit, dass die Arbeiten zwei Jahre dauern und viel Geld kosten."
)
FRENCH = (
    "La digue de Brenne sera vidée en octobre, a annoncé mardi le syndicat des eaux.\n\n"
    "« Nous ne voulons pas attendre une autre crue », a déclaré Lucie Tardy, directrice "
    "du syndicat. Elle craint que le mur cède pendant l'hiver. Les éleveurs de la vallée "
    "devront déplacer leurs bêtes d'ici la fin du mois de septembre."
)


@pytest.fixture(scope="module")
def fast() -> Briefer:
    return Briefer("fast")


@pytest.fixture(scope="module")
def briefing(fast: Briefer) -> Briefing:
    return fast.brief(ARTICLE)


def _claim(briefing: Briefing, words: str) -> Claim:
    return next(c for c in briefing.claims if words in c.content[0].text)


@pytest.mark.parametrize("engine", ["fast", "luhn"])
def test_every_section_is_filled_by_every_kind_of_engine(engine: str) -> None:
    briefing = Briefer(engine).brief(ARTICLE)

    assert briefing.engine == engine
    assert all((briefing.summary, briefing.actors, briefing.claims, briefing.risks))


def test_every_section_of_a_french_article_is_filled(fast: Briefer) -> None:
    briefing = fast.brief(Article(FRENCH))

    assert (briefing.lang, briefing.notes) == ("fr", ())
    assert all((briefing.summary, briefing.actors, briefing.claims, briefing.risks))


def test_same_article_gives_the_same_briefing(
    fast: Briefer, briefing: Briefing
) -> None:
    assert fast.brief(ARTICLE) == briefing


def test_method_of_sumy_changes_the_summary_alone(briefing: Briefing) -> None:
    luhn = Briefer("luhn").brief(ARTICLE)

    # Scores differ: a claim is more probable if the summary has its words.
    claims = [{c.content for c in one.claims} for one in (luhn, briefing)]
    assert luhn.actors == briefing.actors
    assert claims[0] == claims[1]


def test_words_are_quoted_reported_or_both(briefing: Briefing) -> None:
    found = [
        (_claim(briefing, words).kind, _claim(briefing, words).speaker)
        for words in ("lose money", "40 sailors", "a blow")
    ]

    assert found == [
        (ClaimKind.DIRECT, "Ada Brandt"),
        (ClaimKind.INDIRECT, "Ada Brandt"),
        (ClaimKind.MIXED, "Jon Halvet"),
    ]


def test_speakers_are_actors_and_every_list_is_best_first(briefing: Briefing) -> None:
    speakers = {claim.speaker for claim in briefing.claims} - {None}
    risks = [risk.score for risk in briefing.risks]
    saliences = [actor.salience for actor in briefing.actors]

    assert speakers == {"Ada Brandt", "Jon Halvet"}
    assert speakers <= {actor.name for actor in briefing.actors}
    assert briefing.claims[0].score == max(c.score for c in briefing.claims)
    assert risks == sorted(risks, reverse=True)
    assert saliences == sorted(saliences, reverse=True)
    assert briefing.actors[0].name == "Norlinie"


def test_speaker_who_spoke_gives_way_to_an_equal_one(fast: Briefer) -> None:
    said = "The mayor said the old bridge of the town will stay closed. "
    other = "Ada Brandt said the old mill of the town will stay closed. "

    claims = fast.brief(Article(said + said + other)).claims

    assert claims[0].speaker != claims[1].speaker


def test_news_and_those_who_act_have_higher_scores_than_the_rest(
    briefing: Briefing,
) -> None:
    lines = {line.span.text: line.score for line in briefing.summary}
    actors = {actor.name: actor.score for actor in briefing.actors}

    assert briefing.summary[0].score > lines["It was built in 1950."]
    assert actors["Ada Brandt"] > max(0.6, actors.get("Tarn", 0.0))
    every = [
        x.score
        for section in ("summary", "actors", "claims", "risks")
        for x in getattr(briefing, section)
    ]
    assert all(0 < chance < 1 for chance in every)


@pytest.mark.parametrize(
    "sentence",
    [
        "Photographs published by the Tarn Herald showed the garden.",
        "She told the Tarn Herald that she had paid for it.",
        "The Tarn Herald reported that a firm paid for it.",
        "The garden is large, said the Tarn Herald. Tarn Herald aired it.",
    ],
)
def test_paper_that_only_reports_is_no_actor_of_the_news(
    fast: Briefer, sentence: str
) -> None:
    lead = "Minister Anna Berg resigned over a villa on Monday."
    texts = f"{lead} {sentence}", f"{lead} The Tarn Herald hired an editor."

    accepted = [
        any(
            a.refusal is None
            for a in fast.brief(Article(text)).actors
            if "Herald" in a.name
        )
        for text in texts
    ]

    assert accepted == [False, True]


@pytest.mark.parametrize(
    ("title", "text", "name"),
    [
        (
            "Boy falls into mill pond",
            "A four-year-old boy fell into the mill pond at Tarn on Monday.",
            "A four-year-old boy",
        ),
        (
            "Goat stops train at Tarn",
            "The train to Lenna stood for an hour because a small goat slept there.",
            "a small goat",
        ),
        ("What Anna left", "They met Anna Berg in Oslo. It rained.", "Anna Berg"),
    ],
)
def test_person_whom_the_title_tells_stands_higher(
    fast: Briefer, title: str, text: str, name: str
) -> None:
    saliences = [
        {a.name: a.salience for a in fast.brief(Article(text, given)).actors}
        for given in (title, "Storm hits Norland")
    ]

    assert saliences[0][name] > saliences[1].get(name, 0.0)


TRANSCRIPT = (
    "On Monday, the Lenna Post interviewed engineer Anna Berg about the dams of Lenna. "
    "Berg was born in Tarn, and she served as the mayor of the town until 2009.\n\n"
    "Do you think that the government says that the dams are unsafe?\n\n"
    "They will have to decide. Most dams of Lenna were built without a plan for floods. "
    "Norway claims that floods never happen. It will be built again by 2031, I am sure "
    "of that, and we all want it to hold.\n\n"
    "Why did you leave the office of the mayor?\n\n"
    "I was tired of it. My family had a mill, and somebody had to take care of it all."
)


@pytest.mark.parametrize(
    ("title", "is_interview"),
    [
        ("Lenna Post interviews engineer Anna Berg about dams", True),
        ("Anna Berg sells her mill", False),
    ],
)
def test_interview_prints_its_occasion_and_what_the_guest_answers(
    fast: Briefer, title: str, *, is_interview: bool
) -> None:
    article = Article(TRANSCRIPT, title, published=date(2026, 3, 2))

    page = select_page(fast.brief(article)).briefing

    said = [(claim.speaker, claim.shown[0].text) for claim in page.claims]
    answer = "Most dams of Lenna were built without a plan for floods."
    assert (said == [("Anna Berg", answer)]) is is_interview
    assert page.actors[0].name == "Anna Berg"
    if is_interview:
        assert [line.span.text for line in page.summary] == [TRANSCRIPT[:81]]
        assert page.risks == ()


def test_of_equal_answers_the_first_one_is_printed(fast: Briefer) -> None:
    answers = (
        "Most dams of Lenna were built without a plan for floods.",
        "Some dams of Lenna were built without a plan for storms.",
    )
    text = TRANSCRIPT.replace(answers[0], " ".join(answers))
    title = "Lenna Post interviews engineer Anna Berg about dams"

    claims = select_page(fast.brief(Article(text, title))).briefing.claims

    assert [claim.shown[0].text for claim in claims] == [answers[0]]


@pytest.mark.parametrize(
    ("read_on", "ahead"), [(None, 0), (date(2026, 5, 4), 1), (date(2032, 1, 1), 0)]
)
@pytest.mark.parametrize(
    ("lang", "text"),
    [("en", "The port will close in 2031."), ("fr", "Le port fermera en 2031.")],
)
def test_undated_article_has_the_dates_that_lie_ahead_of_its_reader(
    fast: Briefer, lang: str, text: str, read_on: date | None, ahead: int
) -> None:
    risks = fast.brief(Article(text, lang=lang, read_on=read_on)).risks

    assert len([risk for risk in risks if risk.when is not None]) == ahead


def test_every_printed_line_has_reasons(fast: Briefer, briefing: Briefing) -> None:
    page = select_page(briefing).briefing

    reasons = fast.reasons(ARTICLE)

    for told in (
        *(reasons.summary[line.span] for line in page.summary),
        *(reasons.actors[actor.name] for actor in page.actors),
        *(reasons.claims[claim.content] for claim in page.claims),
        *(reasons.risks[risk.span] for risk in page.risks),
    ):
        weights = [abs(reason.weight) for reason in told]
        assert 0 < len(weights) <= 4
        assert weights == sorted(weights, reverse=True)
    assert fast.reasons(replace(ARTICLE, lang="de")) is NO_REASONS


def test_engine_names_start_with_the_default() -> None:
    names = engine_names()

    assert names[0] == "fast"
    assert {"lexrank", "lsa", "textrank", "sum-basic", "edmundson"} <= set(names)


def test_unknown_engine_is_told_with_the_nearest_name() -> None:
    with pytest.raises(UnknownEngineError, match="Did you mean 'lexrank'"):
        Briefer("lexrnak")


def test_other_language_gets_its_main_sentences_and_a_note(fast: Briefer) -> None:
    briefing = fast.brief(Article(GERMAN))

    assert briefing.lang == "de"
    assert briefing.summary
    assert (briefing.claims, briefing.actors, briefing.risks) == ((), (), ())
    assert "(de)" in briefing.notes[0]
    assert fast.brief(replace(ARTICLE, lang="nl")).lang == "nl"


def test_very_long_text_is_read_in_part_and_says_so(fast: Briefer) -> None:
    text = "\n".join(f"The board closed gate {i} of the old dam." for i in range(900))

    briefing = fast.brief(Article(text))

    assert f"first {READ_SENTENCES} sentences" in briefing.notes[0]
    assert all(span.end < len(text) / 2 for span in briefing.spans())


@pytest.mark.parametrize(
    ("text", "lines", "note"),
    [
        ("The dam at Veldmark is safe for now.", 1, "too short"),
        ("The dam. Photo: AP\n\nThe quay (left). Image: Reuters", 0, "not an article"),
    ],
)
def test_text_that_is_no_article_has_a_note(
    fast: Briefer, text: str, lines: int, note: str
) -> None:
    briefing = fast.brief(Article(text))

    assert len(briefing.summary) == lines
    assert note in briefing.notes[0]


@pytest.mark.parametrize(
    ("error", "texts"),
    [
        (EmptyTextError, ("", " \n\t", "\u200b", "... !!! ---", "____")),
        (TooLongError, ("dam " * (MOST_CHARACTERS // 4 + 1),)),
        (
            NotTextError,
            (
                *("The dam\x00held.", "\x01\x02dam\x03\x04", "PNG" + "\ufffd" * 4),
                "a" * 2_000_000,
                "dam " + base64.b64encode(bytes(range(256)) * 100).decode(),
            ),
        ),
    ],
)
def test_what_cannot_be_briefed_is_refused(
    fast: Briefer, error: type[InputError], texts: tuple[str, ...]
) -> None:
    for text in texts:
        with pytest.raises(error):
            fast.brief(Article(text))


def test_odd_but_real_text_is_briefed(fast: Briefer) -> None:
    for text in (
        *("Rain", "صمد السد طوال الليل", "The\u200b dam \u202eheld\u202c."),
        "The dam held. One \ufffd was lost in the whole long text, and nobody cared.",
        "".join(chr(0x4E00 + i % 900) for i in range(30_000)),
        "dam " * 100_000,
    ):
        assert fast.brief(Article(text)).engine == "fast"


MARKS = ('"', "'", "”", "“", ",", ":", "-", "(", ")", "\n", "\n\n", " — ", "\u200b")
UNITS = (
    *("A. ", "said ", '"', "Rossi said ", "he said that ", "according to Rossi , "),
    *("a , ", "Lind ", "x and ", "who ", "( ", "on Monday ", "saying ", "will ", "to "),
    *("Le ministre a dit que oui. ", "Selon elle, selon lui, ", "— Oui, dit Paul.\n"),
    *("« ", "« Oui, tout va bien », dit-il. ", "M. Paul Martin, maire de Brenne, "),
)


@given(st.data())
def test_mutilated_story_is_briefed_in_its_own_words(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from((STORY, FRENCH)))
    start, end = (data.draw(st.integers(0, len(text))) for _ in range(2))
    lost, mark = data.draw(st.sampled_from(sorted(set(text)))), st.sampled_from(MARKS)
    text = text[min(start, end) :].replace(lost, data.draw(mark))
    cased = data.draw(st.sampled_from((text, text.upper(), text.lower())))
    article = Article(cased, lang=data.draw(st.sampled_from(("en", "fr"))))

    try:
        briefing = Briefer("fast").brief(article)
    except EmptyTextError:
        return

    assert all(article.text[s.start : s.end] == s.text for s in briefing.spans())


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_text_of_one_piece_is_briefed_in_time(
    fast: Briefer, subtests: pytest.Subtests, lang: str
) -> None:
    for unit in UNITS:
        with subtests.test(unit=unit):
            text = f"“It is old.” – Anna {unit * 2_000}a"

            briefing = fast.brief(Article(text, lang=lang))

            assert all(text[s.start : s.end] == s.text for s in briefing.spans())


@pytest.mark.parametrize("was_on", [True, False])
@pytest.mark.parametrize("text", ["The ferry will stop.", " "])
def test_garbage_collector_is_left_as_it_was(
    fast: Briefer, text: str, *, was_on: bool
) -> None:
    (gc.enable if was_on else gc.disable)()
    try:
        fast.brief(Article(text))
    except EmptyTextError:
        assert text == " "

    is_on = gc.isenabled()
    gc.enable()
    assert is_on is was_on
