from __future__ import annotations

import json

import pytest

from bot.core.commands.snapshots import (
    Snapshot,
    briefing_snapshot,
    note_key,
    preview_snapshot,
    read_snapshot,
    write_snapshot,
)
from bot.core.commands.user_errors import sentence
from bot.core.domain.workspaces import ACTING_FOR
from summarizers.model import Article, Briefing
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


def test_what_was_kept_is_read_to_the_letter() -> None:
    front, stories = preview_snapshot(
        sentence("Front ⚓"), [briefing(), briefing(1, 1)], postable=True
    )

    every: tuple[Snapshot, ...] = (front, *stories)
    for kept in every:
        assert read_snapshot(write_snapshot(kept)) == kept
        assert write_snapshot(kept).isascii()


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


def test_a_key_is_stored_apart_for_each_workspace() -> None:
    stored = {note_key("a1")}
    for workspace in ("acme", "globex"):
        token = ACTING_FOR.set(workspace)
        stored.add(note_key("a1"))
        ACTING_FOR.reset(token)

    assert len(stored) == 3
    assert "a1" in stored
