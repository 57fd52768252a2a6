"""The command line: ``sitrep``."""

from __future__ import annotations

import functools
import multiprocessing
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.core.lines import Answer, brief_line

app = typer.Typer(add_completion=False)
_state: dict = {}


@app.callback()
def root() -> None:
    """Verbatim briefings."""


def _start(engine: str) -> None:
    from summarizers.briefing import Briefer
    from summarizers.errors import ModelMissingError

    try:
        _state["briefer"] = Briefer(engine)
    except ModelMissingError:
        _state["briefer"] = Briefer("fast")


def _work(raw: bytes, everything: bool) -> Answer:
    def parse(page):
        from bot.sources.pages import parse_page

        return parse_page(page)

    return brief_line(
        raw, parse=parse, brief=_state["briefer"].brief, everything=everything
    )


@app.command()
def brief(
    sources: Annotated[list[str] | None, typer.Argument()] = None,
    jsonl: Path | None = None,
    output: Path = Path("-"),
    all_: Annotated[bool, typer.Option("--all")] = False,
    engine: str = "spacy",
    workers: int = 2,
) -> None:
    """Brief."""
    out = sys.stdout if str(output) == "-" else output.open("w", encoding="utf8")
    src = sys.stdin.buffer if str(jsonl) == "-" else jsonl.open("rb")
    lines = (line for line in src if line.strip())
    failed = total = 0
    with multiprocessing.Pool(workers, _start, (engine,)) as pool:
        for answer in pool.imap(
            functools.partial(_work, everything=all_), lines, chunksize=4
        ):
            out.write(answer.line + "\n")
            total += 1
            failed += answer.failed
    if failed:
        print(f"{failed} of {total} lines failed", file=sys.stderr)


def main() -> None:
    """Run."""
    app()
