"""The command ``init``: questions, a first configuration, and its digest."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.cli.article_commands import Format
from bot.cli.digest_command import DigestOptions, make_digest
from bot.cli.source_pages import network
from bot.cli.streams import print_message
from bot.core.domain.configuration import CONSOLE
from bot.core.domain.errors import UsageError
from bot.core.operations.setup_questions import DAILY, Answers, Question
from bot.core.text.sanitize import sanitized

_STANDARD = Path("sitrep.yaml")
_SOURCES, _TO = "sources", "to"
_FAILED = 1
_YES = {"y", "yes"}


def initialize(config: Path | None) -> int:
    """Ask, write the configuration file, and print its digest; return the exit status.

    An existing file is only replaced if the person agrees.

    Raises:
        UsageError: the input ends before a question that needs an answer.
        ConfigError: the file cannot be written, or a variable is malformed.
        StoreError: the database cannot be used.
        PostError: the digest could not be posted.
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
    answers: dict[str, Sequence[str]] = {}
    trials = _Trials(answers)
    for question in setup_questions(os.environ):
        heard = trials.hear if question.key == _SOURCES else None
        answers[question.key] = _ask(question, heard)
    write_first(path, content_of(answers | trials.kinds), replace=replace)
    print(f"{path} is written: edit it as you like, then run sitrep check")
    if not trials.readable:
        print_message(
            f"no source could be read, so there is no digest yet: correct them in {path}, "
            "then run sitrep check --online"
        )
    return _finish(path, answers[_TO][0], config, composes=trials.readable)


class _Trials:
    """Tries each source when it is answered, and says what it has."""

    def __init__(self, answers: Answers) -> None:
        self._answers, self._network = answers, network()
        self.kinds: dict[str, list[str]] = {"feeds": [], "pages": []}
        self.readable = False

    def hear(self, address: str) -> None:
        """Try an address, print the result, and note whether it is a feed or a page."""
        from bot.bootstrap.first_configuration import tried_source

        include = self._answers["include"]
        trial = asyncio.run(tried_source(address, include, self._network))
        if trial.error is not None:
            error = sanitized(trial.error)
            print_message(f"{address}: {error}; it stays in the file")
            return
        print_message(f"{address}: {trial.summary}")
        self.kinds[f"{trial.source.kind}s"].append(address)
        self.readable = True


def _finish(path: Path, to: str, config: Path | None, *, composes: bool) -> int:
    """Check the token and the channel, print the digest, and offer to post it.

    Return the exit status.
    """
    from bot.bootstrap.first_configuration import tried_platforms
    from bot.cli.check_command import print_findings

    missing, findings = asyncio.run(tried_platforms(path, os.environ))
    is_good = print_findings(findings)
    if composes:
        make_digest(DAILY, path, _options(post=False))
    command = f"sitrep digest {DAILY} --post{f' --config {path}' if config else ''}"
    for name, variables in missing.items():
        names = " and ".join(variables)
        print_message(
            f"{name}: set {names} (see docs/{name}.md), run sitrep check --online, then "
            f"post the digest to {to}: {command}"
        )
    if not composes or missing or not is_good or to == CONSOLE:
        return 0 if is_good else _FAILED
    if _agrees(f"Post it to {to} now ({command})? y or n"):
        make_digest(DAILY, path, _options(post=True))
    return 0


def _options(*, post: bool) -> DigestOptions:
    return DigestOptions(
        Format.TEXT, None, post=post, everything=False, explained=False
    )


def _agrees(text: str) -> bool:
    return (_line(f"{text} [n]") or "").lower() in _YES


def _ask(question: Question, heard: Callable[[str], None] | None) -> Sequence[str]:
    """Return the valid answers of a question, or its default.

    ``heard`` is called with each answer at once.

    Raises:
        UsageError: the input ends, and the question needs an answer.
    """
    answers: list[str] = []
    default = f" [{question.default}]" if question.default else ""
    while (line := _line(f"{question.text}{default}")) is not None:
        if not line and (answers or not question.required):
            break
        parts = question.split(line) if line else ()
        problem = next(
            filter(None, map(question.wrong, parts)),
            None if parts else "write an answer: this question has no default",
        )
        if problem is not None:
            print_message(problem)
            continue
        for part in parts:
            if part not in answers:
                answers.append(part)
                if heard is not None:
                    heard(part)
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
