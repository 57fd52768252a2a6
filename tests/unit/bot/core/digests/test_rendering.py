from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.digests.digest import Digest, SourceFailure, StorySummary
from bot.core.digests.front_lines import BriefedArticle
from bot.core.digests.rendering import (
    front_message,
)
from bot.core.messages.markdown import to_markdown
from bot.platforms.console.terminal import Screen
from tests.fakes.plans import make_plan, make_topic
from tests.fakes.stories import (
    TODAY,
    Lines,
    make_coverage,
    make_digest,
    make_report,
    make_story,
)

DAY = timedelta(days=1)
FIRE = "The ferry Aurora stays in port after a fire in its engine room."
SAID = "Divers will search the ferry again on Wednesday, Ingrid Solberg said."
SHOPS = "The shops near the port could run out of milk by the weekend."
WATER = "The pumps of the ship ran all night long without a break."
ASKED = "The island needs bread and milk, Henrik Dahl told the coast guard."


def ferry(
    name: str = "ferry", title: str | None = "Ferry stays in port"
) -> BriefedArticle:
    days = (TODAY + 4 * DAY, TODAY + 6 * DAY)
    claims = [("Ingrid Solberg", SAID), ("Henrik Dahl", ASKED)]
    lines = Lines([FIRE, WATER], claims, [(SHOPS, days)])
    text = f"{FIRE} {SAID} {SHOPS} {WATER} {ASKED}"
    return titled(make_report(name, text, lines), title)


def titled(report: BriefedArticle, title: str | None) -> BriefedArticle:
    article = replace(report.article.article, title=title)
    briefing = replace(report.briefing, article=article)
    return BriefedArticle(replace(report.article, article=article), briefing)


def moved(report: BriefedArticle, url: str | None) -> BriefedArticle:
    article = replace(report.article.article, url=url)
    briefing = replace(report.briefing, article=article)
    return BriefedArticle(replace(report.article, article=article), briefing)


def on_paper(digest: Digest, *, explained: bool = False) -> str:
    stream = io.StringIO()
    Screen(stream).show(front_message(digest, "morning-1", explained=explained))
    return stream.getvalue().replace("\N{NO-BREAK SPACE}", " ")


def in_markdown(digest: Digest) -> str:
    text = to_markdown(front_message(digest, "morning-1"))
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    "path", ["/srv/desk/news.txt", "/srv/desk/news.txt/", "/srv/./desk//news.txt"]
)
def test_where_a_file_is_kept_is_not_told(path: str) -> None:
    message = '"/srv/desk/news.txt" cannot be read: Permission denied'
    digest = replace(make_digest(), failures=(SourceFailure(path, message),))

    found = in_markdown(digest)

    assert 'Not read: news.txt ("news.txt" cannot be read' in found
    assert "srv" not in found


def test_times_and_days_are_those_of_the_digest() -> None:
    plan = make_plan(make_topic(), zone="Pacific/Auckland")
    evening = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
    article = replace(ferry().article, seen=evening)
    article = replace(article, article=replace(article.article, published=None))
    story = StorySummary(make_coverage(article), make_story(ferry()).rank, article)
    digest = replace(make_digest(story, plan=plan), at=evening, last=evening - DAY)

    found = on_paper(digest)

    assert "Tue 3 Mar 2026, 07:30" in found
    assert "lenna-gazette.example [1] · Tue 3 Mar 2026" in found
    assert "since Mon 2 Mar, 07:30" in on_paper(replace(digest, top=()))


@pytest.mark.parametrize("title", [None, "", "  ", "\u202e\u200b", "\x00"])
def test_a_story_without_a_readable_title_is_called_so(title: str | None) -> None:
    assert "[Without a title](https://" in in_markdown(
        make_digest(make_story(titled(ferry(), title)))
    )


@pytest.mark.parametrize(
    "url",
    [None, "file:///home/ida/a.txt", "javascript:alert(1)", "https://a@b.example/"],
)
def test_an_address_that_must_not_be_followed_is_no_link(url: str | None) -> None:
    written = in_markdown(make_digest(make_story(moved(ferry(), url))))

    assert "Ferry stays in port" in written
    assert "](" not in written


def test_a_title_cannot_bring_markup_of_its_own() -> None:
    title = "Sale](https://evil.example) **now** <script> @everyone `rm`"

    written = in_markdown(make_digest(make_story(titled(ferry(), title))))

    assert "](https://evil.example)" not in written
    assert "<script>" not in written
    assert "\\@everyone" in written


def test_what_failed_is_one_line_however_much_it_is() -> None:
    failures = tuple(
        SourceFailure(f"https://site-{number}.example/feed", "too slow")
        for number in range(99)
    )

    written = in_markdown(replace(make_digest(), failures=failures))

    (line,) = [one for one in written.splitlines() if "Not read" in one]
    assert "site-4.example/feed (too slow); and 94 others" in line


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/rss?token=secret", "a.example/rss (too slow)"),
        ("/home/ida/articles", "articles (too slow)"),
        (f"https://a.example/{'x' * 90}", f"a.example/{'x' * 49}… (too slow)"),
    ],
)
def test_a_failed_source_is_named_shortly_and_without_its_key(
    url: str, expected: str
) -> None:
    digest = replace(make_digest(), failures=(SourceFailure(url, "too slow"),))

    assert f"Not read: {expected}" in " ".join(on_paper(digest).split())
