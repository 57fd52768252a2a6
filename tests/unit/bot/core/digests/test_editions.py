from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.core.digests.digest import Digest, SourceFailure, StorySummary
from bot.core.digests.editions import (
    PrintedArticle,
    counts,
    digest_document,
    make_edition,
    printed_stories,
    public_document,
    rendered_digest,
)
from bot.core.digests.front_lines import BriefedArticle
from bot.core.digests.rendering import front_message, story_messages
from bot.core.digests.story_summary import with_thread
from bot.core.domain.records import ToldKind
from bot.core.messages.briefing_json import to_line
from bot.core.messages.markdown import to_markdown
from summarizers.model import Article
from tests.fakes.plans import make_plan, make_topic
from tests.fakes.records import NOW
from tests.fakes.records import make_edition as make_other
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


def test_an_edition_is_called_as_its_digest_its_time_and_its_content() -> None:
    plan = make_plan(make_topic(), zone="Asia/Tokyo")
    first = make_edition(make_digest(make_story(report()), plan=plan))
    other = make_edition(make_digest(make_story(report("yard")), plan=plan))

    assert first.id.startswith("morning-20260302-1630-")
    assert first.id != other.id


def test_the_front_bears_the_edition_s_name() -> None:
    edition = make_edition(full_digest())

    assert f"Edition {edition.id}" in to_markdown(
        rendered_digest(edition).front
    ).replace("\\", "")


def test_what_is_printed_comes_back_as_it_was_frozen() -> None:
    digest = full_digest()
    edition = make_edition(digest)

    found = rendered_digest(edition)

    assert found.front == front_message(digest, edition.id)
    assert found.stories == story_messages(digest)


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


def test_ranks_go_on_from_the_stories_to_the_links() -> None:
    document = json.loads(make_edition(full_digest()).document)

    ranks = [
        story["rank"]
        for key in ("stories", "more", "passed")
        for story in document[key]
    ]
    assert ranks == [1, 2, 3, 4]


def test_a_quote_is_the_slice_of_its_article_with_a_link() -> None:
    (story,) = json.loads(make_edition(full_digest()).document)["stories"]

    text = report().article.article.text
    for quote in (story["sentence"], story["claim"], story["risk"]):
        assert text[quote["start"] : quote["end"]] == quote["text"]
        assert quote["link"].startswith("https://lenna-gazette.example/ferry#:~:text=")


def test_articles_that_were_shown_before_are_told_from_new_ones() -> None:
    later = make_report("divers", "A crack of 40 cm.", Lines(["A crack of 40 cm."]))
    story = make_story(later, shown=[report()])

    (found,) = json.loads(make_edition(make_digest(story)).document)["stories"]

    new = {one["id"]: one["new"] for one in found["articles"]}
    assert new == {"ferry": False, "divers": True}
    assert found["update"] is True


def test_stories_are_read_from_an_edition_in_its_order() -> None:
    document = {
        "passed": [{"articles": [{"id": "c", "title": None, "url": None}]}],
        "more": [{"articles": [{"id": "b", "title": "B", "url": None}]}],
        "stories": [{"articles": [{"id": "a", "url": "https://a.example/"}, "no"]}],
    }
    edition = replace(make_edition(make_digest()), document=json.dumps(document))

    stories = [story.articles for story in printed_stories(edition)]

    assert stories == [
        (PrintedArticle("a", "", "https://a.example/"),),
        (PrintedArticle("b", "B", ""),),
        (PrintedArticle("c", "", ""),),
    ]
    assert list(printed_stories(replace(edition, document="{}"))) == []


def test_claims_and_risks_have_their_particulars() -> None:
    (story,) = json.loads(make_edition(full_digest()).document)["stories"]

    assert (story["claim"]["speaker"], story["claim"]["kind"]) == (
        "Ingrid Solberg",
        "indirect",
    )
    assert story["risk"]["when"]["to"] == "2026-03-05"


def test_a_public_document_has_no_messages() -> None:
    document = public_document(make_edition(full_digest()))

    assert {"front", "briefings"}.isdisjoint(document)
    assert json.loads(to_line(document)) == document
    assert document["failed"] == [
        {"url": "https://coast-courier.example/rss", "message": "too slow"}
    ]


def test_the_journal_is_told_how_much_there_is() -> None:
    found = counts(make_edition(full_digest()))

    assert found == {"articles": 2, "stories": 1, "links": 1, "failed": 1}


def test_an_empty_digest_says_that_there_is_nothing_new() -> None:
    document = public_document(make_edition(make_digest()))

    assert document["nothing_new"] is True
    assert document["stories"] == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_kept_letter_by_letter(text: str) -> None:
    edition = make_edition(make_digest(make_story(hostile_report(text))))

    (story,) = json.loads(edition.document)["stories"]
    assert edition.document.isascii()
    assert story["title"] == text
    assert story["sentence"]["text"] == f"Fire {text}."


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_harmless_where_it_is_shown(text: str) -> None:
    edition = make_edition(make_digest(make_story(hostile_report(text))))

    found = rendered_digest(edition)
    shown = "".join(map(to_markdown, (found.front, *found.stories)))
    assert not set("\ud800\udfff\u202e\u2066\u2069\x00\x1b\x07") & set(shown)
    assert shown.encode()


@pytest.mark.parametrize(
    "document", ["", "{", "[]", "null", "{}", '{"front": {}, "briefings": 1}']
)
def test_an_edition_that_holds_no_messages_is_refused(document: str) -> None:
    edition = replace(make_other(), document=document)

    with pytest.raises(ValueError, match=r"is missing|is not a list|Expecting"):
        rendered_digest(edition)


def test_the_time_of_a_digest_is_told_with_its_zone() -> None:
    local = NOW.astimezone(ZoneInfo("Asia/Tokyo"))
    digest = replace(full_digest(), at=local)

    assert digest_document(digest)["at"] == "2026-03-02T16:30:00+09:00"


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


def test_an_edition_lists_each_line_that_it_prints_once() -> None:
    edition = make_edition(make_digest(make_story(report())))

    assert [(line.kind, line.text) for line in edition.lines] == [
        (ToldKind.SENTENCE, FIRE),
        (ToldKind.CLAIM, SAID),
        (ToldKind.RISK, RISK),
    ]
    assert {line.at for line in edition.lines} == {edition.at}


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
