"""Records of the registry as text: drafted from what a walk found, added to the file of their province."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from crawler.books.survey import Findings, count_found
from crawler.platforms import FALLBACK, platforms
from crawler.portals import Portal, load_portals, parse_portals
from crawler.terminal import printable
from crawler.urls import bare_host, endpoint, page_key, site_of
from crawler.wholefile import WholeFile
from extractors.divisions import bare_province, find_division_by_code
from extractors.divisions.table import nodes_named
from extractors.errors import ConfigError

_MAX_ENTRANCES = 5
"""Columns that a record names; where there are more, the home page leads to them."""
_MAX_ID = 40
_ANY_DIVISION = "110000"
"""Stands in for one that is not known yet."""
_GOVERNMENT = re.compile(r"(?:人民)?政府.*")


@dataclass(frozen=True, slots=True)
class Draft:
    """A record that nobody has written yet."""

    id: str
    name: str
    division: str | None
    """Six digits, or ``None`` if neither the site's code nor its name tell."""
    urls: tuple[str, ...]
    platform: str | None
    seen: str
    """What it rests on, for the comment."""

    def toml(self) -> str:
        """Text of the record. Without a division it has a line to fill in, and does not load as it is."""
        division = (
            f'division = "{self.division}"' if self.division else '# division = ""  # not told by the site: fill in'
        )
        lines = [f"[{self.id}]", f"name = {_quoted(self.name)}", division, f"# {printable(self.seen)}"]
        lines.append(f"urls = [{', '.join(map(_quoted, self.urls))}]")
        if self.platform:
            lines.append(f"platform = {_quoted(self.platform)}")
        return "\n".join(lines) + "\n"


def draft_record(portal: Portal, found: Findings) -> Draft:
    """Record for what a walk from the portal's addresses found."""
    entrances = [column.url for column in found.entrances]
    home = list(portal.urls)
    keys = {page_key(url) for url in home}
    columns = [url for url in entrances if page_key(url) not in keys] if len(entrances) <= _MAX_ENTRANCES else []
    name = found.site_name or portal.name
    family = found.family if found.family != FALLBACK else None
    shown = f"{', '.join(found.evidence.get(found.family, [])[:2])}; " if family else "no known family; "
    seen = f"{found.family}: {shown}{count_found(len(found.columns), found.reports)}."
    return Draft(
        id=portal.id if portal.recorded else draft_id(portal.urls[0]),
        name=name,
        division=portal.division.code if portal.division else find_site_division(found.site_code, name),
        urls=(*columns, *home),
        platform=family,
        seen=seen,
    )


def draft_id(url: str) -> str:
    """Id from an address.

    >>> draft_id("http://www.yaoan.gov.cn/x"), draft_id("https://xxgk.dc.gov.cn/"), draft_id("http://127.0.0.1:80/")
    ('yaoan', 'xxgk_dc', 'p127_0_0_1')
    """
    host = bare_host(endpoint(url)[0]).removesuffix(".cn").removesuffix(".gov").removesuffix(".com")
    name = re.sub(r"[^a-z0-9]", "_", host)
    return (name if name[:1].isalpha() else f"p{name}")[:_MAX_ID].ljust(2, "_")


def find_site_division(site_code: str | None, site_name: str) -> str | None:
    """Code of the county that a site's ``SiteIDCode`` begins with, else of the one that bears its name.

    >>> find_site_division("5323250001", "某网站"), find_site_division(None, "姚安县人民政府"), find_site_division(None, "鼓楼区")
    ('532325', '532325', None)
    """
    code = (site_code or "")[:6]
    if re.fullmatch(r"[0-9]{6}", code) and find_division_by_code(code) is not None:
        return code
    nodes = nodes_named(_GOVERNMENT.sub("", site_name))
    return nodes[0].ljust(6, "0") if len(nodes) == 1 else None


def find_place(draft: Draft, folder: Path, file: str | None = None) -> Path | None:
    """File that a record belongs in, of those in a folder; ``None`` as long as its division is not known.

    ``file`` names that of a province that has none yet. :exc:`~extractors.errors.ConfigError` for a record that does not
    load or that is there already.
    """
    if file is not None and not re.fullmatch(r"[\w-]+\.toml", file):
        raise ConfigError("(new record)", "--file", f"{file!r} is no name of a file NAME.toml")
    known = replace(draft, division=draft.division or _ANY_DIVISION)
    (portal,) = parse_portals("(new record)", known.toml(), frozenset(platforms()))
    registry = load_portals(folder)
    if portal.id in registry:
        raise ConfigError("(new record)", portal.id, "a record of this id is there already; give another with --id")
    if same := [known.id for known in registry.values() if {*map(site_of, known.urls)} & {*map(site_of, portal.urls)}]:
        raise ConfigError("(new record)", portal.id, f"that site is recorded as {', '.join(same)}")
    if draft.division is None:
        return None
    return folder / (file or _file_of(portal, folder, registry.values()))


def add_record(draft: Draft, folder: Path, file: str | None = None) -> Path:
    """Append a record to the file of its province and give that file's path; what stands in it stays byte for byte.

    :exc:`~extractors.errors.ConfigError` as :func:`find_place`, :exc:`OSError` if the file can't be written.
    """
    path = find_place(draft, folder, file)
    if path is None:
        raise ConfigError("(new record)", draft.id, "the site does not tell its division: name it with --division CODE")
    (portal,) = parse_portals("(new record)", draft.toml())
    before = path.read_text("utf-8") if path.exists() else f"# {portal.province}. Comments say what was seen.\n"
    text = before + ("" if before.endswith("\n") else "\n") + "\n" + draft.toml()
    parse_portals(path.name, text, frozenset(platforms()))
    with WholeFile(path) as whole:
        whole.file.write(text.encode())
    return path


def _file_of(portal: Portal, folder: Path, registry: Iterable[Portal]) -> str:
    """File whose records lie in the same province."""
    province = bare_province(portal.province)
    same = {known.id for known in registry if bare_province(known.province) == province}
    for path in sorted(folder.glob("*.toml")):
        text = path.read_text("utf-8")
        if any(known.id in same for known in parse_portals(path.name, text)):
            return path.name
    raise ConfigError("(new record)", portal.id, f"no file holds records of {province} yet: name one with --file")


def _quoted(text: str) -> str:
    """Text as a string of TOML, whose basic strings are JSON's."""
    return json.dumps(printable(text), ensure_ascii=False)
