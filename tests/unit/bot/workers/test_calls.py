"""Functions by their names, and what is done before the first work."""

from __future__ import annotations

import pickle

import pytest

from bot.workers.calls import Call, Preload, run


def test_call_finds_its_function() -> None:
    call: Call[[str], str] = Call("textwrap", "dedent")

    assert call.resolve()("  a") == "a"


def test_call_is_made_with_its_arguments() -> None:
    call: Call[[float, float], float] = Call("math", "pow")

    assert run(call, 2, 5) == 32


def test_call_travels_to_another_process() -> None:
    call: Call[[], None] = Call("math", "pow")

    assert pickle.loads(pickle.dumps(call)) == call  # noqa: S301 - our own bytes


@pytest.mark.parametrize("preload", [Preload(), Preload(("json", "math"))])
def test_preload_can_be_applied_twice(preload: Preload) -> None:
    preload.apply()
    preload.apply()


def test_preload_fails_when_a_module_is_missing() -> None:
    with pytest.raises(ImportError):
        Preload(("no_such_module_of_ours",)).apply()


def test_preload_loads_the_engine() -> None:
    Preload(engine="fast").apply()

    from bot.workers.briefing_tasks import load_briefer  # noqa: PLC0415 - preload imports it

    assert load_briefer.cache_info().currsize >= 1
