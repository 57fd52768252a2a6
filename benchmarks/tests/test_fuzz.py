from __future__ import annotations

import json
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

import pytest

from benchmarks import fuzz
from benchmarks.fuzz import Campaign, Coverage, attempt, keep, minimized, signature
from tests.fakes.fuzz.corpus import Find, add_find, read_corpus, read_finds
from tests.fakes.fuzz.entrance import Entrance, Send
from tests.fakes.fuzz.mutations import USUAL_BYTES, Mutator

TOKENS = (b"<b>", b"{", b"1")


async def fragile(data: bytes) -> str:
    """Break at a sign, and tell two kinds of inputs apart."""
    if b"<guid>" in data:
        raise LookupError("a sign")
    return "digit" if data[:1].isdigit() else "other"


@asynccontextmanager
async def opened() -> AsyncIterator[Send]:
    yield fragile


def mutator(seed: int = 1) -> Mutator:
    return Mutator(Random(seed), TOKENS)  # noqa: S311 - repeatable


async def test_a_planted_fault_is_found_minimized_and_kept(tmp_path: Path) -> None:
    entrance = Entrance("planted", opened, Mutator.change_bytes, words="feeds")
    campaign = Campaign(entrance, Random(1), Coverage(), [b"a word"])  # noqa: S311 - as above

    await campaign.run(2_000, 60.0)
    keep(campaign, tmp_path)

    assert campaign.inputs == 2_000
    assert campaign.crashes > 0
    assert [find.input for find in read_finds(tmp_path)] == [b"<guid>"]
    assert read_corpus("planted", tmp_path)[0] == b"a word"
    assert len(read_corpus("planted", tmp_path)) > 1
    assert not any(b"<guid>" in data for data in read_corpus("planted", tmp_path))


async def test_what_an_input_does_not_need_is_left_out() -> None:
    _, error = await attempt(fragile, b"")
    assert error is None
    _, error = await attempt(fragile, b"some <guid>words")
    assert error is not None

    assert await minimized(fragile, b"some <guid>words", signature(error)) == b"<guid>"


async def test_an_entrance_that_computes_for_too_long_is_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def endless(_: bytes) -> str:
        while True:
            pass

    monkeypatch.setattr(fuzz, "MOST_SECONDS", 0.05)
    before = signal.signal(signal.SIGPROF, fuzz._hang)
    try:
        _, error = await attempt(endless, b"")
    finally:
        signal.signal(signal.SIGPROF, before)

    assert isinstance(error, fuzz.HangError)


@pytest.mark.parametrize(
    ("change", "data"),
    [
        (Mutator.change_bytes, b"some words"),
        (Mutator.change_json, b'{"a": [1, "b"], "c": {"d": null}}'),
        (Mutator.change_form, b"command=%2Fbrief&text=help"),
        (Mutator.change_request, b'POST /mcp HTTP/1.1\r\nHost: a\r\n\r\n{"id": 1}'),
    ],
)
def test_inputs_are_changed_in_the_same_way_for_a_seed(
    change: object, data: bytes
) -> None:
    assert callable(change)

    first, second, other = (
        [change(mutator(seed), data, data) for _ in range(3)] for seed in (1, 1, 2)
    )
    drawn = mutator()
    many = [change(drawn, data, data) for _ in range(100)]

    assert first == second != other
    assert len(set(many)) > 50
    assert sum(len(one) > 3 * USUAL_BYTES for one in many) < 10


def test_documents_stay_documents() -> None:
    drawn, data = mutator(), b'{"a": [1, "b"], "c": {"d": null}}'
    valid = 0
    for _ in range(200):
        try:
            json.loads(drawn.change_json(data, data))
        except (ValueError, RecursionError):
            continue
        valid += 1

    assert valid > 100


def test_bytes_of_any_kind_are_kept_to_the_letter(tmp_path: Path) -> None:
    find = Find("pages", b"\xff\0\xed\xa0\x80 \xc3\xa9\n", "a note")

    add_find(find, tmp_path)
    add_find(find, tmp_path)

    assert read_finds(tmp_path) == [find]
