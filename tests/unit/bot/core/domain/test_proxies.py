"""Which proxy a request goes through."""

from __future__ import annotations

import pytest

from bot.core.domain.errors import ConfigError
from bot.core.domain.proxies import proxies_of, wrong_proxies

HTTP, HTTPS = "http://proxy.example:3128", "http://desk:h%40sh@10.0.0.1:8080"
BOTH = {"HTTP_PROXY": HTTP, "HTTPS_PROXY": HTTPS}


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("http://example.org/", HTTP),
        ("https://example.org/", HTTPS),
        ("ws://example.org/", HTTP),
        ("wss://example.org/", HTTPS),
        ("http://10.0.0.5/", HTTP),
        ("http://[2001:db8::1]/", HTTP),
        ("http://localhost/", None),
        ("http://a.localhost./", None),
        ("https://127.0.0.1:8443/", None),
        ("http://127.8.8.8/", None),
        ("http://[::1]:80/", None),
    ],
)
def test_proxy_is_chosen_by_the_scheme_and_never_for_this_machine(
    url: str, proxy: str | None
) -> None:
    assert proxies_of(BOTH).of_url(url) == proxy


@pytest.mark.parametrize(
    ("exempt", "url", "direct"),
    [
        ("*", "http://example.org/", True),
        ("a.example, *", "http://example.org/", True),
        ("example.org", "http://example.org/", True),
        ("example.org", "http://EXAMPLE.org./", True),
        ("example.org", "http://www.example.org/", True),
        (".example.org", "http://example.org/", True),
        ("*.example.org", "http://www.example.org/", True),
        ("example.org", "http://notexample.org/", False),
        ("www.example.org", "http://example.org/", False),
        ("Example.ORG", "http://example.org/", True),
        ("a.example,example.org", "http://example.org/", True),
        ("a.example example.org", "http://example.org/", True),
        ("example.org:8080", "http://example.org:8080/", True),
        ("example.org:8080", "http://example.org/", False),
        ("example.org:443", "https://example.org/", True),
        ("10.0.0.0/8", "http://10.1.2.3/", True),
        ("10.0.0.0/8", "http://11.1.2.3/", False),
        ("10.0.0.5", "http://10.0.0.5/", True),
        ("10.0.0.5:80", "http://10.0.0.5/", True),
        ("fd12::/16", "http://[fd12::5]/", True),
        ("[fd12::5]:8080", "http://[fd12::5]:8080/", True),
        ("10.0.0.0/8", "http://ten.example/", False),
        ("", "http://example.org/", False),
        (",", "http://example.org/", False),
    ],
)
def test_exempt_server_is_reached_without_a_proxy(
    exempt: str, url: str, *, direct: bool
) -> None:
    proxies = proxies_of({**BOTH, "NO_PROXY": exempt})

    assert (proxies.of_url(url) is None) == direct


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
