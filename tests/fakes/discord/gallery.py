"""Messages as the bot sends them to Discord, and as text.

``python -m tests.fakes.discord.gallery`` writes them anew to ``tests/data/discord``: a
drawing beside each payload, to be looked at before it is kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
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
from bot.core.commands.user_errors import sentence
from bot.core.digests.rendering import front_message
from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.messages.briefing import briefing_message
from bot.platforms.discord.components import answer_parts, to_components, to_modal
from bot.platforms.discord.message_markers import marker
from bot.platforms.discord.service import commands
from tests.fakes.json_types import Json
from tests.fakes.samples import make_briefing
from tests.fakes.stories import Lines, make_digest, make_report, make_story

FOLDER = Path(__file__).parents[2] / "data" / "discord"

HOSTILE = Message(
    (
        Section(
            None,
            (
                Row(
                    (
                        Text(
                            "@everyone **win** [here](https://bad.example)",
                            Style.TITLE,
                            "https://paper.example/a_(b)",
                        ),
                        Text("paper.example", Style.NOTE),
                    )
                ),
            ),
        ),
        Section(
            "WHO SAID WHAT",
            (
                Row(
                    (
                        Text("<@123>", Style.SPEAKER),
                        Text("# ||No|| <t:1:R> :wave: `x` https://bad.example"),
                    ),
                    proof="https://paper.example/a_(b)#:~:text=No",
                ),
            ),
        ),
    )
)


def briefing() -> Json:
    """A briefing with all that can be pressed."""
    buttons = (
        Button("Show all claims", "v|0123456789abcdef|c"),
        Button("Post here", "p|0123456789abcdef|", main=True),
    )
    answer = Answer(briefing_message(make_briefing()), buttons=buttons)
    (part,) = answer_parts(answer)
    return part


def digest() -> Json:
    """A digest's front, with the mark that it is found by."""
    at = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
    closing = "The port closes on Friday for work on its gates."
    text = f"{closing} Crews fear that the port may lose its ships."
    lines = Lines(
        claims=[("Olof Lind", closing)],
        risks=[("Crews fear that the port may lose its ships.", None)],
    )
    story = make_story(make_report("port", text, lines))
    front = front_message(make_digest(story), "20260302-1", due=at)
    return to_components(front, mark=marker("0123456789abcdef01234567"))


def hostile() -> Json:
    """A page that wants to be more than words."""
    return to_components(HOSTILE)


def choice() -> Json:
    """What is asked back."""
    choices = (Choice("Russia and China", "r|topic|rc"), Choice("Ports", "r|topic|p"))
    menu = Menu("Which topic?", choices)
    return answer_parts(Answer(sentence("There is no topic “rusia”."), menu=menu))[0]


def dialog() -> Json:
    """The dialog for several links."""
    links = (Choice("paper.example/a", "0"), Choice("paper.example/b", "1"))
    fields = (
        ChoiceField("links", "Which of these?", links, most=2),
        TextField("more", "More links", "https://…", lines=True),
    )
    return to_modal(Modal("links:1", "Brief links", fields))


GALLERY: Mapping[str, Callable[[], Json]] = {
    "briefing": briefing,
    "digest": digest,
    "hostile": hostile,
    "choice": choice,
    "dialog": dialog,
    "commands": commands,
}


def drawn(payload: Json) -> str:
    """Components, or commands, as a person would draw them."""
    return "\n".join(_drawn(payload)) + "\n"


def written(payload: Json) -> str:
    """A payload as JSON."""
    return json.dumps(payload, indent=1, ensure_ascii=False) + "\n"


def _drawn(one: Json) -> Iterator[str]:
    if isinstance(one, list):
        for inner in one:
            yield from _drawn(inner)
    elif isinstance(one, dict):
        is_plain = "custom_id" not in one and "name" not in one
        draw = _DRAWINGS.get(one["type"]) if is_plain else None
        yield from draw(one) if draw else _named(one)


def _card(one: dict[str, Json]) -> Iterator[str]:
    yield "┌"
    yield from (f"│ {line}".rstrip() for line in _drawn(one["components"]))
    yield "└"


def _text(one: dict[str, Json]) -> Iterator[str]:
    yield from str(one["content"]).split("\n")


def _space(_: dict[str, Json]) -> Iterator[str]:
    yield ""


def _row(one: dict[str, Json]) -> Iterator[str]:
    yield "  ".join(_drawn(one["components"]))


def _label(one: dict[str, Json]) -> Iterator[str]:
    yield f"{one['label']}:"
    yield from (f"  {line}" for line in _drawn(one["component"]))


def _named(one: dict[str, Json]) -> Iterator[str]:
    """Whatever has an id or a name: a button, a menu, a field, a modal, a command."""
    match one:
        case {"style": style, "label": label, "custom_id": id_}:
            yield f"({'*' if style == 1 else ''}{label}) = {id_}"
        case {"options": [*options], "custom_id": id_}:
            shown = ", ".join(f"{o['label']} = {o['value']}" for o in options)  # type: ignore[index,call-overload]
            yield f"[{one.get('placeholder', '')} ▾ {shown}] = {id_}"
        case {"title": title, "components": inner, "custom_id": id_}:
            yield f"{title} = {id_}"
            yield from _drawn(inner)
        case {"custom_id": id_}:
            yield f"[{one.get('placeholder') or ''} … {one['max_length']}] = {id_}"
        case {"name": name}:
            yield f"{name}  {one.get('description', '')}".rstrip()
            inner = one.get("options") or []
            yield from (f"  {line}" for line in _drawn(inner))
        case _:
            yield json.dumps(one)


_DRAWINGS: Mapping[Json, Callable[[dict[str, Json]], Iterator[str]]] = {
    17: _card,
    10: _text,
    14: _space,
    1: _row,
    18: _label,
}


def main() -> None:
    """Write all anew."""
    FOLDER.mkdir(exist_ok=True)
    for name, make in GALLERY.items():
        payload = make()
        (FOLDER / f"{name}.txt").write_text(drawn(payload), "utf-8")
        (FOLDER / f"{name}.json").write_text(written(payload), "utf-8")


if __name__ == "__main__":
    main()
