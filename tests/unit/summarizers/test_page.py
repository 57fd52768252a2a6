"""The editor of the page: which lines of a briefing are printed, in which order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizers.model import (
    Actor,
    ActorKind,
    Article,
    Briefing,
    Claim,
    ClaimKind,
    Line,
    Refusal,
    Risk,
    RiskBasis,
    Span,
    When,
)
from summarizers.page import (
    LEAST,
    Cause,
    PrintedPage,
    is_probable,
    most_words,
    select_page,
)

SENTENCES = (
    "Prosecutors accused the ferry company Norbat of hiding a leak.",
    "It had closed the night line on Monday.",
    "Four hundred sailors marched through the rain to Lenna.",
    "Prosecutor Ida Voss said the captain had warned his owners twice.",
    "Manager Tom Ried rejected the accusation as an invention.",
    "A court hears the sailors' complaint about wages in June.",
    "The harbour council votes on a new pier in April.",
    "Bakers along the coast fear higher prices for flour.",
    "Voss said the divers had photographed a crack below the waterline.",
    "Ried said the ferry company Norbat hid a leak, two logs, bills and photographs.",
)
FILLER = "Gulls circled above the empty quay. " * 60
ARTICLE = Article(
    " ".join(SENTENCES) + "\n\n" + FILLER, lang="en", published=date(2026, 3, 1)
)


def span_of(words: str, article: Article = ARTICLE) -> Span:
    start = article.text.index(words)
    return article.span(start, start + len(words))


Lists: TypeAlias = dict[str, Sequence[Any]]


def line(at: int, score: float = 1.0) -> Line:
    return Line(span_of(SENTENCES[at]), score)


def claim(speaker: str, cue: str, at: int, score: float = 0.8) -> Claim:
    """The claim that follows the cue in a sentence."""
    sentence = span_of(SENTENCES[at])
    content = span_of(sentence.text.partition(f"{cue} ")[2])
    cue_span = span_of(f"{cue} {content.text}")
    verb = ARTICLE.span(cue_span.start, cue_span.start + len(cue))
    return Claim(speaker, None, verb, (content,), sentence, ClaimKind.INDIRECT, score)


def risk(at: int, month: int | None = None) -> Risk:
    span = span_of(SENTENCES[at])
    if month is None:
        return Risk(span, (RiskBasis.FORWARD,), score=0.8)
    days = date(2026, month, 1), date(2026, month, 28)
    return Risk(span, (RiskBasis.FORWARD,), When(*days, span), score=0.8)


def page(article: Article = ARTICLE, /, **lists: Sequence[Any]) -> Briefing:
    return _select(article, lists).briefing


def causes(
    article: Article = ARTICLE, /, **lists: Sequence[Any]
) -> list[Cause | Refusal]:
    return [omission.cause for omission in _select(article, lists).omissions]


def _select(article: Article, lists: Mapping[str, Sequence[Any]]) -> PrintedPage:
    full = {name: tuple(lines) for name, lines in lists.items()}
    return select_page(Briefing(article, "fast", "en", **full))


def test_the_summary_follows_the_article() -> None:
    printed = page(summary=[line(5), line(0), line(2)])

    assert printed.summary == (line(0), line(2), line(5))


def test_dated_risks_come_first_and_the_nearest_of_them_at_the_top() -> None:
    printed = page(risks=[risk(7), risk(5, 6), risk(6, 4)])

    assert printed.risks == (risk(6, 4), risk(5, 6), risk(7))


def test_a_claim_that_repeats_the_lead_gives_its_place_to_the_next() -> None:
    lead, other = claim("Ida Voss", "said", 3), claim("Ida Voss", "said", 8)

    printed = page(summary=[line(3)], claims=[lead, other])

    assert printed.claims == (other,)
    assert causes(summary=[line(3)], claims=[lead, other]) == [Cause.REPEATED]


def test_a_dated_event_stands_under_watch_and_nowhere_else() -> None:
    lists: Lists = {"summary": [line(0), line(6)], "risks": [risk(6, 4)]}

    printed = page(**lists)

    assert (printed.summary, printed.risks) == ((line(0),), (risk(6, 4),))


def test_a_statement_about_the_future_stands_where_it_is_worth_more() -> None:
    said = claim("Tom Ried", "rejected", 4, 0.7)
    ahead = replace(risk(4), speaker="Tom Ried")

    assert page(claims=[said], risks=[ahead]).risks == (ahead,)
    assert page(claims=[said], risks=[ahead]).claims == ()


def test_a_line_in_other_words_is_a_repetition() -> None:
    text = "Investigators are looking into possible causes of the crash."
    again = "The possible cause is what the investigators looked into."
    article = Article(f"{text} {FILLER}{again}", lang="en")
    lines = [Line(span_of(words, article), 1.0) for words in (text, again)]

    assert page(article, summary=lines).summary == (lines[0],)


def test_a_claim_with_half_of_the_words_of_the_lead_is_a_repetition() -> None:
    again = claim("Tom Ried", "said", 9)

    assert page(claims=[again]).claims == (again,)
    assert page(summary=[line(0)], claims=[again]).claims == ()


def test_another_number_is_another_fact() -> None:
    texts = "Pier 4 at Lenna stays closed.", "Pier 5 at Lenna stays closed."
    article = Article(" ".join(texts) + FILLER, lang="en")
    lines = tuple(Line(span_of(text, article), 1.0) for text in texts)

    assert page(article, summary=lines).summary == lines


def test_an_improbable_line_is_left_out() -> None:
    lists: Lists = {
        "summary": [line(0), line(2, 0.3)],
        "risks": [replace(risk(7), score=0.4)],
    }

    assert page(**lists).summary == (line(0),)
    assert causes(**lists) == [Cause.IMPROBABLE] * 2


def test_a_refused_line_is_left_out_whatever_its_score() -> None:
    refused = replace(claim("Ida Voss", "said", 3, 0.99), refusal=Refusal.THANKS)
    actor = Actor("Norbat", ActorKind.ORG, refusal=Refusal.PUBLISHER)
    lists: Lists = {"summary": [line(0)], "claims": [refused], "actors": [actor]}

    assert (page(**lists).claims, page(**lists).actors) == ((), ())
    assert causes(**lists) == [Refusal.PUBLISHER, Refusal.THANKS]


def test_the_first_claim_needs_less_than_the_second_one() -> None:
    doubtful = [claim("Ida Voss", "said", at, 0.4) for at in (3, 8)]

    assert page(summary=[line(0)], claims=doubtful).claims == (doubtful[0],)


def test_an_improbable_actor_is_left_out() -> None:
    actor = Actor("Norbat", ActorKind.ORG)
    doubtful = replace(actor, name="Lenna", score=0.2)

    assert page(actors=[doubtful, actor]).actors == (actor,)
    assert causes(actors=[doubtful, actor]) == [Cause.IMPROBABLE]


def test_the_most_probable_actors_are_printed_in_the_order_of_the_list() -> None:
    chances = (0.86, 0.97, 0.88, 0.95, 0.87, 0.9)
    actors = [
        Actor(f"Body {place}", ActorKind.ORG, score=chance)
        for place, chance in enumerate(chances)
    ]

    assert page(actors=actors).actors == tuple(actors[1:])


def test_a_group_that_claims_an_attack_is_named_before_more_probable_actors() -> None:
    article = Article("Grey Heron claimed responsibility for the leak.", lang="en")
    verb, content = (
        span_of(words, article) for words in ("claimed", "responsibility for the leak")
    )
    sentence = span_of(article.text, article)
    admission = Claim(
        "Grey Heron", None, verb, (content,), sentence, ClaimKind.INDIRECT, 0.1
    )
    others = [Actor(f"Mayor {n}", ActorKind.PERSON, score=0.9) for n in range(5)]
    group = Actor("Grey Heron", ActorKind.ORG, score=0.1)

    printed = page(article, claims=[admission], actors=[*others, group])

    assert printed.actors == (*others[:4], group)


def test_a_page_names_an_actor_even_if_all_are_improbable() -> None:
    actors = [
        Actor(name, ActorKind.ORG, score=s) for name, s in (("A", 0.1), ("B", 0.2))
    ]

    assert page(actors=actors).actors == (actors[1],)


def test_a_page_has_a_sentence_even_if_all_are_improbable() -> None:
    assert page(summary=[line(2, 0.4), line(0, 0.4)]).summary == (line(2, 0.4),)
    assert page(summary=[line(2, 0.4), line(0, 0.5)]).summary == (line(0, 0.5),)


def test_a_sentence_that_is_almost_certainly_wrong_is_for_short_articles_alone() -> (
    None
):
    short = Article(SENTENCES[0], lang="en")
    doubtful = line(0, LEAST["en"].lead / 2)

    assert page(summary=[doubtful]).summary == ()
    assert page(short, summary=[doubtful]).summary == (doubtful,)


def test_a_sentence_that_refers_to_another_one_is_left_out() -> None:
    assert page(summary=[line(0), line(1)]).summary == (line(0),)
    assert causes(summary=[line(2), line(1)]) == [Cause.UNCLEAR]


def test_a_risk_that_refers_to_another_sentence_is_left_out() -> None:
    assert page(summary=[line(0)], risks=[risk(1)]).risks == ()


def test_a_risk_that_opens_with_its_speaker_needs_no_other_sentence() -> None:
    voiced = replace(risk(1), speaker="Ida Voss", opens_with_speaker=True)

    assert page(summary=[line(0)], risks=[voiced]).risks == (voiced,)


def test_the_accused_answers_before_a_third_claim_of_the_accuser() -> None:
    accuser = [claim("Ida Voss", "said", at, 0.9) for at in (3, 8)]
    crowd = claim("Bakers along the coast", "fear", 7, 0.8)
    answer = claim("Tom Ried", "rejected", 4, 0.3)

    printed = page(summary=[line(0)], claims=[*accuser, crowd, answer])

    assert [c.speaker for c in printed.claims[:2]] == ["Ida Voss", "Tom Ried"]


def test_a_denial_is_printed_even_if_it_is_doubtful() -> None:
    answer = claim("Tom Ried", "rejected", 4, 0.3)
    opinion = claim("Bakers along the coast", "fear", 7, 0.2)

    printed = page(summary=[line(0)], claims=[opinion, answer])

    assert printed.claims == (answer,)


def test_a_line_that_does_not_fit_is_left_out() -> None:
    article = Article(ARTICLE.text + " Also " + "very " * 200 + "late.", lang="en")
    long = article.span(article.text.index("Also"), len(article.text))
    lists: Lists = {"summary": [line(0), Line(long, 1.0), line(2)]}

    assert page(article, **lists).summary == (line(0), line(2))
    assert causes(article, **lists) == [Cause.TOO_LONG]


@pytest.mark.parametrize(
    ("words", "most"),
    [(40, 65), (80, 70), (300, 99), (400, 132), (600, 180), (5_000, 180)],
)
def test_a_page_has_a_share_of_the_words_of_its_article(words: int, most: int) -> None:
    assert most_words(Article("word " * words)) == most


def test_a_language_without_models_has_no_least_score() -> None:
    sentences = "La digue a cédé lundi.", "Le préfet a fermé la route en mai."
    article = Article(" ".join(sentences) + " Fin. " * 200, lang="de")
    lines = tuple(Line(span_of(text, article), 0.01) for text in sentences)

    printed = select_page(Briefing(article, "fast", "de", summary=lines[::-1]))

    assert printed.briefing.summary == lines


VOCABULARY = [
    "ferry",
    "dam",
    "union",
    "court",
    "it",
    "but",
    "she",
    "wage",
    "flood",
    "strike",
    "pier",
    "40",
    "sailor",
]
texts = st.lists(
    st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=25).map(" ".join),
    min_size=1,
    max_size=14,
)
chances = st.sampled_from((0.0, 0.3, 0.6, 1.0))
refusals = st.sampled_from((None, None, Refusal.THANKS))


@st.composite
def briefings(draw: st.DrawFn) -> Briefing:
    """Full briefings, of which the lines overlap in all ways."""
    article = Article(". ".join(draw(texts)) + " more" * draw(st.integers(0, 900)))
    cuts = st.integers(0, len(article.text))
    bounds = st.lists(st.tuples(cuts, cuts), max_size=8, unique=True)
    spans = [article.span(min(b), max(b)) for b in draw(bounds) if b[0] != b[1]]
    return Briefing(
        article,
        "fast",
        "en",
        summary=tuple(Line(span, draw(chances), draw(refusals)) for span in spans),
        claims=tuple(
            Claim(
                draw(st.sampled_from(("Voss", "Ried", None))),
                None,
                None,
                (span,),
                span,
                ClaimKind.DIRECT,
                draw(chances),
                refusal=draw(refusals),
            )
            for span in spans
        ),
        risks=tuple(
            Risk(span, (), draw(st.none() | whens(span)), score=draw(chances))
            for span in spans
        ),
    )


def whens(span: Span) -> st.SearchStrategy[When]:
    return st.dates().map(lambda day: When(day, day, span))


def statements(briefing: Briefing) -> Iterator[tuple[Line | Claim | Risk, Span]]:
    """The lines of the page with their spans, from the top."""
    yield from ((line, line.span) for line in briefing.summary)
    yield from ((claim, claim.shown[0]) for claim in briefing.claims)
    yield from ((risk, risk.span) for risk in briefing.risks)


@pytest.mark.process
@given(briefings())
def test_each_line_is_printed_or_left_out_for_one_reason(full: Briefing) -> None:
    page, again = select_page(full), select_page(full)

    lines = [line for line, _ in statements(page.briefing)]
    left_out = [omission.line for omission in page.omissions]
    assert sorted(map(repr, (*lines, *left_out))) == sorted(
        repr(line) for line, _ in statements(full)
    )
    assert (again.briefing, again.omissions) == (page.briefing, page.omissions)


@given(briefings())
def test_half_of_each_line_is_printed_nowhere_above(full: Briefing) -> None:
    above: set[int] = set()

    for _, span in statements(select_page(full).briefing):
        places = set(range(span.start, span.end))
        assert len(places & above) < 0.5 * len(places)
        above |= places


@given(briefings())
def test_a_page_is_never_over_its_limits(full: Briefing) -> None:
    printed = select_page(full).briefing

    sections = printed.summary, printed.claims, printed.risks
    words = [len(span.text.split()) for _, span in statements(printed)]
    assert [len(s) <= n for s, n in zip(sections, (3, 5, 3), strict=True)] == [True] * 3
    assert sum(words) <= most_words(full.article) or len(printed.summary) == len(words)


@given(briefings())
def test_only_one_line_of_a_section_may_be_improbable(full: Briefing) -> None:
    printed = select_page(full).briefing

    for section in (printed.summary, printed.claims, printed.risks):
        assert sum(not is_probable(line, "en") for line in section) <= 1
    lines = [line for line, _ in statements(printed)]
    assert all(line.refusal is None for line in lines)
