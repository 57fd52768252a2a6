from __future__ import annotations

from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.domain.configuration import (
    AlertCondition,
    AlertPlan,
    Destination,
    QuietHours,
)
from bot.core.domain.errors import ConfigError
from bot.platforms import PLATFORMS
from bot.settings.configuration_parser import parse_configuration

TOPIC = """\
timezone: Europe/Berlin
topics:
  ferries:
    title: Ferries
    sources: [{feed: https://example.org/rss}]
    actors: [Lenna Lines]
alerts:
  outages:
    topics: ferries
"""


def alert(*lines: str) -> AlertPlan:
    """The alert with these further lines."""
    text = TOPIC + "".join(f"    {line}\n" for line in lines)
    (plan,) = parse_configuration(text.encode(), "f", PLATFORMS).alerts
    return plan


def problems(*lines: str) -> list[str]:
    """What is wrong with the alert with these further lines."""
    with pytest.raises(ConfigError) as caught:
        alert(*lines)
    return [line.removeprefix("f:") for line in str(caught.value).splitlines()]


def test_an_alert_has_usual_values() -> None:
    plan = alert("when: {papers: 3}", "to: [console]")

    assert (plan.id, [topic.id for topic in plan.topics]) == ("outages", ["ferries"])
    assert plan.condition == AlertCondition(papers=3)
    assert plan.to == (Destination("console", "stdout"),)
    assert (plan.max_per_day, plan.cool_down) == (10, timedelta(hours=6))
    assert (plan.timezone, plan.language) == (ZoneInfo("Europe/Berlin"), "en")


@pytest.mark.parametrize(
    ("when", "condition"),
    [
        ("{actors: any}", AlertCondition(any_actor=True)),
        ("{actors: [any]}", AlertCondition(any_actor=True)),
        ("{actors: Norland}", AlertCondition(actors=("Norland",))),
        ("{actors: [Norland, Sudland]}", AlertCondition(actors=("Norland", "Sudland"))),
        (r'{match: "/CVE-\\d+/"}', AlertCondition(match=(r"/CVE-\d+/",))),
        (
            "{papers: 2, match: [strike, fire]}",
            AlertCondition(papers=2, match=("strike", "fire")),
        ),
    ],
)
def test_a_condition_has_one_part_or_several(
    when: str, condition: AlertCondition
) -> None:
    assert alert(f"when: {when}", "to: [console]").condition == condition


def test_an_alert_has_its_own_hours_limit_and_cool_down() -> None:
    plan = alert(
        "when: {papers: 3}",
        "to: [console, slack: {channel: '#desk', quiet: '23:00-06:00'}]",
        "quiet: '22:00-07:00'",
        "max_per_day: 3",
        "cool_down: 90 minutes",
        "timezone: Asia/Singapore",
        "language: fr",
    )

    night = QuietHours(time(22), time(7))
    assert [to.quiet for to in plan.to] == [night, QuietHours(time(23), time(6))]
    assert (plan.max_per_day, plan.cool_down) == (3, timedelta(minutes=90))
    assert (plan.timezone, plan.language) == (ZoneInfo("Asia/Singapore"), "fr")


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (
            ["when: {}", "to: [console]"],
            "10:5: alerts.outages.when: a condition needs one of papers, actors and match",
        ),
        (
            ["when: {papers: 0}", "to: [console]"],
            "10:12: alerts.outages.when.papers: write a whole number from 1 to 50",
        ),
        (
            ["when: {papers: three}", "to: [console]"],
            "10:12: alerts.outages.when.papers: write a whole number from 1 to 50",
        ),
        (
            ["when: {paper: 3}", "to: [console]"],
            '10:12: alerts.outages.when.paper: unknown key; did you mean "papers"?',
        ),
        (
            ['when: {match: "/a(/"}', "to: [console]"],
            '10:12: alerts.outages.when.match: missing ) at character 1 of the expression: "a("',
        ),
        (
            ["when: {papers: 3}", "to: [console]", "max_per_day: true"],
            "12:5: alerts.outages.max_per_day: write a whole number from 1 to 1,000",
        ),
        (
            ["when: {papers: 3}", "to: [console]", "cool_down: 8 days"],
            "12:5: alerts.outages.cool_down: 8 days is too long: write 1 minute to 1 day",
        ),
        (
            ["when: {papers: 3}"],
            "8:3: alerts.outages.to: this key is missing: add it",
        ),
    ],
)
def test_a_mistake_is_told_with_place_key_and_remedy(
    lines: list[str], problem: str
) -> None:
    assert problem in problems(*lines)
