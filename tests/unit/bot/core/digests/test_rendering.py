from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.delivery.digest_builder import digest_messages
from bot.core.digests.digest import Digest, SourceFailure, StorySummary
from bot.core.digests.editions import make_edition
from bot.core.digests.front_lines import BriefedArticle
from bot.core.digests.rendering import (
    front_message,
    single_message,
    story_messages,
)
from bot.core.domain.configuration import Topic
from bot.core.domain.messages import BAR, Message, Row, Section, Style, Text
from bot.core.domain.platforms import Capabilities, PlatformProfile
from bot.core.domain.records import Origin, ToldKind, ToldLine
from bot.core.messages.markdown import to_markdown
from bot.core.text.deep_links import ARROW
from bot.platforms.console.terminal import Screen
from summarizers.model import Actor, ActorKind
from tests.fakes.plans import make_plan, make_topic
from tests.fakes.records import NOW
from tests.fakes.stories import (
    TODAY,
    Lines,
    make_actor,
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
CRACK = "Divers found a crack of 40 centimetres in the hull on Sunday."


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


def divers() -> BriefedArticle:
    towed = "A tug towed the ferry Aurora to the yard of Karlsund."
    lines = Lines([CRACK, towed], actors=[make_actor("Tove Lindgren")])
    text = f"{CRACK} {towed}"
    report = titled(make_report("divers", text, lines), "Divers find crack")
    return moved(report, "https://coast-courier.example/divers")


def link(report: BriefedArticle) -> StorySummary:
    return StorySummary(
        make_coverage(report.article), make_story(report).rank, report.article
    )


def whole_digest() -> Digest:
    old = ferry("before")
    told = (make_story(ferry()), make_story(divers(), shown=[old]))
    return replace(
        make_digest(*told),
        linked=(link(ferry("bridge", "Bridge closes to lorries")),),
        counted=(link(ferry("mill", "Mill for sale")),),
        failures=(SourceFailure("https://valley-post.example/rss?key=1", "too slow"),),
    )


def on_paper(digest: Digest, *, explained: bool = False) -> str:
    stream = io.StringIO()
    Screen(stream).show(front_message(digest, "morning-1", explained=explained))
    return stream.getvalue().replace("\N{NO-BREAK SPACE}", " ")


def in_markdown(digest: Digest) -> str:
    text = to_markdown(front_message(digest, "morning-1"))
    return text.replace("\N{NO-BREAK SPACE}", " ")


PRINTED = """\
morning                                                    Mon 2 Mar 2026, 07:30

Ferry stays in port [1]         New · lenna-gazette.example [1] · Mon 2 Mar 2026
  • The ferry Aurora stays in port after a fire in its engine room. [2]
  • Ingrid Solberg: Divers will search the ferry again on Wednesday, Ingrid
    Solberg said. [3]
  ▲ 6–8 Mar: The shops near the port could run out of milk by the weekend. [4]

Divers find crack [5]
Moved · coast-courier.example [5], lenna-gazette.example [6] · Mon 2 Mar 2026
  • Divers found a crack of 40 centimetres in the hull on Sunday. [7]

MORE
  • Bridge closes to lorries [8] · lenna-gazette.example [8]

And 1 more story.
Not read: valley-post.example/rss (too slow)
Edition morning-1

[1] https://lenna-gazette.example/ferry
"""

WRITTEN = """\
## morning

*Mon 2 Mar 2026, 07:30*

## [Ferry stays in port](https://lenna-gazette.example/ferry)

*New ·* [*lenna-gazette.example*](https://lenna-gazette.example/ferry) *· Mon 2 Mar 2026*

- The ferry Aurora stays in port after a fire in its engine room. [ARROW](LINK)
- **Ingrid Solberg**: Divers will search the ferry again on Wednesday, Ingrid Solberg said. \
[ARROW](LINK)
- ▲ **6–8 Mar**: The shops near the port could run out of milk by the weekend. \
[ARROW](LINK)

**MORE**

- [Bridge closes to lorries](https://lenna-gazette.example/bridge) *·* \
[*lenna-gazette.example*](https://lenna-gazette.example/bridge)

*And 1 more story.*
*Not read: valley-post.example/rss (too slow)*
*Edition morning-1*
"""


def test_a_digest_is_printed_as_a_person_reads_it() -> None:
    assert on_paper(whole_digest()).startswith(PRINTED)


def test_a_digest_in_markdown_has_a_link_behind_each_line() -> None:
    digest = replace(whole_digest(), top=whole_digest().top[:1])

    found = re.sub(
        r"\(https://lenna-gazette.example/ferry#:~:text=[^)]+\)",
        "(LINK)",
        in_markdown(digest),
    )

    assert found.replace(ARROW, "ARROW") == WRITTEN


def test_each_story_that_is_told_has_its_briefing_in_print_order() -> None:
    first, second = map(to_markdown, story_messages(whole_digest()))

    assert first.startswith("## [Ferry stays in port](")
    assert "WHO SAID WHAT" in first
    assert second.startswith("## [Divers find crack](")


def test_as_one_message_the_briefings_stand_before_the_notes() -> None:
    digest = whole_digest()
    front, stories = front_message(digest, "e1"), story_messages(digest)

    whole = single_message(front, stories)

    *before, notes = front.sections
    briefings = [
        section
        for story in stories
        for section in (Section("IN FULL", ()), *story.sections)
    ]
    assert whole.sections == (*before, *briefings, notes)


def test_a_platform_without_threads_gets_one_message() -> None:
    edition = make_edition(whole_digest(), slot="slot")
    threads = PlatformProfile(
        name="chat", title="Chat", capabilities=Capabilities(threads=True)
    )

    front, *stories = digest_messages(edition, threads)
    messages = digest_messages(edition, PlatformProfile(name="post", title="Post"))

    assert stories
    assert list(messages) == [single_message(front, stories)]


def test_as_one_message_a_front_without_notes_stays_first() -> None:
    front = Message((Section("MORE", (Row((Text("Ferry", Style.TITLE),)),)),))

    assert single_message(front, ()) == front


def test_a_briefing_of_which_all_was_printed_is_left_out() -> None:
    story = make_story(ferry())
    assert story.briefing is not None
    bare = replace(story.briefing, summary=(), claims=(), risks=())

    digest = make_digest(replace(story, briefing=bare), make_story(divers()))

    (message,) = story_messages(digest)
    assert to_markdown(message).startswith("## [Divers find crack](")


@pytest.mark.parametrize(
    "path", ["/srv/desk/news.txt", "/srv/desk/news.txt/", "/srv/./desk//news.txt"]
)
def test_where_a_file_is_kept_is_not_told(path: str) -> None:
    message = '"/srv/desk/news.txt" cannot be read: Permission denied'
    digest = replace(make_digest(), failures=(SourceFailure(path, message),))

    found = in_markdown(digest)

    assert 'Not read: news.txt ("news.txt" cannot be read' in found
    assert "srv" not in found


def test_a_day_without_news_is_one_line() -> None:
    digest = replace(
        make_digest(), last=NOW - DAY, repeated=(make_coverage(divers().article),)
    )

    assert on_paper(digest).splitlines()[1:3] == [
        "Nothing new on Ports since Sun 1 Mar, 07:30.",
        "Edition morning-1",
    ]


def test_a_first_day_without_news_names_every_topic() -> None:
    topics = (make_topic(name=name) for name in ("ports", "rail", "roads"))

    assert "Nothing on Ports, Rail and Roads yet." in on_paper(
        make_digest(plan=make_plan(*topics))
    )


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


def test_a_story_tells_its_topic_where_there_are_several() -> None:
    plan = make_plan(make_topic(name="rail"), Topic("ports", "Ports and piers", ()))

    assert "\nNew · Ports and piers · lenna-gazette.example" in on_paper(
        make_digest(make_story(titled(ferry(), "T" * 60)), plan=plan)
    )


def test_a_digest_of_one_topic_does_not_name_it() -> None:
    assert "Ports" not in on_paper(whole_digest())


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (Origin.FEED, "from the feed alone"),
        (Origin.TITLE, "the title alone"),
        (Origin.PAGE, None),
        (Origin.FILE, None),
    ],
)
def test_a_text_that_is_not_whole_is_marked(
    origin: Origin, expected: str | None
) -> None:
    found = replace(ferry().article, origin=origin)
    story = StorySummary(make_coverage(found), make_story(ferry()).rank, found)

    assert ("alone" in on_paper(make_digest(story))) is (expected is not None)
    assert (expected or "") in on_paper(make_digest(story))


