from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.digests.newest_state import order_by_state, passed_over
from bot.core.domain.records import Origin, StoredArticle
from summarizers.model import Article
from tests.fakes.records import make_stored
from tests.fakes.stories import make_coverage

MORNING = datetime(2026, 3, 6, 6, tzinfo=UTC)  # a Friday
WALKOUT = ("Strike shuts port", "Dockers walked out on Friday. Cranes stand still.")
DEAL = ("Port strike ends", "Union and operators signed a deal on Friday.")
AFTERMATH = ("Cranes move again", "Cranes moved again on Saturday after the deal.")
RECAP = ("Hauliers count the cost", "Fifty lorries stand in a row. No crane moves.")
COURT = ("Court hears operators", "A court heard the operators on Friday.")


def published(
    name: str, report: tuple[str, str], hours: float, *, copy_of: str | None = None
) -> StoredArticle:
    """An article that was published so many hours after the morning."""
    at = MORNING + timedelta(hours=hours)
    title, text = report
    article = Article(text, title, f"https://{name}.example/{name}", at.date())
    stored = make_stored(name, seen=at)
    return replace(
        stored, id=name, article=article, published=at, seen=at, copy_of=copy_of
    )


def leads(*articles: StoredArticle, shown: tuple[StoredArticle, ...] = ()) -> list[str]:
    order = order_by_state(make_coverage(*articles, shown=shown))
    return [article.id for article in order.leads]


def test_the_newest_report_leads() -> None:
    assert leads(published("early", WALKOUT, 0), published("late", COURT, 5)) == [
        "late",
        "early",
    ]


def test_a_recap_does_not_lead_before_news_of_the_same_half_day() -> None:
    assert leads(published("news", WALKOUT, 0), published("recap", RECAP, 9)) == [
        "news",
        "recap",
    ]


def test_an_ending_outranks_later_reports_of_the_state_that_ended() -> None:
    found = leads(
        published("walkout", WALKOUT, 0),
        published("deal", DEAL, 5),
        published("court", COURT, 7),
        published("recap", RECAP, 9),
    )

    assert found == ["deal"]


@pytest.mark.parametrize(
    ("report", "ending"),
    [
        (("Port strike ends", "The strike ended on Friday with a deal."), "only"),
        (("Berg is back: a port in winter", "Her hair is whiter on Friday."), None),
        (("A port in winter", "Its strike ended on Friday with a deal."), None),
    ],
)
def test_the_only_report_tells_an_ending_in_its_headline_and_its_opening(
    report: tuple[str, str], ending: str | None
) -> None:
    order = order_by_state(make_coverage(published("only", report, 0)))

    assert order.ending == ending


def test_a_report_that_knows_the_ending_may_follow_it() -> None:
    later = (COURT[0], f"{COURT[1]} It rained. The strike is over.")

    order = order_by_state(
        make_coverage(published("deal", DEAL, 5), published("court", later, 7))
    )

    assert [article.id for article in order.leads] == ["deal", "court"]
    assert order.ending == "deal"


def test_the_announcement_of_an_ending_precedes_what_came_of_it() -> None:
    found = leads(published("deal", DEAL, 5), published("cranes", AFTERMATH, 27))

    assert found == ["deal", "cranes"]


def test_a_turn_after_the_ending_leads() -> None:
    again = ("Union rejects deal, strike resumes", "Dockers left again on Saturday.")

    order = order_by_state(
        make_coverage(published("deal", DEAL, 5), published("again", again, 30))
    )

    assert order.leads[0].id == "again"
    assert order.ending is None


def test_an_ending_is_new_to_a_channel_once() -> None:
    order = order_by_state(
        make_coverage(
            published("cranes", AFTERMATH, 27), shown=[published("deal", DEAL, 5)]
        )
    )

    assert [article.id for article in order.leads] == ["cranes"]
    assert order.ending is None


def test_an_update_is_not_led_by_a_report_that_is_older_than_what_was_shown() -> None:
    shown = (published("late", COURT, 20),)

    assert leads(published("early", WALKOUT, 0), shown=shown) == []
    assert leads(published("retarded", WALKOUT, 12), shown=shown) == ["retarded"]


def test_a_recap_of_what_was_shown_is_no_update_within_half_a_day() -> None:
    shown = (published("news", COURT, 0),)

    assert leads(published("soon", RECAP, 9), shown=shown) == []
    assert leads(published("late", RECAP, 14), shown=shown) == ["late"]


def test_originals_and_texts_lead_before_copies_and_titles() -> None:
    copy = published("copy", COURT, 3, copy_of="news")
    bare = replace(published("bare", COURT, 4), origin=Origin.TITLE)

    assert leads(published("news", WALKOUT, 0), copy, bare) == ["news", "copy", "bare"]


def test_a_later_version_of_a_page_leads_only_without_a_report() -> None:
    version = replace(published("notices", COURT, 3), first="notices-0")

    assert leads(published("news", WALKOUT, 0), version) == ["news", "notices"]
    assert leads(version) == ["notices"]


def test_what_an_earlier_digest_passed_over_is_not_printed_later() -> None:
    articles = (published("shown", COURT, 5), published("other", WALKOUT, 6))

    assert passed_over(articles, {"shown"}, {"other"}) == {"other"}
    assert passed_over(articles, {"shown"}, ()) == frozenset()


def test_an_ending_that_was_passed_over_is_printed_after_all() -> None:
    articles = (published("shown", COURT, 5), published("deal", DEAL, 6))

    assert passed_over(articles, {"shown"}, {"deal"}) == frozenset()
