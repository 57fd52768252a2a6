"""``sitrep brief`` on files, standard input and addresses."""

from __future__ import annotations

import asyncio
import json
import subprocess
from pathlib import Path

import pytest

from bot.core.text.deep_links import ARROW
from bot.demo import sample_page, serve_pages
from tests.fakes.command import SITREP, Done, Forked, sitrep, surroundings
from tests.fakes.web import LoopbackSite, page

ARTICLE = """\
Harbour town weighs a ban on night ferries

The harbour town of Ostervik will decide next week whether to ban ferries at night, \
Mayor Lena Brook said on Monday.

"We have had three collisions since spring, and the next one could cost lives," Brook \
told reporters outside the town hall.

The ferry company Norbat warned that a ban would end forty jobs. "Nobody has shown us \
that the night is the problem," said its director, Paul Achterberg.

Fishermen support the plan. They say that large ships have torn their nets since \
January, and that nobody has paid for it.
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A text file with an article."""
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE)
    return path


def brief(*arguments: str | Path, given: bytes = b"", private: str = "") -> Done:
    environment = {"SITREP_ALLOW_PRIVATE": private}
    fast = ("brief", "--engine", "fast")
    return sitrep(*fast, *arguments, given=given, environment=environment)


def test_a_text_file_is_briefed_as_text(article: Path) -> None:
    done = brief(article, "--published", "2026-02-10")

    assert (done.status, done.messages) == (0, "")
    first, _, second = done.output.splitlines()[:3]
    assert first.startswith("Harbour town weighs a ban on night ferries")
    assert first.endswith("10\xa0Feb\xa02026 · 99 words")
    assert second.startswith("ACTORS   ")


def test_no_line_of_text_is_wider_than_eighty_columns(article: Path) -> None:
    done = brief(article, "--all")

    assert max(map(len, done.output.splitlines())) <= 80
    assert "\x1b" not in done.output


@pytest.mark.parametrize("engine", ["fast", "spacy", "luhn"])
def test_every_span_is_copied_from_the_article(article: Path, engine: str) -> None:
    done = sitrep("brief", article, "--format", "json", "--all", "--engine", engine)

    document = json.loads(done.output)
    assert document["engine"] == engine
    spans = [*document["summary"], *document["noise"], *document["risks"]]
    spans += [part for claim in document["claims"] for part in claim["content"]]
    spans += [claim["sentence"] for claim in document["claims"]]
    spans += [name for actor in document["actors"] for name in actor["mentions"]]
    assert len(spans) > 5
    assert [span["text"] for span in spans] == [
        ARTICLE[span["start"] : span["end"]] for span in spans
    ]


def test_standard_input_is_briefed() -> None:
    done = brief("-", "--title", "Given title", given=ARTICLE.encode("utf-16"))

    assert done.status == 0
    assert done.output.startswith("Given title")


def test_a_page_is_briefed_with_links_in_markdown() -> None:
    with serve_pages(sample_page) as base:
        url = f"{base}/port-strike.html"
        done = brief(url, "--format", "markdown", private="1")

    assert done.status == 0
    assert f"[{ARROW}]({url}#:~:text=" in done.output
    assert "warning: SITREP_ALLOW_PRIVATE=1" in done.messages


FRENCH = (
    "Le maire de Lenna a annoncé mardi la fermeture du port pour trois jours. "
    "« Nous rouvrirons le port le 20 mars », a déclaré le maire, Paul Ferrand. "
    "Les pêcheurs de la ville craignent que la grève ne dure encore une semaine, et "
    "le conseil se réunira demain."
)

TOPICS = """
topics:
  ports:
    title: Ports
    sources: [{page: "https://news.example/ports"}]
"""


def test_labels_follow_the_language_of_the_article(tmp_path: Path) -> None:
    (tmp_path / "port.txt").write_text(FRENCH)

    done = sitrep("brief", "--engine", "fast", "port.txt", place=tmp_path)

    assert "● EN BREF" in done.output
    assert "mots" in done.output


def test_labels_follow_the_language_of_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "port.txt").write_text(FRENCH)
    (tmp_path / "sitrep.yaml").write_text(f"language: en{TOPICS}")

    done = sitrep("brief", "--engine", "fast", "port.txt", place=tmp_path)

    assert "● IN SHORT" in done.output


