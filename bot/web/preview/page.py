"""The preview's page of an article, with its briefing on each platform."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from html import escape
from importlib.resources import files

from bot.core.messages.briefing import Presentation, title_row
from bot.core.platforms.spec import LinkHtml
from bot.core.text.deep_links import page_address
from bot.core.text.labels import labels_for
from bot.templates import load_template
from summarizers.model import Article, Span


class ProofKind(StrEnum):
    """The section of a briefing that prints a sentence; the value is the CSS class."""

    SUMMARY = "s"
    CLAIM = "c"
    RISK = "w"


@dataclass(frozen=True, slots=True)
class Proof:
    """A sentence of the article to which a line of the briefing links."""

    span: Span
    kind: ProofKind


@dataclass(frozen=True, slots=True)
class Marked:
    """A slice of the article's text that is marked on the page.

    ``numbers`` are the numbers of the sentences in the slice.
    """

    start: int
    end: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a paragraph; ``opens`` is true if its mark begins here.

    ``words`` is its text. ``last`` is the last word of a mark, which stays on one line
    with the numbers of the mark.
    """

    words: str
    last: str = ""
    mark: Marked | None = None
    opens: bool = False


def draw_article(article: Article, proofs: Mapping[int, Proof], side: str) -> str:
    """Draw the article as HTML.

    Its sentences link to the lines of the briefing in the column of the platform
    ``side``. ``proofs`` maps numbers to these sentences.
    """
    runs = marked_runs({number: proof.span for number, proof in proofs.items()})
    paragraphs = [
        tuple(_pieces(article.text, start, end, runs))
        for start, end in _paragraphs(article.text)
    ]
    kinds = {number: proof.kind.value for number, proof in proofs.items()}
    draw = load_template(__name__, "article.html")
    return draw(paragraphs=paragraphs, kinds=kinds, side=side)


def marked_runs(sentences: Mapping[int, Span]) -> tuple[Marked, ...]:
    """Join overlapping sentences into one run each; return the runs in text order.

    ``sentences`` maps numbers to sentences.
    """
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


def _pieces(text: str, start: int, end: int, runs: Sequence[Marked]) -> Iterator[Piece]:
    """Yield the marked and unmarked pieces of the paragraph ``text[start:end]``.

    ``runs`` are the marked slices. A slice that began in an earlier paragraph shows its
    numbers there.
    """
    at = start
    for run in runs:
        if run.start < end and run.end > start:
            first, last = max(run.start, start), min(run.end, end)
            yield Piece(text[at:first])
            words, blank, word = text[first:last].rpartition(" ")
            yield Piece(words + blank, word, run, opens=run.start >= start)
            at = last
    yield Piece(text[at:end])


@dataclass(slots=True)
class Anchors:
    """Makes the links from one platform's messages to the sentences of the article.

    ``side`` is the platform's name. ``numbers`` gives the number of each sentence by
    the URL that links to it. Each sentence of the article links back to the first line
    that links to the sentence.
    """

    side: str
    numbers: Mapping[str, int]
    proofs: Mapping[int, Proof]
    drawn: set[int] = field(default_factory=set)

    def link(self, url: str, label: str) -> str:
        """Make an HTML link to the article's sentence ``url``, or else to ``url``."""
        number = self.numbers.get(url)
        if number is None:
            return outward(url, label)
        place = "" if number in self.drawn else f' id="{self.side}-{number}"'
        self.drawn.add(number)
        return (
            f'<a class="go {self.proofs[number].kind}"{place} data-n="{number}" '
            f'href="#sentence-{number}" aria-label="Sentence {number} in the article">'
            f"{label}</a>"
        )


def outward(url: str, label: str, attributes: str = "") -> str:
    """Make an HTML link to another site; for other URLs return the label alone."""
    if not url.startswith(("https://", "http://")):
        return label
    more = f"{attributes} " if attributes else ""
    return f'<a {more}href="{escape(url)}" rel="noreferrer noopener">{label}</a>'


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

    ``proofs`` maps the URL of each line's link to its sentence; ``language`` is that of
    the labels.
    """

    article: Article
    proofs: Mapping[str, Proof]
    columns: Sequence[Column]
    language: str = "en"


def preview_pages(preview: Preview) -> Mapping[str, tuple[str, bytes]]:
    """Return the files of the preview: content type and bytes, by path."""
    columns = [column.name for column in preview.columns]
    numbers = range(1, len(preview.proofs) + 1)
    return {
        **shared_files(_page(preview), numbers, columns),
        "/preview.js": ("text/javascript", own_file("preview.js")),
    }


def shared_files(
    page: str, numbers: Iterable[int], columns: Sequence[str]
) -> Mapping[str, tuple[str, bytes]]:
    """Return the files that each page needs: the page, its style and the logo.

    ``numbers`` are those of the page's sentences, ``columns`` the names of the
    platforms.
    """
    ties = load_template(__name__, "ties.css")(numbers=numbers, columns=columns)
    return {
        "/": ("text/html", page.encode()),
        "/preview.css": ("text/css", own_file("preview.css") + ties.encode()),
        "/logo.svg": ("image/svg+xml", own_file("logo.svg")),
    }


def draw_frame(title: str, kind: str, body: str, own: Sequence[str] = ()) -> str:
    """Draw a page around ``body``; ``kind`` names the thing that the page shows.

    ``own`` are the names of the style sheets and scripts that this page has besides the
    shared style.
    """
    return load_template(__name__, "frame.html")(
        title=title, kind=kind, body=body, own=own
    )


def own_file(name: str) -> bytes:
    """Return the content of a file beside this module."""
    return (_HERE / name).read_bytes()


def _page(preview: Preview) -> str:
    article = preview.article
    numbers = {url: number for number, url in enumerate(preview.proofs, start=1)}
    proofs = {numbers[url]: proof for url, proof in preview.proofs.items()}
    drawn = [
        (column.name, column.title, column.draw(_links(column, numbers, proofs)))
        for column in preview.columns
    ]
    title = article.title or "An article without a title"
    body = load_template(__name__, "preview.html")(
        title=title,
        facts=title_row(article, Presentation(preview.language)).parts[-1].text,
        labels=labels_for(preview.language),
        address=page_address(article.url),
        lang=article.lang or "en",
        columns=drawn,
        kinds={proof.kind.value for proof in proofs.values()},
        article=draw_article(article, proofs, preview.columns[0].name),
    )
    return draw_frame(title, "Preview of a briefing", body, ["preview.js"])


def _links(
    column: Column, numbers: Mapping[str, int], proofs: Mapping[int, Proof]
) -> LinkHtml:
    return Anchors(column.name, numbers, proofs).link
