"""Checks the wording of docstrings, comments, messages and documents.

``python -m tools.prose`` compares the number of sentences that break a rule with the
maxima in ``prose.json`` and exits with 1 when a number rises. ``--packages`` prints the
numbers per package, ``--list PATH`` every place below a path, and ``--lower`` writes the
numbers that fell as the new maxima.
"""

from __future__ import annotations

import argparse
import ast
import io
import json
import re
import sys
import tokenize
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tools.style import PACKAGES, ROOT, Module, read

MAXIMA = Path(__file__).with_name("prose.json")

RULES = {
    "bare opening": r"\A(?:What|Who|Whoever|Nor)\b(?!.*\?\W*\Z)",
    "nobody, is no": r"\bnobody\b|\b(?:is|are|was|were) no\b(?!-| longer)"
    r"|(?<!there )\b(?:is|are|was|were) none\b",
    "nothing opening": r"\ANothing\b",
    "is to be": r"\b(?:is|are|was|were) to be\b",
    "so long, so many": r"\bfor so (?:long|many)\b|\bso (?:long|many)\b(?! as| that)",
    "but for": r"\bbut for\b",
    "whoever": r"\bwhoever\b",
    "nor": r"(?<!\w)nor\b",
    "told": r"\btold\b(?! lines?\b)",  # a told line is a term of the glossary
    "is had": r"\b(?:is|are|be|was|were) had\b",
}
"""A pattern for each rule, applied to one sentence. Those of openings are case-sensitive."""

NAMES = frozenset({"found", "one", "told", "known", "others", "those"})
"""Names that do not say what a parameter or a local variable holds."""

GENERIC_NAME = "generic name"

_PATTERNS = {
    rule: re.compile(text, 0 if "opening" in rule else re.IGNORECASE)
    for rule, text in RULES.items()
}
_NEITHER = re.compile(r"\bneither\b", re.IGNORECASE)
_END = re.compile(r"(?<=[.!?])[\"')]*\s+(?=[A-Z`\"(*])")
_QUOTED = re.compile(r"``[^`]*``|`[^`]*`|\"[^\"]*\"|“[^”]*”")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"\n\s*\n|\n\s*(?=[*-] |\d+\. |\|)|\|")
_LABEL = re.compile(r"\A\s*(?:[*-]|\d+\.|\w+Error:)\s+")
_ENOUGH_WORDS = re.compile(r"(?:[A-Za-z',;-]+\s+){2}[A-Za-z]")


class Kind(StrEnum):
    """Where a sentence stands."""

    DOCSTRING = "docstrings"
    COMMENT = "comments"
    STRING = "strings"
    DOCUMENT = "documents"
    NAME = "names"


@dataclass(frozen=True, slots=True)
class Breach:
    """One sentence or name that breaks a rule, with its place."""

    rule: str
    kind: Kind
    path: str
    line: int
    text: str

    @property
    def package(self) -> str:
        """Return the folder of the file, at most three levels deep."""
        return "/".join(self.path.split("/")[:-1][:3]) or "."


def sentences(text: str) -> Iterator[str]:
    """Split a text into sentences; quoted text and code are replaced by ``X``."""
    for block in _BLOCK.split(_FENCE.sub("", text)):
        if not block.lstrip().startswith("#"):
            plain = _QUOTED.sub("X", " ".join(_LABEL.sub("", block).split()))
            yield from (part for part in _END.split(plain) if part)


def broken_rules(sentence: str) -> Iterator[str]:
    """Name each rule that the sentence breaks; "neither ... nor" is fine."""
    for rule, pattern in _PATTERNS.items():
        if pattern.search(sentence) and not (
            rule == "nor" and _NEITHER.search(sentence)
        ):
            yield rule


def check_text(text: str, kind: Kind, path: str, line: int) -> Iterator[Breach]:
    """Yield the breaches in one docstring, comment, message or document."""
    for sentence in sentences(text):
        for rule in broken_rules(sentence):
            yield Breach(rule, kind, path, line, sentence)


def check_module(module: Module) -> Iterator[Breach]:
    """Yield the breaches in one Python file."""
    docstrings = dict(_docstrings(module.tree))
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if id(node) in docstrings:
            yield from check_text(
                node.value, Kind.DOCSTRING, module.name, docstrings[id(node)]
            )
        elif _ENOUGH_WORDS.search(node.value):
            yield from check_text(node.value, Kind.STRING, module.name, node.lineno)
    for line, text in _comments(module.text):
        yield from check_text(text, Kind.COMMENT, module.name, line)
    yield from _generic_names(module)


