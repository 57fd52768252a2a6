"""The preview as a whole: the sole owner of Jinja."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from bot.web.preview.anchors import Anchors
from bot.web.preview.article import draw_article
from bot.web.preview.discord import Component, draw_components
from bot.web.preview.slack import Block, draw_blocks
from summarizers.model import Article, Span

SIDES = ("slack", "discord")
"""The names of the two messages in the addresses of their lines."""

_HERE = files(__name__.rpartition(".")[0])


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown: an article, and each message of its briefing as a payload.

    ``proofs`` are the sentences by the addresses that the messages' lines lead to.
    """

    article: Article
    proofs: Mapping[str, Span]
    slack: Sequence[Iterable[Block]]
    discord: Sequence[Iterable[Component]]


def preview_pages(shown: Shown) -> Mapping[str, tuple[str, bytes]]:
    """The pages by their paths, each with its type of content."""
    return {
        "/": ("text/html", _page(shown).encode()),
        "/preview.css": ("text/css", (_HERE / "preview.css").read_bytes()),
    }


def _page(shown: Shown) -> str:
    numbers = {url: number for number, url in enumerate(shown.proofs, start=1)}
    sentences = {numbers[url]: span for url, span in shown.proofs.items()}
    slack, discord = (Anchors(side, numbers) for side in SIDES)
    templates = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = templates.from_string((_HERE / "preview.html").read_text("utf8"))
    return template.render(
        title=shown.article.title or "A briefing",
        slack=[draw_blocks(blocks, slack) for blocks in shown.slack],
        discord=[draw_components(one, discord) for one in shown.discord],
        article=draw_article(shown.article, sentences, SIDES),
    )
