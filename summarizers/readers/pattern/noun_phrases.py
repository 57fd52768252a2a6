"""Find noun phrases before and after a verb by their words, without a parse tree."""

from __future__ import annotations

from summarizers.readers.pattern.pattern_document import ENDS, PatternDocument, Range

LONGEST = 24
_LONGEST_ASIDE = 10


def phrase_after(document: PatternDocument, i: int) -> Range | None:
    """Return the noun phrase at token ``i``, or after the adverbs and asides there.

    Return ``None`` if no noun phrase follows.
    """
    last = document.bounds_at(i)[1] if i < len(document.tokens) else i
    start = _skip_adjuncts(document, i, last)
    if start >= last or not document.starts_phrase(start):
        return None
    end = phrase_end(document, start, last)
    bare = end == start and document.low(end) in document.words.determiners
    return None if bare else (start, end)


def fused_phrase(document: PatternDocument, i: int) -> Range | None:
    """Return the noun phrase at token ``i``.

    If a determiner stands before it, such as the "du" of "près du", the phrase starts
    there.
    """
    low = document.low(i - 1)
    if low not in document.words.determiners:
        return phrase_after(document, i)
    last = document.bounds_at(i)[1] if i < len(document.tokens) else i
    return (i - 1, phrase_end(document, i, last)) if i < last else None


def phrase_end(document: PatternDocument, start: int, last: int) -> int:
    """Return the last token of the noun phrase that starts at ``start``.

    The phrase ends before token ``last``.
    """
    end = start
    while end + 1 < min(last, start + LONGEST) and _continues_phrase(
        document, end + 1, start
    ):
        end += 1
    while end > start and document.low(end) in document.words.links:
        end -= 1
    return end


def _skip_adjuncts(document: PatternDocument, i: int, last: int) -> int:
    """Return the first token from ``i`` on that is not an adverb, day or addressee.

    For example, "hier à la presse" is skipped in "a dit hier à la presse".
    """
    words = document.words
    while i < last:
        low = document.low(i)
        if low == "," and _is_aside(document, i + 1, last):
            behind = _skip_aside(document, i, last)
            if behind == i:
                return i
            i = behind
        elif low in words.addressed and not document.is_capital(i):
            i = _skip_addressee(document, i)
        elif low in words.between or is_adverb(document, i):
            i += 1
        else:
            break
    return i


def _is_aside(document: PatternDocument, i: int, last: int) -> bool:
    """Return whether the words from ``i`` to a comma describe: ", la voix nouée,".

    The sentence ends before token ``last``.
    """
    if document.low(i) in document.words.addressed:
        return True
    behind = _skip_aside(document, i - 1, last)
    if behind < i or document.is_capital(i):
        return False
    plain = not any(
        document.is_capital(k) or _is_finite(document, k) for k in range(i, behind)
    )
    noun = document.low(i) in document.words.roles or (
        document.low(i + 1) in document.words.nouns
    )
    return plain and not noun and document.starts_phrase(behind)


def _skip_addressee(document: PatternDocument, i: int) -> int:
    """Return the first token after an addressee or place: "à la presse".

    The preposition is at ``i``. A name before an article is skipped as well.
    """
    words = document.words
    i += 2 + (document.low(i + 1) in words.determiners)
    while document.is_capital(i) and document.low(i + 1) in words.determiners:
        i += 1
    # An adjective may follow: "sur les réseaux sociaux".
    return i + (not document.starts_phrase(i) and document.starts_phrase(i + 1))


def _skip_aside(document: PatternDocument, i: int, last: int) -> int:
    """Return the token after an aside at ``i``: ", dans un entretien,", else ``i``."""
    for end in range(i + 1, min(last, i + _LONGEST_ASIDE)):
        if document.low(end) == ",":
            return end + 1
        if document.text(end) in ENDS:
            break
    return i


def is_adverb(document: PatternDocument, i: int) -> bool:
    """Return whether a word ends like an adverb and is not a listed noun."""
    low, words = document.low(i), document.words
    if not low.endswith(words.adverb_ends) or document.tag(i) not in {"ADV", ""}:
        return False
    return low not in words.nouns and document.low(i - 1) not in words.determiners


def _continues_phrase(document: PatternDocument, i: int, start: int) -> bool:
    """Return whether the phrase that starts at ``start`` includes the word at ``i``."""
    low, words = document.low(i), document.words
    if document.text(i) in ENDS or low == "," or low in words.calendar:
        return False
    # "le maire d'une ville", "l'un d'eux"
    owners = words.grammar.owners | words.determiners.keys()
    owned = low in words.determiners and document.low(i - 1) in owners
    if low in words.links or document.is_capital(i) or owned:
        return True
    if low in words.grammar.conjunctions:
        return document.starts_phrase(i + 1)
    if low in words.nobody or low in words.openers or low in words.between:
        return False
    # Taggers err with nouns that look like infinitives: "son manager".
    noun = low in words.nouns and document.low(i - 1) in words.determiners
    verb = document.is_verb(i) and not (noun or _is_participle(document, i))
    return i == start or not (verb or document.tag(i) == "ADP")


