from __future__ import annotations

import pytest

from bot.markup import MarkupError, parse_strictly
from bot.sources.feeds.encodings import HEADER
from bot.sources.feeds.repair import (
    check_sections_closed,
    close_fields,
    close_sections,
    repair,
)


def repaired(inside: str) -> str:
    """What becomes of this inside of a feed."""
    body = repair(f"<rss>{inside}</rss>").decode()
    return body.removeprefix(f"{HEADER.decode()}<rss>").removesuffix("</rss>")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a &amp; b &lt; &#228; &#xE4;", "a &amp; b &lt; ä ä"),
        ("a & b && c&", "a &amp; b &amp;&amp; c&amp;"),
        ("&auml;&nbsp;&hellip;", "ä\u00a0…"),
        ("&AMP;&LT;&#60;", "&amp;&lt;&lt;"),
        ("&none; &1;", "&amp;none; &amp;1;"),
        ("&#1;&#x8;", ""),
        ("&#128;&#150;", "€–"),
        ("a\x00b\x1fc\x7f\ufffe", "abc"),
        ("1 < 2 <= 3 <", "1 &lt; 2 &lt;= 3 &lt;"),
        ("<?php echo", "&lt;?php echo"),
        ("<!a <!-- b -->", "&lt;!a <!-- b -->"),
        ("a <!-- b", "a  b"),
        ("<![CDATA[a & b < &auml;]]>&auml;", "<![CDATA[a & b < &auml;]]>ä"),
    ],
)
def test_characters_are_what_their_writer_meant(written: str, meant: str) -> None:
    assert repaired(written) == meant


@pytest.mark.parametrize(
    "inside",
    [
        "<dc:a>x</dc:a>",
        "<x:y x:z='1'>x</x:y>",
        "<a rdf:about='x'/>",
        "<a><b:c/></a>",
        "<content:encoded>x</content:encoded>",
    ],
)
def test_every_prefix_has_a_namespace(inside: str) -> None:
    root = parse_strictly(repair(f"<rss>{inside}</rss>"))

    assert root.tag == "rss"


def test_a_declared_prefix_is_not_declared_again() -> None:
    body = repair('<rss xmlns:dc="urn:mine"><dc:a>x</dc:a></rss>')

    assert body.count(b"xmlns:dc") == 1


@pytest.mark.parametrize(
    ("written", "closed"),
    [
        ("<title>a<b>c</b></title>", "<title>a&lt;b>c&lt;/b></title>"),
        ("<item><title>a</item>", "<item><title>a</title></item>"),
        ("<title>a<link>b</link><item>", "<title>a</title><link>b</link><item>"),
        ("<title>a</titl></item>", "<title>a</title></item>"),
        ("<title><![CDATA[<b>]]> <i></title>", "<title><![CDATA[<b>]]> &lt;i></title>"),
        ("<title/><item>", "<title/><item>"),
        ("<title>a", "<title>a"),
        (
            "<content type='xhtml'><p></content>",
            "<content type='html'>&lt;p></content>",
        ),
        ("</title><item></item>", "</title><item></item>"),
        ("<title>a</title>", "<title>a</title>"),
    ],
)
def test_a_text_ends_where_it_should(written: str, closed: str) -> None:
    assert close_fields(written) == closed


@pytest.mark.parametrize(
    ("written", "closed"),
    [
        ("<t><![CDATA[a]]></t>", "<t><![CDATA[a]]></t>"),
        ("<![CDATA[a</title><![CDATA[b]]>", "<![CDATA[a]]></title><![CDATA[b]]>"),
        ("<![CDATA[a</summary>", "<![CDATA[a]]></summary>"),
        ("<![CDATA[a", "<![CDATA[a"),
        ("none", "none"),
    ],
)
def test_a_section_ends_where_its_text_ends(written: str, closed: str) -> None:
    assert close_sections(written) == closed


def test_an_open_section_does_not_pass() -> None:
    check_sections_closed(b"<a><![CDATA[x]]></a>")

    with pytest.raises(MarkupError):
        check_sections_closed(b"<a><![CDATA[x</a><a><![CDATA[y]]></a>")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("junk <rss>a</rss> junk", "<rss>a</rss>"),
        ("<?xml?><?xml?><feed>a</feed>", "<feed>a</feed>"),
        ("<rdf:RDF>a</rdf:RDF>x", ">a</rdf:RDF>"),
        ("<rss><channel><item>1</item><it", "<item>1</item></channel></rss>"),
        ("<feed><entry>1</entry><entry>", "<feed><entry>1</entry></feed>"),
        ("<rss><channel>", "<rss><channel>"),
        ("words", "words"),
    ],
)
def test_a_document_is_cut_to_the_feed(written: str, kept: str) -> None:
    assert repair(written).decode().endswith(kept)
