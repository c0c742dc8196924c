from __future__ import annotations

from itertools import combinations

from scrapy import Request
from scrapy.utils.request import fingerprint

from crawler.network.fingerprints import Fingerprinter

REQUESTS = [
    Request("http://a.example/?a=1&b=2"),
    Request("http://a.example/?b=2&a=1"),
    Request("http://a.example/?a=1&b=2#top"),
    Request("http://a.example/?a=1"),
    Request("http://a.example/年报.html"),
    Request("http://a.example/%E5%B9%B4%E6%8A%A5.html"),
    Request("http://a.example/", method="POST", body=b"page=1"),
    Request("http://a.example/", method="POST", body=b"page=2"),
    Request("http://a.example/"),
    Request("https://a.example/"),
]


def test_what_is_one_request_to_scrapy_is_one_here() -> None:
    own = Fingerprinter().fingerprint
    for one, other in combinations(REQUESTS, 2):
        assert (own(one) == own(other)) == (fingerprint(one) == fingerprint(other)), (one, other)
