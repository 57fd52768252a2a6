"""Find the content that a reporting verb reports: a statement, a thought or a plan."""

from __future__ import annotations

from collections.abc import Callable

from summarizers.lexicons import words
from summarizers.readers.english import reporting_lexicon
from summarizers.readers.english.dependency.dependency_tree import (
    NOMINAL_TAGS,
    DependencyTree,
)
from summarizers.readers.english.reporting_lexicon import ReportingWord, reporters
from summarizers.readers.parse import CueKind

Range = tuple[int, int]

FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
ASIDES = frozenset(("although", "though", "while", "whereas"))
MIN_OBJECT_TOKENS = 1
OPENS_CLAUSE = frozenset(
    ("DT", "NN", "NNS", "NNP", "NNPS", "PRP", "PRP$", "JJ", "CD", "EX")
)
# Prepositions of phrases that extend an object: "criticized the mayor over the fares".
BELONGING = words("content_prepositions")


def find_content(
    tree: DependencyTree, verb: int, reporter: ReportingWord
) -> list[Range]:
    """Return the inclusive token ranges of the content of ``verb``, in text order.

    The content is the first of these that ``reporter`` allows and the sentence has: a
    clause, an infinitive, a naming, an accusation, a prepositional phrase, an object. A
    naming is "called it a disaster", an accusation "blamed the mayor for …". The result
    may be empty.
    """
    for frame, find in FRAMES:
        if frame in reporter.frames:
            content = _cut_before_others(tree, verb, _merge_ranges(find(tree, verb)))
            if content:
                return content
    content = _prepositional(tree, verb, reporter)
    if not content and reporting_lexicon.OBJECT in reporter.frames:
        content = _object(tree, verb)
    if not content and reporter.lemma in words("plain_reporting"):
        content = _unattached_clause(tree, verb)
    return _merge_ranges(content)


def _cut_before_others(
    tree: DependencyTree, verb: int, parts: list[Range]
) -> list[Range]:
    """Return ``parts`` without another speaker's clause: "with the Post saying …"."""
    for first, last in parts:
        for k in range(first + 1, last):
            if k > verb and is_by_others(tree, k):
                before = [part for part in parts if part[0] < first]
                return [*before, trim(tree, first, k - 1)]
    return parts


def _merge_ranges(parts: list[Range]) -> list[Range]:
    """Return the ranges in text order; drops empty ones, merges those that touch."""
    joined: list[Range] = []
    for first, last in sorted(part for part in parts if part[0] <= part[1]):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return joined


def _clause(tree: DependencyTree, verb: int) -> list[Range]:
    parts = []
    for clause in tree.children_labelled(verb, "ccomp") or _stray_clause(tree, verb):
        if tree.tokens.tags[clause] == "VBG" and tree.child(clause, "nsubj") is None:
            continue
        if clause < verb and _is_cut_off(tree, clause, verb):
            continue
        parts += _clause_parts(tree, clause, verb)
    return parts


def _is_cut_off(tree: DependencyTree, clause: int, verb: int) -> bool:
    """Return whether a semicolon, colon or dash separates a clause from a later verb."""
    between = range(clause, verb)
    return any(tree.tokens.texts[k] in {";", ":", "--", "—"} for k in between)


def _stray_clause(tree: DependencyTree, verb: int) -> list[int]:
    """Return, in a list, the verb of a reported clause that the parser misattached.

    The clause follows ``verb``. The list is empty without such a clause.
    """
    for clause in tree.children_labelled(verb, "advcl"):
        marked = tree.child(clause, "mark", "advmod", "prep")
        subject = tree.child(clause, "nsubj", "nsubjpass", "expl")
        if clause > verb and subject is not None:
            if marked is None or tree.tokens.lowers[marked] == "that":
                return [clause]
            if tree.tokens.deps[marked] == "prep" and marked < subject:
                return [clause]
    for k in range(verb + 1, tree.right(verb) + 1):
        dep, head = tree.tokens.deps[k], tree.tokens.heads[k]
        if dep == "mark" and head != verb and tree.tokens.lowers[k] == "that":
            return [head]
        if tree.tokens.tags[k] in FINITE and dep not in {"relcl", "acl"}:
            return []
    return []


