"""An article as HTML, with the sentences marked that a briefing prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from summarizers.model import Article, Span


@dataclass(frozen=True, slots=True)
class Marked:
    """A run of text that is marked, with the numbers of its sentences."""

    start: int
    end: int
    numbers: tuple[int, ...]


def draw_article(
    article: Article, sentences: Mapping[int, Span], sides: Sequence[str]
) -> str:
    """The article's paragraphs; each sentence leads back to its line in every side."""
    return "".join(
        f"<p>{_paragraph(article.text, start, end, runs, sides)}</p>"
        for start, end in _paragraphs(article.text)
        for runs in (_within(marked_runs(sentences), start, end),)
    )


def marked_runs(sentences: Mapping[int, Span]) -> tuple[Marked, ...]:
    """The runs to mark, in order; sentences that overlap are one run."""
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


def _within(runs: Sequence[Marked], start: int, end: int) -> Iterator[Marked]:
    """The runs in a paragraph; of one that began before it only what stands here."""
    for run in runs:
        if run.start < end and run.end > start:
            numbers = run.numbers if run.start >= start else ()
            yield Marked(max(run.start, start), min(run.end, end), numbers)


def _paragraph(
    text: str, start: int, end: int, runs: Iterator[Marked], sides: Sequence[str]
) -> str:
    drawn: list[str] = []
    at = start
    for run in runs:
        drawn.append(escape(text[at : run.start]))
        anchors = "".join(f'<a id="sentence-{number}"></a>' for number in run.numbers)
        back = "".join(_back(number, sides) for number in run.numbers)
        drawn.append(f"{anchors}<mark>{escape(text[run.start : run.end])}</mark>{back}")
        at = run.end
    drawn.append(escape(text[at:end]))
    return "".join(drawn)


def _back(number: int, sides: Sequence[str]) -> str:
    links = "".join(
        f'<a href="#{side}-{number}" title="{side}">{side[0].upper()}</a>'
        for side in sides
    )
    return f'<sup class="back">{number} {links}</sup>'
