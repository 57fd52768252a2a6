from __future__ import annotations

from bot.core.commands import link_parsing
from bot.core.commands.link_parsing import MOST_LINKS, address
from tests.tables import rows


def test_of_many_links_the_first_are_taken() -> None:
    text = " ".join(f"https://lenna.example/{number}" for number in range(40))

    found = link_parsing.links(text)

    assert len(found) == MOST_LINKS
    assert found[0] == "https://lenna.example/0"


@rows("rules/links", "text", "links")
def test_links_are_found_in_the_notation_of_either_platform(
    text: str, links: str
) -> None:
    assert link_parsing.links(text) == tuple(links.split())


@rows("rules/typed_links", "typed", "link")
def test_a_typed_address_needs_no_scheme(typed: str, link: str) -> None:
    assert (address(typed) or "") == link
