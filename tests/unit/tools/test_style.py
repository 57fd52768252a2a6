from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tools.style import (
    ROOT,
    Limit,
    Module,
    directions,
    function_lines,
    shared_libraries,
    sizes,
    text_decisions,
)


def module(text: str, name: str = "bot/example.py") -> Module:
    return Module(Path(ROOT, name), text, ast.parse(text))


def function(text: str) -> ast.FunctionDef:
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.FunctionDef)
    return node


def named(limits: list[Limit], name: str) -> Limit:
    return next(limit for limit in limits if limit.name == name)


def test_a_docstring_does_not_make_a_function_longer() -> None:
    bare = function("def f() -> int:\n    return 1\n")
    told = function(
        'def f() -> int:\n    """Why.\n\n    More.\n    """\n    return 1\n'
    )

    assert function_lines(bare) == function_lines(told) == 2


def test_a_module_beyond_500_lines_of_code_is_named() -> None:
    small, large = "def f(): ...\ndef g(): ...\n", "x = 1\n\n# why\n" * 501

    limits = list(sizes((module(small), module(large, "bot/large.py"))))

    most = named(limits, "module lines of code, most")
    assert not most.kept
    assert most.offenders == ("bot/large.py (501)",)


def test_a_library_belongs_to_one_package() -> None:
    lines = ["bot.web.page -> jinja2", "bot.web.other -> jinja2", "bot.cli.x -> rich"]

    assert list(shared_libraries(lines)) == []
    assert list(shared_libraries([*lines, "bot.logs -> rich"])) == [
        "rich: bot.cli, bot.logs"
    ]


@pytest.mark.parametrize(
    "condition",
    [
        '"locked" in str(error)',
        '"locked" not in str(caught).lower()',
        '"locked" in error.args[0]',
        '"locked" in caught.args[0]',
        '"locked" in f"{caught}"',
        "str(caught) in WORDS",
        'str(caught) == "locked"',
        'str(caught).startswith("locked")',
        're.search("locked", str(caught))',
        "any(word in str(caught) for word in WORDS)",
    ],
)
def test_errors_may_not_be_told_apart_by_their_text(condition: str) -> None:
    text = f"try: f()\nexcept OSError as caught:\n    if {condition}: g()\n"

    assert list(text_decisions(module(text))) == ["bot/example.py:3"]


@pytest.mark.parametrize(
    "condition",
    ["error.code in ABSENT", "isinstance(error, OSError)", '"a" in str(answer)'],
)
def test_errors_may_be_told_apart_by_type_and_code(condition: str) -> None:
    assert not list(text_decisions(module(f"if {condition}: g(str(error))\n")))


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("from tests.fakes.platforms.bot import Order\n", True),
        ("from tests import unit\n", False),
    ],
)
def test_benchmarks_import_no_test(text: str, *, allowed: bool) -> None:
    (limit,) = directions((module(text, "benchmarks/crash.py"),))

    assert limit.kept is allowed
