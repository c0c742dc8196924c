"""Which requests are one: what the scheduler takes for the same page is asked for once."""

from __future__ import annotations

import hashlib

from scrapy import Request
from w3lib.url import canonicalize_url


class Fingerprinter:
    """Fingerprints of method, address and body, as Scrapy's own, but not kept: that would be half a kilobyte for each that waits."""

    def fingerprint(self, request: Request) -> bytes:
        """20 bytes.

        >>> one, other = (Request(f"http://a.example/?{query}") for query in ("a=1&b=2", "b=2&a=1#top"))
        >>> Fingerprinter().fingerprint(one) == Fingerprinter().fingerprint(other)
        True
        """
        # No method has a white space, and no canonical address a control character.
        address = f"{request.method} {canonicalize_url(request.url)}\n"
        return hashlib.sha1(address.encode() + request.body, usedforsecurity=False).digest()
