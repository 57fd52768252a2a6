"""Find the subjects of verbs: the noun phrases before them."""

from __future__ import annotations

from typing import NamedTuple

from summarizers.lexicons import words
from summarizers.model import fast_new
from summarizers.readers.english.reporting_lexicon import (
    is_told_too,
    reporting_nouns,
)
from summarizers.readers.english.shallow.noun_phrases import (
    ALONE,
    NOUNS,
    PRONOUNS,
    Phrase,
    head_of,
    phrase_after,
    phrase_before,
)
from summarizers.readers.english.shallow.tagged_document import WINDOW, ShallowDocument
from summarizers.readers.english.shallow.verb_groups import (
    OPENINGS,
    group_start,
    is_joined_infinitive,
    is_passive,
)
from summarizers.readers.english.shallow.word_lists import SUBORDINATORS, TIME_WORDS
from summarizers.readers.parse import Tokens

RELATIVES = frozenset(("who", "which"))
# Words that may stand before the subject at the start of a clause.
EDGES = frozenset((",", ":", "CC", "''", "``", "WRB", "WDT", "WP", "RB", "-LRB-"))
INTRODUCTIONS = frozenset(("IN", "VBG", "WRB", "TO"))
PAST = frozenset(("VBD", "VBN"))
MAX_BRACKET = 12
MAX_APPOSITION = 45
MAX_INFINITIVE = 8
MAX_INTRODUCTION = 40


class SubjectPhrase(NamedTuple):
    """The subject of a verb.

    ``relative`` is true if "who", "which" or "that" stands between subject and verb.
    """

    phrase: Phrase
    relative: bool = False


def find_subject(tokens: Tokens, verb: int, low: int) -> SubjectPhrase | None:
    """Return the subject before the verb at token ``verb``, if any.

    The subject starts at ``low`` or later. Times, brackets, appositions and relative
    pronouns may stand between them: "Rossi, the mayor, on Friday said".
    """
    last = skip_time(tokens, verb - 1, low)
    if last < low:
        return None
    if tokens.lowers[last] in {"both", "all", "each"} and last > low:
        last -= 1
    tag = tokens.tags[last]
    relative = tokens.lowers[last] in RELATIVES and tag != "NNP"
    if relative or _is_relative_that(tokens, last, low):
        return _antecedent(tokens, last, low)
    if tag in {",", ":"} and tokens.texts[last] not in {":", ";"}:
        phrase = _subject_before_apposition(tokens, last, low)
        return None if phrase is None else fast_new(SubjectPhrase, (phrase, False))
    last = skip_bracket(tokens, last, low)
    phrase = phrase_before(tokens, last, low)
    if phrase is not None:
        phrase = _clause_initial_part(tokens, phrase, low)
    if phrase is None and tokens.tags[last] != "CC":
        phrase = _subject_before_relative_clause(tokens, low, verb)
    return None if phrase is None else fast_new(SubjectPhrase, (phrase, False))


def skip_time(tokens: Tokens, last: int, low: int) -> int:
    """Return the token before a time such as "on Tuesday" that ends at ``last``.

    Return ``last`` if no time ends there, or if no noun, pronoun or comma precedes the
    time.
    """
    k = last
    while k >= low and tokens.lowers[k] in TIME_WORDS:
        k -= 1
    if k == last:
        return last
    if (
        k >= low
        and tokens.tags[k] in {"IN", "DT"}
        and tokens.lowers[k] not in {"that", "the"}
    ):
        k -= 1
    return (
        k
        if k >= low
        and (tokens.tags[k] in NOUNS or tokens.tags[k] in {"PRP", ",", "WP"})
        else last
    )


def skip_bracket(tokens: Tokens, last: int, low: int) -> int:
    """Return the token before a bracket that closes at ``last``, or else ``last``."""
    if last < low or tokens.tags[last] != "-RRB-":
        return last
    for k in range(last - 1, max(low, last - MAX_BRACKET), -1):
        if tokens.tags[k] == "-LRB-":
            return k - 1
    return last


