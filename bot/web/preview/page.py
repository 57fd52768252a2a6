"""The page of the preview: the article, and its briefing on each platform."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from importlib.resources import files

from bot.core.platforms.spec import LinkHtml
from bot.templates import load_template
from summarizers.model import Article, Span


@dataclass(frozen=True, slots=True)
class Marked:
    """A part of the article's text to mark, with the numbers of its sentences."""

    start: int
    end: int
    numbers: tuple[int, ...]


def draw_article(
    article: Article, sentences: Mapping[int, Span], sides: Sequence[str]
) -> str:
    """Draw the article as HTML; each sentence links to its line in every column."""
    runs = marked_runs(sentences)
    paragraphs = [
        tuple(_pieces(article.text, start, end, runs))
        for start, end in _paragraphs(article.text)
    ]
    return load_template(__name__, "article.html")(paragraphs=paragraphs, sides=sides)


def marked_runs(sentences: Mapping[int, Span]) -> tuple[Marked, ...]:
    """Join overlapping sentences into one run each; return the runs in order."""
    runs: list[Marked] = []
    for number, span in sorted(sentences.items(), key=lambda item: item[1].start):
        last = runs[-1] if runs else None
        if last is not None and span.start < last.end:
            numbers = (*last.numbers, number)
            runs[-1] = Marked(last.start, max(last.end, span.end), numbers)
        else:
            runs.append(Marked(span.start, span.end, (number,)))
    return tuple(runs)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            yield start, end
        start = end + 1


def _pieces(
    text: str, start: int, end: int, runs: Sequence[Marked]
) -> Iterator[tuple[str, bool, tuple[int, ...]]]:
    """Yield the pieces of a paragraph: text, whether marked, and sentence numbers.

    A run that began in an earlier paragraph has its numbers there.
    """
    at = start
    for run in runs:
        if run.start < end and run.end > start:
            first, last = max(run.start, start), min(run.end, end)
            yield text[at:first], False, ()
            yield text[first:last], True, run.numbers if run.start >= start else ()
            at = last
    yield text[at:end], False, ()


@dataclass(slots=True)
class Anchors:
    """The links of one platform's messages; ``side`` is the platform's name.

    ``numbers`` gives the number of each sentence by the address that links to it. The
    article's sentence links back to the first link.
    """

    side: str
    numbers: Mapping[str, int]
    drawn: set[int] = field(default_factory=set)

    def link(self, url: str, label: str) -> str:
        """Make an HTML link to a sentence of the article, or else to ``url``."""
        number = self.numbers.get(url)
        if number is None:
            return _outward(url, label)
        place = "" if number in self.drawn else f' id="{self.side}-{number}"'
        self.drawn.add(number)
        return f'<a class="proof"{place} href="#sentence-{number}">{label}</a>'


def _outward(url: str, label: str) -> str:
    if not url.startswith(("https://", "http://")):
        return label
    return f'<a href="{escape(url)}" rel="noreferrer noopener">{label}</a>'


_HERE = files(__name__.rpartition(".")[0])


@dataclass(frozen=True, slots=True)
class Column:
    """One platform's messages; ``draw`` returns a piece of HTML for each message."""

    name: str
    title: str
    draw: Callable[[LinkHtml], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Preview:
    """An article, and the messages of its briefing on each platform.

    ``proofs`` maps the address of each line's link to its sentence.
    """

    article: Article
    proofs: Mapping[str, Span]
    columns: Sequence[Column]


def preview_pages(preview: Preview) -> Mapping[str, tuple[str, bytes]]:
    """Make the preview's files: content type and bytes, by path."""
    return {
        "/": ("text/html", _page(preview).encode()),
        "/preview.css": ("text/css", (_HERE / "preview.css").read_bytes()),
    }


def _page(preview: Preview) -> str:
    numbers = {url: number for number, url in enumerate(preview.proofs, start=1)}
    sentences = {numbers[url]: span for url, span in preview.proofs.items()}
    names = [column.name for column in preview.columns]
    return load_template(__name__, "preview.html")(
        title=preview.article.title or "A briefing",
        columns=[
            (column.name, column.title, column.draw(Anchors(column.name, numbers).link))
            for column in preview.columns
        ],
        article=draw_article(preview.article, sentences, names),
    )
