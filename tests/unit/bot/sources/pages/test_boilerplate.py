"""What is taken out of a page; every page is our own writing."""

from __future__ import annotations

import pytest

from bot.sources.pages.boilerplate import drop_boilerplate
from tests.fakes.trees import STORY, paragraphs, story, text, tree

TEASER = (
    "<article><h2>Lighthouse sold</h2><p>A buyer was found for the tower.</p></article>"
)


def cleared(body: str) -> str:
    page = tree(body)

    drop_boilerplate(page)

    return text(page)


def test_article_without_furniture_stays_whole() -> None:
    page = tree(f"<article><h1>Harbour closes</h1>{story()}</article>")

    drop_boilerplate(page)

    assert paragraphs(page) == list(STORY)


def test_scripts_go_and_metadata_stays() -> None:
    scripts = (
        '<script>a = 1</script><script type="application/ld+json">{"b": 2}</script>'
    )

    left = cleared(scripts + story())

    assert "a = 1" not in left
    assert '{"b": 2}' in left


@pytest.mark.parametrize(
    "attributes",
    ["hidden", 'class="box sr-only"', 'class="Hidden"', 'class="print-header"'],
)
def test_what_is_not_shown_goes(attributes: str) -> None:
    left = cleared(f"<div {attributes}>An error has occurred.</div>{story()}")

    assert "error" not in left


def test_class_that_only_begins_like_a_hidden_one_stays() -> None:
    left = cleared(f'<div class="hide-and-seek">Children played.</div>{story()}')

    assert "Children played." in left


def test_article_that_a_script_will_show_stays() -> None:
    left = cleared(f'<div class="hidden">{story()}</div>')

    assert STORY[0] in left


def test_teasers_beside_the_article_go() -> None:
    page = f"{TEASER}<article><h1>Harbour closes</h1>{story()}</article>{TEASER}"

    assert "tower" not in cleared(page)


def test_teasers_inside_the_article_go() -> None:
    page = f"<article><h1>Harbour closes</h1>{story()}{TEASER}</article>"

    assert "tower" not in cleared(page)


def test_article_inside_a_wrapping_article_stays() -> None:
    inner = f"<article><h1>Harbour closes</h1>{story()}</article>"

    left = cleared(f"<article><h1>The Post</h1>{inner}</article>")

    assert STORY[0] in left


def test_longest_article_is_the_pages_when_none_has_its_heading() -> None:
    left = cleared(f"{TEASER}<article>{story()}</article>")

    assert STORY[0] in left
    assert "tower" not in left


def test_list_of_short_articles_stays() -> None:
    assert "tower" in cleared(TEASER * 5)


def test_parts_of_an_article_that_are_longer_than_its_lead_stay() -> None:
    lead = f"<p>{STORY[0]} {STORY[1]}</p>"

    left = cleared(
        f"<article><h1>Harbour</h1>{lead}<article>{story(times=2)}</article></article>"
    )

    assert STORY[2] in left


def test_popup_behind_a_name_goes() -> None:
    popup = '<span><a href="/1">Ada opens a pier</a> <a href="/2">Ada speaks</a></span>'

    left = cleared(f'<p>Mayor <a href="/ada">Ada Ek</a>{popup} said no.</p>{story()}')

    assert "Mayor Ada Ek said no." in left
    assert "opens a pier" not in left


def test_links_in_running_text_stay() -> None:
    sources = '<span>in <a href="/1">a report</a> and <a href="/2">a letter</a></span>'

    left = cleared(f'<p><a href="/ada">Ada Ek</a> said it {sources}.</p>{story()}')

    assert "in a report and a letter" in left


@pytest.mark.parametrize(
    "line",
    [
        '<p><a href="/1">Lighthouse sold to a stranger</a></p>',
        '<p>See also: <a href="/1">Lighthouse sold to a stranger</a></p>',
        '<p><strong>Read more:</strong> <a href="/1">Lighthouse sold again</a></p>',
        '<ul><li><a href="/1">Lighthouse sold to a stranger</a></li></ul>',
    ],
)
def test_line_that_leads_elsewhere_goes(line: str) -> None:
    assert "Lighthouse" not in cleared(story() + line + story())


@pytest.mark.parametrize(
    "line",
    [
        '<p>Tip for this summer: <a href="/1">Lighthouse tours are on.</a></p>',
        '<p>Boats: <a href="/1">Lighthouse</a>, <a href="/2">Anna</a></p>',
        '<p>The <a href="/1">Lighthouse</a> was sold to a stranger.</p>',
        '<p><a href="/1">Lighthouse</a></p>',
        "<p>Lighthouse: sold to a stranger</p>",
        '<ul><li>Lighthouse and <a href="/1">pier</a> were sold</li></ul>',
        "<ul><li>Lighthouse keepers wait</li><li>Fishermen wait</li></ul>",
    ],
)
def test_line_of_the_article_stays(line: str) -> None:
    assert "Lighthouse" in cleared(story() + line + story())


@pytest.mark.parametrize(
    "heading", ["<h3>More on this</h3>", "<p><b>DO NOT MISS</b></p>"]
)
def test_heading_over_links_goes_with_them(heading: str) -> None:
    link = '<p><a href="/1">Lighthouse sold to a stranger</a></p>'

    left = cleared(story() + heading + link + story())

    assert "More on this" not in left
    assert "MISS" not in left


def test_sentence_before_links_stays() -> None:
    link = '<p><a href="/1">Lighthouse sold to a stranger</a></p>'

    left = cleared(f"{story()}<p><b>It is closed.</b></p>{link}")

    assert "It is closed." in left


def test_what_a_last_rule_sets_apart_goes() -> None:
    about = "<hr><p>The Norrvik Port Authority runs three harbours.</p>"

    left = cleared(f"<article>{story(times=2)}{about}</article>")

    assert "three harbours" not in left


@pytest.mark.parametrize(
    "end",
    [
        f"<hr>{story()}",
        "<hr><p>First.</p><p>Then.</p><p>Next.</p><p>Three harbours.</p>",
        "<hr>",
    ],
)
def test_section_behind_a_rule_stays(end: str) -> None:
    body = f"<article>{story(times=2)}{end}</article>"

    assert cleared(body) == text(tree(body))


def test_rule_near_the_top_sets_nothing_apart() -> None:
    left = cleared(f"<article><p>Harbour news.</p><hr><p>{STORY[0]}</p></article>")

    assert STORY[0] in left