def _unattached_clause(tree: DependencyTree, verb: int) -> list[Range]:
    """Return the rest of the sentence after ``verb`` if it contains a noun and a verb.

    This finds the content that the parser attaches to a wrong word, as in "The office
    says farmers hit by the frost lost half".
    """
    first, tags = verb + 1, tree.tokens.tags
    if first >= tree.last or tags[first] not in OPENS_CLAUSE:
        return []
    if tree.tokens.deps[verb] != "pcomp" and (
        tags[verb] not in FINITE or not FINITE.isdisjoint(tags[tree.first : verb])
    ):
        return []
    nouns = [k for k in range(first, tree.last) if tags[k] in NOMINAL_TAGS]
    finite = [k for k in range(first, tree.last) if tags[k] in FINITE]
    if not nouns or not finite or finite[0] < nouns[0]:
        return []
    return [trim(tree, first, tree.last - 1)]


def _clause_parts(tree: DependencyTree, clause: int, verb: int) -> list[Range]:
    """Return the token ranges of a clause; a reporting verb in its middle splits it."""
    first, last = tree.left(clause), _clause_end(tree, clause, verb)
    if verb < first:
        first = _with_subject(tree, verb, clause, first)
    if not first <= verb <= last:
        return [trim(tree, first, last)]
    return [trim(tree, first, tree.left(verb) - 1), trim(tree, verb + 1, last)]


def _with_subject(tree: DependencyTree, verb: int, clause: int, first: int) -> int:
    """Return the first token of a clause, moved left to a subject the parser missed.

    Dashes or many words may separate this subject from its verb.
    """
    if tree.child(clause, "nsubj", "nsubjpass", "expl", "csubj") is not None:
        return first
    governed = {"dobj", "dative", "npadvmod", "prep", "advmod", "prt", "punct"}
    start = verb + 1
    for c in tree.children(verb):
        if verb < c < first and tree.tokens.deps[c] in governed:
            start = max(start, tree.right(c) + 1)
    between = range(start, first)
    named = any(tree.tokens.tags[k].startswith(("NN", "PRP")) for k in between)
    return start if named else first


def _clause_end(tree: DependencyTree, clause: int, verb: int) -> int:
    """Return the last token of a clause, without what the article's writer adds.

    The writer adds a concession after a comma ("…, although he refused to") or a second
    reporting verb ("said it was opposed and warned …").
    """
    last = tree.right(clause)
    for c in tree.children(clause):
        if c > clause and tree.left(c) > clause and _is_aside(tree, c):
            last = min(last, _drop_conjunction(tree, tree.left(c) - 1))
    for k in range(clause + 1, last + 1):
        if is_reported_again(tree, k, verb):
            last = min(last, _drop_conjunction(tree, k - 1))
    return max(last, clause)


def is_reported_again(tree: DependencyTree, again: int, verb: int) -> bool:
    """Return whether the verb ``again``, in the content of ``verb``, reports as well.

    Example: "warned" in "said it was opposed and warned the North to refrain". Such a
    verb has the same form as ``verb`` or a past form, no subject, and its own content.
    """
    tags = tree.tokens.tags
    if tree.tokens.deps[again] != "conj" or tags[again] not in {tags[verb], "VBD"}:
        return False
    reporter = reporting_lexicon.reporters().get(tree.tokens.lowers[again])
    if reporter is None or reporter.kind is not CueKind.SPEECH:
        return False
    if tree.child(again, "nsubj", "nsubjpass", "aux") is not None:
        return False
    return tree.child(again, "ccomp", "xcomp") is not None


def _is_aside(tree: DependencyTree, c: int) -> bool:
    before = tree.tokens.tags[max(tree.left(c) - 1, tree.first)]
    if tree.tokens.deps[c] == "advcl" and before == ",":
        mark = tree.child(c, "mark")
        return mark is not None and tree.tokens.lowers[mark] in ASIDES
    return False


def _drop_conjunction(tree: DependencyTree, last: int) -> int:
    while last > tree.first and tree.tokens.tags[last] in {"CC", ","}:
        last -= 1
    return last


def _infinitive(tree: DependencyTree, verb: int) -> list[Range]:
    for clause in tree.children_labelled(verb, "xcomp", "ccomp", "advcl"):
        if clause < verb or not _is_infinitive(tree, clause):
            continue
        first = max(tree.left(clause), verb + 1)
        asked = tree.child(verb, "dobj", "dative")
        if asked is not None and verb < asked < first:
            first = tree.left(asked)
        return [trim(tree, first, tree.right(clause))]
    return []


