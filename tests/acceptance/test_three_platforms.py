"""One digest on Slack, on Discord and by e-mail, with the real command and real peers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest

from tests.fakes import report_files
from tests.fakes.command import sitrep
from tests.fakes.discord.process import TownProcess, running_town
from tests.fakes.email.process import MailProcess, running_mail
from tests.fakes.slack.process import SlackProcess, running_slack

pytestmark = [pytest.mark.slow, pytest.mark.process]

SLACK, DISCORD, DESK = "#ports", 123456789012345678, "desk@example.org"
TAGS = re.compile(r"<[^>]*>")
FILE = """\
topics:
  ports:
    title: Ports
    sources: [{{folder: texts}}]
digests:
  morning:
    topics: [ports]
    at: "07:30"
    timezone: UTC
    to:
      - slack: "{slack}"
      - discord: {discord}
      - email: {email}
engine: fast
"""


@dataclass(frozen=True, slots=True)
class Desk:
    """A configuration and the platforms that its digest goes to."""

    folder: Path
    environment: dict[str, str]
    slack: SlackProcess
    discord: TownProcess
    mail: MailProcess

    def sitrep(self, *arguments: str) -> str:
        """Run a command, which must succeed; what it prints."""
        done = sitrep(*arguments, place=self.folder, environment=self.environment)
        assert done.status == 0, done.messages
        return done.output


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with two reports and one channel on each platform."""
    report_files.write(tmp_path / "texts", 0, 2)
    text = FILE.format(slack=SLACK, discord=DISCORD, email=DESK)
    (tmp_path / "sitrep.yaml").write_text(text)
    with (
        running_slack([SLACK.removeprefix("#")]) as slack,
        running_town(channels=[DISCORD]) as discord,
        running_mail() as mail,
    ):
        environment = {
            **slack.environment,
            **discord.environment,
            **mail.environment,
        }
        yield Desk(tmp_path, environment, slack, discord, mail)


def test_one_digest_goes_to_all_three_platforms(desk: Desk) -> None:
    desk.sitrep("check")
    printed = json.loads(desk.sitrep("digest", "morning", "--format", "json"))
    desk.sitrep("digest", "morning", "--post")

    (mail,) = desk.mail.mails()
    assert len(desk.slack.keys(SLACK)) == len(desk.discord.keys(str(DISCORD))) == 3
    assert desk.mail.keys(DESK) == (mail.id.partition("@")[0].removeprefix("<"),)
    assert mail.mail["To"] == DESK
    sentences = [story["sentence"]["text"] for story in printed["stories"]]
    claims = [story["claim"] for story in printed["stories"] if story["claim"]]
    sentences += [words for claim in claims for words in claim["content"]]
    for text in (mail.body("plain"), TAGS.sub("", unescape(mail.body("html")))):
        assert text.count("In full") == 2
        assert all(sentence in " ".join(text.split()) for sentence in sentences)


def test_the_next_digest_is_linked_to_the_one_before(desk: Desk) -> None:
    desk.sitrep("digest", "morning", "--post")
    report_files.write(desk.folder / "more", 2, 2)
    for report in (desk.folder / "more").iterdir():
        report.rename(desk.folder / "texts" / f"later-{report.name}")
    desk.sitrep("digest", "morning", "--post")

    first, second = desk.mail.mails()
    assert second.mail["In-Reply-To"] == second.mail["References"] == first.id
    assert first.mail["In-Reply-To"] is None


def test_the_set_up_is_checked_on_the_mail_server(desk: Desk) -> None:
    checked = desk.sitrep("check", "--online")

    assert f"email/{DESK}: the server accepts this address" in " ".join(checked.split())
    assert desk.mail.mails() == ()
