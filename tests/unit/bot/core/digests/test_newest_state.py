from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.core.digests.newest_state import order_by_state, passed_over
from bot.core.domain.records import Origin, StoredArticle
from summarizers.model import Article
from tests.fakes.records import make_stored
from tests.fakes.stories import make_coverage
from tests.tables import rows

MORNING = datetime(2026, 3, 6, 6, tzinfo=UTC)  # a Friday


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


def read(lines: str) -> list[StoredArticle]:
    """The reports of a field of the table."""
    found = []
    for line in lines.splitlines():
        facts, title, text = line.split(" | ")
        id_, hours, *rest = facts.split()
        notes = dict(note.split("=") for note in rest if "=" in note)
        origin = Origin.TITLE if "title" in rest else Origin.PAGE
        article = published(id_, (title, text), float(hours), copy_of=notes.get("copy"))
        found.append(replace(article, origin=origin, first=notes.get("first")))
    return found


@rows("digests/newest_states", "shown", "new", "leads", "ending")
def test_the_report_of_the_newest_state_leads(
    shown: str, new: str, leads: str, ending: str
) -> None:
    order = order_by_state(make_coverage(*read(new), shown=read(shown)))

    assert [article.id for article in order.leads] == leads.split()
    assert (order.ending or "") == ending


def test_an_ending_that_was_passed_over_is_printed_after_all() -> None:
    shown = published("shown", ("Court hears operators", "It heard them."), 5)
    deal = published("deal", ("Port strike ends", "Both signed a deal on Friday."), 6)

    assert passed_over([shown, deal], {"shown"}, {"deal"}) == frozenset()
