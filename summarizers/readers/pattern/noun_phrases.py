"""Noun phrases before and behind a verb, by their words alone."""

from __future__ import annotations

from summarizers.readers.pattern.pattern_document import ENDS, Range, Reading

LONGEST = 24
_LONGEST_ASIDE = 10


def phrase_behind(reading: Reading, i: int) -> Range | None:
    """The noun phrase that begins at ``i``, or behind a few small words there."""
    last = reading.bounds_at(i)[1] if i < len(reading.tokens) else i
    start = _skip(reading, i, last)
    if start >= last or not reading.starts_phrase(start):
        return None
    end = phrase_end(reading, start, last)
    bare = end == start and reading.low(end) in reading.words.determiners
    return None if bare else (start, end)


def fused_phrase(reading: Reading, i: int) -> Range | None:
    """The noun phrase at ``i``, or behind the "of the" that ends before it."""
    low = reading.low(i - 1)
    if low not in reading.words.determiners:
        return phrase_behind(reading, i)
    last = reading.bounds_at(i)[1] if i < len(reading.tokens) else i
    return (i - 1, phrase_end(reading, i, last)) if i < last else None


def phrase_end(reading: Reading, start: int, last: int) -> int:
    """The last token of the phrase that begins at ``start``, before token ``last``."""
    end = start
    while end + 1 < min(last, start + LONGEST) and _goes_on(reading, end + 1, start):
        end += 1
    while end > start and reading.low(end) in reading.words.links:
        end -= 1
    return end


def _skip(reading: Reading, i: int, last: int) -> int:
    """Behind adverbs, days, who is addressed, and where: "a dit à la presse"."""
    words = reading.words
    while i < last:
        low = reading.low(i)
        if low == "," and _is_aside(reading, i + 1):
            behind = _behind_aside(reading, i, last)
            if behind == i:
                return i
            i = behind
        elif low in words.addressed and not reading.is_capital(i):
            i = _behind_addressee(reading, i)
        elif low in words.between or is_adverb(reading, i):
            i += 1
        else:
            break
    return i


def _is_aside(reading: Reading, i: int) -> bool:
    """Whether words between commas say how or where: ", la voix nouée, Jeanne X"."""
    if reading.low(i) in reading.words.addressed:
        return True
    behind = _behind_aside(reading, i - 1, reading.bounds_at(i)[1])
    if behind < i or reading.is_capital(i):
        return False
    plain = not any(
        reading.is_capital(k) or _is_finite(reading, k) for k in range(i, behind)
    )
    noun = reading.low(i) in reading.words.roles or (
        reading.low(i + 1) in reading.words.nouns
    )
    return plain and not noun and reading.starts_phrase(behind)


def _behind_addressee(reading: Reading, i: int) -> int:
    """Behind a preposition with a noun, and a name where an article follows it."""
    words = reading.words
    i += 2 + (reading.low(i + 1) in words.determiners)
    while reading.is_capital(i) and reading.low(i + 1) in words.determiners:
        i += 1
    # An adjective may follow: "sur les réseaux sociaux".
    return i + (not reading.starts_phrase(i) and reading.starts_phrase(i + 1))


def _behind_aside(reading: Reading, i: int, last: int) -> int:
    """Behind the second of two commas around "dans un entretien", else ``i``."""
    for end in range(i + 1, min(last, i + _LONGEST_ASIDE)):
        if reading.low(end) == ",":
            return end + 1
        if reading.text(end) in ENDS:
            break
    return i


def is_adverb(reading: Reading, i: int) -> bool:
    """Whether a word ends as an adverb does, and is no noun as far as anybody tells."""
    low, words = reading.low(i), reading.words
    if not low.endswith(words.adverb_ends) or reading.tag(i) not in {"ADV", ""}:
        return False
    return low not in words.nouns and reading.low(i - 1) not in words.determiners


def _goes_on(reading: Reading, i: int, start: int) -> bool:
    """Whether the phrase that begins at ``start`` takes in the word at ``i``."""
    low, words = reading.low(i), reading.words
    if reading.text(i) in ENDS or low == "," or low in words.calendar:
        return False
    # "le maire d'une ville", "l'un d'eux"
    owners = words.grammar.owners | words.determiners.keys()
    owned = low in words.determiners and reading.low(i - 1) in owners
    if low in words.links or reading.is_capital(i) or owned:
        return True
    if low in words.grammar.conjunctions:
        return reading.starts_phrase(i + 1)
    if low in words.nobody or low in words.openers or low in words.between:
        return False
    # Taggers err with nouns that look like infinitives: "son manager".
    noun = low in words.nouns and reading.low(i - 1) in words.determiners
    verb = reading.is_verb(i) and not (noun or _is_participle(reading, i))
    return i == start or not (verb or reading.tag(i) == "ADP")


