"""The HTML form of an e-mail, light and dark.

Tables and inline styles carry the light look, which every mail program shows: Outlook
ignores most of CSS, and Gmail drops style sheets that it cannot read. A style sheet adds
the dark look. The colours and sizes are those of Sitrep's other pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from importlib.resources import files
from string import Template

from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.text.deep_links import host, misleads
from bot.core.text.sanitize import sanitized, with_separators
from bot.platforms.email.parts import (
    Block,
    Kind,
    blocks,
    cut,
    is_note,
    kind_of,
    link,
    subject,
    titles,
)

MAX_BYTES = 100_000
"""Gmail cuts off the end of a message above 102 kB."""

ARROW = "&#8599;&#65038;"
"""The link to a sentence; the second character keeps phones from drawing an emoji."""


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour of one CSS property in both looks."""

    property: str
    light: str
    dark: str


COLOURS: Mapping[str, Colour] = {
    "bg": Colour("background-color", "#f7f7f5", "#0e0f11"),
    "card": Colour("background-color", "#ffffff", "#17181b"),
    "tag": Colour("background-color", "#ececea", "#2d3138"),
    "edge": Colour("border-color", "#e2e3e6", "#33353b"),
    "ink": Colour("color", "#1c1d20", "#e6e7e9"),
    "dim": Colour("color", "#5a5f68", "#a0a5ae"),
    "s": Colour("color", "#434b58", "#c9ced7"),
    "c": Colour("color", "#1a53b0", "#a3c4ff"),
    "w": Colour("color", "#814900", "#f4bd63"),
}
"""The colours by class; s, c and w are those of the summary, claims and risks."""

_SIGNS = {
    Kind.SUMMARY: ("s", "&#9679;"),
    Kind.CLAIM: ("c", "&#9632;"),
    Kind.RISK: ("w", "&#9650;"),
    Kind.DIFFERENCE: ("ink", "&#8800;"),
    Kind.LINK: ("dim", "&#8226;"),
    Kind.NOTE: ("dim", ""),
}
_FONT = "-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
_TEXT, _SMALL = "font-size:16px;line-height:24px", "font-size:14px;line-height:20px"
_TABLE = (
    '<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%"'
)
_TAG = (
    '<span class="tag ink" style="background-color:#ececea;color:#1c1d20;border-radius:'
    '4px;padding:2px 3px;font-size:12px;font-weight:bold">&nbsp;{}&nbsp;</span>&nbsp; '
)
_FRAME = Template((files(__package__) / "mail.html").read_text("utf8"))
_LINKABLE = re.compile(r"(?<=[^\W\d_])[.@:](?=[^\W\d_]|//)")
_PREVIEW_LENGTH = 200
_PREVIEW_PADDING = "&#8199;&#847; " * 30
_UNBROKEN_NOTE = 20
_MOST_CELLS = 4
_LEFT_OUT = "This briefing is in the text version of this e-mail only, to save space."


def to_html(message: Message, closing: Iterable[str]) -> str:
    """Render the message as an HTML document; ``closing`` is small print as HTML.

    If the document were longer than ``MAX_BYTES``, the last briefings are left to the
    text version, and a note says so.
    """
    pieces = list(blocks(message))
    end = _end(pieces.pop() if _ends_in_notes(pieces) else None, closing)
    rows = [_block(block, is_first=not number) for number, block in enumerate(pieces)]
    room = MAX_BYTES - len(_document(message, end).encode())
    for number in range(len(pieces) - 1, 0, -1):
        if len("".join(rows).encode()) <= room:
            break
        rows[number] = _block(_shortened(pieces[number]), is_first=False)
    return _document(message, "".join((*rows, end)))


def to_card(message: Message) -> str:
    """Render the message without its document, as a table."""
    pieces = enumerate(blocks(message))
    return _card("".join(_block(piece, is_first=not n) for n, piece in pieces))


def _document(message: Message, rows: str) -> str:
    preview = cut(". ".join(titles(message)), _PREVIEW_LENGTH)
    dark = {
        name: f".{name}{{{colour.property}:{colour.dark}!important}}"
        for name, colour in COLOURS.items()
    }
    # Outlook on the web marks elements whose colours it changes with these attributes.
    outlook = (
        f"[data-ogs{'b' if COLOURS[name].property == 'background-color' else 'c'}] {rule}"
        for name, rule in dark.items()
    )
    return _FRAME.substitute(
        title=escape(subject(message)),
        preview=escape(preview) + _PREVIEW_PADDING,
        dark="".join(dark.values()),
        outlook="".join(outlook),
        card=_card(rows),
    )


