"""Scripts: what people do on the platforms, and what happens, line by line.

A file below ``scripts`` begins with its part of the configuration; ``$ NAME=VALUE`` in it
is a variable of the bot's environment. Each row begins with
``## TITLE``, and `` [DIFFERENCE]`` behind it if the platforms differ there. A line is
``[slack|discord] [NUMBER] [WHO] [WHERE] VERB REST``: the number of things to be seen is
1 if it is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "scripts"
PLATFORMS = ("slack", "discord")
READER, MANAGER = "reader", "manager"
CHANNEL, OTHER, DIRECT = "desk", "harbour", "direct"

_ROW = re.compile(r"## (?P<title>[^\[]+?)(?: \[(?P<unlike>\w+)\])?")
_ACT = re.compile(
    r"(?:(?P<platform>slack|discord) )?(?:(?P<count>\d+) )?(?:(?P<who>manager|other) )?"
    r"(?:(?P<where>harbour|direct) )?(?P<verb>\w+) ?(?P<rest>.*)"
)
_PREPOSITIONS = {"topic": "on", "since": "since"}


@dataclass(frozen=True, slots=True)
class Act:
    """A line of a script."""

    line: str
    platforms: tuple[str, ...]
    count: int
    who: str
    where: str
    verb: str
    rest: str

    @property
    def asked(self) -> str:
        """The command that is given."""
        return self.rest.partition(";")[0].strip()

    @property
    def options(self) -> dict[str, str]:
        """The options of a command by their names."""
        parts = (part.partition(":") for part in self.rest.split(";")[1:])
        return {name.strip(): value.strip() for name, _, value in parts}

    @property
    def typed(self) -> str:
        """The command as it is typed on Slack."""
        return " ".join(("/brief", self.asked, *self._words()))

    def _words(self) -> Iterator[str]:
        for name, value in self.options.items():
            is_named = self.asked == "search" and name != "words"
            if self.asked == "who" and name in _PREPOSITIONS:
                yield _PREPOSITIONS[name]
            yield f"{name}:{value}" if is_named else value


@dataclass(frozen=True, slots=True)
class Row:
    """Some acts; ``unlike`` names the difference between the platforms, if there is one."""

    title: str
    unlike: str
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """The configuration of a bot, its own variables, and what is done to it."""

    configuration: str
    environment: dict[str, str]
    rows: tuple[Row, ...]


def names() -> tuple[str, ...]:
    """The names of all scripts."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.txt")))


def read(name: str) -> Script:
    """Read a script."""
    text = (FOLDER / f"{name}.txt").read_text("utf8")
    head, *rows = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    environment = dict(re.findall(r"^\$ (\w+)=(.*)$", head, re.MULTILINE))
    configuration = re.sub(r"^\$ .*\n", "", head, flags=re.MULTILINE)
    return Script(configuration, environment, tuple(map(_row, rows)))


def _row(text: str) -> Row:
    head, *lines = text.strip().splitlines()
    row = _ROW.fullmatch(head)
    assert row is not None, head
    acts = tuple(_act(line) for line in lines if line.strip())
    return Row(row["title"], row["unlike"] or "", acts)


def _act(line: str) -> Act:
    act = _ACT.fullmatch(line)
    assert act is not None, line
    platforms = PLATFORMS if act["platform"] is None else (act["platform"],)
    who, where = act["who"] or READER, act["where"] or CHANNEL
    count = int(act["count"] or 1)
    return Act(line, platforms, count, who, where, act["verb"], act["rest"])
