"""The whole engine on the sample pages: who is read as the speaker of what."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import pytest

from bot.sources.pages import parse_html
from summarizers.briefing import Briefer
from summarizers.model import Article, Briefing
from summarizers.page import select_page

SPEAKERS = [
    ("battery-plant", "Battery prices fell by a fifth", "Jens Overgaard"),
    ("battery-plant", "train the first 300 workers", "Caroline Okafor-Lynd"),
    ("battery-plant", "promised a future here", "Dilys Prothero"),
    ("battery-plant", "it will go to court", "Clean Bay"),
    ("dam-warning", "the spillway, which was repaired", "Duncan Ferrars"),
    ("dam-warning", "Every week of rain", "Duncan Ferrars"),
    ("dam-warning", "We would rather move you", "Priya Nathwani"),
    ("dam-warning", "two Atlantic storms", "Ben Achterberg"),
    ("dockers-walkout", "No sick child", "Ilse Brandvold"),
    ("dockers-walkout", "We offered to freeze", "Tomas Ekeland"),
    ("election-ruling", "We did not come here", "Emil Janda"),
    ("election-ruling", "the treasury had cash", "Petra Halasz"),
    ("election-ruling", "the recount would begin", "Electoral Commission"),
    ("election-ruling", "he saw no reason", "Otto Meres"),
    ("fever-outbreak", "a vaccine existed", "Ibrahim Wellesley"),
    ("fever-outbreak", "The curve looks exactly", "Hana Iwasaki"),
    ("fever-outbreak", "We had a hundred on Monday", "Joss Pelham"),
    ("hospital-attack", "We do not negotiate", "Jonas Adelmark"),
    ("hospital-attack", "It was one password", "Karin Vold"),
    ("hospital-attack", "no patient had been harmed", "Leena Farsund"),
    ("port-strike", "the government would not send", "Hanna Revik"),
    ("port-strike", "a strike was likely to spread", "Signe Maarten"),
    ("port-strike", "Farms keep feed", "Oskar Lindqvane"),
    ("river-treaty", "We are paying with our power", "Radek Ostrov"),
    ("river-treaty", "she expected", "Marguerite Dunne"),
    ("river-treaty", "We have argued about who owns", "Adela Morvan"),
]
PAGES = sorted({page for page, _, _ in SPEAKERS})
ENGINES = ("spacy", "fast")


@cache
def _article(page: str) -> Article:
    body = files("bot.demo").joinpath(f"{page}.html").read_bytes()
    return parse_html(body, url=f"https://news.example/{page}")


@cache
def _briefer(engine: str) -> Briefer:
    return Briefer(engine)


@cache
def _briefing(page: str, engine: str) -> Briefing:
    return _briefer(engine).brief(_article(page))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("page", "words", "speaker"), SPEAKERS)
def test_words_are_given_to_who_said_them(
    page: str, words: str, speaker: str, engine: str
) -> None:
    claims = _briefing(page, engine).claims

    found = [c.speaker for c in claims if any(words in p.text for p in c.content)]

    assert found[:1] == [speaker]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("page", PAGES)
def test_marked_text_is_never_printed(page: str, engine: str) -> None:
    briefing = _briefing(page, engine)

    lines = [line.span for line in briefing.summary] + [r.span for r in briefing.risks]

    noise = [n.span for n in briefing.noise]
    assert not [
        line
        for line in lines
        if any(n.start < line.end and line.start < n.end for n in noise)
    ]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_something(page: str, engine: str) -> None:
    briefing = select_page(_briefing(page, engine)).briefing

    assert briefing.summary
    assert briefing.actors
    assert briefing.claims or briefing.risks


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("page", PAGES)
def test_dated_risks_lie_ahead(page: str, engine: str) -> None:
    published = _article(page).published

    dated = [r.when for r in _briefing(page, engine).risks if r.when is not None]

    assert published is not None
    assert all(when.last >= published for when in dated)
