from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.core.digests.digest import QuotedLine
from bot.core.digests.front_lines import BriefedArticle
from bot.core.digests.novelty import sentence_key, sentence_of
from tests.fakes.records import NOW
from tests.fakes.stories import (
    TODAY,
    Lines,
    make_actor,
    make_report,
    make_story,
    tell_story,
)

FIRE = "The ferry Aurora stays in port after a fire in its engine room."
SAID = "Ingrid Solberg said that divers would search the ferry on Wednesday."
SHOPS = "The shops near the port could lack milk without a ferry."
CRACK = "Divers found a crack of 40 centimetres below the water on Tuesday."
FOUND = "Divers of Tove Lindgren found a crack below the water on Tuesday."
WATER = "The pumps of the ship ran all night long without a break."
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def text(quote: QuotedLine | None) -> str | None:
    return None if quote is None else quote.span.text


def first_report() -> BriefedArticle:
    lines = Lines(
        summary=[FIRE],
        claims=[("Ingrid Solberg", SAID)],
        risks=[(SHOPS, (TODAY + DAY, TODAY + 2 * DAY))],
        actors=[make_actor("Ingrid Solberg")],
    )
    return make_report("ferry", f"{FIRE} {SAID}\n\n{SHOPS}", lines)


def fuller_report() -> BriefedArticle:
    first = first_report().briefing
    body = f"{first.article.text} {CRACK} {WATER}"
    lines = Lines(
        summary=[FIRE, CRACK, WATER],
        claims=[("Ingrid Solberg", SAID)],
        risks=[(SHOPS, (TODAY + DAY, TODAY + 2 * DAY))],
    )
    return make_report("ferry", body, lines)


def later_report(lines: Lines | None = None) -> BriefedArticle:
    found = lines or Lines(summary=[FIRE, CRACK])
    return make_report("divers", f"{FIRE} {SAID} {CRACK}", found, seen=NOW + DAY)


def as_copy(report: BriefedArticle) -> BriefedArticle:
    return replace(report, article=replace(report.article, copy_of="ferry"))


def test_a_digest_prints_no_improbable_claim_or_risk() -> None:
    report = first_report()
    claims = (replace(report.briefing.claims[0], acceptance=0.5),)
    risks = (replace(report.briefing.risks[0], acceptance=0.5),)
    briefing = replace(report.briefing, claims=claims, risks=risks)

    story = make_story(replace(report, briefing=briefing))

    assert [quote.span.text for quote in story.quotes] == [FIRE]


def test_a_new_story_tells_a_sentence_a_claim_and_a_risk() -> None:
    story = make_story(first_report())

    assert [quote.span.text for quote in story.quotes] == [FIRE, SAID, SHOPS]
    assert story.lead.id == "ferry"
    assert not story.is_update


def test_a_new_story_that_could_not_be_briefed_is_its_title_alone() -> None:
    story = tell_story(first_report(), briefed=False)

    assert story is not None
    assert (story.lead.id, story.briefing, story.quotes) == ("ferry", None, ())


def test_an_update_that_could_not_be_briefed_is_not_lost() -> None:
    story = tell_story(later_report(), shown=[first_report()], briefed=False)

    assert story is not None
    assert (story.lead.id, story.quotes) == ("divers", ())


def test_a_copy_that_adds_a_number_tells_what_it_adds() -> None:
    copy = as_copy(later_report())

    story = tell_story(copy, shown=[first_report()])

    assert story is not None
    assert [quote.span.text for quote in story.quotes] == [CRACK]


def test_a_full_briefing_leaves_out_what_was_printed_before() -> None:
    printed = frozenset({sentence_key(FIRE), sentence_key(SAID)})

    story = tell_story(fuller_report(), printed=printed)

    assert story is not None
    assert text(story.sentence) == CRACK
    assert [sentence_of(line).text for line in story.lines] == [WATER]


def test_a_sentence_that_begins_with_a_pronoun_comes_last() -> None:
    vague = "They left the ship over the bow ramp within an hour."
    lines = Lines(summary=[vague, FIRE])

    story = make_story(make_report("ferry", f"{vague} {FIRE}", lines))

    assert text(story.sentence) == FIRE


def test_an_update_without_news_is_not_told() -> None:
    lines = Lines(summary=[FIRE], claims=[("Ingrid Solberg", SAID)])

    assert tell_story(later_report(lines), shown=[first_report()]) is None


def test_an_update_tells_the_sentence_with_the_later_day() -> None:
    lines = Lines(summary=["The water is cold.", CRACK])
    report = make_report("divers", f"The water is cold. {CRACK}", lines, seen=NOW + DAY)

    story = make_story(report, shown=[first_report()])

    assert text(story.sentence) == CRACK
    assert story.is_update


