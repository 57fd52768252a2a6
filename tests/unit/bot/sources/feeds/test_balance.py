from __future__ import annotations

import pytest

from bot.markup import parse_strictly
from bot.sources.feeds.repair import balance_tags


@pytest.mark.parametrize(
    ("written", "balanced"),
    [
        ("<a><b>x</b></a>", "<a><b>x</b></a>"),
        ("<a><b>x</a>", "<a><b>x</b></a>"),
        ("<a>x</b></a>", "<a>x</a>"),
        ("<a><b>x", "<a><b>x</b></a>"),
        ("<a><b/>x</a>", "<a><b/>x</a>"),
        ("<a><b />x</a>", "<a><b/>x</a>"),
        ("<a><b><c></b></c></a>", "<a><b><c></c></b></a>"),
        ("<r><item>1<item>2</item></r>", "<r><item>1</item><item>2</item></r>"),
        ("<r><entry><t>1<entry>2", "<r><entry><t>1</t></entry><entry>2</entry></r>"),
        ("<a><![CDATA[<b>]]></a>", "<a><![CDATA[<b>]]></a>"),
    ],
)
def test_every_start_has_its_end(written: str, balanced: str) -> None:
    assert balance_tags(written) == balanced


@pytest.mark.parametrize(
    ("written", "balanced"),
    [
        ("<a b=\"1\" c='2'>x</a>", '<a b="1" c="2">x</a>'),
        ("<a b=1 c=d.mp3>x</a>", '<a b="1" c="d.mp3">x</a>'),
        ('<a b="1" b="2">x</a>', '<a b="2">x</a>'),
        ("<a b>x</a>", "<a>x</a>"),
        ("<a b='\"'>x</a>", '<a b="">x</a>'),
        ('<a b="1>x</a>', "<a>x</a>"),
        ('<a b="1<c>x</c></a>', "<a><c>x</c></a>"),
        ("<a x:b=1 />", '<a x:b="1"/>'),
    ],
)
def test_attributes_are_in_quotes_and_stand_once(written: str, balanced: str) -> None:
    assert balance_tags(written).replace("&quot;", "") == balanced


@pytest.mark.parametrize("count", [1, 1_000])
def test_many_open_elements_are_closed(count: int) -> None:
    balanced = balance_tags("<a>" * count + "<b>" * count)

    assert balanced.count("</a>") == balanced.count("</b>") == count
    assert balanced.endswith("</b></a>" if count == 1 else "</a></a>")


def test_a_balanced_document_is_well_formed() -> None:
    balanced = balance_tags("<r><item><t>a</x><t><item></r></r><y>")

    assert parse_strictly(f"<x>{balanced}</x>".encode()).tag == "x"
