"""Changes of inputs at random: of bytes, JSON, forms and HTTP requests."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import parse_qsl, urlencode

from bot.core.messages.briefing_json import Json

USUAL_BYTES, MOST_BYTES = 5_000, 60_000
"""The maximum length of most changed inputs, and of one in some hundred.

Bodies of megabytes have tests of their own.
"""

ODD = Path(__file__).parents[2] / "data" / "fuzz" / "odd_values.txt"
_LONG = 0.003

_MOST_CHANGES = 5
_DEEP = 2_000
_ODD_BYTES = (b"\0", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\r\n", b"<", b"&#0;")
Change = Callable[["Mutator", bytes], bytes]


@dataclass(frozen=True, slots=True)
class Mutator:
    """Changes inputs; ``tokens`` are words of their language.

    ``odd`` are values in JSON that programs forget.
    """

    random: Random
    tokens: Sequence[bytes]
    odd: Sequence[str] = field(default_factory=lambda: ODD.read_text("utf8").split())

    def change_bytes(self, data: bytes, other: bytes) -> bytes:
        """Change some places of an input, or put a part of another one into it."""
        for _ in range(self.random.randint(1, _MOST_CHANGES)):
            data = self.random.choice(_CHANGES)(self, data)
        if self.random.random() < 0.2:
            data = self._put(data, self._part(other))
        return data[: self._most()]

    def change_json(self, data: bytes, other: bytes) -> bytes:
        """Change values of a document; sometimes the bytes instead."""
        try:
            document, donor = json.loads(data), json.loads(other)
        except (ValueError, RecursionError):
            return self.change_bytes(data, other)
        if self.random.random() < 0.1:
            return self.change_bytes(data, other)
        for _ in range(self.random.randint(1, _MOST_CHANGES)):
            document = self._changed(document, donor)
        dumped = _dumped(document)
        return dumped if len(dumped) <= self._most() else dumped[:USUAL_BYTES]

    def change_form(self, data: bytes, other: bytes) -> bytes:
        """Change a field of a form; its document, if it holds one."""
        fields = parse_qsl(data.decode("utf-8", "replace"), keep_blank_values=True)
        if not fields or self.random.random() < 0.1:
            return self.change_bytes(data, other)
        at = self.random.randrange(len(fields))
        name, value = fields[at]
        if value.startswith(("{", "[")):
            donors = parse_qsl(other.decode("utf-8", "replace"))
            donor = self.random.choice(donors or fields)[1].encode()
            value = self.change_json(value.encode(), donor).decode("utf-8", "replace")
        else:
            changed = self.change_bytes(value.encode("utf-8", "replace"), other)
            value = changed.decode("utf-8", "replace")
        fields[at] = name, value
        if self.random.random() < 0.1:
            del fields[self.random.randrange(len(fields))]
        return urlencode(fields, errors="replace").encode()

    def change_request(self, data: bytes, other: bytes) -> bytes:
        """Change the head or the body of a request; mostly with the right length."""
        head, gap, body = data.partition(b"\r\n\r\n")
        if body and self.random.random() < 0.6:
            body = self.change_json(body, other.partition(b"\r\n\r\n")[2] or body)
        else:
            head = self.change_bytes(head, other.partition(b"\r\n\r\n")[0])
        if self.random.random() < 0.9:
            head = _measured(head, body)
        return head + gap + body

    def _changed(self, document: Json, donor: Json) -> Json:
        """Replace, remove or rename one value somewhere in a document."""
        holders = [*_holders(document)]
        if not holders:
            return self._value(donor)
        holder = self.random.choice(holders)
        if isinstance(holder, list):
            holder[self.random.randrange(len(holder))] = self._value(donor)
            return document
        key = self.random.choice([*holder])
        value = holder.pop(key)
        act = self.random.random()
        if act < 0.1:
            holder[self._word()] = value
        elif act < 0.5 and isinstance(value, str):
            changed = self.change_bytes(value.encode("utf-8", "replace"), b"")
            holder[key] = changed.decode("utf-8", "replace")
        elif act < 0.9:
            holder[key] = self._value(donor)
        return document

    def _value(self, donor: Json) -> Json:
        kind, holders = self.random.random(), _holders(donor)
        if kind < 0.3 and holders:
            # A copy: the document must not contain itself.
            return json.loads(json.dumps(self.random.choice(holders)))  # type: ignore[no-any-return]
        if kind < 0.5:
            return self._word()
        return json.loads(self.random.choice(self.odd))  # type: ignore[no-any-return]

    def _most(self) -> int:
        return MOST_BYTES if self.random.random() < _LONG else USUAL_BYTES

    def _word(self) -> str:
        return self.random.choice(self.tokens).decode("utf-8", "replace")

    def _place(self, data: bytes) -> int:
        return self.random.randint(0, len(data))

    def _part(self, data: bytes) -> bytes:
        first, second = sorted((self._place(data), self._place(data)))
        return data[first:second]

    def _put(self, data: bytes, part: bytes) -> bytes:
        at = self._place(data)
        return data[:at] + part + data[at:]

    def _flip(self, data: bytes) -> bytes:
        at = self._place(data[:-1])
        flipped = bytes(
            one ^ 1 << self.random.randrange(8) for one in data[at : at + 1]
        )
        return data[:at] + flipped + data[at + 1 :]

    def _cut(self, data: bytes) -> bytes:
        at, length = self._place(data), self.random.choice((1, 4, 30, 300, 10_000))
        return data[:at] + data[at + length :]

    def _token(self, data: bytes) -> bytes:
        at, token = self._place(data), self.random.choice(self.tokens)
        return data[:at] + token + data[at + self.random.choice((0, len(token))) :]

    def _odd(self, data: bytes) -> bytes:
        odd = self.random.choice((*_ODD_BYTES, *map(str.encode, self.odd)))
        return self._put(data, odd)

    def _repeat(self, data: bytes) -> bytes:
        part = self._part(data)[:400]
        return self._put(data, part * self.random.choice((1, 2, 5, 60, _DEEP)))


_CHANGES: tuple[Change, ...] = (
    *(Mutator._flip, Mutator._cut, Mutator._token) * 2,
    *(Mutator._token, Mutator._odd, Mutator._repeat),
)


def _holders(document: Json) -> list[dict[str, Json] | list[Json]]:
    """Return every object and list that is not empty, without a recursion."""
    found: list[dict[str, Json] | list[Json]] = []
    waiting: list[Json] = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict | list) and value:
            found.append(value)
            waiting += value.values() if isinstance(value, dict) else value
    return found


def _dumped(document: Json) -> bytes:
    try:
        return json.dumps(document).encode()
    except (ValueError, RecursionError):
        return b"[" * _DEEP


def _measured(head: bytes, body: bytes) -> bytes:
    """Return the head of a request with the length of this body."""
    lines = [
        line
        for line in head.split(b"\r\n")
        if not line.lower().startswith(b"content-length:")
    ]
    if body:
        lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join(lines)
