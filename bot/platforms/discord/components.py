"""Translates messages, answers and modals to Discord's components (version 2).

The functions are pure. A message is a container for each title and each section, with
buttons below them. Mentions and link previews are switched off.
"""

from __future__ import annotations

from bot.core.commands.responses import (
    Answer,
    Button,
    Choice,
    ChoiceField,
    Menu,
    Modal,
    TextField,
)
from bot.core.domain.messages import Image, Message
from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.messages.splitting import split
from bot.core.text.sanitize import sanitized, shortened
from bot.platforms.discord.lines import LIMITS, Card, cards

PREFIX = "sitrep:"
"""The prefix of the ids of the bot's buttons, menus and modals; the state follows."""

MENU = "?menu"
"""The state in the id of a menu; each choice of the menu has a state of its own."""

COMPONENTS_V2, SUPPRESS_EMBEDS, EPHEMERAL = 1 << 15, 1 << 2, 1 << 6
"""Flags of messages."""

NO_MENTIONS: JsonObject = {"parse": []}

IMAGE_FILE = "sitrep.png"
"""The name of an attached image."""

MAX_COMPONENTS = 40
_ROW, _BUTTON, _MENU, _FIELD, _TEXT = 1, 2, 3, 4, 10
_GALLERY, _CONTAINER, _LABEL = 12, 17, 18
_ACCENTS = {"●": 0x69727F, "■": 0x2F6FD6, "▲": 0xB86A00}
"""The colours of the sections, as in e-mails; they are visible on light and dark."""
_MAIN, _OTHER = 1, 2
_SHORT, _LONG = 1, 2
_IN_ROW, _MAX_BUTTONS = 5, 25
_MAX_CHOICES, _MAX_FIELDS = 25, 5


def to_components(
    message: Message,
    *,
    buttons: tuple[Button, ...] = (),
    menu: Menu | None = None,
    mark: str | None = None,
    image: bool = False,
) -> list[Json]:
    """Translate the message to components: containers, image, controls and the marker.

    The message must be within ``LIMITS``. ``mark`` is the line by which the bot finds
    the message again; it is always the last component. With ``image`` the message shows
    the file ``IMAGE_FILE``, which is attached to it, as its image.
    """
    controls = _controls(buttons, menu)
    below: list[Json] = [*controls]
    taken = sum(map(_count, controls)) + (mark is not None)
    if image and message.image is not None:
        below.insert(0, _gallery(message.image))
        taken += 1
    if mark is not None:
        below.append(_text(mark))
    return [*_cards(cards(message), MAX_COMPONENTS - taken), *below]


def to_payload(components: list[Json], *, private: bool = False) -> JsonObject:
    """Make a message of these components; only the asker sees a ``private`` message."""
    flags = COMPONENTS_V2 | SUPPRESS_EMBEDS | (EPHEMERAL if private else 0)
    return {"flags": flags, "components": components, "allowed_mentions": NO_MENTIONS}


def answer_parts(answer: Answer, *, image: bool = False) -> tuple[list[Json], ...]:
    """Return the components of each message of the answer, its thread last.

    With ``image`` the first message shows the answer's image.
    """
    return (*own_parts(answer, image=image), *thread_parts(answer))


def own_parts(answer: Answer, *, image: bool = False) -> tuple[list[Json], ...]:
    """Return the components of each message of the answer outside its thread.

    The buttons and the menu are below the last message. With ``image`` the first
    message shows the answer's image.
    """
    *before, last = split(answer.message, LIMITS)
    pressed = to_components(last, buttons=answer.buttons, menu=answer.menu, image=image)
    return (*(to_components(part, image=image) for part in before), pressed)


def thread_parts(answer: Answer) -> tuple[list[Json], ...]:
    """Return the components of the messages in the answer's thread."""
    return tuple(
        to_components(part)
        for message in answer.thread
        for part in split(message, LIMITS)
    )


def to_modal(dialog: Modal) -> JsonObject:
    """Translate the modal to Discord's JSON."""
    fields: list[Json] = [_label(field) for field in dialog.fields if _is_whole(field)]
    return {
        "custom_id": f"{PREFIX}{dialog.id}",
        "title": _cut(dialog.title, 45),
        "components": fields[:_MAX_FIELDS],
    }


def to_choices(choices: tuple[Choice, ...]) -> list[Json]:
    """Translate the values that are suggested while a person types an option."""
    return [
        {"name": _cut(choice.label, 100), "value": choice.state}
        for choice in choices[:_MAX_CHOICES]
    ]


