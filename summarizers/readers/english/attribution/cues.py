"""Find reporting verbs with their sources, sentence by sentence."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from summarizers.lexicons import table, words
from summarizers.model import Span, fast_new
from summarizers.readers.english.syntax.clauses import (
    Phrase,
    find_subject,
    group_start,
    is_passive,
    leading_subject,
    phrase_after,
    phrase_before,
    word_class,
)
from summarizers.readers.english.syntax.tokens import (
    ACCORDING,
    CLAUSE,
    FINITE,
    NEGATIONS,
    NOUN_VERBS,
    NOUNS,
    PRESENT,
    REFLEXIVES,
    REPORTERS,
    TELLING_VERBS,
    TURNS,
    VERBS,
    ReportingWord,
    read_tokens,
)
from summarizers.readers.parse import CueKind, Tokens
from summarizers.text.layout import Layout, Quotation, QuotationIndex

Range = tuple[int, int]
"""A range: its first and last token, or its first character and the one after it."""
WINDOW = 80


class Document:
    """The tokens of an article, the token range of each sentence, and the quotations.

    ``opens`` and ``closes`` map the first and last token of a quotation to it, and
    ``marks[q]`` is this pair of tokens of quotation ``q``, or ``None`` in noise.
    ``is_quoted[i]`` is 1 if token ``i`` is in a quotation. ``candidates`` maps a sentence
    to its tokens that may be cues: forms of reporting verbs, and "according".
    ``turns`` are the tokens that may end reported words, such as ", but".
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.tokens, self.bounds, notable = read_tokens(layout)
        self.quotations = QuotationIndex(layout.quotations)
        self.is_quoted = bytearray(len(self.tokens))
        self.opens: dict[int, Quotation] = {}
        self.closes: dict[int, Quotation] = {}
        self.marks = [self._mark(quotation) for quotation in layout.quotations]
        self._ends = sorted(self.closes)
        lowers, sentences = self.tokens.lowers, self.tokens.sentences
        self.turns = [i for i in notable if lowers[i] in TURNS]
        self.candidates: dict[int, list[int]] = {}
        for i in notable:
            if lowers[i] in REPORTERS or lowers[i] == ACCORDING:
                self.candidates.setdefault(sentences[i], []).append(i)
        classes = map(word_class, self.tokens.tags, lowers)
        self.tokens.classes = "".join(classes)

    def _mark(self, quotation: Quotation) -> Range | None:
        starts, tags = self.tokens.starts, self.tokens.tags
        first = bisect_left(starts, quotation.start)
        last = bisect_left(starts, quotation.end, first) - 1
        if last < first:
            return None
        self.is_quoted[first : last + 1] = b"\1" * (last + 1 - first)
        self.opens[first] = self.closes[last] = quotation
        tags[first] = "``"
        if quotation.closed and last > first:
            tags[last] = "''"
        return first, last

    def closing(self, k: int) -> Quotation | None:
        """Return the quotation that ends at token ``k``, or before a comma at ``k``."""
        return self.closes.get(k - 1 if self.tokens.tags[k] == "," else k)

    def floor(self, i: int) -> int:
        """Return the first token after the last quotation before ``i``.

        The result is in the sentence of ``i``, and ``i`` is outside quotations. The
        search goes back at most ``WINDOW`` tokens, so that the work stays linear in
        endless sentences.
        """
        at = bisect_left(self._ends, i) - 1
        behind = self._ends[at] + 1 if at >= 0 else 0
        return max(self.bounds[self.tokens.sentences[i]][0], i - WINDOW, behind)

    def words(self, first: int, last: int) -> Span:
        """Return the text of the tokens ``first`` to ``last``."""
        start, end = self.tokens.starts[first], self.tokens.ends[last]
        return Span(start, end, self.layout.text[start:end])


_SAYING = frozenset(("saying", "stating", "telling"))


class ReportingCue(NamedTuple):
    """A reporting verb outside quotations, with its source.

    ``verb`` is the token of the verb. ``first`` and ``last`` are the first and last
    token of its verb group ("had also said") and its source. ``inverted`` is true if
    the source follows the verb. ``loose`` is true if the verb has no subject of its own
    (a participle, an infinitive, a second verb). ``relative`` is true if the verb is in
    a relative clause.
    """

    verb: int
    reporter: ReportingWord
    source: Phrase
    first: int
    last: int
    inverted: bool = False
    loose: bool = False
    relative: bool = False


def find_cues(document: Document, sentence: int) -> list[ReportingCue]:
    """Return the cues of a sentence in text order."""
    cues: list[ReportingCue] = []
    for i in document.candidates.get(sentence, ()):
        if document.tokens.tags[i] in VERBS and not document.is_quoted[i]:
            cue = _read_cue(document, i, cues[-1].source if cues else None)
            if cue is not None:
                cues.append(cue)
    return cues


