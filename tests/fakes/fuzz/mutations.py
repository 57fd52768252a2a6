"""Changes of inputs at random: of bytes, JSON, forms and HTTP requests."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from urllib.parse import parse_qsl, urlencode

from bot.core.messages.briefing_json import Json

USUAL_BYTES, MOST_BYTES = 5_000, 60_000
"""The maximum length of most changed inputs, and of one in some hundred.

Bodies of megabytes have tests of their own.
"""

_LONG = 0.003

_MOST_CHANGES = 5
_DEEP = 2_000
_ODD_BYTES = (b"\0", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\r\n", b"<", b"&#0;")
_ODD_NUMBERS = (
    *(b"0", b"-1", b"1e999", b"NaN", b"99999999999999999999"),
    *(b"4294967296", b"0x10", b"1_0", b"1" * 5_000),
)
_ODD_HOLDERS = ("[]", "{}", "[[]]", '{"": ""}', "[null]", "[{}, [1]]")
_ODD_VALUES: tuple[str | float | None, ...] = (
    *(None, True, 0, -1, 1.5, 2**63, 10**30, 1e308, float("nan"), float("inf")),
    *("", "\0", "\ud800", "\u202e", "a" * 5_000, "9" * 5_000, "1" * 30, "nan"),
    *("https://", "<@U1>", "\n", "\u0663", "{", "\u00e9" * 200),
)

Change = Callable[["Mutator", bytes], bytes]


@dataclass(frozen=True, slots=True)
class Mutator:
    """Changes inputs; ``tokens`` are words of their language."""

    random: Random
    tokens: Sequence[bytes]

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
        holders = [*_holders(document)]
        if not holders:
            return self._value(donor)
        holder = self.random.choice(holders)
        if isinstance(holder, dict):
            key = self.random.choice([*holder])
            self._change_member(holder, key, donor)
        else:
            at = self.random.randrange(len(holder))
            if self.random.random() < 0.2:
                holder += holder[: at + 1]
            else:
                holder[at] = self._other(holder[at], donor)
        return document

    def _change_member(self, holder: dict[str, Json], key: str, donor: Json) -> None:
        if self.random.random() < 0.2:
            value = holder.pop(key)
            if self.random.random() < 0.5:
                holder[self._word()] = value
        else:
            holder[key] = self._other(holder[key], donor)

    def _other(self, value: Json, donor: Json) -> Json:
        """Return another value in place of this one."""
        if isinstance(value, str) and self.random.random() < 0.5:
            changed = self.change_bytes(value.encode("utf-8", "replace"), b"")
            return changed.decode("utf-8", "replace")
        if self.random.random() < 0.03:
            for _ in range(self.random.choice((3, 40, 900))):
                value = [value]
            return value
        return self._value(donor)

    def _value(self, donor: Json) -> Json:
        kind = self.random.random()
        holders = [*_holders(donor)] if kind < 0.3 else []
        if holders:
            # A copy: the document must not contain itself.
            return json.loads(json.dumps(self.random.choice(holders)))  # type: ignore[no-any-return]
        if kind < 0.5:
            return self._word()
        if kind < 0.6:
            return json.loads(self.random.choice(_ODD_HOLDERS))  # type: ignore[no-any-return]
        return self.random.choice(_ODD_VALUES)

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
        if not data:
            return data
        at = self.random.randrange(len(data))
        return (
            data[:at]
            + bytes([data[at] ^ 1 << self.random.randrange(8)])
            + data[at + 1 :]
        )

    def _cut(self, data: bytes) -> bytes:
        at, length = self._place(data), self.random.choice((1, 4, 30, 300))
        return data[:at] + data[at + length :]

    def _truncate(self, data: bytes) -> bytes:
        return data[: self._place(data)]

    def _token(self, data: bytes) -> bytes:
        return self._put(data, self.random.choice(self.tokens))

    def _overwrite(self, data: bytes) -> bytes:
        at, token = self._place(data), self.random.choice(self.tokens)
        return data[:at] + token + data[at + len(token) :]

    def _odd(self, data: bytes) -> bytes:
        return self._put(data, self.random.choice((*_ODD_BYTES, *_ODD_NUMBERS)))

    def _repeat(self, data: bytes) -> bytes:
        part = self._part(data)[:400]
        return self._put(data, part * self.random.choice((2, 3, 5, 60, _DEEP)))

    def _move(self, data: bytes) -> bytes:
        part = self._part(data)
        return self._put(data.replace(part, b"", 1), part)


_CHANGES: tuple[Change, ...] = (
    *(Mutator._flip, Mutator._cut, Mutator._token, Mutator._token),
    *(Mutator._overwrite, Mutator._odd, Mutator._move),
    *(Mutator._flip, Mutator._cut, Mutator._token, Mutator._overwrite),
    *(Mutator._repeat, Mutator._truncate),
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
