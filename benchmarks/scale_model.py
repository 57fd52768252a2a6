"""How far Sitrep scales: ``python -m benchmarks.scale_model [FIGURES]``.

It computes what one to 1,000,000 channels need from measured points, and writes the
table and the picture of ``docs/scale.md``. The points are in ``scale_points.json``. With
``FIGURES``, a file whose last line is the JSON object of a benchmark (``-`` is standard
input), its figures replace points of the same names first, and figures of
``posts_per_s`` with other numbers of processes are added.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.ticker import StrMethodFormatter

ROOT = Path(__file__).resolve().parent.parent
POINTS = ROOT / "benchmarks" / "scale_points.json"
PAGE, PICTURE = ROOT / "docs" / "scale.md", ROOT / "docs" / "scale.svg"
SIZES = (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)

DIGESTS, MESSAGES = 2, 3
"""Digests a day in each channel, and messages in each."""

PEAK, WINDOW_SECONDS = 0.25, 900.0
"""The share of channels whose digests come due at one minute, and the time in which they
should be posted.
"""

KEEP_DAYS = 90
DISCORD_PER_S = 50.0
"""What Discord allows one bot in all of its channels."""

_WRITES_PER_POST, _WRITES_PER_DIGEST = 2, 3
_WRITES_PER_CORE = 1_000.0
_PROCESS_CORES, _GB_PER_CORE = 0.5, 4.0
_CORE_USD, _MEMORY_USD, _DISK_USD = 20.0, 3.0, 0.12
_SERVERS = 2
_POSTS = re.compile(r"posts_per_s_(\d+)")
_BEGIN, _END = "<!-- generated: the table -->\n", "<!-- end -->\n"
_SIZE = (8, 4.6)

Points = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Need:
    """What so many channels need; ``limits`` are those that they exceed."""

    channels: int
    posts_per_day: float
    posts_per_s: float
    writes_per_s: float
    gigabytes: float
    processes: int
    usd: float
    limits: tuple[str, ...]


def rates(points: Points) -> dict[int, float]:
    """Return the measured posts a second by number of processes."""
    found = ((_POSTS.fullmatch(name), value) for name, value in points.items())
    return dict(sorted((int(match[1]), value) for match, value in found if match))


def limits(points: Points) -> dict[str, float]:
    """Return the posts a second that each limit allows."""
    return {
        "one process": rates(points)[1],
        "one Discord bot": DISCORD_PER_S,
        "the store": points["store_parts_per_s"],
    }


def need(channels: int, points: Points) -> Need:
    """Compute what so many channels need."""
    posts = channels * MESSAGES * PEAK / WINDOW_SECONDS
    daily = channels * DIGESTS * MESSAGES
    writes = posts * (_WRITES_PER_POST + _WRITES_PER_DIGEST / MESSAGES)
    gigabytes = daily * KEEP_DAYS * points["bytes_per_post"] / 1e9
    processes = _processes(posts, rates(points))
    exceeded = tuple(name for name, most in limits(points).items() if posts > most)
    memory = processes * points["process_mb"] / 1_000
    usd = processes * _PROCESS_CORES * _CORE_USD + memory * _MEMORY_USD
    if processes > 1:
        cores = math.ceil(writes / _WRITES_PER_CORE)
        server = cores * (_CORE_USD + _GB_PER_CORE * _MEMORY_USD)
        usd += _SERVERS * (server + gigabytes * _DISK_USD)
    else:
        usd += gigabytes * _DISK_USD
    return Need(channels, daily, posts, writes, gigabytes, processes, usd, exceeded)


def _processes(posts: float, measured: Mapping[int, float]) -> int:
    """Return the least number of processes; beyond the measured, in proportion."""
    enough = [number for number, rate in measured.items() if rate >= posts]
    if enough:
        return min(enough)
    most, rate = max(measured.items())
    return math.ceil(posts * most / rate)


def table(points: Points) -> str:
    """Return the table of the page, and the channels that each limit carries."""
    rows = [
        "| channels | posts a day | posts a second at the peak | writes a second | database, GB | processes | USD a month | exceeds |",
        "|---|---|---|---|---|---|---|---|",
        *(_row(need(size, points)) for size in SIZES),
        "",
        "| limit | posts a second | channels that it carries | the peak of 1,000,000 channels takes |",
        "|---|---|---|---|",
    ]
    for name, most in limits(points).items():
        channels = most * WINDOW_SECONDS / (MESSAGES * PEAK)
        minutes = SIZES[-1] * MESSAGES * PEAK / most / 60
        rows.append(f"| {name} | {most:,} | {channels:,.0f} | {minutes:,.0f} minutes |")
    return "\n".join(rows) + "\n"


def _row(one: Need) -> str:
    cells = (
        f"{one.channels:,}",
        f"{one.posts_per_day:,.0f}",
        f"{one.posts_per_s:.2g}" if one.posts_per_s < 1 else f"{one.posts_per_s:,.0f}",
        f"{one.writes_per_s:.2g}"
        if one.writes_per_s < 1
        else f"{one.writes_per_s:,.0f}",
        f"{one.gigabytes:.2g}" if one.gigabytes < 1 else f"{one.gigabytes:,.0f}",
        f"{one.processes:,}",
        f"{one.usd:,.0f}",
        ", ".join(one.limits) or "no limit",
    )
    return f"| {' | '.join(cells)} |"


def measured(points: Points) -> Iterator[tuple[str, float, float]]:
    """Yield the measured points: a name, channels, posts a second."""
    for number, rate in rates(points).items():
        name = f"{number} process" + ("es" if number > 1 else "")
        yield name, points["posts_channels"], rate
    # Two messages in each of 1,000 channels.
    yield "1 process", 1_000, 2_000 / points["thousand_channels_s"]


def draw(points: Points, path: Path) -> None:
    """Draw the posts a second that channels need, the limits and the measured points."""
    mpl.rcParams["svg.hashsalt"] = path.stem
    drawing, plot = plt.subplots(figsize=_SIZE)
    needs = [need(size, points) for size in SIZES]
    plot.plot(
        [one.channels for one in needs],
        [one.posts_per_s for one in needs],
        label="needed at the peak (modelled)",
    )
    dots = list(measured(points))
    plot.scatter([x for _, x, _ in dots], [y for *_, y in dots], label="measured")
    for name, x, y in dots:
        plot.annotate(
            name, (x, y), (6, 0), textcoords="offset points", fontsize=7, va="center"
        )
    for name, most in limits(points).items():
        plot.axhline(most, linestyle=":", linewidth=0.8, color="grey")
        plot.annotate(
            f"{name}: {most:,}",
            (1, most),
            (2, 2),
            textcoords="offset points",
            fontsize=7,
        )
    plot.set_xscale("log")
    plot.set_yscale("log")
    plot.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    plot.yaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
    plot.set_xlabel("channels")
    plot.set_ylabel("posts a second")
    plot.legend(loc="lower right", fontsize=8)
    drawing.tight_layout()
    drawing.savefig(path, metadata={"Date": None})
    plt.close(drawing)


def replaced(points: Points, figures: Points) -> dict[str, float]:
    """Return the points, with the figures of a benchmark in place of theirs."""
    known = {
        name: value
        for name, value in figures.items()
        if name in points or _POSTS.fullmatch(name)
    }
    return {**points, **known}


def page(text: str, points: Points) -> str:
    """Return the page with the table of today."""
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}{table(points)}{_END}{after}"


def _figures(file: str) -> Points:
    text = sys.stdin.read() if file == "-" else Path(file).read_text("utf8")
    found: Points = json.loads(text.strip().splitlines()[-1])
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Replace points if figures are given; write the table and the picture."""
    parser = argparse.ArgumentParser(prog="benchmarks.scale_model")
    parser.add_argument("figures", nargs="?")
    given = parser.parse_args(arguments)
    points: Points = json.loads(POINTS.read_text("utf8"))
    if given.figures:
        points = replaced(points, _figures(given.figures))
        POINTS.write_text(json.dumps(points, indent=2) + "\n", "utf8")
    PAGE.write_text(page(PAGE.read_text("utf8"), points), "utf8")
    draw(points, PICTURE)
    print(json.dumps({**points, "usd_1m": round(need(SIZES[-1], points).usd)}))


if __name__ == "__main__":
    main()