def test_an_update_never_repeats_a_shown_sentence() -> None:
    lines = Lines(summary=[FIRE, CRACK], claims=[("Solberg", SAID)])

    story = make_story(later_report(lines), shown=[first_report()])

    assert [quote.span.text for quote in story.quotes] == [CRACK]


@pytest.mark.parametrize("kind", ["claim", "day"])
def test_a_new_claim_or_a_later_day_makes_an_update_news(kind: str) -> None:
    lines = {
        "claim": Lines(claims=[("Tove Lindgren", CRACK)]),
        "day": Lines(summary=[CRACK]),
    }

    assert tell_story(later_report(lines[kind]), shown=[first_report()]) is not None


def test_an_update_names_the_actors_that_are_new() -> None:
    actors = [make_actor("Ingrid Solberg"), make_actor("Tove Lindgren")]
    lines = Lines(summary=[FOUND], actors=[*actors, make_actor("Olav Thune")])
    report = make_report("divers", FOUND, lines, seen=NOW + DAY)

    story = make_story(report, shown=[first_report()])

    assert story.actors == ("Tove Lindgren",)


def test_the_best_claim_of_all_reports_is_told() -> None:
    weak = make_report("ferry", FIRE, Lines(summary=[FIRE]), seen=NOW + HOUR)
    strong = make_report("aurora", SAID, Lines(claims=[("Solberg", SAID)]))

    story = make_story(weak, strong)

    assert story.claim is not None
    assert story.claim.article.id == "aurora"
    assert story.lead.id == "ferry"


def test_no_sentence_is_told_twice_in_a_story() -> None:
    lines = Lines(
        summary=[SAID], claims=[("Solberg", SAID)], risks=[(SAID, None), (SHOPS, None)]
    )
    story = make_story(make_report("ferry", f"{SAID} {SHOPS}", lines))

    assert [quote.span.text for quote in story.quotes] == [SAID, SHOPS]


def test_a_sentence_that_two_reports_print_alike_is_told_once() -> None:
    printed = SAID.replace("Ingrid", "INGRID").replace(".", "!")
    reports = [
        make_report("ferry", SAID, Lines(summary=[SAID]), seen=NOW + HOUR),
        make_report("aurora", printed, Lines(claims=[("Solberg", printed)])),
    ]

    assert [quote.span.text for quote in make_story(*reports).quotes] == [SAID]


def test_a_claim_that_says_in_other_words_what_was_told_gives_way() -> None:
    again = "In port the ferry Aurora stays, they said, after an engine room fire."
    fuller = make_report("ferry", FIRE, Lines(summary=[FIRE]), seen=NOW + HOUR)
    other = make_report(
        "aurora",
        f"{again} {SAID}",
        Lines(claims=[("Solberg", again), ("Solberg", SAID)]),
    )

    assert [quote.span.text for quote in make_story(fuller, other).quotes] == [
        FIRE,
        SAID,
    ]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([(TODAY + 9 * DAY, TODAY + 9 * DAY), (TODAY + DAY, TODAY + DAY)], 1),
        ([None, (TODAY + 90 * DAY, TODAY + 90 * DAY)], 1),
        ([(TODAY - 9 * DAY, TODAY - DAY), (TODAY, TODAY)], 1),
        ([(TODAY - 9 * DAY, TODAY + 9 * DAY), (TODAY + DAY, TODAY + DAY)], 0),
        ([None, None], 0),
    ],
)
def test_the_nearest_risk_that_is_not_over_is_told(
    days: list[tuple[date, date] | None], expected: int
) -> None:
    sentences = ["The ferry may sink.", "The ferry could burn."]
    lines = Lines(risks=[*zip(sentences, days, strict=True)])

    story = make_story(make_report("ferry", " ".join(sentences), lines))

    assert text(story.risk) == sentences[expected]


def test_a_risk_that_is_over_is_not_told() -> None:
    story = tell_story(first_report(), today=TODAY + 3 * DAY)

    assert story is not None
    assert story.risk is None


def test_a_bare_quotation_is_not_told_before_a_sentence_with_a_subject() -> None:
    quoted = '"We were lucky this time."'
    report = make_report("a", f"{quoted} {FIRE}", Lines(summary=[quoted, FIRE]))

    assert text(make_story(report).sentence) == FIRE


def test_an_ending_is_told_even_in_the_words_of_its_event() -> None:
    closed = (
        "The bridge of Lenna will stay closed, the town said, because of the flood."
    )
    over = "The bridge of Lenna is open again, the town said, and the flood is over."
    shown = make_report("closed", closed, Lines(summary=[closed]))
    report = make_report("over", over, Lines(summary=[over]), seen=NOW + DAY)

    story = make_story(report, shown=[shown])

    assert story.ended
    assert [quote.span.text for quote in story.quotes] == [over]