def _card(rows: str) -> str:
    return (
        f'{_TABLE} class="card edge" style="max-width:640px;background-color:#ffffff;'
        "border:1px solid #e2e3e6;border-radius:10px;text-align:left;"
        f'font-family:{_FONT}">\n{rows}</table>'
    )


def _ends_in_notes(pieces: list[Block]) -> bool:
    return len(pieces) > 1 and is_note(pieces[-1].sections[0])


def _end(notes: Block | None, closing: Iterable[str]) -> str:
    first = "" if notes is None else "".join(map(_section, notes.sections))
    others = (_paragraph("dim", words, top=12) for words in closing)
    return _framed(first + "".join(others))


def _block(block: Block, *, is_first: bool) -> str:
    inside = "".join((_title(block, is_first=is_first), *map(_section, block.below)))
    if not is_first:
        return _framed(inside)
    logo = " ".join(
        f'<span class="{name}" style="{_colour(name)}">{sign}</span>'
        for name, sign in list(_SIGNS.values())[:3]
    )
    top = _paragraph("dim", f"{logo}&nbsp; Sitrep")
    return (
        f'<tr><td class="px" style="padding:22px 32px 16px">{top}{inside}</td></tr>\n'
    )


def _framed(inside: str) -> str:
    """Render a block with a hairline above it."""
    return (
        f'<tr><td class="px" style="padding:0 32px">{_TABLE}><tr>'
        '<td class="edge" style="border-top:1px solid #e2e3e6;padding:18px 0 20px">'
        f"{inside}</td></tr></table></td></tr>\n"
    )


def _title(block: Block, *, is_first: bool) -> str:
    if block.title is None:
        return ""
    first, *facts = block.title.parts
    size = "24px;line-height:30px" if is_first else "19px;line-height:25px"
    margin = "8px 0 2px" if is_first else "4px 0 0"
    level = "h1" if is_first else "h2"
    heading = (
        f'<{level} class="ink" style="margin:{margin};font-size:{size};font-weight:bold;'
        f'{_colour("ink")}">{_part(first)}</{level}>'
    )
    tag = _TAG.format(_inert(block.label)) if block.label else ""
    words = tag + _facts(tuple(facts))
    small = _paragraph("dim", words) if words else ""
    return heading + small if is_first else small + heading


def _section(section: Section) -> str:
    heading = _inert((section.heading or "").capitalize())
    if section.heading is None:
        return "".join(map(_line_without_sign, section.rows))
    if section.inline:
        label = f'<span class="dim" style="{_colour("dim")}">{heading}</span>&nbsp; '
        return "".join(
            _paragraph("ink", label + _words(r), top=8) for r in section.rows
        )
    kind = kind_of(section.rows[0]) if section.rows else Kind.NOTE
    name, top = _SIGNS[kind][0], 0 if kind is Kind.LINK else 12
    above = (
        f'<h3 class="{name}" style="margin:{top}px 0 0;{_SMALL};font-weight:bold;'
        f'{_colour(name)}">{heading}</h3>'
    )
    rows = "".join(map(_line, section.rows))
    return (above if heading else "") + (f"{_TABLE}>{rows}</table>" if rows else "")


def _line_without_sign(row: Row) -> str:
    if kind_of(row) is Kind.NOTE:
        return _paragraph("dim", _facts(row.parts))
    return _paragraph("ink", _words(row), top=4)


def _line(row: Row) -> str:
    """Render a line of a list, with its sign in a column of its own."""
    kind = kind_of(row)
    name, sign = _SIGNS[kind]
    cells = _cells(row) if kind is Kind.DIFFERENCE else ""
    remarks = "".join(_paragraph("dim", _inert(remark)) for remark in row.remarks)
    return (
        f'<tr><td width="20" valign="top" class="{name}" aria-hidden="true" style="'
        f'padding-top:8px;font-size:12px;line-height:24px;{_colour(name)}">{sign}</td>'
        f'<td valign="top" class="ink" style="padding-top:8px;{_TEXT};'
        f'{_colour("ink")}">{cells or _words(row)}{remarks}</td></tr>\n'
    )


