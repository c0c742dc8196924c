from __future__ import annotations

import pytest

from crawler.urls import is_private


@pytest.mark.parametrize(
    "host",
    [
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "[2002:0a00:0001::]",
        "fe80::1%eth0",
        "224.0.0.1",
        "ff0e::1",
        "0.0.0.0",
        "::",
        "100.64.0.1",
        "169.254.169.254",
    ],
)
def test_address_that_ends_in_a_private_network_is_private(host: str) -> None:
    assert is_private(host)


@pytest.mark.parametrize(
    "host", ["1.2.4.8", "::ffff:1.2.4.8", "64:ff9b::102:408", "2002:102:408::1", "2400:3200::1", "a.example"]
)
def test_public_address_and_name_are_not(host: str) -> None:
    assert not is_private(host)
