"""Papers correct what was posted, repeat each other, follow up, and fail."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.blackbox.driver import Running, sitrep, while_running
from tests.blackbox.golden import assert_golden
from tests.blackbox.press import DAY, ENVIRONMENT, Press, Story, served
from tests.blackbox.transcripts import settled, shown, transcript

pytestmark = pytest.mark.process

TEXT = (
    "The ferry Aurora will stay in the port of Lenna until Friday after a fire in its "
    "engine room, the harbour master said on Monday.\n\n"
    "All 212 passengers left the ship over the bow ramp, and the crew put out the "
    'flames within an hour. "We were lucky that the fire broke out in port," said '
    "Ingrid Solberg, the harbour master of Lenna.\n\n"
    "The shipping company Nordlinje plans to send a smaller ship on 12 March. Without "
    "it, the shops of Sandhamn could run out of milk, the island's mayor warned."
)
LATER = (
    "Divers found a crack in the hull of the ferry Aurora in the port of Lenna, two "
    'days after a fire in its engine room. "This ship goes nowhere before April," said '
    "Ingrid Solberg, the harbour master of Lenna.\n\n"
    "The Maritime Authority ordered Nordlinje to tow the Aurora to Karlsund."
)
CONFIGURATION = """\
topics:
  town:
    title: The town
    sources:
      - {{feed: http://{one}/feed, name: Gazette}}
      - {{page: http://{two}/news, follow: true, name: Courier}}
      - {{feed: http://{three}/feed}}
    include: ["/ferr(y|ies)/"]
    exclude: [weather]
    actors: {{Ingrid Solberg: [Solberg], Nordlinje: }}
{plans}keep: 10 years
poll: 1 minute
engine: fast
"""
DIGEST = """\
digests:
  morning: {topics: town, at: "07:30", to: console, language: fr, timezone: Europe/Paris}
"""
ALERT = """\
alerts:
  ships: {topics: town, when: {match: ferry, actors: any}, to: console}
operator: console
"""


def configure(place: Path, press: Press, plans: str) -> None:
    one, two, three = (press.host(number) for number in (1, 2, 3))
    (place / "sitrep.yaml").write_text(
        CONFIGURATION.format(one=one, two=two, three=three, plans=plans)
    )


def test_a_digest_follows_a_story_and_its_corrections(tmp_path: Path) -> None:
    press, output = Press(10), []
    feed, page = (f"http://{press.host(number)}" for number in (1, 2))
    story = Story(f"{feed}/ferry", "Ferry stays in port after fire", TEXT)
    copied = replace(story, url=f"{page}/copied", title="Ferry Aurora stays in port")
    index = (
        '<html><body><h1>News</h1><ul><li><a href="{0.url}">{0.title} after '
        "a fire in its engine room on Monday</a></li></ul></body></html>"
    )
    press.pages[copied.url] = copied.page
    corrected = TEXT.replace("until Friday", "until Sunday").replace("212", "221")
    days = timedelta(days=2)
    later = Story(f"{feed}/hull", "Crack found in hull of ferry", LATER, DAY + days)
    weather = Story(f"{feed}/rain", "Weather: rain in port", "The port gets rain. " * 9)
    changes = [
        lambda: press.publish(f"{feed}/feed", weather, story),
        lambda: press.publish(f"{feed}/feed", replace(story, text=corrected)),
        lambda: press.publish(f"{feed}/feed", later),
        press.feeds.clear,
    ]

    with served(press, 3):
        configure(tmp_path, press, DIGEST)
        # The copy arrives last: else the order of the two polls would decide.
        press.publish(f"{feed}/feed", weather, story)
        press.pages[f"{page}/news"] = index.format(weather)
        first = "digest morning --now 2026-03-02T07:00"
        assert not sitrep(
            *first.split(), place=tmp_path, environment=ENVIRONMENT
        ).status
        press.pages[f"{page}/news"] = index.format(copied)
        for day, change in enumerate(changes):
            change()
            line = f"digest morning --post --now 2026-03-0{2 + day}T07:30"
            done = sitrep(*line.split(), place=tmp_path, environment=ENVIRONMENT)
            output.append(shown(line, done))
        told = transcript("corrections", tmp_path, ENVIRONMENT)

    assert_golden("developments/digests.txt", "".join(output))
    assert_golden("developments/corrections.txt", told)


def test_an_alert_goes_out_when_a_story_meets_its_condition(tmp_path: Path) -> None:
    press = Press(11)
    feed = f"http://{press.host(1)}"
    now = datetime.now(UTC) - timedelta(minutes=5)  # noqa: TID251 - the bot's clock
    text = TEXT.replace(" on 12 March", "")
    story = Story(f"{feed}/ferry", "Ferry stays in port after fire", text, now)
    press.publish(f"{feed}/feed", story)

    def report(running: Running) -> str:
        running.until(lambda: "Ferry stays in port" in running.output)
        return running.output

    with served(press, 3):
        configure(tmp_path, press, ALERT)
        done, _ = while_running(report, "run", place=tmp_path, environment=ENVIRONMENT)

    assert done.status == 0
    assert_golden("developments/alert.txt", settled(done.output))
