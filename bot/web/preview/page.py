"""The preview as a whole: the sole owner of Jinja."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from bot.core.platforms.spec import LinkHtml
from bot.web.preview.anchors import Anchors
from bot.web.preview.article import draw_article
from summarizers.model import Article, Span

_HERE = files(__name__.rpartition(".")[0])


@dataclass(frozen=True, slots=True)
class Column:
    """The messages of one platform; ``draw`` makes one piece of HTML a message."""

    name: str
    title: str
    draw: Callable[[LinkHtml], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Preview:
    """An article, and the messages of its briefing on each platform.

    ``proofs`` are the sentences by the addresses that the messages' lines link to.
    """

    article: Article
    proofs: Mapping[str, Span]
    columns: Sequence[Column]


def preview_pages(preview: Preview) -> Mapping[str, tuple[str, bytes]]:
    """The pages by path, each with its content type."""
    return {
        "/": ("text/html", _page(preview).encode()),
        "/preview.css": ("text/css", (_HERE / "preview.css").read_bytes()),
    }


def _page(preview: Preview) -> str:
    numbers = {url: number for number, url in enumerate(preview.proofs, start=1)}
    sentences = {numbers[url]: span for url, span in preview.proofs.items()}
    templates = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = templates.from_string((_HERE / "preview.html").read_text("utf8"))
    names = [column.name for column in preview.columns]
    return template.render(
        title=preview.article.title or "A briefing",
        columns=[
            (column.name, column.title, column.draw(Anchors(column.name, numbers).link))
            for column in preview.columns
        ],
        article=draw_article(preview.article, sentences, names),
    )
