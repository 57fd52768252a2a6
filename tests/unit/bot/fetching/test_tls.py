"""TLS contexts."""

from __future__ import annotations

import ssl

from bot.fetching.tls import TlsContexts


def test_certificates_and_names_are_checked() -> None:
    for context in (TlsContexts()._fast, TlsContexts()._full):
        assert context.verify_mode is ssl.CERT_REQUIRED
        assert context.check_hostname
        assert context.minimum_version >= ssl.TLSVersion.TLSv1_2


def test_host_that_did_not_agree_is_offered_everything_from_now_on() -> None:
    contexts = TlsContexts()

    assert contexts.use_full("a.example")

    assert contexts.context("a.example") is contexts._full
    assert contexts.context("b.example") is contexts._fast
