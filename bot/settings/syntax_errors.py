"""Explains why a file is not YAML: where the mistake is, and what to write."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.settings.problems import TextPosition

_LONGEST = 60
_BEGINNING = re.compile(r" *(?:- +)*(?:[^\s:#\"'\[{,-][^:#]*: +)?$")
_INSIDE = re.compile(r"(?:^|.*[\s\[{,:-])$", re.DOTALL)
_KEY = re.compile(r"( *(?:- +)*)([^\s:#\"'\[{-][^:#]*):(?= |$)")
_NO_BLANK = re.compile(r"( *(?:- +)*)([a-z_]+):(\S.*)")
_WORD = re.compile(r"( *(?:- +)*)([a-z][a-z_-]*)\s*")
_COMMENT = re.compile(r"(?:^| )#.*")
_HASH = re.compile(r"[^#\"']*[\[{][^\]}#\"']*(?<=[\s\[{,])#(?=\w)")
_SECRET = re.compile(r"token|secret|passw|key", re.IGNORECASE)
_CLOSING = {"[": "]", "{": "}"}
_UNQUOTED = "@`%|>&*!"

Explanation = tuple[TextPosition, str]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that begins a key or a list item; ``column`` counts from 0."""

    number: int
    column: int
    name: str


def explain_syntax(
    text: str, mark: TextPosition, context: TextPosition | None
) -> Explanation | None:
    """Explain the error that a parser found at ``mark``; ``None`` if it is unclear.

    ``context`` is the beginning of the part that the parser could not complete.
    """
    lines = text.splitlines()
    until = lines[: mark.line]
    explanations = (
        _quotes(until),
        _character(lines, mark),
        _comment_in_list(until),
        _brackets(lines, mark, context),
        _missing_colon(until, mark),
        _two_colons(lines, mark),
        _indentation(until, mark),
    )
    return next(filter(None, explanations), None)


def _quotes(lines: Sequence[str]) -> Explanation | None:
    """Find a quote that is not closed, or text behind a closing quote."""
    number = 0
    while number < len(lines):
        line = lines[number]
        for column, quote in _openings(line):
            end = _closing(line, column, quote)
            if end is None and _is_unclosed(lines[number + 1 :], quote):
                content = _without_comment(line[column + 1 :]).rstrip("]}, ")
                words = (
                    f"this quote is not closed: write {_quoted(line, content, quote)}"
                )
                return TextPosition(number + 1, column + 1), words
            behind = "" if end is None else line[end + 1 :].lstrip()
            if behind and behind[0] not in ",]}:#":
                words = (
                    f"text follows the closing quote: write {_in_other(line, column)}"
                )
                return TextPosition(number + 1, column + 1), words
            if end is None:
                number = _end_of_quote(lines, number, quote)
                break
        number += 1
    return None


def _in_other(line: str, column: int) -> str:
    """Return the value that begins at ``column``, in the other kind of quotes."""
    value, quote = _without_comment(line[column:]), line[column]
    value = value[1:-1] if value.endswith(quote) else value
    return _quoted(line, value, "'" if quote == '"' else '"')


def _openings(line: str) -> Iterator[tuple[int, str]]:
    """Yield each place of the line where a quoted value begins, and its quote."""
    column = 0
    while column < len(line):
        character = line[column]
        if character == "#" and (column == 0 or line[column - 1] == " "):
            return
        if character in "\"'" and _INSIDE.match(line[:column]):
            yield column, character
            end = _closing(line, column, character)
            if end is None:
                return
            column = end
        column += 1


def _closing(line: str, column: int, quote: str) -> int | None:
    """Return the column of the quote that closes the one at ``column``."""
    end = column + 1
    while end < len(line):
        escaped = quote == "'" and line[end : end + 2] == "''"
        if escaped or (quote == '"' and line[end] == "\\"):
            end += 2
            continue
        if line[end] == quote:
            return end
        end += 1
    return None


def _is_unclosed(below: Sequence[str], quote: str) -> bool:
    """Tell whether the next quote opens another value, or does not exist."""
    following = next((line for line in below if quote in line), None)
    if following is None:
        return True
    before = following.partition(quote)[0]
    in_value = _KEY.match(before) is not None and _INSIDE.match(before) is not None
    return in_value or _BEGINNING.fullmatch(before) is not None


def _end_of_quote(lines: Sequence[str], number: int, quote: str) -> int:
    below = range(number + 1, len(lines))
    return next((line for line in below if quote in lines[line]), len(lines))


def _character(lines: Sequence[str], mark: TextPosition) -> Explanation | None:
    """Explain a value that begins with a character that YAML reserves."""
    line = _line(lines, mark.line)
    before, rest = line[: mark.column - 1], line[mark.column - 1 :]
    if rest[:1] and rest[0] in _UNQUOTED and _INSIDE.match(before):
        value = re.split(r"[,\]}]|$", _without_comment(rest))[0].rstrip()
        words = f'a value cannot begin with "{rest[0]}": write it in quotes, {_quoted(line, value)}'
        return mark, words
    last = before.rstrip()[-1:]
    if last and last in "]}" and rest[:1].strip() and rest[0] not in ",]}:#":
        opening = "[" if last == "]" else "{"
        start = before.rfind(opening)
        words = f'a value that begins with "{opening}" is a list or mapping: write it in quotes'
        return TextPosition(mark.line, start + 1), words
    return None


