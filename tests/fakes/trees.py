"""Parsed pages of our own, for code that works on their elements."""

from __future__ import annotations

from trafilatura import load_html

from bot.sources.pages.nodes import Node, text_of

STORY = tuple(
    """\
The harbour of Norrvik will close to fishing boats in March, the port authority said on \
Monday, because the northern pier is sinking into the mud.
Ada Lindgren, who has led the authority since spring, said that it had been patched for \
ten years and could not be patched again without closing the whole basin.
Fishermen protested in front of the town hall, where they fear that the repairs will \
last longer than the two years that the authority has promised to them.""".splitlines()
)


def story(*, times: int = 1) -> str:
    """Paragraphs of an article."""
    return "".join(f"<p>{paragraph}</p>" for paragraph in STORY) * times


def tree(body: str) -> Node:
    """The page with this body.

    Raises:
        ValueError: it is no HTML.
    """
    parsed: Node | None = load_html(f"<html><head></head><body>{body}</body></html>")
    if parsed is None:
        raise ValueError(body)
    return parsed


def text(node: Node) -> str:
    """All its text on one line."""
    return text_of(node)


def paragraphs(node: Node) -> list[str]:
    """The text of each of its paragraphs that has any."""
    return [words for part in node.iter("p") if (words := text_of(part))]
