"""Parts of a page that are not its article, found by how they are built.

Each rule holds for pages in general: it asks where links, labels and headings stand and
how much text there is, and for no site's own names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.sources.pages.nodes import (
    HEADINGS,
    Node,
    count,
    drop,
    is_sentence,
    linked,
    prose,
    words_of,
)

# Names of classes that the common style sheets use for what is not shown on a screen.
_UNSEEN = frozenset(
    (
        *("hide", "hidden", "is-hidden", "d-none", "visuallyhidden"),
        *("visually-hidden", "sr-only", "show-for-sr", "screen-reader-text"),
        *("screenreader", "visible-print", "print-only", "printonly"),
    )
)
_PRINTED = "print-"
# What is said to be unseen but holds this share of the prose is shown by a script.
_MAX_UNSEEN = 0.3

# A text is a link when this share of its characters is, and has this many words.
_ALL_LINK = 0.85
_LINK_WORDS = 3
_LIST_LINKS = 0.6
_LIST_WORDS = 4
_LABEL = re.compile(r"([^:.!?]{1,30}): {0,3}(?=\S)")
_LABEL_WORDS = 4
_HEADING_WORDS = 6
_HEADING_WITHIN = 3

# An article has this many words in its own paragraphs.
_ARTICLE_WORDS = 50

_POPUP_LINKS = 2
_POPUP_SHARE = 0.5

# The end of an article behind a rule: few blocks, and short against what is before it.
_RULES = 8
_AFTER_RULE_BLOCKS = 3
_AFTER_RULE_SHARE = 0.34
_BEFORE_RULE_WORDS = 100


def clear(tree: Node) -> None:
    """Take out of a page what is not part of its article."""
    _drop_scripts(tree)
    _drop_unseen(tree)
    _drop_other_articles(tree)
    _drop_popups(tree)
    _drop_links(tree)
    _drop_after_rule(tree)


def _drop_scripts(tree: Node) -> None:
    """Scripts but for metadata: what they hold is the site's, not the article's."""
    for script in tuple(tree.iter("script")):
        if not (script.get("type") or "").endswith("+json"):
            drop(script)


def _drop_unseen(tree: Node) -> None:
    unseen = [node for node in tree.iter("*") if _is_unseen(node)]
    limit = _MAX_UNSEEN * prose(tree) if unseen else 0
    for node in unseen:
        if node.tag not in {"html", "body"} and prose(node) <= limit:
            drop(node)


def _is_unseen(node: Node) -> bool:
    if node.get("hidden") is not None:
        return True
    names = (node.get("class") or "").lower().split()
    return any(name in _UNSEEN or name.startswith(_PRINTED) for name in names)


def _drop_other_articles(tree: Node) -> None:
    """Teasers of other articles, when the page's own one can be told."""
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
    """The innermost article with the page's heading, else the longest."""
    headed = [one for one in articles if next(one.iter("h1"), None) is not None]
    if headed:
        first = headed[0]
        inner = [one for one in headed if first in set(one.iterancestors("article"))]
        return inner[-1] if inner else first
    return max(articles, key=own.__getitem__, default=None)


def _own_prose(article: Node) -> int:
    paragraphs = article.iter("p")
    return sum(
        count(paragraph)
        for paragraph in paragraphs
        if next(paragraph.iterancestors("article")) is article
    )


def _drop_popups(tree: Node) -> None:
    """What opens when the pointer is over a name: links right behind a link."""
    for paragraph in tuple(tree.iter("p")):
        for part in tuple(paragraph.iter("span", "div")):
            if _is_popup(part):
                drop(part)


def _is_popup(part: Node) -> bool:
    trigger = part.getprevious()
    if trigger is None or trigger.tag != "a" or (trigger.tail or "").strip():
        return False
    links = sum(1 for _ in part.iter("a"))
    return links >= _POPUP_LINKS and linked(part) >= _POPUP_SHARE * len(words_of(part))


def _drop_links(tree: Node) -> None:
    """Paragraphs and lists that only lead elsewhere, with the heading over them."""
    found = [paragraph for paragraph in tree.iter("p") if _is_link(paragraph)]
    found += [items for items in tree.iter("ul", "ol") if _is_list_of_links(items)]
    for node in found:
        before = islice(node.itersiblings("*", preceding=True), _HEADING_WITHIN)
        heading = next((one for one in before if count(one)), None)
        if heading is not None and _is_heading(heading):
            drop(heading)
        drop(node)


def _is_link(node: Node) -> bool:
    """Whether it is a link, or a label and a link: "See also: ..."."""
    links = [text for link in node.iter("a") if (text := words_of(link))]
    if not links:
        return False
    text, share = words_of(node), sum(map(len, links))
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
    entries = [entry for entry in items.iterchildren("li") if count(entry)]
    if not entries or count(items) < _LIST_WORDS * len(entries):
        return False
    if any(next(entry.iter("a"), None) is None for entry in entries):
        return False
    return sum(map(_is_link, entries)) >= _LIST_LINKS * len(entries)


def _is_heading(node: Node) -> bool:
    """A heading, or a short paragraph in bold."""
    text = words_of(node)
    if len(text.split()) > _HEADING_WORDS or is_sentence(text):
        return False
    if node.tag in HEADINGS[1:]:
        return True
    bold = sum(len(words_of(part)) for part in node.iterchildren("b", "strong", "em"))
    return node.tag == "p" and bold >= _ALL_LINK * len(text)


def _drop_after_rule(tree: Node) -> None:
    """What a last rule sets apart: the author, the publisher, other articles."""
    for rule in tuple(tree.iter("hr"))[-_RULES:]:
        if next(rule.itersiblings("hr"), None) is not None:
            continue
        rest = tuple(rule.itersiblings("*"))
        blocks = [length for node in rest if (length := count(node))]
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
    return sum(count(node) for node in _until(scope, rule) if node.tag == "p")


def _until(scope: Node, end: Node) -> Iterator[Node]:
    for node in scope.iter("p", "hr"):
        if node is end:
            return
        yield node
