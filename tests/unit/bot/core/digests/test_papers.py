"""The papers of a story, by name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.digests.papers import (
    MAX_PAPERS,
    StoryPapers,
    paper_of,
    paper_parts,
    papers_document,
    papers_of,
)
from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.domain.records import StoredArticle
from bot.core.messages.markdown import to_markdown
from bot.core.text.labels import labels_for
from bot.platforms.email.html import to_card
from bot.platforms.slack.blocks import to_blocks
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


def test_the_lead_comes_first_and_each_paper_once() -> None:
    first, later = report("courier"), report("courier", name="later", days=1)
    lead = report("post")

    papers = papers_of(make_coverage(first, lead, later), lead)

    assert papers.reports == (lead, later)
    assert papers.copies == ()
    assert papers.agency is None


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


def test_copies_without_a_credit_are_called_copies() -> None:
    text = "The ferry to Varra stays in port until Thursday."
    original = report("ledger", text=text)
    copy = report("courier", text=text, copy_of=original.id)

    papers = papers_of(make_coverage(original, copy), original)

    assert "*· copies:* [*Courier*](" in printed(papers)
    assert "*· copies :* [*Courier*](" in printed(papers, lang="fr")


def test_a_lead_that_is_a_copy_is_named_first_and_not_as_a_copy() -> None:
    original = report("ledger")
    lead = report("courier", copy_of=original.id)

    papers = papers_of(make_coverage(original, lead), lead)

    assert names(papers.reports) == ["Courier", "Ledger"]
    assert papers.copies == ()


def test_papers_beyond_the_limit_are_counted() -> None:
    reports = [report(f"paper-{number}") for number in range(7)]

    papers = papers_of(make_coverage(*reports), reports[3])

    assert printed(papers, most=2).endswith(
        "(https://paper-0.example/ferry) *and 5 more*"
    )
    assert printed(papers, lang="fr").endswith("*et 3 de plus*")
    assert len(papers_document(papers)["papers"]) == 7  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("site", "feed", "name"),
    [
        ("Ledger", "Ledger – All news", "Ledger"),
        (None, "Ledger – All\nnews", "Ledger – All news"),
        (None, None, "courier.example"),
    ],
)
def test_a_paper_has_the_name_of_site_or_feed_or_host(
    site: str | None, feed: str | None, name: str
) -> None:
    article = report("courier")
    unnamed = replace(article, article=replace(article.article, site=site), feed=feed)

    assert paper_of(unnamed) == name


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("/data/desk/reports", "reports"),
        ("/data/desk/reports/", "reports"),
        (r"C:\desk\ferry.txt", "ferry.txt"),
    ],
)
def test_a_paper_without_a_site_has_the_name_of_its_file_or_folder(
    source: str, name: str
) -> None:
    article = report("courier")
    content = replace(article.article, url=None, site=None)
    filed = replace(article, article=content, sources=(source,))

    assert paper_of(filed) == name
    assert printed(papers_of(make_coverage(filed), filed)) == f"*{name}*"


def test_long_addresses_are_left_out_and_no_name_is() -> None:
    far = report("courier", name="x" * 1_500)

    papers = papers_of(make_coverage(far, report("post")), report("post"))

    assert printed(papers) == "[*Post*](https://post.example/ferry) *Courier*"


def title_section(papers: StoryPapers) -> Message:
    parts = paper_parts(papers, labels_for("en"), most=MAX_PAPERS)
    row = Row((Text("Ferry", Style.TITLE, "https://post.example/ferry"), *parts))
    return Message((Section(None, (row,)),))


def test_each_platform_links_the_papers() -> None:
    lead, other = report("post"), report("courier")
    message = title_section(papers_of(make_coverage(lead, other), lead))

    assert '<a href="https://courier.example/ferry" class="dim"' in to_card(message)
    assert '"url": "https://courier.example/ferry"' in str(to_blocks(message)).replace(
        "'", '"'
    )
