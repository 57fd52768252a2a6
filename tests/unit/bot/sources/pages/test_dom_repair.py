"""What is made plain in a page; every page is our own writing."""

from __future__ import annotations

from bot.sources.pages.dom_repair import repair_dom
from bot.sources.pages.nodes import Node
from tests.fakes.trees import STORY, paragraphs, text, tree

POST = '<blockquote class="twitter-tweet"><p>The pier is gone.</p>Ada Ek (@ada)</blockquote>'


def mended(body: str) -> Node:
    page = tree(body)
    repair_dom(page)
    return page


def part(paragraph: str, name: str = "body") -> str:
    return f'<div class="{name}"><p>{paragraph}</p></div>'


def bodies(page: Node) -> list[list[str]]:
    return [paragraphs(block) for block in page.iter("div") if block.get("class")]


def test_quoted_post_loses_the_names_that_mark_it_as_social() -> None:
    page = mended(f'<div class="social-embed" id="x"><div>{POST}</div></div>')

    names = [node.get("class") for node in page.iter("div", "blockquote")]
    assert names == [None, None, None]


def test_wrapper_with_more_than_the_post_keeps_its_name() -> None:
    page = mended(f'<div class="social-embed"><p>{STORY[0]}</p>{POST}</div>')

    assert [node.get("class") for node in page.iter("div")] == ["social-embed"]


def test_other_quotations_keep_their_names() -> None:
    page = mended('<blockquote class="pull">The pier is gone.</blockquote>')

    assert [node.get("class") for node in page.iter("blockquote")] == ["pull"]


def test_parts_of_one_name_are_joined() -> None:
    parts = f"{part(STORY[0])}<aside>Advertisement</aside>{part(STORY[1])}"

    page = mended(f"<article>{parts}{part(STORY[2])}</article>")

    assert bodies(page)[0] == list(STORY)


def test_parts_with_a_heading_between_are_not_joined() -> None:
    page = mended(f"<article>{part(STORY[0])}<h2>Boats</h2>{part(STORY[1])}</article>")

    assert bodies(page) == [[STORY[0]], [STORY[1]]]


def test_parts_of_other_names_are_not_joined() -> None:
    page = mended(f"<article>{part(STORY[0])}{part(STORY[1], 'note')}</article>")

    assert bodies(page) == [[STORY[0]], [STORY[1]]]


def test_parts_of_several_articles_are_not_joined() -> None:
    article = f"<article>{part(STORY[0])}</article>"

    page = mended(article + article)

    assert bodies(page) == [[STORY[0]], [STORY[0]]]


def test_part_inside_a_part_stays_there() -> None:
    inner = part(STORY[1])

    page = mended(
        f'<article><div class="body"><p>{STORY[0]}</p>{inner}</div></article>'
    )

    assert text(page) == f"{STORY[0]} {STORY[1]}".replace("mud. Ada", "mud.Ada")


def test_two_line_breaks_part_paragraphs() -> None:
    page = mended(f"<div>{STORY[0]}<br><br>{STORY[1]}<br/>\n<br/>{STORY[2]}</div>")

    assert paragraphs(page) == list(STORY)


def test_one_line_break_stays_in_its_paragraph() -> None:
    page = mended(f"<div>{STORY[0]}<br>{STORY[1]}</div>")

    first = next(page.iter("p"))
    assert [node.tag for node in first.iterchildren()] == ["br"]
    assert STORY[1] in text(first)


def test_inline_elements_stay_in_their_paragraph() -> None:
    loose = (
        f"<b>Norrvik</b> <i>today</i>: {STORY[0]} <a href='/1'>The letter</a> says so."
    )

    page = mended(f"<div>{loose}<br><br>{STORY[1]}</div>")

    assert paragraphs(page) == [
        f"Norrvik today: {STORY[0]} The letter says so.",
        STORY[1],
    ]


def test_line_that_begins_with_an_inline_element_is_one() -> None:
    page = mended(f"<div>{STORY[0]}<br><br><b>Norrvik:</b> {STORY[1]}</div>")

    assert paragraphs(page) == [STORY[0], f"Norrvik: {STORY[1]}"]


def test_blocks_between_loose_text_keep_their_place() -> None:
    page = mended(f"<div>{STORY[0]}<br><ul><li>A pier</li></ul>{STORY[1]}</div>")

    block = next(page.iter("div"))
    assert [node.tag for node in block.iterchildren()] == ["p", "ul", "p"]
    assert text(block) == f"{STORY[0]}A pier{STORY[1]}"


def test_block_with_a_few_loose_words_is_left_alone() -> None:
    page = mended("<div>Call us<br><br>today</div>")

    assert paragraphs(page) == []
