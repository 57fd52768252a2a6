"""Payloads are drawn as what they say, and an article's words stay words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import pytest
from jinja2 import UndefinedError

from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.platforms.spec import LinkHtml
from bot.platforms.discord.preview import draw_components
from bot.platforms.slack.preview import draw_blocks
from bot.web.preview import Proof, ProofKind
from bot.web.preview.page import Anchors
from summarizers.model import Span

PROOF = "https://example.org/a#:~:text=the%20ferry"


def links(side: str = "discord") -> LinkHtml:
    proof = Proof(Span(0, 9, "the ferry"), ProofKind.CLAIM)
    return Anchors(side, {PROOF: 3}, {3: proof}).link


def draw_text(content: str) -> str:
    return draw_components([{"type": 10, "content": content}], links())


def draw_block(block: Mapping[str, object]) -> str:
    return draw_blocks([cast("JsonObject", block)], links("slack"))


@pytest.mark.parametrize(
    ("content", "drawn"),
    [
        ("**Ferry** sails", "<b>Ferry</b> sails"),
        (r"\*\*Ferry\*\* sails", "**Ferry** sails"),
        ("*a **b** c*", "<i>a <b>b</b> c</i>"),
        ("open **mark", "open <b>mark</b>"),
        (r"a\_b and `c`", "a_b and <code>c</code>"),
        ("<b>not ours</b>", "&lt;b&gt;not ours&lt;/b&gt;"),
        ("ask @everyone", 'ask <span class="ping">@everyone</span>'),
        ("ask <@123456>", 'ask <span class="ping">&lt;@123456&gt;</span>'),
        (r"ask \<\@123456\>", "ask &lt;@123456&gt;"),
        (
            "[example.org ↗](<https://example.org/x>)",
            '<a href="https://example.org/x" rel="noreferrer noopener">example.org ↗</a>',
        ),
        ("[x](javascript:alert)", "x"),
        (
            r"[*The Post\_* & b](<https://example.org/x>)",
            '<a href="https://example.org/x" rel="noreferrer noopener"><i>The Post_</i> &amp; b</a>',
        ),
    ],
)
def test_discords_markdown_is_drawn(content: str, drawn: str) -> None:
    assert draw_text(content) == f'<div class="line">{drawn}</div>'


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("-# small", "small"),
        ("# big", "h2"),
        ("### heading", "h4"),
        ("> said", "blockquote"),
        ("- said", "item"),
    ],
)
def test_a_line_looks_as_its_start_says(content: str, kind: str) -> None:
    assert f'<div class="line {kind}">' in draw_text(content)


def test_a_proof_leads_to_its_sentence_and_is_led_back_to_once() -> None:
    found = draw_text(f"a [o ↗](<{PROOF}>)\nb [o ↗](<{PROOF}>)")

    assert found.count('href="#sentence-3"') == 2
    assert found.count('id="discord-3"') == 1


def test_components_are_drawn_inside_each_other() -> None:
    button: Json = {"type": 2, "style": 1, "label": "Post here", "custom_id": "x"}
    menu: Json = {"type": 3, "placeholder": "Choose <one>", "options": []}
    card: Json = {
        "type": 17,
        "components": [
            {"type": 10, "content": "**Title**"},
            {"type": 14},
            {"type": 14, "divider": False},
            {"type": 10, "content": "text"},
            {"type": 1, "components": [button]},
            {"type": 1, "components": [menu]},
        ],
    }

    found = draw_components([card], links())

    assert found == (
        '<div class="card"><div class="line"><b>Title</b></div><hr>'
        '<div class="gap"></div><div class="line">text</div>'
        '<div class="actions"><span class="button main">Post here</span></div>'
        '<div class="actions"><span class="button menu">Choose &lt;one&gt; ▾</span></div>'
        "</div>"
    )


@pytest.mark.parametrize("component", [{"type": 99}, {}])
def test_a_component_that_is_not_known_is_told(component: dict[str, Json]) -> None:
    with pytest.raises(UndefinedError):
        draw_components([component], links())


def test_plain_text_has_no_markup() -> None:
    block = {"type": "header", "text": {"type": "plain_text", "text": "*a* <b>"}}

    found = draw_block(block)

    assert found == '<div class="line h3">*a* &lt;b&gt;</div>'


def test_rich_text_is_literal_but_for_its_styles() -> None:
    said = {"type": "text", "text": "*x* <!here>", "style": {"bold": True}}
    proof = {"type": "link", "url": PROOF, "text": "example.org ↗"}
    line = {"type": "rich_text_section", "elements": [said, proof]}
    listed = {"type": "rich_text_list", "style": "bullet", "elements": [line]}
    block = {"type": "rich_text", "elements": [line, listed]}

    found = draw_block(block)

    assert "<b>*x* &lt;!here&gt;</b>" in found
    assert (
        '<a class="go c" id="slack-3" data-n="3" href="#sentence-3" '
        'aria-label="Sentence 3 in the article">example.org ↗</a>'
    ) in found
    assert "<ul><li>" in found


def test_lines_of_rich_text_are_drawn_below_each_other() -> None:
    line = {"type": "rich_text_section", "elements": [{"type": "text", "text": "a\nb"}]}

    found = draw_block({"type": "rich_text", "elements": [line]})

    assert '<div class="line">a</div><div class="line">b</div>' in found


def test_a_container_of_discord_has_its_accent() -> None:
    card: Json = {"type": 17, "accent_color": 0x2F6FD6, "components": []}

    assert draw_components([card], links()) == (
        '<div class="card" style="--accent:#2f6fd6"></div>'
    )


def test_controls_of_slack_are_drawn() -> None:
    button = {"type": "button", "style": "primary", "text": {"text": "Post here"}}
    menu = {"type": "static_select", "placeholder": {"text": "Choose"}}
    assert draw_block({"type": "actions", "elements": [button, menu]}) == (
        '<div class="actions"><span class="button main">Post here</span>'
        '<span class="button menu">Choose ▾</span></div>'
    )


def test_small_print_of_slack_is_literal() -> None:
    note = {"type": "plain_text", "text": "*note*"}

    found = draw_block({"type": "context", "elements": [note]})

    assert found == '<div class="line small">*note*</div>'


def test_a_block_that_is_not_known_is_told() -> None:
    with pytest.raises(UndefinedError, match="video"):
        draw_block({"type": "video"})
