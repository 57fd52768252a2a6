"""The preview of a digest: the channel of each platform, and the marks to explain."""

from __future__ import annotations

from dataclasses import replace

from bot.bootstrap.preview_pages import make_digest_preview, previewed_channels
from bot.core.digests.digest import Digest
from bot.core.domain.configuration import Destination
from bot.core.domain.records import ToldKind, ToldLine
from bot.web.preview import digest_pages
from tests.fakes.plans import make_plan, make_topic
from tests.fakes.records import NOW
from tests.fakes.stories import Lines, make_report, tell_story

FIRE = "The ferry Aurora will stay in port until Friday."
CRACK = "Divers have seen a crack in the hull."
SLACK = Destination("slack", "#news")
MAIL = Destination("email", "desk@example.org")
PLAN = replace(make_plan(make_topic()), to=(SLACK, MAIL))


def digest(channel: str = "slack/#news", *, language: str = "en") -> Digest:
    before = make_report("before", FIRE, Lines([FIRE]))
    now = make_report("now", CRACK, Lines([CRACK], claims=[("Ann", CRACK)]))
    summary = tell_story(now, shown=[before])
    assert summary is not None
    was = ToldLine("story", "before", 0, len(FIRE), ToldKind.SENTENCE, FIRE, NOW)
    top = (replace(summary, was=was),)
    return Digest(replace(PLAN, language=language), channel, NOW, top)


def test_a_platform_shows_the_digest_of_its_own_channel() -> None:
    assert previewed_channels(PLAN) == {
        "slack": "slack/#news",
        "discord": "slack/#news",
        "email": "email/desk@example.org",
    }


def test_each_column_says_where_the_digest_goes() -> None:
    digests = {name: digest(name) for name in set(previewed_channels(PLAN).values())}

    columns = make_digest_preview(digests).columns

    assert [(column.name, column.where, column.threaded) for column in columns] == [
        ("slack", "#news", True),
        ("discord", "not a destination of this digest", True),
        ("email", "desk@example.org", False),
    ]


def test_the_legend_explains_only_marks_that_are_on_the_page() -> None:
    every = {name: digest(name) for name in previewed_channels(PLAN).values()}
    plain = {name: replace(one, top=()) for name, one in every.items()}

    assert [sign for sign, _ in make_digest_preview(every).legend] == ["was, now"]
    assert make_digest_preview(plain).legend == ()


def test_marks_are_in_the_language_of_the_digest() -> None:
    names = previewed_channels(PLAN).values()
    preview = make_digest_preview({name: digest(name, language="fr") for name in names})

    assert [sign for sign, _ in preview.legend] == ["avant, maintenant"]
    page = digest_pages(preview)["/"][1].decode()
    assert '<b lang="fr">avant, maintenant</b>' in page
