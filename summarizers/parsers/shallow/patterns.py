"""Attributions from cues, quotations and their places in the sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from summarizers.lexicons import words
from summarizers.parsers.grammar import Attribution, CueKind
from summarizers.parsers.shallow.cues import Cue, find_according, find_cues
from summarizers.parsers.shallow.phrases import NOMINAL, Phrase, phrase_after
from summarizers.parsers.shallow.reading import Range, Reading

FINITE = frozenset(("MD", "VBZ", "VBP", "VBD"))
WH = frozenset(("that", "whether", "if", "how", "why", "what", "who", "where", "when", "which"))
SUBJECTS = frozenset(("he", "she", "it", "they", "we", "i", "there"))
TELLING = frozenset(
    ("tell", "inform", "remind", "assure", "convince", "persuade", "notify", "reassure", "advise", "warn", "ask", "teach", "promise", "urge", "beg", "order", "instruct")
)
FAR = 22


@dataclass(slots=True)
class Draft:
    """An attribution while its content is collected, as character ranges."""

    kind: CueKind
    source: Phrase | None
    cue: Range | None
    sentence: int
    parts: list[Range]
    direct: bool = False
    follows: bool = False


def read_attributions(reading: Reading) -> tuple[Attribution, ...]:
    """All attributions, in the order of their first content character."""
    drafts: list[Draft] = []
    for sentence, (first, end) in enumerate(reading.bounds):
        if first < end:
            drafts += Clause(reading, sentence).read()
    drafts = outermost(reading, drafts)
    drafts = with_followers(reading, drafts)
    drafts.sort(key=lambda d: d.parts[0])
    return tuple(_attribution(reading, draft) for draft in drafts)


def _attribution(reading: Reading, draft: Draft) -> Attribution:
    source = draft.source
    return Attribution(
        kind=draft.kind,
        source=None if source is None else reading.words(source.first, source.last),
        cue=None if draft.cue is None else reading.words(*draft.cue),
        content=tuple(reading.span(*part) for part in draft.parts),
        sentence=draft.sentence,
        source_head=-1 if source is None else source.head,
        follows=draft.follows,
    )


class Clause:
    """One sentence with its cues."""

    def __init__(self, reading: Reading, sentence: int) -> None:
        self.reading = reading
        self.tokens = reading.tokens
        self.sentence = sentence
        self.first, self.end = reading.bounds[sentence]
        self.cues = find_cues(reading, sentence)
        self.left = self.first

    def read(self) -> Iterator[Draft]:
        accordings = list(find_according(self.reading, self.sentence))
        found = []
        for cue in self.cues:
            draft = self.by_verb(cue)
            if draft is not None:
                found.append(draft)
        for i in accordings:
            draft = self.by_according(i)
            if draft is not None:
                found.append(draft)
        return found

    # -- verbs
    def by_verb(self, cue: Cue) -> Draft | None:
        parts, direct = self.before(cue)
        if not parts:
            parts, direct = self.after(cue)
        if not parts:
            return None
        self.left = max(self.left, cue.unit[1] + 1)
        return Draft(cue.reporter.kind, cue.source, (cue.verb, cue.verb), self.sentence, parts, direct)

    def before(self, cue: Cue) -> tuple[list[Range], bool]:
        """Content in front of the cue and its source."""
        if cue.loose or cue.unit[0] <= self.left:
            return [], False
        b = cue.unit[0] - 1
        closing = self.reading.closes(b) or (self.tokens[b].tag == "," and self.reading.closes(b - 1))
        if closing:
            inner = self.reading.layout.text[closing.inner_start:closing.inner_end].rstrip()
            ended = inner.endswith((",", "?", "!", ".", "…", "-", "—", "–")) or self.tokens[b].tag == ","
            if not ended:
                return [], False
            rest = self.rest(cue)
            if rest is None:
                return [], False
            mark = self.reading.marks[self.reading.inside[b if self.reading.closes(b) else b - 1]]
            start = self.quote_start(mark[0])
            parts = [(start, closing.end)]
            return parts + rest, True
        if self.tokens[b].tag not in {",", ":"} or self.tokens[b].text in {":", ";"}:
            return [], False
        if not any(self.tokens[k].tag in FINITE for k in range(self.left, b)):
            if not (cue.source and self.tokens[cue.verb + 1 : cue.verb + 2] and self.tokens[cue.verb + 1].tag == ","):
                return [], False
        rest = self.rest(cue)
        if rest is None:
            return [], False
        start = self.left
        while start < b and self.tokens[start].tag in {",", "CC", ":"}:
            start += 1
        if start >= b:
            return [], False
        return [(self.tokens[start].start, self.tokens[b - 1].end), *rest], False

    def quote_start(self, first: int) -> int:
        """Where content that ends in the quotation at token ``first`` starts."""
        if first <= self.left:
            return self.tokens[first].start
        previous = self.tokens[first - 1]
        if previous.tag in {",", ":", ".", "CC"}:
            return self.tokens[first].start
        return self.tokens[self.left].start

    def rest(self, cue: Cue) -> list[Range] | None:
        """What goes on behind a cue that stands after its content; None: a clause."""
        k = self.skip(cue)
        if k >= self.end or self.tokens[k].tag in {".", "''", "-RRB-"}:
            return []
        token = self.tokens[k]
        if token.text in {";", "--", "—", "–"}:
            return []
        if self.reading.opens(k):
            return [self.quoted(k)]
        if token.tag == "," or token.text == ":":
            if self.reading.opens(k + 1):
                return [self.quoted(k + 1)]
            if token.text == ":" or k + 1 >= self.end:
                return []
            after = self.tokens[k + 1]
            if after.tag in {"CC", "VBG", "IN", "WP", "WDT", "WRB", "DT", "NNP", ""} and not self.is_open(cue):
                return []
            if after.lower.endswith("ing") or after.tag in {"CC", "WP", "WDT"}:
                return []
            end = self.clause_end(k + 1, cue)
            return [self.trimmed(k + 1, end)] if end > k + 1 else []
        if token.tag in {"IN", "CC", "WRB", "WP", "TO", "VBG", "-LRB-"} or token.lower.endswith("ing"):
            if token.lower in {"that", "whether", "if"} :
                return None
            return []
        return None

    def is_open(self, cue: Cue) -> bool:
        """Whether the words before the cue lack a verb, so that they go on behind it."""
        return not any(self.tokens[k].tag in FINITE for k in range(self.left, cue.unit[0]))

    def skip(self, cue: Cue) -> int:
        """The token behind the cue, its object and when, where and how it was said."""
        tokens = self.tokens
        k = max(cue.verb, cue.unit[1]) + 1
        if cue.inverted and k < self.end and tokens[k].tag == ",":
            m = k + 1
            phrase = phrase_after(tokens, m, self.end)
            while phrase is not None and phrase.last + 1 < self.end and tokens[phrase.last + 1].tag == "IN":
                phrase2 = phrase_after(tokens, phrase.last + 2, self.end)
                if phrase2 is None:
                    break
                phrase = phrase2
            if phrase is not None and (phrase.last + 1 >= self.end or tokens[phrase.last + 1].tag in {",", "."}):
                k = phrase.last + 1
        start = k
        while k < self.end:
            token = tokens[k]
            if token.tag in {"RB", "RP"} or token.lower in words("calendar") or token.lower in {"yesterday", "today"}:
                k += 1
            elif token.tag == "IN" and token.lower not in {"that", "if", "because", "as", "while"} or token.tag == "TO":
                phrase = phrase_after(tokens, k + 1, self.end)
                if phrase is None:
                    return k
                k = phrase.last + 1
            elif k == start and not cue.inverted and cue.reporter.lemma in TELLING:
                phrase = phrase_after(tokens, k, self.end)
                if phrase is None:
                    return k
                k = phrase.last + 1
            else:
                return k
        return k

    def quoted(self, k: int) -> Range:
        quotation = self.reading.opens(k)
        return quotation.start, quotation.end

    # -- content behind the cue
    def after(self, cue: Cue) -> tuple[list[Range], bool]:
        if cue.inverted:
            return [], False
        start = self.opening(cue)
        if start is None or start >= self.end:
            return [], False
        quotation = self.reading.opens(start)
        end = self.clause_end(start, cue)
        if quotation is not None:
            marks = self.reading.marks[self.reading.inside[start]]
            inner = self.reading.layout.text[quotation.inner_start:quotation.inner_end].rstrip()
            if marks[1] + 1 >= end or inner.endswith((".", ",", "?", "!", "…")):
                return [(quotation.start, quotation.end)], True
        if end <= start:
            return [], False
        return [self.trimmed(start, end)], False

    def opening(self, cue: Cue) -> int | None:
        """The first token of content behind the verb, if the verb takes it."""
        tokens, frames = self.tokens, cue.reporter.frames
        j = cue.verb + 1
        while j < self.end and (tokens[j].tag in {"RB", "RP"} or tokens[j].lower in words("calendar")):
            j += 1
        if j >= self.end:
            return None
        token = tokens[j]
        if self.reading.opens(j):
            return j
        if token.tag in {",", ":"}:
            if self.reading.opens(j + 1) and "q" in frames:
                return j + 1
            if token.text == ":" and "q" in frames and j + 2 < self.end:
                return j + 1
            if token.tag == ",":
                return self.ahead(j, cue) if "c" in frames else None
            return None
        if token.lower in WH:
            return j if "c" in frames else None
        if token.tag == "TO":
            if "x" in frames:
                return j
            if "to" in cue.reporter.prepositions:
                return j + 1
        elif token.lower in cue.reporter.prepositions:
            return j + 1
        if "c" in frames or "q" in frames:
            start = self.ahead(j, cue)
            if start is not None:
                return start
        if frames & {"o", "d", "a"} or "x" in frames and cue.reporter.lemma in TELLING:
            if token.tag in NOMINAL or token.tag == "PRP":
                return j
        return None

    def ahead(self, j: int, cue: Cue) -> int | None:
        """Content that starts behind an object or an adjunct, or a bare clause."""
        tokens, frames = self.tokens, cue.reporter.frames
        for k in range(j, min(self.end, j + FAR)):
            token = tokens[k]
            if self.reading.opens(k):
                if "q" in frames and k > j and (tokens[k - 1].tag in {",", ":"} or tokens[k-1].lower == "that"):
                    return k
                if "c" not in frames:
                    return None
            elif token.lower == "that" and k > j and "c" in frames:
                return k
            elif token.text == ":" and "q" in frames and k + 2 < self.end:
                return k + 1
            elif token.tag in FINITE and "c" in frames and k > j:
                return self.bare(j, k, cue)
            elif token.tag in {"WP", "WDT", ";"} :
                return None
        return None

    def bare(self, j: int, finite: int, cue: Cue) -> int | None:
        """The start of a clause without "that" whose verb is token ``finite``."""
        tokens = self.tokens
        start = j
        for k in range(finite - 1, j - 1, -1):
            if tokens[k].lower in SUBJECTS:
                return k
        if cue.reporter.lemma in TELLING:
            phrase = phrase_after(tokens, j, finite)
            if phrase is not None and phrase.last + 1 < finite:
                return phrase.last + 1
            return None
        if tokens[j].tag == ",":
            return None
        while start < finite and tokens[start].tag in {"IN", "TO"}:
            phrase = phrase_after(tokens, start + 1, finite)
            if phrase is None or phrase.last + 1 >= finite:
                break
            start = phrase.last + 1
        return start

    def clause_end(self, start: int, cue: Cue | None) -> int:
        """The token behind content that starts at ``start``."""
        end = self.end
        for other in self.cues:
            if cue is not None and other.verb <= cue.verb:
                continue
            at = other.unit[0] - 1
            if at <= start or at >= end:
                continue
            if self.tokens[at].tag in {",", "CC"} or self.tokens[at].text == ";":
                end = at
                break
        for k in range(start + 1, end):
            token = self.tokens[k]
            if token.text == ";" or (token.lower == "according" and self.tokens[k-1].tag == ","):
                end = k
                break
        return end

    def trimmed(self, start: int, end: int) -> Range:
        """Characters of tokens ``start`` to before ``end`` without marks at the edge."""
        last = end - 1
        while last > start and self.tokens[last].tag in {".", ",", "CC", ":"} and self.tokens[last].lower.rstrip(".") == self.tokens[last].lower[:0]  or last > start and self.tokens[last].tag in {",", "CC", ":"}:
            last -= 1
        if last > start and self.tokens[last].tag == "." :
            last -= 1
        return self.tokens[start].start, self.tokens[last].end

    # -- according to
    def by_according(self, i: int) -> Draft | None:
        tokens = self.tokens
        phrase = phrase_after(tokens, i + 2, self.end)
        if phrase is None:
            return None
        before = [k for k in range(self.first, i) if tokens[k].tag not in {",", "CC", "''", "``"}]
        parts = []
        if before:
            start = self.first
            for c in self.cues:
                if c.verb < i and tokens[c.unit[0]-1].tag in {",", "CC"} and c.unit[0] > self.first:
                    pass
            last = i - 1
            while last > start and tokens[last].tag in {",", ":"}:
                last -= 1
            parts.append((tokens[start].start, tokens[last].end))
        else:
            comma = next((k for k in range(phrase.last + 1, self.end) if tokens[k].tag == ","), None)
            if comma is None or comma + 1 >= self.end:
                return None
            parts.append(self.trimmed(comma + 1, self.end))
        return Draft(CueKind.ACCORDING, phrase, (i, i + 1), self.sentence, parts)


def outermost(reading: Reading, drafts: Sequence[Draft]) -> list[Draft]:
    """Without those whose cue stands inside the words of another."""
    kept = []
    for draft in drafts:
        if draft.cue is not None:
            at = reading.tokens[draft.cue[0]].start
            if any(a <= at < e for other in drafts if other is not draft and abs(other.sentence - draft.sentence) < 2 for a, e in other.parts):
                continue
        kept.append(draft)
    return kept


def with_followers(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Add the quotations that have no cue to the speaker before them."""
    layout = reading.layout
    owner: dict[int, Draft] = {}
    starts = {}
    for draft in drafts:
        for a, e in draft.parts:
            starts[a] = draft
    covered = sorted((a, e) for d in drafts for a, e in d.parts)
    extra: list[Draft] = []
    last: Draft | None = None
    last_q = -9
    at = 0
    for i, q in enumerate(layout.quotations):
        marks = reading.marks[i]
        if marks is None:
            continue
        while at < len(covered) and covered[at][1] <= q.start:
            at += 1
        if at < len(covered) and covered[at][0] <= q.start:
            d = starts.get(q.start)
            if d is not None and d.direct:
                last, last_q = d, i
            elif d is None:
                # a later part of the same content
                pass
            continue
        sentence = reading.tokens[marks[0]].sentence
        first, end = reading.bounds[sentence]
        if first != marks[0]:
            continue
        alone = marks[1] + 2 >= end
        if not alone or marks[1] - marks[0] < 4:
            continue
        if last is not None and last_q == i - 1:
            gap = layout.text[max(e for a, e in last.parts):q.start]
            if "\n" not in gap and sentence - reading.tokens[marks[0]-1].sentence <= 1 and len(gap) < 160 or q.continues:
                last.parts.append((q.start, q.end))
                last_q = i
                continue
            if gap.count("\n") and len(gap) < 200:
                new = Draft(CueKind.QUOTATION, None, None, sentence, [(q.start, q.end)], True, True)
                extra.append(new)
                last, last_q = new, i
    return drafts + extra