def _cells(row: Row) -> str:
    """Render numbers that differ in equal cells; many of them stay on a line."""
    label, *figures = _figures(row)
    if not 1 < len(figures) <= _MOST_CELLS:
        return ""
    cells = (
        f'<td width="{100 // len(figures)}%" valign="top" class="edge" style="border:1px '
        f'solid #e2e3e6;padding:7px 12px 8px"><b>{_part(figure)}</b>'
        f"{_paragraph('dim', papers)}</td>"
        for figure, papers in figures
    )
    above = _paragraph("dim", f"{_inert(label[0].text)} {label[1]}".rstrip(": "), top=2)
    table = f'{_TABLE} style="border-collapse:collapse;margin-top:4px">'
    return f"{above}{table}<tr>{''.join(cells)}</tr></table>"


def _figures(row: Row) -> Iterator[tuple[Text, str]]:
    """Yield the label, then each number with the names of the papers that give it."""
    parts = list(row.parts)
    while parts:
        part = parts.pop(0)
        names = []
        while parts and parts[0].style is Style.NOTE:
            names.append(_inert(parts.pop(0).text.strip("() ·")))
        yield part, ", ".join(names)


def _words(row: Row) -> str:
    """Render the words of a line; its arrow never stands alone on the next."""
    words = "".join(joint + _part(part) for joint, part in with_separators(row.parts))
    return words + _arrow(row.proof, _SIGNS[kind_of(row)][0])


def _arrow(url: str | None, name: str) -> str:
    address = link(url)
    if address is None:
        return ""
    return (
        f'&nbsp;<a href="{escape(address)}" class="{name}" style="{_colour(name)};'
        f'text-decoration:none;padding:4px" aria-label="Read it in '
        f'{escape(host(url) or "")}">{ARROW}</a>'
    )


def _part(part: Text) -> str:
    """Render a part of a line: styled words, or a link if they lead to a page.

    Words that look like another address are no link; an arrow behind them is.
    """
    words = _inert(part.text)
    address = link(part.url)
    if address is None:
        return _styled(words, part.style)
    if misleads(sanitized(part.text), address):
        return _styled(words, part.style) + _arrow(part.url, "c")
    line = "none" if part.style is Style.TITLE else "underline"
    return (
        f'<a href="{escape(address)}" class="ink" style="{_colour("ink")};'
        f'text-decoration:{line}">{words}</a>'
    )


def _styled(words: str, style: Style) -> str:
    dim = f'class="dim" style="{_colour("dim")}"'
    match style:
        case Style.NAME | Style.SPEAKER:
            return f"<b>{words}</b>"
        case Style.NOTE:
            short = len(words) <= _UNBROKEN_NOTE
            return f"<i {dim}>{words.replace(' ', '&nbsp;') if short else words}</i>"
        case Style.ROLE:
            return f"<span {dim}>{words}</span>"
        case _:
            return words


def _facts(parts: tuple[Text, ...]) -> str:
    """Render small print; a dot never begins a line of it."""
    words = "".join(joint + _inert(part.text) for joint, part in with_separators(parts))
    return words.replace(" ·", "&nbsp;·")


def _inert(text: str) -> str:
    """Escape the text, and keep mail programs from making links of its words.

    They look for addresses; a tag between two letters hides those and changes no letter.
    """
    return _LINKABLE.sub(r"<span>\g<0></span>", escape(sanitized(text)))


def _paragraph(name: str, words: str, *, top: int = 0) -> str:
    size = _SMALL if name == "dim" else _TEXT
    style = f"margin:{top}px 0 0;{size};{_colour(name)}"
    return f'<p class="{name}" style="{style}">{words}</p>'


def _colour(name: str) -> str:
    return f"{COLOURS[name].property}:{COLOURS[name].light}"


def _shortened(block: Block) -> Block:
    """The title of a block, with a note of where the rest is."""
    first = block.sections[0]
    note = Section(None, (Row((Text(_LEFT_OUT, Style.NOTE),)),))
    return replace(block, sections=(replace(first, rows=first.rows[:1]), note))
