"""Removes boilerplate: parts of a page that are not its article.

The rules hold for pages in general. They use the places of links, labels and headings and
the amount of text; they do not use the names of sites.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.sources.pages.nodes import (
    HEADINGS,
    Node,
    count_linked_characters,
    count_prose_words,
    count_words,
    drop,
    is_sentence,
    text_of,
)

# Class names that common style sheets use for elements that a screen does not show.
_HIDDEN_CLASSES = frozenset(
    (
        *("hide", "hidden", "is-hidden", "d-none", "visuallyhidden"),
        *("visually-hidden", "sr-only", "show-for-sr", "screen-reader-text"),
        *("screenreader", "visible-print", "print-only", "printonly"),
    )
)
_PRINT_CLASS = "print-"
# A hidden element with a larger share of the page's prose is made visible by a script.
_MAX_HIDDEN_SHARE = 0.3

# A text is a link if this share of its characters is linked and it has enough words.
_ALL_LINK = 0.85
_LINK_WORDS = 3
_LIST_LINKS = 0.6
_LIST_WORDS = 4
_LABEL = re.compile(r"([^:.!?]{1,30}): {0,3}(?=\S)")
_LABEL_WORDS = 4
_HEADING_WORDS = 6
_HEADING_WITHIN = 3

# An article has at least this many words in its own paragraphs.
_ARTICLE_WORDS = 50

_POPUP_LINKS = 2
_POPUP_SHARE = 0.5

# The part behind a horizontal rule: few blocks, and short compared with the article.
_RULES = 8
_AFTER_RULE_BLOCKS = 3
_AFTER_RULE_SHARE = 0.34
_BEFORE_RULE_WORDS = 100


def drop_boilerplate(tree: Node) -> None:
    """Remove all parts that are recognised as boilerplate."""
    _drop_scripts(tree)
    _drop_hidden(tree)
    _drop_other_articles(tree)
    _drop_popups(tree)
    _drop_links(tree)
    _drop_after_rule(tree)


def _drop_scripts(tree: Node) -> None:
    """Remove scripts other than JSON metadata."""
    for script in tuple(tree.iter("script")):
        if not (script.get("type") or "").endswith("+json"):
            drop(script)


def _drop_hidden(tree: Node) -> None:
    hidden = [node for node in tree.iter("*") if _is_hidden(node)]
    limit = _MAX_HIDDEN_SHARE * count_prose_words(tree) if hidden else 0
    for node in hidden:
        if node.tag not in {"html", "body"} and count_prose_words(node) <= limit:
            drop(node)


def _is_hidden(node: Node) -> bool:
    if node.get("hidden") is not None:
        return True
    names = (node.get("class") or "").lower().split()
    return any(
        name in _HIDDEN_CLASSES or name.startswith(_PRINT_CLASS) for name in names
    )


def _drop_other_articles(tree: Node) -> None:
    """If the main ``article`` element is recognised, remove the other ones."""
    articles = tuple(tree.iter("article"))
    own = {article: _own_prose(article) for article in articles}
    main = _main_article(articles, own)
    if main is None or own[main] < _ARTICLE_WORDS:
        return
    around = set(main.iterancestors("article"))
    for article in articles:
        inside = main in set(article.iterancestors("article"))
        if article is main or article in around:
            continue
        if not inside or own[article] <= own[main]:
            drop(article)


def _main_article(articles: tuple[Node, ...], own: dict[Node, int]) -> Node | None:
    """Return the innermost ``article`` element that contains an ``h1``.

    If none contains one, return the element with the most words of its own; ``own``
    maps each element to this number. Return ``None`` for a page without ``article``
    elements.
    """
    headed = [node for node in articles if next(node.iter("h1"), None) is not None]
    if headed:
        first = headed[0]
        inner = [node for node in headed if first in set(node.iterancestors("article"))]
        return inner[-1] if inner else first
    return max(articles, key=own.__getitem__, default=None)


def _own_prose(article: Node) -> int:
    paragraphs = article.iter("p")
    return sum(
        count_words(paragraph)
        for paragraph in paragraphs
        if next(paragraph.iterancestors("article")) is article
    )


def _drop_popups(tree: Node) -> None:
    """Remove pop-ups: lists of links that open beside a linked name."""
    for paragraph in tuple(tree.iter("p")):
        for part in tuple(paragraph.iter("span", "div")):
            if _is_popup(part):
                drop(part)


def _is_popup(part: Node) -> bool:
    trigger = part.getprevious()
    if trigger is None or trigger.tag != "a" or (trigger.tail or "").strip():
        return False
    links = sum(1 for _ in part.iter("a"))
    return links >= _POPUP_LINKS and count_linked_characters(
        part
    ) >= _POPUP_SHARE * len(text_of(part))


def _drop_links(tree: Node) -> None:
    """Remove paragraphs and lists of links, with the heading above them."""
    blocks = [paragraph for paragraph in tree.iter("p") if _is_link(paragraph)]
    blocks += [items for items in tree.iter("ul", "ol") if _is_list_of_links(items)]
    for node in blocks:
        before = islice(node.itersiblings("*", preceding=True), _HEADING_WITHIN)
        heading = next((sibling for sibling in before if count_words(sibling)), None)
        if heading is not None and _is_heading(heading):
            drop(heading)
        drop(node)


def _is_link(node: Node) -> bool:
    """Return whether the element's text is a link, or a label and a link.

    An example with a label is "See also: ...".
    """
    links = [text for link in node.iter("a") if (text := text_of(link))]
    if not links:
        return False
    text, share = text_of(node), sum(map(len, links))
    if len(text.split()) < _LINK_WORDS:
        return False
    if share >= _ALL_LINK * len(text):
        return True
    label = _LABEL.match(text)
    if label is None or len(links) > 1 or is_sentence(text):
        return False
    rest = text[label.end() :]
    few = len(label[1].split()) <= _LABEL_WORDS <= len(rest.split()) + 1
    return few and share >= _ALL_LINK * len(rest)


def _is_list_of_links(items: Node) -> bool:
    entries = [entry for entry in items.iterchildren("li") if count_words(entry)]
    if not entries or count_words(items) < _LIST_WORDS * len(entries):
        return False
    if any(next(entry.iter("a"), None) is None for entry in entries):
        return False
    return sum(map(_is_link, entries)) >= _LIST_LINKS * len(entries)


def _is_heading(node: Node) -> bool:
    """Return whether the element is a heading, or a short paragraph in bold."""
    text = text_of(node)
    if len(text.split()) > _HEADING_WORDS or is_sentence(text):
        return False
    if node.tag in HEADINGS[1:]:
        return True
    bold = sum(len(text_of(part)) for part in node.iterchildren("b", "strong", "em"))
    return node.tag == "p" and bold >= _ALL_LINK * len(text)


def _drop_after_rule(tree: Node) -> None:
    """Remove the end of a page after its last horizontal rule, such as teasers.

    A long end stays.
    """
    for rule in tuple(tree.iter("hr"))[-_RULES:]:
        if next(rule.itersiblings("hr"), None) is not None:
            continue
        rest = tuple(rule.itersiblings("*"))
        blocks = [length for node in rest if (length := count_words(node))]
        if not blocks or len(blocks) > _AFTER_RULE_BLOCKS:
            continue
        before = _prose_before(rule)
        if before >= _BEFORE_RULE_WORDS and sum(blocks) <= _AFTER_RULE_SHARE * before:
            for node in rest:
                drop(node)


def _prose_before(rule: Node) -> int:
    scope = rule
    for scope in rule.iterancestors():
        if scope.tag in {"article", "main"}:
            break
    return sum(count_words(node) for node in _until(scope, rule) if node.tag == "p")


def _until(scope: Node, end: Node) -> Iterator[Node]:
    for node in scope.iter("p", "hr"):
        if node is end:
            return
        yield node
