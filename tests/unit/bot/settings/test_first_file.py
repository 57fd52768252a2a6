"""A first configuration is valid whatever valid answers are given."""

from __future__ import annotations

from datetime import time

import pytest

from bot.core.domain.configuration import Destination, SourceKind, Weekday
from bot.platforms import PLATFORMS
from bot.settings import first_file, questions
from bot.settings.configuration_parser import parse_configuration

ANSWERS = {
    "title": ['Ports: "quays" & ships'],
    "sources": ["https://example.org/rss", "https://example.org/analysis#x"],
    "include": ["harbour", "/strik(e|ing)\\b/", 'the "Lock": new'],
    "at": ["7.30 am"],
    "days": ["mon-fri"],
    "timezone": ["Europe/Berlin"],
    "to": ["#news"],
    "contact": ["desk@example.org"],
}
QUESTIONS = {question.key: question for question in questions(PLATFORMS, "UTC")}


def test_the_file_has_the_answers() -> None:
    configuration = parse_configuration(first_file(ANSWERS, PLATFORMS), "f", PLATFORMS)

    (topic,), (plan,) = configuration.topics, configuration.digests
    assert (topic.id, topic.title) == ("ports-quays-ships", 'Ports: "quays" & ships')
    assert [source.kind for source in topic.sources] == [
        SourceKind.FEED,
        SourceKind.PAGE,
    ]
    assert topic.include == tuple(ANSWERS["include"])
    assert (plan.at, plan.timezone.key) == ((time(7, 30),), "Europe/Berlin")
    assert Weekday.SAT not in plan.days
    assert plan.to == (Destination("slack", "#news"),)
    assert configuration.contact == "desk@example.org"


def test_only_the_sources_need_an_answer() -> None:
    defaults = {
        key: [question.default] * bool(question.default)
        for key, question in QUESTIONS.items()
    }
    answers = {**defaults, "sources": ["https://example.org/a"]}

    configuration = parse_configuration(first_file(answers, PLATFORMS), "f", PLATFORMS)

    assert [key for key, each in QUESTIONS.items() if each.required] == ["sources"]
    assert configuration.digests[0].to == (Destination("console", "stdout"),)
    assert configuration.digests[0].days == frozenset(Weekday)


@pytest.mark.parametrize(
    ("key", "good", "wrong"),
    [
        ("title", "Ports", "x" * 201),
        ("sources", "https://example.org/rss", "example.org"),
        ("include", "harbour", "/("),
        ("at", "18:00", "noon"),
        ("at", "7", "7-8"),
        ("days", "sat-sun", "someday"),
        ("days", "weekdays", "fri-day"),
        ("timezone", "Asia/Tokyo", "Tokyo"),
        ("to", "#news", "news"),
        ("to", "123456789012345678", "12"),
        ("to", "desk@example.org", "desk@"),
        ("to", "C012AB3CD", "https://acme.slack.com/archives/C012AB3CD"),
        ("contact", "https://example.org", "me"),
    ],
)
def test_each_answer_is_checked(key: str, good: str, wrong: str) -> None:
    assert QUESTIONS[key].wrong(good) is None
    assert QUESTIONS[key].wrong(wrong)


@pytest.mark.parametrize(
    ("key", "line", "parts"),
    [
        ("include", "port, dockers; gas", ["port", "dockers", "gas"]),
        ("include", "Port Halden", ["Port Halden"]),
        ("include", "/a, b/", ["/a, b/"]),
        (
            "sources",
            "example.org/rss, http://a.example/b?c=d,e",
            ["https://example.org/rss", "http://a.example/b?c=d,e"],
        ),
        ("timezone", "Munich", ["Europe/Berlin"]),
        ("timezone", "new york", ["America/New_York"]),
        ("timezone", "Asia/Tokyo", ["Asia/Tokyo"]),
    ],
)
def test_a_line_may_have_several_answers_or_another_form(
    key: str, line: str, parts: list[str]
) -> None:
    assert [*QUESTIONS[key].split(line)] == parts


@pytest.mark.parametrize(
    ("written", "days"),
    [("weekdays", "mon-fri"), ("Mon, Wednesday", "[mon, wed]"), ("daily", "mon-sun")],
)
def test_days_are_written_as_the_file_has_them(written: str, days: str) -> None:
    content = first_file({**ANSWERS, "days": [written]}, PLATFORMS)

    assert f"    days: {days}\n" in content.decode()


def test_a_source_has_the_kind_that_was_found() -> None:
    page, feed = ANSWERS["sources"]
    answers = {**ANSWERS, "pages": [page], "feeds": [feed]}

    configuration = parse_configuration(first_file(answers, PLATFORMS), "f", PLATFORMS)

    kinds = [source.kind for source in configuration.sources]
    assert kinds == [SourceKind.PAGE, SourceKind.FEED]