def _comment_in_list(lines: Sequence[str]) -> Explanation | None:
    """Find a # that hides the end of a list or mapping in brackets."""
    for number, line in enumerate(lines, 1):
        hidden = _HASH.match(line)
        if hidden is not None:
            words = "YAML reads # as a comment: write the value in quotes"
            return TextPosition(number, hidden.end()), words
    return None


def _brackets(
    lines: Sequence[str], mark: TextPosition, context: TextPosition | None
) -> Explanation | None:
    """Explain a bracket without its counterpart."""
    character = _line(lines, mark.line)[mark.column - 1 : mark.column]
    if context is not None:
        opening = _line(lines, context.line)[context.column - 1 : context.column]
        if opening in _CLOSING:
            words = f'this "{opening}" is not closed: write "{_CLOSING[opening]}" behind its last item'
            return context, words
    if character and character in "]},":
        return mark, f'this "{character}" belongs to no list or mapping: remove it'
    return None


def _missing_colon(lines: Sequence[str], mark: TextPosition) -> Explanation | None:
    """Find a key without a colon, or without a blank after it, just before the error."""
    for number in range(mark.line, max(mark.line - 3, 0), -1):
        line = _without_comment(lines[number - 1]) if number <= len(lines) else ""
        word, joined = _WORD.fullmatch(line), _NO_BLANK.fullmatch(line)
        if word is not None and number < mark.line:
            column = len(word[1]) + 1
            return TextPosition(number, column), f"write a colon after it: {word[2]}:"
        if joined is not None and not joined[3].startswith("//"):
            column = len(joined[1]) + 1
            text = _shown(line, f"{joined[2]}: {joined[3]}", f"{joined[2]}: ...")
            words = f"write a blank after the colon: {text}"
            return TextPosition(number, column), words
    return None


def _two_colons(lines: Sequence[str], mark: TextPosition) -> Explanation | None:
    """Explain a value that contains a colon and a blank."""
    line = _line(lines, mark.line)
    key = _KEY.match(line)
    if key is None or line[mark.column - 1 : mark.column] != ":":
        return None
    value = _without_comment(line[key.end() :]).strip()
    if key.end() >= mark.column:
        return None
    words = f"a value with a colon needs quotes: write {key[2]}: {_quoted(line, value)}"
    return TextPosition(mark.line, line.index(value, key.end()) + 1), words


def _indentation(lines: Sequence[str], mark: TextPosition) -> Explanation | None:
    """Explain a line whose column fits no list or mapping above it."""
    here = [*_parts(mark.line, _line(lines, mark.line))][:1]
    if not here:
        return None
    begun = here[0]
    possible = _possible(lines[:-1], begun)
    if not possible:
        return None
    blanks = f"{begun.column} blank{'' if begun.column == 1 else 's'}"
    choices = " or ".join(
        f'{part.column}, like "{part.name}" in line {part.number}' for part in possible
    )
    words = f'"{begun.name}" is indented by {blanks}: write {choices}'
    return TextPosition(mark.line, begun.column + 1), words


def _possible(lines: Sequence[str], begun: _Line) -> list[_Line]:
    """Return the keys and items above a line in whose column the line could begin.

    The outermost comes first. ``begun`` is the line.
    """
    above: dict[int, _Line] = {}
    for number, line in enumerate(lines, 1):
        for part in _parts(number, line):
            above = {at: other for at, other in above.items() if at < part.column}
            above[part.column] = part
    alike = [
        part
        for column, part in sorted(above.items())
        if (part.name == "-") == (begun.name == "-") and column != begun.column
    ]
    if not alike and begun.name == "-":
        keys = [part for part in above.values() if part.name != "-"]
        return [replace(part, column=part.column + 2) for part in keys[-1:]]
    outer = [part for part in alike if part.column < begun.column][-1:]
    inner = [part for part in alike if part.column > begun.column][:1]
    return outer + inner


def _parts(number: int, line: str) -> Iterator[_Line]:
    """Yield the hyphens and the key with which a line begins."""
    plain = _without_comment(line)
    for hyphen in re.finditer(r"(?<=^)-|(?<= )-(?= )", plain):
        if not plain[: hyphen.start()].strip(" -"):
            yield _Line(number, hyphen.start(), "-")
    key = _KEY.match(plain)
    if key is not None:
        yield _Line(number, len(key[1]), key[2][:_LONGEST])


def _line(lines: Sequence[str], number: int) -> str:
    return lines[number - 1] if number <= len(lines) else ""


def _without_comment(line: str) -> str:
    return _COMMENT.sub("", line).rstrip()


def _quoted(line: str, value: str, quote: str = '"') -> str:
    """Return the value in quotes, or a hint in its place if it may be a secret."""
    other = "'" if '"' in value and quote == '"' else quote
    return _shown(line, f"{other}{value}{other}", f"{quote}...{quote}")


def _shown(line: str, text: str, instead: str) -> str:
    return instead if _SECRET.search(line) or len(text) > _LONGEST else text