def _is_relative_that(tokens: Tokens, last: int, low: int) -> bool:
    return (
        tokens.lowers[last] == "that" and last > low and tokens.tags[last - 1] in NOUNS
    )


def _antecedent(tokens: Tokens, last: int, low: int) -> SubjectPhrase | None:
    k = last - 1
    if k > low and tokens.tags[k] in {",", ":"}:
        k -= 1
    last = skip_bracket(tokens, k, low)
    phrase = phrase_before(tokens, last, _after_infinitive(tokens, last, low))
    return None if phrase is None else SubjectPhrase(phrase, relative=True)


def _after_infinitive(tokens: Tokens, last: int, low: int) -> int:
    """Return the token after the infinitive in "went to meet Rossi", or ``low``."""
    near = range(last - 2, max(low, last - MAX_INFINITIVE), -1)
    verbs = (k + 2 for k in near if tokens.tags[k : k + 2] == ["TO", ""])
    return next(verbs, low)


def _clause_initial_part(tokens: Tokens, phrase: Phrase, low: int) -> Phrase | None:
    """Return the phrase, or its part, that starts a clause and so may be a subject."""
    first = phrase.first
    if _is_no_subject(tokens, phrase, low):
        return None
    before = max(first - 1, low)
    if starts_clause(tokens, first, low) or tokens.tags[first] == "PRP":
        return phrase
    if tokens.lowers[before] in TIME_WORDS or (
        tokens.tags[first] == "DT" and _starts_subordinate_clause(tokens, low)
    ):
        return phrase
    if tokens.tags[before] == "IN" and (
        first - 1 == low or tokens.tags[first - 2] in EDGES
    ):
        return _name_at_end(tokens, phrase)
    return _after_conjunction(tokens, phrase)


def _is_no_subject(tokens: Tokens, phrase: Phrase, low: int) -> bool:
    """Return whether a phrase is only a time, or an unknown verb after "who"."""
    before = tokens.lowers[max(phrase.first - 1, low)]
    if before in RELATIVES and tokens.tags[phrase.first] == "":
        return True
    return TIME_WORDS.issuperset(tokens.lowers[phrase.first : phrase.last + 1])


def _starts_subordinate_clause(tokens: Tokens, low: int) -> bool:
    """Return whether ``low`` starts a subordinate clause: "as prices rose X said"."""
    return tokens.lowers[low] in SUBORDINATORS or tokens.tags[low] == "WRB"


def starts_clause(tokens: Tokens, first: int, low: int) -> bool:
    """Return whether a clause can start at token ``first``, by the token before it."""
    if first <= low:
        return True
    before = tokens.lowers[first - 1]
    return tokens.tags[first - 1] in EDGES or before in SUBORDINATORS


def _name_at_end(tokens: Tokens, phrase: Phrase) -> Phrase | None:
    """Return the name that ends a phrase, if any.

    Example: "Rossi" in "in a statement Rossi said".
    """
    k = phrase.last
    if tokens.tags[k] != "NNP":
        return None
    while k > phrase.first and tokens.tags[k - 1] == "NNP":
        k -= 1
    return None if k == phrase.first else Phrase(k, phrase.last, phrase.last)


def _after_conjunction(tokens: Tokens, phrase: Phrase) -> Phrase | None:
    for k in range(phrase.last - 1, phrase.first, -1):
        if tokens.tags[k] == "CC":
            return Phrase(k + 1, phrase.last, head_of(tokens, k + 1, phrase.last))
    return None


def _subject_before_relative_clause(
    tokens: Tokens, low: int, verb: int
) -> Phrase | None:
    """Return the phrase at ``low`` if a relative clause follows it.

    Example: "Rossi" in "Rossi, who owns the mill, said".
    """
    phrase = phrase_after(tokens, low, verb)
    if phrase is None or phrase.last + 1 >= verb:
        return None
    k = phrase.last + 1
    after = k + 1 if tokens.tags[k] == "," else k
    relative = tokens.tags[after] in {"WP", "WDT"} or tokens.lowers[after] == "that"
    return phrase if relative else None


