"""Reduces the later versions of a page to their new text. Pure functions.

The text of a page that is a source changes. Each version is an article of its own, and
only its new sentences are news.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.core.digests.novelty import sentence_key
from bot.core.domain.configuration import Source, SourceKind
from bot.core.domain.records import StoredArticle
from bot.core.text.identity import address_key
from summarizers.model import Article, Sentence
from summarizers.text.language import language_of_lists
from summarizers.text.splitting import split_text

_FEWEST_WORDS = 3


def new_texts(
    articles: Iterable[StoredArticle], older: Iterable[StoredArticle] = ()
) -> Mapping[str, StoredArticle | None]:
    """Map the id of each later version of a page to the version without the old text.

    Blanks replace the old text, so that all offsets stay the same. A sentence is old if
    an earlier version in ``articles`` or ``older`` has it. A version without a new
    sentence maps to ``None``.
    """
    reduced: dict[str, StoredArticle | None] = {}
    for versions in _pages((*older, *articles)):
        reduced.update(_reduced(versions))
    return reduced


def with_new_text_only(
    articles: Sequence[StoredArticle],
    reduced: Mapping[str, StoredArticle | None],
    shown: Collection[str],
) -> tuple[StoredArticle, ...]:
    """Return the articles, with later versions of a page replaced by reduced ones.

    ``reduced`` is the result of ``new_texts``. A version without a new sentence is left
    out, unless its id is in ``shown``.
    """
    if not reduced:
        return tuple(articles)
    kept = (reduced.get(article.id, article) for article in articles)
    return tuple(
        article if new is None else new
        for article, new in zip(articles, kept, strict=True)
        if new is not None or article.id in shown
    )


def page_sources(
    sources: Iterable[Source], articles: Iterable[StoredArticle]
) -> tuple[str, ...]:
    """Return the URLs of the page sources of which ``articles`` has a version."""
    pages = [source.url for source in sources if source.kind is SourceKind.PAGE]
    wanted = set(pages)
    present = {
        address_key(article.article.url or "")
        for article in articles
        if wanted.intersection(article.sources)
    }
    return tuple(url for url in pages if address_key(url) in present)


def _pages(articles: Iterable[StoredArticle]) -> Iterator[list[StoredArticle]]:
    """Yield the versions of each page that has several, the earliest first."""
    versions_of: dict[str, dict[str, StoredArticle]] = defaultdict(dict)
    for article in articles:
        if article.is_whole and article.article.url:
            key = address_key(article.article.url)
            versions_of[key][article.id] = article
    for versions in versions_of.values():
        if len(versions) > 1:
            yield sorted(versions.values(), key=lambda each: (each.seen, each.id))


def _reduced(
    versions: Sequence[StoredArticle],
) -> Iterator[tuple[str, StoredArticle | None]]:
    """Yield the id of each later version with its reduced article.

    The article is ``None`` if the version has no new sentence.
    """
    old = {key for key, _ in _sentences(versions[0].article)}
    for version in versions[1:]:
        sentences = tuple(_sentences(version.article))
        unchanged = [sentence for key, sentence in sentences if key in old]
        has_news = any(
            _is_informative(sentence) for key, sentence in sentences if key not in old
        )
        text = _blanked(version.article.text, unchanged)
        article = replace(version.article, text=text)
        news = replace(version, article=article, copy_of=None, first=versions[0].id)
        yield version.id, news if has_news else None
        old.update(key for key, _ in sentences)


def _sentences(article: Article) -> Iterator[tuple[str, Sentence]]:
    lang = language_of_lists(article.lang, article.text)
    for sentence in split_text(article, lang).sentences:
        yield sentence_key(sentence.text), sentence


def _is_informative(sentence: Sentence) -> bool:
    return sentence.noise is None and len(sentence.text.split()) >= _FEWEST_WORDS


def _blanked(text: str, sentences: Iterable[Sentence]) -> str:
    """Replace each character of the sentences by a blank; line breaks stay."""
    parts, end = [], 0
    for sentence in sentences:
        blanks = ("\n" if each == "\n" else " " for each in sentence.text)
        parts += [text[end : sentence.start], *blanks]
        end = sentence.end
    return "".join((*parts, text[end:]))
