"""The benchmark of the record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.record import answer, percentile, worse
from benchmarks.record_data import SENTENCES, InventedRecord
from benchmarks.record_load import load
from bot.core.domain.record import StatementQuery
from bot.stores.sql import open_store
from tests.fakes.postgresql import running_server

SMALL = InventedRecord(claims=400, events=40)


def test_the_same_seed_gives_the_same_entries() -> None:
    first, second = (list(InventedRecord(400, 40).entries(3, 2)) for _ in range(2))

    assert first == second
    assert [entry.article.number for entry in first] == [3, 4]
    assert list(SMALL.typed(9)) == list(SMALL.typed(9))


def test_a_claim_is_a_part_of_its_sentence() -> None:
    (entry,) = SMALL.entries(1, 1)
    whole = "\n".join(line.text for line in entry.sentences)

    assert len(entry.claims) == SENTENCES
    assert [whole[claim.start : claim.end] for claim in entry.claims] == [
        claim.text for claim in entry.claims
    ]


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'sitrep.db'}"
        return
    with running_server() as server:
        yield server.url(server.create())


async def test_what_is_loaded_is_answered(address: str) -> None:
    size = load(address, SMALL)

    figures = await answer(address, SMALL, 16)

    assert size > 0
    assert all(figure > 0 for name, figure in figures.items() if name != "memory_mb")
    async with open_store(address) as store:
        query = StatementQuery(frozenset({"topic0"}), limit=10_000)
        statements = await store.statements(query)
        assert max(each.article.number for each in statements) > SMALL.articles


def test_the_worse_figure_is_the_slower_one() -> None:
    assert percentile([0.001] * 95 + [0.5] * 5) == pytest.approx(1.0)
    assert worse([{"a_ms": 1, "b_per_s": 3}, {"a_ms": 2, "b_per_s": 4}]) == {
        "a_ms": 2,
        "b_per_s": 3,
    }