def _is_infinitive(tree: DependencyTree, clause: int) -> bool:
    return any(
        tree.tokens.deps[c] == "aux" and tree.tokens.tags[c] == "TO"
        for c in tree.children(clause)
    )


def _naming(tree: DependencyTree, verb: int) -> list[Range]:
    name = tree.child(verb, "oprd")
    if name is None:
        clause = tree.child(verb, "ccomp")
        if clause is not None and clause > verb:
            return [trim(tree, tree.left(clause), tree.right(clause))]
        return _named_as(tree, verb)
    thing = tree.child(verb, "dobj")
    first = tree.left(name) if thing is None else min(tree.left(thing), tree.left(name))
    return [trim(tree, max(first, verb + 1), tree.right(name))]


def _named_as(tree: DependencyTree, verb: int) -> list[Range]:
    """Return the range of "the plan as a disaster" after a verb such as "described"."""
    thing = tree.child(verb, "dobj")
    name = _preposition(tree, verb, frozenset(("as",)))
    if thing is None or name is None or name < verb:
        return []
    return [trim(tree, max(tree.left(thing), verb + 1), tree.right(name))]


def _accusation(tree: DependencyTree, verb: int) -> list[Range]:
    thing = tree.child(verb, "dobj")
    if thing is None or thing < verb:
        return []
    return [trim(tree, tree.left(thing), _end(tree, verb, thing))]


def _prepositional(
    tree: DependencyTree, verb: int, reporter: ReportingWord
) -> list[Range]:
    preposition = _preposition(tree, verb, reporter.prepositions)
    if preposition is None or preposition < verb:
        return []
    if tree.child(verb, "dobj", "prt") is not None and reporter.lemma == "call":
        return []
    return [trim(tree, preposition, tree.right(preposition))]


def _preposition(tree: DependencyTree, verb: int, wanted: frozenset[str]) -> int | None:
    deps = {"prep", "prt", "dative"}
    return next(
        (
            c
            for c in tree.children(verb)
            if tree.tokens.deps[c] in deps and tree.tokens.lowers[c] in wanted
        ),
        None,
    )


def _object(tree: DependencyTree, verb: int) -> list[Range]:
    thing = tree.child(verb, "dobj")
    if thing is None or thing < verb:
        return []
    first, last = tree.left(thing), _end(tree, verb, thing)
    if tree.tokens.tags[thing] == "PRP" or last - first + 1 < MIN_OBJECT_TOKENS:
        return []
    return [trim(tree, first, last)]


def _end(tree: DependencyTree, verb: int, thing: int) -> int:
    """Return the last token of an object with its phrases.

    An example is "fares" in "the mayor over the fares".
    """
    last = tree.right(thing)
    for c in tree.children_labelled(verb, "prep"):
        if tree.left(c) == last + 1 and tree.tokens.lowers[c] in BELONGING:
            last = tree.right(c)
    return last


def trim(tree: DependencyTree, first: int, last: int) -> Range:
    """Return the token range without commas, colons and full stops at either end.

    A conjunction at the end is removed as well.
    """
    while first < last and tree.tokens.tags[first] in {",", ":", ".", "HYPH"}:
        first += 1
    while last > first and tree.tokens.tags[last] in {",", ":", ".", "CC"}:
        last -= 1
    return first, last


FRAMES: tuple[tuple[str, Callable[[DependencyTree, int], list[Range]]], ...] = (
    (reporting_lexicon.CLAUSE, _clause),
    (reporting_lexicon.QUOTE, _clause),
    (reporting_lexicon.INFINITIVE, _infinitive),
    (reporting_lexicon.NAMING, _naming),
    (reporting_lexicon.ACCUSATION, _accusation),
)


def is_by_others(tree: DependencyTree, k: int) -> bool:
    """Return whether ``k`` is the "with" of another speaker: "with the Post saying"."""
    said = tree.child(k, "pcomp") if tree.tokens.lowers[k] == "with" else None
    if said is None or tree.child(said, "nsubj") is None:
        return False
    reporter = reporters().get(tree.tokens.lowers[said])
    return reporter is not None and reporter.kind is CueKind.SPEECH