@pytest.mark.parametrize("title", [None, "", "  ", "\u202e\u200b", "\x00"])
def test_a_story_without_a_readable_title_is_called_so(title: str | None) -> None:
    assert "[Without a title](https://" in in_markdown(
        make_digest(make_story(titled(ferry(), title)))
    )


def test_a_title_that_goes_on_and_on_is_cut() -> None:
    story = link(titled(ferry(), "on and " * 2_000))

    (line,) = (
        line
        for line in in_markdown(replace(make_digest(), linked=(story,))).splitlines()
        if line.startswith("- [on and")
    )

    assert "on…](https://" in line
    assert len(line) < 400


def test_what_a_feed_tells_without_an_address_bears_the_name_of_the_feed() -> None:
    bare = moved(ferry(), None)
    nameless = replace(bare.article, article=replace(bare.article.article, site=None))
    report = BriefedArticle(replace(nameless, origin=Origin.FEED), bare.briefing)

    printed = on_paper(make_digest(make_story(report)))

    assert "lenna-gazette.example" in printed
    assert "from the feed alone" in printed
    assert "page could not be read" not in printed


@pytest.mark.parametrize(
    "url",
    [None, "file:///home/ida/a.txt", "javascript:alert(1)", "https://a@b.example/"],
)
def test_an_address_that_must_not_be_followed_is_no_link(url: str | None) -> None:
    written = in_markdown(make_digest(make_story(moved(ferry(), url))))

    assert "Ferry stays in port" in written
    assert "](" not in written


