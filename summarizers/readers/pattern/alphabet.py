"""The word classes of a language as letters, and the patterns over them.

A token has a *class* for each word list that contains it, such as ``determiners``, and
for its form, such as ``capital``. Each set of classes is one letter, so that a regular
expression over letters is a pattern of word classes, and its offsets are tokens. The
list ``phrase_patterns`` has the patterns of a language and explains their notation.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import chain

from summarizers.languages.profile import Grammar
from summarizers.lexicons import filled

START = "\n"
"""The text of the token before a sentence."""
_LISTS = (
    *("addressed", "auxiliaries", "between_words", "borders", "clause_breaks"),
    *("content_ends", "countries", "demonstratives", "determiners", "documents"),
    *("examples", "firm_words", "first_names", "group_nouns", "hazards", "honorifics"),
    *("hosts", "indefinite", "informants", "links", "months", "nobody", "offices"),
    *("openers", "org_words", "particles", "past_words", "place_words", "places"),
    *("prepositions", "pronouns", "relatives", "roles", "stand_ins", "supports"),
    *("viewpoints", "weekdays"),
)
_UNIONS = {
    "noun": ("roles", "org_words", "documents"),
    "calendar": ("weekdays", "months"),
}
_ENDINGS = ("adjective_ends", "adverb_ends", "demonym_ends")
_QUOTES = frozenset('«»"“”„')
_STOPS = frozenset((".", "!", "?", "…", "..."))
_MARKS = {
    "start": frozenset((START,)),
    "stop": _STOPS,
    "quote": _QUOTES,
    "end": frozenset((START, *";:—–()")) | _STOPS | _QUOTES,
    "bullet": frozenset(":—–-(•") | _QUOTES,
}
_CLASSES = re.compile(r"(?<!\?P)<([^<>]+)>")
_FIRST_LETTER = 0xE000


def lower(text: str) -> str:
    """Return ``text`` in lower case, with plain apostrophes."""
    return text.lower().replace("’", "'")


@cache
def alphabet_of(grammar: Grammar) -> Alphabet:
    """Return the letters of a language, cached after the first call.

    Raises:
        FileNotFoundError: the language lacks one of the lists.
    """
    return Alphabet(grammar)


class Alphabet:
    """The letters of a language.

    ``phrases`` are the listed entries of several words, by their first word.
    """

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._sources = grammar.table("phrase_patterns")
        used = "|".join(_CLASSES.findall(" ".join(self._sources.values())))
        self._used = frozenset(re.split("[|&!]+", used))
        self._letters: dict[frozenset[str], str] = {}
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._listed: dict[str, set[str]] = {}
        self.phrases: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        self._read_lists()
        self.classes = cache(self._classes)
        # Each letter that comes later costs a compilation of the patterns.
        for word in (*self._listed, *frozenset().union(*_MARKS.values())):
            self.letter(self.classes(word))
            if "reporter" not in self.classes(word):
                self.letter(self.classes(word.capitalize()))
        for name, (first, *others) in chain(*self.phrases.values()):
            self.letter(self.classes(first) | {name})
            for word in others:
                self.letter(self.classes(word) | {f"{name}+"})

    def _read_lists(self) -> None:
        grammar = self._grammar
        for name in _LISTS:
            for entry in grammar.table(name):
                self._enter(name, entry)
        for entry, kind in grammar.table("forward_words").items():
            bare = entry.removesuffix(" +")
            self._enter(kind if bare == entry else f"{kind} +", bare)
        for name, words in (
            ("that", grammar.clauses),
            ("to", grammar.particles),
            ("of", grammar.owners),
            ("and", grammar.conjunctions),
        ):
            for word in words:
                self._enter(name, word)
        for word, form in grammar.reporters().items():
            shape = "gerund" if form.gerund else "finite" if form.finite else "helped"
            self._enter("reporter", word)
            self._listed[word] |= {shape, form.kind, *form.frames}
        for entry, value in grammar.table("reporting_verbs").items():
            kind, frames, *_ = value.split("\t")
            word = entry.rpartition("'")[2].removeprefix("se-")
            self._enter("reporting_infinitive", word)
            self._listed[word] |= {kind, *frames.split(",")}

    def _enter(self, name: str, entry: str) -> None:
        words: tuple[str, ...] = (entry,)
        if entry[0] != "-" and entry[-1] != ".":
            tokens = self._grammar.token.finditer(entry)
            words = tuple(token[0] for token in tokens)
        if len(words) == 1:
            self._listed.setdefault(entry, set()).add(name)
        else:
            self.phrases.setdefault(words[0], []).append((name, words))

    def _classes(self, text: str) -> frozenset[str]:
        """Return the classes of a token: its word lists, and what its form shows."""
        low, grammar = lower(text), self._grammar
        classes = set(self._listed.get(low, ()))
        classes.update(n for n, lists in _UNIONS.items() if classes.intersection(lists))
        classes.update(name for name, marks in _MARKS.items() if text in marks)
        if text[:1].isalpha():
            classes |= {"word", str(grammar.tense(low))}
            classes.update(n for n in _ENDINGS if low.endswith(grammar.endings(n)))
            forms = {
                "infinitive": grammar.is_infinitive(low),
                "capital": text[0].isupper(),
                "acronym": text.isupper() and len(text) > 1,
            }
            classes.update(name for name, is_form in forms.items() if is_form)
        elif text[:1].isdigit():
            classes.add("number")
        else:
            classes.add("tied" if text[1:2].isalpha() else text)
        return frozenset(classes)

    def letter(self, classes: frozenset[str]) -> str:
        """Return the letter of the classes of a token that the patterns use."""
        used = classes & self._used
        if used not in self._letters:
            self._letters[used] = chr(_FIRST_LETTER + len(self._letters))
            self._patterns.clear()
        return self._letters[used]

    def pattern(self, name: str) -> re.Pattern[str]:
        """Return a pattern of the list ``phrase_patterns`` over all letters so far."""
        if name not in self._patterns:
            source = filled(self._sources[name], self._sources)
            sets = {text: self._letters_of(text) for text in _CLASSES.findall(source)}
            source = _CLASSES.sub(lambda match: sets[match[1]], source)
            self._patterns[name] = re.compile(source)
        return self._patterns[name]

    def _letters_of(self, expression: str) -> str:
        """Return the set of the letters that an expression such as "a|b&!c" allows."""
        letters = ""
        for part in expression.split("|"):
            names = part.split("&")
            needed = {name for name in names if name[0] != "!"}
            barred = {name[1:] for name in names if name[0] == "!"}
            for classes, letter in self._letters.items():
                if needed <= classes and barred.isdisjoint(classes):
                    letters += letter
        return f"[{letters}]" if letters else "(?!)"
