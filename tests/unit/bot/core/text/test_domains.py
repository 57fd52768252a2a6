from __future__ import annotations

from bot.core.text import domains
from tests.tables import rows


def test_a_name_in_another_script_has_one_form() -> None:
    written = domains.domain("https://nyheter.blåbær.example/a")

    assert written == domains.domain("https://xn--blbr-roah.example/b")
    assert written is not None
    assert written.isascii()


@rows("rules/domains", "url", "domain")
def test_a_site_is_known_by_the_domain_that_somebody_registered(
    url: str, domain: str
) -> None:
    assert domains.domain(url) == domain
