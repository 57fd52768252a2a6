from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.digests.digest import Digest, SourceFailure, StorySummary
from bot.core.digests.editions import (
    make_edition,
    rendered_digest,
)
from bot.core.digests.front_lines import BriefedArticle
from bot.core.digests.story_summary import with_thread
from bot.core.domain.records import ToldKind
from bot.core.messages.markdown import to_markdown
from summarizers.model import Article
from tests.fakes.records import NOW
from tests.fakes.stories import (
    TODAY,
    Lines,
    make_briefing,
    make_coverage,
    make_digest,
    make_report,
    make_story,
)

FIRE = "The ferry stays in port after a fire."
SAID = "The harbour master said that nobody was hurt on the ferry."
RISK = "The shops could run out of milk if the ferry stays until Sunday."
HOSTILE = ["\udfff\ud800", "\u202e\u2066drow\u2069", "\x00\x1b[2J\x07", "T" * 10_000]


def report(name: str = "ferry") -> BriefedArticle:
    days = (TODAY, TODAY + timedelta(days=3))
    lines = Lines([FIRE], [("Ingrid Solberg", SAID)], [(RISK, days)])
    return make_report(name, f"{FIRE} {SAID} {RISK}", lines)


def hostile_report(text: str) -> BriefedArticle:
    """A report in which title, site, authors and every line hold the text."""
    lines = Lines(
        [f"Fire {text}."], [(text, f"Said {text}.")], [(f"May {text}.", None)]
    )
    found = report()
    article = Article(
        f"Fire {text}. Said {text}. May {text}.",
        title=text,
        url=f"https://lenna-gazette.example/{text}",
        site=text,
        authors=(text,),
    )
    stored = replace(found.article, article=article)
    return BriefedArticle(stored, make_briefing(article, lines))


def linked(name: str) -> StorySummary:
    story = make_story(report(name))
    return replace(story, briefing=None, sentence=None, claim=None, risk=None)


def full_digest() -> Digest:
    return replace(
        make_digest(make_story(report())),
        linked=(linked("bridge"),),
        counted=(linked("mill"), linked("school")),
        repeated=(make_coverage(report("yard").article),),
        failures=(SourceFailure("https://coast-courier.example/rss", "too slow"),),
    )


def test_the_same_digest_gives_the_same_bytes() -> None:
    assert make_edition(full_digest()) == make_edition(full_digest())


def test_an_edition_remembers_what_none_other_shall_show() -> None:
    digest = full_digest()
    edition = make_edition(digest, slot="morning/2026-03-02/07:30")

    assert edition.articles == ("bridge", "ferry")
    assert edition.sentences == digest.sentences
    assert len(edition.sentences) == 3
    assert edition.passed == digest.passed == ("yard",)
    assert (edition.slot, edition.at) == ("morning/2026-03-02/07:30", NOW)


@pytest.mark.parametrize(("hours", "expected"), [(23, ()), (24, ("mill", "school"))])
def test_what_was_only_counted_is_done_with_after_two_days(
    hours: int, expected: tuple[str, ...]
) -> None:
    passed = (linked("mill"), linked("school"))
    digest = replace(full_digest(), top=(), linked=(), repeated=(), counted=passed)

    later = replace(digest, at=NOW + timedelta(hours=hours))

    assert later.passed == expected
    assert make_edition(later).articles == ()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_harmless_where_it_is_shown(text: str) -> None:
    edition = make_edition(make_digest(make_story(hostile_report(text))))

    found = rendered_digest(edition)
    shown = "".join(map(to_markdown, (found.front, *found.stories)))
    assert not set("\ud800\udfff\u202e\u2066\u2069\x00\x1b\x07") & set(shown)
    assert shown.encode()


@pytest.mark.process
@pytest.mark.slow
def test_no_order_of_sets_shows_in_an_edition(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import asyncio\n"
        "from tests.fakes.reports import *\n"
        "from tests.fakes.town import *\n"
        "async def main():\n"
        "    papers = Paper(GAZETTE, [FERRY, BRIDGE]), Paper(COURIER, [SCHOOL])\n"
        "    async with open_town(*papers) as town:\n"
        "        first = await town.publish()\n"
        "        papers[1].publish(FERRY_LATER, FERRY_TOO)\n"
        "        await town.wait()\n"
        "        print(first.document, (await town.publish()).document)\n"
        "asyncio.run(main())\n"
    )

    printed = {
        subprocess.run(  # noqa: S603 - our own script
            [sys.executable, str(script)],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path.cwd())},
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(printed) == 1


def test_a_told_line_is_a_slice_of_its_article() -> None:
    found = report()
    story = make_story(found)

    for line in make_edition(make_digest(story)).lines:
        text = found.article.article.text
        assert (line.story, line.article) == (story.story.id, found.article.id)
        assert text[line.start : line.end] == line.text


def test_lines_of_the_thread_are_told_lines_too() -> None:
    told = replace(make_story(report()), sentence=None, claim=None, risk=None)
    silent = with_thread(told, frozenset())

    edition = make_edition(make_digest(silent))

    assert [line.text for line in edition.lines] == [FIRE, SAID, RISK]
    assert {line.kind for line in edition.lines} == {ToldKind.BRIEFING}
