"""Words and marks of an article, with tags from word lists and capitals.

The tags are a subset of the Penn Treebank's; a word that no list knows has the tag
``""`` (mostly common nouns, adjectives and other verbs):

- ``NNP``: a capitalised word that is probably (part of) a name, months and weekdays
  included. Inside a sentence that is every capitalised word but function words; at the
  start of a sentence, a quotation or after a colon only words that do not commonly
  open sentences, or that the article elsewhere capitalises inside a sentence.
- ``CD`` numbers, ``PRP`` and ``PRP$`` pronouns, ``DT`` articles and determiners,
  ``MD`` modals, ``IN`` prepositions and subordinators ("that" always), ``TO``, ``CC``,
  ``WP``, ``WP$``, ``WDT``, ``WRB`` question words, ``EX`` "there", ``POS`` the
  possessive ending, ``RB`` adverbs of the list and words in -ly, ``RP`` particles.
- ``VBZ``, ``VBP``, ``VBD``, ``VB``, ``VBN``, ``VBG``: forms of be, have and do, and
  of the reporting verbs by their ending (``VBP`` for the base form, ``VB`` after "to"
  or a modal, ``VBD`` for a past form or participle). A form that may be a noun
  ("claims", "plan") is ``NN`` or ``NNS`` after a determiner, possessive, number or
  preposition. ``VBD`` also for irregular past forms and unknown words in -ed.
- marks as in the Treebank: quotation marks are two backquotes and two apostrophes;
  ``.`` ends a sentence; ``,``; ``:`` (colons, semicolons, dashes); ``-LRB-`` and
  ``-RRB-`` brackets; ``$``; other signs ``SYM``.

Words are split as in the Treebank: "doesn't" is "does" + "n't", "Rossi's" is "Rossi" +
"'s". A hyphenated word stays whole; an abbreviation keeps its stop.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from summarizers.lexicons import table, words
from summarizers.readers.parse import CueKind, Tokens
from summarizers.text.layout import Layout

FINITE = frozenset(("MD", "VBZ", "VBP", "VBD"))
PRESENT = frozenset(("VBZ", "VBP"))
VERBS = FINITE | {"VB", "VBG", "VBN"}
NOUNS = frozenset(("", "NNP", "NN", "NNS", "CD"))
"""Tags of nouns; the tag "" belongs to most common nouns and adjectives."""
COMMON_NOUNS = frozenset(("", "NN", "NNS"))
DETERMINERS = frozenset(("DT", "PRP$"))
NOMINAL = NOUNS | DETERMINERS | {"POS", "JJ", "JJR", "JJS", "$"}
RELATIVES = frozenset(("WDT", "WP", "WP$"))

BE = words("be_forms")
AUXILIARIES = BE | {"has", "have", "had", "having"}
NEGATIONS = frozenset(("not", "n't", "n’t", "never"))
REFLEXIVES = frozenset(("itself", "himself", "herself", "themselves"))
CALENDAR = words("calendar")
CLOSED_WORDS = table("closed_words")
SUBORDINATORS = words("subordinators")
TIME_WORDS = words("time_words") | CALENDAR


CLAUSE = "c"
QUOTE = "q"
INFINITIVE = "x"
OBJECT = "o"
NAMING = "d"
ACCUSATION = "a"
TELLING_VERBS = words("telling_verbs")


@dataclass(frozen=True, slots=True)
class ReportingWord:
    """One reporting verb.

    ``frames`` are letters such as ``CLAUSE`` for the kinds of content that it reports.
    ``prepositions`` are those whose object is the content ("warned of a shortage").
    """

    lemma: str
    kind: CueKind
    frames: frozenset[str]
    prepositions: frozenset[str]


@cache
def reporters() -> dict[str, ReportingWord]:
    """Map every inflected form of a reporting verb, in lower case, to its entry."""
    return {form: _reporter(value) for form, value in table("reporting_verbs").items()}


def _reporter(value: str) -> ReportingWord:
    lemma, kind, frames = value.split(" ")
    letters = frames.split(",")
    return ReportingWord(
        lemma=lemma,
        kind=CueKind(kind),
        frames=frozenset(x for x in letters if not x.startswith("p:")),
        prepositions=frozenset(x[2:] for x in letters if x.startswith("p:")),
    )


REPORTERS = reporters()


ACCORDING = "according"
# Words after a comma that mostly turn from reported words to the writer's own.
ASIDES = frozenset(("but", "though", "although", "while", "whereas", "despite"))
# Words that may end reported words.
TURNS = ASIDES | {":", ";", ACCORDING}
NOUN_VERBS = words("noun_verbs")

_CLITIC = re.compile(r"(?:n['’]t|['’](?:s|S|re|ve|ll|d|m))\Z")
_MARKS = {
    **dict.fromkeys(".!?", "."),
    ",": ",",
    **dict.fromkeys((*":;–—…", "--", "...", "-"), ":"),
    **dict.fromkeys("([{", "-LRB-"),
    **dict.fromkeys(")]}", "-RRB-"),
    **dict.fromkeys((*"“‘«„", "``"), "``"),
    **dict.fromkeys((*"”»\"'’", "''"), "''"),
    "$": "$",
}
# Tags that a function word keeps although it has a capital ("the Bank Of Lind").
_KEPT = frozenset(("DT", "IN", "CC", "TO", "PRP$", "WDT", "WRB", "EX"))
# Tags that it keeps unless the word is all capitals ("US", "WHO" and "IT" are names).
_SPELLED = frozenset(("PRP", "WP"))
# Shorter words in -ly and -ed are mostly not adverbs and participles ("fly", "bed").
_ENDINGS = re.compile(r"(?P<RB>.{3,}ly)|(?P<VBD>[^-]+[^e-]ed)")
_PAST_VERBS = words("past_verbs")
_OPENERS = table("openers")
# The first words of the names of states and capitals.
_PLACE_STARTS = frozenset(
    name.split()[0] for name in (*table("countries"), *table("seats"))
)
_ABBREVIATIONS = frozenset(table("abbreviations"))


def plain_tag(lower: str) -> str:
    """Return the tag of a word by its form, without regard to its capital letter."""
    tag = CLOSED_WORDS.get(lower)
    if tag:
        return tag
    if lower in _PAST_VERBS:
        return "VBD"
    reporter = REPORTERS.get(lower)
    if reporter is None:
        ending = _ENDINGS.fullmatch(lower)
        return (ending and ending.lastgroup) or ""
    if lower == reporter.lemma:
        return "VBP"
    if lower.endswith("ing"):
        return "VBG"
    return "VBZ" if lower.endswith("s") else "VBD"


def _tag_alone(word: str) -> str:
    """Return the tag that a word has inside a sentence, whatever its neighbours are."""
    if not word[0].isalpha():
        return _MARKS.get(word) or ("CD" if word[0].isdigit() else "SYM")
    lower = word.lower()
    if word[0].islower() or word == "I":
        return plain_tag(lower)
    tag = CLOSED_WORDS.get(lower, "")
    kept = tag in _KEPT or (tag in _SPELLED and not word.isupper())
    return tag if kept else "NNP"


_NOUN_BEFORE = frozenset(("DT", "PRP$", "POS"))
# Tags before a noun, but also before a verb ("six in 10 say").
_OFTEN_BEFORE = frozenset(("IN", "CD", "JJ", "JJR", "JJS"))
_SUBJECT_BEFORE = frozenset(("PRP", "WP", "EX", "WDT"))
_NOUN_ENDS = frozenset((".", ",", "of", "from", "about", "and", ")"))
# Tags after which, as at a sentence's start, any word may have a capital.
_OPENINGS = frozenset(("``", ":"))
_STRAIGHT = frozenset(('"', "'", "''"))
_VERB_AFTER = frozenset(("VBP", "VBZ", "MD"))
# Tags that depend on the words before and after.
_UNSETTLED = frozenset(("VBP", "VBZ", "POS", "''"))
_NOTABLE_TAGS = _UNSETTLED | {"NNP"}


def _settle(tokens: Tokens, notable: Sequence[int]) -> None:
    """Correct, in place, the tags of the ``notable`` tokens by their neighbours."""
    tags, sentences = tokens.tags, tokens.sentences
    names: set[str] = set()
    starts: list[int] = []
    for i in notable:
        tag = tags[i]
        if i == 0 or sentences[i - 1] != sentences[i] or tags[i - 1] in _OPENINGS:
            if tag == "NNP":
                starts.append(i)
            elif tokens.texts[i] in _STRAIGHT:
                tags[i] = "``"
        elif tag == "NNP":
            names.add(tokens.lowers[i])
        elif tag in _UNSETTLED:
            tags[i] = _tag_between(tokens, i)
    for i in starts:
        if not _starts_name(tokens, i, names):
            tags[i] = plain_tag(tokens.lowers[i])


def _tag_between(tokens: Tokens, i: int) -> str:
    """Return the tag of token ``i``, which has several uses, by its neighbours.

    Example: "claims" is a noun after "the", and "'s" a verb after "he".
    """
    tag, before, previous = tokens.tags[i], tokens.tags[i - 1], tokens.lowers[i - 1]
    if tag == "POS":
        return "VBZ" if before in _SUBJECT_BEFORE else "POS"
    if tag == "''":
        glued = tokens.ends[i - 1] == tokens.starts[i] and previous.endswith("s")
        return "POS" if glued and tokens.texts[i] in {"'", "’"} else tag
    if before in {"TO", "MD"}:
        return "VB"
    if previous == "that" or not _is_noun(tokens, i, before):
        return tag
    return "NN" if tag == "VBP" else "NNS"


def _is_noun(tokens: Tokens, i: int, before: str) -> bool:
    """Return whether a form that may be noun or verb ("claims") is a noun.

    ``before`` is the tag before it.
    """
    lower = tokens.lowers[i]
    if before in _NOUN_BEFORE or lower not in NOUN_VERBS:
        return before in _NOUN_BEFORE and lower not in CLOSED_WORDS
    after = min(i + 1, len(tokens) - 1)
    if before in _OFTEN_BEFORE or tokens.tags[after] in _VERB_AFTER:
        return True
    if before == "NNP":
        return tokens.lowers[after] in {"from", "of"}
    ends = before in COMMON_NOUNS and tokens.lowers[after] in _NOUN_ENDS
    return ends or before.startswith("VB")


def _starts_name(tokens: Tokens, i: int, names: set[str]) -> bool:
    """Return whether token ``i``, which starts a sentence or quotation, is a name.

    A part of a name counts. ``names`` holds the words that the article capitalises
    inside sentences.
    """
    lower = tokens.lowers[i]
    if lower in CLOSED_WORDS:
        return tokens.texts[i].isupper() and len(lower) > 1 and lower in names
    if lower in names or lower in _PLACE_STARTS:
        return True
    opener = _OPENERS.get(lower)
    if opener is None:
        return not lower.endswith(("ing", "ly", "ed"))
    return opener == "n" and tokens.tags[i + 1 : i + 2] == ["NNP"]


# Possessive repeats (++, *+) never step back, so the time is linear.
_TOKEN = re.compile(
    r"https?://\S++"
    r"|(?:[^\W\d_]\.){2,20}+"
    r"|[^\W\d_]\w*+(?:[-&'’]\w++|\.[a-z]{2,}+)*+"
    r"|\d++[^\W\d_]++(?:-\w++)*+"
    r"|\d++(?:[.,:/]\d++)*+(?:-[^\W\d_]\w*+)*+"
    r"|\.\.++|--++|''|``|\S",
)
# The cache is worth it: nine in ten words of an article were in earlier articles.
_CACHED_WORDS = 1 << 14

# A token by itself: its offsets in the word, text, lower form, tag, and whether later
# steps must look at it: its tag depends on others, or it may be a cue or end content.
# A plain tuple, because only such ones are unpacked at once.
_Piece = tuple[int, int, str, str, str, bool]


def read_tokens(layout: Layout) -> tuple[Tokens, list[tuple[int, int]], list[int]]:
    """Return the tokens outside noise, each sentence's token range, and notable tokens.

    The range of a sentence in noise is empty. Notable tokens are those whose tag
    depends on their neighbours, forms of reporting verbs, and ``TURNS``.
    """
    tokens = Tokens()
    bounds: list[tuple[int, int]] = []
    notable: list[int] = []
    # Methods are looked up once, because this is the innermost loop.
    starts, add_start, add_end = tokens.starts, tokens.starts.append, tokens.ends.append
    add_text, add_lower = tokens.texts.append, tokens.lowers.append
    add_tag = tokens.tags.append
    for sentence in layout.sentences:
        first, at = len(starts), sentence.start
        for word in sentence.text.split(" ") if sentence.noise is None else ():
            for start, end, text, lower, tag, noted in _cut(word):
                if noted:
                    notable.append(len(starts))
                add_start(at + start)
                add_end(at + end)
                add_text(text)
                add_lower(lower)
                add_tag(tag)
            at += len(word) + 1
        tokens.sentences += [sentence.index] * (len(starts) - first)
        bounds.append((first, len(starts)))
    _settle(tokens, notable)
    return tokens, bounds, notable


@lru_cache(maxsize=_CACHED_WORDS)
def _cut(word: str) -> tuple[_Piece, ...]:
    """Split a run of characters without blanks into tokens: "(Rossi's" has three."""
    pieces: list[_Piece] = []
    for match in _TOKEN.finditer(word):
        start, text = match.start(), match.group()
        clitic = _CLITIC.search(text, 1) if text[0].isalpha() else None
        if (
            text == "."
            and pieces
            and pieces[-1][1] == start
            and _is_short(pieces[-1][2])
        ):
            before, _, short, _, tag, _ = pieces.pop()
            pieces.append(_piece(before, f"{short}.", tag))
        elif clitic:
            at = clitic.start()
            pieces.append(_piece(start, text[:at], _tag_alone(text[:at])))
            pieces.append(_piece(start + at, text[at:], plain_tag(text[at:].lower())))
        else:
            pieces.append(_piece(start, text, _tag_alone(text)))
    return tuple(pieces)


def _piece(start: int, text: str, tag: str) -> _Piece:
    lower = text.lower()
    # Use one object for both if they are equal: it is the fastest to compare.
    lower = text if lower == text else lower
    noted = tag in _NOTABLE_TAGS or lower in TURNS or lower in REPORTERS
    return start, start + len(text), text, lower, tag, noted


def _is_short(word: str) -> bool:
    """Return whether a word takes a full stop: an initial or abbreviation."""
    initial = len(word) == 1 and word.isupper() and word != "I"
    return initial or "." in word or word in _ABBREVIATIONS
