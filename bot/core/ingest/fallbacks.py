"""What stood in for a page that came later: the feed's own text, or the title: pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.core.domain.records import StoredArticle
from bot.core.text.identity import address_key


def pages_of(articles: Sequence[StoredArticle]) -> Mapping[str, str]:
    """The id of the page for each article that stood in for it, by id."""
    waiting = [one for one in articles if not one.is_whole]
    stand_ins = {key: one.id for one in waiting for key in _keys(one)}
    # Most have none, and to read thousands of addresses takes a while.
    moments = {one.seen for one in waiting}
    return {
        stand_ins[key]: one.id
        for one in articles
        if one.is_whole and one.seen in moments
        for key in _keys(one)
        if key in stand_ins
    }


def without_stand_ins(
    articles: Sequence[StoredArticle], shown: Collection[str]
) -> tuple[StoredArticle, ...]:
    """The articles but those that only stood in for a page that is there by now.

    What the channel was ``shown`` stays, given by id: it says what is known.
    """
    pages = pages_of(articles)
    return tuple(one for one in articles if one.id in shown or one.id not in pages)


def _keys(article: StoredArticle) -> Iterator[tuple[object, ...]]:
    """By what both are known, first seen as one item: address or, if it led on, title.

    A title is only a key with the source that gave it.
    """
    found = article.article
    if found.url:
        yield article.seen, address_key(found.url)
    for source in article.sources:
        yield article.seen, source, found.title