def _cards(drawn: tuple[Card, ...], room: int) -> list[Json]:
    """Put each card into a container; if they do not fit, put all into one container.

    ``room`` is the maximum number of components.
    """
    if len(drawn) == 1 or sum(len(card.texts) + card.framed for card in drawn) > room:
        texts = tuple(text for card in drawn for text in card.texts)
        return [_container(_within(texts, room - 1))] if texts else []
    components: list[Json] = []
    for card in drawn:
        if card.framed:
            components.append(_container(card.texts, card.sign))
        else:
            components.extend(map(_text, card.texts))
    return components


def _container(texts: tuple[str, ...], sign: str = "") -> JsonObject:
    """Put the texts into a container; ``sign`` selects the colour of its section."""
    children: list[Json] = [_text(text) for text in texts]
    container: JsonObject = {"type": _CONTAINER, "components": children}
    if sign in _ACCENTS:
        container["accent_color"] = _ACCENTS[sign]
    return container


def _within(texts: tuple[str, ...], room: int) -> tuple[str, ...]:
    """Join the last of the texts into one, so that at most ``room`` texts remain."""
    if len(texts) <= room:
        return texts
    return (*texts[: room - 1], "\n".join(texts[room - 1 :]))


def _gallery(image: Image) -> JsonObject:
    """Make the component that shows the attached image with its alternative text."""
    media: JsonObject = {
        "media": {"url": f"attachment://{IMAGE_FILE}"},
        "description": _cut(image.alt, 1024),
    }
    return {"type": _GALLERY, "items": [media]}


def _text(content: str) -> JsonObject:
    return {"type": _TEXT, "content": content}


def _controls(buttons: tuple[Button, ...], menu: Menu | None) -> list[JsonObject]:
    """Make rows of buttons, and below them a row with the menu."""
    elements = [_button(button) for button in buttons[:_MAX_BUTTONS]]
    rows: list[JsonObject] = [
        {"type": _ROW, "components": [*elements[start : start + _IN_ROW]]}
        for start in range(0, len(elements), _IN_ROW)
    ]
    if menu is not None and menu.choices:
        rows.append({"type": _ROW, "components": [_menu(menu)]})
    return rows


def _count(row: JsonObject) -> int:
    """Return the number of components in a row, the row itself included."""
    inner = row["components"]
    return 1 + (len(inner) if isinstance(inner, list) else 0)


def _button(button: Button) -> JsonObject:
    return {
        "type": _BUTTON,
        "style": _MAIN if button.main else _OTHER,
        "label": _cut(button.label, 80),
        "custom_id": f"{PREFIX}{button.state}",
    }


def _menu(menu: Menu) -> JsonObject:
    return {
        "type": _MENU,
        "custom_id": f"{PREFIX}{MENU}",
        "placeholder": _cut(menu.prompt, 150),
        "options": [
            {"label": _cut(choice.label, 100), "value": choice.state}
            for choice in menu.choices[:_MAX_CHOICES]
        ],
    }


def _is_whole(field: TextField | ChoiceField) -> bool:
    """Return whether Discord can show a field: a list must have choices."""
    return isinstance(field, TextField) or bool(field.choices)


def _label(field: TextField | ChoiceField) -> JsonObject:
    inner = _typed(field) if isinstance(field, TextField) else _chosen(field)
    return {"type": _LABEL, "label": _cut(field.label, 45), "component": inner}


def _typed(field: TextField) -> JsonObject:
    return {
        "type": _FIELD,
        "custom_id": field.name,
        "style": _LONG if field.lines else _SHORT,
        "placeholder": _cut(field.hint, 100) if field.hint else None,
        "max_length": min(field.longest, 4000),
        "required": True,
    }


def _chosen(field: ChoiceField) -> JsonObject:
    choices = field.choices[:_MAX_CHOICES]
    return {
        "type": _MENU,
        "custom_id": field.name,
        "min_values": 1,
        "max_values": min(field.most, len(choices)),
        "required": True,
        "options": [
            {"label": _cut(choice.label, 100), "value": choice.state}
            for choice in choices
        ],
    }


def _cut(text: str, longest: int) -> str:
    """Shorten a label to ``longest`` characters; Discord reads no markup in labels."""
    return shortened(sanitized(text) or "…", longest)
