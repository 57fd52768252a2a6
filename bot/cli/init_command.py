"""The command ``init``: asks a few questions and writes a first configuration."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.cli.streams import print_message
from bot.core.domain.errors import UsageError
from bot.core.operations.setup_questions import Question

_STANDARD = Path("sitrep.yaml")
_FAILED = 1
_YES = {"y", "yes"}


def initialize(config: Path | None) -> int:
    """Ask, write the configuration file, and check the tokens; return the exit status.

    An existing file is only replaced if the person agrees.

    Raises:
        UsageError: the input ends before a question that needs an answer.
        ConfigError: the file cannot be written, or a variable is malformed.
    """
    from bot.bootstrap.first_configuration import (
        content_of,
        setup_questions,
        write_first,
    )

    path = config or _STANDARD
    replace = os.path.exists(path)  # noqa: PTH110 - false also in a closed folder
    if replace and not _agrees(f"{path} exists. Replace it? y or n"):
        print_message(f"{path} is unchanged")
        return _FAILED
    asked = setup_questions(os.environ)
    answers = {question.key: _ask(question) for question in asked}
    write_first(path, content_of(answers), replace=replace)
    print(f"{path} is written: edit it as you like, then run sitrep check")
    return _report_platform(path)


def _report_platform(path: Path) -> int:
    """Check the token and the channel of the digest; return the exit status."""
    from bot.bootstrap.first_configuration import tried_platforms
    from bot.cli.check_command import print_findings

    missing, findings = asyncio.run(tried_platforms(path, os.environ))
    for name, variables in missing.items():
        names = " and ".join(variables)
        print_message(
            f"{name}: set {names} (see docs/{name}.md), then run sitrep check --online"
        )
    return 0 if print_findings(findings) else _FAILED


def _agrees(text: str) -> bool:
    return (_line(f"{text} [n]") or "").lower() in _YES


def _ask(question: Question) -> Sequence[str]:
    """Return the valid answers of a question, or its default.

    Raises:
        UsageError: the input ends, and the question needs an answer.
    """
    answers: list[str] = []
    default = f" [{question.default}]" if question.default else ""
    while (line := _line(f"{question.text}{default}")) is not None:
        if not line and (answers or not question.required):
            break
        problem = (
            question.wrong(line)
            if line
            else "write an answer: this question has no default"
        )
        if problem is not None:
            print_message(problem)
            continue
        answers.append(line)
        if not question.many:
            break
    if not answers and question.required:
        raise UsageError(f"the input ended before an answer to: {question.text}")
    return answers or [question.default] * bool(question.default)


def _line(prompt: str) -> str | None:
    """Print the prompt and read a line of standard input; ``None`` at its end."""
    print(f"{prompt}: ", end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not sys.stdin.isatty():
        print(file=sys.stderr)
    return line.strip() if line else None
