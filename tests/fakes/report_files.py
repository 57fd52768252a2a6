"""Many short reports on different events, as files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

_SYLLABLES = (
    "ba",
    "do",
    "fe",
    "gri",
    "ku",
    "lo",
    "mi",
    "nor",
    "sa",
    "tel",
    "vu",
    "zan",
)
_ENDS = ("ville", "sen", " Works")

_CLOSING = """\
{town} closes {thing} before {matter}

The {thing} of {town} will stay closed until Friday, the company {company} said on \
Monday, because of the {matter}.

"We will open the {thing} of {town} again before the {matter} is over," said Anna \
{mayor}, the mayor of {town}.

{company} warned that the {matter} could cost {town} {number} million crowns. Mayor \
{mayor} said the town had no money for a second {thing}.
"""
_REOPENING = """\
{town} opens {thing} again after {matter}

The {thing} of {town} is open again, the company {company} said on Monday, and the \
{matter} is over.

"We thank {company} for the {thing} of {town}," said Anna {mayor}, the mayor of \
{town}.

{company} had warned that the {matter} could cost {town} {number} million crowns.
"""
_PLAN = """\
{town} shuts its {thing} for repairs

The {thing} of {town} will close for repairs of its crane on {day}, the company \
{company} said.

The repairs of the crane could cost {town} {number} million crowns, said Anna {mayor}, \
the mayor of {town}.
"""
_PLAN_OVER = """\
{town} cancels repairs of {thing}

The closure of the {thing} of {town} for repairs of its crane on {day} was cancelled, \
the company {company} said.

"We are glad for {town}," said Anna {mayor}, its mayor.
"""
QUIET = """\
Swallows nest under old roofs

Swallows carry clay from the banks of ponds, and their young leave the nest in summer.
"""
"""A report on nothing that happens."""

_PRIZE = """\
Baker {mayor} wins {number} prizes for bread

Peter {mayor}, a baker from {town}, won {number} prizes at a fair on Sunday.

"My grandmother taught me to bake with rye and patience," said {mayor}, who has worked \
for {company} since spring.

Visitors queued around the tents for a loaf. {company} expects to sell twice as much \
before Easter.
"""
_SHAPES = (
    (
        _CLOSING,
        ("bridge", "library", "harbour", "theatre", "school"),
        ("flood", "trial"),
    ),
    (_PRIZE, ("",), ("",)),
)

_NEWS = (("lighthouse", "market", "stadium", "windmill"), ("fire", "quake", "storm"))


def word(number: int) -> str:
    """A word that no other number has."""
    digits, left = [], number + len(_SYLLABLES)
    while left:
        left, digit = divmod(left, len(_SYLLABLES))
        digits.append(_SYLLABLES[digit])
    return "".join(digits).title()


def text(number: int) -> str:
    """A report with a title and a quotation; the next one is of another event."""
    return _filled(number, *_SHAPES[number % len(_SHAPES)])


def beginning(number: int) -> str:
    """A report of something else, which is no copy of a text for the same number."""
    return _filled(number, _CLOSING, *_NEWS)


def development(number: int) -> str:
    """The end of what ``beginning`` tells."""
    return _filled(number, _REOPENING, *_NEWS)


def plan(number: int, day: date) -> str:
    """A report of an event on a day."""
    return _filled(number, _PLAN, *_NEWS, day)


def cancellation(number: int, day: date) -> str:
    """The end of what ``plan`` announces."""
    return _filled(number, _PLAN_OVER, *_NEWS, day)


def _filled(
    number: int,
    shape: str,
    things: Sequence[str],
    matters: Sequence[str],
    day: date | None = None,
) -> str:
    town, mayor, company = (word(3 * number + i) + end for i, end in enumerate(_ENDS))
    return shape.format(
        town=town,
        mayor=mayor,
        company=company,
        number=number + 12,
        thing=things[number % len(things)],
        matter=matters[number % len(matters)],
        day="" if day is None else f"{day.day} {day:%B %Y}",
    )


def add(folder: Path, name: str, content: str) -> None:
    """Put a report in a folder at once, as a whole."""
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder.with_name(f"{folder.name}-{name}.unfinished")
    unfinished.write_text(content)
    unfinished.rename(folder / f"{name}.txt")


def write(folder: Path, first: int, number: int) -> None:
    """Put so many reports in a folder, which is made."""
    folder.mkdir(parents=True)
    for one in range(first, first + number):
        (folder / f"report-{one}.txt").write_text(text(one))
