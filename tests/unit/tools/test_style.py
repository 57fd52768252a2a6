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
    hints,
    shared_libraries,
    sizes,
    text_decisions,
    words,
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


def test_every_parameter_and_the_result_counts_as_a_hint() -> None:
    node = function("def f(self, a: int, *rest: str, b, **more): ...")

    assert list(hints(node)) == [True, False, True, False, False]


@pytest.mark.parametrize(
    ("text", "documented"),
    [
        ('"""A."""\ndef f():\n    """B."""\n', 100),
        ('"""A."""\ndef f(): ...\n', 50),
        ('"""A."""\ndef _f(): ...\n', 100),
        (
            '"""A."""\nclass A:\n    """B."""\n    @override\n    def f(self): ...\n',
            100,
        ),
        ('"""A."""\nclass A:\n    """B."""\n    def __len__(self): ...\n', 100),
    ],
)
def test_what_is_public_and_not_inherited_needs_a_docstring(
    text: str, documented: float
) -> None:
    limits = list(words((module(text + "def _g() -> None: ...\n"),)))

    assert named(limits, "public docstrings, %").value == documented


def test_a_missing_docstring_is_named() -> None:
    limits = list(words((module('"""A."""\ndef f() -> None: ...\n'),)))

    assert named(limits, "public docstrings, %").offenders == ("bot/example.py:f",)


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


def test_a_limit_holds_at_its_bound_and_breaks_beyond() -> None:
    assert Limit("x", 8, at_most=8).kept
    assert not Limit("x", 8.5, at_most=8).kept
    assert Limit("x", 100, at_least=100).kept
    assert not Limit("x", 99.9, at_least=100).kept


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
    ("path", "text", "allowed"),
    [
        ("tests/fakes/tls.py", "from benchmarks.polling import cycle\n", False),
        ("tests/fakes/tls.py", "from tests.fakes.web import page\n", True),
        ("benchmarks/crash.py", "from tests.fakes.platforms.bot import Order\n", True),
        ("benchmarks/crash.py", "from tests.fakes import report_files\n", True),
        ("benchmarks/crash.py", "import tests.unit.bot\n", False),
        ("benchmarks/crash.py", "from tests import unit\n", False),
    ],
)
def test_tests_import_no_benchmark_and_benchmarks_no_test(
    path: str, text: str, *, allowed: bool
) -> None:
    (limit,) = directions((module(text, path),))

    assert limit.kept is allowed
