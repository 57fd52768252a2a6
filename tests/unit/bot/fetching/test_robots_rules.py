"""Parsed robots.txt rules."""

from __future__ import annotations

import pytest
from yarl import URL

from bot.fetching.robots_rules import MAX_DELAY, RobotsRules
from tests.tables import blocks

FOR_ALL = "User-agent: *\n"
MANY_AGENTS = "".join(f"User-agent: bot{number}\n" for number in range(10_000))
MANY_RULES = "".join(f"Disallow: /{number}\n" for number in range(20_000))


async def allows(text: str) -> bool:
    rules = await RobotsRules.parse(text.encode())
    return await rules.allows(URL("https://a.example/news/one"))


async def test_page_may_be_read_or_not(subtests: pytest.Subtests) -> None:
    for case in blocks("fetching/robots_rules"):
        with subtests.test(case["case"]):
            for text in (case["text"], case["text"].replace("\n", "\r\n")):
                assert await allows(text) is (case["read"] == "yes")
                assert await allows(f"\ufeff{text}") is (case["read"] == "yes")


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("2", 2.0),
        ("600", MAX_DELAY),
        ("nan", 0.0),
        ("-3", 0.0),
        ("often", 0.0),
    ],
)
async def test_delay_is_what_is_asked_for_within_reason(
    asked: str, seconds: float
) -> None:
    rules = await RobotsRules.parse(f"{FOR_ALL}Crawl-delay: {asked}".encode())

    assert rules.delay == seconds


@pytest.mark.parametrize(
    "text",
    [
        MANY_AGENTS + MANY_RULES,
        FOR_ALL + "Disallow: /" + "*a" * 200_000 + "b",
        FOR_ALL + ("Disallow: /" + "*a" * 1_000 + "b\n") * 200,
        "user-agent" * 50_000,
        FOR_ALL + "Disallow: /" + "%zz" * 100_000,
    ],
)
async def test_hostile_rules_come_to_an_end(text: str) -> None:
    assert await allows(text)
