"""The tokens of one article as letters, over which the patterns of a language match.

A token has a *class* for each word list that contains it, such as ``determiners``, and
for its form, such as ``capital``. Each set of classes is one letter, so that a regular
expression over the letters is a pattern of word classes, and its offsets are tokens.
``phrase_patterns.txt`` explains the notation of the patterns.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from summarizers.languages.profile import Grammar, Tense
from summarizers.lexicons import filled
from summarizers.model import Span
from summarizers.text.layout import Layout, Quotation, QuotationIndex

Range = tuple[int, int]
"""The first token of a phrase, and the token after its last one."""

_LISTS = (
    *("addressed", "auxiliaries", "between_words", "borders", "clause_breaks"),
    *("content_ends", "countries", "demonstratives", "determiners", "documents"),
    *("examples", "firm_words", "first_names", "group_nouns", "hazards", "honorifics"),
    *("hosts",),
    *("indefinite", "informants", "links", "months", "nobody", "offices", "openers"),
    *("org_words", "particles", "past_words", "place_words", "places"),
    *("prepositions", "pronouns", "relatives", "roles", "stand_ins", "supports"),
    *("weekdays",),
)
_ENDINGS = ("adverb_ends", "demonym_ends", "imperative_ends", "participle_ends")
_QUOTES = frozenset('«»"“”„')
_STOPS = frozenset((".", "!", "?", "…", "..."))
_ENDS = frozenset(";:—–()") | _STOPS | _QUOTES
_BULLETS = frozenset(":—–-(•") | _QUOTES
_CLOSERS = ".!?…,;: \xa0\u202f"
_CLASSES = re.compile(r"(?<!\?P)<([^<>]+)>")
_FIRST_LETTER = 0xE000


class Document:
    """The tokens of an article, with the classes of each.

    Each sentence outside noise begins with an empty token of the class ``start``, and
    ``bounds[i]`` is the range of the tokens of sentence ``i`` behind it. Paragraphs of
    dialogue, which start with a dash, count as quotations.
    """

    def __init__(self, layout: Layout, grammar: Grammar) -> None:
        self.layout, self.grammar = layout, grammar
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.texts: list[str] = []
        self.sentences: list[int] = []
        self.bounds: list[Range] = []
        for sentence in layout.sentences:
            if sentence.noise is None:
                self._add(sentence.start - 1, "", sentence.index)
            first = len(self.starts)
            if sentence.noise is None:
                for word in grammar.token.finditer(sentence.text):
                    self._add(sentence.start + word.start(), word[0], sentence.index)
            self.bounds.append((first, len(self.starts)))
        self.lows = [_lower(text) for text in self.texts]
        self._alphabet = alphabet_of(grammar)
        self._classes = [self._alphabet.classes(text) for text in self.texts]
        for i, (name, phrase) in self._phrases():
            self._classes[i] |= {name}
            for k in range(i + 1, i + len(phrase)):
                self._classes[k] |= {f"{name}+"}
        self._letters = "".join(map(self._alphabet.letter, self._classes))
        self.quotations = _quotations(layout)
        self.quoted = QuotationIndex(self.quotations)

    def _add(self, start: int, text: str, sentence: int) -> None:
        self.starts.append(start)
        self.ends.append(start + len(text))
        self.texts.append(text)
        self.sentences.append(sentence)

    def _phrases(self) -> Iterator[tuple[int, tuple[str, tuple[str, ...]]]]:
        """Yield the listed phrases of several words, each with its first token."""
        listed = self._alphabet.phrases
        for i, low in enumerate(self.lows):
            for name, phrase in listed.get(low, ()):
                if tuple(self.lows[i : i + len(phrase)]) == phrase:
                    yield i, (name, phrase)

    def is_a(self, i: int, *classes: str) -> bool:
        """Return whether the token at ``i`` has one of these classes."""
        inside = 0 <= i < len(self._classes)
        return inside and not self._classes[i].isdisjoint(classes)

    def value(self, name: str, i: int) -> str:
        """Return the value of the token at ``i`` in a word list, "" without one."""
        return self.grammar.table(name).get(self.lows[i], "")

    def search(self, name: str, start: int, end: int) -> re.Match[str] | None:
        """Return the first match of the pattern ``name`` in a range of tokens."""
        return self._alphabet.pattern(name).search(self._letters, start, end)

    def match(self, name: str, start: int, end: int) -> re.Match[str] | None:
        """Return the match of the pattern ``name`` that starts at token ``start``."""
        return self._alphabet.pattern(name).match(self._letters, start, end)

    def matches(self, name: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """Return all matches of the pattern ``name`` in a range of tokens."""
        return self._alphabet.pattern(name).finditer(self._letters, start, end)

    def source(self, match: re.Match[str] | None) -> Range | None:
        """Return the tokens of the group ``source`` of a match, if it is one."""
        return None if match is None else match.span("source")

    def sentence_at(self, i: int) -> Range:
        """Return the range of the sentence with token ``i``."""
        return self.bounds[self.sentences[i]]

    def token_from(self, offset: int) -> int:
        """Return the first token that starts at ``offset`` or after it."""
        return bisect_left(self.starts, offset)

    def range_of(self, span: Span) -> Range:
        """Return the range of the tokens of a span."""
        return self.token_from(span.start), self.token_from(span.end)

    def is_quoted(self, i: int) -> bool:
        """Return whether the token at ``i`` is inside a quotation."""
        return self.quoted.at(self.starts[i]) is not None

    def words(self, tokens: Range) -> tuple[str, ...]:
        """Return the tokens of a range in lower case."""
        return tuple(self.lows[tokens[0] : tokens[1]])

    def span(self, tokens: Range) -> Span:
        """Return the slice of the text of a range of tokens."""
        return self.cut(self.starts[tokens[0]], self.ends[tokens[1] - 1])

    def cut(self, start: int, end: int, marks: str = "") -> Span:
        """Return ``text[start:end]`` without the ``marks`` at its ends."""
        text = self.layout.text[start:end]
        start += len(text) - len(text.lstrip(marks)) if marks else 0
        text = text.strip(marks) if marks else text
        return Span(start, start + len(text), text)

    def quote(self, start: int, end: int) -> Span:
        """Return ``text[start:end]`` without blanks, guillemets and commas at its ends."""
        return self.cut(start, end, "«», \n\t\xa0\u202f")

    def clause(self, start: int, end: int) -> Span:
        """Return ``text[start:end]`` without marks at its ends.

        If it ends inside a quotation, the span extends to the quotation's end.
        """
        part = self.cut(start, end, _CLOSERS)
        quotation = self.quoted.at(part.end - 1) if part.text else None
        if quotation is None or not quotation.closed or quotation.start < part.start:
            return part
        if quotation.start == part.start:
            return self.quote(quotation.inner_start, quotation.inner_end)
        return self.cut(part.start, quotation.end)


def _quotations(layout: Layout) -> tuple[Quotation, ...]:
    """Return the quotations in marks, and the paragraphs of dialogue."""
    turns = [
        Quotation(p.start, p.end, p.start + 2, p.end, closed=False)
        for p in layout.paragraphs
        if p.noise is None and re.match(r"[—–]\s", layout.text[p.start : p.end])
    ]
    marked = [
        q
        for q in layout.quotations
        if not any(turn.start <= q.start < turn.end for turn in turns)
    ]
    return tuple(sorted([*marked, *turns], key=lambda q: q.start))


def _lower(text: str) -> str:
    return text.lower().replace("’", "'")


@cache
def alphabet_of(grammar: Grammar) -> Alphabet:
    """Return the letters of a language, cached after the first call.

    Raises:
        FileNotFoundError: the language lacks one of the lists.
    """
    return Alphabet(grammar)


class Alphabet:
    """The word classes of a language, a letter for each set of them, and the patterns.

    ``phrases`` are the listed entries of several words, by their first word.
    """

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._sources = grammar.table("phrase_patterns")
        used = _CLASSES.findall(" ".join(self._sources.values()))
        self._used = frozenset(re.split("[|&!]+", "|".join(used)))
        self._sets: dict[str, str] = {}
        self._letters: dict[frozenset[str], str] = {}
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._classes: dict[str, frozenset[str]] = {}
        self._listed: dict[str, set[str]] = {}
        self.phrases: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for name in _LISTS:
            for entry, value in grammar.table(name).items():
                self._enter(f"{name}.{value}" if value == "clause" else name, entry)
        for entry, kind in grammar.table("forward_words").items():
            bare = entry.removesuffix(" +")
            self._enter(kind if bare == entry else f"{kind}:infinitive", bare)
        for name, words in (
            ("that", grammar.clauses),
            ("to", grammar.particles),
            ("of", grammar.owners),
            ("and", grammar.conjunctions),
        ):
            for word in words:
                self._enter(name, word)
        for word, form in grammar.reporters().items():
            shape = (
                "gerund" if form.gerund else "finite" if form.finite else "participle"
            )
            classes = {"reporter", shape, form.kind, *form.frames}
            self._listed.setdefault(word, set()).update(classes)
        for entry, value in grammar.table("reporting_verbs").items():
            kind, frames, *_ = value.split("\t")
            word = entry.rpartition("'")[2].removeprefix("se-")
            classes = {"reporting_infinitive", kind, *frames.split(",")}
            self._listed.setdefault(word, set()).update(classes)
        # Each later letter costs a compilation of the patterns.
        for word in {frozenset(lists): word for word, lists in self._listed.items()}.values():
            self.letter(self.classes(word))
            self.letter(self.classes(word.capitalize()))

    def _enter(self, name: str, entry: str) -> None:
        found = self._grammar.token.finditer(f"{entry} ")
        words = (
            tuple(word[0] for word in found)
            if entry[0] != "-" and entry[-1] != "."
            else (entry,)
        )
        if len(words) == 1:
            self._listed.setdefault(words[0], set()).add(name)
        else:
            self.phrases.setdefault(words[0], []).append((name, words))

    def classes(self, text: str) -> frozenset[str]:
        """Return the classes of a token: its word lists, and what its form shows."""
        known = self._classes.get(text)
        if known is None:
            known = self._classes[text] = frozenset(self._read(text, _lower(text)))
        return known

    def _read(self, text: str, low: str) -> Iterator[str]:
        yield from self._listed.get(low, ())
        if not text:
            yield from ("start", "end")
        elif text[0].isalpha():
            yield "word"
            yield from (n for n in _ENDINGS if low.endswith(self._grammar.endings(n)))
            yield from {self._grammar.tense(low)} - {Tense.OTHER}
            if self._grammar.is_infinitive(low):
                yield "infinitive"
            if text[0].isupper():
                yield "capital"
            if text.isupper() and len(text) > 1:
                yield "acronym"
        elif text[0].isdigit():
            yield "number"
        elif len(low) > 1 and text not in _ENDS:
            yield "tied"
        else:
            yield text
            yield from ("end",) if text in _ENDS else ()
            yield from ("stop",) if text in _STOPS else ()
            yield from ("quote",) if text in _QUOTES else ()
            yield from ("bullet",) if text in _BULLETS else ()

    def letter(self, classes: frozenset[str]) -> str:
        """Return the letter of the classes of a token that the patterns use."""
        used = classes & self._used
        if used not in self._letters:
            self._letters[used] = chr(_FIRST_LETTER + len(self._letters))
            self._patterns.clear()
            self._sets.clear()
        return self._letters[used]

    def pattern(self, name: str) -> re.Pattern[str]:
        """Return a pattern of the list ``phrase_patterns`` over all letters so far."""
        if name not in self._patterns:
            source = filled(self._sources[name], self._sources)
            self._patterns[name] = re.compile(_CLASSES.sub(self._letters_of, source))
        return self._patterns[name]

    def _letters_of(self, expression: re.Match[str]) -> str:
        """Return the set of the letters that an expression such as "a|b&!c" allows."""
        known = self._sets.get(expression[1])
        if known is not None:
            return known
        tests = [
            ({x for x in test if x[0] != "!"}, {x[1:] for x in test if x[0] == "!"})
            for test in (part.split("&") for part in expression[1].split("|"))
        ]
        letters = [
            letter
            for classes, letter in self._letters.items()
            if any(a <= classes and b.isdisjoint(classes) for a, b in tests)
        ]
        known = self._sets[expression[1]] = f"[{''.join(letters)}]" if letters else "(?!)"
        return known