def test_a_line_of_another_paper_than_the_first_names_it() -> None:
    other = make_report("shops", SHOPS, Lines(risks=[(SHOPS, None)]))
    abroad = moved(other, "https://coast-courier.example/shops")
    report = make_report("ferry", FIRE, Lines([FIRE]))
    story = make_story(report, abroad)

    printed = in_markdown(make_digest(story))

    assert f"{SHOPS} *(coast-courier.example)*" in printed
    assert f"{FIRE} [" in printed


def test_a_paper_is_called_by_its_name() -> None:
    report = ferry()
    article = replace(report.article.article, site="Lenna Gazette")
    named = replace(report.article, article=article)
    briefing = replace(report.briefing, article=article)

    printed = on_paper(make_digest(make_story(BriefedArticle(named, briefing))))

    assert "Lenna Gazette [1] · Mon 2 Mar 2026" in printed


def test_a_speaker_in_the_briefing_of_a_story_has_a_role() -> None:
    report = ferry()
    words = report.article.article.text
    start = words.index("island")
    role = report.article.article.span(start, start + len("island"))
    speaker = Actor("Henrik Dahl", ActorKind.PERSON, role)

    whole = replace(report.briefing, actors=(speaker,))

    (message,) = story_messages(make_digest(replace(make_story(report), whole=whole)))

    assert "**Henrik Dahl**, island: The island needs" in to_markdown(message)


def test_labels_are_in_the_language_of_the_digest() -> None:
    digest = whole_digest()
    digest = replace(digest, plan=replace(digest.plan, language="fr"))

    front, stories = front_message(digest, "e1"), story_messages(digest)

    text = to_markdown(single_message(front, stories)).replace("\xa0", " ")
    assert "*Évolution ·* [*coast-courier.example*](" in text
    assert "▲ **6–8 mars** : The shops" in text
    for words in (
        "AUSSI",
        "Et 1 autre sujet.",
        "Non lu : ",
        "EN ENTIER",
        "QUI DIT QUOI",
    ):
        assert words in text


def test_a_title_cannot_bring_markup_of_its_own() -> None:
    title = "Sale](https://evil.example) **now** <script> @everyone `rm`"

    written = in_markdown(make_digest(make_story(titled(ferry(), title))))

    assert "](https://evil.example)" not in written
    assert "<script>" not in written
    assert "\\@everyone" in written


def test_why_a_story_is_in_is_told_when_asked_for() -> None:
    story = make_story(ferry())
    coverage = replace(story.story, matched='"ferry" matched in the title')
    digest = make_digest(replace(story, story=coverage))

    assert 'In ports: "ferry" matched in the title; score' in on_paper(
        digest, explained=True
    )
    assert "score" not in on_paper(digest)


def test_many_stories_beyond_the_links_are_counted() -> None:
    digest = replace(whole_digest(), counted=whole_digest().counted * 7)

    assert "And 7 more stories." in on_paper(digest)


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