def _read_cue(document: Document, i: int, last: Phrase | None) -> ReportingCue | None:
    """Return the cue with the verb ``i``; ``last`` is the source of the cue before it."""
    tokens, low = document.tokens, document.floor(i)
    group, reporter = group_start(tokens, i, low), REPORTERS[tokens.lowers[i]]
    if _reports_nothing(document, i, group, reporter):
        return None
    if tokens.tags[group] == "TO":
        source = _infinitive_source(document, i, group, last)
    elif group == i and tokens.tags[i] == "VBG":
        source = _participle_source(document, i, last)
    else:
        if phrase := _subject_behind(document, i, low):
            return ReportingCue(i, reporter, phrase, i, phrase.last, inverted=True)
        subject, is_relative = find_subject(tokens, group, low)
        if subject is not None and (group < i or _is_predicate(tokens, subject, i)):
            row = i, reporter, subject, subject.first, i, False, False, is_relative
            return fast_new(ReportingCue, row)
        source = _second_source(document, group, last)
    if source is None:
        return None
    return ReportingCue(i, reporter, source, group, i, loose=True)


def _reports_nothing(
    document: Document, i: int, group: int, reporter: ReportingWord
) -> bool:
    """Return whether token ``i`` looks like a reporting verb but reports no words.

    This is true for a passive, an infinitive, a noun before a verb, words that are not
    said ("would argue"), and "quoted" before "saying", whose speaker is the person
    quoted. The verb group starts at ``group``.
    """
    tokens, tags = document.tokens, document.tokens.tags
    if tags[i] == "VBD" and is_passive(tokens, group, i):
        return True
    if tags[i] in PRESENT and not FINITE.isdisjoint(tags[i + 1 : i + 2]):
        return True
    # "Calls itself" gives a name.
    if reporter.lemma == "call" and not REFLEXIVES.isdisjoint(
        tokens.lowers[i + 1 : i + 2]
    ):
        return True
    helpers = tokens.lowers[group:i]
    if tokens.lowers[group - 2 : group] == ["not", "yet"]:
        helpers.append("not")
    is_unsaid = "MD" in tags[group:i] or not NEGATIONS.isdisjoint(helpers)
    if reporter.kind is CueKind.SPEECH and is_unsaid:
        return True
    end = document.bounds[tokens.sentences[i]][1]
    is_saying = not _SAYING.isdisjoint(tokens.lowers[i:end])
    return reporter.lemma == "quote" and is_saying


# Tags that may follow the source of an inverted cue: "…, said Rossi".
_INVERTED_ENDS = frozenset((".", ",", ":", "WP", "-LRB-", "IN", "TO", "NNP"))


def _subject_behind(document: Document, i: int, low: int) -> Phrase | None:
    """Return the source after verb ``i``: "“…,” said Rossi", "it is safe, said Rossi".

    ``low`` is the first token at which a subject before the verb may start.
    """
    tokens = document.tokens
    quotation = document.closing(i - 1)
    if quotation is None and tokens.tags[i - 1] != ",":
        return None
    end = document.bounds[tokens.sentences[i]][1]
    phrase = phrase_after(tokens, i + 1, end)
    if phrase is None:
        return None
    after = phrase.last + 1
    if quotation is not None:
        return phrase
    # After an apposition ("Rossi, the mayor, said"), the subject stands before it.
    is_end = after >= end or tokens.tags[after] in _INVERTED_ENDS
    is_clause = CLAUSE in REPORTERS[tokens.lowers[i]].frames and is_end
    return phrase if is_clause and find_subject(tokens, i, low)[0] is None else None


# Tags that follow a verb often, but rarely a noun of the same form.
_STRONG = frozenset(("TO", "PRP", "PRP$", "DT", "NNP", "CD", "EX", "``", "RB"))
_OPENINGS = frozenset(("that", "whether", "if", "how", "why", "what", ":"))
_SINGULAR_ENDS = ("ss", "us", "is")
_PLURAL_WORDS = words("plural_words")


def _is_predicate(tokens: Tokens, phrase: Phrase, i: int) -> bool:
    """Return whether token ``i`` is the verb of the noun phrase before it.

    A form such as "claims" may instead be a noun: "the insurance claims".
    """
    tags, lowers, head = tokens.tags, tokens.lowers, phrase.head
    if tags[i] not in PRESENT:
        return True
    if lowers[head] == "you" or not _agrees(tokens, phrase, i):
        return False
    if lowers[i] not in NOUN_VERBS or tags[head] == "PRP":
        return True
    is_before_object = not _STRONG.isdisjoint(tags[i + 1 : i + 2])
    return is_before_object or not _OPENINGS.isdisjoint(lowers[i + 1 : i + 2])


