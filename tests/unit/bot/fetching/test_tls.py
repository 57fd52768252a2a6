"""TLS contexts."""

from __future__ import annotations

import ssl

import pytest

from bot.fetching import tls
from bot.fetching.tls import TlsContexts


def test_nearly_all_hosts_share_one_context() -> None:
    contexts = TlsContexts()

    assert contexts.context("a.example") is contexts.context("b.example")


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


def test_host_that_was_offered_everything_is_not_asked_a_third_time() -> None:
    contexts = TlsContexts()
    contexts.use_full("a.example")

    assert not contexts.use_full("a.example")


def test_only_so_many_hosts_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tls, "_MAX_HOSTS", 2)
    contexts = TlsContexts()

    for name in ("a", "b", "c"):
        contexts.use_full(name)

    assert list(contexts._full_hosts) == ["b", "c"]