def _is_participle(reading: Reading, i: int) -> bool:
    """Whether a verb may be an adjective behind its noun ("la cour chargée")."""
    ended = reading.low(i).endswith(reading.words.participle_ends)
    return ended and not reading.is_verb(i - 1)


def phrase_before(reading: Reading, end: int, first: int) -> Range | None:
    """The subject that ends before token ``end``, an apposition left out.

    ``first`` is the first token of the sentence.
    """
    last = _behind_apposition(reading, end - 1, first)
    if last < first or reading.text(last) in ENDS:
        return None
    start = last
    while start > first and not _is_border(reading, start - 1):
        start -= 1
    verb = next((i for i in range(start, last + 1) if _is_finite(reading, i)), last + 1)
    start, last = _bare(reading, start, verb - 1)
    return (start, last) if start <= last else None


def _behind_apposition(reading: Reading, last: int, first: int) -> int:
    """The end of what stands before "…, la directrice," or "(UPB)"."""
    if reading.text(last) == ",":
        before = last - 1
        while before >= first and reading.text(before) != ",":
            before -= 1
        last = before - 1 if before > first else first - 1
        while last > first and _continues(reading, last, first):
            last = _comma_before(reading, last, first) - 1
    if reading.text(last) == ")":
        while last > first and reading.text(last) != "(":
            last -= 1
        last -= 1
    return last


def _comma_before(reading: Reading, i: int, first: int) -> int:
    """The comma before token ``i``, or ``first``."""
    while i > first and reading.text(i) != ",":
        i -= 1
    return i


def _continues(reading: Reading, last: int, first: int) -> bool:
    """Whether what ends with ``last`` is one more apposition: "X, 54 ans, maire, dit"."""
    comma = _comma_before(reading, last, first)
    start = comma + 1
    if comma == first or reading.low(start) in reading.words.pronouns:
        return False
    return reading.text(start)[0].isdigit() or reading.low(start) in reading.words.roles


def _is_border(reading: Reading, i: int) -> bool:
    low = reading.low(i)
    if reading.text(i) in ENDS or low == ",":
        return True
    return low in reading.words.borders or low in reading.words.grammar.clauses


def _is_finite(reading: Reading, i: int) -> bool:
    return reading.is_verb(i) and not (
        _is_participle(reading, i)
        or reading.words.grammar.is_infinitive(reading.low(i))
    )


def _bare(reading: Reading, start: int, last: int) -> Range:
    """Without days and conjunctions at the start."""
    words = reading.words
    loose = words.calendar | words.grammar.conjunctions | words.between
    while start <= last and reading.low(start) in loose:
        start += 1
    return start, last


def head_of(reading: Reading, phrase: Range) -> int:
    """The noun or pronoun that a phrase is about: its first word that is no article."""
    words = reading.words
    start = bare_start(reading, phrase)
    titled = start < phrase[1] and reading.low(start) in words.openers
    return start + (titled and reading.low(start + 1) in words.roles)


def bare_start(reading: Reading, phrase: Range) -> int:
    """The first word of a phrase behind its article and "Mme"."""
    words = reading.words
    for i in range(phrase[0], phrase[1] + 1):
        low = reading.low(i)
        if low not in words.determiners and low not in words.honorifics:
            return i
    return phrase[0]


def behind_apposition(reading: Reading, i: int, last: int) -> int:
    """The comma behind "…, ministre de la Santé," or a name, if the first stands at ``i``.

    ``i`` itself where there is no such apposition.
    """
    if reading.low(i) != ",":
        return i
    words, start = reading.words, i + 1
    if reading.low(start) in words.determiners:
        start += 1
    named = reading.is_capital(start) and reading.low(start) not in words.openers
    if not named and reading.low(start) not in words.roles:
        return i
    for end in range(start + 1, min(last, start + LONGEST)):
        if reading.low(end) in {",", ":"}:
            return behind_apposition(reading, end, last)
        if reading.text(end) in ENDS or _is_finite(reading, end):
            return i
    return i
