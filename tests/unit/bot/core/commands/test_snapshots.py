from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.core.commands.button_payload import SHORT, Shown
from bot.core.commands.snapshots import (
    BriefingSnapshot,
    Entry,
    PreviewSnapshot,
    Snapshot,
    briefing_snapshot,
    key_of,
    note_key,
    preview_snapshot,
    read_snapshot,
    write_snapshot,
)
from bot.core.commands.user_errors import sentence
from bot.core.domain.messages import Section
from bot.core.domain.workspaces import ACTING_FOR
from bot.core.messages.briefing import briefing_message
from bot.core.messages.markdown import to_markdown
from summarizers.model import Article, Briefing
from summarizers.page import select_page
from tests.fakes.stories import Lines, make_briefing

CLAIMS = tuple(f"Pier {number} stays shut." for number in range(1, 8))
RISKS = tuple(f"Pier {number} may sink." for number in range(1, 6))
TEXT = " ".join((*CLAIMS, *RISKS))


def briefing(claims: int = 7, risks: int = 5, title: str | None = "Piers") -> Briefing:
    """A briefing with so many claims and risks."""
    article = Article(TEXT, title, "https://lenna.example/piers")
    lines = Lines(
        claims=[("Ida Brandt", one) for one in CLAIMS[:claims]],
        risks=[(one, None) for one in RISKS[:risks]],
    )
    return make_briefing(article, lines)


def lines_of(kept: BriefingSnapshot, shown: Shown) -> tuple[int, int]:
    """How many claims and risks are shown."""
    text = to_markdown(kept.message(shown))
    found = [sum(f"{line}\xa0[" in text for line in lines) for lines in (CLAIMS, RISKS)]
    return found[0], found[1]


def test_a_section_that_the_short_form_lacks_comes_to_its_place() -> None:
    kept = briefing_snapshot(briefing())
    (title, claims, risks), note = kept.short.sections, Section(None, ())
    bare = replace(kept, short=replace(kept.short, sections=(title, risks, note)))
    both = replace(kept, short=replace(kept.short, sections=(title, note)))

    assert [section.sign for section in bare.message(Shown(claims=True)).sections] == [
        *("", claims.sign, risks.sign, "")
    ]
    every = both.message(Shown(claims=True, risks=True)).sections
    assert [section.sign for section in every] == ["", claims.sign, risks.sign, ""]


@pytest.mark.parametrize(
    ("shown", "counts"),
    [
        (SHORT, (5, 3)),
        (Shown(claims=True), (7, 3)),
        (Shown(risks=True), (5, 5)),
        (Shown(claims=True, risks=True), (7, 5)),
    ],
)
def test_a_briefing_is_shown_as_far_as_is_asked_for(
    shown: Shown, counts: tuple[int, int]
) -> None:
    assert lines_of(briefing_snapshot(briefing()), shown) == counts


def test_the_short_form_is_the_printed_briefing() -> None:
    kept = briefing_snapshot(briefing())

    assert kept.message(SHORT) == briefing_message(select_page(briefing()).briefing)


def test_what_is_shown_whole_has_nothing_more() -> None:
    kept = briefing_snapshot(briefing(claims=5, risks=3))

    assert (kept.claims, kept.risks) == (None, None)
    assert kept.message(Shown(claims=True, risks=True)) == kept.short


def test_what_was_kept_is_read_to_the_letter() -> None:
    front, stories = preview_snapshot(
        sentence("Front ⚓"), [briefing(), briefing(1, 1)], postable=True
    )

    every: tuple[Snapshot, ...] = (front, *stories)
    for kept in every:
        assert read_snapshot(write_snapshot(kept)) == kept
        assert write_snapshot(kept).isascii()


def test_a_story_leads_back_to_its_bulletin() -> None:
    front, stories = preview_snapshot(
        sentence("Front"), [briefing(), briefing(title=None)], postable=True
    )

    assert [story.back for story in stories] == [key_of(front)] * 2
    assert front.entries == (
        Entry("Piers", key_of(stories[0])),
        Entry("Without a title", key_of(stories[1])),
    )
    assert front.stories == tuple(story.short for story in stories)


def test_a_key_is_that_of_the_content() -> None:
    kept = briefing_snapshot(briefing())

    assert key_of(kept) == key_of(briefing_snapshot(briefing()))
    assert key_of(kept) != key_of(briefing_snapshot(briefing(claims=6)))
    assert key_of(kept) != key_of(replace(kept, back="0" * 16))
    assert len(key_of(kept)) == 16


@pytest.mark.parametrize(
    "change",
    [
        {"form": 2},
        {"short": {}},
        {"claims": {"sections": []}},
        {"risks": 1},
        {"back": 5},
    ],
)
def test_what_cannot_be_read_is_refused(change: dict[str, object]) -> None:
    document = json.loads(write_snapshot(briefing_snapshot(briefing())))

    with pytest.raises(ValueError, match=r".+"):
        read_snapshot(json.dumps({**document, **change}))


@pytest.mark.parametrize("text", ["", "link https://lenna.example", "[]", "{}", "7"])
def test_what_is_nothing_that_was_kept_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_snapshot(text)


def test_a_bulletin_with_a_wrong_entry_is_refused() -> None:
    document = json.loads(write_snapshot(PreviewSnapshot(sentence("Front"))))

    with pytest.raises(ValueError, match="a title and a key"):
        read_snapshot(json.dumps({**document, "entries": [["title"]]}))


def test_a_key_is_stored_apart_for_each_workspace() -> None:
    stored = {note_key("a1")}
    for workspace in ("acme", "globex"):
        token = ACTING_FOR.set(workspace)
        stored.add(note_key("a1"))
        ACTING_FOR.reset(token)

    assert len(stored) == 3
    assert "a1" in stored
