"""The papers of a story, by name."""

from __future__ import annotations

from dataclasses import replace

from bot.core.digests.papers import (
    MAX_PAPERS,
    StoryPapers,
    paper_of,
    paper_parts,
    papers_of,
)
from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.domain.records import StoredArticle
from bot.core.messages.markdown import to_markdown
from bot.core.text.labels import labels_for
from tests.fakes.records import DAY, NOW, make_stored
from tests.fakes.stories import make_coverage

AGENCY = "KESSARY (TPA) - The ferry to Varra stays in port until Thursday."


def report(
    paper: str,
    *,
    copy_of: str | None = None,
    text: str = AGENCY,
    days: int = 0,
    name: str | None = None,
) -> StoredArticle:
    """What a paper, whose site has its name, reports."""
    stored = make_stored(paper, text=text, seen=NOW + days * DAY)
    url = f"https://{paper}.example/{name or 'ferry'}"
    article = replace(stored.article, url=url, site=paper.capitalize())
    return replace(
        stored, id=f"{paper}-{name or 'ferry'}", article=article, copy_of=copy_of
    )


def printed(papers: StoryPapers, *, most: int = MAX_PAPERS, lang: str = "en") -> str:
    """The names as a line of text."""
    parts = paper_parts(papers, labels_for(lang), most=most)
    row = Row((Text("Ferry", Style.TITLE), *parts))
    text = to_markdown(Message((Section("", (row,)),), lang))
    return text.removeprefix("- Ferry ").strip().replace("\N{NO-BREAK SPACE}", " ")


def names(articles: tuple[StoredArticle, ...]) -> list[str | None]:
    return [paper_of(article) for article in articles]


def test_copies_are_named_with_the_agency_that_their_text_credits() -> None:
    original = report("ledger")
    copies = [report(paper, copy_of=original.id) for paper in ("courier", "post")]
    own = report("weekly", text="Nineteen people came ashore at Varra.")

    papers = papers_of(make_coverage(original, *copies, own), own)

    assert names(papers.reports) == ["Weekly", "Ledger"]
    assert names(papers.copies) == ["Courier", "Post"]
    assert papers.agency == "TPA"
    assert printed(papers) == (
        "[*Weekly*](https://weekly.example/ferry), [*Ledger*](https://ledger.example/"
        "ferry) *· copies of TPA:* [*Courier*](https://courier.example/ferry), "
        "[*Post*](https://post.example/ferry)"
    )


def test_a_lead_that_is_a_copy_is_named_first_and_not_as_a_copy() -> None:
    original = report("ledger")
    lead = report("courier", copy_of=original.id)

    papers = papers_of(make_coverage(original, lead), lead)

    assert names(papers.reports) == ["Courier", "Ledger"]
    assert papers.copies == ()
