from __future__ import annotations

from datetime import date

from bot.core.domain.search import SearchHit, SearchResult
from bot.core.messages.markdown import to_markdown
from bot.core.record.search_message import search_document, search_message
from tests.fakes.records import NOW
from tests.fakes.search import make_article, make_hit


def shown(*hits: SearchHit, more: int = 0, language: str = "en") -> list[str]:
    """The lines of a result as Markdown, without empty ones."""
    result = SearchResult(hits, more)
    message = search_message(result, "ferry storm", language, NOW.year)
    return to_markdown(message).replace("\xa0", " ").split("\n")


def lines(*hits: SearchHit, more: int = 0, language: str = "en") -> list[str]:
    """The lines without empty ones."""
    return [line for line in shown(*hits, more=more, language=language) if line]


def test_each_line_has_day_papers_and_link() -> None:
    hit = make_hit("The ferry stays.", papers=("Lenna Gazette", "Coast Courier"))

    assert lines(hit) == [
        "**FOUND: ferry storm**",
        "## [Storm over Lenna](https://lenna-gazette.example/1)",
        f"- **Mon 2 Mar**: The ferry stays. *Lenna Gazette, Coast Courier* [↗︎]({hit.link})",
    ]


def test_the_lines_of_a_story_stand_together_below_the_best_one() -> None:
    hits = (
        make_hit("Best.", make_article(1, title="First", story="a")),
        make_hit("Second.", make_article(2, title="Other", story="b")),
        make_hit("Third.", make_article(3, title="Later", story="a")),
    )

    found = lines(*hits)

    titles = [line for line in found if line.startswith("##")]
    order = [
        word for line in found for word in ("Best", "Second", "Third") if word in line
    ]
    assert [title[4:9] for title in titles] == ["First", "Other"]
    assert order == ["Best", "Third", "Second"]


def test_a_day_of_another_year_has_its_year() -> None:
    (line,) = [one for one in lines(make_hit("x", day=date(2025, 3, 2))) if "x" in one][
        -1:
    ]

    assert "Sun 2 Mar 2025" in line


def test_addresses_and_domains_are_shown_defanged() -> None:
    hit = make_hit("It calls lenna.com and 10.0.0.1.", make_article(title="See a.com"))

    text = "\n".join(lines(hit)).replace("\\", "")

    assert "lenna[.]com and 10[.]0[.]0[.]1." in text
    assert "See a[.]com" in text


def test_more_hits_are_told() -> None:
    assert lines(make_hit("x"), more=2)[-1] == "*And 2 more sentences.*"
    assert lines(make_hit("x"), more=1)[-1] == "*And 1 more sentence.*"


def test_nothing_found_is_told_with_the_words() -> None:
    assert lines() == ["*No sentence of the record has: ferry storm*"]


def test_the_labels_are_in_the_language_of_the_configuration() -> None:
    assert lines(language="fr") == [
        "*Aucune phrase des archives ne contient : ferry storm*"
    ]
    assert lines(make_hit("x"), language="fr")[0] == "**TROUVÉ : ferry storm**"


def test_an_article_without_title_and_paper_is_shown() -> None:
    hit = make_hit("x.", make_article(title=None, paper=None), papers=())

    assert "Without a title" in lines(hit)[1]
    assert lines(hit)[2].startswith("- **Mon 2 Mar**: x. [")


def test_the_document_is_verbatim_and_best_first() -> None:
    hits = (
        make_hit("It calls lenna.com.", make_article(1, story="a")),
        make_hit("Second.", make_article(2, story="b")),
    )

    document = search_document(SearchResult(hits, 4))

    assert document == {
        "hits": [
            {
                "text": hit.text,
                "article": {
                    "title": "Storm over Lenna",
                    "url": hit.article.url,
                    "site": "Lenna Gazette",
                    "published": "2026-03-02",
                },
                "link": hit.link,
                "story": hit.article.story,
                "papers": ["Lenna Gazette"],
                "score": 0.5,
            }
            for hit in hits
        ],
        "more": 4,
    }
