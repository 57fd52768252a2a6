"""Find every attribution of an article: in trees, quotations and transcripts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from summarizers.lexicons import words
from summarizers.model import Span
from summarizers.readers.english.dependency.content_spans import find_content, trim
from summarizers.readers.english.dependency.dependency_tree import DependencyTree
from summarizers.readers.english.dependency.direct_speech import read_quotations
from summarizers.readers.english.dependency.nominal_cues import (
    read_noun,
    read_predicate,
)
from summarizers.readers.english.dependency.parsed_document import (
    DependencyDocument,
    Range,
)
from summarizers.readers.english.dependency.subjects import (
    QUOTING,
    find_agent,
    find_subject,
    is_nobody,
)
from summarizers.readers.english.reporting_lexicon import (
    CLAUSE,
    reporters,
    reporting_adjectives,
    reporting_nouns,
)
from summarizers.readers.parse import Attribution, CueKind, outermost
from summarizers.text.layout import Paragraph

LABEL = re.compile(
    r"[\"“:*• -]{0,4}([A-Z][\w.'’-]{0,30}(?: [A-Z][\w.'’-]{0,30}){0,4} ?):\s+(?=\S)"
)
MIN_TURNS = 2
SAYING = frozenset(("saying", "stating", "telling"))


def read_transcript(document: DependencyDocument) -> Iterator[Attribution]:
    """Yield an attribution for each turn of a transcript ("ROSSI: The dam is safe.").

    A transcript has at least two paragraphs that start with a speaker's name and a
    colon. A common word that starts only one paragraph is a heading ("Conclusion: …").
    Quotations inside the turns are added to ``document.spoken``.
    """
    turns = [
        (paragraph, label)
        for paragraph in document.layout.paragraphs
        if paragraph.noise is None
        and (label := LABEL.match(document.layout.text, paragraph.start, paragraph.end))
    ]
    counts = Counter([label[1] for _, label in turns])
    turns = [t for t in turns if counts[t[1][1]] > 1 or not _is_heading(document, t[1])]
    if len(turns) < MIN_TURNS:
        return
    for paragraph, label in turns:
        turn = _turn(document, paragraph, label)
        if turn is not None:
            yield turn


def _is_heading(document: DependencyDocument, label: re.Match[str]) -> bool:
    """Return whether a label is one common noun, but not a noun for speakers."""
    name = label[1].strip()
    if name.lower() in words("speaker_nouns"):
        return False
    tag = document.tokens.tags[max(0, document.token_from(label.end(1)) - 1)]
    return name.isalpha() and not name.isupper() and tag in {"NN", "NNS"}


def _turn(
    document: DependencyDocument, paragraph: Paragraph, label: re.Match[str]
) -> Attribution | None:
    head = document.token_from(label.end(1)) - 1
    end = paragraph.start + len(
        document.layout.text[paragraph.start : paragraph.end].rstrip()
    )
    if head < 0 or document.tokens.starts[head] < label.start(1) or end <= label.end():
        return None
    if not _says_something(document, label.end(), end):
        return None
    for quotation in document.layout.quotations:
        if paragraph.start <= quotation.start < paragraph.end:
            document.spoken.add(quotation.start)
    document.turns.append((label.end(), end))
    return Attribution(
        kind=CueKind.SPEECH,
        source=document.span(*label.span(1)),
        cue=document.span(label.end(1), label.end(1) + 1),
        content=(document.span(label.end(), end),),
        sentence=document.tokens.sentences[head],
        source_head=head,
    )


def _says_something(document: DependencyDocument, start: int, end: int) -> bool:
    """Return whether the characters from ``start`` to ``end`` contain a finite verb.

    Most items of lists have none ("Serves: four").
    """
    first, last = document.token_from(start), document.token_from(end)
    return not FINITE.isdisjoint(document.tokens.tags[first:last])


FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
CLAUSAL = frozenset(("ROOT", "ccomp", "conj", "relcl", "advcl"))
GOVERNED = ("ccomp", "xcomp", "dobj")
UNREAL = frozenset(("could", "should", "might", "must", "can", "may", "would"))


def read_attributions(document: DependencyDocument) -> tuple[Attribution, ...]:
    """Return all attributions of an article, sorted by the start of their content."""
    attributions = [*read_transcript(document), *read_quotations(document)]
    for sentence, (first, last) in enumerate(document.bounds):
        if first < last:
            attributions += _in_sentence(document, sentence)
    return tuple(
        sorted(_keep_nearest(outermost(attributions)), key=lambda a: a.content[0].start)
    )


def _in_sentence(document: DependencyDocument, sentence: int) -> Iterator[Attribution]:
    tree = document.tree(sentence)
    for i in range(tree.first, tree.last):
        if i in document.used or document.is_spoken(i):
            continue
        lower = document.tokens.lowers[i]
        if lower == "according":
            yield from _read_according(document, tree, i)
        elif lower in reporters():
            yield from _read_verb(document, tree, i)
        if lower in reporting_nouns():
            yield from read_noun(document, tree, i)
        if lower in reporting_adjectives():
            yield from read_predicate(document, tree, i)


def _read_verb(
    document: DependencyDocument, tree: DependencyTree, verb: int
) -> Iterator[Attribution]:
    if not _is_verb(tree, verb) or _is_unreal(tree, verb):
        return
    lower = document.tokens.lowers[verb]
    reporter = reporters()[lower]
    passive = _is_passive(tree, verb)
    source = find_agent(tree, verb) if passive else find_subject(tree, verb)
    if source is None or is_nobody(tree, source):
        return
    # A subject inside a quotation is wrong: "“The dam leaks”, he wrote, underlining …".
    if document.is_spoken(source[1]):
        return
    content = find_content(tree, verb, reporter)
    if not content and CLAUSE in reporter.frames:
        content = _clause_around_verb(document, tree, verb)
    if lower in QUOTING and _has_saying(tree, content):
        return
    parts = [p for p in document.with_quotations(content) if not _is_taken(document, p)]
    if not parts:
        return
    yield document.attribution(reporter.kind, source, (verb, verb), parts)


def _has_saying(tree: DependencyTree, content: Sequence[Range]) -> bool:
    """Return whether the content of "quoted" has "saying": "quoted Rossi as saying".

    If so, the speaker is the quoted person, not the subject of "quoted".
    """
    words = (k for first, last in content for k in range(first, last + 1))
    return any(tree.tokens.lowers[k] in SAYING for k in words)


def _is_verb(tree: DependencyTree, i: int) -> bool:
    """Return whether a token is a verb.

    A verb may be tagged as a noun, as "slams" often is.
    """
    tag, dep = tree.tokens.tags[i], tree.tokens.deps[i]
    if tag.startswith("VB"):
        return dep not in {"amod", "compound", "aux"}
    if tag != "NNS" or dep not in CLAUSAL:
        return False
    return tree.child(i, "nsubj") is not None and tree.child(i, *GOVERNED) is not None


def _is_passive(tree: DependencyTree, verb: int) -> bool:
    """Return whether ``verb`` is passive: its subject does not speak ("was told")."""
    if tree.child(verb, "auxpass", "nsubjpass") is not None:
        return True
    if tree.child(verb, "aux", "nsubj") is not None:
        return False
    participle = tree.tokens.tags[verb] == "VBN"
    if participle and tree.tokens.deps[verb] in {"acl", "relcl"}:
        return True
    if participle and tree.child(verb, "agent") is not None:
        return True
    return _joins_passive(tree, verb)


def _joins_passive(tree: DependencyTree, verb: int) -> bool:
    """Return whether ``verb`` continues a passive: "is reported, but not confirmed"."""
    head = tree.head(verb)
    if head is None or tree.tokens.deps[verb] != "conj":
        return False
    patient = tree.child(head, "nsubjpass")
    # The tagger mistakes the second participle for a past tense.
    is_nobody = patient is not None and tree.tokens.lowers[patient] == "it"
    return patient is not None and (is_nobody or tree.tokens.tags[verb] == "VBN")


def _is_taken(document: DependencyDocument, part: Range) -> bool:
    """Return whether a part of the content starts in a quotation that has a speaker."""
    quotation = document.quoted.at(part[0])
    return quotation is not None and quotation.start in document.spoken


def _is_unreal(tree: DependencyTree, verb: int) -> bool:
    """Return whether ``verb`` does not report actual words.

    Examples: "could say", "if he denies", "a term to describe".
    """
    if any(
        tree.tokens.lowers[c] in UNREAL for c in tree.children_labelled(verb, "aux")
    ):
        return True
    mark = tree.child(verb, "mark")
    if mark is not None and tree.tokens.lowers[mark] in {"if", "unless", "whether"}:
        return True
    infinitive = any(
        tree.tokens.tags[c] == "TO" for c in tree.children_labelled(verb, "aux")
    )
    return infinitive and _is_purpose(tree, verb)


def _is_purpose(tree: DependencyTree, verb: int) -> bool:
    """Return whether an infinitive states a purpose.

    "A term to say" does; "refused to say" does not.
    """
    dep = tree.tokens.deps[verb]
    if dep in {"acl", "advcl", "relcl"}:
        return True
    above = tree.tokens.lowers[tree.tokens.heads[verb]]
    if dep != "xcomp" or above in reporters():
        return False
    return above not in words("catenative_verbs")


def _clause_around_verb(
    document: DependencyDocument, tree: DependencyTree, verb: int
) -> list[Range]:
    """Return the clause around "as she put it" or "he says", without these words."""
    head = tree.head(verb)
    dep = document.tokens.deps[verb]
    mark = tree.child(verb, "mark", "advmod")
    by_as = dep == "advcl" and mark is not None and tree.tokens.lowers[mark] == "as"
    if head is None or not (by_as or dep == "parataxis"):
        return []
    return _cut_out(
        tree, (tree.left(head), tree.right(head)), (tree.left(verb), tree.right(verb))
    )


def _cut_out(tree: DependencyTree, whole: Range, part: Range) -> list[Range]:
    """Return the token ranges of ``whole`` before and after ``part``, if not empty."""
    pieces = []
    if whole[0] < part[0]:
        pieces.append(trim(tree, whole[0], part[0] - 1))
    if part[1] < whole[1]:
        pieces.append(trim(tree, part[1] + 1, whole[1]))
    return [p for p in pieces if p[1] > p[0]]


def _read_according(
    document: DependencyDocument, tree: DependencyTree, i: int
) -> Iterator[Attribution]:
    to = tree.child(i, "prep")
    source = None if to is None else _informant(tree, to)
    if to is None or source is None:
        return
    whole = _clause_around(tree, i)
    content = _cut_out(tree, whole, (i, _according_end(tree, i, source)))
    if not content:
        return
    parts = document.with_quotations(content)
    yield document.attribution(CueKind.ACCORDING, source, (i, to), parts)


def _informant(tree: DependencyTree, to: int) -> tuple[Range, int] | None:
    """Return the source after "according to", if any.

    It may be a capitalised word that the parser mistook for a verb.
    """
    noun = tree.child(to, "pobj")
    if noun is not None:
        return tree.phrase(noun), noun
    verb = tree.child(to, "pcomp")
    if verb is None or not tree.tokens.texts[verb][0].isupper():
        return None
    return (verb, verb), verb


def _according_end(tree: DependencyTree, i: int, source: tuple[Range, int]) -> int:
    """Return the index of the last token of "according to" at ``i`` with its source."""
    last = source[0][1]
    if tree.tokens.deps[source[1]] == "pcomp":
        return last
    end = max(tree.right(i), last)
    return min(end, _first_comma(tree, last)) if i == tree.first else end


def _first_comma(tree: DependencyTree, after: int) -> int:
    """Return the comma after the token ``after`` that ends "According to Rossi,".

    The parser may have put more words before it. Returns the end of the sentence if
    every such comma follows a finite verb.
    """
    commas = (k for k in range(after + 1, tree.last) if tree.tokens.tags[k] == ",")
    verbs = {k for k in range(after, tree.last) if tree.tokens.tags[k] in FINITE}
    for comma in commas:
        if not any(k <= comma for k in verbs):
            return comma
    return tree.last


def _clause_around(tree: DependencyTree, i: int) -> Range:
    """Return the token range of the clause that "according to" at ``i`` comments on.

    That is the nearest clause that includes ``i``, or else the whole sentence.
    """
    for head in tree.ancestors(i):
        if tree.tokens.deps[head] in {"ccomp", "conj", "advcl"} and tree.tokens.tags[
            head
        ].startswith("VB"):
            first, last = tree.left(head), tree.right(head)
            if first <= i <= last:
                return first, last
    return tree.first, tree.last - 1


def _keep_nearest(attributions: list[Attribution]) -> list[Attribution]:
    """Return the attributions without repeated content.

    Of several attributions with equal content, the one whose cue is nearest to the
    content stays.
    """
    best: dict[tuple[Span, ...], Attribution] = {}
    for a in attributions:
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
