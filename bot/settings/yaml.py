"""Parses YAML strictly; the only module that imports ruamel.yaml.

It refuses values that YAML 1.1 and 1.2 parse differently (``no``, ``7:30``), repeated
keys, anchors and aliases.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, StreamMark, YAMLError
from ruamel.yaml.events import (
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from bot.settings.problems import KeyPath, Problem, TextPosition, config_error, problem
from bot.settings.syntax_errors import explain_syntax
from bot.settings.value_checks import nearest_time

MAX_BYTES = 1_000_000
"""The maximum size of the file in bytes; real ones have some kilobytes."""

Value: TypeAlias = "str | int | float | bool | list[Value] | dict[str, Value] | None"

_MAX_DEPTH = 16
_TIMES = ("at", "quiet")
_TAB = re.compile(r"^[ \t]*\t", re.MULTILINE)
_OTHER_VERSION = re.compile(
    r"(?:^|[\r\n\x85\u2028\u2029])\ufeff*(%YAML) ++(?!1\.[12](?:\s|\Z))"
)
"""A directive for a version other than 1.1 and 1.2, at which the parser breaks."""
_SIXTIES = r"\d[\d_]*(?::[0-5]?\d)+"
_AMBIGUOUS = re.compile(rf"(?i:yes|no|on|off|y|n)|[-+]?{_SIXTIES}(?:-{_SIXTIES})?|0\d+")
_COMMENT = re.compile(r"[ \t]*(#\w.*)")
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]{0,99})[^}]{0,99}\}")
_PLAIN: tuple[tuple[re.Pattern[str], type[int | float]], ...] = (
    (re.compile(r"[-+]?\d{1,18}"), int),
    (re.compile(r"[-+]?\d{1,18}\.\d{1,18}"), float),
)
_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "true": True,
    "false": False,
}


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """The values of a file, the position of each key and value, and the problems.

    ``ends`` holds the position behind each value. For a list or mapping in brackets, it
    is that of the closing bracket, before which an item can be added. ``comments`` holds
    the text from # on behind each value if no blank follows the #.
    """

    value: Value
    keys: dict[KeyPath, TextPosition]
    values: dict[KeyPath, TextPosition]
    problems: tuple[Problem, ...]
    ends: dict[KeyPath, TextPosition]
    comments: dict[KeyPath, str]

    def written(self, path: KeyPath) -> KeyPath:
        """Return the path as the file has it.

        The file may have a single value in place of a list; the index of the list is
        then removed.
        """
        here: KeyPath = ()
        for part in path:
            single = here in self.values and (*here, 0) not in self.values
            if part != 0 or not single:
                here = (*here, part)
        return here

    def place(self, path: KeyPath) -> TextPosition:
        """Return the position of the key or item at ``path``, else of its parent."""
        path = self.written(path)
        for end in range(len(path), 0, -1):
            position = self.keys.get(path[:end]) or self.values.get(path[:end])
            if position is not None:
                return position
        return TextPosition(1, 1)


def parse_yaml(content: bytes, name: str) -> YamlDocument:
    """Parse the bytes of the file ``name``.

    Raises:
        ConfigError: the file is too big, or not valid YAML.
    """
    text = _text(content, name)
    events = YAML(typ="rt", pure=True).parse(io.StringIO(text))
    reader = _Reader(name, iter(events), text)
    try:
        return reader.read()
    except MarkedYAMLError as error:
        place, message = _explained(error, text)
        raise config_error(name, [problem(place, (), message)]) from error
    except YAMLError as error:
        first = str(error).splitlines()[0]
        raise config_error(name, [problem(TextPosition(1, 1), (), first)]) from error


def _explained(error: MarkedYAMLError, text: str) -> tuple[TextPosition, str]:
    """Return where the text is not YAML, and what to write instead."""
    context = _at(error.context_mark) if error.context_mark else None
    mark = error.problem_mark or error.context_mark
    place = _at(mark) if mark else TextPosition(1, 1)
    words = error.problem or error.context or "the file is not valid YAML"
    return explain_syntax(text, place, context) or (place, words)


def _at(mark: StreamMark) -> TextPosition:
    return TextPosition(mark.line + 1, mark.column + 1)


def _text(content: bytes, name: str) -> str:
    """Return the text of the file, after a check of its size, indentation and version.

    Raises:
        ConfigError: the file is too big, is not UTF-8, is indented with tabs, or names
            another version of YAML.
    """
    if len(content) > MAX_BYTES:
        message = f"the file is too big: it has more than {MAX_BYTES // 1_000_000} MB"
        raise config_error(name, [problem(TextPosition(1, 1), (), message)])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = "the file is not UTF-8; save it with the encoding UTF-8"
        raise config_error(
            name, [problem(TextPosition(line, 1), (), message)]
        ) from error
    tab = _TAB.search(text)
    if tab is not None:
        line = text.count("\n", 0, tab.end()) + 1
        place = TextPosition(line, tab.end() - tab.start())
        message = "the line begins with a tab: indent with spaces"
        raise config_error(name, [problem(place, (), message)])
    version = _OTHER_VERSION.search(text)
    if version is not None:
        place = TextPosition(text.count("\n", 0, version.start(1)) + 1, 1)
        message = (
            "Sitrep reads YAML 1.1 and 1.2: remove the line that begins with %YAML"
        )
        raise config_error(name, [problem(place, (), message)])
    return text


@dataclass(slots=True)
class _Reader:
    """Builds values from the parser's events, so that aliases are never expanded."""

    name: str
    events: Iterator[Event]
    text: str
    keys: dict[KeyPath, TextPosition] = field(default_factory=dict)
    values: dict[KeyPath, TextPosition] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    ends: dict[KeyPath, TextPosition] = field(default_factory=dict)
    comments: dict[KeyPath, str] = field(default_factory=dict)

    def read(self) -> YamlDocument:
        value: Value = None
        documents = 0
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._stop(
                        event,
                        (),
                        'the file has a second document (after "---"): remove one of them',
                    )
                value = self._value(next(self.events), ())
        return YamlDocument(
            *(value, self.keys, self.values, tuple(self.problems)),
            *(self.ends, self.comments),
        )

    def _value(self, event: Event, path: KeyPath) -> Value:
        self.values[path] = _place(event)
        self.ends[path] = _place_after(event)
        if len(path) > _MAX_DEPTH:
            self._stop(
                event,
                path,
                f"the values are nested too deep: use at most {_MAX_DEPTH} levels",
            )
        if getattr(event, "anchor", None) is not None:
            self._stop(
                event,
                path,
                "YAML reads & as an anchor and * as an alias: quote the value",
            )
        if getattr(event, "tag", None) is not None:
            self._note(event, path, "YAML reads ! as a tag: quote the value")
        match event:
            case MappingStartEvent():
                return self._mapping(path)
            case SequenceStartEvent():
                return self._sequence(path)
            case ScalarEvent():
                self._end(event, path)
                return self._scalar(event, path)
            case _:
                return None

    def _end(self, event: Event, path: KeyPath) -> None:
        """Set the end of the value at this path, and of all values around it."""
        for depth in range(len(path) + 1):
            self.ends[path[:depth]] = _place_after(event)

    def _mapping(self, path: KeyPath) -> dict[str, Value]:
        values: dict[str, Value] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            key = self._key(event, path)
            values[key] = self._value(next(self.events), (*path, key))
        self._close(event, path)
        return values

    def _key(self, event: Event, path: KeyPath) -> str:
        """Return the key; add a problem if it is ambiguous or repeated."""
        if not isinstance(event, ScalarEvent):
            self._stop(event, path, "this key is a list or a mapping: write text")
        key = str(event.value)
        here = (*path, key)
        if event.style is None and _AMBIGUOUS.fullmatch(key):
            self._note(
                event,
                here,
                f'YAML can read this in two ways; write it in quotes: "{key[:40]}"',
            )
        if event.style is None and key.endswith(":"):
            self._note(event, here, "write a blank after the colon of a key")
        if here in self.keys:
            first = self.keys[here].line
            self._note(
                event, here, f"this key is already in line {first}: remove one of them"
            )
        else:
            self.keys[here] = _place(event)
        self._end(event, path)
        return key

    def _sequence(self, path: KeyPath) -> list[Value]:
        values: list[Value] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            values.append(self._value(event, (*path, len(values))))
        self._close(event, path)
        return values

    def _close(self, event: Event, path: KeyPath) -> None:
        """Set where a list or mapping ends: at its bracket, or behind its last part."""
        if event.end_mark.index > event.start_mark.index:
            self._end(event, path)
            self.ends[path] = _place(event)

    def _scalar(self, event: ScalarEvent, path: KeyPath) -> Value:
        text: str = event.value
        variable = _VARIABLE.search(text)
        if variable is not None:
            message = f"the variable {variable[1]} is not expanded; write the value"
            self._note(event, path, message)
        if event.style is not None:
            return text
        comment = _COMMENT.match(self.text, event.end_mark.index)
        if comment is not None:
            self.comments[path] = comment[1].rstrip()
        if _AMBIGUOUS.fullmatch(text):
            is_time = any(part in _TIMES for part in path[-2:])
            quoted = (is_time and nearest_time(text)) or text[:40]
            self._note(
                event,
                path,
                f'YAML can read this in two ways; write it in quotes: "{quoted}"',
            )
            return text
        return _plain(text)

    def _note(self, event: Event, path: KeyPath, message: str) -> None:
        self.problems.append(problem(_place(event), path, message))

    def _stop(self, event: Event, path: KeyPath, message: str) -> NoReturn:
        self._note(event, path, message)
        raise config_error(self.name, self.problems)


def _plain(text: str) -> Value:
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    for pattern, number in _PLAIN:
        if pattern.fullmatch(text):
            return number(text)
    return text


def _place_after(event: Event) -> TextPosition:
    return TextPosition(event.end_mark.line + 1, event.end_mark.column + 1)


def _place(event: Event) -> TextPosition:
    return TextPosition(event.start_mark.line + 1, event.start_mark.column + 1)
