"""The inputs that fuzzing begins with and keeps, and those that once broke something.

Each entrance has a file ``NAME.jsonl`` with an input a line; it grows by inputs that
reach new lines of code. ``finds.jsonl`` has the inputs that broke something, minimized,
and ``tokens.json`` words of the inputs' languages.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "data" / "fuzz"
_FINDS, _TOKENS = "finds.jsonl", "tokens.json"


@dataclass(frozen=True, slots=True)
class Find:
    """An input that broke an entrance, and what happened."""

    entrance: str
    input: bytes
    note: str


def read_corpus(entrance: str, folder: Path = FOLDER) -> list[bytes]:
    """Return the inputs of an entrance."""
    return [_bytes(row["input"]) for row in _rows(folder / f"{entrance}.jsonl")]


def write_corpus(entrance: str, inputs: Iterable[bytes], folder: Path = FOLDER) -> None:
    """Replace the inputs of an entrance."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps({"input": _text(data)}) + "\n" for data in inputs)
    (folder / f"{entrance}.jsonl").write_text("".join(lines), "utf8")


def read_finds(folder: Path = FOLDER) -> list[Find]:
    """Return all inputs that broke something."""
    return [
        Find(row["entrance"], _bytes(row["input"]), row["note"])
        for row in _rows(folder / _FINDS)
    ]


def add_find(find: Find, folder: Path = FOLDER) -> None:
    """Add an input that broke something, unless it is known."""
    if any(known.input == find.input for known in read_finds(folder)):
        return
    row = {"entrance": find.entrance, "note": find.note, "input": _text(find.input)}
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _FINDS).open("a", encoding="utf8") as file:
        file.write(json.dumps(row) + "\n")


def read_tokens(entrance: str, folder: Path = FOLDER) -> list[bytes]:
    """Return words of the language of an entrance's inputs."""
    tokens: dict[str, list[str]] = json.loads((folder / _TOKENS).read_text("utf8"))
    return [*map(_bytes, tokens[entrance])]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if path.exists():
        yield from map(json.loads, path.read_text("utf8").splitlines())


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
