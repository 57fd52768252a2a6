"""Changes a page's tree so that the extraction recognises the article's text."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, field

from bot.sources.pages.nodes import HEADINGS, Node, count_words, text_of

_POSTS = ("twitter-tweet", "twitter-video")
_WRAPPERS = frozenset(("div", "figure", "section", "aside"))
# A wrapper may hold this many letters besides the post, such as a caption.
_WRAPPER_LETTERS = 40

_PARAGRAPH_WORDS = 5
# A block with line breaks is running text if it has this many words outside of tags.
_LOOSE_WORDS = 20
_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "cite", "code", "del", "em", "font", "i", "ins"),
        *("mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u"),
    )
)


def repair_dom(tree: Node) -> None:
    """Make quoted posts extractable, join parts of the body, and split at line breaks.

    Text with double line breaks is split into paragraphs.
    """
    _expose_posts(tree)
    _join_parts(tree)
    for block in tuple(tree.iter("div", "section", "article", "td")):
        if next(block.iterchildren("br"), None) is not None:
            _set_paragraphs(block)


def _expose_posts(tree: Node) -> None:
    """Remove class names that would make the extraction drop quoted posts."""
    for quote in tuple(tree.iter("blockquote")):
        if not any(name in _POSTS for name in (quote.get("class") or "").split()):
            continue
        length = len(text_of(quote))
        _rename(quote, quote.tag)
        for wrapper in quote.iterancestors():
            letters = len(text_of(wrapper)) - length
            if wrapper.tag not in _WRAPPERS or letters > _WRAPPER_LETTERS:
                break
            _rename(wrapper, "div")


def _rename(node: Node, tag: str) -> None:
    node.tag = tag
    for name in ("class", "id", "style"):
        node.attrib.pop(name, None)


def _join_parts(tree: Node) -> None:
    """Join parts of an article's body that have the same class name.

    Advertisements split a body. Parts with a heading between them stay apart: they are
    sections or other articles.
    """
    place = {node: number for number, node in enumerate(tree.iter("*"))}
    headings = [place[heading] for heading in tree.iter(*HEADINGS[:4])]
    for parts in _same_parts(tree):
        first = parts[0]
        end = max(place[node] for node in first.iter("*"))
        for part in parts[1:]:
            if first in set(part.iterancestors()) or part.getparent() is None:
                continue
            if bisect(headings, end) < bisect(headings, place[part]):
                break
            end = max(place[node] for node in part.iter("*"))
            for child in tuple(part.iterchildren("*")):
                first.append(child)


def _same_parts(tree: Node) -> list[list[Node]]:
    groups: dict[tuple[Node, str, str], list[Node]] = {}
    for node in tree.iter("div", "section"):
        name = node.get("class")
        if name and any(
            count_words(child) >= _PARAGRAPH_WORDS for child in node.iterchildren("p")
        ):
            article = next(node.iterancestors("article"), None)
            if article is not None:
                groups.setdefault((article, node.tag, name), []).append(node)
    return [group for group in groups.values() if len(group) > 1]


@dataclass(slots=True)
class _ParagraphBuilder:
    """Collects the text between a block's child blocks into paragraphs."""

    block: Node
    done: list[Node] = field(default_factory=list)
    breaks: list[Node] = field(default_factory=list)
    paragraph: Node | None = None

    def add_text(self, text: str | None) -> None:
        """Add text that is outside of elements; blank text becomes a single blank."""
        if (text or "").strip():
            self._append(text or "")
        elif text and self.paragraph is not None and not self.breaks:
            self._append(" ")

    def add_inline(self, inline: Node) -> None:
        """Add an inline element to the paragraph."""
        self._append("")
        inline.tail = None
        if self.paragraph is not None:
            self.paragraph.append(inline)

    def add_break(self, line_break: Node) -> None:
        """Add a line break; two in a row end the paragraph."""
        line_break.tail = None
        self.breaks.append(line_break)

    def add_block(self, node: Node) -> None:
        """End the current paragraph and add a child block."""
        self.end_paragraph()
        node.tail = None
        self.done.append(node)

    def end_paragraph(self) -> None:
        """End the paragraph, if one is open."""
        if self.paragraph is not None:
            self.done.append(self.paragraph)
        self.paragraph, self.breaks = None, []

    def _append(self, text: str) -> None:
        if len(self.breaks) > 1:
            self.end_paragraph()
        if self.paragraph is None:
            self.paragraph = self.block.makeelement("p")
        for line_break in self.breaks:
            self.paragraph.append(line_break)
        self.breaks = []
        last = next(self.paragraph.iterchildren(reversed=True), None)
        if last is None:
            self.paragraph.text = f"{self.paragraph.text or ''}{text}"
        else:
            last.tail = f"{last.tail or ''}{text}"


def _set_paragraphs(block: Node) -> None:
    """Turn text in ``block`` that double line breaks separate into paragraphs."""
    children = tuple(block.iterchildren("*"))
    loose = [block.text or "", *((child.tail or "") for child in children)]
    if len(" ".join(loose).split()) < _LOOSE_WORDS:
        return
    builder = _ParagraphBuilder(block)
    builder.add_text(block.text)
    for child in children:
        tail = child.tail
        if child.tag == "br":
            builder.add_break(child)
        elif child.tag in _INLINE:
            builder.add_inline(child)
        else:
            builder.add_block(child)
        builder.add_text(tail)
    builder.end_paragraph()
    block.text = None
    for child in tuple(block.iterchildren("*")):
        block.remove(child)
    for node in builder.done:
        block.append(node)
