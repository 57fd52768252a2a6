"""Payloads are drawn as what they say, and an article's words stay words."""

from __future__ import annotations

import pytest

from bot.core.platforms.spec import LinkHtml
from bot.platforms.discord.preview import draw_components, draw_text
from bot.platforms.slack.preview import Block, draw_blocks
from bot.web.preview.page import Anchors

PROOF = "https://example.org/a#:~:text=the%20ferry"


def links(side: str = "discord") -> LinkHtml:
    return Anchors(side, {PROOF: 3}).link


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
    ],
)
def test_discords_markdown_is_drawn(content: str, drawn: str) -> None:
    assert draw_text(content, links()) == f'<div class="line">{drawn}</div>'


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("-# small", "small"),
        ("# big", "h2"),
        ("### heading", "h4"),
        ("> said", "blockquote"),
    ],
)
def test_a_line_looks_as_its_start_says(content: str, kind: str) -> None:
    assert f'<div class="line {kind}">' in draw_text(content, links())


def test_a_proof_leads_to_its_sentence_and_is_led_back_to_once() -> None:
    found = draw_text(f"a [o ↗](<{PROOF}>)\nb [o ↗](<{PROOF}>)", links())

    assert found.count('href="#sentence-3"') == 2
    assert found.count('id="discord-3"') == 1


def test_components_are_drawn_inside_each_other() -> None:
    button = {"type": 2, "style": 1, "label": "Post here", "custom_id": "x"}
    menu = {"type": 3, "placeholder": "Choose <one>", "options": []}
    card = {
        "type": 17,
        "components": [
            {"type": 10, "content": "**Title**"},
            {"type": 14},
            {"type": 14, "divider": False},
            {"type": 9, "components": [{"type": 10, "content": "text"}]},
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
def test_a_component_that_is_not_known_is_told(component: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no drawing of the component"):
        draw_components([component], links())


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("*Ferry* sails", "<b>Ferry</b> sails"),
        ("a &lt;b&gt; &amp; c", "a &lt;b&gt; &amp; c"),
        ("ask <!channel>", 'ask <span class="ping">&lt;!channel&gt;</span>'),
        ("ask <@U012AB3CD>", 'ask <span class="ping">&lt;@U012AB3CD&gt;</span>'),
        ("*a _b_ c*", "<b>a <i>b</i> c</b>"),
        ("*a _b* c", "<b>a <i>b</i></b> c"),
        (
            "<https://example.org/?a=1&amp;b=2|site>",
            (
                '<a href="https://example.org/?a=1&amp;b=2" rel="noreferrer noopener">'
                "site</a>"
            ),
        ),
    ],
)
def test_slacks_markup_is_drawn(text: str, drawn: str) -> None:
    block = {"type": "section", "text": {"type": "mrkdwn", "text": text}}

    assert draw_blocks([block], links("slack")) == f'<div class="line">{drawn}</div>'


def test_plain_text_has_no_markup() -> None:
    block = {"type": "header", "text": {"type": "plain_text", "text": "*a* <b>"}}

    found = draw_blocks([block], links("slack"))

    assert found == '<div class="line h3">*a* &lt;b&gt;</div>'


def test_rich_text_is_literal_but_for_its_styles() -> None:
    said = {"type": "text", "text": "*x* <!here>", "style": {"bold": True}}
    proof = {"type": "link", "url": PROOF, "text": "example.org ↗"}
    line = {"type": "rich_text_section", "elements": [said, proof]}
    listed = {"type": "rich_text_list", "style": "bullet", "elements": [line]}
    ping = {"type": "rich_text_section", "elements": [{"type": "broadcast"}]}
    block = {"type": "rich_text", "elements": [line, listed, ping]}

    found = draw_blocks([block], links("slack"))

    assert "<b>*x* &lt;!here&gt;</b>" in found
    assert 'id="slack-3" href="#sentence-3">example.org ↗</a>' in found
    assert '<ul class="line"><li>' in found
    assert '<span class="ping">broadcast</span>' in found


def test_controls_of_slack_are_drawn() -> None:
    button = {"type": "button", "style": "primary", "text": {"text": "Post here"}}
    menu = {"type": "static_select", "placeholder": {"text": "Choose"}}
    blocks: list[Block] = [
        {"type": "actions", "elements": [button, menu]},
        {"type": "divider"},
        {"type": "context", "elements": [{"type": "plain_text", "text": "note"}]},
    ]

    assert draw_blocks(blocks, links("slack")) == (
        '<div class="actions"><span class="button main">Post here</span>'
        '<span class="button menu">Choose ▾</span></div><hr>'
        '<div class="line small">note</div>'
    )


def test_a_block_that_is_not_known_is_told() -> None:
    with pytest.raises(ValueError, match="no drawing of the block 'video'"):
        draw_blocks([{"type": "video"}], links("slack"))
