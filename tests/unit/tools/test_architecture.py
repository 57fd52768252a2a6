from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest

from tools.architecture import (
    FRAMES,
    frame_of,
    inside,
    package_of,
    reduced,
    rows,
    svg,
)

NAMESPACE = "{http://www.w3.org/2000/svg}"
HOUSE = {
    "bot.cli": frozenset({"bot.bootstrap", "bot.core.text"}),
    "bot.bootstrap": frozenset({"bot.web", "bot.core.digests.digest"}),
    "bot.web": frozenset({"bot.core.text"}),
    "bot.core.digests.digest": frozenset({"bot.core.ingest", "bot.core.text"}),
    "bot.core.ingest": frozenset({"bot.core.text"}),
    "bot.core.text": frozenset({"summarizers.text"}),
    "summarizers.text": frozenset[str](),
}


@pytest.mark.parametrize(
    ("module", "package", "frame"),
    [
        ("bot.cli.app", "bot.cli", "cli"),
        ("bot.bootstrap.run", "bot.bootstrap", "bootstrap"),
        ("bot.platforms.slack.blocks", "bot.platforms", "adapters"),
        ("bot.core.text.domains", "bot.core.text", "core"),
        ("summarizers.readers.parse", "summarizers.readers", "summarizers"),
    ],
)
def test_each_module_has_a_package_and_a_frame(
    module: str, package: str, frame: str
) -> None:
    assert package_of(module) == package
    assert frame_of(package) == frame


def test_an_import_that_follows_from_others_is_left_out() -> None:
    core = inside(HOUSE, "core")

    assert core["bot.core.digests.digest"] == {"bot.core.ingest", "bot.core.text"}
    assert reduced(core)["bot.core.digests.digest"] == {"bot.core.ingest"}


def test_every_arrow_leads_down() -> None:
    lines = rows(inside(HOUSE, "core"))

    assert lines == (
        ("bot.core.digests.digest",),
        ("bot.core.ingest",),
        ("bot.core.text",),
    )


def test_the_picture_names_every_package() -> None:
    drawn = fromstring(svg(HOUSE))  # noqa: S314 - our own SVG

    texts = {node.text for node in drawn.iter(f"{NAMESPACE}text")}
    assert {name.rpartition(".")[2] for name in HOUSE} <= texts
    assert {title for title, _ in FRAMES.values()} <= texts
