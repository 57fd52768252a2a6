"""Find paragraphs in which the lines of a page run together: menus, titles, galleries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from summarizers.lexicons import pattern, words

# The number of words at the start of a paragraph by which a menu is recognised.
_SAMPLE = 40
_SHORTEST_MENU = 20
# The least share of words with a capital letter in a menu; most menus have more.
_CAPITALS = 0.85
# The least number of words of a title; a shorter one may begin a sentence.
_SHORTEST_TITLE = 4
# The least number of paragraphs of a gallery.
_GALLERY = 3

# A heading in capitals that runs into prose: "OLD DAM TO BE SOLD The council will".
_SHOUTED = re.compile(r"(?:[A-Z][A-Z'’-]+ ){2,20}(?=[A-Z][a-z])")
# A heading of fewer words counts only if a word is longer than most acronyms.
_SURE_HEADING = 4
_LONG_WORD = re.compile(r"[A-Z]{5}")
# A paragraph with at least this number of headings is a list of links to articles.
_LINKS = 3
_LABEL = pattern("caption_label")
_COUNTER = re.compile(r"(?:[A-Z][\w’']* ){0,4}\d{1,3} ?(?:of|/) ?\d{1,3}\W{0,2}\Z")
_WORD = re.compile(r"[^\W_]+")


def is_menu(line: str) -> bool:
    """Return whether a paragraph consists of the joined entries of a menu.

    Nearly all words of such a paragraph start with a capital letter.
    """
    if line[-1] in ".!?" or line.isupper():
        return False
    initials = [word[0] for word in line.split(None, _SAMPLE)[:_SAMPLE]]
    spoken = list(filter(str.isalpha, initials))
    if len(spoken) < _SHORTEST_MENU:
        return False
    return sum(map(str.isupper, spoken)) >= _CAPITALS * len(spoken)


def has_links(line: str) -> bool:
    """Return whether a paragraph joins several links, each with a title in capitals."""
    spoken = line.split()
    # This test is faster than the next one, and enough for most prose.
    if sum(map(str.isupper, spoken)) <= _LINKS:
        return False
    starts = [
        at
        for at, word in enumerate(spoken)
        if at > 1 and word.istitle() and _is_shouted(spoken[at - 2 : at])
    ]
    return len(starts) >= _LINKS


def _is_shouted(spoken: Sequence[str]) -> bool:
    return all(
        word.isupper() and len(word) > 1 and word[-1] not in ".," for word in spoken
    )


def heading_length(line: str) -> int:
    """Return the length in characters of a heading in capitals that prose follows.

    The result is 0 if the line does not start with such a heading.
    """
    match = _SHOUTED.match(line)
    if match is None:
        return 0
    heading = match.group()
    is_sure = heading.count(" ") >= _SURE_HEADING or _LONG_WORD.search(heading)
    return match.end() if is_sure else 0


def is_counter(sentence: str) -> bool:
    """Return whether a sentence is a picture counter, such as "Hide Caption 1 of 8"."""
    return _COUNTER.match(sentence) is not None


def title_length(line: str, title: Sequence[str]) -> int:
    """Return the length in characters of the title at the start of a line; 0 if none.

    ``title`` has the title's words in lower case. Prose must follow: a word such as
    "The", or the label of a caption.
    """
    if len(title) < _SHORTEST_TITLE or not line[:1].isalnum():
        return 0
    end = 0
    for word in title:
        match = _WORD.search(line, end)
        if match is None or match.group().lower() != word:
            return 0
        end = match.end()
    rest = line[end:].lstrip()
    first = rest.partition(" ")[0]
    is_prose = first in words("sentence_starters") or is_labelled(rest)
    return len(line) - len(rest) if is_prose and line[end] == " " else 0


def is_labelled(line: str) -> bool:
    """Return whether a line starts with a picture's label: "Image The old dam"."""
    return _LABEL.match(line) is not None


def gallery_title(lines: Sequence[str]) -> int:
    """Return the length in characters of the title with which all ``lines`` start.

    The lines are the texts of a picture gallery: after the title, each goes on with a
    capital letter. The result is 0 for other lines.
    """
    if len(lines) < _GALLERY:
        return 0
    # All lines share the prefix of the first and the last in alphabetical order.
    pairs = zip(min(lines), max(lines), strict=False)
    shared = "".join([a for a, _ in takewhile(lambda pair: pair[0] == pair[1], pairs)])
    length = shared.rfind(" ") + 1
    is_title = shared.count(" ") >= _SHORTEST_TITLE
    starts = (line[length : length + 1] for line in lines)
    return length if is_title and all(map(str.isupper, starts)) else 0
