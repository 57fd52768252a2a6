"""Payloads are drawn as what they say, and an article's words stay words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import pytest

from bot.core.messages.briefing_json import JsonObject
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


def test_a_proof_leads_to_its_sentence_and_is_led_back_to_once() -> None:
    found = draw_text(f"a [o ↗](<{PROOF}>)\nb [o ↗](<{PROOF}>)")

    assert found.count('href="#sentence-3"') == 2
    assert found.count('id="discord-3"') == 1


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