def _subject_before_apposition(tokens: Tokens, last: int, low: int) -> Phrase | None:
    """Return the subject before an apposition that ends with a comma, if any.

    Example: "Anna Rossi, the mayor, said"; ``last`` is the second comma. The subject is
    the farthest phrase before a comma that starts a clause.
    """
    subject = _subject_before_stray_comma(tokens, last, low)
    mark = tokens.texts[last]
    for k in range(last - 1, max(low, last - MAX_APPOSITION), -1):
        if tokens.texts[k] == mark and tokens.tags[k + 1] not in {"CC", "PRP", "EX"}:
            at = skip_bracket(tokens, skip_time(tokens, k - 1, low), low)
            phrase = phrase_before(tokens, at, low)
            if phrase is None or not starts_clause(tokens, phrase.first, low):
                continue
            # "After the match, Anna Rossi, the coach, said" opens with a time.
            introduces = phrase.first == low + 1 and tokens.tags[low] == "IN"
            subject = (introduces and subject) or phrase
        elif tokens.tags[k] == "PRP" and _is_new_subject(tokens, k):
            break
    return subject


def _subject_before_stray_comma(tokens: Tokens, last: int, low: int) -> Phrase | None:
    """Return the subject that only a comma separates from its verb, if any.

    Example: "Rossi, says that …".
    """
    phrase = phrase_before(tokens, last - 1, low)
    behind = tokens.lowers[last + 2] if last + 2 < len(tokens) else ""
    return phrase if phrase and phrase.first == low and behind == "that" else None


def _is_new_subject(tokens: Tokens, k: int) -> bool:
    relative = tokens.tags[k - 1] in {"WP", "WDT", "WRB"}
    return tokens.lowers[k] in PRONOUNS and not relative and tokens.tags[k - 1] in EDGES


def leading_subject(tokens: Tokens, low: int, end: int) -> Phrase | None:
    """Return the first noun phrase of a clause, after an introduction with a comma.

    The clause is the tokens from ``low`` to before ``end``.
    """
    k = low
    if k < end and tokens.tags[k] in {"CC", "RB"}:
        k += 1
        if k < end and tokens.tags[k] == ",":
            k += 1
    if k + 2 < end and tokens.tags[k + 1] == "IN":
        # "Late on Thursday the council passed …".
        k += 3 if TIME_WORDS.issuperset(tokens.lowers[k : k + 3 : 2]) else 0
    if k < end and tokens.tags[k] in INTRODUCTIONS:
        limit = min(end, k + MAX_INTRODUCTION)
        comma = next((m for m in range(k, limit) if tokens.tags[m] == ","), end)
        k = comma + 1
    return phrase_after(tokens, k, end)


CLOSE = frozenset(("DT", "PRP$", "POS", "JJ"))
# Words before the speaker of a participle: "with Rossi saying", "quoted Rossi saying".
QUOTING = frozenset(("with", "quoted", "quotes", "quoting"))
MEANS = frozenset(("by", "as"))


def participle_source(
    document: ShallowDocument, i: int, group: int, last: Phrase | None
) -> Phrase | None:
    """Return the source of the reporting participle ``i``: "adding that …".

    The verb group of the participle starts at token ``group``. ``last`` is the source
    of the previous cue in the sentence, if any.
    """
    low, end = document.bounds[document.tokens.sentences[i]]
    if group == low:
        return _phrase_after_comma(document.tokens, i, end)
    quoted = _quoted_speaker(document.tokens, group, low)
    if quoted is not None:
        return quoted
    tag, lower = document.tokens.tags[group - 1], document.tokens.lowers[group - 1]
    modifies = tag in CLOSE and lower not in ALONE
    if modifies or (tag == "IN" and lower not in MEANS):
        return None
    if tag in NOUNS:
        return _own_subject(document, i, group)
    return last or leading_subject(document.tokens, low, group)


