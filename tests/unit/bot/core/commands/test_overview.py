from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.core.commands.overview import sources_answer
from bot.core.commands.responses import Answer
from bot.core.domain.configuration import Source, SourceKind, Topic
from bot.core.domain.records import SourceState
from bot.core.messages.markdown import to_markdown
from tests.fakes.records import NOW, make_state

UTC = ZoneInfo("UTC")
SECRET = Source(SourceKind.FEED, "https://lenna.example/feed?key=hush")
FOLDER = Source(SourceKind.FILE, "/srv/papers/incoming")
TOPIC = Topic("ports", "Ports", (SECRET, FOLDER))


def text_of(answer: Answer) -> str:
    """What a reader sees."""
    return to_markdown(answer.message)


def failed(source: Source, error: str) -> SourceState:
    """A source that failed at its last poll."""
    state = make_state(source.url)
    return replace(state, read=None, error=error, failing=NOW, failures=1)


def test_keys_and_places_of_files_are_not_told() -> None:
    states = {FOLDER.url: failed(FOLDER, 'there is no "/srv/papers/incoming"')}

    text = text_of(sources_answer(TOPIC, states, UTC))

    assert "lenna.example/feed" in text
    assert "never read so far" in text
    assert 'there is no "incoming"' in text
    assert "hush" not in text
    assert "/srv" not in text
