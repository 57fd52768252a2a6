"""Articles that a page's build hides from the extraction, made plain."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, field

from bot.sources.pages.nodes import HEADINGS, Node, count, words_of

_POSTS = ("twitter-tweet", "twitter-video")
_WRAPPERS = frozenset(("div", "figure", "section", "aside"))
# Letters that a wrapper may have besides the post in it, as for a caption.
_WRAPPER_LETTERS = 40

_PARAGRAPH_WORDS = 5
# Loose words in a block with line breaks, from which it is taken for running text.
_LOOSE_WORDS = 20
_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "cite", "code", "del", "em", "font", "i", "ins"),
        *("mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u"),
    )
)


def mend(tree: Node) -> None:
    """Make plain what belongs to the article."""
    _free_posts(tree)
    _join_parts(tree)
    for block in tuple(tree.iter("div", "section", "article", "td")):
        if next(block.iterchildren("br"), None) is not None:
            _set_paragraphs(block)


def _free_posts(tree: Node) -> None:
    """Take the names of social media off quoted posts, which articles rest on."""
    for quote in tuple(tree.iter("blockquote")):
        if not any(name in _POSTS for name in (quote.get("class") or "").split()):
            continue
        length = len(words_of(quote))
        _rename(quote, quote.tag)
        for wrapper in quote.iterancestors():
            letters = len(words_of(wrapper)) - length
            if wrapper.tag not in _WRAPPERS or letters > _WRAPPER_LETTERS:
                break
            _rename(wrapper, "div")


def _rename(node: Node, tag: str) -> None:
    node.tag = tag
    for name in ("class", "id", "style"):
        node.attrib.pop(name, None)


def _join_parts(tree: Node) -> None:
    """Join an article's body that is cut into parts of one name, as by advertisements.

    Parts with a heading between them are sections or other articles.
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
            count(child) >= _PARAGRAPH_WORDS for child in node.iterchildren("p")
        ):
            article = next(node.iterancestors("article"), None)
            if article is not None:
                groups.setdefault((article, node.tag, name), []).append(node)
    return [group for group in groups.values() if len(group) > 1]


@dataclass(slots=True)
class _Runs:
    """A block's loose text as paragraphs, between the blocks in it."""

    block: Node
    done: list[Node] = field(default_factory=list)
    breaks: list[Node] = field(default_factory=list)
    paragraph: Node | None = None

    def say(self, text: str | None) -> None:
        """Add loose text; blanks only part what stands around them."""
        if (text or "").strip():
            self._join(text or "")
        elif text and self.paragraph is not None and not self.breaks:
            self._join(" ")

    def add(self, inline: Node) -> None:
        """Add an element that is part of running text."""
        self._join("")
        inline.tail = None
        if self.paragraph is not None:
            self.paragraph.append(inline)

    def split(self, line_break: Node) -> None:
        """Break the line; twice, and the paragraph has ended."""
        line_break.tail = None
        self.breaks.append(line_break)

    def put(self, node: Node) -> None:
        """Add a block, which ends a paragraph."""
        self.end()
        node.tail = None
        self.done.append(node)

    def end(self) -> None:
        """End the paragraph."""
        if self.paragraph is not None:
            self.done.append(self.paragraph)
        self.paragraph, self.breaks = None, []

    def _join(self, text: str) -> None:
        if len(self.breaks) > 1:
            self.end()
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
    """Make paragraphs of text that is parted by two line breaks."""
    children = tuple(block.iterchildren("*"))
    loose = [block.text or "", *((child.tail or "") for child in children)]
    if len(" ".join(loose).split()) < _LOOSE_WORDS:
        return
    runs = _Runs(block)
    runs.say(block.text)
    for child in children:
        tail = child.tail
        if child.tag == "br":
            runs.split(child)
        elif child.tag in _INLINE:
            runs.add(child)
        else:
            runs.put(child)
        runs.say(tail)
    runs.end()
    block.text = None
    for child in tuple(block.iterchildren("*")):
        block.remove(child)
    for node in runs.done:
        block.append(node)