def retold(*, ended: bool = False) -> StorySummary:
    """An update whose earlier line is that of the ferry's report."""
    before = ferry("before")
    day = before.article.article.published
    assert day is not None
    earlier = replace(before.article.article, published=day - DAY)
    old = BriefedArticle(replace(before.article, article=earlier), before.briefing)
    line = ToldLine("story", "before", 0, len(FIRE), ToldKind.SENTENCE, FIRE, NOW - DAY)
    return replace(make_story(divers(), shown=[old]), was=line, ended=ended)


def test_a_story_that_moved_tells_what_was_and_what_is_with_their_days() -> None:
    front = front_message(make_digest(retold()), "e1")

    pair = [
        row for section in front.sections for row in section.rows if row.marker == BAR
    ]
    labels = [row.parts[0].text.replace("\xa0", " ") for row in pair]
    assert labels == ["was Sun 1 Mar", "now Mon 2 Mar"]
    assert [row.parts[1].text for row in pair] == [FIRE, CRACK]
    assert all((row.proof or "").count("#:~:text=") == 1 for row in pair)


def test_the_earlier_line_names_its_paper_if_that_is_another() -> None:
    written = in_markdown(make_digest(retold()))

    assert f"> **was Sun 1 Mar**: {FIRE} *(lenna-gazette.example)* [" in written
    assert f"> **now Mon 2 Mar**: {CRACK} [" in written


def test_an_earlier_line_whose_article_is_gone_has_no_link() -> None:
    story = retold()
    assert story.was is not None
    lost = replace(story, was=replace(story.was, article="gone"))

    written = in_markdown(make_digest(lost))

    assert f"> **was Sun 1 Mar**: {FIRE}  \n" in written


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("New", "Moved", "Ended")), ("fr", ("Nouveau", "Évolution", "Terminé"))],
)
def test_the_state_of_a_story_stands_beside_its_headline(
    language: str, words: tuple[str, ...]
) -> None:
    plan = replace(make_plan(make_topic()), language=language)
    told = (make_story(ferry()), retold(), retold(ended=True))

    front = front_message(make_digest(*told, plan=plan), "e1")

    notes = [
        row.parts[1].text.partition(" ·")[0]
        for section in front.sections
        for row in section.rows
        if row.parts[0].style is Style.TITLE and row.parts[0].url
    ]
    assert tuple(notes) == words


def test_the_document_holds_the_state_and_the_earlier_line() -> None:
    (story,) = json.loads(make_edition(make_digest(retold())).document)["stories"]

    assert story["state"] == "moved"
    assert (story["was"]["text"], story["was"]["article"]) == (FIRE, "before")
    assert story["was"]["link"].startswith("https://lenna-gazette.example/before#")


@pytest.mark.parametrize(
    ("zone", "language", "note"),
    [
        ("UTC", "en", "New · alert sent at 05:30 ·"),
        ("Europe/Berlin", "en", "New · alert sent at 06:30 ·"),
        ("Pacific/Honolulu", "en", "New · alert sent at 19:30 ·"),
        ("UTC", "fr", "Nouveau · alerte envoyée à 05:30 ·"),
    ],
)
def test_a_story_has_the_time_of_its_alert(zone: str, language: str, note: str) -> None:
    story = make_story(ferry())
    plan = replace(make_plan(zone=zone), language=language)
    alerted = {story.lead.id: NOW - timedelta(hours=2), "other": NOW}
    digest = replace(make_digest(story, plan=plan), alerted=alerted)

    assert note in in_markdown(digest)
    document = json.loads(make_edition(digest).document)
    assert document["stories"][0]["alerted"] == "2026-03-02T05:30:00+00:00"


def test_an_alert_of_another_day_has_its_day() -> None:
    story = make_story(ferry())
    digest = replace(make_digest(story), alerted={story.lead.id: NOW - DAY})

    assert "alert sent at Sun 1 Mar, 07:30 ·" in in_markdown(digest).replace(
        "\xa0", " "
    )


def test_a_link_has_the_time_of_its_alert() -> None:
    story = make_story(ferry())
    digest = replace(make_digest(), linked=(story,), alerted={story.lead.id: NOW})

    assert "· alert sent at 07:30 ·" in in_markdown(digest)
    assert "alert sent at" not in in_markdown(replace(digest, alerted={}))


def test_a_story_without_an_alert_has_no_such_field() -> None:
    document = json.loads(make_edition(make_digest(make_story(ferry()))).document)

    assert "alerted" not in document["stories"][0]
