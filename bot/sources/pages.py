"""Pages as articles: the sole owner of trafilatura.

It runs in a worker process that can be ended, because some pages keep it busy forever.
"""

from __future__ import annotations

import logging
import re
import warnings
from datetime import date

from htmldate import find_date
from trafilatura import bare_extraction
from trafilatura.settings import Document

from bot.core.entries import parse_plain
from bot.core.errors import NoTextError
from bot.core.plaintext import decode
from bot.core.ports import Page
from summarizers.model import Article

_META_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^<>]{1,300}?(?:charset|encoding)\s{0,5}=\s{0,5}[\"']?"
    rb"([\w:.-]{1,40})",
    re.IGNORECASE,
)
_META_WITHIN = 4096
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BLANKS = re.compile(r"[ \t\r\f\v\u00a0]{1,1000}")
_TABLE_RULE = re.compile(r"[|\s:-]{1,500}")

_TITLE_PARTS = re.compile(r"( [|\u2013\u2014·»-] )")
_SPLIT_TITLE = 3

# The largest of 212 development pages has 12,000 tags. Beyond that the library's second
# opinions cost more than they are worth, and what follows the last tag that is read
# would never be in a briefing: 50,000 tags take two seconds.
_MANY_TAGS = 20_000
_MAX_TAGS = 50_000
# Below this many words the precise reading may have thrown the article away: on the
# development pages, short precise readings that were right had 67 words and more.
_FEW_WORDS = 50
# A table row whose longest cell has fewer words holds figures, not sentences.
_SENTENCE_WORDS = 8
# A day of publication that stands in the article itself is in one of its first lines.
_DATELINES = 3

logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("htmldate").addHandler(logging.NullHandler())


def parse_page(page: Page) -> Article:
    """The article in a fetched page or in a file.

    Raises:
        NoTextError: there is nothing to read in it.
        InputError: it is a plain text that is empty or no text.
    """
    if page.content_type.endswith("json"):
        raise NoTextError("this is data, not a page to read")
    if page.is_plain:
        return parse_plain(page)
    return parse_html(page.body, url=page.url or None, charset=page.charset)


def parse_html(
    html: bytes | str, *, url: str | None = None, charset: str | None = None
) -> Article:
    """The article in an HTML document; paragraphs are separated by blank lines.

    Raises:
        NoTextError: there is nothing to read in it.
    """
    source = html if isinstance(html, str) else decode(html, charset or _declared(html))
    source = _first_tags(_CONTROL.sub("", source))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        document = _extract(source, url)
        published = _published(document, source, url)
    text = _text(document)
    if not any(character.isalpha() for character in text):
        raise NoTextError("there is no text to read in the page")
    site = _site(document.sitename)
    return Article(
        text=text,
        title=_headline(_line(document.title), site),
        url=url,
        published=published,
        site=site,
        authors=_authors(document.author),
    )


def _extract(source: str, url: str | None) -> Document:
    """Read for precision; read again for completeness when almost nothing was left."""
    precise = _read(source, url, favor_precision=True, fast=_is_huge(source))
    if len((precise.text or "").split()) >= _FEW_WORDS or _is_huge(source):
        return precise
    complete = _read(source, url)
    if len((complete.text or "").split()) < _FEW_WORDS:
        return precise
    return complete


def _first_tags(source: str) -> str:
    return "<".join(source.split("<", _MAX_TAGS + 1)[: _MAX_TAGS + 1])


def _is_huge(source: str) -> bool:
    return source.count("<") > _MANY_TAGS


def _read(
    source: str, url: str | None, *, favor_precision: bool = False, fast: bool = False
) -> Document:
    try:
        found = bare_extraction(
            source,
            url=url,
            favor_precision=favor_precision,
            fast=fast,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except Exception as error:
        # The library has no error of its own; crafted pages raise all sorts from lxml,
        # re and its own code.
        raise NoTextError("the page cannot be read as HTML") from error
    return found if isinstance(found, Document) else Document()


def _published(document: Document, source: str, url: str | None) -> date | None:
    """The day of publication, or ``None`` when the page gives only weak signs.

    Markup that says what it is comes first. A date found anywhere in the text counts
    only when the search for the earliest and for the latest one agree, and when it does
    not come from the middle of the article; the first of January is what the search
    makes of a bare year. On 110 development pages this was
    right for .909 and wrong for .055; all that the search finds: .909 and .082; markup
    alone: .882 and .055.
    """
    if document.date or _is_huge(source):
        return _day(document.date)
    earliest = _search_day(source, url, earliest=True)
    if earliest is None or (earliest.month, earliest.day) == (1, 1):
        return None
    if _is_of_the_story(earliest, document.text or ""):
        return None
    return earliest if _search_day(source, url, earliest=False) == earliest else None


def _is_of_the_story(day: date, text: str) -> bool:
    """Whether the article speaks of the day's year, but not where datelines stand."""
    year, lines = str(day.year), text.split("\n")
    top, rest = lines[:_DATELINES], lines[_DATELINES:]
    return any(year in line for line in rest) and not any(year in line for line in top)


def _search_day(source: str, url: str | None, *, earliest: bool) -> date | None:
    try:
        return _day(find_date(source, url=url, original_date=earliest))
    except Exception:  # noqa: BLE001 - as in _read; a date is not worth an article
        return None


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written or "")
    except ValueError:
        return None


def _text(document: Document) -> str:
    lines = (_paragraph(line) for line in (document.text or "").split("\n"))
    return "\n\n".join(line for line in lines if line)


def _paragraph(line: str) -> str:
    """One line without the marks of lists and tables, which the page does not have.

    A table's row of figures becomes nothing.
    """
    line = _BLANKS.sub(" ", line).strip().removeprefix("- ")
    if not line.startswith("|"):
        return line
    if _TABLE_RULE.fullmatch(line):
        return ""
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    texts = [cell for cell in cells if cell]
    if len(texts) > 1 and all(len(cell.split()) < _SENTENCE_WORDS for cell in texts):
        return ""
    return "\n\n".join(texts)


def _declared(html: bytes) -> str | None:
    found = _META_CHARSET.search(html[:_META_WITHIN])
    return None if found is None else found[1].decode("ascii", "replace")


def _site(name: str | None) -> str | None:
    """The site's name; some pages give its address instead."""
    name = _line(name)
    return (
        None if name is None else re.sub(r"^https?://(?:www\.)?", "", name).strip("/")
    )


def _headline(title: str | None, site: str | None) -> str | None:
    """The title without the name of the site, which many pages add to it."""
    parts = _TITLE_PARTS.split(title or "")
    if len(parts) < _SPLIT_TITLE or site is None:
        return title
    last, name = _letters(parts[-1]), _letters(site)
    if not last or (last not in name and name not in last):
        return title
    return "".join(parts[:-2]).strip()


def _letters(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _line(value: str | None) -> str | None:
    return _BLANKS.sub(" ", value.replace("\n", " ")).strip() or None if value else None


def _authors(names: str | None) -> tuple[str, ...]:
    found = (_line(name) for name in (names or "").split(";"))
    return tuple(name for name in found if name is not None)
