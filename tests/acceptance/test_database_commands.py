"""``sitrep db``."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.stores.sql import open_store
from tests.fakes.command import Done, event_log, running, sitrep
from tests.fakes.records import add, make_edition, make_line, make_sighting, show

CONFIGURATION = "topics: {}\n"
DIGESTS = (
    "topics: {a: {title: A, sources: [folder: .]}}\n"
    'digests: {d: {topics: [a], at: "07:30", to: [console]}}\nengine: fast\n'
)
WRONG = (
    "DATABASE_URL is not the address of a database: "
    "write sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME\n"
)


async def test_a_database_goes_from_one_place_to_another(tmp_path: Path) -> None:
    (tmp_path / "sitrep.yaml").write_text(CONFIGURATION)
    async with open_store(f"sqlite:///{tmp_path / 'sitrep.db'}") as store:
        await show(store, make_sighting("ferry"))
    elsewhere = {"DATABASE_URL": f"sqlite:///{tmp_path / 'new.db'}"}
    amount = "1 source, 1 item, 0 articles, 0 editions"

    copied = sitrep("db", "backup", "news.bak", place=tmp_path)
    filled = sitrep("db", "restore", "news.bak", place=tmp_path, environment=elsewhere)

    assert copied.output == f"database sitrep.db: copied {amount} to news.bak\n"
    assert filled.output == (
        f"database {tmp_path / 'new.db'}: restored {amount} from news.bak\n"
    )
    async with open_store(elsewhere["DATABASE_URL"]) as store:
        assert await show(store, make_sighting("ferry")) == 0


@pytest.mark.slow
async def test_restore_and_vacuum_are_refused_while_a_bot_runs_and_not_once_it_is_killed(
    database: str, tmp_path: Path
) -> None:
    (tmp_path / "sitrep.yaml").write_text(DIGESTS)
    place = {"DATABASE_URL": database}
    await asyncio.to_thread(
        sitrep, "db", "backup", "news.bak", place=tmp_path, environment=place
    )
    verbs = (["restore", "news.bak", "--force"], ["vacuum"])

    async def attempt(verb: list[str]) -> Done:
        return await asyncio.to_thread(
            sitrep, "db", *verb, place=tmp_path, environment=place
        )

    async with running(tmp_path / "sitrep.yaml", place) as bot:
        async for event in event_log(bot):
            if event["event"] == "Sitrep started":
                break
        refused = [await attempt(verb) for verb in verbs]
        bot.kill()
        await bot.wait()
    done = [await attempt(verb) for verb in verbs]

    for command in refused:
        assert (command.status, command.output) == (1, "")
        assert command.messages.endswith(
            ": a bot or another sitrep command is using it; stop it, then try again\n"
        )
    assert [command.status for command in done] == [0, 0]


async def test_a_restore_says_where_the_previous_content_is(tmp_path: Path) -> None:
    file = tmp_path / "news.db"
    place = {"DATABASE_URL": f"sqlite:///{file}"}
    sitrep("db", "upgrade", environment=place)
    sitrep("db", "backup", tmp_path / "news.bak", environment=place)
    async with open_store(f"sqlite:///{file}") as store:
        await show(store, make_sighting("ferry"))

    done = sitrep("db", "restore", tmp_path / "news.bak", "--force", environment=place)

    assert done.status == 0
    assert done.output.endswith(
        f"database {file}: the previous content is in {file}.replaced\n"
    )


def test_an_upgrade_says_what_it_did(tmp_path: Path) -> None:
    place = {"DATABASE_URL": f"sqlite:///{tmp_path / 'news.db'}"}

    first, second = (sitrep("db", "upgrade", environment=place) for _ in range(2))
    final = sitrep("db", "upgrade", "--final", environment=place)

    name = f"database {tmp_path / 'news.db'}"
    assert first.output == f"{name}: tables created\n"
    assert second.output == f"{name}: already up to date\n"
    assert final.output == (
        f"{name}: already up to date\n{name}: older versions of Sitrep can no longer use it\n"
    )


def test_a_vacuum_says_what_it_won(tmp_path: Path) -> None:
    place = {"DATABASE_URL": f"sqlite:///{tmp_path / 'news.db'}"}
    sitrep("db", "upgrade", environment=place)

    done = sitrep("db", "vacuum", environment=place)

    assert done.status == 0
    assert done.output.endswith(" MB now\n")


async def test_a_database_forgets_with_force_only(tmp_path: Path) -> None:
    file = tmp_path / "news.db"
    place = {"DATABASE_URL": f"sqlite:///{file}"}
    async with open_store(place["DATABASE_URL"]) as store:
        await add(store, "ferry")
        await store.freeze(replace(make_edition(slot=None), lines=(make_line(),)))
    verb = ("db", "forget", "--speaker", "Ida Brandt")

    trial, done, again = (
        sitrep(*verb, *force, environment=place)
        for force in ([], ["--force"], ["--force"])
    )

    tables = (
        *("articles", "items", "told articles", "told lines"),
        *("item keys", "item sources"),
    )
    rows = "".join(f"  {name}: 1\n" for name in tables)
    rows += "  editions: 1 kept without these lines\n"
    assert trial.status == 1
    assert trial.output == f"these rows of database {file} would be deleted:\n{rows}"
    assert trial.messages.startswith("nothing is deleted yet: add --force")
    assert (done.status, done.messages) == (0, "")
    assert done.output == f"these rows of database {file} were deleted:\n{rows}"
    assert again.output == f"database {file}: nothing to delete\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ([], "use exactly one of --speaker, --url, --before and --user"),
        (
            ["--url", "a", "--user", "b"],
            "use exactly one of --speaker, --url, --before and",
        ),
        (["--url", "ferry"], '"ferry" is not an address'),
        (["--before", "may"], '"may" is not a day; use 2026-11-20'),
        (["--speaker", "Ida"], "no speaker of the record has this name"),
    ],
)
def test_unclear_requests_to_forget_are_refused(
    options: list[str], message: str, tmp_path: Path
) -> None:
    place = {"DATABASE_URL": f"sqlite:///{tmp_path / 'news.db'}"}
    sitrep("db", "upgrade", environment=place)

    done = sitrep("db", "forget", *options, "--force", environment=place)

    assert done.status in {1, 2}
    assert message in done.messages


def test_a_full_database_is_not_replaced_without_force(database: str) -> None:
    place = {"DATABASE_URL": database}

    done = sitrep("db", "restore", "nosuch.bak", environment=place)

    assert (done.status, done.output) == (1, "")
    assert done.messages == (
        "sitrep: nosuch.bak does not exist: check the path of the backup\n"
    )


def test_a_wrong_address_is_told_without_the_password() -> None:
    place = {"DATABASE_URL": "postgresql://ada:secret@127.0.0.1:9/news"}

    done = sitrep("db", "upgrade", environment=place)

    assert (done.status, done.output) == (1, "")
    assert done.messages == (
        "sitrep: database news at 127.0.0.1:9: no database server answers there: start it, or check DATABASE_URL\n"
    )


def test_without_an_address_a_configuration_is_needed(tmp_path: Path) -> None:
    done = sitrep("db", "vacuum", place=tmp_path)

    assert done.status == 2
    assert "no configuration found" in done.messages


@pytest.mark.parametrize("verb", ["deliveries", "digest", "db upgrade", "check"])
def test_what_is_no_address_is_a_wrong_configuration(verb: str, tmp_path: Path) -> None:
    (tmp_path / "sitrep.yaml").write_text(DIGESTS)

    done = sitrep(*verb.split(), place=tmp_path, environment={"DATABASE_URL": "hush"})

    assert (done.status, done.output, done.messages) == (2, "", WRONG)


@pytest.mark.parametrize("verb", ["deliveries", "digest"])
def test_a_database_in_memory_begins_empty(verb: str, tmp_path: Path) -> None:
    (tmp_path / "sitrep.yaml").write_text(DIGESTS)
    memory = {"DATABASE_URL": "sqlite:///:memory:"}

    done = sitrep(verb, place=tmp_path, environment=memory)

    assert done.status == 0
    assert "sitrep:" not in done.messages
