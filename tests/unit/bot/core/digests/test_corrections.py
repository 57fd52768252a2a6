"""Corrections as the platforms show them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.core.digests.corrections import changes_message, correction_message
from bot.core.domain.configuration import Configuration
from bot.core.domain.corrections import Correction, correction_slot
from bot.core.domain.messages import Message
from bot.core.messages.markdown import to_markdown
from bot.core.text.since import parse_since
from bot.platforms.discord.lines import cards
from bot.platforms.email.html import to_html
from bot.platforms.email.parts import subject
from bot.platforms.email.plain import to_plain
from bot.platforms.slack.blocks import to_blocks
from summarizers.stories.corrections import ChangeKind

UTC_ZONE = ZoneInfo("UTC")
NOW = datetime(2026, 11, 4, 9, tzinfo=UTC)
OLD = "The container gate will be closed for nine days from Sunday."
NEW = "The container gate will be closed for nine hours on Sunday."
TITLE = "Container gate at Kessary to close for works"
PAGE = "https://kessary-courier.example/gate"

CHANGED = Correction(
    channel="slack/C1",
    edition=3,
    place=0,
    story="gate",
    article="id-gate",
    kind=ChangeKind.NUMBER,
    printed=OLD,
    told_at=datetime(2026, 11, 3, 8, tzinfo=UTC),
    at=NOW,
    now=NEW,
    link=f"{PAGE}#:~:text=The%20container%20gate",
    title=TITLE,
    paper="Kessary Courier",
    url=PAGE,
)
GONE = replace(
    CHANGED,
    place=1,
    kind=ChangeKind.GONE,
    printed="No ship was hurt.",
    now=None,
    link=None,
    message_link="https://chat.example/3",
)


def message(*corrections: Correction, language: str = "en") -> Message:
    return correction_message(corrections, language, UTC_ZONE)


def markdown(*corrections: Correction, language: str = "en") -> str:
    return to_markdown(message(*corrections, language=language)).replace("\xa0", " ")


def test_both_lines_are_side_by_side_with_their_days() -> None:
    lines = markdown(CHANGED)

    assert f"> **printed Tue 3 Nov**: {OLD}  \n" in lines
    assert f"> **now reads Wed 4 Nov**: {NEW} [" in lines
    assert lines.index(OLD) < lines.index(NEW)


def test_a_line_that_is_gone_links_to_its_message_and_has_no_arrow() -> None:
    lines = markdown(GONE)

    assert (
        "> [**printed Tue 3 Nov**](https://chat.example/3): No ship was hurt." in lines
    )
    assert "the line is gone" in lines
    assert "↗" not in lines


def test_lines_of_one_article_stand_below_one_title() -> None:
    assert markdown(CHANGED, GONE).count(TITLE) == 1


def test_titles_are_not_repeated_when_corrections_of_articles_alternate() -> None:
    other = replace(CHANGED, article="id-ferry", title="Ferry to Holm stops")
    elsewhere = replace(CHANGED, channel="slack/C2")

    lines = markdown(CHANGED, other, elsewhere, GONE)

    assert lines.count(TITLE) == 2
    assert lines.index(OLD) < lines.index(GONE.printed) < lines.index("Ferry to Holm")


def test_labels_are_in_the_language_of_the_digest() -> None:
    lines = markdown(CHANGED, GONE, language="fr")

    assert "CORRIGÉ PAR LE JOURNAL" in lines
    assert "se lit désormais" in lines
    assert "la ligne a disparu" in lines


def test_slack_quotes_the_pair() -> None:
    blocks = str(to_blocks(message(CHANGED)))

    assert blocks.count("rich_text_quote") == 1
    assert OLD in blocks


def test_discord_shows_an_article_as_one_card() -> None:
    (card,) = cards(message(CHANGED, GONE))

    assert sum(line.startswith("> ") for line in card.texts[0].split("\n")) == 4


def test_an_e_mail_says_in_its_subject_what_it_is() -> None:
    mail = message(CHANGED)

    assert subject(mail) == f"Corrected by the paper: {TITLE}, Kessary Courier"
    assert f"| printed Tue 3 Nov: {OLD}" in " ".join(to_plain(mail, ()).split())
    assert OLD in to_html(mail, ())


def test_a_period_without_changes_is_named() -> None:
    configuration = Configuration((), ())

    lines = to_markdown(changes_message((), configuration, NOW))

    assert "since Wed\xa04\xa0Nov" in lines


def test_changes_of_all_channels_name_the_channel() -> None:
    configuration = Configuration((), ())

    listed = changes_message([CHANGED], configuration, NOW, channels=True)

    assert "slack/C1" in to_markdown(listed)


def test_the_same_corrections_have_the_same_slot() -> None:
    one = correction_slot("morning", [CHANGED, GONE])

    assert correction_slot("morning", [GONE, CHANGED]) == one
    assert correction_slot("morning", [CHANGED]) != one


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", "2026-10-28T09:00"),
        ("1 day", "2026-11-03T09:00"),
        ("24h", "2026-11-03T09:00"),
        ("2 semaines", "2026-10-21T09:00"),
        (" 3  days ", "2026-11-01T09:00"),
        ("2026-11-01", "2026-11-01T00:00"),
        ("2026-11-01T07:30", "2026-11-01T07:30"),
    ],
)
def test_a_period_begins_where_people_say(typed: str, expected: str) -> None:
    start = parse_since(typed, NOW, UTC_ZONE)

    assert start == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize("typed", ["soon", "7", "9999-12-31", "1 month ago", "٧"])
def test_other_words_are_no_period(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_since(typed, NOW, UTC_ZONE)
