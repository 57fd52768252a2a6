"""Turns an image into SVG and PNG; the only module that imports resvg.

The library is in the extra ``images``. The bundled fonts have Latin, Greek and Cyrillic
letters; an image with other letters is not drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import as_file, files

from bot.core.domain.messages import Image
from bot.core.domain.timelines import Timeline
from bot.core.domain.weeks import Week
from bot.drawing.timeline import timeline_svg
from bot.drawing.week import week_svg

_FONTS = files(__name__.rpartition(".")[0]) / "fonts"
_DRAWABLE = re.compile(
    r"[\u0020-\u007e\u00a0-\u024f\u0370-\u03ff\u0400-\u052f\u1e00-\u1eff"
    r"\u2010-\u2027\u202f-\u203a\u20ac\u2116\u2122\u2212\u2248\u2260\u2264\u2265]*"
)


def image_svg(image: Image) -> str:
    """Draw the image as SVG in its own theme; equal images give equal SVG."""
    match image:
        case Timeline():
            return timeline_svg(image)
        case Week():
            return week_svg(image)


def image_png(image: Image) -> bytes | None:
    """Draw the image as PNG; the same image gives the same bytes.

    Return ``None`` if the extra is not installed or a letter cannot be drawn.
    """
    try:
        import resvg_py  # noqa: PLC0415 - an extra that may be missing
    except ImportError:
        return None
    if not all(map(_DRAWABLE.fullmatch, _texts(image))):
        return None
    with as_file(_FONTS) as folder:
        try:
            return bytes(
                resvg_py.svg_to_bytes(
                    svg_string=image_svg(image),
                    skip_system_fonts=True,
                    font_dirs=[str(folder)],
                )
            )
        except ValueError:
            return None


def _texts(image: Image) -> Iterable[str]:
    """Return all texts that the image shows."""
    match image:
        case Timeline():
            return (
                *(image.title, image.facts, image.end),
                *(lane.paper for lane in image.lanes),
                *(turn.text for turn in image.turns),
                *(turn.day for turn in image.turns),
            )
        case Week():
            return (
                *(image.title, image.facts, image.more),
                *(f"{day.weekday}{day.number}" for day in image.days),
                *(f"{event.day}{event.note}{event.text}" for event in image.events),
            )
