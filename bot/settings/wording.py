"""What is wrong, in words that say what to write instead."""

from __future__ import annotations

from bot.core.spelling import nearest
from bot.settings.problems import Path, Problem, problem
from bot.settings.schema import Mistake, keys_at
from bot.settings.yaml import Tree

_LATER = {
    "feed": 'feeds are not read yet; write "page" with the address of an article',
    "include": "words to include are not read yet; take this out",
    "exclude": "words to exclude are not read yet; take this out",
    "actors": "actors to watch are not read yet; take this out",
}
_MESSAGES = {
    "missing": "this is missing",
    "string_type": "write text here, in quotes if need be",
    "list_type": "write a list here",
    "dict_type": "write keys with values here",
    "model_type": "write keys with values here",
    "model_attributes_type": "write keys with values here",
    "too_short": "this is empty",
    "string_too_short": "this is empty",
    "string_too_long": "this is too long",
}
_TIME = 'write the time in quotes, with two digits each: "07:30"'
_ID = 'write an id of small letters, digits and "-", such as "world-news"'
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def told(mistake: Mistake, tree: Tree) -> Problem:
    """The mistake as a problem with its place in the file."""
    path = tuple(part for part in mistake.path if part != "[key]")
    return problem(tree.place(path), path, _message(mistake, path))


def _message(mistake: Mistake, path: Path) -> str:
    match mistake.kind:
        case "extra_forbidden":
            return _unknown_key(path)
        case "string_pattern_mismatch":
            return _ID if mistake.path[-1] == "[key]" else _TIME
        case "literal_error" if "days" in path:
            return f"this is no day{nearest(str(mistake.value), _DAYS)}"
        case "literal_error":
            return 'this is no platform; write "console"'
        case kind:
            return _MESSAGES.get(kind, mistake.told)


def _unknown_key(path: Path) -> str:
    key = str(path[-1])
    if key in _LATER:
        return _LATER[key]
    here = keys_at(path[:-1])
    later = tuple(_LATER) if {"page", "sources"} & set(here) else ()
    meant = nearest(key, (*here, *later)) or nearest(key, (*_everywhere(), *_LATER))
    known = f"; known are {', '.join(here)}" if here else ""
    return f"this key is not known{meant or known}"


def _everywhere() -> tuple[str, ...]:
    some: tuple[Path, ...] = (
        (),
        ("topics", "x"),
        ("topics", "x", "sources", 0),
        ("digests", "x"),
    )
    return tuple(key for path in some for key in keys_at(path))
