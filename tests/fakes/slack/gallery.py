"""Messages and views as the bot sends them to Slack.

``python -m tests.fakes.slack.gallery`` writes them anew to ``tests/data/slack``: a
drawing beside each payload, to be looked at before it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from bot.core.commands.responses import (
    Answer,
    Button,
    Choice,
    ChoiceField,
    Menu,
    Modal,
    TextField,
)
from bot.core.digests.rendering import front_message
from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.messages.briefing import Presentation, briefing_message
from bot.platforms.slack.payloads import answer_payloads, message_payload
from bot.platforms.slack.views import to_home, to_modal
from tests.fakes.json_types import JsonObject
from tests.fakes.samples import make_briefing
from tests.fakes.slack.clerk import message
from tests.fakes.slack.drawings import drawn, written
from tests.fakes.stories import Lines, make_digest, make_report, make_story

FOLDER = Path(__file__).parents[2] / "data" / "slack"

PAGE = "https://paper.example/a_(b)"

HOSTILE = Message(
    (
        Section(
            None,
            (
                Row(
                    (
                        Text(
                            "<!channel> *win* <https://bad.example|here>", Style.TITLE
                        ),
                        Text("paper.example <!here>", Style.NOTE),
                    )
                ),
            ),
        ),
        Section(
            "WHO SAID WHAT",
            (
                Row(
                    (
                        Text("<@U012AB3CD>", Style.SPEAKER),
                        Text("~No~ & `x` :wave: &lt;!here&gt; https://bad.example"),
                    ),
                    proof=f"{PAGE}#:~:text=No",
                ),
                Row((Text("@here\n#general \u202egnihton\u200b"),), "▲"),
            ),
        ),
    )
)

CHOICES = (Choice("Russia and China", "r|topic|rc"), Choice("Ports", "r|topic|p"))


def briefing() -> JsonObject:
    """A briefing with all that can be pressed."""
    buttons = (
        Button("Show all claims", "v|0123456789abcdef|c"),
        Button("Post here", "p|0123456789abcdef|", main=True),
    )
    return _answered(Answer(briefing_message(make_briefing()), buttons=buttons))


def explained() -> JsonObject:
    """A briefing that says why each line is in it."""
    return message_payload(
        briefing_message(make_briefing(), Presentation(explained=True))
    )


def digest() -> JsonObject:
    """A digest's front."""
    at = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
    closing = "The port closes on Friday for work on its gates."
    text = f"{closing} Crews fear that the port may lose its ships."
    lines = Lines(
        claims=[("Olof Lind", closing)],
        risks=[("Crews fear that the port may lose its ships.", None)],
    )
    story = make_story(make_report("port", text, lines))
    return message_payload(front_message(make_digest(story), "20260302-1", due=at))


def hostile() -> JsonObject:
    """A page that wants to be more than words."""
    return message_payload(HOSTILE)


def choice() -> JsonObject:
    """What is asked back."""
    menu = Menu("Which topic?", CHOICES)
    return _answered(Answer(message("There is no topic “rusia”."), menu=menu))


def dialog() -> JsonObject:
    """The dialog for several links."""
    links = (Choice("paper.example/a", "0"), Choice("paper.example/b", "1"))
    fields = (
        ChoiceField("links", "Which of these?", links, most=2),
        TextField("more", "More links", "https://…", lines=True),
    )
    return to_modal(
        Modal("links:1", "Brief links", fields), about='{"dialog": "links:1"}'
    )


def home() -> JsonObject:
    """The app's own page."""
    title = Section(None, (Row((Text("Sitrep", Style.TITLE),)),))
    topics = Section("TOPICS", (Row((Text("Ports and docks", Style.NAME),)),))
    answer = Answer(Message((title, topics)), buttons=(Button("Help", "r|help"),))
    return to_home(answer)


def _answered(answer: Answer) -> JsonObject:
    (payload,) = answer_payloads(answer)
    return payload


MESSAGES: Mapping[str, Callable[[], JsonObject]] = {
    "briefing": briefing,
    "explained": explained,
    "digest": digest,
    "hostile": hostile,
    "choice": choice,
}
VIEWS: Mapping[str, Callable[[], JsonObject]] = {"dialog": dialog, "home": home}
GALLERY = {**MESSAGES, **VIEWS}


def main() -> None:
    """Write all anew."""
    FOLDER.mkdir(exist_ok=True)
    for name, make in GALLERY.items():
        payload = make()
        (FOLDER / f"{name}.txt").write_text(drawn(payload), "utf-8")
        (FOLDER / f"{name}.json").write_text(written(payload), "utf-8")


if __name__ == "__main__":
    main()
