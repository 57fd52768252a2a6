"""The payloads of buttons and choices: short texts that stay valid after a restart.

A payload is a kind and its values: ``r|topic|ports``, ``v|1f0c9a7be2d45c38|cr``. A
payload that a platform sends is validated like any untrusted input.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote, unquote

from bot.core.commands.command_spec import COMMANDS
from bot.core.commands.requests import Verb
from bot.core.commands.responses import STATE_LENGTH

_JOINT = "|"
_KEY = re.compile(r"[0-9a-f]{16}")
_SAFE = "/:,+ "


@dataclass(frozen=True, slots=True)
class Shown:
    """The sections of a briefing that are shown in full: all claims, all risks."""

    claims: bool = False
    risks: bool = False


SHORT = Shown()


@dataclass(frozen=True, slots=True)
class View:
    """The action of a button: show the snapshot with this ``key``.

    If ``public`` is set, the whole channel sees the snapshot.
    """

    key: str
    shown: Shown = SHORT
    public: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """The action of a button: post the snapshot with this ``key`` to the channel."""

    key: str
    shown: Shown = SHORT


@dataclass(frozen=True, slots=True)
class Run:
    """The action of a button: run a command with ``values`` for its options."""

    verb: Verb
    values: tuple[str, ...] = ()


State: TypeAlias = View | Post | Run


def written(state: State) -> str:
    """Encode a button's action as its payload: a text such as ``r|topic|ports``.

    Raises:
        ValueError: The payload is too long or cannot be decoded to the same state.
    """
    text = _JOINT.join(_parts(state))
    if len(text) > STATE_LENGTH or _read(text) != state:
        raise ValueError(
            f"the button payload is too long or ambiguous: {text[:STATE_LENGTH]}"
        )
    return text


def read_state(text: str) -> State:
    """Decode a button's payload to the button's action.

    Raises:
        ValueError: The text is not a payload that ``written`` produces.
    """
    if len(text) > STATE_LENGTH:
        raise ValueError(f"the button payload has more than {STATE_LENGTH} characters")
    state = _read(text)
    if written(state) != text:
        raise ValueError(f"the button payload is not one that Sitrep writes: {text!r}")
    return state


def _read(text: str) -> State:
    kind, *values = text.split(_JOINT)
    match kind, values:
        case (("v" | "w"), [key, letters]):
            return View(_key(key), _shown(letters), kind == "w")
        case "p", [key, letters]:
            return Post(_key(key), _shown(letters))
        case "r", [verb, *options]:
            return _run(Verb(verb), options)
        case _:
            raise ValueError(f"a button payload is expected, not {text[:60]!r}")


def _parts(state: State) -> tuple[str, ...]:
    match state:
        case View(key, shown, public):
            return ("w" if public else "v", key, _letters(shown))
        case Post(key, shown):
            return ("p", key, _letters(shown))
        case Run(verb, values):
            return ("r", verb.value, *(quote(value, _SAFE) for value in values))


def _run(verb: Verb, options: list[str]) -> Run:
    most = next(len(word.options) for word in COMMANDS if word.verb is verb)
    if len(options) > most:
        raise ValueError(f"the button payload has too many values for {verb.value}")
    return Run(verb, tuple(unquote(option, errors="strict") for option in options))


def _key(text: str) -> str:
    if not _KEY.fullmatch(text):
        raise ValueError(f"the button payload has a wrong snapshot key: {text[:60]!r}")
    return text


def _letters(shown: Shown) -> str:
    return ("c" if shown.claims else "") + ("r" if shown.risks else "") or "s"


def _shown(letters: str) -> Shown:
    if letters not in {"s", "c", "r", "cr"}:
        raise ValueError(f"the button payload names unknown sections: {letters[:60]!r}")
    return Shown("c" in letters, "r" in letters)