def _docstrings(tree: ast.Module) -> Iterator[tuple[int, int]]:
    """The strings that stand alone as statements, attribute docstrings included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value), node.lineno


def _comments(text: str) -> Iterator[tuple[int, str]]:
    """Join consecutive comment lines; each with the number of its first line."""
    start, lines = 0, list[str]()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            if lines and token.start[0] != start + len(lines):
                yield start, " ".join(lines)
                lines = []
            start = start if lines else token.start[0]
            lines.append(token.string.lstrip("# "))
    if lines:
        yield start, " ".join(lines)


def _generic_names(module: Module) -> Iterator[Breach]:
    for node in ast.walk(module.tree):
        match node:
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                if name in NAMES:
                    yield Breach(
                        GENERIC_NAME, Kind.NAME, module.name, node.lineno, name
                    )
            case _:
                pass


def documents() -> Iterator[Path]:
    """Yield the Markdown files of the project, but not those of its tests."""
    yield from sorted(ROOT.glob("*.md"))
    yield from sorted((ROOT / "docs").rglob("*.md"))


def all_breaches() -> Iterator[Breach]:
    """Yield every breach in the product's code and in the documents."""
    for module in read(*PACKAGES):
        yield from check_module(module)
    for path in documents():
        name = path.relative_to(ROOT).as_posix()
        yield from check_text(path.read_text("utf8"), Kind.DOCUMENT, name, 1)


def count(breaches: Iterable[Breach]) -> dict[str, int]:
    """The number of breaches for each rule and kind, as ``prose.json`` has them."""
    counter = Counter(f"{breach.rule} / {breach.kind}" for breach in breaches)
    return dict(sorted(counter.items()))


def risen(counts: dict[str, int], maxima: dict[str, int]) -> tuple[str, ...]:
    """The rules whose number is higher than its maximum; unlisted ones allow none."""
    return tuple(key for key, value in counts.items() if value > maxima.get(key, 0))


def lowered(counts: dict[str, int], maxima: dict[str, int]) -> dict[str, int]:
    """The maxima that hold from now on: they never rise, and a zero is left out."""
    pairs = ((key, min(counts.get(key, 0), most)) for key, most in maxima.items())
    return {key: value for key, value in pairs if value}


def print_packages(breaches: Iterable[Breach]) -> None:
    """Print one row for each package: openings, denials, names, and all others."""
    rows = Counter[tuple[str, str]]()
    for breach in breaches:
        rows[breach.package, breach.rule] += 1
    columns = ("bare opening", "nobody, is no", GENERIC_NAME)
    print(f"{'package':36}{''.join(f'{name:>16}' for name in columns)}{'other':>8}")
    for package in sorted({package for package, _ in rows}):
        counts = [rows[package, name] for name in columns]
        total = sum(value for (owner, _), value in rows.items() if owner == package)
        cells = "".join(f"{value:16}" for value in counts)
        print(f"{package:36}{cells}{total - sum(counts):8}")


def report(counts: dict[str, int], maxima: dict[str, int]) -> int:
    """Print each rule's number and maximum; return the exit status."""
    broken = risen(counts, maxima)
    for key in sorted(counts.keys() | maxima.keys()):
        mark = "BROKEN" if key in broken else "ok"
        most = maxima.get(key, 0)
        print(f"{key:36} {counts.get(key, 0):6}  <= {most:5} {mark}")
    if broken:
        print("Wording: see CONTRIBUTING.md; `python -m tools.prose --list PATH`.")
    return int(bool(broken))


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.prose")
    parser.add_argument("--packages", action="store_true")
    parser.add_argument("--list", metavar="PATH", dest="below")
    parser.add_argument("--lower", action="store_true")
    options = parser.parse_args(arguments)
    breaches = tuple(all_breaches())
    if options.packages:
        print_packages(breaches)
        return 0
    if options.below is not None:
        for item in breaches:
            if item.path.startswith(options.below):
                print(f"{item.path}:{item.line}: {item.rule}: {item.text}")
        return 0
    maxima: dict[str, int] = json.loads(MAXIMA.read_text("utf8"))
    if options.lower:
        maxima = lowered(count(breaches), maxima)
        MAXIMA.write_text(json.dumps(maxima, indent=2) + "\n", "utf8")
    return report(count(breaches), maxima)


if __name__ == "__main__":
    sys.exit(main())
