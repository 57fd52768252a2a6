"""Which proxy a request goes through."""

from __future__ import annotations

import pytest

from bot.core.domain.errors import ConfigError
from bot.core.domain.proxies import proxies_of, wrong_proxies
from tests.tables import rows

HTTP, HTTPS = "http://proxy.example:3128", "http://desk:h%40sh@10.0.0.1:8080"
BOTH = {"HTTP_PROXY": HTTP, "HTTPS_PROXY": HTTPS}


@pytest.mark.parametrize(
    "value",
    [
        "proxy.example:3128",
        "socks5://proxy.example",
        "http://desk@proxy.example",
        "http://desk:h@sh@proxy.example",
        "http://proxy.example/path",
        "http://",
        "http://proxy.example:port",
    ],
)
@pytest.mark.parametrize("name", ["HTTP_PROXY", "https_proxy"])
def test_malformed_proxy_is_reported_without_its_value(name: str, value: str) -> None:
    (told,) = wrong_proxies({name: value})

    assert told.startswith(f"{name.upper()} is not the address of a proxy: write")
    assert "h@sh" not in told
    with pytest.raises(ConfigError):
        proxies_of({name: value})


@rows("rules/proxies", "exempt", "url", "proxy")
def test_proxy_is_chosen_by_scheme_and_exemptions_and_never_for_this_machine(
    exempt: str, url: str, proxy: str
) -> None:
    proxies = proxies_of({**BOTH, "NO_PROXY": exempt})

    assert (proxies.of_url(url) or "") == proxy
