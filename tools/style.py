"""The shape of the code, measured: sizes, cycles, exceptions to contracts, mocks.

``python -m tools.style`` prints a table and exits with 1 when a limit is broken.
Function lines are counted from ``def`` to the end, without the docstring.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from statistics import quantiles

import grimp

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("bot", "summarizers")
TESTS = "benchmarks/tests"

Function = ast.FunctionDef | ast.AsyncFunctionDef
MOST_LINES = 500
MOCKS = re.compile(r"unittest\.mock|MagicMock|monkeypatch\.setattr|mocker\.")


@dataclass(frozen=True, slots=True)
class Limit:
    """A measure, what it may be at most or must be at least, and who breaks it."""

    name: str
    value: float
    at_most: float | None = None
    at_least: float | None = None
    offenders: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        """Return whether the value is within the limit."""
        low = self.at_least is None or self.value >= self.at_least
        return low and (self.at_most is None or self.value <= self.at_most)

    @property
    def bound(self) -> str:
        """Return the limit as a reader writes it."""
        if self.at_most is not None:
            return f"<= {self.at_most:g}"
        return f">= {self.at_least:g}"


@dataclass(frozen=True, slots=True)
class Module:
    """One source file, parsed."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Return the path as a reader sees it."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def code_lines(self) -> int:
        """Return the lines that are neither blank nor only a comment."""
        lines = (line.strip() for line in self.text.splitlines())
        return sum(bool(line) and not line.startswith("#") for line in lines)

    @property
    def statement_lines(self) -> int:
        """Return the lines of code without docstrings."""
        docstrings = (
            node
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        )
        blocks = (ast.get_source_segment(self.text, node) or "" for node in docstrings)
        lines = (line for block in blocks for line in block.splitlines())
        return self.code_lines - sum(bool(line.strip()) for line in lines)

    def functions(self) -> Iterator[Function]:
        """Return every function and method, nested ones as well."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))


def read(*folders: str) -> tuple[Module, ...]:
    """Parse all Python files below these folders of the project."""
    paths = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    texts = ((path, path.read_text("utf8")) for path in sorted(paths))
    return tuple(Module(path, text, ast.parse(text)) for path, text in texts)


def function_lines(function: Function) -> int:
    """Lines from ``def`` to the end, without the docstring."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def sizes(modules: tuple[Module, ...]) -> Iterator[Limit]:
    """Yield how long functions and modules are."""
    counted = sorted(
        (function_lines(function), f"{module.name}:{function.lineno} {function.name}")
        for module in modules
        for function in module.functions()
    )
    lines = [count for count, _ in counted]
    longest = tuple(f"{name} ({count})" for count, name in counted[:-6:-1])
    p95 = quantiles(lines, n=20, method="inclusive")[-1]
    yield Limit("function lines, 95th percentile", p95, at_most=40, offenders=longest)
    yield Limit("function lines, most", lines[-1], at_most=80, offenders=longest)
    most = max(module.statement_lines for module in modules)
    large = tuple(
        f"{module.name} ({module.statement_lines})"
        for module in modules
        if module.statement_lines > MOST_LINES
    )
    yield Limit("module lines of code, most", most, MOST_LINES, offenders=large)


def structure() -> Iterator[Limit]:
    """Import cycles, and exceptions to the contracts beyond one owner a library."""
    graph = grimp.build_graph(*PACKAGES)
    imports = {m: graph.find_modules_directly_imported_by(m) for m in graph.modules}
    cycle: tuple[str, ...] = ()
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        cycle = (" -> ".join(error.args[1]),)
    yield Limit("import cycles", len(cycle), at_most=0, offenders=cycle)
    extra = tuple(contract_exceptions())
    yield Limit("contract exceptions", len(extra), at_most=0, offenders=extra)


_ERROR_NAMES = frozenset({"error", "err", "exc", "exception"})
_SEARCHES = frozenset(
    {"startswith", "endswith", "find", "index", "count", "removeprefix", "partition"}
    | {"search", "match", "fullmatch", "findall"}
)


def error_texts(modules: tuple[Module, ...]) -> Iterator[Limit]:
    """Decisions that depend on the text of an error instead of its type or code."""
    places = tuple(place for module in modules for place in text_decisions(module))
    yield Limit("errors told apart by text", len(places), at_most=0, offenders=places)


