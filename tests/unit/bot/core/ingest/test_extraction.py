from __future__ import annotations

import pytest

from bot.core.domain.errors import NoTextError
from bot.core.ingest.extraction import extract_fragment, fragment_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("The ferry sails.", "The ferry sails."),
        ("<p>It burns.</p><p>It sinks.</p>", "It burns.\n\nIt sinks."),
        ("It burns.<br/>It sinks.", "It burns.\n\nIt sinks."),
        ("<ul><li>fire</li>\n\n<li>smoke</li></ul>", "fire\n\nsmoke"),
        ("a <b>very</b><i> long</i>\nnight", "a very long night"),
        ("<p>bread&nbsp;&amp; milk &lt;fresh&gt;</p>", "bread & milk <fresh>"),
        ("<table><tr><td>port</td><td>Lenna</td></tr></table>", "port\n\nLenna"),
    ],
)
def test_text_keeps_its_paragraphs(markup: str, text: str) -> None:
    assert fragment_text(markup) == text


@pytest.mark.parametrize("tag", ["script", "style", "template", "title"])
def test_what_no_reader_sees_is_left_out(tag: str) -> None:
    markup = f"<p>before</p><{tag}>not for people</{tag}><p>after</p>"

    assert fragment_text(markup) == "before\n\nafter"


@pytest.mark.parametrize(
    "markup",
    [
        *("<", "</", "<!", "<![", "<![foo[", "<!--", "<?", "&", "&#", "&#x;", "<p"),
        *("<p a='", "<p a=b" * 500, "</p" * 500, "<![" * 500, "<!--" * 500),
        *("&#xD800;", "&#1114112;", "\ud800<p>", "\x00<p>\x00", "<b>" * 2_000),
        *("<script>", "<title>", "<template>" * 2_000, "</template>" * 2_000),
    ],
)
def test_no_markup_fails(markup: str) -> None:
    found = fragment_text(markup + "<p>the end")

    assert isinstance(found, str)


@pytest.mark.parametrize("markup", ["", " \n", "<p></p>", "<img src=a>", "123 - 45 %"])
def test_an_entry_without_a_word_is_none(markup: str) -> None:
    with pytest.raises(NoTextError, match="no text"):
        extract_fragment(markup)
