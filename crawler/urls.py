"""Addresses: the one form that identifies a page, and which hosts a portal may send us to."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit, urlunsplit

from crawler.masking import mask

_DEFAULT_PORTS = {"http": 80, "https": 443}
WEB_PORTS = frozenset(_DEFAULT_PORTS.values())
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_V4_LAST = tuple(ipaddress.IPv6Network(network) for network in ("64:ff9b::/96", "::/96"))
"""Networks whose addresses end in an IPv4 address: NAT64, and the old compatible form."""


def canonical_url(url: str) -> str:
    """Address in one spelling: scheme and host in lower case, no fragment, no default port, ``/`` for no path.

    >>> canonical_url("HTTP://WWW.Gov.Example:80#top"), canonical_url("https://a.example:8443/x/index.html?b=2&a=1")
    ('http://www.gov.example/', 'https://a.example:8443/x/index.html?b=2&a=1')
    """
    parts = urlsplit(url)
    if parts.scheme.lower() not in _DEFAULT_PORTS:
        return urlunsplit(parts._replace(fragment=""))
    return urlunsplit((parts.scheme.lower(), _netloc(parts), parts.path or "/", parts.query, ""))


_INDEX = re.compile(r"/(?:index|default)\.(?:s?html?|jhtml|aspx?|jsp|php)$", re.IGNORECASE)
_WAP = re.compile(r"_wap(\.\w{1,6})$", re.IGNORECASE)
_GATEWAY = "/gate/big5/"
_TWIN_PARAMETERS = frozenset(("ismobile", "mobile", "isphone"))
_MOBILE = frozenset(("mobile", "wap"))


def page_key(url: str) -> str:
    """What the twins of a page share; says which addresses need not be asked for twice, and is no address itself.

    Twins are ``http`` and ``https``, with and without ``www.``, ``?isMobile=true``, ``…_wap.html``, ``/mobile/…``, the
    gateway for traditional characters, ``…/index.html`` and ``…/``. Ids of items are made from :func:`plain_url`.

    >>> page_key("https://www.a.example/zwgk/index.html"), page_key("http://a.example:80/mobile/zwgk/?isMobile=true")
    ('a.example/zwgk/', 'a.example/zwgk/')
    >>> page_key("http://b.example:82/gate/big5/www.a.example/x/1_wap.html?id=2")
    'a.example/x/1.html?id=2'
    """
    plain = plain_url(url)
    parts = urlsplit(plain)
    if parts.scheme not in _DEFAULT_PORTS:
        return plain
    path = _INDEX.sub("/", parts.path)
    return bare_host(parts.netloc) + path + (f"?{parts.query}" if parts.query else "")


def plain_url(url: str) -> str:
    """Canonical address of a page's plain twin: not the mobile one, not the one in traditional characters.

    Ids of items are made from it, so that a report has one id whichever twin was fetched. Scheme, ``www.`` and
    ``index.html`` stay as they are.

    >>> plain_url("http://www.a.example/mobile/x_wap.html?isMobile=true&id=2"), plain_url("http://a.example/index.html")
    ('http://www.a.example/x.html?id=2', 'http://a.example/index.html')
    """
    canonical = _behind_gateway(canonical_url(url))
    parts = urlsplit(canonical)
    if parts.scheme not in _DEFAULT_PORTS:
        return canonical
    first, slash, rest = parts.path[1:].partition("/")
    path = f"/{rest}" if slash and first.lower() in _MOBILE else parts.path
    query = "&".join(pair for pair in parts.query.split("&") if pair.partition("=")[0].lower() not in _TWIN_PARAMETERS)
    return urlunsplit(parts._replace(path=_WAP.sub(r"\1", path), query=query))


def _behind_gateway(url: str) -> str:
    """Address that a gateway for traditional characters shows; any other as it is."""
    _, _, behind = url.partition(_GATEWAY)
    try:
        return canonical_url(behind if "://" in behind else f"http://{behind}") if behind else url
    except ValueError:  # no address behind it
        return url


def parse_web_address(url: str) -> SplitResult:
    """Parts of an ``http`` or ``https`` address; :exc:`ValueError` says what is wrong with any other.

    >>> parse_web_address("ftp://a.example/")
    Traceback (most recent call last):
    ValueError: no http or https address: ftp://a.example/
    """
    parts = urlsplit(url)
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise ValueError(f"no http or https address: {mask(url)}")
    if parts.username or parts.password:
        raise ValueError(f"a user name or password in an address: {parts.hostname}")
    try:
        parts.port  # noqa: B018  (reading it is what checks it)
    except ValueError as error:
        raise ValueError(f"a port that is none: {url}") from error
    return parts


@lru_cache(maxsize=4_096)  # each request is asked for its own a dozen times on its way
def endpoint(url: str) -> tuple[str, int]:
    """Host and port that a request for the address goes to.

    >>> endpoint("https://WWW.a.example/x"), endpoint("http://127.0.0.1:8000/")
    (('www.a.example', 443), ('127.0.0.1', 8000))
    """
    parts = parse_web_address(url)
    return (parts.hostname or "").rstrip("."), parts.port or _DEFAULT_PORTS[parts.scheme]


def site_of(url: str) -> str:
    """What the addresses of one site share: neither ``www.`` nor http or https makes another.

    >>> site_of("http://www.a.example/x"), site_of("https://a.example/y"), site_of("http://127.0.0.1:8000/")
    ('a.example', 'a.example', '127.0.0.1:8000')
    """
    host, port = endpoint(url)
    return bare_host(host) if port in WEB_PORTS else f"{bare_host(host)}:{port}"


def bare_host(host: str) -> str:
    """Host without a leading ``www.``: the twins are one server, and share one connection.

    >>> bare_host("www.a.example"), bare_host("127.0.0.1")
    ('a.example', '127.0.0.1')
    """
    return host.removeprefix("www.")


def is_private(host: str) -> bool:
    """Whether a literal address is no public one: loopback, private, link-local, reserved, multicast. False for names.

    >>> is_private("127.0.0.1"), is_private("10.1.2.3"), is_private("a.example"), is_private("[::1]")
    (True, True, False, True)
    """
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return any(not each.is_global or each.is_multicast for each in _reached(address))


def _reached(address: _Address) -> list[_Address]:
    """An address, and the IPv4 address that a gateway or the system itself would take out of it."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    inner = address.ipv4_mapped or address.sixtofour
    if inner is not None:
        return [inner]  # Python versions differ in what they say of the outer form
    if any(address in network for network in _V4_LAST):
        return [address, ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)]
    return [address]


def is_address(host: str) -> bool:
    """Whether a host is written as an address instead of a name."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by its literal address or as ``localhost``.

    >>> is_loopback("127.77.0.1"), is_loopback("localhost"), is_loopback("10.0.0.1")
    (True, True, False)
    """
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _netloc(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    port = parts.port
    return host if port in (None, _DEFAULT_PORTS[parts.scheme.lower()]) else f"{host}:{port}"
