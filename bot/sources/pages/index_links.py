"""Reads the links of an index of articles, such as a section front.

This is the only module that imports courlan. The rules use the place, the text and the
address of a link; they do not use the names of sites.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from urllib.parse import urljoin, urlsplit

from courlan.filters import (
    basic_filter,
    is_navigation_page,
    is_not_crawlable,
    path_filter,
    type_filter,
)

from bot.core.domain.records import MAX_ITEMS, PageLinks
from bot.core.ports.services import Page
from bot.core.text.domains import domain
from bot.core.text.identity import canonical_url, without_tracking
from bot.sources.pages.articles import article_of, page_source, parse_page
from bot.sources.pages.extraction import article_body, load_tree
from bot.sources.pages.nodes import HEADINGS, Node, count_linked_characters, text_of
from summarizers.lexicons import languages_with, words
from summarizers.model import Article

_FEWEST_LINKS = 5
# Between two links to articles an index has a teaser; an article has paragraphs.
_PROSE_WORDS = 60
_WORDS_PER_LINK = 4
_MOST_PROSE_WORDS = 160
# A script may hold an article that the page does not show.
_ARTICLE_WORDS = 100

_HEADLINE_WORDS, _HEADLINE_LETTERS = 4, 15
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_UNSPACED_LETTERS = 8
_WORDS_BEFORE, _LINKED_SHARE = 3, 0.5

_UNREAD = frozenset({"script", "style", "noscript", "template", "title", "head"})
_AROUND = frozenset({"nav", "footer", "aside", "form", "dialog"})
_ROLES = frozenset(
    ("navigation", "contentinfo", "complementary", "search", "dialog", "menu")
)
_MARKED = frozenset(
    (
        *("ad", "ads", "advert", "advertisement", "sponsored", "promoted"),
        *("breadcrumb", "breadcrumbs", "menu", "navbar", "pagination", "hidden"),
    )
)
_INSIDE = ("article", "main", "section", "li")
_RELATIONS = frozenset(
    (
        *("nofollow", "sponsored", "ugc", "tag", "author", "license", "search"),
        *("prev", "next", "help", "me", "privacy-policy", "terms-of-service"),
    )
)
_EXTENSION = re.compile(r"\.[a-z]{2,5}$")


def page_links(page: Page) -> PageLinks:
    """Return a page's links to articles of its site, in the page's order.

    At most ``MAX_ITEMS`` are returned; a page that is not HTML has none.
    """
    if not _is_html(page):
        return PageLinks()
    return _tree_links(load_tree(page_source(page.body, page.charset)), page.url)


def parse_article_or_links(page: Page) -> Article | PageLinks:
    """Return the links if the page is an index, or else the article of the page.

    Raises:
        WallError: the page shows a wall instead of the article.
        NoTextError: the page has no text.
        InputError: the page is plain text that is empty or binary.
    """
    if not _is_html(page):
        return parse_page(page)
    source = page_source(page.body, page.charset)
    tree = load_tree(source)
    links = _tree_links(tree, page.url)
    return links if links.is_index else article_of(source, tree, page.url or None)


def _is_html(page: Page) -> bool:
    return not (page.is_plain or page.content_type.endswith("json"))


def _tree_links(tree: Node | None, front: str) -> PageLinks:
    """Return the links of the parsed page ``tree``, whose address is ``front``."""
    if tree is None:
        return PageLinks()
    links = dict(islice(_links(tree, front), MAX_ITEMS))
    urls = dict.fromkeys(links.values())
    by_address = {canonical_url(url): url for url in reversed(urls)}
    kept = tuple(url for url in urls if by_address[canonical_url(url)] == url)
    return PageLinks(kept, _is_index(tree, frozenset(links), len(kept)))


def is_article_address(url: str, front: str) -> bool:
    """Return whether ``url`` may be the address of an article that ``front`` links to.

    Such an address is on the same site. It leads to no file, navigation page or form,
    and to no section that contains the front.
    """
    if not basic_filter(url) or domain(url) != domain(front):
        return False
    here, there = urlsplit(canonical_url(front)), urlsplit(canonical_url(url))
    around = f"{here.path}/".startswith(f"{there.path}/")
    if (around and not there.query) or here == there:
        return False
    parts = urlsplit(url)
    # The filters for the end of an address expect it without parameters.
    plain = f"{parts.scheme}://{parts.netloc}{parts.path}"
    return (
        not (is_navigation_page(url) or is_not_crawlable(plain))
        and path_filter(parts.path, parts.query)
        and type_filter(plain, strict=True)
        and not _is_service(parts.path.lower())
    )


def _is_service(path: str) -> bool:
    stem = _EXTENSION.sub("", path).strip("/").split("/")
    return not _words("page_paths").isdisjoint(stem) or stem[-1] in _words("page_ends")


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset().union(*(words(name, lang) for lang in languages_with(name)))


def _links(tree: Node, url: str) -> Iterator[tuple[Node, str]]:
    """Yield the links to articles, each with its address; addresses may repeat."""
    base = next((node.get("href") for node in tree.iter("base")), None)
    root = _joined(url, base or "") or url
    prose: dict[Node, str] = {}
    for link in tree.iter("a"):
        address = _joined(root, link.get("href") or "")
        if (
            address
            and is_article_address(address, url)
            and _is_headline(_label(link))
            and _is_listed(link, prose)
        ):
            yield link, address


def _joined(base: str, reference: str) -> str | None:
    """Return the absolute address, or ``None`` if it is not valid."""
    try:
        url = without_tracking(urljoin(base, reference.strip()))
        # Reading the port checks it.
        return url if urlsplit(url).port != 0 else None
    except ValueError:
        return None


def _label(link: Node) -> str:
    """Return the heading inside the link, else its text, else its description."""
    heading = next((text_of(node) for node in link.iter(*HEADINGS)), "")
    return heading or text_of(link) or link.get("aria-label") or link.get("title") or ""


def _is_headline(text: str) -> bool:
    if len(_UNSPACED.findall(text)) >= _UNSPACED_LETTERS:
        return True
    letters = sum(map(str.isalpha, text))
    return len(text.split()) >= _HEADLINE_WORDS and letters >= _HEADLINE_LETTERS


def _is_listed(link: Node, prose: dict[Node, str]) -> bool:
    """Return whether the link is in the page's content, but not within a sentence.

    ``prose`` caches the text of each paragraph, as ``_prose_of`` returns it.
    """
    relations = (link.get("rel") or "").lower().split()
    if link.get("download") is not None or not _RELATIONS.isdisjoint(relations):
        return False
    if _is_aside(link) or any(map(_is_aside, link.iterancestors())):
        return False
    block = next(link.iterancestors("p"), None)
    if block is None:
        return True
    if block not in prose:
        prose[block] = _prose_of(block)
    return not _is_in_sentence(text_of(link), prose[block])


def _is_aside(node: Node) -> bool:
    names = (node.get("class") or "").lower().split()
    if node.get("hidden") is not None or node.get("aria-hidden") == "true":
        return True
    if node.tag in _AROUND or node.get("role") in _ROLES:
        return True
    if node.tag == "header" and next(node.iterancestors(*_INSIDE), None) is None:
        return True
    return node.tag not in {"html", "body"} and not _MARKED.isdisjoint(names)


def _prose_of(block: Node) -> str:
    """Return the text of a paragraph; empty if most of it is links."""
    text = text_of(block)
    is_mostly_link = count_linked_characters(block) >= _LINKED_SHARE * len(text)
    return "" if is_mostly_link else text


def _is_in_sentence(label: str, prose: str) -> bool:
    before = prose.partition(label)[0] if label else ""
    return len(before.split(maxsplit=_WORDS_BEFORE)) >= _WORDS_BEFORE


def _is_index(tree: Node, links: frozenset[Node], count: int) -> bool:
    """Return whether the page has many links to articles and no article of its own.

    ``links`` are these links, and ``count`` the number of their different addresses.
    """
    if count < _FEWEST_LINKS or _is_declared_article(tree):
        return False
    most = _PROSE_WORDS + _WORDS_PER_LINK * (count - _FEWEST_LINKS)
    return _longest_prose(tree, links) <= min(most, _MOST_PROSE_WORDS)


def _is_declared_article(tree: Node) -> bool:
    for node in tree.iter("meta"):
        if "article:published_time" in {node.get("property"), node.get("name")}:
            return True
    scripts = (node.text or "" for node in tree.iter("script"))
    return len(article_body(scripts).split()) >= _ARTICLE_WORDS


def _longest_prose(tree: Node, links: frozenset[Node]) -> int:
    """Return the largest number of words between two of ``links``.

    Linked words do not count.
    """
    longest = run = 0
    for piece in _pieces(tree, links):
        run = 0 if piece is None else run + len(piece.split())
        longest = max(longest, run)
    return longest


def _pieces(tree: Node, links: frozenset[Node]) -> Iterator[str | None]:
    """Yield the texts of the content in order, and ``None`` for each of ``links``."""
    waiting: list[Node | str] = [tree]
    while waiting:
        piece = waiting.pop()
        if isinstance(piece, str):
            yield piece
        elif piece in links:
            yield None
        elif _is_own_prose(piece):
            for child in piece.iterchildren(reversed=True):
                waiting += [child.tail or "", child]
            waiting.append(piece.text or "")


def _is_own_prose(node: Node) -> bool:
    tag: object = node.tag
    # The tag of a comment is not a text.
    if not isinstance(tag, str) or tag == "a" or tag in _UNREAD:
        return False
    return not _is_aside(node)