def _agrees(tokens: Tokens, phrase: Phrase, i: int) -> bool:
    """Return whether the verb ``i`` agrees with ``phrase`` in number."""
    inner = range(phrase.first, phrase.last + 1)
    is_name = tokens.tags[phrase.head] == "NNP"
    if "CC" in tokens.tags[phrase.first : phrase.last + 1]:
        return True
    if tokens.tags[i] == "VBP":
        body = is_name and tokens.lowers[i] not in NOUN_VERBS
        return body or any(_looks_plural(tokens, k) for k in inner)
    return is_name or not _looks_plural(tokens, phrase.head)


def _looks_plural(tokens: Tokens, k: int) -> bool:
    lower = tokens.lowers[k]
    if tokens.tags[k] == "CD":
        return lower not in {"one", "1"}
    plural = lower.endswith("s") and not lower.endswith(_SINGULAR_ENDS)
    return plural or lower in _PLURAL_WORDS


_CLOSE = frozenset(("DT", "PRP$", "POS", "JJ"))
# Words before the speaker of a participle: "with Rossi saying", "quoted Rossi saying".
_QUOTING = frozenset(("with", "quoted", "quotes", "quoting"))
_MEANS = frozenset(("by", "as"))
_DOCUMENTS = words("papers") | table("reporting_nouns").keys()


def _participle_source(
    document: Document, i: int, last: Phrase | None
) -> Phrase | None:
    """Return the source of the reporting participle ``i``: "adding that …".

    The source is the noun before it ("a sign saying"), that of the previous cue,
    ``last``, or else the sentence's subject.
    """
    tokens, lowers = document.tokens, document.tokens.lowers
    low, end = document.bounds[tokens.sentences[i]]
    if i == low:
        comma = next((k for k in range(i + 1, end) if tokens.tags[k] == ","), end)
        return phrase_after(tokens, comma + 1, end)
    tag, before = tokens.tags[i - 1], lowers[i - 1]
    own = phrase_before(tokens, i - 1 - (before == "as"), low)
    if own is not None and lowers[own.first - 1] in _QUOTING:
        return own
    if tag in _CLOSE or (tag == "IN" and before not in _MEANS):
        return None
    if tag not in NOUNS:
        return last or leading_subject(tokens, low, i)
    if own is None:
        return None
    is_document = lowers[own.head] in _DOCUMENTS
    if not is_document and not _opens_content(document, i + 1):
        return None
    return leading_subject(tokens, low, i) or own


def _infinitive_source(
    document: Document, i: int, group: int, last: Phrase | None
) -> Phrase | None:
    """Return the source of "to say" if "that" or a quotation follows, else ``None``."""
    tokens = document.tokens
    low = document.bounds[tokens.sentences[i]][0]
    if not _opens_content(document, i + 1):
        return None
    subject = last or leading_subject(tokens, low, group)
    # The subject of "it was too soon to tell" has no meaning.
    is_empty = subject is not None and tokens.lowers[subject.head] == "it"
    return None if is_empty and tokens.tags[group - 1] in {"JJ", "RB", ""} else subject


def _opens_content(document: Document, k: int) -> bool:
    """Return whether content starts at token ``k``: "that", "how" or a quotation."""
    tokens = document.tokens
    if k >= len(tokens):
        return False
    is_mark = tokens.tags[k] in {",", ":"}
    return tokens.lowers[k] in _OPENINGS or k + is_mark in document.opens


def _second_source(
    document: Document, group: int, last: Phrase | None
) -> Phrase | None:
    """Return the source of a second verb: "said" in "Rossi thanked them and said"."""
    tokens = document.tokens
    low = document.bounds[tokens.sentences[group]][0]
    if tokens.tags[group - 1] not in {"CC", ","}:
        return None
    if _is_like_verb_before(tokens, group, low):
        return None
    if last is None and tokens.tags[group - 1] == "CC":
        return leading_subject(tokens, low, group)
    return last


def _is_like_verb_before(tokens: Tokens, i: int, low: int) -> bool:
    """Return whether a verb is an infinitive or a passive, as the one before it is.

    Examples: "unable to stop it and accuse Rossi", "was held and told to wait".
    """
    tags = tokens.tags
    for k in range(i - 2, low, -1):
        if tags[i] == "VBP" and tags[k] in {"MD", "TO"}:
            return True
        if tags[k] in FINITE:
            reporter = REPORTERS.get(tokens.lowers[i])
            is_told = reporter is not None and reporter.lemma in TELLING_VERBS | {"ask"}
            return is_told and is_passive(tokens, group_start(tokens, k, low), k)
    return False