def _quoted_speaker(tokens: Tokens, group: int, low: int) -> Phrase | None:
    """Return the noun phrase before a participle if it speaks there.

    Example: "Rossi" in "with Rossi saying" and "the paper quoted Rossi as saying".
    """
    last = group - 1 - (tokens.lowers[group - 1] == "as")
    phrase = phrase_before(tokens, last, max(low, group - WINDOW))
    if phrase is None or phrase.first <= low:
        return None
    return phrase if tokens.lowers[phrase.first - 1] in QUOTING else None


def infinitive_source(
    document: ShallowDocument, i: int, group: int, last: Phrase | None
) -> Phrase | None:
    """Return the source of "to say" if "that" or a quotation follows, else ``None``.

    The source is ``last``, that of the previous cue, or else the sentence's subject.
    """
    low, end = document.bounds[document.tokens.sentences[i]]
    if group == low or i + 1 >= end or not _is_strong(document, i):
        return None
    subject = last or leading_subject(document.tokens, low, group)
    return None if subject and _is_empty(document.tokens, subject, group) else subject


def _is_empty(tokens: Tokens, subject: Phrase, group: int) -> bool:
    """Return whether the subject "it" has no meaning: "it was too soon to tell"."""
    plain = tokens.tags[group - 1] in {"JJ", "RB", ""}
    return tokens.lowers[subject.head] == "it" and plain


def second_source(
    document: ShallowDocument, group: int, last: Phrase | None
) -> Phrase | None:
    """Return the source of a second verb: "said" in "Rossi thanked them and said".

    The source is ``last``, that of the previous cue, or else the sentence's subject.
    """
    tokens = document.tokens
    low = document.bounds[tokens.sentences[group]][0]
    if group <= low or tokens.tags[group - 1] not in {"CC", ","}:
        return None
    is_passive_too = is_told_too(tokens, group) and _is_behind_passive(
        tokens, group, low
    )
    if is_passive_too or is_joined_infinitive(tokens, group, low):
        return None
    if last is None and tokens.tags[group - 1] == "CC":
        return leading_subject(tokens, low, group)
    return last


def _is_behind_passive(tokens: Tokens, group: int, low: int) -> bool:
    """Return whether a passive verb precedes token ``group``: "was held and told"."""
    past = (k for k in range(group - 1, low, -1) if tokens.tags[k] in PAST)
    verb = next(past, low)
    return is_passive(tokens.lowers[group_start(tokens, verb, low) : verb])


def _is_strong(document: ShallowDocument, i: int) -> bool:
    """Return whether content follows verb ``i``: "that", "how" or a quotation."""
    if i + 1 >= len(document.tokens):
        return False
    if document.tokens.lowers[i + 1] in OPENINGS or document.opens(i + 1) is not None:
        return True
    return (
        document.tokens.tags[i + 1] in {",", ":"} and document.opens(i + 2) is not None
    )


def _own_subject(document: ShallowDocument, i: int, group: int) -> Phrase | None:
    """Return the source of a participle after a noun: "a sign saying".

    Return ``None`` if content does not follow the participle, unless the noun is a
    document or report.
    """
    tokens = document.tokens
    low = document.bounds[tokens.sentences[i]][0]
    phrase = phrase_before(tokens, group - 1, max(low, group - WINDOW))
    if phrase is None:
        return None
    head = tokens.lowers[phrase.head]
    paper = head in reporting_nouns() or head in words("papers")
    if not paper and not _is_strong(document, i):
        return None
    if phrase.first > low and (paper or tokens.lowers[i] == "saying"):
        return leading_subject(tokens, low, group) or phrase
    return phrase


def _phrase_after_comma(tokens: Tokens, i: int, end: int) -> Phrase | None:
    for k in range(i + 1, min(end, i + WINDOW)):
        if tokens.tags[k] == ",":
            return phrase_after(tokens, k + 1, end)
    return None
