"""Explains mistakes in the configuration file: each message says what to write."""

from __future__ import annotations

import re
from functools import cache

from bot.core.domain.programs import Program
from bot.core.text.suggest import did_you_mean
from bot.settings.problems import KeyPath, Problem, problem
from bot.settings.schema import Mistake, Platforms
from bot.settings.schema.file import keys_at
from bot.settings.value_checks import linked_id, nearest_time
from bot.settings.yaml import YamlDocument

_ID = 'write an id of small letters, digits and "-", such as "world-news"'
_MESSAGES = {
    "string_pattern_mismatch": _ID,
    "missing": "this key is missing: add it",
    "string_unicode": "this contains an incomplete character, such as \\ud800: remove it",
    "string_type": "write text here, in quotes if need be",
    "list_type": "write a list here",
    "dict_type": "write keys with values here",
    "model_type": "write keys with values here",
    "model_attributes_type": "write keys with values here",
    "bool_type": "write true or false",
    "too_short": "this is empty: write a value",
    "too_long": "this has too many items: remove some",
    "string_too_short": "this is empty: write a value",
    "string_too_long": "this is too long: shorten it",
}
_STEPS = {"[key]", "[list]", "[mapping]", "[name]"}
"""Parts that pydantic adds to the path of a mistake; they are not keys of the file."""

_FORM = "a time has two digits for hour and minute, in quotes"
_TIME = f'{_FORM}: "07:30"'
_SOURCE = 'write the kind of the source before it, such as "feed: https://example.org/rss.xml"'
_SECRETS = {"token", "tokens", "secret", "password", "webhook"}
_ENVIRONMENT = "this belongs in the environment, where no reader of the file sees it"
_CHANNELS = (
    'a channel belongs under "to" of a digest, and the token in the environment: '
    "remove this key"
)
_THEME = "write light, dark or false"
_INTERFACE = "write api, feeds or mcp"


def explain(mistake: Mistake, tree: YamlDocument, platforms: Platforms) -> Problem:
    """Turn the mistake into a problem with its line and column in the file."""
    path = tuple(part for part in mistake.path if part not in _STEPS)
    comment = tree.comments.get(tree.written(path))
    if mistake.value is None and comment is not None:
        message = f'YAML reads # as a comment: write it in quotes, "{comment[:40]}"'
    else:
        message = _message(mistake, path, platforms)
    return problem(tree.place(path), tree.written(path), message)


def _message(mistake: Mistake, path: KeyPath, platforms: Platforms) -> str:
    match mistake.kind:
        case "extra_forbidden":
            return _unknown_key(path, platforms)
        case "string_pattern_mismatch" | "string_type" if "at" in path[2:3]:
            return _wrong_time(mistake)
        case "literal_error":
            return _unknown_word(path, platforms, str(mistake.value))
        case "model_type" | "model_attributes_type" if path[-2:-1] == ("sources",):
            return _SOURCE
        case kind:
            return _MESSAGES.get(kind, mistake.message)


def _wrong_time(mistake: Mistake) -> str:
    meant = nearest_time(str(mistake.value))
    return _TIME if meant is None or "-" in meant else f'{_FORM}: write "{meant}"'


def _unknown_word(path: KeyPath, platforms: Platforms, word: str) -> str:
    if path == ("timeline",):
        return _THEME
    if path[:1] == ("programs",):
        return _INTERFACE
    links = (
        linked_id(spec.channel.pattern, word) for spec in platforms if spec.channel
    )
    linked = next(filter(None, links), None)
    if linked is not None:
        return linked
    examples = (
        f"`- {spec.name}: {spec.channel.example}`" for spec in platforms if spec.channel
    )
    return f"unknown destination; use `- console`, {', '.join(examples)}"


def _unknown_key(path: KeyPath, platforms: Platforms) -> str:
    key = str(path[-1])
    secret = _misplaced(path, platforms)
    if secret is not None:
        return secret
    here = keys_at(path[:-1], platforms)
    meant = did_you_mean(key, here) or did_you_mean(key, _everywhere(platforms))
    hint = f"; use one of {', '.join(here)}" if here else ""
    return f"unknown key{meant or hint}"


def _misplaced(path: KeyPath, platforms: Platforms) -> str | None:
    """Say where a token, or the name of a platform, belongs; ``None`` for other keys."""
    key = str(path[-1]).lower()
    words = {*re.split(r"[-_.\s]", key), *(str(part) for part in path[:-1])}
    near = [spec for spec in platforms if spec.name in words]
    spelled = {key.upper(), *(f"{spec.name}_{key}".upper() for spec in near)}
    every = {variable.name for spec in platforms for variable in spec.variables}
    names = sorted(spelled & {*every, "DATABASE_URL"})
    if not names and words & _SECRETS:
        variables = (variable for spec in near for variable in spec.variables)
        names = [variable.name for variable in variables if variable.required]
        if path[:2] == ("programs", "clients"):
            names = [Program(str(path[2]), frozenset()).variable]
    if names or words & _SECRETS:
        listed = " and ".join(names) or "the variable that docs/configuration.md names"
        return f"{_ENVIRONMENT}: remove this key and set {listed}"
    return _CHANNELS if near and len(path) == 1 else None


@cache
def _everywhere(platforms: Platforms) -> tuple[str, ...]:
    some: tuple[KeyPath, ...] = (
        (),
        ("topics", "x"),
        ("topics", "x", "sources", 0),
        ("topics", "x", "sources", 0, "auth"),
        ("digests", "x"),
        ("digests", "x", "to", 0),
        *(("digests", "x", "to", 0, spec.name) for spec in platforms),
        ("alerts", "x"),
        ("alerts", "x", "when"),
        ("programs",),
        ("programs", "clients", "x"),
        ("access",),
    )
    return tuple(key for path in some for key in keys_at(path, platforms))
