from __future__ import annotations

from datetime import date

from bot.core.batch.briefs import Overrides, PageBriefer
from bot.core.ports.services import Page
from tests.fakes.ports import FakeReader

TODAY = date(2026, 2, 14)
PAGE = Page("https://example.org/a", b"Ports close.", "text/html")


def make_reader() -> PageBriefer:
    return PageBriefer(FakeReader(), FakeReader(), lambda: TODAY)


async def test_a_page_is_read_and_briefed() -> None:
    briefing = await make_reader().brief(PAGE)

    assert [line.span.text for line in briefing.summary] == ["Ports close."]


async def test_what_a_person_says_outweighs_the_page() -> None:
    given = Overrides("Ports", date(2026, 2, 10), "en")

    article = await make_reader().extract(PAGE, given)

    assert (article.title, article.published, article.lang) == (
        *("Ports", date(2026, 2, 10)),
        "en",
    )


async def test_without_a_word_from_a_person_the_page_is_believed() -> None:
    article = await make_reader().extract(PAGE)

    assert article.title == "At https://example.org/a"


async def test_an_undated_page_is_read_on_the_day_of_the_command() -> None:
    article = await make_reader().extract(PAGE)

    assert (article.published, article.read_on) == (None, TODAY)
