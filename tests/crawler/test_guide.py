"""The dictionary and the guide to findings say everything that there is, and the copies in docs/ are today's."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from crawler.guide.dictionary import data_dictionary, item_fields
from crawler.guide.findings import find_code, findings_guide, load_finding_codes
from crawler.guide.sentences import chinese_sentence
from crawler.guide.words import LANGUAGES, load_guide_words
from extractors.narrative import narrative_cells
from extractors.report import RejectionReason, Severity
from extractors.tables.forms import load_forms
from tests.crawler.crawling import PROJECT, scrapy

FAMILIES = ("check", "expected", "narrative", "table", "field", "page", "panel")
_CODE = re.compile(rf"(?:{'|'.join(FAMILIES)})\.[a-z][a-z_0-9]*[a-z0-9]")
_SUFFIX = {"en": "", "zh-CN": ".zh-CN"}
_SOURCES = [path for package in ("extractors", "crawler") for path in sorted((PROJECT / package).rglob("*.py"))]


def string_patterns(tree: ast.AST) -> Iterator[str]:
    """Every text of a module that is a finding's code, as a pattern: what an f-string fills in is ``\\w+``."""
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)):
                yield re.escape(text)
            case ast.JoinedStr(values=parts):
                yield "".join(re.escape(part.value) if isinstance(part, ast.Constant) else r"\w+" for part in parts)
            case ast.Call(func=ast.Attribute(attr="note"), args=[ast.Constant(value=str(name)), *_]):
                yield rf"table\.{name}"


def raised(path: Path) -> set[str]:
    begins = tuple(rf"{family}\." for family in FAMILIES)
    found = {text for text in string_patterns(ast.parse(path.read_text("utf-8"))) if text.startswith(begins)}
    return {text for text in found if _CODE.fullmatch(text.replace("\\w+", "x").replace("\\", ""))}


def codes_of_sources() -> set[str]:
    """Patterns of all codes in the code; the families of which only the data knows the members are told one by one."""
    found = set().union(*map(raised, _SOURCES))
    of_data = {r"table\.\w+", r"narrative\.\w+", r"table\.txt", r"expected\.toml"}
    across = (PROJECT / "crawler" / "export" / "panel" / "across.toml").read_text("utf-8")
    return (found - of_data) | {re.escape(code) for code in re.findall(r'^code = "(.+)"', across, re.MULTILINE)}


def test_every_code_that_can_arise_is_explained_and_no_other() -> None:
    patterns = codes_of_sources()
    explained = {code for code in load_finding_codes() if not code.endswith(".*")}
    assert not [pattern for pattern in patterns if not any(re.fullmatch(pattern, code) for code in explained)]
    assert not [code for code in explained if not any(re.fullmatch(pattern, code) for pattern in patterns)]


def test_families_of_codes_that_data_names_are_explained() -> None:
    codes = [identity.code for form in load_forms().values() for identity in form.identities]
    codes += [f"narrative.{key}" for key in narrative_cells()]
    assert {entry and entry.code for entry in map(find_code, codes)} == {"check.*", "expected.*", "narrative.*"}


def test_severities_are_those_of_the_code() -> None:
    """Of findings whose code and severity both stand there as they are."""
    seen = 0
    for path in _SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.endswith("Finding"):
                said = {keyword.arg: keyword.value for keyword in node.keywords}
                match said.get("code"), said.get("severity"):
                    case ast.Constant(value=str(code)), ast.Constant(value=str(severity)):
                        assert (entry := find_code(code)) is not None
                        assert severity in entry.severities, code
                        seen += 1
    assert seen > 15


@pytest.mark.parametrize("entry", load_finding_codes().values(), ids=load_finding_codes())
def test_each_code_has_a_meaning_an_example_and_advice_in_both_languages(entry) -> None:
    assert set(entry.explained) == set(LANGUAGES)
    assert set(entry.severities) <= set(get_args(Severity))
    for told in entry.explained.values():
        assert all(text.endswith((".", "。")) for text in (told.means, told.example, told.do))


@pytest.mark.parametrize("entry", load_finding_codes().values(), ids=load_finding_codes())
def test_each_code_has_a_chinese_sentence(entry) -> None:
    clauses = entry.explained["zh-CN"].says
    values = {name for clause in clauses for _, name, _, _ in Formatter().parse(clause) if name}
    assert clauses
    assert values <= {"stated", "computed", "relation"}


def test_sentence_of_an_identity_names_its_rows_as_the_form_does() -> None:
    finding = {"code": "expected.t2_issued_le_in_force_hint", "table": "t2_art20_1", "stated": 9, "computed": 4.5}
    relation = "本年制发件数 ≤ 现行有效件数 + 本年废止件数"
    assert chinese_sentence(finding, "cn_2021") == f"通常 {relation}，左边为 9，右边为 4.5"


def test_sentence_leaves_out_what_a_finding_does_not_state() -> None:
    finding = {"code": "check.t3_flow", "table": "t3_requests", "stated": 9, "computed": None}
    assert chinese_sentence(finding, None) == "左边为 9"
    assert chinese_sentence({**finding, "code": "other.x"}, None) is None


def test_every_field_of_the_item_is_explained_in_both_languages() -> None:
    fields = {path: schema for path, _, schema in item_fields()}
    assert fields.keys() == load_guide_words()["item"].keys()
    assert all(schema.get("description") for schema in fields.values())


def test_every_status_and_every_reason_is_explained() -> None:
    words = load_guide_words()
    (docstring,) = [schema["description"] for path, _, schema in item_fields() if path == "marks.status"]
    assert {re.match(r"\w+", part)[0] for part in docstring.removeprefix("Of: ").split(", ")} == words[
        "statuses"
    ].keys()
    assert set(get_args(RejectionReason)) == words["reasons"].keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_copies_in_the_documentation_are_up_to_date(language) -> None:
    made = {"dictionary": data_dictionary(language), "findings": findings_guide(language)}
    for name, text in made.items():
        copy = PROJECT / "docs" / f"{name}{_SUFFIX[language]}.md"
        assert copy.read_text("utf-8") == text, f"scrapy schema --{name} {language} > {copy.relative_to(PROJECT)}"


def test_command_prints_them() -> None:
    assert scrapy("schema", "--findings", "zh-CN").stdout == findings_guide("zh-CN")
    assert scrapy("schema", "--dictionary", "de").returncode == 2