def text_decisions(module: Module) -> Iterator[str]:
    """Yield where a module compares or searches the text of an error."""
    names = _ERROR_NAMES | {
        node.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler) and node.name
    }
    for node in ast.walk(module.tree):
        if any(_holds_text(part, names) for part in _decided_by(node)):
            yield f"{module.name}:{getattr(node, 'lineno', 0)}"


def _decided_by(node: ast.AST) -> list[ast.expr]:
    """Return the expressions that a comparison or a search in a string depends on."""
    match node:
        case ast.Compare(left=left, comparators=others):
            return [left, *others]
        case ast.Call(func=ast.Attribute(value=value, attr=attr), args=args):
            return [value, *args] if attr in _SEARCHES else []
        case ast.Match(subject=subject):
            return [subject]
        case _:
            return []


def _holds_text(part: ast.expr, names: frozenset[str]) -> bool:
    """Return whether an expression contains ``str(error)`` or ``error.args``."""
    for node in ast.walk(part):
        match node:
            case ast.Call(
                func=ast.Name(id="str" | "repr"), args=[ast.Name(id=name)]
            ) if name in names:
                return True
            case ast.Attribute(value=ast.Name(id=name), attr="args") if name in names:
                return True
            case ast.FormattedValue(value=ast.Name(id=name)) if name in names:
                return True
    return False


EQUIPMENT = ("tests.fakes", "tests.simulation")
"""What benchmarks and tools use of the tests: servers and models, but no test."""


def directions(modules: tuple[Module, ...]) -> Iterator[Limit]:
    """Imports of the tests of the product by benchmarks and tools."""
    places = tuple(
        f"{module.name}: {name}"
        for module in modules
        for name in _imports(module)
        if name.partition(".")[0] == "tests" and not name.startswith(EQUIPMENT)
    )
    yield Limit("wrong imports of tests", len(places), at_most=0, offenders=places)


def _imports(module: Module) -> Iterator[str]:
    """Yield the names of all imported modules; of ``from a import b`` both parts."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


SIDES = {"aiohttp": 3}
"""Libraries that several packages need: aiohttp's client and server, and the exceptions
of discord.py and Slack's library, which are built on it."""


def contract_exceptions() -> Iterator[str]:
    """Ignored imports, except those of the one package that owns a library."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))
    for contract in settings["tool"]["importlinter"]["contracts"]:
        ignored = contract.get("ignore_imports", [])
        if contract["id"] != "one-owner-per-library":
            yield from ignored
            continue
        yield from shared_libraries(ignored)


def shared_libraries(ignored: Iterable[str]) -> Iterator[str]:
    """Libraries that more packages import than ``SIDES`` allows."""
    owners = defaultdict[str, set[str]](set)
    for line in ignored:
        module, library = line.split(" -> ")
        owners[library].add(".".join(module.split(".")[:2]))
    for library, packages in owners.items():
        if len(packages) > SIDES.get(library, 1):
            yield f"{library}: {', '.join(sorted(packages))}"


def mocks() -> Iterator[Limit]:
    """Yield how little of the tests pretends."""
    checks = read("tests", TESTS)
    count = sum(f.name.startswith("test_") for t in checks for f in t.functions())
    found = sum(len(MOCKS.findall(module.text)) for module in checks)
    yield Limit("mocks a test", found / max(count, 1), at_most=0.1)


def report(limits: list[Limit]) -> int:
    """Print the table and the last line; how many limits are broken."""
    for limit in limits:
        mark = "ok" if limit.kept else "BROKEN"
        print(f"{limit.name:34} {limit.value:8.2f}  {limit.bound:8} {mark}")
        for offender in () if limit.kept else limit.offenders:
            print(f"    {offender}")
    print(json.dumps({limit.name: round(limit.value, 3) for limit in limits}))
    return sum(not limit.kept for limit in limits)


def main() -> int:
    """Measure everything; the exit status."""
    measures = read("benchmarks", "tools")
    code = read(*PACKAGES) + measures
    parts = (sizes(code), error_texts(code), structure(), mocks(), directions(measures))
    return int(report([limit for part in parts for limit in part]) > 0)


if __name__ == "__main__":
    sys.exit(main())
