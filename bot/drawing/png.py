"""Turns a timeline into a PNG image; the only module that imports resvg.

The library is in the extra ``images``. The bundled fonts draw Latin, Greek and Cyrillic
letters; a timeline with other ones has no image.
"""

from __future__ import annotations

import re
from importlib.resources import as_file, files

from bot.core.domain.timelines import Timeline
from bot.drawing.timeline import timeline_svg

_FONTS = files(__name__.rpartition(".")[0]) / "fonts"
_DRAWABLE = re.compile(
    r"[\u0020-\u007e\u00a0-\u024f\u0370-\u03ff\u0400-\u052f\u1e00-\u1eff"
    r"\u2010-\u2027\u202f-\u203a\u20ac\u2116\u2122\u2212\u2248\u2260\u2264\u2265]*"
)


def timeline_png(timeline: Timeline) -> bytes | None:
    """Draw the timeline as PNG; the same timeline gives the same bytes.

    Return ``None`` if the extra is not installed or a letter cannot be drawn.
    """
    try:
        import resvg_py  # noqa: PLC0415 - an extra that may be missing
    except ImportError:
        return None
    if not _is_drawable(timeline):
        return None
    with as_file(_FONTS) as folder:
        try:
            return bytes(
                resvg_py.svg_to_bytes(
                    svg_string=timeline_svg(timeline),
                    skip_system_fonts=True,
                    font_dirs=[str(folder)],
                )
            )
        except ValueError:
            return None


def _is_drawable(timeline: Timeline) -> bool:
    """Return whether the fonts have all letters of the timeline."""
    texts = (
        *(timeline.title, timeline.facts, timeline.end),
        *(lane.paper for lane in timeline.lanes),
        *(turn.text for turn in timeline.turns),
        *(turn.day for turn in timeline.turns),
    )
    return all(map(_DRAWABLE.fullmatch, texts))
