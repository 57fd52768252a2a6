"""How TLS is spoken."""

from __future__ import annotations

import ssl

import pytest

from bot.fetching import handshakes
from bot.fetching.handshakes import Handshakes


def test_nearly_all_hosts_share_one_context() -> None:
    known = Handshakes()

    assert known.context("a.example") is known.context("b.example")


def test_certificates_and_names_are_checked() -> None:
    for context in (Handshakes()._quick, Handshakes()._wide):
        assert context.verify_mode is ssl.CERT_REQUIRED
        assert context.check_hostname
        assert context.minimum_version >= ssl.TLSVersion.TLSv1_2


def test_host_that_did_not_agree_is_offered_everything_from_now_on() -> None:
    known = Handshakes()

    assert known.widen("a.example")

    assert known.context("a.example") is known._wide
    assert known.context("b.example") is known._quick


def test_host_that_was_offered_everything_is_not_asked_a_third_time() -> None:
    known = Handshakes()
    known.widen("a.example")

    assert not known.widen("a.example")


def test_only_so_many_hosts_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handshakes, "_MOST_HOSTS", 2)
    known = Handshakes()

    for name in ("a", "b", "c"):
        known.widen(name)

    assert list(known._particular) == ["b", "c"]