def _is_participle(document: PatternDocument, i: int) -> bool:
    """Return whether the word at ``i`` may be a participle, as in "la cour chargée"."""
    ended = document.low(i).endswith(document.words.participle_ends)
    return ended and not document.is_verb(i - 1)


def phrase_before(document: PatternDocument, end: int, first: int) -> Range | None:
    """Return the subject before token ``end``, without its apposition, if any.

    ``first`` is the first token of the sentence.
    """
    last = _skip_apposition_backwards(document, end - 1, first)
    if last < first or document.text(last) in ENDS:
        return None
    start = last
    while start > first and not _is_border(document, start - 1):
        start -= 1
    verb = next(
        (i for i in range(start, last + 1) if _is_finite(document, i)), last + 1
    )
    start, last = _strip_start(document, start, verb - 1)
    return (start, last) if start <= last else None


def _skip_apposition_backwards(document: PatternDocument, last: int, first: int) -> int:
    """Return the last token before an apposition that ends at ``last``.

    An apposition is "…, la directrice," or "(UPB)". Without one, return ``last``.
    """
    if document.text(last) == ",":
        before = last - 1
        while before >= first and document.text(before) != ",":
            before -= 1
        last = before - 1 if before > first else first - 1
        while last > first and _is_second_apposition(document, last, first):
            last = _comma_before(document, last, first) - 1
    if document.text(last) == ")":
        while last > first and document.text(last) != "(":
            last -= 1
        last -= 1
    return last


def _comma_before(document: PatternDocument, i: int, first: int) -> int:
    """Return the last comma up to token ``i``, or ``first`` without one."""
    while i > first and document.text(i) != ",":
        i -= 1
    return i


def _is_second_apposition(document: PatternDocument, last: int, first: int) -> bool:
    """Return whether the words up to ``last`` are an apposition after another one.

    An example is "maire" in "X, 54 ans, maire, dit".
    """
    comma = _comma_before(document, last, first)
    start = comma + 1
    if comma == first or document.low(start) in document.words.pronouns:
        return False
    return (
        document.text(start)[0].isdigit() or document.low(start) in document.words.roles
    )


def _is_border(document: PatternDocument, i: int) -> bool:
    low = document.low(i)
    if document.text(i) in ENDS or low == ",":
        return True
    return low in document.words.borders or low in document.words.grammar.clauses


def _is_finite(document: PatternDocument, i: int) -> bool:
    return document.is_verb(i) and not (
        _is_participle(document, i)
        or document.words.grammar.is_infinitive(document.low(i))
    )


def _strip_start(document: PatternDocument, start: int, last: int) -> Range:
    """Return the range without the loose words at its start.

    These are days, conjunctions and small words such as "aussi".
    """
    words = document.words
    loose = words.calendar | words.grammar.conjunctions | words.between
    while start <= last and document.low(start) in loose:
        start += 1
    return start, last


def head_of(document: PatternDocument, phrase: Range) -> int:
    """Return the head of a phrase: its first noun or pronoun after the article."""
    words = document.words
    start = bare_start(document, phrase)
    titled = start < phrase[1] and document.low(start) in words.openers
    return start + (titled and document.low(start + 1) in words.roles)


def bare_start(document: PatternDocument, phrase: Range) -> int:
    """Return the first token of a phrase after its article and a word such as "Mme"."""
    words = document.words
    for i in range(phrase[0], phrase[1] + 1):
        low = document.low(i)
        if low not in words.determiners and low not in words.honorifics:
            return i
    return phrase[0]


def skip_apposition(document: PatternDocument, i: int, last: int) -> int:
    """Return the comma after an apposition such as "…, ministre de la Santé,".

    The comma before the apposition is token ``i``. Return ``i`` if no apposition
    follows.
    """
    if document.low(i) != ",":
        return i
    words, start = document.words, i + 1
    if document.low(start) in words.determiners:
        start += 1
    named = document.is_capital(start) and document.low(start) not in words.openers
    if not named and document.low(start) not in words.roles:
        return i
    for end in range(start + 1, min(last, start + LONGEST)):
        if document.low(end) in {",", ":"}:
            return skip_apposition(document, end, last)
        if document.text(end) in ENDS or _is_finite(document, end):
            return i
    return i