def test_a_wrong_configuration_does_not_keep_from_briefing(tmp_path: Path) -> None:
    (tmp_path / "port.txt").write_text(FRENCH)
    (tmp_path / "sitrep.yaml").write_text("language: de\n")

    done = sitrep("brief", "--engine", "fast", "port.txt", place=tmp_path)

    assert "● EN BREF" in done.output
    assert done.messages.startswith("warning: the configuration is not used")


async def test_a_server_is_told_the_configured_contact(tmp_path: Path) -> None:
    (tmp_path / "sitrep.yaml").write_text(f"contact: desk@news.example{TOPICS}")
    async with LoopbackSite(page(FRENCH)) as site:
        private = {"SITREP_ALLOW_PRIVATE": "1"}
        command = ("brief", "--engine", "fast", site.url())
        await asyncio.to_thread(sitrep, *command, place=tmp_path, environment=private)

        assert "(+desk@news.example)" in site.requests[0]


def test_a_private_address_is_refused() -> None:
    with serve_pages(sample_page) as base:
        done = brief(f"{base}/port-strike.html")

    assert (done.status, done.output) == (1, "")
    assert done.messages.count("\n") == 1


def test_a_saved_page_gives_its_text_along(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(sample_page("port-strike.html"))

    done = brief(path, "--format", "json")

    article = json.loads(done.output)["article"]
    assert "Dockworkers at Port Halden" in article["text"]
    assert article["published"] == "2026-09-14"


def test_each_of_several_sources_is_briefed_in_order(
    article: Path, tmp_path: Path
) -> None:
    missing = tmp_path / "missing.txt"

    done = brief(article, missing, article, "--format", "json")

    documents = [json.loads(line) for line in done.output.splitlines()]
    assert [document["id"] for document in documents] == [str(article)] * 2
    assert done.status == 1
    assert done.messages == f'{missing}: file not found: "{missing}"\n'


def test_each_line_is_explained_when_asked_for(article: Path) -> None:
    done = brief(article, "--explain")

    assert "cue “" in done.output
    assert "salience" in done.output
    assert "weighed: " in done.output


BAD_FILES = {
    "empty.txt": b"",
    "blank.md": b" \n\n ",
    "binary.txt": bytes(range(256)) * 4,
    "huge.txt": b"word " * 1_100_000,
    "empty.html": b"<html><body></body></html>",
    "menu.html": b"<html><body><nav><a href='/'>1</a></nav></body></html>",
}
STRANGE_TEXTS = {
    "one": "One.",
    "word": "Word",
    "unclosed": "“We never closed this quotation, he said. It went on. And on.",
    "captions": "Photo: AFP\n\nImage: Reuters",
    "bidi": "safe\u202egnp.exe was pay\u200bpal, the ministry said.\ufeff",
    "arabic": "قال الوزير إن الميناء سيغلق الأسبوع المقبل. ولم يصب أحد بأذى في الحادث.",
    "a": "a" * 50_000,
    "dashes": "-" * 1000 + " word",
}


def test_each_bad_file_is_one_clear_sentence(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in BAD_FILES]
    for path in paths:
        path.write_bytes(BAD_FILES[path.name])

    done = brief(*paths)

    assert (done.status, done.output) == (1, "")
    told = [line.split(": ")[0] for line in done.messages.splitlines()]
    assert told == list(map(str, paths))


def test_a_strange_text_is_briefed_or_refused_in_a_sentence(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.txt" for name in STRANGE_TEXTS]
    for path in paths:
        path.write_text(STRANGE_TEXTS[path.stem])

    done = brief(*paths)

    refused = [line.split(": ")[0] for line in done.messages.splitlines()]
    assert set(refused) < set(map(str, paths))
    assert not {"\u202e", "\u200b", "\ufeff"} & set(done.output)


def test_two_thousand_sentences_are_briefed() -> None:
    text = " ".join(f"Ferry {number} will stop in May." for number in range(2000))

    done = brief("-", "--engine", "fast", given=text.encode())

    assert done.status == 0


def test_a_reader_that_goes_away_hears_nothing(article: Path) -> None:
    with Forked[bytes](
        [*SITREP, "brief", "--engine", "fast", str(article)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=surroundings({}),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        messages = process.stderr.read()
        process.wait(60)

    assert messages == b""
