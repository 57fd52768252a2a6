"""The contract of SentenceStore: the same sentences in the same order everywhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.domain.search import SentenceQuery
from bot.core.record.search_query import parse_query
from bot.stores.sql import SqlStore, record_search
from tests.fakes.records import DAY, NOW
from tests.fakes.search import HARBOURS, record_sentence

ENGLISH = {
    "ferry": "The ferry to Sandhamn stays in port, the harbour master said.",
    "ferries": "Two ferries planned to leave the ports of Lenna before the storm.",
    "master": "The master of the harbour called the storm “a nuisance”.",
    "flaw": "The flaw CVE-2026-41177 lets anyone read the mail of O’Brien’s office.",
    "flaws": "The flaw CVE-2026-4117 and the older CVE-2025-41177 are no longer open.",
    "site": "The letter came from mail[.]skiff-aid[.]example and hxxps://aid.example/x.",
    "address": "It was sent from 10.0.0.1, not from 110.0.0.12 or 2001:db8::1.",
    "court": "In No. 23-939 the court of Lenna followed the case 1:24-cv-01234.",
    "town": "Москва and Åbo are towns; 東京 is one too, as U.S. papers wrote.",
}
FRENCH = {
    "bac": "L’été dernier, les bacs restaient à quai jusqu’à l’aube.",
    "greve": "Les grévistes manifestaient hier devant le journal d’Åbo.",
    "journaux": "Aujourd’hui, deux journaux de l’île l’ont écrit.",
}


EXPECTED = {
    "ferry": ["ferries", "ferry"],
    "FERRIES": ["ferries", "ferry"],
    "ferry storm": ["ferries"],
    "storm": ["master", "ferries"],
    "storm -ferry": ["master"],
    "storm -nuisance -ferries": [],
    "harbour master": ["master", "ferry"],
    '"harbour master"': ["ferry"],
    "“harbour master”": ["ferry"],
    'storm -"master of the harbour"': ["ferries"],
    "harbour-master": ["ferry"],
    '"ferry sandhamn"': [],
    "harb*": ["master", "ferry"],
    "harbourma*": [],
    "plan": ["ferries"],
    "plann*": ["ferries"],
    "nuisance": ["master"],
    "obrien": ["flaw"],
    "O'Brien's offices": ["flaw"],
    "CVE-2026-41177": ["flaw"],
    "cve-2026-4117": ["flaws"],
    "41177": ["flaws", "flaw"],
    "mail.skiff-aid.example": ["site"],
    "hxxp://mail[.]skiff-aid[.]example": ["site"],
    "mail(dot)skiff-aid(dot)example": ["site"],
    "skiff-aid.example": [],
    "https://aid.example": ["site"],
    "10.0.0.1": ["address"],
    "10[.]0[.]0[.]1": ["address"],
    "110.0.0.1": [],
    "2001:db8:0::1": ["address"],
    "23-939": ["court"],
    "3-939": [],
    "1:24-cv-01234": ["court"],
    "москва": ["town"],
    "моск*": ["town"],
    "東京": ["town"],
    "US": ["town"],
    "ÅBO": ["greve", "town"],
    "été": ["bac"],
    "l'ete": ["bac"],
    "l’été dernier": ["bac"],
    "\"a quai jusqu'a l'aube\"": ["bac"],
    "bac": ["bac"],
    "manifester": ["greve"],
    "journal": ["journaux", "greve"],
    "journaux -ile": ["greve"],
    "aujourd'hui": ["journaux"],
    "aujourdhui": ["journaux"],
}
"""What each query finds."""

HOSTILE = (
    "' OR 1=1 --",
    'ferry" OR "storm',
    "ferry NOT",
    "NEAR(ferry storm, 9)",
    "words : ferry",
    "^ferry + storm & | ! <-> :*",
    "ferry'); DROP TABLE record_sentences; --",
    "ferry \x00 \ud800 * ** - -- \\ %s :words {0}",
    "ferry " + " ".join(f"word{number}*" for number in range(15)),
    "a" * 500,
)


async def fill(store: SqlStore) -> None:
    """Record an article of each name with its one sentence, the first one first."""
    languages = (("en", ENGLISH), ("fr", FRENCH))
    for lang, sentences in languages:
        for name, text in sentences.items():
            await record_sentence(store, name, text, lang=lang)


def query(words: str, topics: frozenset[str] = HARBOURS) -> SentenceQuery:
    """A query as a person types it."""
    return SentenceQuery(topics, parse_query(words))


async def found(store: SqlStore, asked: SentenceQuery | str) -> list[str]:
    """The names of the articles that are found, the newest first."""
    wanted = query(asked) if isinstance(asked, str) else asked
    sentences = await store.find_sentences(wanted)
    return [each.article.id.removeprefix("id-") for each in sentences]


@pytest.mark.both_databases
async def test_words_find_the_same_sentences_in_every_database(store: SqlStore) -> None:
    await fill(store)

    assert {words: await found(store, words) for words in EXPECTED} == EXPECTED


@pytest.mark.parametrize("limit", [1, 2, 20])
async def test_the_newest_matches_are_found_wherever_they_stand(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr(record_search, "_NEWEST", 3)
    await fill(store)

    assert {
        words: await found(store, replace(query(words), limit=limit))
        for words in EXPECTED
    } == {words: names[:limit] for words, names in EXPECTED.items()}


@pytest.mark.both_databases
async def test_signs_of_a_query_language_find_nothing_and_break_nothing(
    store: SqlStore,
) -> None:
    await fill(store)

    names = [name for words in HOSTILE for name in await found(store, words)]

    assert set(names) <= {"ferry", "ferries"}
    assert await found(store, "ferry") == ["ferries", "ferry"]


async def test_sentences_of_other_topics_are_not_read(store: SqlStore) -> None:
    await record_sentence(store, "ferry", ENGLISH["ferry"], topics=("secret",))
    await record_sentence(
        store, "master", ENGLISH["master"], topics=("secret", "harbours")
    )

    assert await found(store, "harbour") == ["master"]
    assert await found(store, query("harbour", frozenset())) == []
    assert await store.recorded_papers(["bridges"]) == ()


async def test_only_the_articles_since_a_time_count(store: SqlStore) -> None:
    await record_sentence(store, "ferry", ENGLISH["ferry"], at=NOW - 3 * DAY)
    await record_sentence(store, "master", ENGLISH["master"], at=NOW - DAY)

    asked = replace(query("harbour"), since=NOW - 2 * DAY)

    assert await found(store, asked) == ["master"]
    assert await found(store, replace(asked, since=NOW)) == []
    assert await found(store, replace(asked, since=NOW - 4 * DAY)) == [
        "master",
        "ferry",
    ]


async def test_a_paper_has_the_sentences_of_its_articles_and_copies(
    store: SqlStore,
) -> None:
    await record_sentence(store, "ferry", ENGLISH["ferry"])
    await record_sentence(store, "master", ENGLISH["master"], paper="Coast Courier")
    await record_sentence(store, "copy", "-", paper="Coast Courier", copied="id-ferry")
    await record_sentence(store, "court", ENGLISH["court"], paper="Daily")

    names = await store.recorded_papers(HARBOURS)
    courier = replace(query("harbour"), papers=frozenset({"Coast Courier"}))

    assert names == ("Coast Courier", "Daily", "Lenna Gazette")
    assert await found(store, courier) == ["master", "ferry"]
    assert await found(store, replace(courier, papers=frozenset())) == []


async def test_a_paper_is_also_named_by_the_beginning_of_its_addresses(
    store: SqlStore,
) -> None:
    await record_sentence(store, "ferry", ENGLISH["ferry"])
    asked = query("harbour")

    right = frozenset({"https://lenna-gazette.example/"})
    wrong = frozenset({"https://lenna_gazette.example/", "%"})

    assert await found(store, replace(asked, addresses=right)) == ["ferry"]
    assert await found(store, replace(asked, addresses=wrong)) == []


async def test_a_speaker_has_the_sentences_of_their_claims(store: SqlStore) -> None:
    await record_sentence(store, "ferry", ENGLISH["ferry"], who="Ida Brandt")
    await record_sentence(store, "master", ENGLISH["master"], who="Olof Lind")
    (speaker,) = await store.speakers_named("ida brandt", HARBOURS, 10)

    asked = replace(query("harbour"), speakers=frozenset({speaker.id}))

    assert await found(store, asked) == ["ferry"]
    assert await found(store, replace(asked, speakers=frozenset())) == []
