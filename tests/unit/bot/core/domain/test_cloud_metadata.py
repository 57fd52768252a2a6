"""The addresses and names of cloud metadata services, in every form."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.domain.cloud_metadata import (
    is_metadata,
    is_metadata_name,
    is_metadata_network,
)

SERVICES = (
    "169.254.169.254",
    "169.254.170.2",
    "169.254.170.23",
    "100.100.100.200",
    "100.96.0.96",
    "192.0.0.192",
    "168.63.129.16",
    "fd00:ec2::254",
    "fd00:ec2:0:0::23",
    "fd20:ce::254",
    "fd00:c1::a9fe:a9fe",
    "fd00:42::42",
    "fd00:a9fe:a9fe::1",
    "fd00:100::100:200",
    "fe80::a9fe:a9fe",
    "fe80::a9fe:a9fe%eth0",
)
FORMS = (
    "::ffff:169.254.169.254",
    "::ffff:a9fe:a9fe",
    "::ffff:100.100.100.200",
    "::ffff:169.254.1.2",
    "::169.254.169.254",
    "::ffff:0:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b::169.254.170.23",
    "64:ff9b:1::a9fe:a9fe",
    "64:ff9b:1:a9fe:a9:fe00::",
    "2001:db8:122:a9fe:a9:fe00::",
    "2001:db8:a9fe:a9fe::",
    "fd64::a9fe:a9fe",
    "fd64:0:0:0:a9:fea9:fe00:0",
    "fd64:0:0:a9:fe:a9fe::",
    "2002:a9fe:a9fe::1",
    "2001:0:102:304:0:0:5601:5601",
    "fe80::5efe:a9fe:a9fe",
    "2001:db8::5efe:a9fe:a9fe",
)
OTHERS = (
    "8.8.8.8",
    "127.0.0.1",
    "10.20.0.5",
    "169.253.1.1",
    "100.100.100.201",
    "168.63.129.17",
    "::1",
    "::",
    "fd00:ec3::254",
    "fd12:3456::5",
    "2606:4700:4700::1111",
    "2606:4700::a9fe:1",
    "64:ff9b::808:808",
    "",
    "169.254",
    "example.org",
)


@pytest.mark.parametrize("address", [*SERVICES, *FORMS])
def test_metadata_service_is_recognized(address: str) -> None:
    assert is_metadata(address)


@pytest.mark.parametrize("address", OTHERS)
def test_other_address_is_not_a_metadata_service(address: str) -> None:
    assert not is_metadata(address)


@given(st.integers(0, (1 << 96) - 1))
def test_any_prefix_of_a_translator_leads_to_the_service(prefix: int) -> None:
    last = int(IPv4Address("169.254.169.254"))

    assert is_metadata(str(ip_network(f"{_spelled(prefix << 32 | last)}/128")[0]))


def _spelled(number: int) -> str:
    digits = f"{number:032x}"
    return ":".join(digits[place : place + 4] for place in range(0, 32, 4))


@pytest.mark.parametrize(
    "host",
    ["metadata.google.internal", "Metadata.GOOG.", "api.metadata.cloud.ibm.com"],
)
def test_name_of_a_service_is_recognized(host: str) -> None:
    assert is_metadata_name(host)


@pytest.mark.parametrize(
    "network", ["169.254.169.254/32", "169.254.0.0/16", "fe80::/64"]
)
def test_network_of_services_is_recognized(network: str) -> None:
    assert is_metadata_network(ip_network(network))
