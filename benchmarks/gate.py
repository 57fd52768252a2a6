"""The quality gate: figures on the development data against their pinned floors.

``floors.json`` mirrors the figures of ``../shared/eval/run.py`` by engine and suite, and
below ``ours`` those of benchmarks of our own, by their command: "storylines --set a". A
leaf holds a ``floor`` or a ``ceiling``; one that was ever made easier must say why in
``reason``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias, cast

from typing_extensions import override

ROOT = Path(__file__).resolve().parent.parent
SCORER = ROOT.parent / "shared" / "eval" / "run.py"
FLOORS = Path("benchmarks/floors.json")
OURS = "ours"
"""The floors of benchmarks that need no development data."""

Tree: TypeAlias = "Mapping[str, Tree] | float | str"
Key: TypeAlias = tuple[str, ...]


class GateError(Exception):
    """The gate could not be checked; the message says why."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The worst figure that passes, and why it was ever made easier."""

    floor: float | None
    ceiling: float | None
    reason: str | None = None

    def holds(self, figure: float) -> bool:
        """Return whether a figure is on the right side."""
        high = self.floor is None or figure >= self.floor
        return high and (self.ceiling is None or figure <= self.ceiling)

    def easier_than(self, other: Bound) -> bool:
        """Return whether this lets pass what the other one refuses."""
        lower = (self.floor or 0.0) < (other.floor or 0.0)
        higher = (self.ceiling or 0.0) > (other.ceiling or 0.0)
        return lower or higher

    @override
    def __str__(self) -> str:
        sign, value = (
            (">=", self.floor) if self.ceiling is None else ("<=", self.ceiling)
        )
        return f"{sign} {value:g}"


def bounds(tree: Tree, key: Key = ()) -> Iterator[tuple[Key, Bound]]:
    """Yield every bound of a floors file, by the path of its figure."""
    if not isinstance(tree, Mapping):
        message = f"{'/'.join(key)} in {FLOORS}: expected a floor or a ceiling"
        raise GateError(message)
    if tree.keys() & {"floor", "ceiling"}:
        yield key, _bound(tree)
        return
    for name, branch in tree.items():
        yield from bounds(branch, (*key, name))


def _bound(leaf: Mapping[str, Tree]) -> Bound:
    reason = leaf.get("reason")
    return Bound(
        floor=cast("float | None", leaf.get("floor")),
        ceiling=cast("float | None", leaf.get("ceiling")),
        reason=cast("str | None", reason),
    )


def figure(figures: Tree, key: Key) -> float:
    """Return the figure at this path.

    Raises:
        GateError: the scorer gives no such figure.
    """
    for name in key:
        if not isinstance(figures, Mapping) or name not in figures:
            message = f"the scorer did not return the figure {'/'.join(key)}"
            raise GateError(message)
        figures = figures[name]
    return float(cast("float", figures))


def score(engine: str, suites: list[str]) -> Tree:
    """Run the scorer over the product's command line.

    Raises:
        GateError: the scorer is missing or failed.
    """
    if not SCORER.exists():
        message = "the development data is missing: ../shared/eval/run.py"
        raise GateError(message)
    bot = f"{sys.executable} -m bot"
    command = [sys.executable, str(SCORER), "--json", "--bot", bot]
    command += ["--engine", engine, *suites]
    return cast("Tree", json.loads(_output(command, f"the scorer failed for {engine}")))


def run_benchmark(words: str) -> Tree:
    """Run one of our benchmarks; return the JSON object of its last line.

    Raises:
        GateError: the benchmark failed.
    """
    name, *options = words.split()
    command = [sys.executable, "-m", f"benchmarks.{name}", *options]
    lines = _output(command, f"the benchmark {words} failed").splitlines()
    return cast("Tree", json.loads(lines[-1]))


def _output(command: list[str], problem: str) -> str:
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        message = f"{problem}: {done.stderr.strip()[-600:]}"
        raise GateError(message)
    return done.stdout


def unexplained(versions: Iterable[str]) -> Iterator[str]:
    """Bounds that one version of the floors file eased without a new reason."""
    for old, new in pairwise(parsed(text) for text in versions):
        for key, bound in new.items():
            before = old.get(key)
            if before is None or not bound.easier_than(before):
                continue
            if not bound.reason or bound.reason == before.reason:
                yield f"{'/'.join(key)} went from {before} to {bound} without a reason"


def history() -> Iterator[str]:
    """Yield the floors file in each commit, oldest first, and as it lies here."""
    listed = _git("log", "--reverse", "--format=%H", "--", str(FLOORS))
    yield from (_git("show", f"{commit}:{FLOORS}") for commit in listed.split())
    yield (ROOT / FLOORS).read_text("utf8")


def _git(*words: str) -> str:
    done = subprocess.run(
        ["git", *words],  # noqa: S607 - git is found on the path by design
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout if done.returncode == 0 else ""


def parsed(text: str) -> dict[Key, Bound]:
    """Return the bounds of a floors file by path."""
    return dict(bounds(json.loads(text)))


def judge(engine: str, floors: Tree) -> Iterator[bool]:
    """Print each figure of an engine, or of ours, beside its bound; whether it holds."""
    suites = list(cast("Mapping[str, Tree]", floors))
    if engine == OURS:
        figures: Tree = {suite: run_benchmark(suite) for suite in suites}
    else:
        figures = score(engine, suites)
    for key, bound in bounds(floors):
        value = figure(figures, key)
        mark = "ok" if bound.holds(value) else "BROKEN"
        print(f"{engine:6} {' '.join(key):40} {value:8.3f}  {bound!s:9} {mark}")
        yield bound.holds(value)


def main() -> int:
    """Check every floor; the exit status."""
    argparse.ArgumentParser(prog="benchmarks.gate", description=__doc__).parse_args()
    floors = json.loads((ROOT / FLOORS).read_text("utf8"))
    try:
        held = [ok for engine in floors for ok in judge(engine, floors[engine])]
        faults = list(unexplained(history()))
    except GateError as error:
        print(f"gate: {error}", file=sys.stderr)
        return 1
    for fault in faults:
        print(f"gate: {fault}", file=sys.stderr)
    broken = held.count(False)
    verdict = {"figures": len(held), "broken": broken, "unexplained": len(faults)}
    print(json.dumps(verdict))
    return int(broken + len(faults) > 0)


if __name__ == "__main__":
    sys.exit(main())
