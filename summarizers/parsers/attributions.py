"""Every attribution of an article, from its trees and quotations."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

from summarizers.lexicons import words
from summarizers.model import Span
from summarizers.parsers.contents import find_content, trim
from summarizers.parsers.grammar import Attribution, CueKind
from summarizers.parsers.quoted import read_quotations
from summarizers.parsers.reading import Range, Reading
from summarizers.parsers.reporting import CLAUSE, reporters, reporting_nouns
from summarizers.parsers.subjects import Source, find_agent, find_subject
from summarizers.parsers.syntax import Tree
from summarizers.parsers.transcripts import read_transcript

FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
NOBODY = frozenset(("i", "you", "we"))
NONE = frozenset(("no", "nobody", "neither"))
CLAUSAL = frozenset(("ROOT", "ccomp", "conj", "relcl", "advcl"))
GOVERNED = ("ccomp", "xcomp", "dobj")
UNREAL = frozenset(("could", "should", "might", "must", "can", "may", "would"))


def read_attributions(reading: Reading) -> tuple[Attribution, ...]:
    """All attributions, in the order of their first content character."""
    found = [*read_transcript(reading), *read_quotations(reading)]
    for sentence, (first, last) in enumerate(reading.bounds):
        if first < last:
            found += _in_sentence(reading, sentence)
    return tuple(sorted(_nearest(_outermost(found)), key=lambda a: a.content[0].start))


def _in_sentence(reading: Reading, sentence: int) -> Iterator[Attribution]:
    tree = reading.tree(sentence)
    for i in range(tree.first, tree.last):
        if i in reading.used or reading.is_spoken(i):
            continue
        lower = reading.tokens.lowers[i]
        if lower == "according":
            yield from _according(reading, tree, i)
        elif lower in reporters():
            yield from _by_verb(reading, tree, i)
        if lower in reporting_nouns():
            yield from _by_noun(reading, tree, i)


def _by_verb(reading: Reading, tree: Tree, verb: int) -> Iterator[Attribution]:
    if not _is_verb(tree, verb) or _is_unreal(tree, verb):
        return
    reporter = reporters()[reading.tokens.lowers[verb]]
    passive = _is_passive(tree, verb)
    source = find_agent(tree, verb) if passive else find_subject(tree, verb)
    if source is None or _is_nobody(tree, source):
        return
    # "“The dam leaks”, he wrote, underlining …": the subject found is not the speaker.
    if reading.is_spoken(source[1]):
        return
    content = find_content(tree, verb, reporter)
    if not content and CLAUSE in reporter.frames:
        content = _around(reading, tree, verb)
    parts = [p for p in _with_quotations(reading, content) if not _is_taken(reading, p)]
    if not parts:
        return
    yield reading.attribution(reporter.kind, source, (verb, verb), parts)


def _is_verb(tree: Tree, i: int) -> bool:
    """Whether a token is a verb; "shows" and "slams" are often tagged as nouns."""
    tag, dep = tree.tokens.tags[i], tree.tokens.deps[i]
    if tag.startswith("VB"):
        return dep not in {"amod", "compound", "aux"}
    if tag != "NNS" or dep not in CLAUSAL:
        return False
    return tree.child(i, "nsubj") is not None and tree.child(i, *GOVERNED) is not None


def _is_passive(tree: Tree, verb: int) -> bool:
    """Whether the subject is not who speaks: "was told", "told by", "but not denied"."""
    if tree.child(verb, "auxpass", "nsubjpass") is not None:
        return True
    if tree.tokens.tags[verb] != "VBN" or tree.child(verb, "aux") is not None:
        return False
    if tree.tokens.deps[verb] in {"acl", "relcl"} or tree.child(verb, "agent") is not None:
        return True
    head = tree.head(verb)
    joined = head is not None and tree.tokens.deps[verb] == "conj"
    return joined and tree.child(head, "auxpass", "nsubjpass") is not None


def _is_nobody(tree: Tree, source: Source) -> bool:
    """Whether a source speaks for the writer, or is none: "no report says"."""
    tokens, head = tree.tokens, source[1]
    return tokens.lowers[head] in NOBODY or tokens.lowers[source[0][0]] in NONE


def _is_taken(reading: Reading, part: Range) -> bool:
    """Whether a part of the content is a quotation with a speaker of its own."""
    quotation = reading.quotation_at(part[0])
    return quotation is not None and quotation.start in reading.spoken


def _is_unreal(tree: Tree, verb: int) -> bool:
    """Whether nobody said it: "could say", "if he denies", "a term to describe"."""
    if any(tree.tokens.lowers[c] in UNREAL for c in tree.having(verb, "aux")):
        return True
    mark = tree.child(verb, "mark")
    if mark is not None and tree.tokens.lowers[mark] in {"if", "unless", "whether"}:
        return True
    infinitive = any(tree.tokens.tags[c] == "TO" for c in tree.having(verb, "aux"))
    return infinitive and _is_purpose(tree, verb)


def _is_purpose(tree: Tree, verb: int) -> bool:
    """Whether an infinitive says what for, not what somebody went on to say."""
    dep = tree.tokens.deps[verb]
    if dep in {"acl", "advcl", "relcl"}:
        return True
    above = tree.tokens.lowers[tree.tokens.heads[verb]]
    if dep != "xcomp" or above in reporters():
        return False
    return above not in words("catenative_verbs")


def _around(reading: Reading, tree: Tree, verb: int) -> list[Range]:
    """The clause around a parenthetical verb: "as she put it", "he says"."""
    head = tree.head(verb)
    dep = reading.tokens.deps[verb]
    mark = tree.child(verb, "mark", "advmod")
    by_as = dep == "advcl" and mark is not None and tree.tokens.lowers[mark] == "as"
    if head is None or not (by_as or dep == "parataxis"):
        return []
    return _outside(
        tree, (tree.left(head), tree.right(head)), (tree.left(verb), tree.right(verb))
    )


def _outside(tree: Tree, whole: Range, part: Range) -> list[Range]:
    """What of a token range stands before and behind a part of it."""
    pieces = []
    if whole[0] < part[0]:
        pieces.append(trim(tree, whole[0], part[0] - 1))
    if part[1] < whole[1]:
        pieces.append(trim(tree, part[1] + 1, whole[1]))
    return [p for p in pieces if p[1] > p[0]]


def _with_quotations(reading: Reading, content: Iterable[Range]) -> list[Range]:
    """Characters of the content; a quotation that it touches is taken whole."""
    parts = []
    for first, last in content:
        start, end = reading.offsets(first, last)
        opening, closing = reading.quotation_at(start), reading.quotation_at(end - 1)
        if opening is not None and opening.start < start < opening.inner_start + 1:
            start = opening.start
        if closing is not None and closing.start >= start:
            end = closing.end
        parts.append((start, end))
    return parts


def _according(reading: Reading, tree: Tree, i: int) -> Iterator[Attribution]:
    to = tree.child(i, "prep")
    source = None if to is None else _informant(tree, to)
    if to is None or source is None:
        return
    whole = _clause_around(tree, i)
    content = _outside(tree, whole, (i, _according_end(tree, i, source)))
    if not content:
        return
    parts = _with_quotations(reading, content)
    yield reading.attribution(CueKind.ACCORDING, source, (i, to), parts)


def _informant(tree: Tree, to: int) -> tuple[Range, int] | None:
    """Who stands behind "according to"; a name before a clause may look like a verb."""
    noun = tree.child(to, "pobj")
    if noun is not None:
        return tree.phrase(noun), noun
    verb = tree.child(to, "pcomp")
    if verb is None or not tree.tokens.texts[verb][0].isupper():
        return None
    return (verb, verb), verb


def _according_end(tree: Tree, i: int, source: tuple[Range, int]) -> int:
    """The last token of "according to" at ``i`` with its source."""
    last = source[0][1]
    if tree.tokens.deps[source[1]] == "pcomp":
        return last
    end = max(tree.right(i), last)
    return min(end, _first_comma(tree, last)) if i == tree.first else end


def _first_comma(tree: Tree, after: int) -> int:
    """Where a leading "According to …," ends when the parser swallowed the clause."""
    commas = (k for k in range(after + 1, tree.last) if tree.tokens.tags[k] == ",")
    verbs = {k for k in range(after, tree.last) if tree.tokens.tags[k] in FINITE}
    for comma in commas:
        if not any(k <= comma for k in verbs):
            return comma
    return tree.last


def _clause_around(tree: Tree, i: int) -> Range:
    """The clause that a prepositional phrase comments on, mostly the sentence."""
    for head in tree.ancestors(i):
        if tree.tokens.deps[head] in {"ccomp", "conj", "advcl"} and tree.tokens.tags[
            head
        ].startswith("VB"):
            first, last = tree.left(head), tree.right(head)
            if first <= i <= last:
                return first, last
    return tree.first, tree.last - 1


def _by_noun(reading: Reading, tree: Tree, noun: int) -> Iterator[Attribution]:
    if not reading.tokens.tags[noun].startswith("NN"):
        return
    clause = tree.child(noun, "acl", "ccomp")
    if clause is None:
        clause = _copular(tree, noun)
    if clause is None or not _is_embedded(tree, clause):
        return
    source = _owner(tree, noun)
    if source is None:
        return
    parts = _with_quotations(
        reading, [trim(tree, tree.left(clause), tree.right(clause))]
    )
    kind = reporting_nouns()[reading.tokens.lowers[noun]]
    yield reading.attribution(kind, source, (noun, noun), parts)


def _copular(tree: Tree, noun: int) -> int | None:
    """The clause in "her message was that …"."""
    head = tree.head(noun)
    if head is None or tree.tokens.deps[noun] != "nsubj":
        return None
    return (
        tree.child(head, "ccomp")
        if tree.tokens.lowers[head] in {"is", "was", "are", "were"}
        else None
    )


def _is_embedded(tree: Tree, clause: int) -> bool:
    """Whether a clause starts with "that", or is an infinitive."""
    for c in tree.children(clause):
        dep = tree.tokens.deps[c]
        if (dep == "mark" and tree.tokens.lowers[c] == "that") or (
            dep == "aux" and tree.tokens.tags[c] == "TO"
        ):
            return True
    return False


def _owner(tree: Tree, noun: int) -> tuple[Range, int] | None:
    """Whose word it is: "Rossi's claim", "a warning from the agency", "made a claim"."""
    owner = tree.child(noun, "poss")
    if owner is not None:
        first, last = tree.phrase(owner)
        return (first, max(first, last - (tree.tokens.tags[last] == "POS"))), owner
    for c in tree.having(noun, "prep"):
        person = tree.child(c, "pobj")
        if tree.tokens.lowers[c] in {"by", "from", "of"} and person is not None:
            return tree.phrase(person), person
    head = tree.head(noun)
    if head is None or tree.tokens.deps[noun] != "dobj":
        return None
    light = tree.tokens.lowers[head] in words("light_verbs")
    return find_subject(tree, head) if light else None


def _outermost(found: list[Attribution]) -> list[Attribution]:
    """Without those whose cue stands inside the words of another.

    Who is named by "according to" passes on what others say: both stay.
    """
    parts = sorted(
        (part.start, part.end)
        for a in found
        if a.kind is not CueKind.ACCORDING
        for part in a.content
    )
    starts = [start for start, _ in parts]
    reach = list(accumulate((end for _, end in parts), max))
    return [a for a in found if a.cue is None or not _covers(starts, reach, a.cue)]


def _covers(starts: list[int], reach: list[int], cue: Span) -> bool:
    """Whether a part that starts before the cue reaches to its end."""
    at = bisect_right(starts, cue.start) - 1
    return at >= 0 and reach[at] >= cue.end


def _nearest(found: list[Attribution]) -> list[Attribution]:
    """Of those with the same content only the one whose cue stands next to it."""
    best: dict[tuple[Span, ...], Attribution] = {}
    for a in found:
        other = best.get(a.content)
        if other is None or _distance(a) < _distance(other):
            best[a.content] = a
    return list(best.values())


def _distance(a: Attribution) -> int:
    if a.cue is None:
        return 0
    return min(
        max(part.start - a.cue.end, a.cue.start - part.end) for part in a.content
    )
